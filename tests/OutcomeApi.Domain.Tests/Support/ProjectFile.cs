using System.Collections.Concurrent;
using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Tests.Support;

/// <summary>A goal version as it was written: key, version, first day and the raw JSON (null: closed).</summary>
internal sealed record RawGoal(string Key, int Version, DateOnly ValidFrom, JsonElement? Definition);

/// <summary>A project with its goals, parsed and raw. The raw form is what the naive implementation reads.</summary>
internal sealed record ProjectFile(ProjectDefinition Definition, IReadOnlyList<RawGoal> Raw, GoalBook Book)
{
    public static readonly IReadOnlyList<string> Names = ["fram", "iris2", "ips-unga", "uppsala"];

    /// <summary>The units that generated registers and goals name.</summary>
    public static readonly IReadOnlyList<ReferrerUnit> Units =
        [.. DomainTables.Units.Select(u => new ReferrerUnit(u.Code, u.Referrer, new LocalizedText { Sv = u.Code }, u.Integrated))];

    private static readonly ConcurrentDictionary<string, ProjectFile> Loaded = new();

    public static JsonElement Json(string name) =>
        JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "projects", name + ".json"))).RootElement;

    /// <summary>One of the four files in db/projects.</summary>
    public static ProjectFile Load(string name) => Loaded.GetOrAdd(name, _ =>
    {
        var json = Json(name);
        var definition = new ProjectDefinition
        {
            Id = name,
            Name = new LocalizedText { Sv = json.GetProperty("name").GetProperty("sv").GetString() },
            Association = json.GetProperty("association").GetString()!,
            Period = new ReportingPeriod(Date(json.GetProperty("startsOn")), Date(json.GetProperty("endsOn"))),
            Subprojects =
            [
                .. json.GetProperty("subprojects").EnumerateArray().Select(s => new Subproject
                {
                    Id = s.GetProperty("id").GetString()!,
                    Association = s.TryGetProperty("association", out var association) ? association.GetString() : null,
                })
            ],
            Referrers = Strings(json.GetProperty("referrers")),
            ReferrerUnits = json.TryGetProperty("referrerUnits", out var units)
                ? [.. units.EnumerateArray().Select(unit => new ReferrerUnit(
                    unit.GetProperty("code").GetString()!,
                    unit.GetProperty("referrer").GetString()!,
                    new LocalizedText { Sv = unit.GetProperty("name").GetProperty("sv").GetString() },
                    unit.GetProperty("integrated").GetBoolean()))]
                : [],
            ExitReasons = Strings(json.GetProperty("exitReasons")),
            FollowUpAnswers = Strings(json.GetProperty("followUpAnswers")),
        };
        var raw = json.GetProperty("goals").EnumerateObject().Select(goal => new RawGoal(
            goal.Name, 1, goal.Value.TryGetProperty("validFrom", out var from) ? Date(from) : definition.Period.StartsOn, goal.Value));
        return Of(definition, [.. raw]);
    });

    /// <summary>A project made up by a test. It uses every code.</summary>
    public static ProjectDefinition Project(DateOnly startsOn, DateOnly endsOn, IEnumerable<string> subprojects) => new()
    {
        Id = "example",
        Name = new LocalizedText { Sv = "Exempel" },
        Association = "lund",
        Period = new ReportingPeriod(startsOn, endsOn),
        Subprojects = [.. subprojects.Select(id => new Subproject { Id = id })],
        Referrers = Code.All<Referrer>(),
        ExitReasons = Code.All<ExitReason>(),
        FollowUpAnswers = Code.All<FollowUpAnswer>(),
    };

    /// <summary>Parses raw goals; a fault in them is a fault of the test.</summary>
    public static ProjectFile Of(ProjectDefinition project, IReadOnlyList<RawGoal> raw)
    {
        var parsed = new List<GoalVersion>();
        foreach (var goal in raw)
        {
            if (goal.Definition is not { } json)
            {
                parsed.Add(new GoalVersion(goal.Key, goal.Version, goal.ValidFrom, null));
                continue;
            }

            // The first registration of every key stands for the goals that it may refer to.
            var all = raw.Where(r => r.Definition is not null && r.Key != goal.Key).DistinctBy(r => r.Key)
                .Append(goal)
                .Select(r => KeyValuePair.Create(r.Key, r.Definition!.Value));
            var (definitions, faults) = GoalParser.ParseAll(JsonSerializer.SerializeToElement(new Dictionary<string, JsonElement>(all)), project, "/goals");
            faults.ShouldBeEmpty();
            parsed.Add(new GoalVersion(goal.Key, goal.Version, goal.ValidFrom, definitions.Single(d => d.Key == goal.Key)));
        }

        return new ProjectFile(project, raw, new GoalBook(parsed));
    }

    public static DateOnly Date(string text) => DateOnly.ParseExact(text, "yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static DateOnly Date(JsonElement text) => Date(text.GetString()!);

    private static string[] Strings(JsonElement list) => [.. list.EnumerateArray().Select(e => e.GetString()!)];
}
