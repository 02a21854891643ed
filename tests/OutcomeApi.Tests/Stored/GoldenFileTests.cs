using System.Globalization;
using System.Security.Cryptography;
using System.Text.RegularExpressions;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Stored;

/// <summary>
/// What version 0.1 has stored is read for ever: a database that it left, through the service, held against what it stored and answered.
/// It is 22 November 2026.
/// </summary>
public sealed partial class GoldenFileTests(GoldenApi api) : IClassFixture<GoldenApi>
{
    public static TheoryData<string> Kinds => [.. GoldenFiles.Json("history.json").Select(kind => kind.Key).Except(["project", "goal", "erasure"])];

    public static TheoryData<string, string> Reports => new()
    {
        { "secretariat", "project" }, { "secretariat", "north" }, { "secretariat", "south" },
        { "steering-group", "project" }, { "steering-group", "north" }, { "steering-group", "south" },
    };

    [Fact]
    public void There_are_records_of_every_kind_that_there_was() =>
        Kinds.Count.ShouldBe(RecordCase.All.Count(kind => kind.Collection != "placements"), "placements came with version 0.2");

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_record_has_the_content_that_was_stored(string kind)
    {
        var stored = GoldenFiles.Json("history.json", kind);
        var key = stored["reference"] ?? (kind == "follow-up" ? $"{stored["enrollmentReference"]}/{stored["months"]}" : stored["enrollmentReference"]);
        using var registrar = api.ClientOf("registrar");

        ShouldHold(await GetAsync(registrar, $"{GoldenApi.Project}/{kind}s/{key}"), stored);
    }

    [Fact]
    public async Task Corrections_and_what_was_taken_back_are_there_with_their_history()
    {
        using var registrar = api.ClientOf("registrar");
        var extract = await GetAsync(registrar, $"{GoldenApi.Project}/participants/P-E-2/extract");
        var exit = extract["records"]!.AsArray().Single(r => r!["record"]!.GetValue<string>() == "exit")!["versions"]!.AsArray();
        exit.Select(v => $"{v!["version"]} {v["content"]!["reason"]} {v["correction"]}").ShouldBe(["1 work-subsidised ", "2 moved wrong-code"]);
        extract = await GetAsync(registrar, $"{GoldenApi.Project}/participants/P-E-1/extract");
        var enrollment = extract["records"]!.AsArray().Single(r => r!["record"]!.GetValue<string>() == "enrollment")!["versions"]![0]!["content"]!;
        ShouldHold(enrollment, GoldenFiles.Json("history.json", "enrollment"));

        var offer = await GetAsync(registrar, $"{GoldenApi.Project}/job-offers/O-4");
        (offer["voided"]!.GetValue<bool>(), offer["version"]!.GetValue<int>()).ShouldBe((true, 2));
        (await GetAsync(registrar, GoldenApi.Report + "/comment"))["text"]!.GetValue<string>().ShouldStartWith("Sommaren var lugn.");
        (await GetAsync(registrar, $"{GoldenApi.Project}/changes?limit=500"))["items"]!.AsArray().Count.ShouldBeGreaterThan(130);
    }

