namespace OutcomeApi.Domain.Participations;

/// <summary>Finds who has come back: participants who are enrolled in the project again after an exit (<i>rundgång</i>).</summary>
public static class Returns
{
    /// <summary>
    /// Tells each participation that has ended on which day the same participant was enrolled again: the first start, on the day of the exit
    /// or later, of a participation that began after this one.
    /// </summary>
    /// <param name="participations">The participations of a project.</param>
    public static IReadOnlyList<Participation> Find(IReadOnlyList<Participation> participations)
    {
        var seen = new HashSet<string>(StringComparer.Ordinal);
        var again = participations.Where(IsKnown).Select(p => p.Participant!).Where(participant => !seen.Add(participant)).ToHashSet(StringComparer.Ordinal);
        if (again.Count == 0)
        {
            return participations;
        }

        var ofSeveral = participations.Where(p => IsKnown(p) && again.Contains(p.Participant!)).ToLookup(p => p.Participant!, StringComparer.Ordinal);
        return [.. participations.Select(WithReturn)];

        static bool IsKnown(Participation participation) => participation is { Participant: not null, RegisteredInError: false };

        Participation WithReturn(Participation participation)
        {
            if (participation is not { Exit: { } exit, Participant: { } participant } || !again.Contains(participant))
            {
                return participation;
            }

            DateOnly[] later = [.. ofSeveral[participant].Select(other => other.StartedOn).Where(start => start > participation.StartedOn && start >= exit.On)];
            return later.Length == 0 ? participation : participation with { ReturnedOn = later.Min() };
        }
    }
}
