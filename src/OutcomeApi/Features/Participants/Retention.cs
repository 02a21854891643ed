using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>
/// Finds what a project must no longer keep. A project states for how many months it keeps records about people. The time runs from the exit. Without
/// an exit, and for a referral that has not led to a start, it runs from the project's last day. A project that states nothing keeps everything.
/// </summary>
internal static class RetentionRules
{
    private const string SelectEnrollmentsSql =
        """
        SELECT e.reference, e.referral_reference, x.exited_on AS day
        FROM enrollments e
        LEFT JOIN exits x ON x.enrollment_id = e.id AND x.voided = 0
        WHERE e.project_id = @Project
        ORDER BY e.id
        """;

    private const string SelectReferralsSql =
        """
        SELECT r.id, r.reference
        FROM referrals r
        WHERE r.project_id = @Project AND NOT EXISTS (SELECT 1 FROM enrollments e WHERE e.project_id = r.project_id AND e.referral_reference = r.reference)
        ORDER BY r.id
        """;

    /// <summary>Finds the enrollments, and the referrals without an enrollment, whose retention time is over on a day.</summary>
    public static async Task<OverdueRecords> OverdueAsync(
        DbSession session, RecordTables tables, StoredProject project, DateOnly asOf, CancellationToken ct)
    {
        if (project.File.RetentionMonths is not { } months)
        {
            return new OverdueRecords([], [], 0);
        }

        var parameters = new { Project = project.Definition.Id };
        bool IsOver(DateOnly from) => from.AddMonths(months) < asOf;
        var lastDay = project.Definition.Period.EndsOn;
        var enrollments = await session.QueryAsync<Row>(SelectEnrollmentsSql, parameters, ct);
        var referrals = IsOver(lastDay) ? await session.QueryAsync<Row>(SelectReferralsSql, parameters, ct) : [];
        var byOver = enrollments.ToLookup(e => IsOver(e.Day ?? lastDay));
        return new OverdueRecords(
            [.. byOver[true].Select(e => e.Reference)],
            [.. referrals.Select(r => new PersonRecords([new PersonRecord(tables["referral"], r.Id, r.Reference)]))],
            byOver[true].Select(e => e.ReferralReference).OfType<string>().Except(byOver[false].Select(e => e.ReferralReference).OfType<string>()).Count());
    }

    private sealed record Row
    {
        public long Id { get; init; }

        public required string Reference { get; init; }

        public string? ReferralReference { get; init; }

        public DateOnly? Day { get; init; }
    }
}

/// <summary>What a project must no longer keep.</summary>
/// <param name="Enrollments">References of the enrollments.</param>
/// <param name="Referrals">The referrals without an enrollment.</param>
/// <param name="ReferralsOfEnrollments">Number of referrals that go with the enrollments.</param>
internal sealed record OverdueRecords(IReadOnlyList<string> Enrollments, IReadOnlyList<PersonRecords> Referrals, int ReferralsOfEnrollments)
{
    /// <summary>Number of enrollments and referrals, counted as an erasure counts them.</summary>
    public int Records => Enrollments.Count + Referrals.Count + ReferralsOfEnrollments;
}

/// <summary>Counts what the nightly job would erase on a day.</summary>
public sealed record PreviewRetention(string Project, DateOnly? AsOf) : IRequest<Result<RetentionPreview>>
{
    private static readonly QueryParameter<DateOnly?> Day =
        QueryParameter.OfDate("asOf", "The day of the erasure, judged from what is stored now; default: today.", "2031-02-01");

    /// <summary>Maps <c>GET /projects/{project}/retention</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/retention", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new PreviewRetention(project, query.Value(Day)), http.RequestAborted);
                return Reply.Ok(http, result);
            })
            .RequireAuthorization(Policies.Administer)
            .WithTags("participants")
            .WithName("preview-retention")
            .MayTakeLong()
            .WithSummary("Preview what retention would erase.")
            .WithDescription(
                "A project keeps records about people for retentionMonths after their exit or, without an exit, after the project's last day. "
                + "A job erases older records every night. This operation counts what it would erase on a given day, and erases nothing. "
                + "A night is stopped when only a wrong clock may have caused it: stoppedBy says why, and an administrator can confirm it.")
            .WithQuery(Day)
            .Produces<RetentionPreview>();
}

