using System.Text.Json;
using OutcomeApi.Data;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Register;

/// <summary>A project as it is stored: its file without goals, and what the file means.</summary>
public sealed record StoredProject(ProjectFile File, ProjectDefinition Definition, int Version, DateTimeOffset ReceivedAt, DateTimeOffset ChangedAt);

/// <summary>Finds projects.</summary>
public sealed class ProjectRegister
{
    private const string SelectSql = "SELECT content, version, received_at, changed_at FROM projects WHERE id = @Project";

    // One reference, swapped whole: many requests read and write it at the same time.
    private Parsed? _latest;

    public async Task<StoredProject?> FindAsync(DbSession session, string project, CancellationToken ct)
    {
        if (await session.QueryOneAsync<Row>(SelectSql, new { Project = project }, ct) is not { } row)
        {
            return null;
        }

        // Most calls in a row are about the same project: its file is parsed when it is another than last time.
        var latest = _latest;
        if (latest is null || latest.Project != project || latest.Content != row.Content)
        {
            var file = JsonSerializer.Deserialize<ProjectFile>(row.Content, Http.Json.Options)!;
            _latest = latest = new Parsed(project, row.Content, file, file.ToDefinition(project));
        }

        return new StoredProject(latest.File, latest.Definition, row.Version, row.ReceivedAt, row.ChangedAt);
    }

    private sealed record Parsed(string Project, string Content, ProjectFile File, ProjectDefinition Definition);

    private sealed record Row
    {
        public required string Content { get; init; }

        public required int Version { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required DateTimeOffset ChangedAt { get; init; }
    }
}
