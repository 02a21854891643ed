using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Runs;

/// <summary>
/// Holds everything that a project's figures are computed from, in one state of the register. Both runs and what-if simulations start
/// from it.
/// </summary>
/// <param name="Project">The definition of the project.</param>
/// <param name="Goals">All versions of the project's goals.</param>
/// <param name="Facts">Everything that is registered.</param>
/// <param name="AsOf">The day that the computation treats as today.</param>
public sealed record ProjectFacts(ProjectDefinition Project, IReadOnlyList<StoredGoal> Goals, RegisteredFacts Facts, DateOnly AsOf)
{
    /// <summary>Number of the newest history entry that the facts include.</summary>
    public required long CutOff { get; init; }

    /// <summary>Where in its life the project is.</summary>
    public Timeline Time => Project.On(AsOf);

    public GoalBook Book => BookOf(Goals);

    /// <summary>Reads the facts of an existing project. The session is in a snapshot of the project.</summary>
    public static async Task<ProjectFacts> LoadAsync(DbSession session, ProjectStore projects, BusinessDay day, string project, CancellationToken ct)
    {
        var definition = (await projects.FindAsync(session, project, ct))!.Definition;
        var goals = await GoalStore.AllAsync(session, project, ct);
        var facts = await ParticipationFacts.LoadAllAsync(session, day, definition, ct);

        // Exits are marked here, before anyone is counted in two rows, because reports are made of both.
        return new(
            definition,
            goals,
            facts with { Participations = UncountedExits.Mark(definition.On(day.Today), BookOf(goals), facts.Participations) },
            day.Today)
        {
            CutOff = await RecordHistory.NewestAsync(session, project, ct),
        };
    }

    /// <summary>Counts everyone with the women or the men. Returns this object itself if everyone is a woman or a man.</summary>
    public ProjectFacts InTwoRows(TwoRows rows) =>
        Facts.InTwoRows(Project.Id, rows) is var facts && ReferenceEquals(facts, Facts) ? this : this with { Facts = facts };

    private static GoalBook BookOf(IReadOnlyList<StoredGoal> goals) => new([.. goals.Select(g => g.Version)]);

    /// <summary>Computes all figures.</summary>
    public IReadOnlyList<GoalFigure> Compute() => GoalEngine.Compute(Time, Book, Facts);

    /// <summary>Computes all figures. Returns the known figures instead if they were computed from this same object.</summary>
    /// <param name="known">The facts whose figures are known.</param>
    /// <param name="figures">The figures of the known facts.</param>
    public IReadOnlyList<GoalFigure> ComputeUnlessSame(ProjectFacts known, IReadOnlyList<GoalFigure> figures) =>
        ReferenceEquals(this, known) ? figures : Compute();
}