/// <summary>Counts what retention would erase.</summary>
public sealed record RetentionPreview
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The day that the preview is for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Number of months for which the project keeps records about people; null: for ever, nothing is erased.</summary>
    public required int? RetentionMonths { get; init; }

    /// <summary>Number of enrollments that would be erased, with everything that belongs to them.</summary>
    public required int Enrollments { get; init; }

    /// <summary>Number of referrals without an enrollment that would be erased.</summary>
    public required int Referrals { get; init; }

    /// <summary>Number of enrollments and referrals that would be erased in all. Referrals that led to an erased enrollment count.</summary>
    public required int Records { get; init; }

    /// <summary>Number of enrollments and referrals that the project has.</summary>
    public required int Stored { get; init; }

    /// <summary>The most enrollments and referrals that retention has erased from the project in one night.</summary>
    public required int MostOnANight { get; init; }

    /// <summary>When something was last registered in the service; null: never, or everything registered has been erased.</summary>
    public required DateTimeOffset? NewestRegistrationAt { get; init; }

    /// <summary>
    /// Why the night is stopped and nothing erased: unusually-many (more than 10 records, more than 5 % of what is stored, and more than on any
    /// earlier night), nothing-registered (the newest registration in the service is older than 14 days: the clock may be wrong). Empty: not stopped.
    /// </summary>
    [CodeOf(typeof(RetentionStop))]
    public required IReadOnlyList<string> StoppedBy { get; init; }

    /// <summary>Until when an administrator has let one night go ahead although it is stopped; null: nobody has.</summary>
    public required DateTimeOffset? ConfirmedUntil { get; init; }
}

public sealed class PreviewRetentionHandler(DbSession session, RecordTables tables, ProjectStore projects, RetentionGuard guard, BusinessDay day)
    : IRequestHandler<PreviewRetention, Result<RetentionPreview>>
{
    public async Task<Result<RetentionPreview>> Handle(PreviewRetention request, CancellationToken cancellationToken)
    {
        var project = (await projects.FindAsync(session, request.Project, cancellationToken))!;
        var asOf = request.AsOf ?? day.Today;
        var overdue = await RetentionRules.OverdueAsync(session, tables, project, asOf, cancellationToken);
        var judgement = await guard.JudgeAsync(request.Project, overdue.Records, cancellationToken);
        return new RetentionPreview
        {
            Project = request.Project,
            AsOf = asOf,
            RetentionMonths = project.File.RetentionMonths,
            Enrollments = overdue.Enrollments.Count,
            Referrals = overdue.Referrals.Count,
            Records = judgement.Records,
            Stored = judgement.Stored,
            MostOnANight = judgement.MostOnANight,
            NewestRegistrationAt = judgement.NewestRegistration,
            StoppedBy = [.. judgement.Stops.Select(Code.Format)],
            ConfirmedUntil = judgement.ConfirmedUntil,
        };
    }
}

/// <summary>Requests the retention job of every project. Sent every night.</summary>
public sealed record RetainAllProjects : IRequest<Result<ProjectsToRetain>>;

/// <summary>Number of projects whose retention has been requested.</summary>
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

/// <summary>Erases the records of a project whose retention time is over.</summary>
public sealed record RetainProject(string Project) : ICommand<RetainedProject>;

/// <summary>The outcome of a project's retention; null: nothing was erased.</summary>
public sealed record RetainedProject(Erased? Erased);

public sealed partial class RetainProjectHandler(
    DbSession session,
    RecordTables tables,
    ProjectStore projects,
    RetentionGuard guard,
    Eraser eraser,
    BusinessDay day,
    ILogger<RetainProjectHandler> log)
    : IRequestHandler<RetainProject, Result<RetainedProject>>
{
    /// <summary>The service itself as the caller: it acts on the project's definition, not on anybody's request.</summary>
    private static readonly Caller Service = new("retention", Role.Operator, [], []);

    public async Task<Result<RetainedProject>> Handle(RetainProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockProjectAsync(request.Project, ct);
        if (await projects.FindAsync(session, request.Project, ct) is not { } project)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var overdue = await RetentionRules.OverdueAsync(session, tables, project, day.Today, ct);
        var judgement = await guard.JudgeAsync(request.Project, overdue.Records, ct);
        await guard.UseAsync(request.Project, ct);
        if (!judgement.GoesAhead)
        {
            LogStopped(request.Project, judgement.Records, judgement.Stored, string.Join(", ", judgement.Stops.Select(Code.Format)));
            return new RetainedProject(null);
        }

        var people = new List<PersonRecords>(overdue.Referrals);
        foreach (var enrollment in overdue.Enrollments)
        {
            people.Add(await PersonRecords.OfEnrollmentAsync(session, tables, request.Project, enrollment, ct));
        }

        return new RetainedProject(people.Count == 0 ? null : await eraser.EraseAsync(Service, request.Project, people, null, "retention", ct));
    }

    [LoggerMessage(Level = LogLevel.Error, Message = "Retention of {Project} is stopped and nothing removed: {Records} of {Stored} records, {Stops}")]
    private partial void LogStopped(string project, int records, int stored, string stops);
}
