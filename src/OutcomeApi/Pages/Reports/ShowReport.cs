using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Features.TertialReports.Forms.Html;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pages.Projects;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Reports;

/// <summary>
/// Shows a tertial report as a page with links: to the other tertials and parts, the certified versions, the other formats and the explanations of goal
/// figures. A certified report is shown as it was certified; <c>version=0</c> shows the current figures beside it. <c>avsnitt</c> shows a single section.
/// </summary>
internal static class ShowReport
{
    private const string Address = "/projekt/{project}/rapporter/{tertial}";

    /// <summary>The forms in which a report can be had as a file.</summary>
    public static readonly IReadOnlyList<(string Code, string Name)> Formats =
        [("xlsx", "Excel"), ("csv", "CSV"), ("html", "HTML"), ("json", "JSON"), ("jsonstat", "JSON-stat")];

    /// <summary>Maps <c>GET /projekt/{project}/rapporter/{tertial}</c> and the downloads below it.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var reports = site.MapGroup(string.Empty).AddEndpointFilter<ProjectReach>();
        reports.MapGet(
                Address,
                async Task<IResult> (
                    string project, string tertial, string? del, int? version, string? avsnitt, HttpContext http, IMediator mediator,
                    CertifiedAnswers certified, KeptAnswers answers) =>
                {
                    if (avsnitt is not null && !Code.TryParse<ReportSection>(avsnitt, out _))
                    {
                        return Problems.Answer(http, [new Fault(FaultCodes.TypeWrong, "/avsnitt", "one of " + string.Join(", ", Code.All<ReportSection>()))]);
                    }

                    var caller = Caller.From(http);
                    var found = await mediator.Send(new FindProjectScope(caller, project, del, tertial), http.RequestAborted);
                    if (!found.IsSuccess)
                    {
                        return Problems.Answer(http, found.Faults);
                    }

                    var scope = found.Value;
                    int[] versions = ShowChanges.IsFor(caller, project)
                        ? [.. (await mediator.Send(new ListVersions(project, scope.Tertial), http.RequestAborted)).Select(row => row.Version)]
                        : [.. new[] { scope.Head.CertifiedVersion }.OfType<int>()];
                    if (version is > 0 && !versions.Contains(version.Value))
                    {
                        return Problems.NotFound(http);
                    }

                    var wanted = (version ?? scope.Head.CertifiedVersion) is { } number and > 0 ? number : (int?)null;
                    bool? differs = wanted == scope.Head.CertifiedVersion && wanted is { } newest
                        ? await certified.DiffersAsync(project, scope.Tertial, newest, scope.Part, caller, scope.Head)
                        : null;
                    return await Site.AnswerAsync<ReportOnSite>(http, answers, $"report {scope.State} {string.Join(',', versions)} {differs}", async frame =>
                    {
                        var report = wanted is { } certifiedVersion
                            ? await certified.FindAsync(caller, project, scope.Part, scope.Tertial, certifiedVersion, differs)
                            : (await mediator.Send(
                                new GetTertialReport(scope.Head, project, scope.Tertial, scope.Part, scope.K, frame.Texts.Language),
                                CancellationToken.None)).Map(shown => shown.For(caller) with { UpToDate = scope.UpToDate });
                        return report.Map<IReadOnlyDictionary<string, object?>>(shown => new Dictionary<string, object?>
                        {
                            [nameof(ReportOnSite.Document)] = ReportDocument.From(shown, frame.Texts),
                            [nameof(ReportOnSite.ProjectName)] = frame.Texts.Of(scope.Project.Name, project),
                            [nameof(ReportOnSite.ProjectAddress)] = ProjectPaths.Page(project, scope.Part, scope.Tertial),
                            [nameof(ReportOnSite.Links)] = LinksOf(scope, versions, version, frame.Texts),
                            [nameof(ReportOnSite.Alone)] = avsnitt is null ? null : Code.Parse<ReportSection>(avsnitt),
                        });
                    });
                })
            .RequireAuthorization(Policies.Figures)
            .ForParts();
        GetTertialReport.MapDownload(reports.MapGroup(string.Empty).AddEndpointFilter<TertialInAddress>().AddEndpointFilter<QueryFilter>(), Address + "/fil");
    }

    /// <param name="scope">Project, part and tertial of the page.</param>
    /// <param name="versions">The certified versions that the reader may choose.</param>
    /// <param name="asked">The version that the address names. Null when it names none.</param>
    /// <param name="texts">Texts in the language of the page.</param>
    private static ReportPageLinks LinksOf(ProjectScope scope, IReadOnlyList<int> versions, int? asked, ReportTexts texts)
    {
        var (project, tertial, part) = (scope.Project.Id, scope.Tertial, scope.Part);
        var shown = (asked ?? scope.Head.CertifiedVersion) is { } number and > 0 ? number : (int?)null;
        PageLink Version(string text, int version, bool isShown) => new(text, ProjectPaths.Report(project, tertial, part, version), isShown);
        return new ReportPageLinks(
            [
                .. scope.Reports.Select(report => new PageLink(
                    report.Tertial.ToString(), ProjectPaths.Report(project, report.Tertial, part, null), report.Tertial == tertial))
            ],
            scope.Head.CertifiedVersion is not { } newest ? [] :
            [
                .. versions.Select(version => Version(texts.In("certifierad, version ", "certified, version ") + version, version, version == shown)),
                Version(texts.In("siffrorna nu", "the figures now"), 0, shown is null),
                .. part is null && ShowChanges.IsFor(scope.Caller, project)
                    ? [new PageLink(
                        texts.In($"ändringar sedan version {shown ?? newest}", $"changes since version {shown ?? newest}"),
                        ProjectPaths.Changes(project, tertial, shown ?? newest))]
                    : Array.Empty<PageLink>(),
            ],
            [.. Formats.Select(format => new PageLink(format.Name, ProjectPaths.Download(project, tertial, part, format.Code, isCurrent: shown is null)))],
            goal => ProjectPaths.Why(project, goal.Item, "total"),
            section => ProjectPaths.Report(project, tertial, part, asked, section));
    }
}
