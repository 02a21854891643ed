using System.Globalization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>Unanswered follow-ups that a question "what if" gives an answer.</summary>
/// <param name="Referrer">Only of people whom this organisation referred; null: of all.</param>
/// <param name="Gender">Only of this gender; null: of all.</param>
/// <param name="Tertial">Only after exits in this tertial; null: after all.</param>
/// <param name="Count">How many.</param>
/// <param name="Answer">The answer.</param>
public sealed record AnsweredFollowUps(Referrer? Referrer, Gender? Gender, Tertial? Tertial, int Count, FollowUpAnswer Answer);

/// <summary>Exits that a question "what if" adds.</summary>
/// <param name="Count">How many.</param>
/// <param name="Gender">Of this gender.</param>
/// <param name="Reason">With this reason.</param>
/// <param name="Subproject">In this subproject; null: in the project as such.</param>
/// <param name="On">On this day.</param>
public sealed record AddedExits(int Count, Gender Gender, ExitReason Reason, string? Subproject, DateOnly On);

/// <summary>A register that is not so, but might be.</summary>
public static class WhatIf
{
    /// <summary>
    /// Answers follow-ups that are due (or overdue) and neither answered nor unobtainable. Which ones is always the same: the earliest due date
    /// first, then the reference.
    /// </summary>
    /// <returns>The participations, as many answered as there are; and how many there were to answer.</returns>
    public static (IReadOnlyList<Participation> Participations, int Available) Answer(
        IReadOnlyList<Participation> participations, AnsweredFollowUps change, ReportingPeriod period, DateOnly asOf)
    {
        var open = participations
            .Where(p => p is { Anonymous: false, Exit: not null, FollowUpAnswer: null, FollowUpUnobtainable: false })
            .Where(p => ExitReasons.AreFollowedUp(p.Exit!.Reason) && period.Contains(p.Exit.On) && DueOn(p) <= asOf)
            .Where(p => change.Referrer is null || p.Referrer == change.Referrer)
            .Where(p => change.Gender is null || p.Gender == change.Gender)
            .Where(p => change.Tertial is null || Tertial.Containing(p.Exit!.On) == change.Tertial)
            .OrderBy(DueOn)
            .ThenBy(p => p.Reference, StringComparer.Ordinal)
            .ToArray();
        var chosen = open.Take(change.Count).ToHashSet(ReferenceEqualityComparer.Instance);
        return ([.. participations.Select(p => chosen.Contains(p) ? p with { FollowUpAnswer = change.Answer } : p)], open.Length);
    }

    /// <summary>
    /// Adds participations that begin on the project's first day and end with the exit. Nothing else is known of them: no referral, no mapping, no
    /// birth year, no steps or offers, no documentation, no follow-up; the next step stands without a date.
    /// </summary>
    public static IReadOnlyList<Participation> Add(IReadOnlyList<Participation> participations, AddedExits change, ReportingPeriod period) =>
    [
        .. participations,
        .. Enumerable.Range(1, change.Count).Select(number => new Participation
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"simulated-{participations.Count + number}"),
            Gender = change.Gender,
            Subproject = change.Subproject,
            StartedOn = period.StartsOn,
            Exit = new ParticipationExit { On = change.On, Reason = change.Reason },

            // So that a further change does not answer the follow-up of somebody who is made up.
            FollowUpUnobtainable = true,
        })
    ];

    private static DateOnly DueOn(Participation participation) => FollowUpSchedule.DueOn(participation.Exit!.On, GoalEngine.FollowUpMonths);
}
