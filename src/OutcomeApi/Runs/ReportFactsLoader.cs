using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>Loads the facts that a project's reports need in addition to those that its goals need.</summary>
public static class ReportFactsLoader
{
    private const string SelectAssessmentsSql =
        """
        SELECT e.reference AS enrollment, a.reference, a.assessed_on, a.occasion, a.instrument, a.item_ratings AS ratings
        FROM self_assessments a
        JOIN enrollments e ON e.id = a.enrollment_id
        WHERE a.project_id = @Project AND a.voided = 0
        """;

    private const string SelectReviewsSql =
        """
        SELECT reference, reviewed_on AS [on], scale, scores, reviewer, comments, development_plan AS [plan]
        FROM fidelity_reviews
        WHERE project_id = @Project AND voided = 0
        """;

    private const string SelectFiguresSql =
        "SELECT reference, figure, reported_on AS [on] FROM reported_figures WHERE project_id = @Project AND voided = 0 ORDER BY reference";

    /// <summary>Loads the facts of a project's reports.</summary>
    /// <param name="session">The session, in the snapshot that the other facts were read from.</param>
    /// <param name="facts">The facts that the goals need.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<ReportFacts> LoadAsync(DbSession session, ProjectFacts facts, CancellationToken ct)
    {
        var (project, goals) = (facts.Project.Id, facts.Book);
        return new()
        {
            Participations = facts.Facts.Participations,
            Referrals = facts.Facts.Referrals,
            Reported = facts.Facts.Reported,
            UnreadFigures =
            [
                .. (await session.QueryAsync<FigureRow>(SelectFiguresSql, new { Project = project }, ct))
                    .Where(figure => !IsRead(facts.Project, goals, figure))
                    .Select(figure => new UnreadFigure(figure.Reference, figure.On))
            ],
            SelfAssessments = [.. (await session.QueryAsync<AssessmentRow>(SelectAssessmentsSql, new { Project = project }, ct)).Select(a => a.ToFact())],
            Starts = await SenderStartsLoader.LoadAsync(session, project, ct),
            FidelityScales = FidelityScales.All,
            FidelityReviews =
            [
                .. (await session.QueryAsync<FidelityReview>(SelectReviewsSql, new { Project = project }, ct))
                    .Select(r => r.With(FidelityScales.Get(r.Scale!)))
            ],
        };
    }

    /// <summary>Decides whether somebody reads a figure: a goal in force at the end of its tertial, or whoever reads what the project lists.</summary>
    private static bool IsRead(ProjectDefinition project, GoalBook goals, FigureRow figure)
    {
        var (period, tertial) = (project.Period, Tertial.Containing(figure.On));
        return project.Figures.Contains(figure.Figure)
            || !period.Contains(figure.On)
            || goals.InForceOn(period.CohortOf(tertial, Window.Tertial).To).Any(goal => goal.Definition!.Figure == figure.Figure);
    }

    private sealed record FigureRow
    {
        public required string Reference { get; init; }

        public required string Figure { get; init; }

        public required DateOnly On { get; init; }
    }

    private sealed record AssessmentRow
    {
        public required string Enrollment { get; init; }

        public required string Reference { get; init; }

        public required DateOnly AssessedOn { get; init; }

        public required string Occasion { get; init; }

        public required string Instrument { get; init; }

        public required IReadOnlyList<int?> Ratings { get; init; }

        public RatedAssessment ToFact() => new(Enrollment, Reference, AssessedOn, Code.Parse<AssessmentOccasion>(Occasion), Ratings, Instrument);
    }
}
