using System.Net.Http.Headers;

namespace OutcomeApi.Tests.Pages.Projects;

/// <summary>The page of a project that has just begun to register, and how it follows what is registered. It is 22 November 2026.</summary>
public sealed class FreshPageTests(FreshPageTests.IpsUnga api) : IClassFixture<FreshPageTests.IpsUnga>
{
    [Fact]
    public async Task The_page_follows_what_is_registered_and_leaves_no_empty_boxes()
    {
        await ApiFactory.UpToDateAsync(api.SteeringGroup, "ips-unga");
        var (tag, empty) = await ReadAsync();
        string[] headings = [.. empty.Elements("h2").Select(heading => heading.Text)];
        headings.ShouldBe(["Når vi målen?", "Hur har det gått?", "Kan vi lita på siffrorna?", "Vad skulle ändra det?", "Programtrohet", "Tertialrapporter"]);
        empty.ShouldContain("Nästa mätning");
        empty.Elements("h3").Select(heading => heading.Text).ShouldNotContain("Hur sent registreras det?");

        empty.Elements("tbody").ShouldAllBe(body => body.Content.Contains("<td>", StringComparison.Ordinal));
        (await ReadAsync()).Tag.ShouldBe(tag);

        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment(
            "E-1", ("startedOn", "2026-10-01"), ("consentGivenOn", "2026-10-01"), ("mappedOn", "2026-09-20"), ("referredOn", "2026-09-10"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(api.SteeringGroup, "ips-unga");
        var (later, one) = await ReadAsync();
        later.ShouldNotBe(tag);
        one.Elements("article", "ips-unga.starts").Single().Text.ShouldContain("Totalt färre än 5");

        await (await api.Registrar.PutAsync($"{api.Address}/tertial-reports/2026-T3/comment", new JsonObject { ["text"] = "Vi har börjat <nu>." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        var (commented, page) = await ReadAsync();
        commented.ShouldNotBe(later);
        page.ShouldContain("<p class=\"comment\">Vi har börjat &lt;nu&gt;.</p>");
    }

    private async Task<(string Tag, string Page)> ReadAsync()
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/projekt/ips-unga");
        request.Headers.Accept.Add(new MediaTypeWithQualityHeaderValue("text/html"));
        using var answer = await api.SteeringGroup.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return (answer.Headers.ETag!.Tag, await answer.Content.ReadAsStringAsync());
    }

    public sealed class IpsUnga() : ProjectApi("ips-unga");
}
