namespace OutcomeApi.Tests.Features.CodeLists;

/// <summary>Codes that a project has renamed, or uses only for a time.</summary>
public sealed class ProjectCodeTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task A_code_is_refused_outside_the_days_on_which_the_project_uses_it()
    {
        var file = ProjectFiles.Read("iris2");
        file["exitReasons"]![0] = new JsonObject
        {
            ["code"] = "work-unsubsidised",
            ["text"] = new JsonObject { ["sv"] = "Jobb", ["en"] = "A job" },
            ["validTo"] = "2024-05-31",
        };
        using var administrator = api.Administrator();
        await (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/iris2", file)).ShouldBeAsync(HttpStatusCode.Created);
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        const string Project = ApiFactory.Base + "/projects/iris2";
        await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);

        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1", ("exitedOn", "2024-06-01"))))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-not-valid /reason");
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1", ("exitedOn", "2024-05-31")))).ShouldBeAsync(HttpStatusCode.Created);

        var reasons = await registrar.GetFromJsonAsync<JsonObject>($"{Project}/exit-reasons");
        var first = reasons!["items"]![0]!;
        first["text"]!["en"]!.GetValue<string>().ShouldBe("A job");
        first["validTo"]!.GetValue<string>().ShouldBe("2024-05-31");
        first["group"]!.GetValue<string>().ShouldBe("work");
    }

    [Fact]
    public async Task A_reason_and_an_answer_of_the_same_code_each_have_their_own_days()
    {
        var file = ProjectFiles.Read("iris2");
        file["exitReasons"]!.AsArray()
            .Single(code => code!.ToString() == "moved")!.ReplaceWith(new JsonObject { ["code"] = "moved", ["validTo"] = "2024-05-31" });
        file["followUpAnswers"]!.AsArray()
            .Single(code => code!.ToString() == "moved")!.ReplaceWith(new JsonObject { ["code"] = "moved", ["validFrom"] = "2024-09-01" });
        using var administrator = api.Administrator();
        await (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/both", file)).ShouldBeAsync(HttpStatusCode.Created);
        using var registrar = await api.ClientAsync("registrar", ["both"]);
        const string Project = ApiFactory.Base + "/projects/both";
        await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);

        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1", ("exitedOn", "2024-06-01"), ("reason", "moved"))))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-not-valid /reason");
        await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1", ("exitedOn", "2024-05-31"), ("reason", "moved"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        JsonObject FollowUp(string on) => new() { ["enrollmentReference"] = "E-1", ["months"] = 3, ["followedUpOn"] = on, ["answer"] = "moved" };
        await (await registrar.PostAsJsonAsync($"{Project}/follow-ups", FollowUp("2024-08-31")))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "code-not-valid /answer");
        await (await registrar.PostAsJsonAsync($"{Project}/follow-ups", FollowUp("2024-09-01"))).ShouldBeAsync(HttpStatusCode.Created);
    }
}
