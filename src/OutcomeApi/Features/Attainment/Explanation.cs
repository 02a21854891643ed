using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>Explains how one figure is computed.</summary>
public sealed record Explanation : IContainsPersonData
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The figure itself, with the row of the requested gender.</summary>
    public required AttainmentItem Figure { get; init; }

    /// <summary>The first day on which the goal's version is valid.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The goal's definition as it was sent.</summary>
    [JsonForm(JsonFormAttribute.Goal)]
    public required JsonElement Definition { get; init; }

    /// <summary>The goal's definition in words.</summary>
    public required string Words { get; init; }

    /// <summary>
    /// Number of registered enrollments, of referrals if the goal counts those, or of both for waiting times. Null for figures that are only
    /// reported, and for steering groups when the count of a step is hidden.
    /// </summary>
    public required int? Registered { get; init; }

    /// <summary>
    /// How many of the registered are in the goal's population and have their event within the window, all genders together. Null for steering
    /// groups.
    /// </summary>
    public required int? InCohort { get; init; }

    /// <summary>
    /// The steps from everybody to the numerator. Everybody registered is in exactly one step. Empty for figures that are only reported.
    /// </summary>
    public required IReadOnlyList<ExplanationStep> Steps { get; init; }

    /// <summary>How small groups are shown. Present only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>When the newest counted change was recorded; null: nothing is registered.</summary>
    public required DateTimeOffset? DataCutOff { get; init; }

    /// <summary>The date treated as today when the figure was computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>When the explanation was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>Shows the answer to a question.</summary>
    internal static Explanation From(Explain request, ExplainedFigure explained, Language language)
    {
        var facts = explained.Facts;
        var funnel = explained.Funnel;
        var view = explained.View;
        var gender = request.Cell.Gender;
        var steps = view is null
            ? ExplanationStep.From(funnel, request.ShowsReferences, language)
            : ExplanationStep.ForSteeringGroup(funnel, view, gender, language);
        int? registered = funnel.Steps.Count == 0 || (view is not null && steps.Any(step => step.Count is null)) ? null : funnel.Steps.Sum(s => s.Count);
        var goal = facts.Goals.Single(g => g.Version == funnel.Goal);
        return new Explanation
        {
            Project = request.Project,
            Figure = AttainmentItem.From(explained.Figure, facts.Time, view, gender is { } one ? Code.Format(one) : "total", language),
            ValidFrom = goal.Version.ValidFrom,
            Definition = goal.Definition!.Value,
            Words = GoalWords.Write(goal.Version.Definition!, facts.Project, explained.InForce.Select(v => v.Definition!), language),
            Registered = registered,
            InCohort = view is null ? registered - OutsideCohort(funnel) : null,
            Steps = steps,
            SmallGroups = SmallGroupsNote.From(view?.K, language),
            DataCutOff = explained.DataCutOff,
            AsOf = facts.AsOf,
            ComputedAt = explained.ComputedAt,
        };
    }

    /// <summary>Counts those who are outside the cohort.</summary>
    private static int OutsideCohort(GoalFunnel funnel) => funnel.Steps.Where(s => s.Standing <= GoalStanding.NotInWindow).Sum(s => s.Count);
}

/// <summary>One step of an explanation: those who are excluded here, or those in the denominator or the numerator.</summary>
public sealed record ExplanationStep
{
    /// <summary>Code of the step; <c>merged</c> for small steps that are merged into one line.</summary>
    public required string Step { get; init; }

    /// <summary>The step in words.</summary>
    public required string Text { get; init; }

    /// <summary>Number of people or referrals in this step; null when it is hidden.</summary>
    public required int? Count { get; init; }

    /// <summary>How many remain after this step's exclusions. Null for the steps that are counted in the figure, and for steering groups.</summary>
    public required int? Left { get; init; }

    /// <summary>Why the count is hidden: small-group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Codes of the steps that are merged into this line. Present only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The senders' references of those in this step. Present only for registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Converts the steps of a funnel for readers who see every number.</summary>
    /// <param name="funnel">The funnel to show.</param>
    /// <param name="withReferences">Whether to include the senders' references.</param>
    /// <param name="language">The language of the texts.</param>
    public static IReadOnlyList<ExplanationStep> From(GoalFunnel funnel, bool withReferences, Language language)
    {
        var left = funnel.Steps.Sum(s => s.Count);
        var steps = new List<ExplanationStep>();
        foreach (var step in funnel.Steps)
        {
            left -= step.Count;
            steps.Add(Show(step.Standing, step.Count, funnel, language) with
            {
                Left = step.Standing >= GoalStanding.InDenominator ? null : left,
                References = withReferences ? step.References : null,
            });
        }

        return steps;
    }

    /// <summary>
    /// Converts the steps of a funnel for a steering group. The counts of the steps that make up the figure are shown if the figure's row is. The
    /// other steps follow the rule of merged categories. If the row of women or of men is hidden, so is the step of the other gender: its count would
    /// give the hidden row away by subtraction.
    /// </summary>
    /// <param name="funnel">The funnel, with everybody counted with the women or the men.</param>
    /// <param name="view">What the steering group sees of the figure.</param>
    /// <param name="gender">The requested gender; null: the total.</param>
    /// <param name="language">The language of the texts.</param>
    public static IReadOnlyList<ExplanationStep> ForSteeringGroup(GoalFunnel funnel, SteeringGroupFigure view, Gender? gender, Language language)
    {
        bool IsShown(GoalStanding standing) => SteeringGroupFigure.Shows(standing == GoalStanding.StillQueued ? view.QueuedRows : view.Rows, gender);
        bool IsOfRow(GoalStanding standing) => standing >= GoalStanding.InDenominator
            || (standing == GoalStanding.OtherGender && gender is not null && !IsShown(GoalStanding.InDenominator));
        var before = funnel.Steps.Where(step => !IsOfRow(step.Standing)).ToArray();
        return
        [
            .. MergeRule.Apply([.. before.Select(step => new People(step.Count, 0))], view.K).Lines.Select(line => line.IsMerged
                ? new ExplanationStep
                {
                    Step = SteeringGroupReport.Merged,
                    Text = GoalStandingWords.Merged(line.Categories.Count, language),
                    Count = line.People.Total,
                    Left = null,
                    Categories = [.. line.Categories.Select(index => Code.Format(before[index].Standing))],
                }
                : Show(before[line.Categories[0]].Standing, line.People.Total, funnel, language)),
            .. funnel.Steps.Where(step => IsOfRow(step.Standing)).Select(step => IsShown(step.Standing)
                ? Show(step.Standing, step.Count, funnel, language)
                : Show(step.Standing, null, funnel, language) with { Hidden = SteeringGroupFigure.SmallGroup })
        ];
    }

    private static ExplanationStep Show(GoalStanding standing, int? count, GoalFunnel funnel, Language language) => new()
    {
        Step = Code.Format(standing),
        Text = GoalStandingWords.Write(standing, funnel.Goal.Definition!.Measure, funnel.Goal.Definition.Between, language),
        Count = count,
        Left = null,
    };
}
