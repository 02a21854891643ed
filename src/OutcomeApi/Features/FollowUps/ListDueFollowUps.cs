using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>Lists the follow-ups that are due or overdue on a day, by due date.</summary>
public sealed record ListDueFollowUps(Caller Caller, string Project, DateOnly? AsOf, string? Referrer) : IRequest<IReadOnlyList<DueFollowUp>>
{
    private static readonly QueryParameter<DateOnly?> Day =
        QueryParameter.OfDate("asOf", "The day to list follow-ups for, judged from what is stored now; default: today.", "2025-05-02");

    private static readonly QueryParameter<string?> ReferredBy = QueryParameter.OfCodes(
        "referrer",
        "Return only follow-ups of people referred by this organisation, which has to report on them. not-stated: only people whose referrer is not known.",
        "region",
        [.. Code.All<Referrer>(), ReferrerTable.NotStated]);

    private static readonly string[] Columns = ["enrollmentReference", "months", "exitedOn", "dueOn", "state", "referrer", "subproject"];

    /// <summary>Maps <c>GET /projects/{project}/follow-ups/due</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/follow-ups/due", (string project, Query query, HttpContext http, IMediator mediator) =>
                CsvAnswer.WriteAsync(http, query, async isCsv =>
                {
                    var due = await mediator.Send(
                        new ListDueFollowUps(Caller.From(http), project, query.Value(Day), query.Value(ReferredBy)), http.RequestAborted);
                    if (isCsv)
                    {
                        return TableOf(due);
                    }

                    var items = due.Skip(query.Skip).Take(query.Limit).ToArray();
                    var meta = PageMeta.From(query, items.Length, due.Count);
                    return Reply.Ok(new DueFollowUpList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
                }))
            .RequireAuthorization(Policies.FollowUps)
            .ForParts()
            .WithTags("follow-ups")
            .WithName("list-due-follow-ups")
            .WithSummary("List the follow-ups that are due.")
            .WithDescription(
                "Returns a page of the follow-ups that are due or overdue and have neither an answer nor a reason for having none, by due date.\n\n"
                + "With `format=csv`, or `Accept: text/csv`, it returns all of them as a table with a column for each member.")
            .WithCsv(Day, ReferredBy, QueryParameter.Limit, QueryParameter.Page)
            .Produces<DueFollowUpList>();

    private static CsvTable TableOf(IReadOnlyList<DueFollowUp> due) => new(
        "follow-ups-due",
        Columns,
        due.Select(one => (IReadOnlyList<object?>)
            [one.EnrollmentReference, one.Months, one.ExitedOn, one.DueOn, one.State, one.Referrer, one.Subproject]));
}

/// <summary>A follow-up that has no answer yet.</summary>
public sealed record DueFollowUp
{
    /// <summary>The sender's reference of the enrollment.</summary>
    public required string EnrollmentReference { get; init; }

    /// <summary>Number of months after the exit.</summary>
    public required int Months { get; init; }

    /// <summary>The day of the exit.</summary>
    public required DateOnly ExitedOn { get; init; }

    /// <summary>
    /// The due date: the day of the exit plus the months, limited to the last day of the month. For example, 3 months after 30 November is the last
    /// day of February.
    /// </summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>Either due or overdue.</summary>
    [CodeOf(typeof(FollowUpState))]
    public required string State { get; init; }

    /// <summary>The organisation that referred the person and therefore reports the follow-up; null: not known.</summary>
    [CodeOf(typeof(Referrer))]
    public required string? Referrer { get; init; }

    /// <summary>Id of the subproject; null: none.</summary>
    public required string? Subproject { get; init; }
}

/// <summary>A page of the follow-ups that are due.</summary>
public sealed record DueFollowUpList
{
    /// <summary>The follow-ups, by due date.</summary>
    public required IReadOnlyList<DueFollowUp> Items { get; init; }

    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListDueFollowUpsHandler(DbSession session, UnansweredFollowUps unanswered, BusinessDay day)
    : IRequestHandler<ListDueFollowUps, IReadOnlyList<DueFollowUp>>
{
    public async Task<IReadOnlyList<DueFollowUp>> Handle(ListDueFollowUps request, CancellationToken cancellationToken)
    {
        var all = await unanswered.ReadAsync(request.Caller, request.Project, request.AsOf ?? day.Today, cancellationToken);
        DueFollowUp[] due =
        [
            .. from followUp in all
               where followUp.State != FollowUpState.NotDue
               where request.Referrer is null || (followUp.Referrer ?? ReferrerTable.NotStated) == request.Referrer
               select new DueFollowUp
               {
                   EnrollmentReference = followUp.EnrollmentReference,
                   Months = followUp.Months,
                   ExitedOn = followUp.ExitedOn,
                   DueOn = followUp.DueOn,
                   State = Code.Format(followUp.State),
                   Referrer = followUp.Referrer,
                   Subproject = followUp.Subproject,
               }
        ];
        var entry = new AuditEntry(request.Caller, "read", "follow-up") { Project = request.Project, Count = due.Length };
        await AuditLog.WriteReadAsync(session, entry, day.Now, cancellationToken);
        return due;
    }
}
