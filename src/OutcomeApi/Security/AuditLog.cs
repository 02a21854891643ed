using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Security;

/// <summary>An event as it stands in the audit.</summary>
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

    /// <summary>Null: of the time before there was a chain.</summary>
    public string? Sha256 { get; init; }

    /// <summary>The hash that the event must have after one of that hash: SHA-256 of both, the event as a JSON list of texts.</summary>
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

/// <summary>
/// GenderGroup read or wrote which person rows, when, and what for. Itself without personal data, only ever added to, and a chain: every event holds the
/// hash of the one before it, so that nothing before the newest can be changed, left out or put in between without it showing. Only the oldest events may go,
/// after the time for which they are kept.
/// </summary>
public static class AuditLog
{
    // Ids rise; an event from before that stands behind a later one waits for the next month.
    private const string SelectFirstKeptSql = "SELECT MIN(id) FROM audit_events WHERE at >= @Before";

    private const string SelectLastBeforeSql =
        "SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256 FROM audit_events WHERE id = (SELECT MAX(id) FROM audit_events WHERE id < @First)";

    private const string CountSql = "SELECT COUNT(*) FROM audit_events WHERE id < @First";

    private const string DeleteSql = "DELETE FROM audit_events WHERE id < @First";

    private static readonly Caller Service = new("retention", Security.Role.Operator, [], []);

    private const string SelectLastSql = "SELECT a.sha256 FROM audit_events a WHERE a.id = (SELECT MAX(b.id) FROM audit_events b)";

    private const string InsertSql =
        """
        INSERT INTO audit_events (at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256)
        VALUES (@At, @Credential, @Role, @Action, @ProjectId, @Kind, @RecordCount, @ChangeId, @Purpose, @Sha256)
        """;

    /// <param name="session">The session; inside its transaction, so that what was done and that it was done are one.</param>
    /// <param name="caller">GenderGroup.</param>
    /// <param name="action">create, correct, read, revoke, rotate, certify, extract, erase or cut.</param>
    /// <param name="project">In which project.</param>
    /// <param name="kind">What kind of record.</param>
    /// <param name="count">How many.</param>
    /// <param name="change">The entry of the history that was written, if any.</param>
    /// <param name="purpose">What for, where the caller said so.</param>
    /// <param name="at">When.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task WriteAsync(
        DbSession session, Caller caller, string action, string? project, string kind, int count, long? change, string? purpose, DateTimeOffset at, CancellationToken ct)
    {
        // The last lock that a command takes: whoever holds it waits for nobody.
        await session.LockAsync("audit", ct);
        var row = new AuditRow
        {
            Id = 0,
            At = at,
            Credential = caller.Credential,
            Role = Code.Format(caller.Role),
            Action = action,
            ProjectId = project,
            Kind = kind,
            RecordCount = count,
            ChangeId = change,
            Purpose = purpose,
        };
        var previous = await session.ScalarAsync<string>(SelectLastSql, null, ct);
        await session.ExecuteAsync(InsertSql, row with { Sha256 = row.HashAfter(previous) }, ct);
    }

    /// <summary>
    /// Removes events from before an instant. An event of its own says how many have gone and holds the hash of the last of them, on which the first that is left
    /// rests: the chain can be walked from there.
    /// </summary>
    /// <param name="session">The session, in a transaction.</param>
    /// <param name="before">The instant.</param>
    /// <param name="now">When they go.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>How many have gone.</returns>
    public static async Task<int> CutAsync(DbSession session, DateTimeOffset before, DateTimeOffset now, CancellationToken ct)
    {
        await session.LockAsync("audit", ct);
        if (await session.ScalarAsync<long?>(SelectFirstKeptSql, new { Before = before }, ct) is not { } first
            || await session.QueryOneAsync<AuditRow>(SelectLastBeforeSql, new { First = first }, ct) is not { } last)
        {
            return 0;
        }

        var count = await session.ScalarAsync<int>(CountSql, new { First = first }, ct);
        await AuditLog.WriteAsync(session, Service, "cut", null, "audit-event", count, last.Id, last.Sha256, now, ct);
        await session.ExecuteAsync(DeleteSql, new { First = first }, ct);
        return count;
    }
}
