namespace OutcomeApi.Tests.Journeys;

/// <summary>The whole way once: project, enrollment, exit, the same again, changed, corrected, attainment.</summary>
public sealed class JourneyTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task A_registered_and_corrected_exit_arrives_in_the_attainment()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        const string Project = ApiFactory.Base + "/projects/iris2";

        await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-1", ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1"))).ShouldBeAsync(HttpStatusCode.OK);
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1", ("reason", "moved"))))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "content-differs /reason", "second-exit /enrollmentReference");
        var corrected = await registrar.PutAsync($"{Project}/exits/E-1", TestData.Exit("E-1", ("reason", "moved"), ("correction", "wrong-code")), "\"1\"");
        await corrected.ShouldBeAsync(HttpStatusCode.OK);
        corrected.Headers.ETag!.Tag.ShouldBe("\"2\"");

        var answer = await ApiFactory.UpToDateAsync(
            registrar, "iris2", "goal=iris2.work-or-studies&subproject=vsb&from=2024-T2&to=2024-T2&window=tertial&gender=woman");
        var row = answer["items"]!.AsArray().Single()!["rows"]!.AsArray().Single()!;
        row["numerator"]!.GetValue<int>().ShouldBe(0);
        row["denominator"]!.GetValue<int>().ShouldBe(1);
    }
}
