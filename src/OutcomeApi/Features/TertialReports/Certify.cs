using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Certifies the report of a tertial: freezes it as it is now, for ever. Certifying again restates it.</summary>
public sealed record Certify(Caller Caller, string Project, Tertial Tertial, CertificationRequest Request, IReadOnlyList<Fault> FormFaults) : ICommand<CertifiedVersionRow>
{
    /// <summary><c>POST /projects/{project}/tertial-reports/{tertial}/certifications</c></summary>
    public static void Map(RouteGroupBuilder reports) =>
        reports.MapPost("/{tertial}/certifications", async (string project, string tertial, Body<CertificationRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (!Tertial.TryParse(tertial, out var wanted))
                {
                    return ReportAddress.NoTertial(http);
                }

                if (body.Value is null)
                {
                    return Problems.Of(http, body.Faults);
                }

                await mediator.Send(new DecideWhatIsShown(project, wanted), http.RequestAborted);
                var result = await mediator.Send(new Certify(Caller.Of(http), project, wanted, body.Value, body.Faults), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Of(http, result.Faults);
                }

                var version = result.Value.Show(http, project, wanted);
                http.Response.Headers.Location = version.Links.Self.Href;
                return Results.Json(version, Json.Options, statusCode: StatusCodes.Status201Created);
            })
            .RequireAuthorization(Policies.CertifyReports)
            .WithName("certify-tertial-report")
            .MayTakeLong()
            .WithSummary("Certifies the report of a tertial.")
            .WithDescription(
                "Freezes the report of the project and of its subprojects with exact numbers, as canonical JSON (RFC 8785) with its SHA-256, the goal versions and the data cut-off. The body may be left out. Refused before the tertial's last day is over, "
                + "and while data quality has errors unless an exception is stated. Certifying again needs a change and a reason, and makes the next version; earlier ones stay as they are.")
            .Produces<CertifiedVersion>(StatusCodes.Status201Created)
            .Produces(StatusCodes.Status409Conflict)
            .Produces(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>What is said when a report is certified.</summary>
[MayBeLeftOut]
public sealed record CertificationRequest
{
    public const int Longest = 1000;

    /// <summary>Why the report is certified in spite of errors in the data.</summary>
    [MaxLength(Longest)]
    public string? Exception { get; init; }

    /// <summary>Why it is certified anew. Required from the second version on.</summary>
    [MaxLength(Longest)]
    public string? Reason { get; init; }

    public IEnumerable<Fault> Faults() => PlainText.Faults(Exception, "/exception", Longest).Concat(PlainText.Faults(Reason, "/reason", Longest));
}

public sealed class CertifyHandler(DbSession session, ReportReader reports, PublicationsAhead publications, BusinessDay day) : IRequestHandler<Certify, Result<CertifiedVersionRow>>
{
    private const string InsertSql =
        """
        INSERT INTO certified_reports (
            project_id, tertial, version, content, sha256, shown, told, as_of, cut_off, exception_text, reason_text, certified_at, certified_by)
        VALUES (
            @Project, @Tertial, @Version, @Content, @Sha256, @Shown, @Told, @AsOf, @CutOff, @Exception, @Reason, @Now, @By)
        """;

    public async Task<Result<CertifiedVersionRow>> Handle(Certify request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockAsync("project:" + request.Project, ct);
        if (await reports.ReadAsync(request.Project, request.Tertial, ct) is not { } registered)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var newest = await CertifiedReports.NewestAsync(session, request.Project, request.Tertial, ct);
        var faults = request.FormFaults.Concat(request.Request.Faults()).ToList();
        if (faults.Count == 0 && newest is not null)
        {
            if (Restatement.Of(newest, part => registered.ShownTo(Role.Secretariat, part, Language.Swedish)).IsEmpty)
            {
                return new Fault(FaultCodes.NothingChanged, string.Empty);
            }

            if (request.Request.Reason is null)
            {
                faults.Add(new Fault(FaultCodes.RequiredMissing, "/reason"));
            }
        }

        faults.AddRange(Against(registered, request.Request));
        if (faults.Count > 0)
        {
            return faults;
        }

        var facts = new CertificationFacts
        {
            Version = (newest?.Certification.Version ?? 0) + 1,
            CertifiedAt = day.Now,
            CertifiedBy = request.Caller.Credential,
            AsOf = registered.AsOf,
            DataCutOff = registered.CutOff,
            GoalVersions =
            [
                .. registered.FiguresOf(null).Goals.Select(figure => (figure.Goal.Key, figure.Goal.Version)).Distinct()
                    .Select(goal => new GoalVersionUsed { Goal = goal.Key, Version = goal.Version })
            ],
            Exception = request.Request.Exception,
            Reason = request.Request.Reason,
        };
        await InsertAsync(request, FrozenReport.Of(registered, facts), registered.PublicationOf(), ct);
        session.AfterCommit(() => publications.HasChanged(request.Project));
        await AuditLog.WriteAsync(session, request.Caller, "certify", request.Project, "tertial-report", 1, registered.CutOff, null, day.Now, ct);
        return (await CertifiedVersionRow.FindAsync(session, request.Project, request.Tertial, facts.Version, ct))!;
    }

    /// <summary>What stands in the way of certifying what is registered.</summary>
    private static IEnumerable<Fault> Against(RegisteredReport registered, CertificationRequest request)
    {
        var tertial = registered.Project.Period.CohortOf(registered.Tertial, Window.Tertial);
        if (tertial.To >= registered.AsOf)
        {
            yield return new Fault(FaultCodes.TertialNotEnded, string.Empty, tertial.To.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture));
        }

        if (request.Exception is null)
        {
            var counted = registered.Facts.Counted();
            foreach (var error in DataQualityChecks.Of(registered.Project, tertial, counted.Participations, counted.Referrals, registered.AsOf)
                .Where(f => f.Class == FindingClass.Error && f.Records.Count > 0))
            {
                yield return new Fault(FaultCodes.CertificationBlocked, string.Empty, error.Code, error.Records.Count.ToString(CultureInfo.InvariantCulture));
            }
        }
    }

    private Task InsertAsync(Certify request, FrozenReport frozen, ProjectPublication publication, CancellationToken ct)
    {
        var content = frozen.ToCanonicalJson();
        return session.ExecuteAsync(
            InsertSql,
            new
            {
                request.Project,
                Tertial = request.Tertial.Index,
                frozen.Certification.Version,
                Content = Encoding.UTF8.GetString(content),
                Sha256 = Convert.ToHexStringLower(SHA256.HashData(content)),
                Shown = frozen.ToJson(),
                Told = CertifiedFigures.ToJson(publication, request.Tertial),
                frozen.Certification.AsOf,
                CutOff = frozen.Certification.DataCutOff,
                frozen.Certification.Exception,
                frozen.Certification.Reason,
                Now = frozen.Certification.CertifiedAt,
                By = frozen.Certification.CertifiedBy,
            },
            ct);
    }
}
