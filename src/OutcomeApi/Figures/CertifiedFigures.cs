using System.Collections.Concurrent;
using System.Text.Json;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Http;

namespace OutcomeApi.Figures;

/// <summary>
/// What certified reports have told steering groups. It can not be taken back, so what they see from then on is held against it: a difference between two
/// versions is a number as well, and can be small.
/// </summary>
public sealed class CertifiedFigures
{
    private const string SelectVersionsSql =
        "SELECT tertial, version FROM certified_reports WHERE project_id = @Project AND told IS NOT NULL";

    private const string SelectToldSql = "SELECT told FROM certified_reports WHERE project_id = @Project AND tertial = @Tertial AND version = @Version";

    // A version never changes.
    private readonly ConcurrentDictionary<(string Project, int Tertial, int Version), IReadOnlyList<PublishedFigure>> _read = new();

    /// <summary>Everything that the project's certified reports have told.</summary>
    public async Task<Told> LoadAsync(DbSession session, string project, CancellationToken ct)
    {
        var figures = new List<PublishedFigure>();
        var versions = await session.QueryAsync<Row>(SelectVersionsSql, new { Project = project }, ct);
        foreach (var row in versions)
        {
            var key = (project, row.Tertial, row.Version);
            if (!_read.TryGetValue(key, out var read))
            {
                _read[key] = read = Of(
                    new Tertial(row.Tertial), (await session.ScalarAsync<string>(SelectToldSql, new { Project = project, row.Tertial, row.Version }, ct))!);
            }

            figures.AddRange(read);
        }

        return new Told(versions.Count, figures);
    }

    /// <summary>What a report of a tertial tells, to be kept with it.</summary>
    public static string ToJson(ProjectPublication publication, Tertial tertial) => JsonSerializer.Serialize(
        publication.ShownOf(tertial).Select(f => new Figure(f.Place.Table, f.Place.Row, f.Place.Subproject, f.Place.Window, f.Whom, [.. f.Numbers])), Json.Options);

    private static IReadOnlyList<PublishedFigure> Of(Tertial tertial, string json) =>
    [
        .. JsonSerializer.Deserialize<Figure[]>(json, Json.Options)!
            .Select(f => new PublishedFigure(new Place(f.Table, f.Row, f.Subproject, tertial, f.Window), f.Whom, f.Numbers))
    ];

    private sealed record Row
    {
        public required int Tertial { get; init; }

        public required int Version { get; init; }
    }

    private sealed record Figure(string Table, string Row, string? Subproject, Window Window, Whom Whom, int[] Numbers);
}

/// <summary>What certified reports have told of a project.</summary>
/// <param name="Versions">How many versions of its reports there are: none is ever taken away, so the number names the state.</param>
/// <param name="Figures">Their figures.</param>
public sealed record Told(int Versions, IReadOnlyList<PublishedFigure> Figures);
