using OutcomeApi.Data;
using OutcomeApi.Domain.Register;
using OutcomeApi.Http;

namespace OutcomeApi.Register;

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

    /// <summary>When the command was received.</summary>
    public DateTimeOffset Now => now;

    public Task WriteAsync<T>(string kind, string key, int version, T statement, string? correction, CancellationToken ct)
        where T : Statement =>
        session.ExecuteAsync(
            InsertSql,
            new { Project = project, Kind = kind, Key = key, Version = version, Content = Content.Of(statement).ToJsonString(Json.Options), Correction = correction, Now = now, By = by },
            ct);

    /// <summary>Has the first version of a stored record been forgotten? It is where the person is forgotten whom the record was about.</summary>
    public async Task<bool> IsForgottenAsync(string kind, string key, CancellationToken ct) =>
        await session.ScalarAsync<int>(CountFirstVersionSql, new { Project = project, Kind = kind, Key = key }, ct) == 0;
}
