using System.Text.RegularExpressions;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Pages.Secretariat;

/// <summary>
/// What a secretariat does on its desk: it sees what is to be done, certifies what it has read, and restates it. The API tells the same story. It is
/// 22 November 2026: all tertials of IRIS 2 have ended.
/// </summary>
public sealed partial class CertifyReportTests(CertifyReportTests.WithPages api) : IClassFixture<CertifyReportTests.WithPages>
{
    private const string Desk = "/kansli";

    [Fact]
    public async Task A_report_is_certified_with_its_warnings_acknowledged_and_restated_after_a_correction()
    {
        const string Page = Desk + "/iris2/2025-T1";
        await EnrollAndExitAsync("E-1", "2025-02-03");
        using var secretariat = await api.VisitorAsync();
        await secretariat.GetAsync(Desk);
        secretariat.Page.ShouldContain($"<a href=\"{Page}\">2025-T1</a>");
        await secretariat.GetAsync(Page);

        // The exit has no documentation, and that has to be acknowledged with a reason.
        (await secretariat.SendFormAsync()).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        secretariat.Page.ShouldContain("Inget har certifierats.");
        secretariat.Page.ShouldContain("exit-without-documentation (1)");
        (await secretariat.SendFormAsync(("varning", "exit-without-documentation"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        secretariat.Page.ShouldMatch("value=\"exit-without-documentation\"[^>]*checked");
        (await ReportAsync("2025-T1"))["status"]!.GetValue<string>().ShouldBe("open");

        (await secretariat.SendFormAsync(Known(secretariat, "Lämnas i maj."))).Headers.Location!.OriginalString.ShouldBe(Page);
        await secretariat.GetAsync(Page);
        secretariat.Page.ShouldContain("Certifierad, version 1.");
        secretariat.Page.ShouldContain("Lämnas i maj.");
        secretariat.Page.ShouldContain("Ingen siffra har ändrats");
        (await ReportAsync("2025-T1"))["certification"]!["acknowledgements"]![0]!["reason"]!.GetValue<string>().ShouldBe("Lämnas i maj.");

        // An exit is corrected: the desk says so, and a new version needs a reason.
        await CorrectAsync("E-1", "2025-02-04", "moved");
        await secretariat.GetAsync(Desk);
        secretariat.Page.ShouldContain("certifierad, och ändrad sedan dess");
        await secretariat.GetAsync(Page);
        secretariat.Page.ShouldContain($"href=\"/projekt/iris2/rapporter/2025-T1/versioner/1/andringar\"");
        var known = Known(secretariat, "Lämnas i maj.");
        (await secretariat.SendFormAsync(known)).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await secretariat.SendFormAsync([.. known, ("orsak", "Fel orsak i februari.")])).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        var restated = await ReportAsync("2025-T1");
        (restated["version"]!.GetValue<int>(), restated["certification"]!["reason"]!.GetValue<string>()).ShouldBe((2, "Fel orsak i februari."));
    }

    [Fact]
    public async Task Nothing_is_signed_that_the_page_did_not_show()
    {
        const string Page = Desk + "/iris2/2024-T3";
        using var first = await api.VisitorAsync();
        using var second = await api.VisitorAsync();
        await first.GetAsync(Page);
        await second.GetAsync(Page);
        (await first.SendFormAsync(Known(first, "Känt."))).StatusCode.ShouldBe(HttpStatusCode.Redirect, first.Page);

        // Somebody else has certified the report while the page was open.
        (await second.SendFormAsync(Known(second, "Känt."))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        second.Page.ShouldContain("Rapporten har ändrats medan sidan var öppen");
        second.Page.ShouldContain("Certifierad, version 1.");

        // Something has been registered since the page was shown.
        await EnrollAndExitAsync("E-2", "2024-11-05");
        await first.GetAsync(Page);
        await CorrectAsync("E-2", "2024-11-06", "moved");
        (string, string)[] known = [.. Known(first, "Känt."), ("orsak", "Sena avslut.")];
        (await first.SendFormAsync(known)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        first.Page.ShouldContain("Rapporten har ändrats medan sidan var öppen");
        first.Page.ShouldContain("Sena avslut.");
        (await ReportAsync("2024-T3"))["version"]!.GetValue<int>().ShouldBe(1);

        // The figures have been made anew since the page was shown, as after another goal.
        await using (var scope = api.Services.CreateAsyncScope())
        {
            var again = new ComputeProject("iris2", null, "requested");
            (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(again)).IsSuccess.ShouldBeTrue();
        }

        (await first.SendFormAsync(known)).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);

        // The page shows it as it is now.
        (await first.SendFormAsync([.. Known(first, "Känt."), ("orsak", "Sena avslut.")])).StatusCode.ShouldBe(HttpStatusCode.Redirect, first.Page);
        (await ReportAsync("2024-T3"))["version"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task A_form_of_another_site_certifies_nothing()
    {
        using var secretariat = await api.VisitorAsync();
        (await secretariat.PostAsync(Desk + "/iris2/2024-T1")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await ReportAsync("2024-T1"))["status"]!.GetValue<string>().ShouldBe("open");
        (await secretariat.GetAsync(Desk + "/iris2/0001-T1")).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await secretariat.GetAsync(Desk + "/fram/2024-T1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task The_counts_for_Uppfoljning_Finsam_are_those_of_the_report()
    {
        await EnrollAndExitAsync("E-3", "2025-09-30");
        using var secretariat = await api.VisitorAsync();
        var report = await (await api.Secretariat.GetAsync($"{ApiFactory.Base}/associations/lund/tertial-reports/2025-T3")).ShouldBeAsync(HttpStatusCode.OK);
        var ongoing = report["finsamCounts"]!["projects"]!.AsArray().Single(p => p!["project"]!.GetValue<string>() == "iris2")!["ongoingInYear"]!;

        (await secretariat.GetAsync(Desk + "/forbund/lund/finsam/2025-T3")).StatusCode.ShouldBe(HttpStatusCode.OK);

        ongoing["total"]!.GetValue<int>().ShouldBeGreaterThan(0);
        var cells = string.Join("<td>", [ongoing["woman"], ongoing["man"], ongoing["otherOrUnknown"], ongoing["total"]]);
        secretariat.Page.ShouldMatch($"data-project=\"iris2\" data-key=\"ongoing-in-year\"[^\\n]*<td>{cells}<");
        var file = await secretariat.GetAsync(Desk + "/forbund/lund/finsam/2025-T3/fil");
        (file.StatusCode, file.Content.Headers.ContentType!.MediaType).ShouldBe((HttpStatusCode.OK, "text/csv"));
        secretariat.Page.Split("\r\n").ShouldContain(
            $"iris2,ongoing-in-year,{ongoing["woman"]},{ongoing["man"]},{ongoing["otherOrUnknown"]},{ongoing["total"]}");
        (await secretariat.GetAsync(Desk + "/forbund/uppsala/finsam/2025-T3")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    /// <summary>Every warning of the page, ticked with the same reason.</summary>
    private static (string Name, string Value)[] Known(Visitor visitor, string reason) =>
    [
        .. Warning().Matches(visitor.Page).Select(match => match.Groups[1].Value)
            .SelectMany(code => new[] { ("varning", code), ("skal-" + code, reason) })
    ];

    [GeneratedRegex("name=\"varning\" value=\"([^\"]+)\"")]
    private static partial Regex Warning();

    private async Task<JsonNode> ReportAsync(string tertial)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/tertial-reports/{tertial}");
        return await (await api.Secretariat.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
    }

    private async Task EnrollAndExitAsync(string reference, string exitedOn)
    {
        await PostAsync("enrollments", TestData.Enrollment(reference, ("subproject", "vsb"), ("startedOn", "2024-02-01")));
        await PostAsync("exits", TestData.Exit(reference, ("reason", "studies"), ("exitedOn", exitedOn), ("documentationGivenToReferrerOn", null)));
        await api.ComputeAsync(api.ProjectId);
    }

    private async Task CorrectAsync(string reference, string exitedOn, string reason)
    {
        var exit = TestData.Exit(reference, ("reason", reason), ("exitedOn", exitedOn), ("documentationGivenToReferrerOn", null));
        await (await api.Registrar.PutAsync($"{api.Address}/exits/{reference}", exit, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await api.ComputeAsync(api.ProjectId);
    }

    private async Task PostAsync(string collection, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    /// <summary>IRIS 2, and a secretariat that signs in.</summary>
    public sealed class WithPages() : ProjectApi("iris2")
    {
        internal async Task<Visitor> VisitorAsync()
        {
            await ComputeAsync(ProjectId);
            var visitor = new Visitor(this);
            await visitor.SignInAsync((await NewKeyAsync("secretariat", associations: ["lund"])).Key);
            return visitor;
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Pages:SignInWithKey", "true");
        }
    }
}
