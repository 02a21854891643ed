namespace OutcomeApi.Domain.Goals;

/// <summary>Why a goal can not refer to another.</summary>
internal enum ImpossibleReference
{
    /// <summary>The other goal's measure has no participations in its numerator.</summary>
    NoNumerator,

    /// <summary>The other goal is about other things: referrals and not participations, or who was there and not what happened.</summary>
    OtherKind,
}

/// <summary>What goals that refer to each other have in common. Where they have it not, the reference can never hold.</summary>
internal static class GoalReferences
{
    private enum Kind
    {
        Participations,
        ParticipationsThere,
        Referrals,
        ReferralsThere,

        /// <summary>Waiting times are about those who started and about referrals, so no goal is about the same.</summary>
        Both,
    }

    /// <summary>The references among goals that could never hold. Goals that are not there, and cycles, are found elsewhere.</summary>
    /// <param name="goals">All goals that stand beside each other.</param>
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

    /// <summary>Does a goal refer to itself, by whatever way?</summary>
    public static bool DependsOnItself(string key, IReadOnlyDictionary<string, GoalDefinition> byKey)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        bool Leads(string from) =>
            byKey.TryGetValue(from, out var definition) && definition.References.Any(to => to == key || (seen.Add(to) && Leads(to)));
        return Leads(key);
    }

    /// <summary>Of those who were there can be asked what has happened; of what happened not who was there, which every window answers differently.</summary>
    private static bool Meets(Kind kind, Kind other) =>
        (kind == other && kind != Kind.Both)
        || (kind, other) is (Kind.ParticipationsThere, Kind.Participations) or (Kind.ReferralsThere, Kind.Referrals);

    /// <summary>What a goal is about: its population, or that of the goal that it is a part of. Null where there is none.</summary>
    private static Kind? KindOf(GoalDefinition goal, Dictionary<string, GoalDefinition> byKey)
    {
        switch (goal.Measure)
        {
            case Measure.Duration:
                return Kind.Both;
            case Measure.Balance:
                return Kind.Participations;
        }

        // As many steps as there are goals: more would be a cycle.
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
            _ => Kind.Participations,
        };
    }
}
