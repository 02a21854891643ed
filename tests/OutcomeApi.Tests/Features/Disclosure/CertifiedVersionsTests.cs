using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Tests.Support;

namespace OutcomeApi.Tests.Features.Disclosure;

/// <summary>A steering group that keeps what it has read of certified reports and holds everything that comes later against it. It is 22 November 2026.</summary>
public sealed class CertifiedVersionsTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const int Threshold = 5;
    private const string Report = "tertial-reports/2025-T3";
    private const string Current = Report + "?view=current";
    private const string Exited = "flow tertial exited total";

    private static readonly string[] Tables = ["flow", "exits", "timeInProject", "followUps", "documentation", "referrers"];

    private static readonly string[] Whom = ["woman", "man", "otherOrUnknown", "total"];

    [Fact]
    public async Task Versions_and_open_figures_that_differ_by_a_few_people_do_not_tell_by_how_many()
    {
        var people = await ProjectAsync("restated");
        await BatchAsync(people, Enumerable.Range(1, 60).Select(Enrollment));
        await BatchAsync(people, Enumerable.Range(1, 44).Select(Exit));
        await CertifyAsync(people, null);
        var (exact1, seen1) = (await ReadAsync(people.Secretariat, people.Address + Report), await ReadAsync(people.SteeringGroup, people.Address + Report));
        seen1.Count.ShouldBeGreaterThan(100);
        Differences(exact1, seen1).ShouldAllBe(difference => difference == 0);

        // Two exits were none, and somebody's was another.
        await BatchAsync(people, [Void(1), Void(2), TestData.With(Exit(3), ("reason", "moved"), ("extent", null), ("correction", "wrong-code"))]);
        await CertifyAsync(people, new JsonObject { ["reason"] = "Två avslut var inga." });
        var (exact2, seen2) = (await ReadAsync(people.Secretariat, people.Address + Report), await ReadAsync(people.SteeringGroup, people.Address + Report));
        (exact1[Exited], exact2[Exited]).ShouldBe((44, 42));
        seen1.ShouldContainKey(Exited);
        var changed = seen1.Keys.Where(key => IsSmall(exact2[key] - seen1[key])).ToArray();
        seen2.Keys.Intersect(changed).ShouldBeEmpty();
        seen2.Count.ShouldBeGreaterThan(seen1.Count / 4);
        Differences(exact2, seen2).ShouldAllBe(difference => difference == 0);

        // The open figures are no way around it, wherever they stand; neither before nor after something else has come.
        await ShouldNotTellAsync(people, seen1, seen2);
        await BatchAsync(people, [Void(4)]);
        await ShouldNotTellAsync(people, seen1, seen2);

        // Nor can the next tertial be taken off what has come since the start.
        var exact3 = await ReadAsync(people.Secretariat, people.Address + Current);
        var next = await ReadAsync(people.SteeringGroup, people.Address + "tertial-reports/2026-T1");
        var nearly = seen1.Keys.Where(key => key.StartsWith("goals since-start", StringComparison.Ordinal) && IsSmall(exact3[key] - seen1[key])).ToArray();
        nearly.ShouldNotBeEmpty();
        nearly.ShouldAllBe(key => !next.ContainsKey(key) || !next.ContainsKey(key.Replace("since-start", "tertial", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task A_number_that_has_changed_by_enough_is_shown_again()
    {
        var people = await ProjectAsync("grown");
        await BatchAsync(people, Enumerable.Range(1, 60).Select(Enrollment));
        await BatchAsync(people, Enumerable.Range(1, 40).Select(Exit));
        await CertifyAsync(people, null);
        (await ReadAsync(people.SteeringGroup, people.Address + Report))[Exited].ShouldBe(40);
        (await ReadAsync(people.SteeringGroup, people.Address + Current))[Exited].ShouldBe(40);

        await BatchAsync(people, [Exit(41)]);
        (await ReadAsync(people.SteeringGroup, people.Address + Current)).ShouldNotContainKey(Exited);

        await BatchAsync(people, Enumerable.Range(42, 4).Select(Exit));
        (await ReadAsync(people.SteeringGroup, people.Address + Current))[Exited].ShouldBe(45);
    }

    private static async Task ShouldNotTellAsync(People people, params Dictionary<string, int>[] seen)
    {
        foreach (var address in new[] { Current, "attainment?from=2025-T3&to=2025-T3&limit=500" })
        {
            var open = await ReadAsync(people.SteeringGroup, people.Address + address);
            open.Keys.ShouldNotBeEmpty();
            foreach (var earlier in seen)
            {
                Differences(open, earlier).ShouldAllBe(difference => !IsSmall(difference), address);
            }
        }
    }

    private static bool IsSmall(int difference) => Math.Abs(difference) is >= 1 and < Threshold;

    private static IEnumerable<int> Differences(Dictionary<string, int> one, Dictionary<string, int> other) =>
        one.Where(cell => other.ContainsKey(cell.Key)).Select(cell => cell.Value - other[cell.Key]);

    /// <summary>Every number of people that stands in an answer.</summary>
    private static async Task<Dictionary<string, int>> ReadAsync(HttpClient client, string address)
    {
        var answer = await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);
        var read = new Dictionary<string, int>();
        foreach (var table in Tables.Where(answer.ContainsKey))
        {
            foreach (var (window, rows) in answer[table]!.AsObject())
            {
                foreach (var row in (rows as JsonArray ?? []).Where(row => !row!["key"]!.GetValue<string>().Contains("days", StringComparison.Ordinal)))
                {
                    Array.ForEach(Whom, whom => Take($"{table} {window} {row!["key"]} {whom}", row[whom]));
                }
            }
        }

        foreach (var item in (answer["goals"] ?? answer["items"])!.AsArray())
        {
            foreach (var row in item!["rows"]!.AsArray())
            {
                Take($"goals {item["window"]} {item["goal"]} {item["subproject"]} numerator {row!["gender"]}", row["numerator"]);
                Take($"goals {item["window"]} {item["goal"]} {item["subproject"]} denominator {row["gender"]}", row["denominator"]);
            }
        }

        return read;

        void Take(string name, JsonNode? number)
        {
            if (number is not null)
            {
                read.Add(name, (int)number.GetValue<decimal>());
            }
        }
    }

    private static JsonObject Enrollment(int n) => TestData.With(
        TestData.Enrollment($"E-{n}", ("gender", n % 2 == 0 ? "woman" : "man"), ("startedOn", "2025-02-03"), ("subproject", n % 3 == 0 ? "usb" : "vsb")), ("record", "enrollment"));

    private static JsonObject Exit(int n) => TestData.With(
        TestData.Exit($"E-{n}", ("exitedOn", "2025-11-14"), ("reason", n % 5 < 3 ? "studies" : "health-care"), ("extent", null)), ("record", "exit"));

    private static JsonObject Void(int n) => TestData.With(Exit(n), ("voided", true), ("correction", "other"));

    private static async Task BatchAsync(People people, IEnumerable<JsonObject> records)
    {
        var result = await (await people.Registrar.PostAsJsonAsync(people.Address + "batches", new { records })).ShouldBeAsync(HttpStatusCode.OK);
        result["rejected"]!.GetValue<int>().ShouldBe(0, result["errors"]!.ToJsonString());
    }

    private static async Task CertifyAsync(People people, JsonObject? body) =>
        await (await people.Secretariat.PostAsJsonAsync($"{people.Address}{Report}/certifications", body ?? [])).ShouldBeAsync(HttpStatusCode.Created);

    private async Task<People> ProjectAsync(string id)
    {
        var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        await (await secretariat.PutAsJsonAsync($"{ApiFactory.Base}/projects/{id}", ProjectFiles.Read("iris2"))).ShouldBeAsync(HttpStatusCode.Created);
        return new People($"{ApiFactory.Base}/projects/{id}/", await api.ClientAsync("registrar", [id]), secretariat, await api.ClientAsync("steering-group", [id]));
    }

    private sealed record People(string Address, HttpClient Registrar, HttpClient Secretariat, HttpClient SteeringGroup);
}
