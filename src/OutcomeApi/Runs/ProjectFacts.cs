using OutcomeApi.Data;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Runs;

/// <summary>Everything that a project's figures are computed from, in one state of the register: what a run is made of, and what a question "what if" begins with.</summary>
/// <param name="Project">The project.</param>
/// <param name="Goals">All versions of its goals.</param>
/// <param name="Facts">All that is registered.</param>
/// <param name="AsOf">The day that is today.</param>
public sealed record ProjectFacts(ProjectDefinition Project, IReadOnlyList<StoredGoal> Goals, RegisteredFacts Facts, DateOnly AsOf)
{
    /// <summary>The newest entry of the history that is in it.</summary>
    public required long CutOff { get; init; }

    public GoalBook Book => new([.. Goals.Select(g => g.Version)]);

    /// <summary>Reads a project that exists, in the transaction or snapshot that the session is in.</summary>
    public static async Task<ProjectFacts> LoadAsync(DbSession session, ProjectStore projects, BusinessDay day, string project, CancellationToken ct)
    {
        // On SQL Server it is the lock that makes the reads one state.
        await session.LockAsync("project:" + project, ct);
        return new(
            (await projects.FindAsync(session, project, ct))!.Definition,
            await GoalStore.AllAsync(session, project, ct),
            await ParticipationFacts.LoadAllAsync(session, day, project, ct),
            day.Today)
        {
            CutOff = await RecordHistory.NewestAsync(session, project, ct),
        };
    }

    /// <summary>Counts everybody with the women or the men. The same object when everybody is a woman or a man.</summary>
    public ProjectFacts InTwoRows(TwoRows rows) => Facts.InTwoRows(Project.Id, rows) is var facts && ReferenceEquals(facts, Facts) ? this : this with { Facts = facts };

    /// <summary>Computes all figures.</summary>
    public IReadOnlyList<GoalFigure> Compute() => GoalEngine.Compute(Project.Period, Book, Facts, AsOf);

    /// <summary>Computes all figures, unless these facts are those whose figures are known.</summary>
    public IReadOnlyList<GoalFigure> ComputeUnlessSame(ProjectFacts known, IReadOnlyList<GoalFigure> figures) => ReferenceEquals(this, known) ? figures : Compute();
}
