using System.Net.Http.Headers;

namespace OutcomeApi.Tests.Security;

/// <summary>A referrer reports on the people whom it referred, and knows of no others.</summary>
public sealed class ReferrerTests(ReferrerTests.Referred api) : IClassFixture<ReferrerTests.Referred>
{
    [Fact]
    public async Task The_work_list_holds_its_own_people()
    {
        (await DueAsync(api.Region)).ShouldBe(["E-region", "E-region-2"]);
        (await DueAsync(api.Both)).ShouldBe(["E-municipality-2", "E-region", "E-region-2"]);
        (await DueAsync(api.Any)).ShouldBe(["E-municipality-2", "E-nobody", "E-region", "E-region-2"]);
    }

    [Fact]
    public async Task Of_others_it_can_neither_report_nor_read()
    {
        // Of the municipality's people one is followed up, one is not; and there is one who does not exist.
        foreach (var reference in new[] { "E-municipality", "E-municipality-2", "E-nobody", "E-no-such" })
        {
            var body = FollowUp(reference);
            await (await api.Region.PostAsJsonAsync($"{api.Address}/follow-ups", body))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "enrollment-not-found /enrollmentReference");
            await (await api.Region.PutAsJsonAsync($"{api.Address}/follow-ups/{reference}/3", body))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "enrollment-not-found /enrollmentReference");
            using var stale = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/follow-ups/{reference}/3") { Content = JsonContent.Create(body) };
            stale.Headers.IfMatch.Add(new EntityTagHeaderValue("\"1\""));
            var answer = await api.Region.SendAsync(stale);
            answer.StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
            await (await api.Region.GetAsync($"{api.Address}/follow-ups/{reference}/3")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        }

        var list = await (await api.Region.GetAsync($"{api.Address}/follow-ups")).ShouldBeAsync(HttpStatusCode.OK);
        list["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(list["items"]!.AsArray().Count);
        list["items"]!.AsArray().Select(i => i!["enrollmentReference"]!.GetValue<string>()).ShouldNotContain("E-municipality");
        (await (await api.Any.GetAsync($"{api.Address}/follow-ups")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Select(i => i!["enrollmentReference"]!.GetValue<string>()).ShouldContain("E-municipality");
    }

    [Fact]
    public async Task On_its_own_people_it_reports_reads_and_corrects()
    {
        using var own = new Referred();
        await own.InitializeAsync();
        var created = await own.Region.PostAsJsonAsync($"{own.Address}/follow-ups", FollowUp("E-region"));
        await created.ShouldBeAsync(HttpStatusCode.Created);
        await (await own.Region.GetAsync($"{own.Address}/follow-ups/E-region/3")).ShouldBeAsync(HttpStatusCode.OK);
        using var correction = new HttpRequestMessage(HttpMethod.Put, $"{own.Address}/follow-ups/E-region/3")
        {
            Content = JsonContent.Create(FollowUp("E-region", "studies")),
        };
        correction.Headers.IfMatch.Add(created.Headers.ETag!);
        await (await own.Region.SendAsync(correction)).ShouldBeAsync(HttpStatusCode.OK);
        (await (await own.Region.GetAsync($"{own.Address}/follow-ups")).ShouldBeAsync(HttpStatusCode.OK))["_meta"]!["totalRecords"]!.GetValue<int>()
            .ShouldBe(1);
    }

    [Fact]
    public async Task An_organisation_is_one_of_the_list()
    {
        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys", new { name = "x", role = "referrer", projects = new[] { "iris2" }, referrers = new[] { "bank" } }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /referrers/0");
    }

    private static JsonObject FollowUp(string enrollment, string answer = "work") =>
        new() { ["enrollmentReference"] = enrollment, ["months"] = 3, ["followedUpOn"] = "2024-09-02", ["answer"] = answer };

    private async Task<string[]> DueAsync(HttpClient client) =>
        [.. (await (await client.GetAsync($"{api.Address}/follow-ups/due")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Select(i => i!["enrollmentReference"]!.GetValue<string>()).Order()];

    /// <summary>People whom a region, a municipality and nobody referred; one of the municipality's is followed up.</summary>
    public sealed class Referred() : ProjectApi("iris2"), IAsyncLifetime
    {
        public HttpClient Region { get; private set; } = null!;

        public HttpClient Both { get; private set; } = null!;

        public HttpClient Any { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var referral = new JsonObject { ["reference"] = "R-1", ["gender"] = "woman", ["referredOn"] = "2024-01-10", ["referrer"] = "municipality" };
            await PostAsync("referrals", referral);
            await PersonAsync("E-region", ("referrer", "region"));
            await PersonAsync("E-region-2", ("referrer", "region"));

            // The referral says who referred this one.
            await PersonAsync("E-municipality", ("referralReference", "R-1"));
            await PersonAsync("E-municipality-2", ("referrer", "municipality"));
            await PersonAsync("E-nobody");
            await PostAsync("follow-ups", FollowUp("E-municipality"));
            Region = await KeyAsync("region");
            Both = await KeyAsync("region", "municipality");
            Any = await ClientAsync("referrer", ["iris2"]);
        }

        private async Task<HttpClient> KeyAsync(params string[] referrers)
        {
            using var administrator = Administrator();
            var created = await (await administrator.PostAsJsonAsync(
                $"{Base}/api-keys",
                new { name = "referrer", role = "referrer", projects = new[] { "iris2" }, referrers })).ShouldBeAsync(HttpStatusCode.Created);
            created["referrers"]!.AsArray().Select(r => r!.GetValue<string>()).ShouldBe(referrers, ignoreOrder: true);
            return ClientWith(created["key"]!.GetValue<string>());
        }

        private async Task PersonAsync(string reference, params (string Name, JsonNode? Value)[] members)
        {
            await PostAsync("enrollments", TestData.Enrollment(reference, members));
            await PostAsync("exits", TestData.Exit(reference));
        }

        private async Task PostAsync(string collection, JsonObject body) =>
            await (await Registrar.PostAsJsonAsync($"{Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
    }
}
