using System.Text;
using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Features.TertialReports.Forms.Html;
using OutcomeApi.Http;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Features.TertialReports.Forms;

/// <summary>The content of a report as a page of a site has it: with links that a report that stands alone does not have.</summary>
public sealed class ReportLinksTests(FormFactory api) : IClassFixture<FormFactory>
{
    [Fact]
    public async Task A_report_in_a_site_leads_to_other_tertials_versions_and_forms_and_each_goal_to_its_explanation()
    {
        var content = await RenderAsync(new ReportPageLinks(
            [new PageLink("2025-T2", "/r/2025-T2"), new PageLink("2025-T3", "/r/2025-T3", IsCurrent: true)],
            [new PageLink("version 1", "/r/2025-T3/1"), new PageLink("ändringar", "/r/2025-T3/changes")],
            [new PageLink("CSV", "/r/2025-T3.csv")],
            goal => goal.Item.Goal == "uppsala.waiting-time" ? null : $"/why/{goal.Item.Goal}/{goal.Item.Window}",
            section => $"/r/2025-T3?only={section}"));

        content.ShouldContain("<a href=\"/r/2025-T2\">2025-T2</a>");
        content.ShouldContain("<a href=\"/r/2025-T3\" aria-current=\"page\">2025-T3</a>");
        content.ShouldContain("<a href=\"/r/2025-T3/1\">version 1</a>");
        content.ShouldContain("<a href=\"/r/2025-T3/changes\">ändringar</a>");
        content.ShouldContain("<a href=\"/r/2025-T3.csv\">CSV</a>");
        foreach (var window in new[] { "tertial", "year-to-date", "since-start" })
        {
            content.ShouldContain($"<tr data-key=\"uppsala.supported\" data-figures=\"count\"><th scope=\"row\"><a href=\"/why/uppsala.supported/{window}\">");
        }

        content.ShouldNotContain("/why/uppsala.waiting-time");
        content.ShouldContain("<tr data-key=\"uppsala.waiting-time:still-queued\" data-figures=\"count median longest\"><th scope=\"row\">Väntetid");
        content.ShouldNotContain("<html");
        content.ShouldNotContain("<main");
    }

    [Fact]
    public async Task A_report_that_stands_alone_leads_nowhere()
    {
        var content = await RenderAsync(null);

        content.ShouldContain("<h1>");
        content.ShouldContain("<a href=\"#goals\">");
        content.Replace("<a href=\"#", string.Empty, StringComparison.Ordinal).ShouldNotContain("<a ");
    }

    private async Task<string> RenderAsync(ReportPageLinks? links)
    {
        using var reader = await api.ClientAsync("registrar", ["uppsala"]);
        var report = (await reader.GetFromJsonAsync<JsonObject>($"{ApiFactory.Base}/projects/uppsala/tertial-reports/2025-T3"))!;
        var goals = report["goals"].Deserialize<AttainmentItem[]>(Json.Options)!;
        await using var scope = api.Services.CreateAsyncScope();
        var stored = await scope.ServiceProvider.GetRequiredService<ProjectStore>()
            .FindAsync(scope.ServiceProvider.GetRequiredService<DbSession>(), "uppsala", CancellationToken.None);
        var (project, asOf, texts) = (stored!.Definition, new DateOnly(2026, 11, 22), new ReportTexts(Language.Swedish));
        var names = goals.Select(goal => goal.Goal).Distinct().ToDictionary(goal => goal, goal => "Väntetid eller annat, " + goal);
        var document = new ReportDocument
        {
            Texts = texts,
            Title = "T",
            FileName = "t",
            Tertial = "2025-T3",
            Facts = [],
            Notes = new Dictionary<ReportSection, string>(),
            Comment = null,
            ComputedAt = DateTimeOffset.UnixEpoch,
            Tables = [.. GoalTables.From(goals, names, asOf, texts).Select(table => new DocumentTable("uppsala", project, table))],
            Goals = [.. DocumentGoal.From(goals, project, names, asOf)],
        };
        return Encoding.UTF8.GetString(await PageRenderer.RenderAsync<ReportContent>(new Dictionary<string, object?>
        {
            [nameof(ReportContent.Document)] = document,
            [nameof(ReportContent.Links)] = links,
        }));
    }
}
