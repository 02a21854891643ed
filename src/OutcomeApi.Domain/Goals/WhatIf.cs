using System.Globalization;

namespace OutcomeApi.Domain.Goals;

/// <summary>A simulated change ("what if") that gives unanswered follow-ups an answer.</summary>
/// <param name="Referrer">The organisation that referred the people. Null for all.</param>
/// <param name="Gender">The gender of the people. Null for all.</param>
/// <param name="Tertial">The tertial of the exits. Null for all.</param>
/// <param name="Count">The number of follow-ups to answer.</param>
/// <param name="Answer">The answer to give.</param>
/// <param name="Months">The months after the exit of the follow-ups.</param>
public sealed record AnsweredFollowUps(Referrer? Referrer, Gender? Gender, Tertial? Tertial, int Count, FollowUpAnswer Answer, int Months);

/// <summary>A simulated change ("what if") that adds exits.</summary>
/// <param name="Count">The number of exits to add.</param>
/// <param name="Gender">The gender of the people.</param>
/// <param name="Reason">The exit reason.</param>
/// <param name="Subproject">The subproject. Null for the project as a whole.</param>
/// <param name="On">The day of the exits.</param>
public sealed record AddedExits(int Count, Gender Gender, ExitReason Reason, string? Subproject, DateOnly On);

/// <summary>Changes participations for a simulation ("what if"). The register itself is not changed.</summary>
public static class WhatIf
{
    /// <summary>
    /// Answers follow-ups that are due or overdue and neither answered nor unobtainable. The selection is deterministic: earliest due date
    /// first, then by reference.
    /// </summary>
    /// <returns>
    /// The participations, with as many follow-ups answered as requested and available, and the number of follow-ups that were available.
    /// </returns>
    public static (IReadOnlyList<Participation> Participations, int Available) Answer(
        IReadOnlyList<Participation> participations, AnsweredFollowUps change, ReportingPeriod period, DateOnly asOf)
    {
        DateOnly DueOn(Participation participation) => FollowUpSchedule.DueOn(participation.Exit!.On, change.Months);
        var open = participations
            .Where(p => p is { Anonymous: false, Exit: not null } && p.FollowUpAfter(change.Months) is null)
            .Where(p => ExitReasons.AreFollowedUp(p.Exit!.Reason) && period.Contains(p.Exit.On) && DueOn(p) <= asOf)
            .Where(p => change.Referrer is null || p.Referrer == change.Referrer)
            .Where(p => change.Gender is null || p.Gender == change.Gender)
            .Where(p => change.Tertial is null || Tertial.Containing(p.Exit!.On) == change.Tertial)
            .OrderBy(DueOn)
            .ThenBy(p => p.Reference, StringComparer.Ordinal)
            .ToArray();
        var chosen = open.Take(change.Count).ToHashSet(ReferenceEqualityComparer.Instance);
        return ([.. participations.Select(p => chosen.Contains(p) ? Answered(p) : p)], open.Length);

        Participation Answered(Participation open) => open with { FollowUps = [.. open.FollowUps, new ReportedFollowUp(change.Months, change.Answer)] };
    }

    /// <summary>
    /// Adds participations that begin on the project's first day and end with the exit. Nothing else is known about them: they have no
    /// referral, mapping, birth year, steps, offers, documentation or follow-up, and the next step has no date.
    /// </summary>
    /// <param name="followUpMonths">After how many months the project follows up.</param>
    public static IReadOnlyList<Participation> Add(
        IReadOnlyList<Participation> participations, AddedExits change, ReportingPeriod period, IReadOnlyList<int> followUpMonths)
    {
        // Nothing tells made-up women, or men, from each other, so one object is counted as often as asked. All others are distinguished by
        // their number, which decides whether they are counted with the women or with the men.
        return
        [
            .. participations,
            .. change.Gender is Gender.Woman or Gender.Man
                ? Enumerable.Repeat(MadeUp(1), change.Count)
                : Enumerable.Range(1, change.Count).Select(MadeUp),
        ];

        Participation MadeUp(int number) => new()
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"simulated-{participations.Count + number}"),
            Gender = change.Gender,
            Subproject = change.Subproject,
            StartedOn = period.StartsOn,
            Exit = new ParticipationExit { On = change.On, Reason = change.Reason },

            // Prevents a further change from answering the follow-up of a made-up person.
            FollowUps = [.. followUpMonths.Select(months => new ReportedFollowUp(months, null))],
        };
    }
}
