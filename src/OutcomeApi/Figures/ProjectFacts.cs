using OutcomeApi.Data;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Register;

namespace OutcomeApi.Figures;

/// <summary>Everything that a project's figures are computed from, in one state of the register: what a run is made of, and what a question "what if" begins with.</summary>
/// <param name="Project">The project.</param>
/// <param name="Goals">All versions of its goals.</param>
/// <param name="Participations">Its participations.</param>
/// <param name="Referrals">Its referrals, each seen as a participation.</param>
/// <param name="AsOf">The day that is today.</param>
public sealed record ProjectFacts(
    ProjectDefinition Project,
    IReadOnlyList<StoredGoal> Goals,
    IReadOnlyList<Participation> Participations,
    IReadOnlyList<Participation> Referrals,
    DateOnly AsOf)
{
    /// <summary>Reads a project that exists, in the transaction or snapshot that the session is in.</summary>
    public static async Task<ProjectFacts> LoadAsync(DbSession session, ProjectRegister projects, BusinessDay day, string project, CancellationToken ct) => new(
        (await projects.FindAsync(session, project, ct))!.Definition,
        await GoalRegister.AllAsync(session, project, ct),
        await ParticipationFacts.LoadAsync(session, day, project, ct),
        await ParticipationFacts.LoadReferralsAsync(session, project, ct),
        day.Today);

    /// <summary>Computes all figures.</summary>
    public IReadOnlyList<AttainmentCounts> Compute() =>
        GoalEngine.Compute(Project.Period, new GoalBook([.. Goals.Select(g => g.Version)]), Participations, AsOf, Referrals);
}
