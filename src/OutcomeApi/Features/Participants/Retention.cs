using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>
/// A project says for how many months it keeps what it knows about people. They run from the exit; for who has none, and for a referral that has not
/// led to a start, from the project's last day. A project that says nothing keeps all.
/// </summary>
internal static class RetentionRules
{
    private const string SelectEnrollmentsSql =
        """
        SELECT e.reference, x.exited_on AS day
        FROM enrollments e
        LEFT JOIN exits x ON x.enrollment_id = e.id AND x.voided = 0
        WHERE e.project_id = @Project
        ORDER BY e.id
        """;

    private const string SelectReferralsSql =
        """
        SELECT r.id, r.reference, r.participant, r.referred_on AS day
        FROM referrals r
        WHERE r.project_id = @Project AND NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.project_id = r.project_id AND e.referral_reference = r.reference)
        ORDER BY r.id
        """;

    /// <summary>The enrollments and the lone referrals whose time is over on a day.</summary>
    public static async Task<(IReadOnlyList<string> Enrollments, IReadOnlyList<PersonRecords> Referrals)> OverdueAsync(
        DbSession session, StoredProject project, DateOnly asOf, CancellationToken ct)
    {
        if (project.File.RetentionMonths is not { } months)
        {
            return ([], []);
        }

        var parameters = new { Project = project.Definition.Id };
        bool IsOver(DateOnly from) => from.AddMonths(months) < asOf;
        var lastDay = project.Definition.Period.EndsOn;
        var enrollments = await session.QueryAsync<Row>(SelectEnrollmentsSql, parameters, ct);
        var referrals = IsOver(lastDay) ? await session.QueryAsync<Row>(SelectReferralsSql, parameters, ct) : [];
        return (
            [.. enrollments.Where(e => IsOver(e.Day ?? lastDay)).Select(e => e.Reference)],
            [.. referrals.Select(r => new PersonRecords([], [r.Id], [new RecordName("referral", r.Reference)]))]);
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public required string Reference { get; init; }

        public DateOnly? Day { get; init; }
    }
}

/// <summary>What the nightly job would erase on a day.</summary>
public sealed record PreviewRetention(string Project, DateOnly? AsOf) : IRequest<Result<RetentionPreview>>
{
    /// <summary><c>GET /projects/{project}/retention</c></summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/retention", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new PreviewRetention(project, query.Date("asOf")), http.RequestAborted);
                return result.IsSuccess ? Results.Json(result.Value, Json.Options) : Problems.Answer(http, result.Faults);
            })
            .RequireAuthorization(Policies.OrganisationRecords)
            .WithTags("participants")
            .WithName("preview-retention")
            .MayTakeLong()
            .WithSummary("What would be erased because its time is over.")
            .WithDescription(
                "A project keeps what it knows about people for retentionMonths after their exit; who has none, after the project's last day. Every night what is older is erased. "
                + "This says how much it would be on a day, without erasing anything.")
            .WithQuery(new QueryParameter("asOf", "The day to ask for, of what is stored now; today when absent.", "2031-02-01") { IsDate = true })
            .Produces<RetentionPreview>();
}

/// <summary>How much would be erased.</summary>
public sealed record RetentionPreview
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The day that was asked for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>For how many months the project keeps what it knows about people; null: for ever, nothing is erased.</summary>
    public required int? RetentionMonths { get; init; }

    /// <summary>Enrollments, with all that hangs on them.</summary>
    public required int Enrollments { get; init; }

    /// <summary>Referrals that have not led to a start.</summary>
    public required int Referrals { get; init; }
}

public sealed class PreviewRetentionHandler(DbSession session, ProjectStore projects, BusinessDay day) : IRequestHandler<PreviewRetention, Result<RetentionPreview>>
{
    public async Task<Result<RetentionPreview>> Handle(PreviewRetention request, CancellationToken cancellationToken)
    {
        var project = (await projects.FindAsync(session, request.Project, cancellationToken))!;
        var asOf = request.AsOf ?? day.Today;
        var (enrollments, referrals) = await RetentionRules.OverdueAsync(session, project, asOf, cancellationToken);
        return new RetentionPreview
        {
            Project = request.Project,
            AsOf = asOf,
            RetentionMonths = project.File.RetentionMonths,
            Enrollments = enrollments.Count,
            Referrals = referrals.Count,
        };
    }
}

/// <summary>Asks for the retention of every project: a nightly job.</summary>
public sealed record RetainAllProjects : IRequest<Result<ProjectsToRetain>>;

/// <summary>The projects whose retention has been asked for.</summary>
public sealed record ProjectsToRetain(int Count);

public sealed class RetainAllProjectsHandler(DbSession session, IJobs jobs) : IRequestHandler<RetainAllProjects, Result<ProjectsToRetain>>
{
    private const string SelectSql = "SELECT id FROM projects ORDER BY id";

    public async Task<Result<ProjectsToRetain>> Handle(RetainAllProjects request, CancellationToken cancellationToken)
    {
        var projects = await session.QueryAsync<string>(SelectSql, null, cancellationToken);
        foreach (var project in projects)
        {
            jobs.ApplyRetention(project);
        }

        return new ProjectsToRetain(projects.Count);
    }
}

/// <summary>Erases what a project keeps no longer.</summary>
public sealed record RetainProject(string Project) : ICommand<RetainedProject>;

/// <summary>What has gone; null: nothing.</summary>
public sealed record RetainedProject(Erased? Erased);

public sealed class RetainProjectHandler(DbSession session, ProjectStore projects, Eraser eraser, BusinessDay day) : IRequestHandler<RetainProject, Result<RetainedProject>>
{
    /// <summary>The service itself: it does what the project's definition says.</summary>
    private static readonly Caller Service = new("retention", Role.Operator, [], []);

    public async Task<Result<RetainedProject>> Handle(RetainProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockAsync("project:" + request.Project, ct);
        if (await projects.FindAsync(session, request.Project, ct) is not { } project)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var (enrollments, referrals) = await RetentionRules.OverdueAsync(session, project, day.Today, ct);
        var people = new List<PersonRecords>(referrals);
        foreach (var enrollment in enrollments)
        {
            people.Add(await PersonRecords.OfEnrollmentAsync(session, request.Project, enrollment, ct));
        }

        return new RetainedProject(people.Count == 0 ? null : await eraser.EraseAsync(Service, request.Project, people, null, "retention", ct));
    }
}
