using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The follow-ups three months after the exits of a window: the cohort is that of the exits, whenever the answer came. There is one for every exit but that
/// of somebody deceased.
/// </summary>
public static class FollowUpTable
{
    public const string AnswerPrefix = "answer:";

    /// <summary>A row for each of the five states (every follow-up is in one of them), then for every answer, zeros too.</summary>
    /// <param name="answers">Codes of the answers that are in use.</param>
    /// <param name="asOf">The day that is today.</param>
    /// <param name="part">What is counted.</param>
    public static IReadOnlyList<ReportRow> Compute(IReadOnlyList<string> answers, DateOnly asOf, ReportPart part)
    {
        var followedUp = part.FollowedUp;
        return
        [
            .. RowsOf(followedUp, AnswersOf(answers, followedUp), asOf)
                .Select(row => ReportRow.Counts(row.Key, row.Counts) with { ListedWhenFilled = IsListedWhenFilled(row.Key, answers) })
        ];
    }

    internal static bool IsFollowedUp(Participation participation) => ExitReasons.AreFollowedUp(participation.Exit!.Reason);

    /// <summary>The answers to list: those in use, and those that have been given.</summary>
    internal static IReadOnlyList<FollowUpAnswer> AnswersOf(IReadOnlyList<string> answers, IEnumerable<Participation> followedUp) =>
        [.. answers.Select(Code.Parse<FollowUpAnswer>).Union(followedUp.Select(p => p.FollowUpAnswer).OfType<FollowUpAnswer>().Order())];

    /// <summary>Is the row that of an answer which is no longer in use?</summary>
    internal static bool IsListedWhenFilled(string key, IReadOnlyList<string> answers) =>
        key.StartsWith(AnswerPrefix, StringComparison.Ordinal) && !answers.Contains(key[AnswerPrefix.Length..]);

    internal static IEnumerable<(string Key, GenderCounts Counts)> RowsOf(
        IReadOnlyList<Participation> followedUp, IReadOnlyList<FollowUpAnswer> answers, DateOnly asOf) =>
    [
        .. Enum.GetValues<FollowUpState>().Select(state => (Code.Format(state), GenderCounts.From(followedUp, p => StateOf(p, asOf) == state))),
        .. answers.Select(answer => (AnswerPrefix + Code.Format(answer), GenderCounts.From(followedUp, p => p.FollowUpAnswer == answer))),
    ];

    internal static DateOnly DueOn(Participation participation) => FollowUpSchedule.DueOn(participation.Exit!.On, GoalEngine.FollowUpMonths);

    private static FollowUpState StateOf(Participation participation, DateOnly asOf) =>
        participation.FollowUpAnswer is not null ? FollowUpState.Answered
        : participation.FollowUpUnobtainable ? FollowUpState.Unobtainable
        : FollowUpSchedule.StateOf(DueOn(participation), asOf);
}

/// <summary>
/// The follow-ups of each referring organisation, which is to account for the people that it referred: the rows of the table of follow-ups, for each.
/// </summary>
public static class FollowUpsByReferrerTable
{
    /// <summary>For every referrer of the project, those that it has used earlier, and not stated.</summary>
    public static IReadOnlyList<ReportRow> Compute(Projects.ProjectDefinition project, DateOnly asOf, ReportPart part)
    {
        var followedUp = part.FollowedUp;
        var answers = FollowUpTable.AnswersOf(project.FollowUpAnswers, followedUp);
        return
        [
            .. from referrer in ReferrerTable.CodesOf(project, followedUp)
               let own = followedUp.Where(p => ReferrerTable.CodeOf(p) == referrer).ToArray()
               from row in FollowUpTable.RowsOf(own, answers, asOf)
               select ReportRow.Counts($"{row.Key}:{referrer}", row.Counts, new RowLabel(ReferrerTable.Referrer, referrer)) with
               {
                   ListedWhenFilled = !ReferrerTable.IsListed(project, referrer) || FollowUpTable.IsListedWhenFilled(row.Key, project.FollowUpAnswers),
               }
        ];
    }
}
