using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Projects;

/// <summary>
/// Measures how much work a project is, before any of it is done. A project that exceeds a limit is refused, so that no project keeps the others
/// waiting.
/// </summary>
public static class ProjectMeasure
{
    /// <summary>Maximum number of subprojects.</summary>
    public const int MostSubprojects = 200;

    /// <summary>Maximum number of goals in a project file.</summary>
    public const int MostGoals = 200;

    /// <summary>Maximum number of words in all conditions of a project's goals: every member of <c>counts</c> and <c>filter</c>, at any depth.</summary>
    public const int MostWords = 2_000;

    /// <summary>Maximum number of figures: goals × slots × tertials × windows. A goal of several subprojects has a slot for each and one for all.</summary>
    public const int MostFigures = 50_000;

    /// <summary>Maximum number of reports: one for the project and for each of its parts and associations, in every tertial.</summary>
    public const int MostReports = 5_000;

    /// <summary>The limits in words, for the contract.</summary>
    public static readonly string Limits = string.Create(
        CultureInfo.InvariantCulture,
        $"""
        A project has at most {MostSubprojects} subprojects, {MostGoals} goals, {MostWords} words in conditions (members of counts and filter at any depth),
        {MostFigures} figures (goals × slots × tertials × windows; a goal of several subprojects has a slot for each and one for all) and {MostReports}
        reports (tertials × the project, its parts and its associations). A larger one is refused with project-too-large, which states the numbers.
        """);

    /// <summary>Measures a project file without parsing its goals.</summary>
    public static IEnumerable<Fault> FaultsOf(ProjectFile file, JsonElement goals)
    {
        if (file.Subprojects is { Count: > MostSubprojects } subprojects)
        {
            yield return new Fault(FaultCodes.ProjectTooLarge, "/subprojects", $"{subprojects.Count} subprojects", $"{MostSubprojects} subprojects");
        }

        if (goals.ValueKind != JsonValueKind.Object)
        {
            yield break;
        }

        if (goals.GetPropertyCount() is > MostGoals and var count)
        {
            yield return new Fault(FaultCodes.ProjectTooLarge, "/goals", $"{count} goals", $"{MostGoals} goals");
        }

        if (goals.EnumerateObject().Sum(goal => WordsIn(goal.Value)) is > MostWords and var words)
        {
            yield return new Fault(FaultCodes.ProjectTooLarge, "/goals", $"{words} words in conditions", $"{MostWords} words in conditions");
        }
    }

    /// <summary>Measures a goal that joins the goals of a project, without parsing it.</summary>
    /// <param name="key">Key of the goal. It replaces a goal with the same key.</param>
    /// <param name="sent">The definition as it was sent.</param>
    /// <param name="all">All versions of all goals of the project.</param>
    /// <param name="at">JSON Pointer to the definition in what was sent.</param>
    public static IEnumerable<Fault> FaultsOf(string key, JsonElement sent, IReadOnlyList<StoredGoal> all, string at)
    {
        JsonElement[] goals = [.. GoalStore.Newest(all).Where(goal => goal.Version.Key != key).Select(goal => goal.Definition).OfType<JsonElement>(), sent];
        if (goals.Length > MostGoals)
        {
            yield return new Fault(FaultCodes.ProjectTooLarge, at, $"{goals.Length} goals", $"{MostGoals} goals");
        }

        if (goals.Sum(WordsIn) is > MostWords and var words)
        {
            yield return new Fault(FaultCodes.ProjectTooLarge, at, $"{words} words in conditions", $"{MostWords} words in conditions");
        }
    }

    /// <summary>Measures what a run of a project holds.</summary>
    /// <param name="project">The project.</param>
    /// <param name="goals">Every version of every goal. A goal that has been closed still has figures for the time before.</param>
    /// <param name="at">JSON Pointer to what the fault is about.</param>
    public static IEnumerable<Fault> FaultsOf(ProjectDefinition project, IEnumerable<GoalDefinition?> goals, string at)
    {
        if (project.Period.EndsOn < project.Period.StartsOn)
        {
            yield break;
        }

        var tertials = Tertial.Containing(project.Period.EndsOn).Index - Tertial.Containing(project.Period.StartsOn).Index + 1;
        var windows = Enum.GetValues<Window>().Length;
        var slots = goals.OfType<GoalDefinition>().GroupBy(goal => goal.Key).Select(versions => versions.Max(SlotsOf)).ToArray();
        if ((long)slots.Sum() * tertials * windows is > MostFigures and var figures)
        {
            yield return new Fault(
                FaultCodes.ProjectTooLarge, at, $"{figures} figures ({slots.Length} goals with {slots.Sum()} slots × {tertials} tertials × {windows} windows)",
                $"{MostFigures} figures");
        }

        var associations = project.Associations().Count();
        var series = 1 + project.Subprojects.Count + (associations > 1 ? associations : 0);
        if ((long)series * tertials is > MostReports and var reports)
        {
            yield return new Fault(
                FaultCodes.ProjectTooLarge, at, $"{reports} reports ({series} of parts and associations × {tertials} tertials)",
                $"{MostReports} reports");
        }
    }

    private static int SlotsOf(GoalDefinition goal) => goal.Subprojects.Count > 1 ? goal.Subprojects.Count + 1 : 1;

    private static int WordsIn(JsonElement goal) => goal.ValueKind == JsonValueKind.Object
        ? goal.EnumerateObject().Where(member => member.Name is "counts" or "filter").Sum(member => WordsBelow(member.Value))
        : 0;

    private static int WordsBelow(JsonElement condition) => condition.ValueKind switch
    {
        // Each goal that a condition refers to costs as much as a condition.
        JsonValueKind.Object => condition.EnumerateObject().Sum(member =>
            1 + (member is { Name: "inGoal", Value.ValueKind: JsonValueKind.Array } ? member.Value.GetArrayLength() : WordsBelow(member.Value))),
        JsonValueKind.Array => condition.EnumerateArray().Sum(WordsBelow),
        _ => 0,
    };
}
