using System.Globalization;
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
/// figures. A certified report is shown as it was certified; <c>version=0</c> shows the current figures beside it.
/// </summary>
internal static class ShowReport
{
    private const string Address = "/projekt/{project}/rapporter/{tertial}";

    private static readonly (string Code, string Name)[] Formats =
        [("xlsx", "Excel"), ("csv", "CSV"), ("html", "HTML"), ("json", "JSON"), ("jsonstat", "JSON-stat")];

    /// <summary>Maps <c>GET /projekt/{project}/rapporter/{tertial}</c> and the downloads below it.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var reports = site.MapGroup(string.Empty).AddEndpointFilter<ProjectReach>();
        reports.MapGet(
                Address,
                async (
                    string project, string tertial, string? del, int? version, HttpContext http, IMediator mediator, CertifiedAnswers certified,
                    KeptAnswers answers) =>
                {
                    var caller = Caller.From(http);
                    var found = await mediator.Send(new FindProjectScope(caller, project, del, tertial), http.RequestAborted);
                    if (!found.IsSuccess)
                    {
                        return Problems.Answer(http, found.Faults);
                    }

                    var scope = found.Value;
                    int[] versions = caller.Role == Role.Secretariat && caller.PartsOf(project) is null
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
                            [nameof(ReportOnSite.Links)] = LinksOf(scope, versions, wanted, frame.Texts),
                        });
                    });
                })
            .RequireAuthorization(Policies.Figures)
            .ForParts();
        GetTertialReport.MapDownload(reports.MapGroup(string.Empty).AddEndpointFilter<TertialInAddress>().AddEndpointFilter<QueryFilter>(), Address + "/fil");
    }

    private static ReportPageLinks LinksOf(ProjectScope scope, IReadOnlyList<int> versions, int? shown, ReportTexts texts)
    {
        string AddressOf(Tertial tertial, int? version) => ProjectPaths.Report(scope.Project.Id, tertial, scope.Part, version);
        return new ReportPageLinks(
            [.. scope.Reports.Select(report => new PageLink(report.Tertial.ToString(), AddressOf(report.Tertial, null), report.Tertial == scope.Tertial))],
            scope.Head.CertifiedVersion is null ? [] :
            [
                .. versions.Select(version => new PageLink(
                    texts.In("certifierad, version ", "certified, version ") + version.ToString(CultureInfo.InvariantCulture),
                    AddressOf(scope.Tertial, version),
                    version == shown)),
                new PageLink(texts.In("siffrorna nu", "the figures now"), AddressOf(scope.Tertial, 0), shown is null),
            ],
            null,
            [
                .. Formats.Select(format => new PageLink(
                    format.Name, ProjectPaths.Download(scope.Project.Id, scope.Tertial, scope.Part, format.Code, isCurrent: shown is null)))
            ],
            goal => ProjectPaths.Why(scope.Project.Id, goal.Item, "total"));
    }
}
