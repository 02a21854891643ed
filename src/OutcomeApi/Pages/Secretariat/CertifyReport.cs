using System.Text.Json;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.Quality;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pages.Projects;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>
/// The page on which a secretariat checks a report, and certifies or restates it: what blocks, and what warns and must be acknowledged with a reason. What is
/// signed is what the page showed. When figures, comment or version have changed meanwhile, the page is shown again and nothing is signed.
/// </summary>
internal static class CertifyReport
{
    private const string Address = SecretariatPaths.Desk + "/{project}/{tertial}";

    /// <summary>Maps <c>GET</c> and <c>POST /kansli/{project}/{tertial}</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var reports = site.MapGroup(string.Empty).AddEndpointFilter<ProjectReach>().AddEndpointFilter<TertialInAddress>();
        reports.MapGet(Address, (string project, Tertial tertial, HttpContext http) => Page.Of(http).ShowAsync(project, tertial))
            .RequireAuthorization(Policies.CertifyReports);
        reports.MapPost(Address, (string project, Tertial tertial, HttpContext http) => Page.Of(http).CertifyAsync(project, tertial))
            .RequireAuthorization(Policies.CertifyReports)
            .MayTakeLong();
    }

    /// <summary>The page, for one request.</summary>
    private sealed class Page(HttpContext http, IMediator mediator)
    {
        private readonly PageFrame _frame = PageFrame.From(http);

        private CancellationToken Aborted => http.RequestAborted;

        public static Page Of(HttpContext http) => ActivatorUtilities.CreateInstance<Page>(http.RequestServices, http);

        /// <summary>Shows the report.</summary>
        public async Task<IResult> ShowAsync(string project, Tertial tertial) => await AnswerAsync(await ReadAsync(project, tertial));

        /// <summary>Certifies the report as the form states, or shows it again with what is wrong.</summary>
        public async Task<IResult> CertifyAsync(string project, Tertial tertial)
        {
            var sent = await SentForm.ReadAsync(http);
            if (!sent.IsSuccess)
            {
                return Problems.Answer(http, sent.Faults);
            }

            var statement = CertificationStatement.From(sent.Value.Fields);
            IReadOnlyList<string> said = [SentForm.Old(_frame)];
            var status = StatusCodes.Status403Forbidden;
            if (!sent.Value.IsOld)
            {
                var faults = new List<Fault>();
                var request = JsonBodyReader.Read<CertificationRequest>(statement.ToJson(), string.Empty, faults);
                var certified = await new Certify(Caller.From(http), project, tertial, request, faults, statement.Seen).SendAsync(mediator, Aborted);
                if (certified.IsSuccess)
                {
                    return Site.GoTo(SecretariatPaths.Report(project, tertial));
                }

                status = Problems.StatusOf(certified.Faults);
                said = certified.Faults.Any(fault => fault.Code == FaultCodes.VersionStale)
                    ? [_frame.In(
                        "Rapporten har ändrats medan sidan var öppen, och inget är certifierat. Sidan visar den som den är nu: läs den och certifiera igen.",
                        "The report has been changed meanwhile, and nothing is certified. The page shows it as it is now: read it and certify again.")]
                    : ProblemError.TextsOf(certified.Faults, _frame.Texts.Language);
            }

            return await AnswerAsync((await ReadAsync(project, tertial)).Map(shown => shown with { Statement = statement, Faults = said }), status);
        }

        private async Task<Result<ReportToCertify>> ReadAsync(string project, Tertial tertial)
        {
            var caller = Caller.From(http);
            var found = await mediator.Send(new FindProjectScope(caller, project, null, tertial.ToString()), Aborted);
            if (!found.IsSuccess)
            {
                return found.Faults.ToList();
            }

            var scope = found.Value;
            var quality = await mediator.Send(new GetDataQuality(caller, project, null, scope.Tertial, scope.Head), Aborted);
            var comment = await mediator.Send(new GetComment(project, scope.Tertial), Aborted);
            var listed = await mediator.Send(new ListTertialReports(caller, project), Aborted);
            return quality.Map(figures => new ReportToCertify
            {
                Scope = scope,
                Listed = listed.Single(one => one.State.Tertial == scope.Tertial),
                HasEnded = scope.Project.Period.CohortOf(scope.Tertial, Window.Tertial).To < scope.AsOf,
                Found = [.. figures.Findings.Where(one => one.Count > 0)],
                Comment = comment.IsSuccess ? comment.Value.Comment.Text : null,
                Statement = new CertificationStatement { Seen = SeenReport.From(scope.Head) },
            });
        }

        private async Task<IResult> AnswerAsync(Result<ReportToCertify> read, int status = StatusCodes.Status200OK) => read.Value is not { } shown
            ? Problems.Answer(http, read.Faults)
            : await Site.PageAsync<CertifyPage>(
                http,
                new Dictionary<string, object?>
                {
                    [nameof(CertifyPage.Shown)] = shown,
                    [nameof(CertifyPage.Versions)] = await mediator.Send(new ListVersions(shown.Scope.Project.Id, shown.Scope.Tertial), Aborted),
                    [nameof(CertifyPage.Form)] = SentForm.TokenOf(http),
                },
                status);
    }
}

