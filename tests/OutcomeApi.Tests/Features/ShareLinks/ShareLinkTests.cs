using OutcomeApi.Security;
using OutcomeApi.Tests.Pages;

namespace OutcomeApi.Tests.Features.ShareLinks;

/// <summary>Links by which a steering group reads pages: made, listed and revoked by HTTP, opened with a browser. It is 22 November 2026.</summary>
public sealed class ShareLinkTests(SignInTests.WithPages api) : IClassFixture<SignInTests.WithPages>
{
    private const string OfProject = ApiFactory.Base + "/projects/iris2/share-links";

    private const string OfAssociation = ApiFactory.Base + "/associations/lund/share-links";

    [Fact]
    public async Task A_link_lets_a_steering_group_read_and_is_stored_as_a_hash()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        var made = await (await secretariat.PostAsJsonAsync(OfProject, new { name = "Styrgruppen", validUntil = "2026-12-31" }))
            .ShouldBeAsync(HttpStatusCode.Created);
        var address = made["address"]!.GetValue<string>();
        address.ShouldStartWith("https://localhost/delad/");

        using var visitor = new Visitor(api);
        var opened = await visitor.GetAsync(address);
        opened.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        opened.Headers.Location!.OriginalString.ShouldBe("/projekt/iris2");
        await visitor.GetAsync("/");
        visitor.Page.ShouldContain("href=\"/projekt/iris2\"");

        var listed = await (await secretariat.GetAsync(OfProject)).ShouldBeAsync(HttpStatusCode.OK);
        var link = listed["items"]!.AsArray().Single(item => item!["id"]!.GetValue<string>() == made["id"]!.GetValue<string>())!;
        link["address"].ShouldBeNull();
        link["name"]!.GetValue<string>().ShouldBe("Styrgruppen");
        link["lastUsedAt"].ShouldNotBeNull();
        (await api.IsOnDiskAsync(address.Split('/')[^1])).ShouldBeFalse();
        (await api.IsOnDiskAsync(ApiKey.Hash(address.Split('/')[^1]))).ShouldBeTrue();

