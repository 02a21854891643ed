using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Runs;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Certifies a tertial report: freezes its current state permanently. Certifying again creates a restated version.</summary>
/// <param name="Caller">Who certifies.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Tertial">Tertial of the report.</param>
/// <param name="Request">The statements made.</param>
/// <param name="FormFaults">Faults in their form.</param>
/// <param name="Seen">The report that the caller has looked at. Null: whatever it is now.</param>
public sealed record Certify(
    Caller Caller, string Project, Tertial Tertial, CertificationRequest Request, IReadOnlyList<Fault> FormFaults, SeenReport? Seen = null)
    : ICommand<CertifiedVersionRow>
{
    private const int MostAttempts = 5;

    /// <summary>Maps <c>POST /projects/{project}/tertial-reports/{tertial}/certifications</c>.</summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapPost("/{tertial}/certifications", async (
                string project, Tertial tertial, Body<CertificationRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await new Certify(Caller.From(http), project, tertial, body.Value, body.Faults).SendAsync(mediator, http.RequestAborted);
                if (result.Faults is [{ Code: FaultCodes.DatabaseBusy }])
                {
                    http.Response.Headers.RetryAfter = "5";
                }

                return Reply.Created(http, result, row => row.Show(http, project, tertial), version => version.Links.Self.Href);
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("certify-tertial-report")
            .MayTakeLong()
            .WithSummary("Certify a tertial report.")
            .WithDescription(
                "Freezes the report of the project and of its subprojects with exact figures, the goal versions and the data cut-off. "
                + "The result is stored as canonical JSON (RFC 8785) with its SHA-256. The body is optional. "
                + "The request is refused (422, tertial-not-ended) until the last day of the tertial, or of the project if it ends earlier, is over. "
                + "It is also refused (422, certification-blocked) while data quality has errors, unless the body contains an exception. "
                + "When the body contains acknowledgements, they must be those of all warnings (otherwise 422, warning-not-acknowledged). "
                + "Certifying again requires a change since the last version (otherwise 409, nothing-changed) and a reason, and creates the next version. "
                + "Earlier versions are never changed.")
            .Produces<CertifiedVersion>(StatusCodes.Status201Created)
            .Produces(StatusCodes.Status409Conflict)
            .Produces(StatusCodes.Status422UnprocessableEntity);

    /// <summary>
    /// Computes a run that includes every registration and certifies it. Makes up to <see cref="MostAttempts"/> attempts when registrations arrive in
    /// between.
    /// </summary>
    public async Task<Result<CertifiedVersionRow>> SendAsync(IMediator mediator, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            await mediator.Send(new ComputeProject(Project, null, ComputeProject.Incremental), ct);
            var result = await mediator.Send(this, ct);
            if (attempt == MostAttempts || result.Faults is not [{ Code: FaultCodes.DatabaseBusy }])
            {
                return result;
            }
        }
    }
}

/// <summary>What somebody has looked at who certifies a report: nothing else may be signed.</summary>
/// <param name="Run">The run that the figures are of. Another one may have other registrations, another day or other goals.</param>
/// <param name="CommentVersion">Version of the comment. Null when there has been none.</param>
/// <param name="CertifiedVersion">Newest certified version. Null when the report is open.</param>
public sealed record SeenReport(string Run, int? CommentVersion, int? CertifiedVersion)
{
    /// <summary>Returns what a head stands for.</summary>
    public static SeenReport From(ReportHead head) => new(head.PublicId!, head.CommentVersion, head.CertifiedVersion);
}

/// <summary>The optional statements made when a report is certified.</summary>
[OptionalBody]
public sealed record CertificationRequest
{
    public const int Longest = 1000;

    /// <summary>Why the report is certified despite errors in the data. Required when data quality has errors.</summary>
    [MaxLength(Longest)]
    public string? Exception { get; init; }

    /// <summary>Why the report is certified again. Required from the second version on.</summary>
    [MaxLength(Longest)]
    public string? Reason { get; init; }

    /// <summary>
    /// The warnings of data quality that are known when the report is certified, each with a reason. When stated, it must have every warning that has found
    /// something. Null: no warning is acknowledged, and none has to be.
    /// </summary>
    public IReadOnlyList<AcknowledgedWarning>? Acknowledgements { get; init; }