    [Fact]
    public async Task Association_project_and_every_version_of_the_goals_are_as_they_were()
    {
        using var secretariat = api.ClientOf("secretariat");
        ShouldHold(await GetAsync(secretariat, $"{ApiFactory.Base}/associations/finsam-golden"), GoldenFiles.Json("association.json"));
        var project = await GetAsync(secretariat, GoldenApi.Project);
        ShouldHold(project, GoldenFiles.Json("project.json"));
        project["goals"]!.AsObject().Count.ShouldBe(10);
        foreach (var name in GoldenFiles.Json("goal-definitions.json").Select(definition => definition.Key))
        {
            var (key, version) = (name.Split(' ')[0], int.Parse(name.Split(' ')[1], CultureInfo.InvariantCulture));
            var versions = await GetAsync(secretariat, $"{GoldenApi.Project}/goals/{key}/versions");
            var goal = versions["items"]!.AsArray().Single(v => v!["version"]!.GetValue<int>() == version)!;
            JsonNode.DeepEquals(goal["definition"], GoldenFiles.Json("goal-definitions.json", name)).ShouldBeTrue(name);
        }
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    public async Task A_signed_version_is_given_byte_for_byte(int version)
    {
        using var secretariat = api.ClientOf("secretariat");
        var answer = await secretariat.GetAsync($"{GoldenApi.Report}/versions/{version}");

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var signed = GoldenFiles.Bytes($"certified-content-{version}.json");
        (await answer.Content.ReadAsByteArrayAsync()).ShouldBe(signed);
        answer.Headers.ETag!.Tag.ShouldBe($"\"{Convert.ToHexStringLower(SHA256.HashData(signed))}\"");
        var listed = await GetAsync(secretariat, GoldenApi.Report + "/versions");
        ShouldHold(listed["items"]![version - 1]!, GoldenFiles.Json("answers/secretariat-versions.json")["items"]![version - 1]!.AsObject());
    }

    [Theory]
    [MemberData(nameof(Reports))]
    public async Task A_certified_report_shows_each_reader_the_figures_that_it_showed(string role, string part)
    {
        using var reader = api.ClientOf(role);
        var shown = await GetAsync(reader, GoldenApi.Report + (part == "project" ? string.Empty : "?subproject=" + part));
        var saved = GoldenFiles.Json($"answers/{role}-{part}.json");

        (shown["status"]!.GetValue<string>(), shown["version"]!.GetValue<int>()).ShouldBe(("certified", 2));
        foreach (var section in new[] { "flow", "exits", "followUps", "goals" })
        {
            ShouldBeTheSameCells(Cells(shown[section], string.Empty), Cells(saved[section], string.Empty), section);
        }
    }

    [Fact]
    public async Task The_figures_that_readers_had_are_those_of_the_next_run()
    {
        await using (var scope = api.Services.CreateAsyncScope())
        {
            (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ComputeProject("golden", null, "nightly"))).IsSuccess.ShouldBeTrue();
        }

        using var reader = api.ClientOf("secretariat");
        var answer = await GetAsync(reader, $"{GoldenApi.Project}/attainment?from=2026-T2&to=2026-T2&limit=500");
        answer["upToDate"]!.GetValue<bool>().ShouldBeTrue();

        // A promise is now judged when it is due, and a count is held against its target where it is judged: what was counted is the same.
        ShouldBeTheSameCells(
            Counts(answer["items"]), Counts(GoldenFiles.Json("answers/secretariat-attainment.json")["items"]), "attainment");

        static IEnumerable<string> Counts(JsonNode? items) => Cells(items, string.Empty).Where(cell => OfCount().IsMatch(cell));
    }

    private static async Task<JsonObject> GetAsync(HttpClient client, string address) =>
        await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

    /// <summary>An answer holds everything that was stored, and may hold more.</summary>
    private static void ShouldHold(JsonNode answer, JsonObject stored) => stored
        .Where(member => !JsonNode.DeepEquals(answer[member.Key], member.Value))
        .Select(member => $"{member.Key}: {answer[member.Key]?.ToJsonString()}, not {member.Value?.ToJsonString()}")
        .ShouldBeEmpty();

    /// <summary>What a cell showed it shows, and what it withheld it withholds, which is said in another way now. There may be other cells.</summary>
    private static void ShouldBeTheSameCells(IEnumerable<string> shown, IEnumerable<string> saved, string section)
    {
        saved.Count().ShouldBeGreaterThan(20, section);
        saved.Select(InNewestWords).Except(shown).ShouldBeEmpty(section);
    }

    /// <summary>What was suppressed is hidden now, and a goal's text is its sentence.</summary>
    private static string InNewestWords(string cell) => OfGoal().Replace(
        cell.Replace("/suppressed true", "/hidden \"small-group\"", StringComparison.Ordinal), "${goal}/sentence ");

    [GeneratedRegex("^/[^/]+/rows/[a-z]+/(numerator|denominator|share|interval)")]
    private static partial Regex OfCount();

    [GeneratedRegex("^(?<goal>/[^/]+)/text ")]
    private static partial Regex OfGoal();

    /// <summary>Every number, and every one that is not said, by what names its row.</summary>
    private static IEnumerable<string> Cells(JsonNode? node, string path) => node switch
    {
        JsonObject members => members.SelectMany(member => Cells(member.Value, $"{path}/{member.Key}")),
        JsonArray rows => rows.SelectMany((row, index) => Cells(row, $"{path}/{NameOf(row) ?? $"{index}"}")),
        _ => [$"{path} {node?.ToJsonString() ?? "null"}"],
    };

    private static string? NameOf(JsonNode? row) => row is JsonObject members && (members["key"] ?? members["gender"] ?? members["goal"]) is { } name
        ? $"{name} {members["subproject"]} {members["tertial"]} {members["window"]}".TrimEnd()
        : null;
}
