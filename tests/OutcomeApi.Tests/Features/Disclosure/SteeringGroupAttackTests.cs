using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Demo;
using OutcomeApi.Domain.Register;
using OutcomeApi.Http;
using OutcomeApi.Tests.Support;
using Xunit.Abstractions;

namespace OutcomeApi.Tests.Features.Disclosure;

/// <summary>Everything that a steering group can read of the demo's registers, held against itself.</summary>
public sealed class SteeringGroupAttackTests(ApiFactory api, ITestOutputHelper output) : IClassFixture<ApiFactory>
{
    private const int Threshold = 5;

    private static readonly string[] Windows = ["tertial", "yearToDate", "sinceStart"];

    // Whoever started, exited, was referred: each lies in one tertial, so that windows are sums. Who is there at a day is not.
    private static readonly string[] Events = ["started", "exited", "anonymous-started", "referred", "not-started"];

    [Theory]
    [InlineData("ips-unga", "2025-T1", 6, 90)]
    [InlineData("uppsala", "2025-T1", 6, 100)]
    [InlineData("fram", "2021-T1", 9, 35)]
    [InlineData("iris2", "2023-T1", 10, 35)]
    public async Task What_a_steering_group_reads_tells_no_withheld_number(string project, string first, int tertials, int percentOfTotalsSinceStart)
    {
        await RegisterAsync(project);
        using var steeringGroup = await api.ClientAsync("steering-group", [project]);
        using var registrar = await api.ClientAsync("registrar", [project]);
        var attacker = new ReadingAttacker();
        var truth = new Dictionary<string, int>();
        var withheld = new HashSet<string>();
        var names = Enumerable.Range(0, tertials).Select(i => Following(first, i)).ToArray();
        foreach (var tertial in names)
        {
            var (shown, exact) = (await ReportAsync(steeringGroup, project, tertial), await ReportAsync(registrar, project, tertial));
            foreach (var table in new[] { "flow", "exits", "followUps", "documentation", "referrers" })
            {
                foreach (var window in Windows)
                {
                    foreach (var (row, own) in shown[table]![window]!.AsArray().Zip(exact[table]![window]!.AsArray()))
                    {
                        Read($"{table} {row!["key"]} {tertial} {window}", row, own!);
                    }
                }
            }

            foreach (var (item, own) in shown["goals"]!.AsArray().Zip(exact["goals"]!.AsArray()))
            {
                ReadGoal($"{item!["goal"]} {item["subproject"]} {tertial} {Camel(item["window"]!.GetValue<string>())}", item, own!);
            }

            WriteDownSums(tertial);
        }

        void Read(string name, JsonNode row, JsonNode own)
        {
            string[] parts = ["woman", "man", "otherOrUnknown"];
            if (name.Contains("waiting-days", StringComparison.Ordinal))
            {
                return;
            }

            foreach (var whom in parts.Append("total"))
            {
                Take($"{name} {whom}", (int?)row[whom]?.GetValue<decimal>(), (int)own[whom]!.GetValue<decimal>());
            }

            attacker.Knows($"{name} total", parts.Select(whom => $"{name} {whom}"));
        }

        void ReadGoal(string name, JsonNode item, JsonNode own)
        {
            if (own["measure"]!.GetValue<string>() is not ("share" or "count" or "balance" or "change-from-baseline") and var measure)
            {
                return;
            }

            measure = own["measure"]!.GetValue<string>();
            string[] parts = ["woman", "man", "other", "unknown"];
            foreach (var (row, true_) in item["rows"]!.AsArray().Zip(own["rows"]!.AsArray()))
            {
                var whom = row!["gender"]!.GetValue<string>();
                Take($"{name} numerator {whom}", (int?)row["numerator"], (int)true_!["numerator"]!);
                if (true_["denominator"] is { } denominator)
                {
                    Take($"{name} denominator {whom}", (int?)row["denominator"], (int)denominator);
                    if (measure is not "balance")
                    {
                        Take($"{name} rest {whom}", (int?)row["denominator"] - (int?)row["numerator"], (int)denominator - (int)true_["numerator"]!);
                        attacker.Knows($"{name} denominator {whom}", [$"{name} numerator {whom}", $"{name} rest {whom}"]);
                    }
                }
            }

            foreach (var number in new[] { "numerator", "denominator", "rest" }.Where(n => truth.ContainsKey($"{name} {n} total")))
            {
                attacker.Knows($"{name} {number} total", parts.Select(whom => $"{name} {number} {whom}"));
            }
        }

        void Take(string name, int? read, int own)
        {
            truth[name] = own;
            if (read is { } value)
            {
                value.ShouldBe(own, name);
                (value is >= 1 and < Threshold).ShouldBeFalse($"{name} is {value}");
                attacker.Reads(name, value);
            }
            else
            {
                withheld.Add(name);
            }
        }

        void WriteDownSums(string tertial)
        {
            foreach (var whom in new[] { "woman", "man", "otherOrUnknown", "total" })
            {
                foreach (var window in Windows)
                {
                    var (flow, exits) = ($"flow {{0}} {tertial} {window} {whom}", $"exits {{0}} {tertial} {window} {whom}");
                    attacker.Knows($"flow before {tertial} {window} {whom}", [string.Format(null, flow, "ongoing-at-start"), string.Format(null, flow, "started")]);
                    attacker.Knows($"flow before {tertial} {window} {whom}", [string.Format(null, flow, "ongoing-at-end"), string.Format(null, flow, "exited")]);
                    attacker.Knows(string.Format(null, exits, "total"), [string.Format(null, flow, "exited")]);
                    attacker.Knows($"documentation exits {tertial} {window} {whom}", [string.Format(null, flow, "exited")]);
                    var reasons = truth.Keys.Where(k => k.StartsWith("exits ", StringComparison.Ordinal) && k.EndsWith($" {tertial} {window} {whom}", StringComparison.Ordinal))
                        .Where(k => !k.Contains(':', StringComparison.Ordinal) && !k.StartsWith("exits total", StringComparison.Ordinal)).ToArray();
                    attacker.Knows(string.Format(null, exits, "total"), reasons);
                }
            }

            var until = names[..(Array.IndexOf(names, tertial) + 1)];
            foreach (var name in truth.Keys.Where(k => k.Contains($" {tertial} sinceStart ", StringComparison.Ordinal)).ToArray())
            {
                var isSum = !name.StartsWith("flow ", StringComparison.Ordinal) || Events.Any(e => name.StartsWith($"flow {e} ", StringComparison.Ordinal));
                if (!isSum || name.Contains("queue-offered", StringComparison.Ordinal) || name.Contains("result-not-lower", StringComparison.Ordinal))
                {
                    continue;
                }

                string In(string t, string window) => name.Replace($" {tertial} sinceStart ", $" {t} {window} ", StringComparison.Ordinal);
                attacker.Knows(name, until.Select(t => In(t, "tertial")));
                attacker.Knows(In(tertial, "yearToDate"), until.Where(t => t[..4] == tertial[..4]).Select(t => In(t, "tertial")));
            }
        }

        // Whatever is withheld and follows from the rest without being small gives nobody away; it must be one value, though, not two or three.
        var ranges = attacker.Narrowed();
        var told = attacker.Told();
        var notSmall = truth.Count(t => t.Value is 0 or >= Threshold);
        var since = truth.Keys.Where(k => k.Contains(" sinceStart numerator total", StringComparison.Ordinal) && NumbersOf(k).All(n => truth[n] is 0 or >= Threshold)).ToArray();
        var shownSince = since.Count(name => !withheld.Contains(name));
        output.WriteLine($"{project}: {shownSince} of {since.Length} totals since start that are not small");
        shownSince.ShouldBeGreaterThanOrEqualTo(since.Length * percentOfTotalsSinceStart / 100);
        output.WriteLine($"{project}: {truth.Count} numbers, {notSmall} of them not small, {truth.Count - withheld.Count} read");
        foreach (var name in withheld)
        {
            var (low, high) = ranges[name];
            var isSmall = truth[name] is >= 1 and < Threshold;
            (low <= truth[name] && truth[name] <= high).ShouldBeTrue(name);
            if (isSmall || low != high)
            {
                (high - low + 1).ShouldBeGreaterThanOrEqualTo(Threshold - 1, $"{name} is {truth[name]} and can only be {low} to {high}");
            }

            (isSmall && told.Contains(name)).ShouldBeFalse($"{name} follows from what is read");
        }

        withheld.Count.ShouldBeGreaterThan(50);

        IEnumerable<string> NumbersOf(string numerator) =>
            new[] { "numerator", "denominator", "rest" }.Select(n => numerator.Replace("numerator", n, StringComparison.Ordinal)).Where(truth.ContainsKey);
    }

