using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
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

    private static readonly string[] Columns = ["enrollmentReference", "instrument", "occasion", "months", "dueOn", "state", "subproject"];

    /// <summary>Maps <c>GET /projects/{project}/self-assessments/due</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/self-assessments/due", (string project, Query query, HttpContext http, IMediator mediator) =>
                CsvAnswer.WriteAsync(http, query, async isCsv =>
                {
                    var due = await mediator.Send(new ListDueSelfAssessments(Caller.From(http), project, query.Value(Day)), http.RequestAborted);
                    if (isCsv)
                    {
                        return TableOf(due);
                    }

                    var items = due.Skip(query.Skip).Take(query.Limit).ToArray();
                    var meta = PageMeta.From(query, items.Length, due.Count);
                    return Reply.Ok(new DueSelfAssessmentList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
                }))
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
                + "participations have none. A project has those of the instruments by which it has at least one self-assessment.\n\n"
                + "With `format=csv`, or `Accept: text/csv`, it returns all of them as a table with a column for each member.")
            .WithCsv(Day, QueryParameter.Limit, QueryParameter.Page)
            .Produces<DueSelfAssessmentList>();

    private static CsvTable TableOf(IReadOnlyList<DueSelfAssessment> due) => new(
        "self-assessments-due",
        Columns,
        due.Select(one => (IReadOnlyList<object?>)
            [one.EnrollmentReference, one.Instrument, one.Occasion, one.Months, one.DueOn, one.State, one.Subproject]));
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

public sealed class ListDueSelfAssessmentsHandler(DbSession session, AssessedParticipations participations, BusinessDay day)
    : IRequestHandler<ListDueSelfAssessments, IReadOnlyList<DueSelfAssessment>>
{
    public async Task<IReadOnlyList<DueSelfAssessment>> Handle(ListDueSelfAssessments request, CancellationToken cancellationToken)
    {
        var asOf = request.AsOf ?? day.Today;
        var read = await participations.ReadAsync(request.Caller, request.Project, cancellationToken);
        DueSelfAssessment[] due =
        [
            .. from one in read
               from assessment in AssessmentSchedule.DueOf(one.StartedOn, one.Exit, one.ProjectStartsOn, one.Given, asOf)
               orderby assessment.DueOn, one.EnrollmentReference, assessment.Occasion, one.Instrument
               select new DueSelfAssessment
               {
                   EnrollmentReference = one.EnrollmentReference,
                   Instrument = one.Instrument,
                   Occasion = Code.Format(assessment.Occasion),
                   Months = assessment.Months,
                   DueOn = assessment.DueOn,
                   State = Code.Format(FollowUpSchedule.StateOf(assessment.DueOn, asOf)),
                   Subproject = one.Subproject,
               }
        ];
        var entry = new AuditEntry(request.Caller, "read", "self-assessment") { Project = request.Project, Count = due.Length };
        await AuditLog.WriteReadAsync(session, entry, day.Now, cancellationToken);
        return due;
    }
}
