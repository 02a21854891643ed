using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Features.Participants;

/// <summary>
/// Personal identity numbers, where a key for their hashes is configured. The number has a right check digit and belongs to nobody who could be
/// enrolled: born in 1899.
/// </summary>
public sealed class PersonalNumberTests(PersonalNumberTests.WithKey api) : IClassFixture<PersonalNumberTests.WithKey>
{
    private const string Number = "189912319812";

    [Fact]
    public async Task A_number_is_checked_recognised_and_kept_only_as_a_hash()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        const string Address = ApiFactory.Base + "/projects/iris2/enrollments";

        await (await registrar.PostAsJsonAsync(Address, Enrollment("E-1", "189912319813")))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "personal-number-invalid /participant/personalIdentityNumber");
        var first = await (await registrar.PostAsJsonAsync(Address, Enrollment("E-1", Number))).ShouldBeAsync(HttpStatusCode.Created);
        var second = await (await registrar.PostAsJsonAsync(Address, Enrollment("E-2", Number))).ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PostAsJsonAsync(Address, Enrollment("E-1", Number))).ShouldBeAsync(HttpStatusCode.OK);

        first["participant"]!.GetValue<string>().ShouldStartWith("pn-");
        second["participant"]!.GetValue<string>().ShouldBe(first["participant"]!.GetValue<string>());
        second["warnings"]!.AsArray().Select(w => w!["code"]!.GetValue<string>()).ShouldContain("overlapping-enrollment");
        (await api.IsOnDiskAsync("E-2")).ShouldBeTrue();
        (await api.IsOnDiskAsync(Number)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_number_that_is_sent_as_a_reference_is_kept_nowhere_and_said_to_nobody()
    {
        await api.PutProjectAsync("uppsala");
        using var registrar = await api.ClientAsync("registrar", ["uppsala"]);
        const string Address = ApiFactory.Base + "/projects/uppsala/enrollments";
        foreach (var number in new[] { "191212121212", "121212-1212" })
        {
            HttpResponseMessage[] answers =
            [
                await registrar.PostAsJsonAsync(Address, TestData.Enrollment("E-3", ("participant", number), ("startedOn", "2025-02-01"))),
                await registrar.PostAsJsonAsync(Address, TestData.Enrollment(number)),
                await registrar.PutAsync($"{Address}/{number}", TestData.Enrollment(number)),
                await registrar.PutAsync($"{Address}/{number}", TestData.Enrollment("E-3")),
                await registrar.GetAsync($"{Address}/{number}"),
                await registrar.GetAsync($"{ApiFactory.Base}/projects/uppsala/follow-ups/{number}/3"),
                await registrar.GetAsync($"{ApiFactory.Base}/projects/{number}"),
                await registrar.GetAsync($"/{number}"),
            ];
            foreach (var answer in answers)
            {
                ((int)answer.StatusCode).ShouldBeInRange(400, 499);
                var text = await answer.Content.ReadAsStringAsync();
                text.ShouldNotContain(number);
                JsonNode.Parse(text)!["instance"]!.GetValue<string>().ShouldStartWith("/");
            }

            var problem = await answers[0].ShouldBeProblemAsync(HttpStatusCode.BadRequest, "reference-invalid /participant");
            problem["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain("personalIdentityNumber");
            (await api.IsOnDiskAsync(number)).ShouldBeFalse();
        }
    }

    private static JsonObject Enrollment(string reference, string number) =>
        TestData.Enrollment(reference, ("participant", new JsonObject { ["personalIdentityNumber"] = number }));

    public sealed class WithKey : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Security:HashKey", "a key that only the tests have");
        }
    }
}
