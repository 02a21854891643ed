using System.Globalization;
using OutcomeApi.Tests.Features.TertialReports.Forms;
using Xunit.Abstractions;

namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>
/// What has changed since a certification, against a comparison of every figure of the signed document with every figure that is shown now: after
/// rounds of random corrections, each with its registrations.
/// </summary>
public sealed class RestatementProofTests(Iris2Api api, ITestOutputHelper output) : IClassFixture<Iris2Api>
{
    private const int Seed = 20_261_124;
    private const int People = 60;
    private const int Rounds = 4;

    private static readonly string[] Subprojects = ["usb", "vsb", "insam", "kompetenstrappan", "hoganas", "sydost"];
    private static readonly string[] Genders = ["woman", "man", "woman", "man", "other", "unknown"];
    private static readonly string[] Reasons =
        ["work-unsubsidised", "work-subsidised", "studies", "coordinated-support", "moved", "dropped-out", "unknown", "registered-in-error"];

    private readonly Random _random = new(Seed);

    /// <summary>What was last said of each enrollment and exit.</summary>
    private readonly Dictionary<string, JsonObject> _said = [];
    private int _more;

    private string Report => api.Address + "/tertial-reports/2025-T1";

    [Fact]
    public async Task Every_changed_figure_is_told_and_no_other()
    {
        output.WriteLine($"seed {Seed}");
        await SendAsync(Enumerable.Range(0, People).SelectMany(n => new[] { Enrollment($"E-{n}"), n % 2 == 0 ? Exit($"E-{n}") : null }).OfType<JsonObject>());
        await (await api.Secretariat.PostAsJsonAsync(Report + "/certifications", new { exception = "Prov." })).ShouldBeAsync(HttpStatusCode.Created);
        var signed = (await api.Secretariat.GetFromJsonAsync<JsonObject>(Report + "/versions/1"))!;
        var was = signed["subprojects"]!.AsArray()
            .Prepend(signed["report"]).ToDictionary(r => r!["subproject"]?.GetValue<string>() ?? string.Empty, r => FormCells.OfJson(r!.AsObject()));

        for (var round = 1; round <= Rounds; round++)
        {
            await SendAsync(Enumerable.Range(0, 12).Select(_ => Correction())
                .DistinctBy(r => (r["record"]!.GetValue<string>(), (r["reference"] ?? r["enrollmentReference"])!.GetValue<string>())));

            var expected = new List<string>();
            foreach (var (subproject, before) in was)
            {
                var now = FormCells.OfJson((await api.Secretariat.GetFromJsonAsync<JsonObject>(
                    $"{Report}?view=current{(subproject.Length == 0 ? string.Empty : "&subproject=" + subproject)}"))!);
                expected.AddRange(before.Keys.Union(now.Keys)
                    .Where(cell =>
                        IsToldOf(subproject, cell) && Value(before, cell) != Value(now, cell) && !IsSameAsNoRow(cell, Value(before, cell), Value(now, cell)))
                    .Select(cell => $"{subproject}/{cell}: {Value(before, cell)} {Value(now, cell)}"));
            }

            var told = (await ToldAsync()).ToArray();
            output.WriteLine($"round {round}: {told.Length} changes");
            told.Length.ShouldBeGreaterThan(round == 1 ? 50 : 100);
            expected.Except(told).ShouldBeEmpty("changes that are not told");
            told.Except(expected).ShouldBeEmpty("what is told and has not changed");
            told.ShouldBeUnique();
        }
    }

    /// <summary>Of goals counts are told, from which shares and intervals follow, once: in the project's report.</summary>
    private static bool IsToldOf(string subproject, string cell) => cell.Split('/') is var parts && parts[0] switch
    {
        "goals" => subproject.Length == 0 && parts[3] is "numerator" or "denominator",
        _ => true,
    };

    /// <summary>A month's step that nobody took has no row; one that only men took has a row in which women are 0.</summary>
    private static bool IsSameAsNoRow(string cell, string was, string now) =>
        cell.StartsWith("steps-by-month/", StringComparison.Ordinal) && new[] { "none", "0" }.Contains(was) && new[] { "none", "0" }.Contains(now);

    private static string Value(Dictionary<string, string> cells, string cell) => cells.GetValueOrDefault(cell) is { Length: > 0 } value ? value : "none";