/// <summary>A report as the page shows it on which it is certified.</summary>
public sealed record ReportToCertify
{
    public required ProjectScope Scope { get; init; }

    public required ListedReport Listed { get; init; }

    /// <summary>Whether the tertial is over, so that the report can be certified.</summary>
    public required bool HasEnded { get; init; }

    /// <summary>What the checks have found.</summary>
    public required IReadOnlyList<FoundCount> Found { get; init; }

    /// <summary>The project's comment. Null when there is none.</summary>
    public required string? Comment { get; init; }

    /// <summary>What has been filled in.</summary>
    public required CertificationStatement Statement { get; init; }

    /// <summary>What is wrong with it, and how to mend it.</summary>
    public IReadOnlyList<string> Faults { get; init; } = [];

    /// <summary>Returns what the checks of a class have found.</summary>
    public IEnumerable<FoundCount> Of(FindingClass findingClass) => Found.Where(one => one.Class == Code.Format(findingClass));
}

/// <summary>What a secretariat fills in to certify a report.</summary>
public sealed record CertificationStatement
{
    public const string ExceptionField = "undantag";
    public const string ReasonField = "orsak";
    public const string WarningField = "varning";
    private const string Run = "_korning";
    private const string Comment = "_kommentar";
    private const string Version = "_version";
    private const string ReasonOf = "skal-";

    /// <summary>Why the report is certified in spite of errors.</summary>
    public string Exception { get; init; } = string.Empty;

    /// <summary>Why the report is certified again.</summary>
    public string Reason { get; init; } = string.Empty;

    /// <summary>The warnings that are ticked.</summary>
    public IReadOnlyList<string> Ticked { get; init; } = [];

    /// <summary>Why the report is certified with each warning.</summary>
    public IReadOnlyDictionary<string, string> Reasons { get; init; } = new Dictionary<string, string>();

    /// <summary>The report that the page showed. A form that does not tell has seen none that there is.</summary>
    public required SeenReport Seen { get; init; }

    /// <summary>What the page remembers of the report that it shows, as hidden fields.</summary>
    public static IEnumerable<(string Name, string? Value)> HiddenFields(SeenReport seen) =>
    [
        (Run, seen.Run), (Comment, Cell(seen.CommentVersion)), (Version, Cell(seen.CertifiedVersion)),
    ];

    /// <summary>Name of the field in which the reason for a warning is filled in.</summary>
    public static string ReasonFieldOf(string finding) => ReasonOf + finding;

    public static CertificationStatement From(IFormCollection form) => new()
    {
        Exception = form[ExceptionField].ToString().Trim(),
        Reason = form[ReasonField].ToString().Trim(),
        Ticked = [.. form[WarningField].OfType<string>()],
        Reasons = form.Keys.Where(key => key.StartsWith(ReasonOf, StringComparison.Ordinal))
            .ToDictionary(key => key[ReasonOf.Length..], key => form[key].ToString().Trim()),
        Seen = new SeenReport(form[Run].ToString(), Number(form[Comment]), Number(form[Version])),
    };

    /// <summary>Returns the statement as the body of a certification. It names every warning that is ticked.</summary>
    public JsonElement ToJson() => JsonSerializer.SerializeToElement(new Dictionary<string, object?>
    {
        ["exception"] = TextOf(Exception),
        ["reason"] = TextOf(Reason),
        ["acknowledgements"] = Ticked.Select(finding => new Dictionary<string, string?>
        {
            ["finding"] = finding,
            ["reason"] = TextOf(Reasons.GetValueOrDefault(finding, string.Empty)),
        }),
    });

    private static string? TextOf(string filledIn) => filledIn.Length == 0 ? null : filledIn;

    private static int? Number(string? text) => int.TryParse(text, out var number) ? number : null;

    private static string? Cell(int? number) => number?.ToString(System.Globalization.CultureInfo.InvariantCulture);
}
