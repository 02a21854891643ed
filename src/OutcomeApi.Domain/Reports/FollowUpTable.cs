namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts the follow-ups after the exits of a window, for each number of months after which the project follows up. The day of the exit
/// decides the window, whenever the answer came. Every exit is followed up, except those of people who have died.
/// </summary>
public static class FollowUpTable
{
    public const string AnswerPrefix = "answer:";

    /// <summary>The label with the number of months after the exit.</summary>
    public const string Months = "months";

    /// <summary>
    /// Computes, for each number of months, a row for each of the five states and then for every answer, also if its count is zero. For one
    /// number of months, every follow-up is in exactly one state.
    /// </summary>
    /// <param name="project">The project, with the months and the answers in use.</param>
    /// <param name="asOf">The day that counts as today.</param>
    /// <param name="part">The facts that are counted.</param>
    public static IReadOnlyList<ReportRow> Compute(Projects.ProjectDefinition project, DateOnly asOf, ReportPart part) =>
    [
        .. from months in project.FollowUpMonths
           let followUps = part.FollowUpsAfter(months, asOf)
           from row in RowsOf(followUps.AnswersOf(project.FollowUpAnswers), followUps.Count)
           select ReportRow.Counts(KeyOf(row.Key, months), row.Counts, LabelOf(months)) with
           {
               ListedWhenFilled = IsListedWhenFilled(row.Key, project.FollowUpAnswers),
           }
    ];

    /// <summary>
    /// Returns the key of a row about one number of months. The follow-up after three months is the usual one, so its keys are plain. Example:
    /// <c>answered</c> after three months is <c>6-months:answered</c> after six.
    /// </summary>
    public static string KeyOf(string plain, int months) => months == 3 ? plain : $"{months}-months:{plain}";

    /// <summary>Returns what a key says without the months.</summary>
    public static string PlainKeyOf(string key) =>
        key.IndexOf("-months:", StringComparison.Ordinal) is var at && at < 0 ? key : key[(at + "-months:".Length)..];

    /// <summary>
    /// Returns the table that a row of follow-ups belongs to: the states or the answers after one number of months. The key of the row begins
    /// with it.
    /// </summary>
    internal static string TableOf(string key) => key[..(key.LastIndexOf(':') + 1)];

    /// <summary>Decides whether the row counts an answer, not a state.</summary>
    internal static bool IsAnswer(string key) => PlainKeyOf(key).StartsWith(AnswerPrefix, StringComparison.Ordinal);

    internal static RowLabel LabelOf(int months) => new(Months, months.ToString(System.Globalization.CultureInfo.InvariantCulture));

    /// <summary>Returns the months that a row is about. A report that was certified before there were several has rows about three only.</summary>
    public static int MonthsOf(ReportRow row) =>
        row.Label(Months) is { } months ? int.Parse(months, System.Globalization.CultureInfo.InvariantCulture) : 3;

    /// <summary>Returns those labels of a row that also hold for a line that it is merged into.</summary>
    internal static IReadOnlyList<RowLabel> LabelsOf(ReportRow row) => [.. row.Labels.Where(label => label.Name == Months)];

    internal static bool IsFollowedUp(Participation participation) => ExitReasons.AreFollowedUp(participation.Exit!.Reason);

    /// <summary>Decides whether the row belongs to an answer that is no longer in use.</summary>
    internal static bool IsListedWhenFilled(string key, IReadOnlyList<string> answers) => IsAnswer(key) && !answers.Contains(key[AnswerPrefix.Length..]);

    /// <summary>Lists the states and then the answers, with those who count in each.</summary>
    internal static IEnumerable<(string Key, GenderCounts Counts)> RowsOf(
        IReadOnlyList<FollowUpAnswer> answers, Func<Func<FollowedUp, bool>, GenderCounts> count) =>
    [
        .. Enum.GetValues<FollowUpState>().Select(state => (Code.Format(state), count(followUp => followUp.State == state))),
        .. answers.Select(answer => (AnswerPrefix + Code.Format(answer), count(followUp => followUp.Answer == answer))),
    ];

    internal static DateOnly DueOn(Participation participation, int months) => FollowUpSchedule.DueOn(participation.Exit!.On, months);

    /// <summary>Determines the state of a follow-up after an exit that is followed up.</summary>
    internal static FollowUpState FollowUpStateAfter(this Participation participation, int months, DateOnly asOf) =>
        participation.FollowUpAfter(months) is { } reported
            ? reported.Answer is null ? FollowUpState.Unobtainable : FollowUpState.Answered
            : FollowUpSchedule.StateOf(DueOn(participation, months), asOf);
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
    public static IReadOnlyList<ReportRow> Compute(Projects.ProjectDefinition project, DateOnly asOf, ReportPart part) =>
    [
        .. from months in project.FollowUpMonths
           let followUps = part.FollowUpsAfter(months, asOf)
           from referrer in ReferrerTable.CodesOf(project, followUps.Referrers)
           from row in FollowUpTable.RowsOf(
               followUps.AnswersOf(project.FollowUpAnswers),
               counts => followUps.Count(followUp => ReferrerTable.CodeOf(followUp.Referrer) == referrer && counts(followUp)))
           select ReportRow.Counts(
               $"{FollowUpTable.KeyOf(row.Key, months)}:{referrer}",
               row.Counts,
               new RowLabel(ReferrerTable.Referrer, referrer),
               FollowUpTable.LabelOf(months)) with
           {
               ListedWhenFilled = !ReferrerTable.IsListed(project, referrer) || FollowUpTable.IsListedWhenFilled(row.Key, project.FollowUpAnswers),
           }
    ];
}
