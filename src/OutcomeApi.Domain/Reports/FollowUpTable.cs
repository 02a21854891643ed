using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts the follow-ups three months after the exits of a window. The day of the exit decides the window, whenever the answer came. Every
/// exit is followed up, except those of people who have died.
/// </summary>
public static class FollowUpTable
{
    public const string AnswerPrefix = "answer:";

    /// <summary>
    /// Computes a row for each of the five states, then for every answer, also if its count is zero. Every follow-up is in exactly one
    /// state.
    /// </summary>
    /// <param name="answers">The codes of the answers in use.</param>
    /// <param name="asOf">The day that counts as today.</param>
    /// <param name="part">The facts that are counted.</param>
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

    /// <summary>Lists the answers to show: those in use, then others that have been given.</summary>
    internal static IReadOnlyList<FollowUpAnswer> AnswersOf(IReadOnlyList<string> answers, IEnumerable<Participation> followedUp) =>
        [.. answers.Select(Code.Parse<FollowUpAnswer>).Union(followedUp.Select(p => p.FollowUpAnswer).OfType<FollowUpAnswer>().Order())];

    /// <summary>Decides whether the row belongs to an answer that is no longer in use.</summary>
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
/// Counts the follow-ups of each referring organisation, which has to account for the people that it referred. Each organisation has the
/// rows of <see cref="FollowUpTable"/>.
/// </summary>
public static class FollowUpsByReferrerTable
{
    /// <summary>
    /// Computes the rows for every referrer of the project, for those that it used earlier, and for follow-ups without a stated referrer.
    /// </summary>
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
