using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Register;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;
using OutcomeApi.Http;

namespace OutcomeApi.Features.Attainment;

/// <summary>How one figure comes about.</summary>
public sealed record Explanation : IPersonRows
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

    /// <summary>Everybody who is registered: enrollments, or referrals where the goal is about those, or both for waiting times. Null where it is withheld, and for what is only reported.</summary>
    public required int? Registered { get; init; }

    /// <summary>Those of them who are in the goal's population and whose event lies in the window, of every gender.</summary>
    public required int? InCohort { get; init; }

    /// <summary>From everybody to the numerator: each of those who are registered stands in exactly one step. None for what is only reported.</summary>
    public required IReadOnlyList<ExplanationStep> Steps { get; init; }

    /// <summary>The counts are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

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
    /// <summary>What it is about.</summary>
    [CodeOf(typeof(GoalStanding))]
    public required string Step { get; init; }

    /// <summary>The same in words.</summary>
    public required string Text { get; init; }

    /// <summary>How many stand here; null where it is withheld.</summary>
    public required int? Count { get; init; }

    /// <summary>How many are left after those who are kept out here; null for those who are counted, and where it is withheld.</summary>
    public required int? Left { get; init; }

    /// <summary>The senders' references of those who stand here. Only for registrars.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? References { get; init; }

    /// <summary>Shows the steps of a funnel.</summary>
    /// <param name="funnel">The funnel.</param>
    /// <param name="isShown">Is the count of such a step shown? What is left is, when all are.</param>
    /// <param name="withReferences">Say who they are.</param>
    /// <param name="language">Language of the texts.</param>
    public static IReadOnlyList<ExplanationStep> Of(GoalFunnel funnel, Func<GoalStanding, bool> isShown, bool withReferences, Language language)
    {
        var left = funnel.Steps.Sum(s => s.Count);
        var steps = new List<ExplanationStep>();
        foreach (var step in funnel.Steps)
        {
            left -= step.Count;
            steps.Add(new ExplanationStep
            {
                Step = Code.Of(step.Standing),
                Text = GoalStandingWords.Of(step.Standing, funnel.Goal.Definition!.Measure, language),
                Count = isShown(step.Standing) ? step.Count : null,
                Left = !isShown(step.Standing) || step.Standing >= GoalStanding.InDenominator ? null : left,
                References = withReferences ? step.References : null,
            });
        }

        return steps;
    }
}