    public IEnumerable<Fault> Faults() =>
    [
        .. PlainText.Faults(Exception, "/exception", Longest),
        .. PlainText.Faults(Reason, "/reason", Longest),
        .. (Acknowledgements ?? []).SelectMany((warning, i) => PlainText.Faults(warning.Reason, $"/acknowledgements/{i}/reason", Longest)),
    ];
}

/// <summary>A warning of data quality that the secretariat knows of and certifies the report with.</summary>
public sealed record AcknowledgedWarning
{
    /// <summary>Code of the check, for example <c>overdue-follow-ups</c>.</summary>
    [Required]
    [Reference]
    public string? Finding { get; init; }

    /// <summary>Why the report is certified with it.</summary>
    [Required]
    [MaxLength(CertificationRequest.Longest)]
    public string? Reason { get; init; }

    /// <summary>Returns the warnings that were acknowledged with a version. Null when none was stated.</summary>
    internal static IReadOnlyList<AcknowledgedWarning>? Of(CertifiedVersionRow version) => From(StoredAcknowledgement.Read(version.Acknowledgements));

    internal static IReadOnlyList<AcknowledgedWarning>? From(IReadOnlyList<StoredAcknowledgement>? stored) =>
        stored?.Select(one => new AcknowledgedWarning { Finding = one.Finding, Reason = one.Reason }).ToArray();
}

