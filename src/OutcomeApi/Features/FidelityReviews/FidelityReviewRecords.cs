using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Features.FidelityReviews;

/// <summary>
/// Stores fidelity reviews: an IPS team's scores on a scale. Total and maximum points are computed from the scores, never taken from a sender.
/// </summary>
public sealed class FidelityReviewRecords() : RecordTable<FidelityReview>(
    "fidelity-review",
    "fidelity-reviews",
    new TableDefinition("fidelity_reviews")
    {
        Columns =
        [
            "reference", new("reviewed_on", nameof(FidelityReview.On)), "scale", "scores", "reviewer", "comments",
            new("development_plan", nameof(FidelityReview.Plan)), Column.SetByService("total_points"), Column.SetByService("maximum_points"),
        ],
    })
{
    public override string? KeyOf(FidelityReview registration) => registration.Reference;

    public override Task<Findings> CheckAsync(RegisterView view, FidelityReview registration, FidelityReview? stored, CancellationToken ct)
    {
        var findings = new Findings(registration.Faults(view.Today, FidelityScales.All), registration.Warnings(view.Today));
        if (findings.Faults.Count == 0 && registration is { Scale: { } scale, Scores: not null })
        {
            var review = registration.With(FidelityScales.Get(scale));
            findings.Keys = new { TotalPoints = review.Total, MaximumPoints = review.Total is null ? null : review.Maximum };
        }

        return Task.FromResult(findings);
    }

    /// <summary>Adds the total, the maximum and their meaning to the reviews that are shown.</summary>
    public override Task<IReadOnlyList<Stored<FidelityReview>>> ShownAsync(
        DbSession session, string project, IReadOnlyList<Stored<FidelityReview>> records, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<Stored<FidelityReview>>>(
            [.. records.Select(r => r with { Registration = r.Registration.With(FidelityScales.Get(r.Registration.Scale!)) })]);
}
