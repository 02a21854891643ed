using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Security;

/// <summary>A stored event of the audit log.</summary>
public sealed record AuditRow
{
    public required long Id { get; init; }

    public required DateTimeOffset At { get; init; }

    public required string Credential { get; init; }

    public required string Role { get; init; }

    public required string Action { get; init; }

    public string? ProjectId { get; init; }

    public required string Kind { get; init; }

    public required int RecordCount { get; init; }

    public long? ChangeId { get; init; }

    public string? Purpose { get; init; }

    /// <summary>Hash of the event and of the event before it. Null when the event was written before the hash chain was introduced.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// Computes the hash that the event must have after the previous event. It is the SHA-256 of a JSON list of strings: first the previous
    /// hash, then the values of this event.
    /// </summary>
    /// <param name="previous">Hash of the previous event. Null when there is none.</param>
    public string HashAfter(string? previous)
    {
        string?[] content =
        [
            previous ?? string.Empty, At.UtcTicks.ToString(CultureInfo.InvariantCulture), Credential, Role, Action, ProjectId, Kind,
            RecordCount.ToString(CultureInfo.InvariantCulture), ChangeId?.ToString(CultureInfo.InvariantCulture), Purpose,
        ];
        return Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(JsonSerializer.Serialize(content))));
    }
}

/// <summary>What an event of the audit log says.</summary>
/// <param name="Caller">Who acted.</param>
/// <param name="Action">The action: create, correct, read, revoke, rotate, certify, extract, erase or cut.</param>
/// <param name="Kind">The kind of record.</param>
public sealed record AuditEntry(Caller Caller, string Action, string Kind)
{
    /// <summary>Id of the project. Null when the action concerns no project.</summary>
    public string? Project { get; init; }

    /// <summary>Number of records.</summary>
    public int Count { get; init; } = 1;

    /// <summary>Id of the entry in the history that was written. Null when there is none.</summary>
    public long? Change { get; init; }

    /// <summary>The purpose that the caller stated. Null when none was stated.</summary>
    public string? Purpose { get; init; }
}

/// <summary>
/// Writes the audit log: who read or wrote which person rows, when, and for what purpose. The log itself holds no personal data.
/// Events are only added. They form a chain: the hash of each event covers the hash of the event before it. So nobody can change, remove or
/// insert an event before the newest one without breaking the chain. Only the oldest events are deleted, after their retention time.
/// </summary>
public static class AuditLog
{
    // Ids rise with time, but not strictly. An old event with a higher id than a newer one is kept until the next cut.
    private const string SelectFirstKeptSql = "SELECT MIN(id) FROM audit_events WHERE at >= @Before";

    private const string SelectLastBeforeSql =
        "SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256 "
        + "FROM audit_events WHERE id = (SELECT MAX(id) FROM audit_events WHERE id < @First)";

    private const string CountSql = "SELECT COUNT(*) FROM audit_events WHERE id < @First";

    private const string DeleteSql = "DELETE FROM audit_events WHERE id < @First";

    private static readonly Caller Service = new("retention", Security.Role.Operator, [], []);

    private const string SelectLastSql = "SELECT a.sha256 FROM audit_events a WHERE a.id = (SELECT MAX(b.id) FROM audit_events b)";

    private const string InsertSql =
        """
        INSERT INTO audit_events (at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256)
        VALUES (@At, @Credential, @Role, @Action, @ProjectId, @Kind, @RecordCount, @ChangeId, @Purpose, @Sha256)
        """;

    /// <summary>Writes an event.</summary>
    /// <param name="session">The session. It must be in the transaction of the action, so that the action and its event are committed together.</param>
    /// <param name="entry">What the event says.</param>
    /// <param name="at">When the action took place.</param>
    /// <param name="ct">Cancels the operation.</param>
    public static async Task WriteAsync(DbSession session, AuditEntry entry, DateTimeOffset at, CancellationToken ct)
    {
        // This must be the last lock that a command takes. Its holder then never waits for another lock, so it cannot deadlock.
        await session.LockAsync("audit", ct);
        var row = new AuditRow
        {
            Id = 0,
            At = at,
            Credential = entry.Caller.Credential,
            Role = Code.Format(entry.Caller.Role),
            Action = entry.Action,
            ProjectId = entry.Project,
            Kind = entry.Kind,
            RecordCount = entry.Count,
            ChangeId = entry.Change,
            Purpose = entry.Purpose,
        };
        var previous = await session.ScalarAsync<string>(SelectLastSql, null, ct);
        await session.ExecuteAsync(InsertSql, row with { Sha256 = row.HashAfter(previous) }, ct);
    }

    /// <summary>Writes the event of a read, in a transaction of its own.</summary>
    public static Task WriteReadAsync(DbSession session, AuditEntry entry, DateTimeOffset at, CancellationToken ct) =>
        session.WriteAsync(() => WriteAsync(session, entry, at, ct), ct);

    /// <summary>
    /// Deletes events from before an instant. Writes an event "cut" with the number of deleted events and the hash of the last of them. The first
    /// remaining event builds on that hash, so the chain can still be verified from there.
    /// </summary>
    /// <param name="session">The session. It must be in a transaction.</param>
    /// <param name="before">Events from before this instant are deleted.</param>
    /// <param name="now">The time of the deletion.</param>
    /// <param name="ct">Cancels the operation.</param>
    /// <returns>Number of deleted events.</returns>
    public static async Task<int> CutAsync(DbSession session, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        await session.LockAsync("audit", ct);
        if (await session.ScalarAsync<long?>(SelectFirstKeptSql, new { Before = before }, ct) is not { } first
            || await session.QueryOneAsync<AuditRow>(SelectLastBeforeSql, new { First = first }, ct) is not { } last)
        {
            return 0;
        }

        var count = await session.ScalarAsync<int>(CountSql, new { First = first }, ct);
        await WriteAsync(
            session, new AuditEntry(Service, "cut", "audit-event") { Count = count, Change = last.Id, Purpose = last.Sha256 }, now, ct);
        await session.ExecuteAsync(DeleteSql, new { First = first }, ct);
        return count;
    }
}
