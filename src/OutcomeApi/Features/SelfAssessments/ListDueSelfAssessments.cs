using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.SelfAssessments;

/// <summary>
/// Lists the self-assessments that are due or overdue on a day, by due date. A project has those of the instruments that it uses: by which it has at least
/// one self-assessment.
/// </summary>
public sealed record ListDueSelfAssessments(Caller Caller, string Project, DateOnly? AsOf) : IRequest<IReadOnlyList<DueSelfAssessment>>
{
    private static readonly QueryParameter<DateOnly?> Day =
        QueryParameter.OfDate("asOf", "The day to list self-assessments for, judged from what is stored now; default: today.", "2025-05-02");

    /// <summary>Maps <c>GET /projects/{project}/self-assessments/due</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/self-assessments/due", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var due = await mediator.Send(new ListDueSelfAssessments(Caller.From(http), project, query.Value(Day)), http.RequestAborted);
                var items = due.Skip(query.Skip).Take(query.Limit).ToArray();
                var meta = PageMeta.From(query, items.Length, due.Count);
                return TypedResults.Ok(new DueSelfAssessmentList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.PersonRows)
            .ForParts()
            .WithTags("self-assessments")
            .WithName("list-due-self-assessments")
            .WithSummary("List the self-assessments that are due.")
            .WithDescription(
                "Returns a page of the self-assessments that are due or overdue, by due date: due on its day and for thirty days, then overdue. While a "
                + "participation runs, these are the one at the start (on its first day, unless that lies before the project), the latest of every third "
                + "month (3, 9, 15 …) and the latest of every sixth month (6, 12, 18 …). Of every third or sixth month, one counts as given from thirty "
                + "days before its day on. After an exit only the one at the exit is due, until it is given, except of the deceased. Anonymous "
                + "participations have none. A project has those of the instruments by which it has at least one self-assessment.")
            .WithQuery(Day, QueryParameter.Limit, QueryParameter.Page);
}

/// <summary>A self-assessment that has not been given yet.</summary>
public sealed record DueSelfAssessment
{
    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>The occasion in the participation.</summary>
    [CodeOf(typeof(AssessmentOccasion))]
    public required string Occasion { get; init; }

    /// <summary>Number of months from the start of the participation to the due date; null for the self-assessment at the exit.</summary>
    public required int? Months { get; init; }

    /// <summary>The due date.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Either due or overdue.</summary>
    [CodeOf(typeof(FollowUpState))]
    public required string State { get; init; }

    /// <summary>Id of the subproject; null: none.</summary>
    public required string? Subproject { get; init; }
}

/// <summary>A page of the self-assessments that are due.</summary>
public sealed record DueSelfAssessmentList
{
    /// <summary>The self-assessments, by due date.</summary>
    public required IReadOnlyList<DueSelfAssessment> Items { get; init; }

    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListDueSelfAssessmentsHandler(DbSession session, ProjectStore projects, BusinessDay day)
    : IRequestHandler<ListDueSelfAssessments, IReadOnlyList<DueSelfAssessment>>
{
    private const string SelectParticipationsSql =
        """
        SELECT id, reference, subproject, started_on, exited_on, reason
        FROM participation_facts
        WHERE project_id = @Project AND anonymous = 0
        """;

    private const string SelectGivenSql =
        "SELECT enrollment_id, instrument, occasion, assessed_on FROM self_assessments WHERE project_id = @Project AND voided = 0";

    public async Task<IReadOnlyList<DueSelfAssessment>> Handle(ListDueSelfAssessments request, CancellationToken cancellationToken)
    {
        var asOf = request.AsOf ?? day.Today;
        var project = (await projects.FindAsync(session, request.Project, cancellationToken))!.Definition;
        var participations = await session.QueryAsync<ParticipationRow>(SelectParticipationsSql, new { request.Project }, cancellationToken);
        var given = await session.QueryAsync<GivenRow>(SelectGivenSql, new { request.Project }, cancellationToken);
        var known = given.ToLookup(row => (row.EnrollmentId, row.Instrument), row => (Code.Parse<AssessmentOccasion>(row.Occasion), row.AssessedOn));
        DueSelfAssessment[] due =
        [
            .. from instrument in given.Select(row => row.Instrument).Distinct().Order(StringComparer.Ordinal)
               from row in participations
               where request.Caller.ReachesPart(request.Project, row.Subproject)
               from assessment in AssessmentSchedule.DueOf(row.StartedOn, row.Exit, project.Period.StartsOn, [.. known[(row.Id, instrument)]], asOf)
               orderby assessment.DueOn, row.Reference, assessment.Occasion, instrument
               select new DueSelfAssessment
               {
                   EnrollmentReference = row.Reference,
                   Instrument = instrument,
                   Occasion = Code.Format(assessment.Occasion),
                   Months = assessment.Months,
                   DueOn = assessment.DueOn,
                   State = Code.Format(FollowUpSchedule.StateOf(assessment.DueOn, asOf)),
                   Subproject = row.Subproject,
               }
        ];
        var entry = new AuditEntry(request.Caller, "read", "self-assessment") { Project = request.Project, Count = due.Length };
        await AuditLog.WriteReadAsync(session, entry, day.Now, cancellationToken);
        return due;
    }

    private sealed record ParticipationRow
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public string? Subproject { get; init; }

        public required DateOnly StartedOn { get; init; }

        public DateOnly? ExitedOn { get; init; }

        public string? Reason { get; init; }

        public (DateOnly On, ExitReason Reason)? Exit => ExitedOn is { } on ? (on, Code.Parse<ExitReason>(Reason!)) : null;
    }

    private sealed record GivenRow
    {
        public required long EnrollmentId { get; init; }

        public required string Instrument { get; init; }

        public required string Occasion { get; init; }

        public required DateOnly AssessedOn { get; init; }
    }
}
