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
        var ofSeveral = participations.Where(p => p is { Participant: not null, RegisteredInError: false }).GroupBy(p => p.Participant!)
            .Where(own => own.Skip(1).Any())
            .ToDictionary(own => own.Key, own => own.ToArray());
        return ofSeveral.Count == 0 ? participations : [.. participations.Select(WithReturn)];

        Participation WithReturn(Participation participation)
        {
            if (participation is not { Exit: { } exit, Participant: { } participant } || !ofSeveral.TryGetValue(participant, out var own))
            {
                return participation;
            }

            DateOnly[] later = [.. own.Select(other => other.StartedOn).Where(start => start > participation.StartedOn && start >= exit.On)];
            return later.Length == 0 ? participation : participation with { ReturnedOn = later.Min() };
        }
    }
}