    private async Task RegisterAsync(string project)
    {
        await api.PutProjectAsync(project);
        using var registrar = await api.ClientAsync("registrar", [project]);
        var records = SyntheticRegister.Until(new DateOnly(2026, 11, 22)).Where(s => s.Project == project)
            .Select(s => (Kind: KindOf(s.Statement), Body: (JsonObject)JsonSerializer.SerializeToNode(s.Statement, s.Statement.GetType(), Json.Options)!))
            .Where(r => r.Kind is not null)
            .Select(r =>
            {
                r.Body["record"] = r.Kind;
                return r.Body;
            })
            .ToArray();
        foreach (var some in records.Chunk(1000))
        {
            var result = await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/batches", new JsonObject { ["mode"] = "each", ["records"] = new JsonArray([.. some]) }))
                .ShouldBeAsync(HttpStatusCode.OK);
            result["errors"]!.AsArray().ShouldBeEmpty();
        }
    }

    private static string? KindOf(Statement statement) => statement switch
    {
        Referral => "referral",
        Enrollment => "enrollment",
        Exit => "exit",
        FollowUp => "follow-up",
        Step => "step",
        JobOffer => "job-offer",
        _ => null,
    };

    private static async Task<JsonObject> ReportAsync(HttpClient client, string project, string tertial) =>
        await (await client.GetAsync($"{ApiFactory.Base}/projects/{project}/tertial-reports/{tertial}")).ShouldBeAsync(HttpStatusCode.OK);

    private static string Following(string tertial, int later) => Domain.Calendar.Tertial.Parse(tertial) is var t ? new Domain.Calendar.Tertial(t.Index + later).ToString() : string.Empty;

    private static string Camel(string window) => window switch { "year-to-date" => "yearToDate", "since-start" => "sinceStart", _ => window };
}
