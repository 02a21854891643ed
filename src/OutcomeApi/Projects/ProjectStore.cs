using System.Collections.Concurrent;
using System.Text.Json;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Projects;

/// <summary>A project as it is stored: its file without goals, and the definition that the file is converted to.</summary>
public sealed record StoredProject(ProjectFile File, ProjectDefinition Definition, int Version, DateTimeOffset ReceivedAt, DateTimeOffset ChangedAt);

/// <summary>Finds projects.</summary>
public sealed class ProjectStore
{
    private const string SelectVersionSql = "SELECT version, changed_at FROM projects WHERE id = @Project";

    private const string SelectSql = "SELECT content, version, received_at, changed_at FROM projects WHERE id = @Project";

    // A file is parsed only if it differs from last time. There is one entry per project.
    private static readonly ConcurrentDictionary<string, Parsed> Known = new();

    // What was read last of each project. A file is read only if there is a newer version.
    private readonly ConcurrentDictionary<string, StoredProject> _read = new();

    public async Task<StoredProject?> FindAsync(DbSession session, string project, CancellationToken ct)
    {
        var versions = await session.ReadRowsAsync(
            SelectVersionSql, [project], row => (Version: row.GetInt32(0), ChangedAt: row.GetInstant(1)), ct);
        if (versions is [var version] && _read.TryGetValue(project, out var read) && (read.Version, read.ChangedAt) == version)
        {
            return read;
        }

        if (versions.Count == 0 || await session.QueryOneAsync<Row>(SelectSql, new { Project = project }, ct) is not { } row)
        {
            return null;
        }

        var (_, file, definition) = Parse(project, row.Content);
        return _read[project] = new StoredProject(file, definition, row.Version, row.ReceivedAt, row.ChangedAt);
    }

    /// <summary>Parses a stored project file. Returns the previous result if the content is unchanged.</summary>
    public static Parsed Parse(string project, string content)
    {
        if (!Known.TryGetValue(project, out var parsed) || parsed.Content != content)
        {
            var file = JsonSerializer.Deserialize<ProjectFile>(content, Http.Json.Options)!;
            Known[project] = parsed = new Parsed(content, file, file.ToDefinition(project));
        }

        return parsed;
    }

    /// <summary>A project file with its definition.</summary>
    public sealed record Parsed(string Content, ProjectFile File, ProjectDefinition Definition);

    private sealed record Row
    {
        public required string Content { get; init; }

        public required int Version { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required DateTimeOffset ChangedAt { get; init; }
    }
}
