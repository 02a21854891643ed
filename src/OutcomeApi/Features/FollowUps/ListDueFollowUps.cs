using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
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

    /// <summary>Maps <c>GET /projects/{project}/follow-ups/due</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/follow-ups/due", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var due = await mediator.Send(
                    new ListDueFollowUps(Caller.From(http), project, query.Value(Day), query.Value(ReferredBy)), http.RequestAborted);
                var items = due.Skip(query.Skip).Take(query.Limit).ToArray();
                var meta = PageMeta.From(query, items.Length, due.Count);
                return TypedResults.Ok(new DueFollowUpList { Items = items, Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.FollowUps)
            .ForParts()
            .WithTags("follow-ups")
            .WithName("list-due-follow-ups")
            .WithSummary("List the follow-ups that are due.")
            .WithDescription(
                "Returns a page of the follow-ups that are due or overdue and have neither an answer nor a reason for having none, by due date.")
            .WithQuery(Day, ReferredBy, QueryParameter.Limit, QueryParameter.Page);
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

public sealed class ListDueFollowUpsHandler(DbSession session, ProjectStore projects, BusinessDay day)
    : IRequestHandler<ListDueFollowUps, IReadOnlyList<DueFollowUp>>
{
    private const string SelectExitsSql =
        """
        SELECT id, reference, subproject, referrer, exited_on, reason
        FROM participation_facts
        WHERE project_id = @Project AND exited_on IS NOT NULL AND anonymous = 0
        """;

    private const string SelectReportedSql = "SELECT enrollment_id, months FROM follow_ups WHERE project_id = @Project AND voided = 0";

    public async Task<IReadOnlyList<DueFollowUp>> Handle(ListDueFollowUps request, CancellationToken cancellationToken)
    {
        var asOf = request.AsOf ?? day.Today;
        var project = (await projects.FindAsync(session, request.Project, cancellationToken))!;
        var exits = await session.QueryAsync<ExitRow>(SelectExitsSql, new { request.Project }, cancellationToken);
        var reported = (await session.QueryAsync<ReportedRow>(SelectReportedSql, new { request.Project }, cancellationToken))
            .Select(r => (r.EnrollmentId, r.Months))
            .ToHashSet();
        DueFollowUp[] due =
        [
            .. from months in project.Definition.FollowUpMonths
               from exit in exits
               where request.Caller.ReachesReferredBy(exit.Referrer) && request.Caller.ReachesPart(request.Project, exit.Subproject)
               where request.Referrer is null || (exit.Referrer ?? ReferrerTable.NotStated) == request.Referrer
               where ExitReasons.AreFollowedUp(Code.Parse<ExitReason>(exit.Reason)) && !reported.Contains((exit.Id, months))
               let dueOn = FollowUpSchedule.DueOn(exit.ExitedOn, months)
               let state = FollowUpSchedule.StateOf(dueOn, asOf)
               where state != FollowUpState.NotDue
               orderby dueOn, exit.Reference, months
               select new DueFollowUp
               {
                   EnrollmentReference = exit.Reference,
                   Months = months,
                   ExitedOn = exit.ExitedOn,
                   DueOn = dueOn,
                   State = Code.Format(state),
                   Referrer = exit.Referrer,
                   Subproject = exit.Subproject,
               }
        ];
        var entry = new AuditEntry(request.Caller, "read", "follow-up") { Project = request.Project, Count = due.Length };
        await AuditLog.WriteReadAsync(session, entry, day.Now, cancellationToken);
        return due;
    }

    private sealed record ExitRow
    {
        public required long Id { get; init; }

        public required string Reference { get; init; }

        public string? Subproject { get; init; }

        public string? Referrer { get; init; }

        public required DateOnly ExitedOn { get; init; }

        public required string Reason { get; init; }
    }

    private sealed record ReportedRow
    {
        public required long EnrollmentId { get; init; }

        public required int Months { get; init; }
    }
}
