namespace OutcomeApi.Domain.Goals;

/// <summary>The reason why a goal cannot refer to another.</summary>
internal enum ImpossibleReference
{
    /// <summary>The measure of the other goal counts no participations in its numerator.</summary>
    NoNumerator,

    /// <summary>
    /// The other goal counts something else: referrals instead of participations, or who was present instead of what happened.
    /// </summary>
    OtherKind,
}

/// <summary>Checks that goals that refer to each other count the same kind of thing. Otherwise the reference can never hold.</summary>
internal static class GoalReferences
{
    private enum Kind
    {
        Participations,
        ParticipationsThere,
        Referrals,
        ReferralsThere,

        /// <summary>
        /// The kind of a waiting time, which covers both people who started and referrals. No other goal covers the same.
        /// </summary>
        Both,
    }

    /// <summary>
    /// Finds the references among goals that could never hold. References to missing goals, and cycles, are found elsewhere.
    /// </summary>
    /// <param name="goals">All goals that are in force together.</param>
    public static IEnumerable<(string From, string To, ImpossibleReference Why)> Impossible(IReadOnlyList<GoalDefinition> goals)
    {
        var byKey = goals.ToDictionary(g => g.Key);
        foreach (var from in goals)
        {
            foreach (var to in from.References.Distinct().Where(byKey.ContainsKey).Select(key => byKey[key]))
            {
                if (!to.HasNumerator)
                {
                    yield return (from.Key, to.Key, ImpossibleReference.NoNumerator);
                }
                else if (KindOf(from, byKey) is { } kind && KindOf(to, byKey) is { } other && !Meets(kind, other))
                {
                    yield return (from.Key, to.Key, ImpossibleReference.OtherKind);
                }
            }
        }
    }

    /// <summary>Determines whether a goal refers to itself, directly or through other goals.</summary>
    public static bool DependsOnItself(string key, IReadOnlyDictionary<string, GoalDefinition> byKey)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool Leads(string from) =>
            byKey.TryGetValue(from, out var definition) && definition.References.Any(to => to == key || (seen.Add(to) && Leads(to)));
        return Leads(key);
    }

    /// <summary>
    /// Determines whether a goal about <paramref name="kind"/> can refer to a goal about <paramref name="other"/>. Goals of the same kind
    /// can, except waiting times. A goal about who was present can also refer to a goal about events: it is known whether somebody who was
    /// present has exited, for example. The reverse is impossible, because the answer to who was present differs from window to window.
    /// </summary>
    private static bool Meets(Kind kind, Kind other) =>
        (kind == other && kind != Kind.Both)
        || (kind, other) is (Kind.ParticipationsThere, Kind.Participations) or (Kind.ReferralsThere, Kind.Referrals);

    /// <summary>
    /// Determines what a goal is about: its population, or the population of the goal that its denominator comes from. Returns null when
    /// there is none.
    /// </summary>
    private static Kind? KindOf(GoalDefinition goal, Dictionary<string, GoalDefinition> byKey)
    {
        switch (goal.Measure)
        {
            case Measure.Duration or Measure.QueueTime:
                return Kind.Both;
            case Measure.Balance:
                return Kind.Participations;
        }

        // The number of steps is limited to the number of goals. A longer chain would be a cycle.
        var root = goal;
        for (var steps = 0; root.OfGoal is { } parent && steps < byKey.Count; steps++)
        {
            if (!byKey.TryGetValue(parent, out var next))
            {
                return null;
            }

            root = next;
        }

        return root.Population switch
        {
            null => null,
            Population.Referrals or Population.ReferralsClosedOrStarted => Kind.Referrals,
            Population.ReferralsQueuedAtProjectStart => Kind.ReferralsThere,
            Population.SupportedInWindow => Kind.ParticipationsThere,
            Population.Exits or Population.Enrollments when root.DependsOnWindow => Kind.ParticipationsThere,
            _ => Kind.Participations,
        };
    }
}