    /// <summary>All pages of what has changed, as subproject, section, window, key, figure, gender, was and is.</summary>
    private async Task<IEnumerable<string>> ToldAsync()
    {
        var items = new List<JsonNode>();
        for (var address = Report + "/versions/1/changes?limit=500"; address is not null;)
        {
            var page = (await api.Secretariat.GetFromJsonAsync<JsonObject>(address))!;
            items.AddRange(page["items"]!.AsArray().Select(i => i!.DeepClone()));
            address = page["_links"]!["next"]?["href"]!.GetValue<string>();
        }

        string Number(JsonNode? number) => number is null ? "none" : number.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture);
        items.Where(i => i["byTimeOnly"]!.GetValue<bool>() || i["registrations"]!.AsArray().Count == 0).Select(i => i.ToJsonString()).Take(5)
            .ShouldBeEmpty("nothing is behind it");
        return items
            .Where(i => i["section"]!.GetValue<string>() != "goals" || !CountsOnly(i["key"]!.GetValue<string>()))
            .Select(i => $"{i["subproject"]}/{i["section"]}/{i["window"]}/{i["key"]}/{i["figure"]}/{i["gender"]}: {Number(i["was"])} {Number(i["is"])}");
    }

    /// <summary>A volume is a count without a denominator, which the other side calls a count.</summary>
    private static bool CountsOnly(string goal) => goal.StartsWith("iris2.volume", StringComparison.Ordinal);

    private JsonObject Correction() => _random.Next(7) switch
    {
        0 => Enrollment($"N-{_more++}"),
        1 => Exit($"E-{_random.Next(People)}"),
        2 => Enrollment($"E-{_random.Next(People)}"),
        3 => TestData.With(
            TestData.Step($"S-{_more++}", $"E-{_random.Next(People)}", ("kind", Pick("language", "better-health")), ("on", "2025-01-01")), ("record", "step")),
        4 when _said
            .Where(s => s.Key.StartsWith("exit", StringComparison.Ordinal) && s.Value["reason"]!.GetValue<string>() != "registered-in-error")
            .ToArray() is { Length: > 0 } exits =>
            TestData.With(FollowUp(exits[_random.Next(exits.Length)].Value), ("record", "follow-up")),
        5 => TestData.With(
            new JsonObject
            {
                ["reference"] = $"R-{_more++}",
                ["gender"] = Pick(Genders),
                ["subproject"] = Pick(Subprojects),
                ["referredOn"] = Day(2025, 1),
                ["referrer"] = Pick("region", "municipality"),
                ["outcome"] = "declined",
                ["closedOn"] = "2025-04-20",
            },
            ("record", "referral")),
        _ => Exit($"E-{_random.Next(People)}"),
    };

    private JsonObject Enrollment(string reference)
    {
        var body = TestData.With(
            TestData.Enrollment(
                reference, ("gender", Pick(Genders)), ("subproject", Pick(Subprojects)), ("startedOn", Day(2024, 3)),
                ("referrer", Pick("region", "municipality"))),
            ("record", "enrollment"),
            ("correction", _said.ContainsKey("enrollment" + reference) ? "wrong-code" : null));
        _said["enrollment" + reference] = body;
        return body;
    }

    private JsonObject Exit(string enrollment)
    {
        var body = TestData.With(
            TestData.Exit(
                enrollment, ("exitedOn", Day(2025, 1)), ("reason", Pick(Reasons)),
                ("documentationGivenToReferrerOn", _random.Next(2) == 0 ? "2025-04-30" : null)),
            ("record", "exit"),
            ("correction", _said.ContainsKey("exit" + enrollment) ? "wrong-date" : null));
        _said["exit" + enrollment] = body;
        return body;
    }

    private JsonObject FollowUp(JsonObject exit) => new()
    {
        ["enrollmentReference"] = exit["enrollmentReference"]!.GetValue<string>(),
        ["months"] = 3,
        ["followedUpOn"] = "2025-08-10",
        ["answer"] = Pick("work", "studies", "moved"),
        ["reportedBy"] = "region",
        ["correction"] = "late-information",
    };

    private string Pick(params string[] of) => of[_random.Next(of.Length)];

    /// <summary>A day in one of the four months that begin with this one.</summary>
    private string Day(int year, int month) => string.Create(CultureInfo.InvariantCulture, $"{year}-{month + _random.Next(4):00}-{_random.Next(1, 29):00}");

    private async Task SendAsync(IEnumerable<JsonObject> records)
    {
        var sent = records.Select(r => r.DeepClone()).ToArray();
        var result = await (await api.Registrar.PostAsJsonAsync(api.Address + "/batches", new { records = sent })).ShouldBeAsync(HttpStatusCode.OK);
        result["errors"]!.AsArray().Select(e => e!["code"]!.GetValue<string>()).ShouldBeEmpty(result["errors"]!.ToJsonString());
    }
}
