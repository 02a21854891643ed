using OutcomeApi.Domain.Goals;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Runs;

namespace OutcomeApi.Pages.Projects;

/// <summary>A goal with its figure in the window that it is judged by.</summary>
/// <param name="Goal">The definition that the figure was computed with.</param>
/// <param name="Item">The figure, as the reader may see it.</param>
public sealed record JudgedGoal(GoalDefinition Goal, AttainmentItem Item);

/// <summary>A goal with its figures up to a tertial, oldest first.</summary>
/// <param name="Goal">The definition that the newest figures were computed with.</param>
/// <param name="Items">The figures of the windows that its chart shows, as the reader may see them.</param>
public sealed record GoalCourse(GoalDefinition Goal, IReadOnlyList<AttainmentItem> Items)
{
    /// <summary>The windows of the figures.</summary>
    public IReadOnlyList<Window> Windows => [.. Items.Select(item => Code.Parse<Window>(item.Window)).Distinct().Order()];

    /// <summary>The figures of one window.</summary>
    public IReadOnlyList<AttainmentItem> In(Window window) => [.. Items.Where(item => item.Window == Code.Format(window))];
}

/// <summary>The goals that the page of a project shows.</summary>
/// <param name="Here">The goals of what the page is about. Of a whole project also those that only one of its parts has.</param>
/// <param name="Courses">Those goals of them that have a chart. A goal of one part has its chart on the page of that part.</param>
/// <param name="OfParts">Of a whole project: the goals that several parts have, for each of these parts.</param>
public sealed record ProjectGoals(IReadOnlyList<JudgedGoal> Here, IReadOnlyList<GoalCourse> Courses, IReadOnlyList<JudgedGoal> OfParts)
{
    /// <summary>The goals that exits and answers can change. A goal of several parts together changes with each of them.</summary>
    public IReadOnlyList<JudgedGoal> Choices =>
    [
        .. Here.Concat(OfParts)
            .Where(goal => goal.Goal.Measure != Measure.Milestone && (goal.Item.Subproject is not null || goal.Goal.Subprojects.Count == 0))
            .DistinctBy(goal => (goal.Item.Goal, goal.Item.Subproject))
    ];

    /// <summary>Selects the goals from all figures of the parts that the reader reaches, up to the tertial of the page.</summary>
    internal static ProjectGoals From(ProjectScope scope, AttainmentFigures figures, Language language)
    {
        IReadOnlyList<AttainmentItem> Show(IEnumerable<RunFigure> some) => (figures with { Figures = [.. some] }).ItemsFor(scope.K, null, language);
        IReadOnlyList<JudgedGoal> Judged(Func<GoalFigure, bool> wanted)
        {
            RunFigure[] own =
            [
                .. figures.Figures.Where(figure =>
                    figure.Exact.Tertial == scope.Tertial && figure.Exact.Window == WindowOf(figure.Exact.Goal.Definition!) && wanted(figure.Exact))
            ];
            return [.. own.Zip(Show(own), (figure, item) => new JudgedGoal(figure.Exact.Goal.Definition!, item))];
        }

        var here = Judged(figure => figure.Subproject == scope.Part || (scope.Part is null && figure.Goal.Definition!.Subprojects.Count == 1));
        var courses =
            from goal in here
            where goal.Item.Subproject == scope.Part && goal.Goal.Measure is Measure.Share or Measure.Count
            let windows = WindowsOfChart(goal.Goal)
            let own = figures.Figures.Where(figure =>
                figure.Exact.Goal.Key == goal.Goal.Key && figure.Exact.Subproject == scope.Part && windows.Contains(figure.Exact.Window))
            select new GoalCourse(goal.Goal, Show(own.OrderBy(figure => figure.Exact.Tertial)));
        return new ProjectGoals(
            here,
            [.. courses],
            scope.Part is null ? Judged(figure => figure.Subproject is not null && figure.Goal.Definition!.Subprojects.Count > 1) : []);
    }

    /// <summary>Returns the window that a goal is judged by. What has no target is followed since the start.</summary>
    private static Window WindowOf(GoalDefinition goal) => goal.Targets.Count == 0 ? Window.SinceStart : goal.FollowedIn;

    /// <summary>Returns the windows whose figures the chart of a goal shows. A count grows only in the window that it is judged by.</summary>
    private static Window[] WindowsOfChart(GoalDefinition goal) => goal.Measure == Measure.Count ? [WindowOf(goal)] : [Window.Tertial, Window.SinceStart];
}
