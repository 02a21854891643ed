namespace OutcomeApi.Tests.Features.Batches;

/// <summary>What a batch tells its sender about what was sent. It is 22 November 2026, and IRIS 2 has ended: every event is late.</summary>
public sealed class BatchQualityTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Fact]
    public async Task A_batch_tells_its_sender_how_good_it_was()
    {
        // USB is for 16 to 29 years: one record has two warnings.
        var old = Enrollment("Q-1", ("subproject", "usb"), ("birthYear", 1950));
        var badExit = TestData.With(TestData.Exit("Q-2", ("exitedOn", "2024-01-01")), ("record", "exit"));
        (await QualityAsync("each", old, Enrollment("Q-2"), badExit)).ShouldBe("""{"accepted":0.6667,"withWarnings":0.6667,"late":0.6667}""");

        // What is there already has no warnings any more.
        (await QualityAsync("each", Enrollment("Q-2"))).ShouldBe("""{"accepted":1,"withWarnings":0,"late":0}""");
        (await QualityAsync("all", Enrollment("Q-3"), badExit.DeepClone().AsObject())).ShouldBe("""{"accepted":0,"withWarnings":0.5,"late":0.5}""");
        (await QualityAsync("each")).ShouldBeNull();
    }

    private static JsonObject Enrollment(string reference, params (string Name, JsonNode? Value)[] members) =>
        TestData.With(TestData.Enrollment(reference, members), ("record", "enrollment"));

    private async Task<string?> QualityAsync(string mode, params JsonObject[] records)
    {
        var body = new JsonObject { ["mode"] = mode, ["records"] = new JsonArray([.. records]) };
        var result = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", body)).ShouldBeAsync(HttpStatusCode.OK);
        return result["quality"]?.ToJsonString();
    }
}
