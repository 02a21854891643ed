using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Http;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>How one figure comes about.</summary>
public sealed record Explanation : IContainsPersonData
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The figure itself, with the row of the gender that was asked for.</summary>
    public required AttainmentItem Figure { get; init; }

    /// <summary>First day on which the goal's version holds.</summary>
    public required DateOnly ValidFrom { get; init; }

    /// <summary>The definition as it was sent.</summary>
    [JsonForm(JsonFormAttribute.Goal)]
    public required JsonElement Definition { get; init; }

    /// <summary>The definition in words.</summary>
    public required string Words { get; init; }

    /// <summary>Everybody who is registered: enrollments, or referrals where the goal is about those, or both for waiting times. Null for what is only reported, and for steering groups where a step is not shown.</summary>
    public required int? Registered { get; init; }

    /// <summary>Those of them who are in the goal's population and whose event lies in the window, of every gender. Null for steering groups.</summary>
    public required int? InCohort { get; init; }

    /// <summary>From everybody to the numerator: each of those who are registered stands in exactly one step. None for what is only reported.</summary>
    public required IReadOnlyList<ExplanationStep> Steps { get; init; }

    /// <summary>How small groups are shown; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>When the last change came in that is counted; null when nothing is registered.</summary>
    public required DateTimeOffset? DataCutOff { get; init; }

    /// <summary>The day that was today for the figure.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>When it was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }
}

/// <summary>One step of an explanation: those who are kept out here, or who are in the denominator or the numerator.</summary>
public sealed record ExplanationStep
{
    /// <summary>What it is about; <c>merged</c> where small steps are one line.</summary>
    public required string Step { get; init; }

    /// <summary>The same in words.</summary>
    public required string Text { get; init; }

    /// <summary>How many stand here; null where it is not shown.</summary>
    public required int? Count { get; init; }

    /// <summary>How many are left after those who are kept out here; null for those who are counted, and for steering groups.</summary>
    public required int? Left { get; init; }

    /// <summary>Why the count is not shown: small-group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>The steps that are this one line; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The senders' references of those who stand here. Only for registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Shows the steps of a funnel.</summary>
    /// <param name="funnel">The funnel.</param>
    /// <param name="withReferences">Say who they are.</param>
    /// <param name="language">Language of the texts.</param>
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
    /// Shows the steps of a funnel to a steering group: those that make up the figure when its row is shown, the others by the rule of merged categories. Where the row of
    /// women or men is not shown, neither is the step of the other gender, from which it could be had.
    /// </summary>
    /// <param name="funnel">The funnel, with everybody counted with the women or the men.</param>
    /// <param name="view">What it sees of the figure.</param>
    /// <param name="gender">The gender that was asked for; null: the total.</param>
    /// <param name="language">Language of the texts.</param>
    public static IReadOnlyList<ExplanationStep> ForSteeringGroup(GoalFunnel funnel, SteeringGroupFigure view, Gender? gender, Language language)
    {
        bool IsShown(GoalStanding standing) => SteeringGroupFigure.Shows(standing == GoalStanding.StillQueued ? view.QueuedRows : view.Rows, gender);
        bool IsOfRow(GoalStanding standing) => standing >= GoalStanding.InDenominator || (standing == GoalStanding.OtherGender && gender is not null && !IsShown(GoalStanding.InDenominator));
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
        Text = GoalStandingWords.Write(standing, funnel.Goal.Definition!.Measure, language),
        Count = count,
        Left = null,
    };
}
