using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Changes of a goal that only move exit reasons into its numerator or out of it. What such a change does to a figure is known when it is known how
/// many left for each of the reasons.
/// </summary>
public static class MovedReasons
{
    private static readonly long Every = Enum.GetValues<ExitReason>().Aggregate(0L, (mask, reason) => mask | (1L << (int)reason));

    /// <summary>For each reason that is moved, the goal that counts just the exits for it.</summary>
    /// <param name="before">The goal as it is.</param>
    /// <param name="after">The goal as it would be.</param>
    /// <returns>Null when something else is changed, too; texts, targets and judging may be.</returns>
    public static IReadOnlyList<GoalDefinition>? Between(GoalDefinition before, GoalDefinition after)
    {
        var isSameOtherwise = before.Measure == after.Measure && before is { Measure: Measure.Share or Measure.Count, Population: Population.Exits, OfGoal: null }
            && after is { Population: Population.Exits, OfGoal: null }
            && before.Subprojects.SequenceEqual(after.Subprojects) && Equals(before.Filter, after.Filter);
        var (old, rest) = Split(before.Counts);
        var (@new, otherRest) = Split(after.Counts);
        if (!isSameOtherwise || !rest.SequenceEqual(otherRest))
        {
            return null;
        }

        var moved = old ^ @new;
        return
        [
            .. Enum.GetValues<ExitReason>().Where(reason => (moved & (1L << (int)reason)) != 0).Select(reason => before with
            {
                Key = $"{before.Key}.{Code.Of(reason)}",
                ValidFrom = null,
                Counts = new Condition.All([new Condition.ExitReasonIn(1L << (int)reason), .. rest]),
                Targets = [],
                EachOf = [],
            })
        ];
    }

    /// <summary>The reasons that a condition lets in, and what it asks besides.</summary>
    private static (long Mask, IReadOnlyList<Condition> Others) Split(Condition? condition)
    {
        IReadOnlyList<Condition> parts = condition switch
        {
            null => [],
            Condition.All all => all.Parts,
            _ => [condition],
        };
        return (parts.Select(MaskOf).OfType<long>().Aggregate(Every, (mask, part) => mask & part), [.. parts.Where(part => MaskOf(part) is null)]);
    }

    /// <summary>The reasons of a condition that is about nothing but reasons; null for others. Whoever is asked has left.</summary>
    private static long? MaskOf(Condition condition) => condition switch
    {
        Condition.ExitReasonIn reasons => reasons.Mask,
        Condition.Any any when any.Parts.All(part => MaskOf(part) is not null) => any.Parts.Aggregate(0L, (mask, part) => mask | MaskOf(part)!.Value),
        Condition.All all when all.Parts.All(part => MaskOf(part) is not null) => all.Parts.Aggregate(Every, (mask, part) => mask & MaskOf(part)!.Value),
        Condition.Not not => Every & ~MaskOf(not.Part),
        _ => null,
    };
}
