using OutcomeApi.Tests.Features.Conformance;

namespace OutcomeApi.Tests.Demo;

/// <summary>The sandbox of the demonstration does what it is told with the next requests that write, and remembers them.</summary>
public sealed class SandboxTests(SandboxHost host) : IClassFixture<SandboxHost>
{
    private const string Enrollments = $"{ApiFactory.Base}/projects/{SandboxHost.Project}/enrollments";

    [Theory]
    [InlineData("unavailable", HttpStatusCode.ServiceUnavailable, "database-unavailable")]
    [InlineData("too-many-requests", HttpStatusCode.TooManyRequests, "too-many-requests")]
    public async Task It_refuses_so_often_and_says_how_long_to_wait(string fault, HttpStatusCode status, string code)
    {
        using var registrar = host.ClientWith(host.Key);
        await OrderAsync(registrar, new { fault, times = 2, seconds = 7 });

        for (var time = 1; time <= 2; time++)
        {
            var refused = await registrar.PostAsJsonAsync(Enrollments, Person("refused-" + fault));
            await refused.ShouldBeProblemAsync(status, code);
            refused.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(7));
        }

        await (await registrar.PostAsJsonAsync(Enrollments, Person("refused-" + fault))).ShouldBeAsync(HttpStatusCode.Created);
        var seen = (await registrar.GetFromJsonAsync<JsonArray>("sandbox/requests"))!;
        seen.Select(one => one!["fault"]?.GetValue<string>()).ShouldBe([fault, fault, null]);
        seen.Select(one => one!["waitSeconds"]?.GetValue<int>()).ShouldBe([7, 7, null]);
        seen.ShouldAllBe(one => one!["path"]!.GetValue<string>() == Enrollments && one["method"]!.GetValue<string>() == "POST");
    }

    [Fact]
    public async Task It_cuts_the_connection_when_the_record_is_stored()
    {
        using var registrar = host.ClientWith(host.Key);
        await OrderAsync(registrar, new { fault = "cut-after-commit" });

        await Should.ThrowAsync<HttpRequestException>(registrar.PostAsJsonAsync(Enrollments, Person("cut")));

        (await registrar.GetAsync($"{Enrollments}/cut")).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await registrar.PostAsJsonAsync(Enrollments, Person("cut"))).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task It_answers_late()
    {
        using var registrar = host.ClientWith(host.Key);
        await OrderAsync(registrar, new { fault = "slow", seconds = 0 });

        var answer = await (await registrar.PostAsJsonAsync(Enrollments, Person("slow"))).ShouldBeAsync(HttpStatusCode.Created);

        answer["reference"]!.GetValue<string>().ShouldBe("slow");
    }

    [Fact]
    public async Task Reading_is_left_alone_and_not_remembered()
    {
        using var registrar = host.ClientWith(host.Key);
        await OrderAsync(registrar, new { fault = "unavailable" });

        (await registrar.GetAsync(Enrollments)).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await registrar.GetFromJsonAsync<JsonArray>("sandbox/requests"))!.ShouldBeEmpty();
    }

    [Fact]
    public async Task What_it_does_not_know_it_refuses()
    {
        using var registrar = host.ClientWith(host.Key);

        foreach (var body in new object[] { new { fault = "fire" }, new { fault = "slow", times = 0 }, new { } })
        {
            var answer = await registrar.PostAsJsonAsync("sandbox/faults", body);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            (await answer.Content.ReadAsStringAsync()).ShouldContain("cut-after-commit");
        }
    }

    private static JsonObject Person(string reference) => TestData.Enrollment(reference, ("consentGivenOn", "2025-02-01"), ("startedOn", "2025-02-01"));

    private static async Task OrderAsync(HttpClient client, object fault)
    {
        (await client.DeleteAsync("sandbox")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await client.PostAsJsonAsync("sandbox/faults", fault)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
    }
}
