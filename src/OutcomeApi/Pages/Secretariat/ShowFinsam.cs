using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Http.Problems;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>The counts of an association for <i>Uppföljning Finsam</i>, ready to be keyed in: as a table, as text to copy, and as CSV.</summary>
internal static class ShowFinsam
{
    private static readonly string[] Columns = ["project", "count", "woman", "man", "otherOrUnknown", "total"];

    /// <summary>Maps <c>GET /kansli/forbund/{association}/finsam/{tertial}</c> and the file below it.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        MapGet(string.Empty, (http, counts) =>
            Site.PageAsync<FinsamPage>(http, new Dictionary<string, object?> { [nameof(FinsamPage.Counts)] = counts }));
        MapGet(SecretariatPaths.File, (_, counts) => Task.FromResult<IResult>(new CsvTable(
            $"uppfoljning-finsam-{counts.Association}-{counts.Tertial}",
            Columns,
            counts.Rows.Select(IReadOnlyList<object?> (row) => [row.Project, row.Count, .. row.Numbers]))));

        void MapGet(string form, Func<HttpContext, FinsamCounts, Task<IResult>> answer) =>
            site.MapGet(
                    SecretariatPaths.Desk + "/forbund/{association}/finsam/{tertial}" + form,
                    (string association, Tertial tertial, HttpContext http, IMediator mediator, DbSession session, ReportHeads heads) =>
                        AnswerAsync(association, tertial, http, mediator, session, heads, answer))
                .AddEndpointFilter<TertialInAddress>()
                .RequireAuthorization(Policies.AssociationReports)
                .IsCostly();
    }

    private static async Task<IResult> AnswerAsync(
        string association,
        Tertial tertial,
        HttpContext http,
        IMediator mediator,
        DbSession session,
        ReportHeads heads,
        Func<HttpContext, FinsamCounts, Task<IResult>> answer)
    {
        if (!Caller.From(http).Associations.Contains(association))
        {
            return Problems.NotFound(http);
        }

        var projects = await ProjectOfAssociation.ListAsync(session, heads, association, tertial, http.RequestAborted);
        if (projects.Any(project => project.Run.Id is null))
        {
            return FiguresNotReady.Answer(http);
        }

        var texts = PageFrame.From(http).Texts;
        var report = await mediator.Send(new GetAssociationReport(association, tertial, projects, texts.Language), http.RequestAborted);
        return report.IsSuccess
            ? await answer(http, FinsamCounts.From(report.Value.Report, texts.Of(report.Value.Name, association), texts.Of))
            : Problems.Answer(http, report.Faults);
    }
}

/// <summary>The counts of an association for <i>Uppföljning Finsam</i>.</summary>
/// <param name="Association">Id of the association.</param>
/// <param name="Name">Its name.</param>
/// <param name="Tertial">The tertial up to whose end the year is counted.</param>
/// <param name="Rows">The counts: of each project, then of all together.</param>
public sealed record FinsamCounts(string Association, string Name, Tertial Tertial, IReadOnlyList<FinsamRow> Rows)
{
    private static readonly string[] Keys = [FinsamTable.StartedInYear, FinsamTable.OngoingInYear];

    public static FinsamCounts From(AssociationReport report, string name, Func<LocalizedText?, string, string> nameOf) => new(
        report.Association,
        name,
        report.Tertial,
        [
            .. report.PartsOfYear.SelectMany(part => RowsOf(
                part.Report.Table(ReportSection.FinsamCounts, Window.YearToDate), part.Project.Id, nameOf(part.Project.Name, part.Project.Id))),
            .. RowsOf(report.Table(ReportSection.FinsamCounts, Window.YearToDate), null, name),
        ]);

    private static IEnumerable<FinsamRow> RowsOf(ReportTable table, string? project, string name) =>
        from key in Keys
        let row = table.Rows.Single(one => one.Key == key)
        let figures = GenderFigures.From(row)
        select new FinsamRow(project, name, key, [figures.Woman!.Value, figures.Man!.Value, figures.OtherOrUnknown!.Value, figures.Total!.Value]);
}

/// <summary>A count for <i>Uppföljning Finsam</i>.</summary>
/// <param name="Project">Id of the project. Null for all projects together.</param>
/// <param name="Name">Name of the project, or of the association.</param>
/// <param name="Count">What is counted: <c>started-in-year</c> or <c>ongoing-in-year</c>.</param>
/// <param name="Numbers">Women, men, other or unknown, total.</param>
public sealed record FinsamRow(string? Project, string Name, string Count, IReadOnlyList<int> Numbers);
