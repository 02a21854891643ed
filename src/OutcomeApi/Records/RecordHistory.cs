using OutcomeApi.Domain.Registrations;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Records;

/// <summary>
/// Writes the history of a project: every version of every record, with its content, time, sender and reason. The feed of changes is read
/// from it.
/// </summary>
/// <param name="session">The session, in the transaction of the command.</param>
/// <param name="project">Id of the project.</param>
/// <param name="by">Id of the sender's credential.</param>
/// <param name="now">The time when the command was received.</param>
public sealed class RecordHistory(DbSession session, string project, string by, DateTimeOffset now)
{
    private const string InsertSql =
        """
        INSERT INTO record_history (project_id, kind, record_key, version, content, correction, recorded_at, recorded_by)
        VALUES (@Project, @Kind, @Key, @Version, @Content, @Correction, @Now, @By)
        """;

    private const string CountFirstVersionSql =
        "SELECT COUNT(*) FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key = @Key AND version = 1";

    private const string DeleteSql = "DELETE FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key = @Key";

    private const string DeleteRememberedSql = "DELETE FROM idempotency_keys WHERE target = @Target";

    private const string SelectGoneSql =
        "SELECT content FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key = @Key AND version = @Version";

    private const string SelectGoneOfSql =
        "SELECT record_key FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key IN @Keys AND version = @Version";

    private const string SelectFirstSinceSql =
        "SELECT id, record_key FROM record_history WHERE project_id = @Project AND id > @Before AND kind = @Kind AND version = 1";

    private const string SelectNewestSql = "SELECT COALESCE(MAX(id), 0) FROM record_history WHERE project_id = @Project";

    private static readonly string[] Columns =
    [
        "project_id", "kind", "record_key", "version", "content", "correction", "recorded_at", "recorded_by",
    ];

    /// <summary>Version number of the entry that says that a record has been erased. Its content is a <see cref="GoneRecord"/>.</summary>
    public const int Gone = 0;

    /// <summary>Time when the command was received.</summary>
    public DateTimeOffset Now => now;

    /// <summary>
    /// Returns true if a record within the caller's reach has been erased. Its key stays taken, so that a sender who sends it again does not bring it
    /// back.
    /// </summary>
    public static async Task<bool> IsGoneAsync(DbSession session, Caller caller, string project, string kind, string key, CancellationToken ct) =>
        await FindGoneAsync(session, project, kind, key, ct) is { } gone && caller.ReachesPart(project, gone.Subproject);

    /// <summary>Finds what is still known of an erased record. Null: no such record has been erased.</summary>
    public static async Task<GoneRecord?> FindGoneAsync(DbSession session, string project, string kind, string key, CancellationToken ct) =>
        await session.ReadRowsAsync(SelectGoneSql, [project, kind, key, Gone], row => row.GetString(0), ct) is [var content]
            ? GoneRecord.Read(content)
            : null;

    /// <summary>Returns those of several keys whose records have been erased.</summary>
    public static Task<IReadOnlyList<string>> GoneAsync(DbSession session, string project, string kind, string[] keys, CancellationToken ct) =>
        session.QueryAsync<string>(SelectGoneOfSql, new { Project = project, Kind = kind, Keys = keys, Version = Gone }, ct);

    /// <summary>Returns the number of the newest entry in a project's history. Returns 0 if there is none.</summary>
    public static async Task<long> NewestAsync(DbSession session, string project, CancellationToken ct) =>
        (await session.ReadRowsAsync(SelectNewestSql, [project], row => row.GetInt64(0), ct))[0];

    /// <summary>Writes a version of a record.</summary>
    /// <returns>The number of the entry.</returns>
    public Task<long> WriteAsync<T>(string kind, string key, int version, T registration, string? correction, CancellationToken ct)
        where T : Registration => WriteAsync(kind, key, version, Content.Write(registration), correction, ct);

    /// <summary>Writes the first versions of several records of one kind at once.</summary>
    /// <param name="kind">The kind of record.</param>
    /// <param name="records">Keys and contents. The keys are different.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>The numbers of the entries, by the key.</returns>
    public async Task<IReadOnlyDictionary<string, long>> WriteFirstAsync(
        string kind, IReadOnlyList<(string Key, string Content, string? Correction)> records, CancellationToken ct)
    {
        await session.LockHistoryAsync(project, ct);
        var before = await NewestAsync(session, project, ct);
        await session.BulkInsertAsync(
            "record_history", Columns, records.Select(r => new object?[] { project, kind, r.Key, 1, r.Content, r.Correction, now, by }), ct);
        return (await session.QueryAsync<EntryRow>(SelectFirstSinceSql, new { Project = project, Before = before, Kind = kind }, ct))
            .ToDictionary(r => r.RecordKey, r => r.Id);
    }

    /// <summary>Writes a version of something that is not a record, for example a project or a goal.</summary>
    /// <param name="kind">What the entry is about, for example <c>goal</c>.</param>
    /// <param name="key">Its key within the project.</param>
    /// <param name="version">The version number, starting at 1.</param>
    /// <param name="content">The content, as JSON.</param>
    /// <param name="ct">Cancels the work.</param>
    public Task WriteAsync(string kind, string key, int version, string content, CancellationToken ct) => WriteAsync(kind, key, version, content, null, ct);

    private async Task<long> WriteAsync(string kind, string key, int version, string content, string? correction, CancellationToken ct)
    {
        await session.LockHistoryAsync(project, ct);
        return await session.InsertRowAsync(InsertSql, [project, kind, key, version, content, correction, now, by], ct);
    }

    /// <summary>Deletes all versions of a record, because nothing about the person may be left.</summary>
    /// <returns>The number of versions.</returns>
    public Task<int> DeleteAsync(string kind, string key, CancellationToken ct) =>
        session.ExecuteAsync(DeleteSql, new { Project = project, Kind = kind, Key = key }, ct);

    /// <summary>
    /// Erases a record about a person: its row, all versions of it, and what is remembered of the requests that sent it. The feed says that it is
    /// gone.
    /// </summary>
    /// <returns>The number of versions.</returns>
    public async Task<int> EraseAsync(PersonRecord record, CancellationToken ct)
    {
        var (table, key) = (record.Table, record.Key);
        var part = table.Statements.PartOfSql is { } sql ? await session.ScalarAsync<string>(sql, new { record.Id }, ct) : null;
        await session.ExecuteAsync(table.Statements.DeleteSql, new { record.Id }, ct);
        await session.ExecuteAsync(DeleteRememberedSql, new { Target = table.AddressOf(project, key) }, ct);
        var versions = await DeleteAsync(table.Name, key, ct);
        await WriteAsync(table.Name, key, Gone, new GoneRecord(part).Write(), ct);
        return versions;
    }

    /// <summary>
    /// Returns true if the first version of a stored record has been deleted from the history. This happens when the person whom the record is
    /// about is erased.
    /// </summary>
    public static async Task<bool> IsForgottenAsync(DbSession session, string project, string kind, string key, CancellationToken ct) =>
        await session.ScalarAsync<int>(CountFirstVersionSql, new { Project = project, Kind = kind, Key = key }, ct) == 0;

    private sealed record EntryRow
    {
        public required long Id { get; init; }

        public required string RecordKey { get; init; }
    }
}
