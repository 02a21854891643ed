using System.Globalization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The fidelity reviews of a project since its start: points, the points that there are, and how many items are scored. They are about a team, so they have
/// a total only, and nobody can be recognised by them.
/// </summary>
public static class FidelityTable
{
    public const string On = "on";
    public const string Scale = "scale";

    /// <summary>What the points mean; none for a partial review.</summary>
    public const string Band = "band";

    /// <summary>Three rows for each review, in order of their days. A partial one has no points.</summary>
    /// <param name="window">The days.</param>
    /// <param name="reviews">The reviews, with what follows from their scores.</param>
    public static IReadOnlyList<ReportRow> Compute(Cohort window, IReadOnlyList<FidelityReview> reviews) =>
    [
        .. reviews.Where(r => window.Contains(r.On)).OrderBy(r => r.On).ThenBy(r => r.Reference, StringComparer.Ordinal).SelectMany(review => new[]
        {
            RowOf(review, Figure.Points, review.Total),
            RowOf(review, Figure.Maximum, review.Maximum),
            RowOf(review, Figure.Count, review.ItemsScored),
        })
    ];

    private static ReportRow RowOf(FidelityReview review, Figure figure, int? value) => new()
    {
        Key = review.Reference!,
        Figure = figure,
        Labels =
        [
            new RowLabel(On, review.On!.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
            new RowLabel(Scale, review.Scale),
            new RowLabel(Band, review.Band),
        ],
        Cells = [new ReportCell(GenderGroup.Total, value)],
        People = null,
    };
}
