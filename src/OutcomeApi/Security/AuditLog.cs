using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace OutcomeApi.Security;

/// <summary>A stored event of the audit log.</summary>
public sealed record AuditRow
{
    /// <summary>The columns that an event is read from.</summary>
    internal const string Columns =
        "id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, subject, was, became, block_id, sha256";

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

    /// <summary>Id of what the event is about, beside its project: an association. Null when that is all.</summary>
    public string? Subject { get; init; }

    /// <summary>What has changed, as it was: a JSON object. Null when nothing was there, or when the event does not say.</summary>
    public string? Was { get; init; }

    /// <summary>What has changed, as it is now: a JSON object. Null when the event does not say.</summary>
    public string? Became { get; init; }

    /// <summary>Number of the block that the event is sealed in. Null while it waits to be sealed.</summary>
    public long? BlockId { get; init; }

    /// <summary>Hash of the event and of the event before it. Only events of the block 0 have one, see <see cref="AuditBlock"/>.</summary>
    public string? Sha256 { get; init; }

    /// <summary>
    /// Computes the hash that an event of the block 0 must have after the previous event. It is the SHA-256 of a JSON list of strings: first the previous
    /// hash, then the values of this event.
    /// </summary>
    /// <param name="previous">Hash of the previous event. Null when there is none.</param>
    public string HashAfter(string? previous) => AuditBlock.Hash(JsonSerializer.Serialize((string?[])[previous ?? string.Empty, .. Values]));

    /// <summary>
    /// The values of the event as texts, in the order in which they are hashed. Subject and change follow only where the event has them, so that older
    /// events keep their hash.
    /// </summary>
    public IReadOnlyList<string?> Values =>
    [
        At.UtcTicks.ToString(CultureInfo.InvariantCulture), Credential, Role, Action, ProjectId, Kind, RecordCount.ToString(CultureInfo.InvariantCulture),
        ChangeId?.ToString(CultureInfo.InvariantCulture), Purpose, .. Subject is null && Was is null && Became is null ? [] : (string?[])[Subject, Was, Became],
    ];
}

/// <summary>What an event of the audit log says.</summary>
/// <param name="Caller">Who acted.</param>
/// <param name="Action">The action: create, correct, accept, read, revoke, rotate, certify, extract, erase or cut.</param>
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

    /// <summary>Id of what the event is about, beside its project. Null when that is all.</summary>
    public string? Subject { get; init; }

    /// <summary>What has changed, as it was. See <see cref="Changes"/>.</summary>
    public string? Was { get; init; }

    /// <summary>What has changed, as it is now. See <see cref="Changes"/>.</summary>
    public string? Became { get; init; }

    /// <summary>Writes the members that differ between two states, as JSON objects. Null when there are none.</summary>
    /// <param name="before">The state before. Null when there was none.</param>
    /// <param name="after">The state after.</param>
    public static (string? Was, string? Became) Changes(JsonObject? before, JsonObject after)
    {
        string[] names =
        [
            .. (before ?? []).Concat(after).Select(member => member.Key).Distinct().Where(name => !JsonNode.DeepEquals(before?[name], after[name])),
        ];
        return (Write(before), Write(after));

        string? Write(JsonObject? state) => state is null || names.Length == 0
            ? null
            : new JsonObject(names.Select(name => KeyValuePair.Create(name, state[name]?.DeepClone()))).ToJsonString();
    }
}

/// <summary>
/// Writes the audit log: who read or wrote which person rows, when, and for what purpose. The log itself holds no personal data.
/// Events are only added, like any other row. A job seals them in blocks soon after, see <see cref="AuditBlock"/>.
/// </summary>
public static class AuditLog
{
    private const string InsertSql =
        """
        INSERT INTO audit_events (at, credential, role, action, project_id, kind, record_count, change_id, purpose, subject, was, became)
        VALUES (@At, @Credential, @Role, @Action, @ProjectId, @Kind, @RecordCount, @ChangeId, @Purpose, @Subject, @Was, @Became)
        """;

    private static readonly string[] Columns =
    [
        "at", "credential", "role", "action", "project_id", "kind", "record_count", "change_id", "purpose",
    ];

    /// <summary>Writes an event.</summary>
    /// <param name="session">The session. It must be in the transaction of the action, so that the action and its event are committed together.</param>
    /// <param name="entry">What the event says.</param>
    /// <param name="at">When the action took place.</param>
    /// <param name="ct">Cancels the operation.</param>
    public static Task WriteAsync(DbSession session, AuditEntry entry, DateTimeOffset at, CancellationToken ct) =>
        session.WriteRowAsync(InsertSql, [.. ValuesOf(entry, at), entry.Subject, entry.Was, entry.Became], ct).AsTask();

    /// <summary>Writes the events of several records at once, in the transaction of the action.</summary>
    public static Task WriteAllAsync(DbSession session, IEnumerable<AuditEntry> entries, DateTimeOffset at, CancellationToken ct) => session.BulkInsertAsync(
        "audit_events",
        Columns,
        entries.Select(entry => ValuesOf(entry, at)),
        ct);

    /// <summary>Writes the event of a read, in a transaction of its own.</summary>
    public static Task WriteReadAsync(DbSession session, AuditEntry entry, DateTimeOffset at, CancellationToken ct) =>
        session.WriteAsync(() => WriteAsync(session, entry, at, ct), ct);

    private static object?[] ValuesOf(AuditEntry entry, DateTimeOffset at) =>
    [
        at, entry.Caller.Credential, Code.Format(entry.Caller.Role), entry.Action, entry.Project, entry.Kind, entry.Count, entry.Change, entry.Purpose,
    ];
}
