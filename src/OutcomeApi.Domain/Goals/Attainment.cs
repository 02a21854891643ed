using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>What a goal has come to. Never decided by a rounded or floating figure.</summary>
public enum Verdict
{
    Reached,
    NotReached,

    /// <summary>A deciding denominator is zero: nothing divided by nothing is not 0 %.</summary>
    NotAssessable,

    /// <summary>The goal has no target that is judged in this window.</summary>
    NoTarget,
}

/// <summary>A numerator and its denominator. For a count the denominator is null.</summary>
public readonly record struct Ratio(int Numerator, int? Denominator);

/// <summary>
/// The counts of one goal, subproject, tertial and window: what the engine finds and a run stores. Everything else about the figure
/// (share, interval, verdict) follows from these and the goal's version, see <see cref="Judgement"/>.
/// </summary>
public sealed record AttainmentCounts
{
    public required GoalVersion Goal { get; init; }

    /// <summary>Subproject id; null for the project, or for several subprojects pooled.</summary>
    public string? Subproject { get; init; }

    public required Tertial Tertial { get; init; }

    public required Window Window { get; init; }

    public required Cohort Cohort { get; init; }

    public required Ratio Woman { get; init; }

    public required Ratio Man { get; init; }

    public required Ratio Other { get; init; }

    public required Ratio Unknown { get; init; }

    public Ratio Total => new(
        Woman.Numerator + Man.Numerator + Other.Numerator + Unknown.Numerator,
        Woman.Denominator + Man.Denominator + Other.Denominator + Unknown.Denominator);

    /// <summary>The counts of one gender; null for the total.</summary>
    public Ratio Of(Gender? gender) => gender switch
    {
        Gender.Woman => Woman,
        Gender.Man => Man,
        Gender.Other => Other,
        Gender.Unknown => Unknown,
        _ => Total,
    };
}
