using System.Globalization;
using OutcomeApi.Tests.Pages.Projects;

namespace OutcomeApi.Tests.Pages.Reports;

/// <summary>The page with the changes since a certified version: what the API lists, with names, and the registrations behind.</summary>
public sealed class ChangesPageTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const string Report = "tertial-reports/2025-T1";
    private const string Page = "/projekt/iris2/rapporter/2025-T1/versioner/1/andringar";

    [Fact]
    public async Task Every_changed_figure_stands_with_its_registrations_and_each_of_them_is_listed()
    {
        foreach (var (reference, gender, reason) in new[] { ("E-1", "woman", "studies"), ("E-2", "man", "dropped-out") })
        {
            await PostAsync("enrollments", TestData.Enrollment(reference, ("gender", gender), ("subproject", "vsb"), ("startedOn", "2024-10-01")));
            await PostAsync("exits", TestData.Exit(reference, ("reason", reason), ("exitedOn", "2025-02-03")));
        }

        var certified = await api.Secretariat.PostAsJsonAsync($"{api.Address}/{Report}/certifications", new { exception = "Prov." });
        await certified.ShouldBeAsync(HttpStatusCode.Created);
        (await PageAsync("/projekt/iris2/rapporter/2025-T1")).ShouldContain($"<a href=\"{Page}\">ändringar sedan version 1</a>");
        (await PageAsync(Page)).Text().ShouldContain("Ingen siffra är ändrad.");

        var correction = TestData.With(TestData.Exit("E-2", ("reason", "work-unsubsidised"), ("exitedOn", "2025-02-03")), ("correction", "wrong-code"));
        using var put = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/exits/E-2") { Content = JsonContent.Create(correction) };
        put.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await (await api.Registrar.SendAsync(put)).ShouldBeAsync(HttpStatusCode.OK);

        var changes = await (await api.Secretariat.GetAsync($"{api.Address}/{Report}/versions/1/changes?limit=200")).ShouldBeAsync(HttpStatusCode.OK);
        var page = await PageAsync(Page);
        var items = changes["items"]!.AsArray().Select(item => item!.AsObject()).ToArray();
        items.ShouldNotBeEmpty();

        static string Number(JsonNode? number) => number is null ? "–" : number.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture);
        page.Elements("tr", "data-key").Where(row => row["data-figure"] is "count" or "numerator" or "denominator")
            .Select(row => (row["data-key"], row["data-gender"], Cells: string.Join(' ', row.Content.Elements("td").Skip(2).Select(cell => cell.Text))))
            .Order().ShouldBe(items.Where(item => item["figure"]!.GetValue<string>() is "count" or "numerator" or "denominator").Select(item => (
                item["key"]!.GetValue<string>(), item["gender"]!.GetValue<string>(),
                $"{Number(item["was"])} {Number(item["is"])} {string.Join(", ", item["registrations"]!.AsArray().Select(position => position!.ToString()))}"))
                .Order()!);
        page.Elements("tr", "data-key").Count.ShouldBe(items.Length);
        page.Text().ShouldContain($"{items.Length} siffror och {changes["verdicts"]!.AsArray().Count} måls bedömning skiljer sig från det som certifierades.");

        // The goal is called by its name and its part; the registration says what it was and why.
        page.Text().ShouldContain("Avslutade till arbete eller studier, hel- eller deltid – VSB – täljare");
        var behind = changes["registrations"]!.AsArray().Single()!;
        var listed = page.Elements("tr", $"id=\"r{behind["position"]}\"").Single();
        listed.Text.ShouldContain("Avslut");
        listed.Text.ShouldContain("wrong-code");
    }

    private async Task<string> PageAsync(string address)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        request.Headers.Add("Accept", "text/html");
        request.Headers.Add("Accept-Language", "sv");
        using var answer = await api.Secretariat.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        return await answer.Content.ReadAsStringAsync();
    }

    private async Task PostAsync(string records, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{records}", body)).ShouldBeAsync(HttpStatusCode.Created);
}
