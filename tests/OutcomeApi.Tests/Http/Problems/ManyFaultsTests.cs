using System.Text;
using System.Text.Json;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.Administration;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Projects;

namespace OutcomeApi.Tests.Http.Problems;

/// <summary>Bodies in which very much is wrong: answers are bounded, and so is the work.</summary>
public sealed class ManyFaultsTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const int Many = 60_000;

    [Fact]
    public async Task An_answer_has_at_most_500_faults_and_the_total_beside_them()
    {
        var body = TestData.Enrollment("E-1");
        body["incomeSources"] = new JsonArray([.. Enumerable.Range(0, Many).Select(_ => JsonValue.Create("gold"))]);

        var answer = await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", body);

        var problem = await answer.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        problem["errors"]!.AsArray().Count.ShouldBe(500);
        problem["errorsTotal"]!.GetValue<int>().ShouldBe(Many);
        problem["detail"]!.GetValue<string>().ShouldBe($"{Many} faults were found.");
        problem["errors"]![499]!["pointer"]!.GetValue<string>().ShouldBe("/incomeSources/499");
        answer.Content.Headers.ContentLength.GetValueOrDefault((await answer.Content.ReadAsByteArrayAsync()).Length).ShouldBeLessThan(500_000);

        (await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", new { })).ShouldBeAsync(HttpStatusCode.BadRequest))["errorsTotal"]!
            .GetValue<int>().ShouldBe(6);
    }

    /// <summary>Faults that no answer shows are counted and not described.</summary>
    [Fact]
    public void A_body_of_wrong_things_costs_no_more_than_one_of_right_ones()
    {
        var right = Listed("wage");
        Allocated(right);
        var (ofRight, none) = Allocated(right);
        none.ShouldBe(0);
        var unknown = new JsonObject(Enumerable.Range(0, Many).Select(i => KeyValuePair.Create($"f{i}", (JsonNode?)1)));
        foreach (var wrong in new[] { Listed("gold"), Listed(1), unknown })
        {
            Allocated(wrong);
            var (ofWrong, faults) = Allocated(wrong);
            faults.ShouldBeGreaterThanOrEqualTo(Many);
            ((double)ofWrong / ofRight).ShouldBeLessThan(1.1);
        }

        static JsonObject Listed(JsonNode value) =>
            new() { ["incomeSources"] = new JsonArray([.. Enumerable.Range(0, Many).Select(_ => value.DeepClone())]) };

        static (long Bytes, int Faults) Allocated(JsonObject body)
        {
            using var json = JsonDocument.Parse(body.ToJsonString());
            var faults = new List<Fault>();
            var before = GC.GetAllocatedBytesForCurrentThread();
            JsonBodyReader.Read<Enrollment>(json.RootElement, string.Empty, faults);
            return (GC.GetAllocatedBytesForCurrentThread() - before, faults.Where(fault => fault.Code != FaultCodes.RequiredMissing).Sum(fault => fault.Count));
        }
    }

    /// <summary>A list whose faults are not shown any more is as wrong as the first.</summary>
    [Fact]
    public void Faults_beyond_those_that_are_shown_are_counted_by_code()
    {
        var gold = JsonSerializer.Serialize(Enumerable.Repeat("gold", 600));
        using var json = JsonDocument.Parse($$"""{ "incomeSources": {{gold}}, "education": "tin", "occupation": { "group": "lead", "more": 1, "most": 2 } }""");
        var faults = new List<Fault>();

        var read = JsonBodyReader.Read<Enrollment>(json.RootElement, string.Empty, faults);

        read.IncomeSources.ShouldBeNull();
        faults.Count.ShouldBeLessThan(510);
        var counts = faults.GroupBy(fault => fault.Code).ToDictionary(same => same.Key, same => same.Sum(fault => fault.Count));
        counts[FaultCodes.UnknownCode].ShouldBe(602);
        counts[FaultCodes.FieldUnknown].ShouldBe(2);
    }

    [Theory]
    [InlineData("Kansli\u0000")]
    [InlineData("Kan\nsli")]
    [InlineData("Kan\tsli")]
    [InlineData("\u001b[2J")]
    [InlineData("\u202eilsnaK")]
    public void Names_take_no_control_characters(string name)
    {
        FaultsOf<ApiKeyRequest>(new JsonObject { ["name"] = name, ["role"] = "registrar" }).ShouldBe(["type-wrong /name"]);
        FaultsOf<ProjectFile>(new JsonObject
        {
            ["name"] = new JsonObject { ["sv"] = name, ["en"] = "Fine" },
            ["association"] = "lund",
            ["startsOn"] = "2026-01-01",
            ["endsOn"] = "2026-12-31",
            ["subprojects"] = new JsonArray(new JsonObject { ["id"] = "a", ["name"] = new JsonObject { ["en"] = name } }),
        }).ShouldBe(["type-wrong /name/sv", "type-wrong /subprojects/0/name/en"]);

        static IEnumerable<string> FaultsOf<T>(JsonObject body)
            where T : class, new()
        {
            var faults = new List<Fault>();
            using var json = JsonDocument.Parse(Encoding.UTF8.GetBytes(body.ToJsonString()));
            JsonBodyReader.Read<T>(json.RootElement, string.Empty, faults);
            return faults.Select(fault => $"{fault.Code} {fault.Pointer}");
        }
    }
}