/// <summary>Freezes the report of the current run. The run must include every registration.</summary>
public sealed class CertifyHandler(DbSession session, RunHeads runs, OpenReports reports, BusinessDay day)
    : IRequestHandler<Certify, Result<CertifiedVersionRow>>
{
    private const string InsertSql =
        """
        INSERT INTO certified_reports (
            project_id, tertial, version, content, sha256, shown, as_of, cut_off, exception_text, reason_text, acknowledgements, certified_at,
            certified_by)
        VALUES (
            @Project, @Tertial, @Version, @Content, @Sha256, '', @AsOf, @CutOff, @Exception, @Reason, @Acknowledgements, @Now, @By)
        """;

    private static readonly string[] ViewColumns = ["project_id", "tertial", "version", "part", "audience", "content"];

    public async Task<Result<CertifiedVersionRow>> Handle(Certify request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockProjectAsync(request.Project, ct);
        var run = await runs.ReadAsync(session, request.Project, ct);
        if (!run.IsUpToDate(runs.Today))
        {
            // A registration arrived after the run was computed for this request. The caller retries on this fault.
            return new Fault(FaultCodes.DatabaseBusy, string.Empty);
        }

        if (request.Seen is { } seen && seen != SeenReport.From(await ReportHead.ReadAsync(session, request.Project, request.Tertial, ct)))
        {
            return new Fault(FaultCodes.VersionStale, string.Empty);
        }

        if (await ViewsAsync(request, run, ct) is not { Count: > 0 } views)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var newest = await CertifiedReports.FindAsync(session, request.Project, request.Tertial, null, Audience.Exact, ct);
        var faults = request.FormFaults.Concat(request.Request.Faults()).ToList();
        if (faults.Count == 0 && newest is not null)
        {
            if (Restatement.Compute(
                newest, part => views.SingleOrDefault(view => view.Part == part && view.Audience == Audience.Exact)?.Shown).IsEmpty)
            {
                return new Fault(FaultCodes.NothingChanged, string.Empty);
            }

            if (request.Request.Reason is null)
            {
                faults.Add(new Fault(FaultCodes.RequiredMissing, "/reason"));
            }
        }

        var exact = views.Single(view => view is { Part: null, Audience: Audience.Exact }).Shown;
        faults.AddRange(Against(exact.Report, request.Request));
        if (faults.Count > 0)
        {
            return faults;
        }

        var facts = new CertificationFacts
        {
            Version = (newest?.Certification.Version ?? 0) + 1,
            CertifiedAt = day.Now,
            CertifiedBy = request.Caller.Credential,
            AsOf = run.AsOf!.Value,
            DataCutOff = run.CutOff!.Value,
            GoalVersions =
            [
                .. exact.Goals.Select(item => (item.Goal, item.GoalVersion)).Distinct()
                    .Select(goal => new GoalVersionUsed { Goal = goal.Goal, Version = goal.GoalVersion })
            ],
            Exception = request.Request.Exception,
            Reason = request.Request.Reason,
            Acknowledgements = request.Request.Acknowledgements,
        };
        await InsertAsync(
            request, new CertifiedReports(facts, [.. views.Select(view => view with { Shown = view.Shown with { Certification = facts } })]), ct);
        var entry = new AuditEntry(request.Caller, "certify", "tertial-report") { Project = request.Project, Change = run.CutOff };
        await AuditLog.WriteAsync(session, entry, day.Now, ct);
        return (await CertifiedVersionRow.FindAsync(session, request.Project, request.Tertial, facts.Version, ct))!;
    }

    /// <summary>
    /// Reads the report of the project and of each subproject, for every audience, in Swedish. The list is empty when there is no report of the
    /// tertial.
    /// </summary>
    private async Task<IReadOnlyList<CertifiedView>> ViewsAsync(Certify request, RunHead run, CancellationToken ct)
    {
        var views = new List<CertifiedView>();
        foreach (var part in (await reports.PartsAsync(request.Project, ct)).Prepend(null))
        {
            foreach (var audience in Enum.GetValues<Audience>())
            {
                var k = runs.ThresholdFor(audience == Audience.SteeringGroup, run);
                if (await reports.FindAsync(run, request.Project, request.Tertial, part, k, Language.Swedish, ct) is { } shown)
                {
                    views.Add(new CertifiedView(part, audience, shown));
                }
            }
        }

        return views;
    }

    /// <summary>
    /// Finds the faults that prevent certification: the tertial has not ended, data quality has errors without a stated exception, or the stated
    /// acknowledgements are not those of its warnings.
    /// </summary>
    private static IEnumerable<Fault> Against(TertialReport report, CertificationRequest request)
    {
        var tertial = report.CohortOf(Window.Tertial);
        if (tertial.To >= report.AsOf)
        {
            yield return new Fault(FaultCodes.TertialNotEnded, string.Empty, tertial.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        if (request.Exception is null)
        {
            foreach (var error in FoundIn(report, FindingClass.Error))
            {
                yield return new Fault(FaultCodes.CertificationBlocked, string.Empty, error.Key, NumberOf(error));
            }
        }

        if (request.Acknowledgements is { } acknowledged)
        {
            ReportRow[] warnings = [.. FoundIn(report, FindingClass.Warning)];
            foreach (var warning in warnings.Where(row => acknowledged.All(one => one.Finding != row.Key)))
            {
                yield return new Fault(FaultCodes.WarningNotAcknowledged, "/acknowledgements", warning.Key, NumberOf(warning));
            }

            foreach (var (i, _) in acknowledged.Index().Where(one => warnings.All(row => row.Key != one.Item.Finding)))
            {
                yield return new Fault(
                    FaultCodes.UnknownCode, $"/acknowledgements/{i}/finding", string.Join(", ", warnings.Select(row => row.Key).DefaultIfEmpty("-")));
            }
        }

        static string NumberOf(ReportRow finding) => finding[GenderGroup.Total]!.Value.ToString(CultureInfo.InvariantCulture);
    }

    private static IEnumerable<ReportRow> FoundIn(TertialReport report, FindingClass findingClass) =>
        report.Table(ReportSection.DataQuality, Window.Tertial).Rows
            .Where(row => row.Label(DataQuality.Class) == Code.Format(findingClass) && row[GenderGroup.Total] > 0);

    private async Task InsertAsync(Certify request, CertifiedReports certified, CancellationToken ct)
    {
        var content = certified.ToCanonicalJson();
        var (project, tertial, version) = (request.Project, request.Tertial.Index, certified.Certification.Version);
        await session.ExecuteAsync(
            InsertSql,
            new
            {
                Project = project,
                Tertial = tertial,
                Version = version,
                Content = Encoding.UTF8.GetString(content),
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                certified.Certification.AsOf,
                CutOff = certified.Certification.DataCutOff,
                certified.Certification.Exception,
                certified.Certification.Reason,
                Acknowledgements = StoredAcknowledgement.Write(certified.Certification.ToStored().Acknowledgements),
                Now = certified.Certification.CertifiedAt,
                By = certified.Certification.CertifiedBy,
            },
            ct);
        await session.BulkInsertAsync(
            "certified_views",
            ViewColumns,
            certified.Views.Select(view => new object?[]
            {
                project, tertial, version, view.Part ?? string.Empty, Code.Format(view.Audience), StoredJson.Pack(view.ToStored()),
            }),
            ct);
    }
}
