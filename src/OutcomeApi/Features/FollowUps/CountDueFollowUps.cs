using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.FollowUps;

/// <summary>Counts the follow-ups that are due or overdue on a day, by the organisation that has to report on them.</summary>
public sealed record CountDueFollowUps(Caller Caller, string Project, DateOnly? AsOf) : IRequest<DueFollowUpTally>
{
    private static readonly QueryParameter<DateOnly?> Day =
        QueryParameter.OfDate("asOf", "The day to count follow-ups for, judged from what is stored now; default: today.", "2025-05-02");

    private static readonly string[] Columns = ["referrer", "due", "overdue", "oldestDueOn"];

    /// <summary>Maps <c>GET /projects/{project}/follow-ups/due-counts</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/follow-ups/due-counts", (string project, Query query, HttpContext http, IMediator mediator) =>
                CsvAnswer.WriteAsync(http, query, async isCsv =>
                {
                    var tally = await mediator.Send(new CountDueFollowUps(Caller.From(http), project, query.Value(Day)), http.RequestAborted);
                    return isCsv ? TableOf(tally) : Reply.Ok(DueFollowUpCounts.From(http, project, tally));
                }))
            .RequireAuthorization(Policies.DataQuality)
            .ForParts()
            .WithTags("follow-ups")
            .WithName("count-due-follow-ups")
            .WithSummary("Count the follow-ups that are due, by referrer.")
            .WithDescription(
                "Returns how many follow-ups are due and overdue, and since when, for each organisation that has to report on them. It counts the same "
                + "follow-ups as the work list `GET /projects/{project}/follow-ups/due`, and names nobody.\n\n"
                + "With `format=csv`, or `Accept: text/csv`, it returns the organisations as a table with a column for each member.")
            .WithCsv(Day)
            .Produces<DueFollowUpCounts>();

    private static CsvTable TableOf(DueFollowUpTally tally) => new(
        "follow-ups-due-counts",
        Columns,
        tally.Items.Select(item => (IReadOnlyList<object?>)[item.Referrer, item.Due, item.Overdue, item.OldestDueOn]));
}

/// <summary>The follow-ups that are due or overdue on a day, counted.</summary>
/// <param name="AsOf">The day.</param>
/// <param name="Items">The counts of each organisation that has any.</param>
/// <param name="Total">The counts of all.</param>
public sealed record DueFollowUpTally(DateOnly AsOf, IReadOnlyList<DueFollowUpCount> Items, DueFollowUpTotal Total);

/// <summary>How many follow-ups an organisation has to report on.</summary>
public sealed record DueFollowUpCount
{
    /// <summary>The organisation that referred the people. Null when that is not known.</summary>
    [CodeOf(typeof(Referrer))]
    public required string? Referrer { get; init; }

    /// <summary>Number of follow-ups that are due: their day is at most thirty days ago.</summary>
    public required int Due { get; init; }

    /// <summary>Number of follow-ups that are overdue: their day is more than thirty days ago.</summary>
    public required int Overdue { get; init; }

    /// <summary>The earliest due date among them.</summary>
    public required DateOnly OldestDueOn { get; init; }
}

/// <summary>How many follow-ups are due in all.</summary>
public sealed record DueFollowUpTotal
{
    /// <summary>Number of follow-ups that are due.</summary>
    public required int Due { get; init; }

    /// <summary>Number of follow-ups that are overdue.</summary>
    public required int Overdue { get; init; }

    /// <summary>The earliest due date among them. Null when there is none.</summary>
    public required DateOnly? OldestDueOn { get; init; }
}

/// <summary>The follow-ups that are due, counted by referrer.</summary>
public sealed record DueFollowUpCounts
{
    /// <summary>The day that the counts are for.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The organisations that have any, in the order of the code list, and last those of people whose referrer is not known.</summary>
    public required IReadOnlyList<DueFollowUpCount> Items { get; init; }

    /// <summary>The counts of all of them together.</summary>
    public required DueFollowUpTotal Total { get; init; }

    /// <summary>Link to these counts.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }

    internal static DueFollowUpCounts From(HttpContext http, string project, DueFollowUpTally tally) => new()
    {
        AsOf = tally.AsOf,
        Items = tally.Items,
        Total = tally.Total,
        Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/follow-ups/due-counts?asOf={tally.AsOf:yyyy-MM-dd}"))),
    };
}

public sealed class CountDueFollowUpsHandler(UnansweredFollowUps unanswered, BusinessDay day) : IRequestHandler<CountDueFollowUps, DueFollowUpTally>
{
    public async Task<DueFollowUpTally> Handle(CountDueFollowUps request, CancellationToken cancellationToken)
    {
        var asOf = request.AsOf ?? day.Today;
        var all = await unanswered.ReadAsync(request.Caller, request.Project, asOf, cancellationToken);
        var due = all.Where(followUp => followUp.State != FollowUpState.NotDue).ToArray();
        return new DueFollowUpTally(
            asOf,
            [
                .. due.GroupBy(followUp => followUp.Referrer)
                    .OrderBy(ofOne => ofOne.Key is { } code ? (int)Code.Parse<Referrer>(code) : int.MaxValue)
                    .Select(ofOne => new DueFollowUpCount
                    {
                        Referrer = ofOne.Key,
                        Due = ofOne.Count(IsDue),
                        Overdue = ofOne.Count(IsOverdue),
                        OldestDueOn = ofOne.Min(followUp => followUp.DueOn),
                    })
            ],
            new DueFollowUpTotal
            {
                Due = due.Count(IsDue),
                Overdue = due.Count(IsOverdue),
                OldestDueOn = due.Select(followUp => (DateOnly?)followUp.DueOn).Min(),
            });

        static bool IsDue(UnansweredFollowUp followUp) => followUp.State == FollowUpState.Due;

        static bool IsOverdue(UnansweredFollowUp followUp) => followUp.State == FollowUpState.Overdue;
    }
}
