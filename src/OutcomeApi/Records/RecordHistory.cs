using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http;

namespace OutcomeApi.Records;

/// <summary>Every version of every record of a project: what it said, when it came, by whom and why. The feed of changes is read from it.</summary>
/// <param name="session">The command's transaction.</param>
/// <param name="project">The project.</param>
/// <param name="by">The credential that sends.</param>
/// <param name="now">When it was received.</param>
public sealed class RecordHistory(DbSession session, string project, string by, DateTimeOffset now)
{
    private const string InsertSql =
        """
        INSERT INTO record_history (project_id, kind, record_key, version, content, correction, recorded_at, recorded_by)
        VALUES (@Project, @Kind, @Key, @Version, @Content, @Correction, @Now, @By)
        """;

    private const string CountFirstVersionSql =
        "SELECT COUNT(*) FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key = @Key AND version = 1";

    private const string SelectNewestSql = "SELECT COALESCE(MAX(id), 0) FROM record_history WHERE project_id = @Project";

    /// <summary>When the command was received.</summary>
    public DateTimeOffset Now => now;

    /// <summary>The number of a project's newest entry: how far its history has come. 0: it has none.</summary>
    public static Task<long> NewestAsync(DbSession session, string project, CancellationToken ct) =>
        session.ScalarAsync<long>(SelectNewestSql, new { Project = project }, ct);

    public Task WriteAsync<T>(string kind, string key, int version, T registration, string? correction, CancellationToken ct)
        where T : Registration => WriteAsync(kind, key, version, Content.From(registration).ToJsonString(Json.Options), correction, ct);

    /// <summary>Writes a version of what is no record: a project, a goal.</summary>
    /// <param name="kind">What it is.</param>
    /// <param name="key">Its key within the project.</param>
    /// <param name="version">From 1.</param>
    /// <param name="content">What it says, as JSON.</param>
    /// <param name="ct">Cancels.</param>
    public Task WriteAsync(string kind, string key, int version, string content, CancellationToken ct) => WriteAsync(kind, key, version, content, null, ct);

    private Task WriteAsync(string kind, string key, int version, string content, string? correction, CancellationToken ct) =>
        session.ExecuteAsync(
            InsertSql,
            new { Project = project, Kind = kind, Key = key, Version = version, Content = content, Correction = correction, Now = now, By = by },
            ct);

    /// <summary>Has the first version of a stored record been forgotten? It is where the person is forgotten whom the record was about.</summary>
    public async Task<bool> IsForgottenAsync(string kind, string key, CancellationToken ct) =>
        await session.ScalarAsync<int>(CountFirstVersionSql, new { Project = project, Kind = kind, Key = key }, ct) == 0;
}
