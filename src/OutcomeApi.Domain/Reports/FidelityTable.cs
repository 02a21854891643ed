using System.Globalization;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Lists the fidelity reviews of a project in a window: points, highest possible points, and number of scored items; then every item, and the
/// development plan. Reviews are about a team, so they have a total only, and no person can be recognised from them.
/// </summary>
public static class FidelityTable
{
    public const string On = "on";
    public const string Scale = "scale";

    /// <summary>The label that says what the points mean; it has no value for a partial review.</summary>
    public const string Band = "band";

    /// <summary>The label that says who has made the review; it has no value when that is not stated.</summary>
    public const string Reviewer = "reviewer";

    /// <summary>The labels of an item: its number, its group and the comment on it.</summary>
    public const string Item = "item", Group = "group", Comment = "comment";

    /// <summary>The labels of an activity: what is done, by when, when it was done, and its state.</summary>
    public const string Activity = "activity", Until = "until", DoneOn = "done-on", State = "state";

    /// <summary>The key of the row about the next review, and the label with the day by which it is due.</summary>
    public const string NextReview = "next-review", DueOn = "due-on";

    /// <summary>The states of an activity: done, not yet, and not by its day.</summary>
    public const string Done = "done", Planned = "planned", Overdue = "overdue";

    /// <summary>The state of a next review that has been held after the window.</summary>
    public const string Held = "held";

    /// <summary>Computes three rows per review, in the order of the reviews' days. The points of a partial review are empty.</summary>
    /// <param name="window">The days.</param>
    /// <param name="reviews">The reviews, with the values computed from their scores.</param>
    public static IReadOnlyList<ReportRow> Compute(Cohort window, IReadOnlyList<FidelityReview> reviews) =>
    [
        .. InOrder(reviews.Where(r => window.Contains(r.On))).SelectMany(review => new[]
        {
            RowOf(review, Figure.Points, review.Total),
            RowOf(review, Figure.Maximum, review.Maximum),
            RowOf(review, Figure.Count, review.ItemsScored),
        })
    ];

    /// <summary>Computes a row for each item of each review, in the order of the reviews and of their scale. An item without a score is empty.</summary>
    /// <param name="window">The days.</param>
    /// <param name="reviews">The reviews.</param>
    /// <param name="scales">The scales that the reviews name.</param>
    public static IReadOnlyList<ReportRow> Items(Cohort window, IReadOnlyList<FidelityReview> reviews, IReadOnlyList<FidelityScale> scales) =>
    [
        .. from review in InOrder(reviews.Where(r => window.Contains(r.On)))
           from item in scales.Single(scale => scale.Id == review.Scale).Items
           select RowOf(
               $"{review.Reference}:{item.Item}",
               Figure.Points,
               review.Scores!.TryGetValue(item.Item, out var score) ? score : null,
               new RowLabel(On, Text(review.On)),
               new RowLabel(Scale, review.Scale),
               new RowLabel(Item, item.Item),
               new RowLabel(Group, item.Group),
               new RowLabel(Comment, review.Comments?.GetValueOrDefault(item.Item)))
    ];

    /// <summary>
    /// Computes the development plan: for each scale, the activities of the latest review that has any, each with the present score of its item; and when
    /// the next review is due.
    /// </summary>
    /// <remarks>
    /// The present score is that of the latest review of the scale by the end of the window. An activity is overdue when its day lies before today and it
    /// has not been done. A review meets a due day when it is held from thirty days before it on, so the next one is due on the first due day that lies
    /// more than thirty days after the latest review. A review that is held after the window is known too.
    /// </remarks>
    /// <param name="window">The days.</param>
    /// <param name="asOf">The day that counts as today.</param>
    /// <param name="startsOn">The first day of the project.</param>
    /// <param name="months">After how many months from it a review is due, rising.</param>
    /// <param name="reviews">The reviews.</param>
    public static IReadOnlyList<ReportRow> Plan(
        Cohort window, DateOnly asOf, DateOnly startsOn, IReadOnlyList<int> months, IReadOnlyList<FidelityReview> reviews)
    {
        var known = InOrder(reviews.Where(r => window.Contains(r.On))).ToArray();
        return
        [
            .. from ofScale in known.GroupBy(review => review.Scale)
               let review = ofScale.LastOrDefault(r => r.Plan is { Count: > 0 })
               where review is not null
               from activity in review.Plan!.Index()
               select RowOf(
                   string.Create(CultureInfo.InvariantCulture, $"{review.Reference}:{activity.Index + 1}"),
                   Figure.Points,
                   ofScale.Last().Scores!.TryGetValue(activity.Item.Item!, out var score) ? score : null,
                   new RowLabel(On, Text(review.On)),
                   new RowLabel(Scale, review.Scale),
                   new RowLabel(Item, activity.Item.Item),
                   new RowLabel(Activity, activity.Item.Activity),
                   new RowLabel(Until, Text(activity.Item.Until)),
                   new RowLabel(DoneOn, Text(activity.Item.DoneOn)),
                   new RowLabel(State, activity.Item.DoneOn <= asOf ? Done : activity.Item.Until < asOf ? Overdue : Planned)),
            .. Next(known.LastOrDefault()?.On, asOf, startsOn, months, reviews),
        ];
    }

    private static IEnumerable<ReportRow> Next(
        DateOnly? latestOn, DateOnly asOf, DateOnly startsOn, IReadOnlyList<int> months, IReadOnlyList<FidelityReview> reviews)
    {
        foreach (var month in months.Where(month => !IsMetBy(latestOn, startsOn.AddMonths(month))).Take(1))
        {
            var dueOn = startsOn.AddMonths(month);
            var isHeld = reviews.Any(review => review.On <= asOf && IsMetBy(review.On, dueOn));
            yield return RowOf(
                NextReview,
                Figure.Months,
                month,
                new RowLabel(DueOn, Text(dueOn)),
                new RowLabel(State, isHeld ? Held : Code.Format(FollowUpSchedule.StateOf(dueOn, asOf))));
        }
    }

    private static bool IsMetBy(DateOnly? heldOn, DateOnly dueOn) => heldOn >= dueOn.AddDays(-FollowUpSchedule.GraceDays);

    private static IEnumerable<FidelityReview> InOrder(IEnumerable<FidelityReview> reviews) =>
        reviews.OrderBy(r => r.On).ThenBy(r => r.Reference, StringComparer.Ordinal);

    private static string? Text(DateOnly? day) => day?.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture);

    private static ReportRow RowOf(FidelityReview review, Figure figure, int? value) => RowOf(
        review.Reference!,
        figure,
        value,
        new RowLabel(On, Text(review.On)),
        new RowLabel(Scale, review.Scale),
        new RowLabel(Band, review.Band),
        new RowLabel(Reviewer, review.Reviewer));

    private static ReportRow RowOf(string key, Figure figure, int? value, params IReadOnlyList<RowLabel> labels) => new()
    {
        Key = key,
        Figure = figure,
        Labels = labels,
        Cells = [new ReportCell(GenderGroup.Total, value)],
        People = null,
    };
}
