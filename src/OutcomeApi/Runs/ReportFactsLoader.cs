using OutcomeApi.Data;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>Loads what a project's reports are computed from beside the facts that its goals ask about.</summary>
public static class ReportFactsLoader
{
    private const string SelectAssessmentsSql =
        """
        SELECT e.reference AS enrollment, a.reference, a.assessed_on, a.occasion, a.ratings
        FROM self_assessments a
        JOIN enrollments e ON e.id = a.enrollment_id
        WHERE a.project_id = @Project AND a.voided = 0
        """;

    private const string SelectReviewsSql =
        "SELECT reference, reviewed_on AS [on], scale, scores FROM fidelity_reviews WHERE project_id = @Project AND voided = 0";

    /// <param name="session">The session, in the snapshot in which the other facts were read.</param>
    /// <param name="project">The project.</param>
    /// <param name="registered">The facts that its goals ask about.</param>
    /// <param name="ct">Cancels.</param>
    public static async Task<ReportFacts> LoadAsync(DbSession session, string project, RegisteredFacts registered, CancellationToken ct) => new()
    {
        Participations = registered.Participations,
        Referrals = registered.Referrals,
        SelfAssessments = [.. (await session.QueryAsync<AssessmentRow>(SelectAssessmentsSql, new { Project = project }, ct)).Select(a => a.ToFact())],
        Starts = await SenderStartsLoader.LoadAsync(session, project, ct),
        FidelityReviews =
        [
            .. (await session.QueryAsync<FidelityReview>(SelectReviewsSql, new { Project = project }, ct)).Select(r => r.With(FidelityScales.Get(r.Scale!)))
        ],
    };

    private sealed record AssessmentRow
    {
        public required string Enrollment { get; init; }

        public required string Reference { get; init; }

        public required DateOnly AssessedOn { get; init; }

        public required string Occasion { get; init; }

        public required IReadOnlyList<int?> Ratings { get; init; }

        public RatedAssessment ToFact() => new(Enrollment, Reference, AssessedOn, Code.Parse<AssessmentOccasion>(Occasion), Ratings);
    }
}
