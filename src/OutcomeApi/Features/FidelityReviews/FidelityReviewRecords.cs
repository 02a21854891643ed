using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Features.FidelityReviews;

/// <summary>
/// Stores fidelity reviews: an IPS team's scores on a scale. Total and maximum points are computed from the scores, never taken from a sender.
/// </summary>
public sealed class FidelityReviewRecords : RecordTable<FidelityReview>
{
    private const string Columns =
        """
        id, version, received_at, changed_at,
        reference, reviewed_on AS [on], scale, scores, voided
        """;

    private const string SelectOneSql = $"SELECT {Columns} FROM fidelity_reviews WHERE project_id = @Project AND reference = @Key";

    private const string SelectAllSql = $"SELECT {Columns} FROM fidelity_reviews WHERE project_id = @Project ORDER BY id";

    private const string SelectCountSql = "SELECT COUNT(*) FROM fidelity_reviews WHERE project_id = @Project";

    private const string InsertRowSql =
        """
        INSERT INTO fidelity_reviews (
            project_id, reference, reviewed_on, scale, scores, total_points, maximum_points, version, voided, received_at, changed_at)
        VALUES (@Project, @Reference, @On, @Scale, @Scores, @TotalPoints, @MaximumPoints, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE fidelity_reviews
        SET reviewed_on = @On, scale = @Scale, scores = @Scores, total_points = @TotalPoints, maximum_points = @MaximumPoints,
            version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    public override string Name => "fidelity-review";

    public override string Collection => "fidelity-reviews";

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    public override string? KeyOf(FidelityReview registration) => registration.Reference;

    public override Task<Findings> CheckAsync(RegisterView view, FidelityReview registration, FidelityReview? stored, CancellationToken ct)
    {
        var findings = new Findings();
        findings.Faults.AddRange(registration.Faults(view.Today, FidelityScales.All));
        findings.Warnings.AddRange(registration.Warnings(view.Today));
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
