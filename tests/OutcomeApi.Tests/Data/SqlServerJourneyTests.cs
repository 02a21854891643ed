namespace OutcomeApi.Tests.Data;

/// <summary>The whole service on a real SQL Server: register, compute, read.</summary>
public sealed class SqlServerJourneyTests(Databases databases) : IClassFixture<Databases>
{
    [SqlServerFact]
    public async Task A_registered_exit_arrives_in_the_attainment()
    {
        const string Project = ApiFactory.Base + "/projects/iris2";
        await using var api = new SqlServerApi(await databases.CreateOnServerAsync());
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);

        await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-1", ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1", ("reason", "moved"))))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "content-differs /reason", "second-exit /enrollmentReference");
        var corrected = await registrar.PutAsync($"{Project}/exits/E-1", TestData.Exit("E-1", ("reason", "studies"), ("correction", "wrong-code")), "\"1\"");
        await corrected.ShouldBeAsync(HttpStatusCode.OK);
        (await (await registrar.GetAsync($"{Project}/exits?limit=10")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray().Count.ShouldBe(1);

        var answer = await ApiFactory.UpToDateAsync(
            registrar, "iris2", "goal=iris2.work-or-studies&subproject=vsb&from=2024-T2&to=2024-T2&window=tertial&gender=woman");
        var row = answer["items"]!.AsArray().Single()!["rows"]!.AsArray().Single()!;
        row["numerator"]!.GetValue<int>().ShouldBe(1);
        row["denominator"]!.GetValue<int>().ShouldBe(1);
    }
}