        using var administrator = api.Administrator();
        var events = await (await administrator.GetAsync($"{ApiFactory.Base}/audit-events?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        events["items"]!.AsArray().Where(e => e!["kind"]!.GetValue<string>() == "share-link" && e["project"]?.GetValue<string>() == "iris2")
            .Select(e => $"{e!["action"]} {e["role"]}").ShouldBeSubsetOf(["create secretariat", "read steering-group", "revoke secretariat"]);
        events["items"]!.AsArray().ShouldContain(e =>
            e!["credential"]!.GetValue<string>() == "link:" + made["id"]!.GetValue<string>() && e["action"]!.GetValue<string>() == "read");
    }

    [Fact]
    public async Task A_link_to_a_part_reaches_that_part_only()
    {
        var address = await NewLinkAsync(OfProject, new { subproject = "usb", validUntil = "2026-12-31" });
        using var visitor = new Visitor(api);
        await visitor.GetAsync(address);

        (await visitor.GetAsync("/projekt/iris2?del=usb")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await visitor.GetAsync("/projekt/iris2?del=hoganas")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
    }

    [Fact]
    public async Task A_link_to_an_association_reaches_its_projects()
    {
        var address = await NewLinkAsync(OfAssociation, new { validUntil = "2026-12-31" });
        using var visitor = new Visitor(api);
        (await visitor.GetAsync(address)).Headers.Location!.OriginalString.ShouldBe("/forbund/lund");
        await visitor.GetAsync("/");
        visitor.Page.ShouldContain("href=\"/projekt/iris2\"");
    }

    [Fact]
    public async Task A_link_works_until_its_last_day_has_passed()
    {
        var address = await NewLinkAsync(OfProject, new { validUntil = "2026-11-23" });
        using var early = new Visitor(api);
        (await early.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var before = api.Clock.Moved;
        try
        {
            // The tests begin at noon: 35 hours later it is 23:00 on the last day, and 37 hours later the day after.
            api.Clock.Moved = before + TimeSpan.FromHours(35);
            using var onLastDay = new Visitor(api);
            (await onLastDay.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
            api.Clock.Moved = before + TimeSpan.FromHours(36) + TimeSpan.FromMinutes(5);
            (await onLastDay.GetAsync("/projekt/iris2")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
            using var late = new Visitor(api);
            (await late.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            late.Page.ShouldContain("Länken gäller inte");
        }
        finally
        {
            api.Clock.Moved = before;
        }
    }

    [Fact]
    public async Task A_revoked_link_ends_the_sessions_of_those_who_opened_it()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        var made = await (await secretariat.PostAsJsonAsync(OfProject, new { validUntil = "2026-12-31" })).ShouldBeAsync(HttpStatusCode.Created);
        using var visitor = new Visitor(api);
        await visitor.GetAsync(made["address"]!.GetValue<string>());
        (await visitor.GetAsync("/projekt/iris2")).StatusCode.ShouldNotBe(HttpStatusCode.Unauthorized);

        var address = $"{OfProject}/{made["id"]!.GetValue<string>()}";
        (await secretariat.DeleteAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await visitor.GetAsync("/projekt/iris2")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await visitor.GetAsync(made["address"]!.GetValue<string>())).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await secretariat.DeleteAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await secretariat.DeleteAsync($"{OfAssociation}/{made["id"]!.GetValue<string>()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData(OfProject, "{}", HttpStatusCode.BadRequest, "required-missing /validUntil")]
    [InlineData(OfProject, """{"validUntil":"2026-11-21"}""", HttpStatusCode.BadRequest, "number-out-of-range /validUntil")]
    [InlineData(OfProject, """{"validUntil":"2027-11-23"}""", HttpStatusCode.BadRequest, "number-out-of-range /validUntil")]
    [InlineData(OfProject, """{"validUntil":"2026-12-31","subproject":"none"}""", HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject")]
    [InlineData(OfAssociation, """{"validUntil":"2026-12-31","subproject":"usb"}""", HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject")]
    [InlineData(OfProject, """{"validUntil":"2026-12-31","role":"secretariat"}""", HttpStatusCode.BadRequest, "field-unknown /role")]
    public async Task What_is_wrong_with_a_link_is_said(string address, string body, HttpStatusCode status, string fault)
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        var sent = new StringContent(body, System.Text.Encoding.UTF8, "application/json");
        var problem = await (await secretariat.PostAsync(address, sent)).ShouldBeAsync(status);
        problem["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}").ShouldBe([fault]);
    }

    [Fact]
    public async Task The_secretariat_of_a_part_makes_and_sees_links_to_its_own_part()
    {
        using var owner = await api.ClientAsync("secretariat", associations: ["lund"]);
        await (await owner.PostAsJsonAsync(OfProject, new { subproject = "usb", validUntil = "2026-12-31" })).ShouldBeAsync(HttpStatusCode.Created);
        using var other = await api.ClientAsync("secretariat", associations: ["hoganas"]);
        var made = await (await other.PostAsJsonAsync(OfProject, new { validUntil = "2026-12-31" })).ShouldBeAsync(HttpStatusCode.Created);

        made["subproject"]!.GetValue<string>().ShouldBe("hoganas");
        await (await other.PostAsJsonAsync(OfProject, new { subproject = "usb", validUntil = "2026-12-31" })).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        (await (await other.GetAsync(OfProject)).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Select(item => item!["subproject"]!.GetValue<string>()).Distinct().ShouldBe(["hoganas"]);
    }

    private async Task<string> NewLinkAsync(string address, object body)
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        return (await (await secretariat.PostAsJsonAsync(address, body)).ShouldBeAsync(HttpStatusCode.Created))["address"]!.GetValue<string>();
    }
}
