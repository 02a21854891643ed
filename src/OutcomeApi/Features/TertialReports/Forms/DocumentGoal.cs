using OutcomeApi.Domain.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>A goal of a report in one window.</summary>
/// <param name="Project">Definition of the project that has the goal.</param>
/// <param name="Text">Text of the goal in the language of the report.</param>
/// <param name="Item">Attainment of the goal, as the reader may see it.</param>
/// <param name="IsJudgedHere">True in the window that the goal is judged by. A goal without a target has no such window.</param>
/// <param name="IsAhead">True until the day on which the goal is due has passed.</param>
public sealed record DocumentGoal(ProjectDefinition Project, string Text, AttainmentItem Item, bool IsJudgedHere, bool IsAhead)
{
    private const string NoTarget = "no-target", NotDue = "not-due";

    /// <summary>Key of the rows of the goal, see <see cref="GoalTables"/>. Rows of waiting times have a suffix.</summary>
    public string Key => KeyOf(Item);

    /// <summary>Returns the key of the rows of a goal: the goal, and the subproject if there is one.</summary>
    public static string KeyOf(AttainmentItem item) => item.Goal + (item.Subproject is null ? string.Empty : ":" + item.Subproject);

    /// <summary>Names the goal, and the subproject if there is one.</summary>
    public string NameIn(ReportTexts texts) => Item.Subproject is { } part ? Text + ReportTexts.Separator + texts.NameOf(Project, part) : Text;

    /// <summary>Says in one sentence how the goal stands. Reports from before there were sentences say the verdict.</summary>
    public string SentenceIn(ReportTexts texts) => Item.Sentence ?? texts.OfVerdict(Item.Verdict, Item.Standing, IsAhead ? Item.DueOn : null);

    /// <summary>Lists the goals of a project in every window.</summary>
    /// <param name="items">Attainment of the goals in the tertial, as the reader may see it.</param>
    /// <param name="project">Definition of the project.</param>
    /// <param name="goalTexts">Texts of the goals, by goal key.</param>
    /// <param name="asOf">The day that the figures treat as today.</param>
    public static IEnumerable<DocumentGoal> From(
        IReadOnlyList<AttainmentItem> items, ProjectDefinition project, IReadOnlyDictionary<string, string> goalTexts, DateOnly asOf) =>
        from windows in items.GroupBy(KeyOf)
        let judged = JudgedOf([.. windows.Where(item => item.Verdict != NoTarget).OrderBy(WindowOf)], project)
        from item in windows
        select new DocumentGoal(project, goalTexts[item.Goal], item, ReferenceEquals(item, judged), item.DueOn >= asOf);

    /// <summary>
    /// Selects the window that a goal is judged by. Where it has been judged, its verdict tells. Until then the day on which it is due tells: the
    /// last day of the project, the last day of a year, or the last day of each window, of which the tertial itself is then meant.
    /// </summary>
    /// <param name="asked">The goal in the windows in which it has a target, from the shortest to the longest.</param>
    /// <param name="project">Definition of the project.</param>
    private static AttainmentItem? JudgedOf(AttainmentItem[] asked, ProjectDefinition project)
    {
        var judged = asked.Where(item => item.Verdict is not (null or NotDue)).ToArray();
        return judged.Length > 0 ? (judged[0].DueOn is null ? judged[^1] : judged[0])
            : asked.Length < 2 ? asked.FirstOrDefault()
            : asked[0].DueOn == project.Period.EndsOn ? asked[^1]
            : asked[0].DueOn is { Month: 12, Day: 31 } ? asked.FirstOrDefault(item => WindowOf(item) == Window.YearToDate) ?? asked[0]
            : asked[0];
    }

    /// <summary>
    /// Selects what a short list says: every goal once, in the window that it is judged by. A goal of several subprojects is said of all of them
    /// together.
    /// </summary>
    public static IEnumerable<DocumentGoal> InShort(IEnumerable<DocumentGoal> goals)
    {
        var judged = goals.Where(goal => goal.IsJudgedHere).ToArray();
        var whole = judged.Where(goal => goal.Item.Subproject is null).Select(goal => (goal.Project.Id, goal.Item.Goal)).ToHashSet();
        return judged.Where(goal => goal.Item.Subproject is null || !whole.Contains((goal.Project.Id, goal.Item.Goal)));
    }

    private static Window WindowOf(AttainmentItem item) => Code.Parse<Window>(item.Window);
}
