using System.Globalization;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Lists the fidelity reviews of a project in a window: points, highest possible points, and number of scored items. Reviews are about a
/// team, so they have a total only, and no person can be recognised from them.
/// </summary>
public static class FidelityTable
{
    public const string On = "on";
    public const string Scale = "scale";

    /// <summary>The label that says what the points mean; it has no value for a partial review.</summary>
    public const string Band = "band";

    /// <summary>Computes three rows per review, in the order of the reviews' days. The points of a partial review are empty.</summary>
    /// <param name="window">The days.</param>
    /// <param name="reviews">The reviews, with the values computed from their scores.</param>
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
