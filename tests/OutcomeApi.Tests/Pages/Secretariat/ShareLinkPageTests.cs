using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Pages.Secretariat;

/// <summary>Share links by hand: made, opened, revoked. It is 22 November 2026.</summary>
public sealed partial class ShareLinkPageTests(SignInTests.WithPages api) : IClassFixture<SignInTests.WithPages>
{
    private const string Links = "/kansli/iris2/lankar";

    [Fact]
    public async Task A_link_is_made_opened_and_revoked()
    {
        using var secretariat = await SignInAsync("lund");
        await secretariat.GetAsync(Links);
        var answer = await secretariat.SendFormAsync(("name", "Styrgruppen"), ("subproject", "vsb"), ("validUntil", "2027-05-31"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, secretariat.Page);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var address = NewLink().Match(secretariat.Page).Groups[1].Value;
        address.ShouldStartWith("https://localhost/delad/");

        using var steering = new Visitor(api);
        (await steering.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await steering.GetAsync("/projekt/iris2?del=vsb")).StatusCode.ShouldBe(HttpStatusCode.OK);

        await secretariat.GetAsync(Links);
        secretariat.Page.ShouldNotContain(address);
        Row().Match(secretariat.Page).Groups[1].Value.ShouldContain("Styrgruppen<td class=\"text\">VSB<td class=\"text\">");
        var revoke = RevokeLink().Match(secretariat.Page).Groups[1].Value;
        (await secretariat.GetAsync(revoke)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await steering.GetAsync("/projekt/iris2?del=vsb")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await secretariat.SendFormAsync()).Headers.Location!.OriginalString.ShouldBe(Links);
        await secretariat.GetAsync(Links);
        Row().Match(secretariat.Page).Groups[1].Value.ShouldContain("återkallad 2026-11-22");
        (await secretariat.GetAsync(revoke)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await steering.GetAsync("/projekt/iris2?del=vsb")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        (await steering.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("validUntil", "", "")]
    [InlineData("validUntil", "", "2026-11-21")]
    [InlineData("validUntil", "", "2027-11-23")]
    [InlineData("subproject", "none", "2027-05-31")]
    public async Task What_is_wrong_with_a_link_stands_at_its_field_and_none_is_made(string field, string part, string until)
    {
        using var secretariat = await SignInAsync("lund");
        await secretariat.GetAsync(Links);
        var before = Row().Count(secretariat.Page);
        var answer = await secretariat.SendFormAsync(("name", "Fel"), ("subproject", part), ("validUntil", until));

        ((int)answer.StatusCode).ShouldBeInRange(400, 422);
        secretariat.Page.ShouldContain("Ingen länk har gjorts.");
        secretariat.Page.ShouldContain($"<a href=\"#f-{field}\">");
        secretariat.Page.ShouldContain("value=\"Fel\"");
        NewLink().IsMatch(secretariat.Page).ShouldBeFalse();
        Row().Count(secretariat.Page).ShouldBe(before);
    }

    [Fact]
    public async Task The_secretariat_of_a_part_makes_and_sees_links_to_its_own_part()
    {
        using var owner = await SignInAsync("lund");
        await owner.GetAsync(Links);
        await owner.SendFormAsync(("name", "Hela projektet"), ("validUntil", "2027-05-31"));
        using var other = await SignInAsync("hoganas");
        await other.GetAsync(Links);
        other.Page.ShouldNotContain("Hela projektet");
        Option().Matches(other.Page).Select(match => match.Groups[1].Value).ShouldBe(["", "hoganas"]);

        (await other.SendFormAsync(("name", "Vår del"), ("validUntil", "2027-05-31"))).StatusCode.ShouldBe(HttpStatusCode.OK, other.Page);
        await other.GetAsync(Links);
        Row().Matches(other.Page).Select(match => match.Groups[1].Value).ShouldAllBe(row => row.Contains("Höganäs"));
    }

    [Fact]
    public async Task A_form_of_another_site_makes_and_revokes_no_link()
    {
        using var secretariat = await SignInAsync("lund");
        await secretariat.GetAsync(Links);
        await secretariat.SendFormAsync(("name", "Kvar"), ("validUntil", "2027-05-31"));
        await secretariat.GetAsync(Links);
        var (rows, revoke) = (Row().Count(secretariat.Page), RevokeLink().Match(secretariat.Page).Groups[1].Value);

        (await secretariat.PostAsync(Links, ("validUntil", "2027-05-31"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await secretariat.PostAsync(revoke)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await secretariat.GetAsync(Links);
        Row().Count(secretariat.Page).ShouldBe(rows);
        secretariat.Page.ShouldContain($"href=\"{revoke}\"");
    }

    private async Task<Visitor> SignInAsync(string association)
    {
        var visitor = new Visitor(api);
        await visitor.SignInAsync((await api.NewKeyAsync("secretariat", associations: [association])).Key);
        return visitor;
    }

    [GeneratedRegex("<a id=\"new-link\" href=\"([^\"]+)\"")]
    private static partial Regex NewLink();

    [GeneratedRegex("<tr data-link=\"[^\"]+\">(.*?)(?=<tr|</tbody>)")]
    private static partial Regex Row();

    [GeneratedRegex("href=\"(/kansli/iris2/lankar/[^\"]+/aterkalla)\"")]
    private static partial Regex RevokeLink();

    [GeneratedRegex("<option value(?:=\"([^\"]*)\")?")]
    private static partial Regex Option();
}
