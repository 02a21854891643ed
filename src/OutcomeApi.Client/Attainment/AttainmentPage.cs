using System.Text.Json;
using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>A page of a project's goal attainment. All figures come from one computation.</summary>
public sealed record AttainmentPage
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the computation that all figures come from.</summary>
    public required string Computation { get; init; }

    /// <summary>When the computation was completed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The date treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// Whether the figures cover every registration and were computed as of today. False while registrations wait to be counted, or when the
    /// figures are from an earlier day.
    /// </summary>
    public required bool UpToDate { get; init; }

    /// <summary>How small groups are shown. Present only for steering groups.</summary>
    public SmallGroupsNote? SmallGroups { get; init; }

    /// <summary>The figures of this page.</summary>
    public required IReadOnlyList<AttainmentItem> Items { get; init; }

    /// <summary>A caution about reading many comparisons at once. Absent when there are few.</summary>
    public string? Note { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }
}

/// <summary>The attainment of one goal for a subproject (or the whole project, or several subprojects pooled), tertial and window.</summary>
public sealed record AttainmentItem
{
    /// <summary>Key of the goal.</summary>
    public required string Goal { get; init; }

    /// <summary>Version of the goal that the figure was computed with.</summary>
    public required int GoalVersion { get; init; }

    /// <summary>What the goal measures, for example share or count.</summary>
    public required string Measure { get; init; }

    /// <summary>Id of the subproject. Null for the whole project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Tertial that the window ends with, for example 2025-T3.</summary>
    public required string Tertial { get; init; }

    /// <summary>Time window of the figure: tertial, year-to-date or since-start.</summary>
    public required string Window { get; init; }

    /// <summary>The days whose events are counted.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>
    /// Verdict on the goal: reached, not-reached, not-assessable, not-due or no-target. A goal is judged when it is due; until then, and in
    /// other windows than the one that it is judged by, it is not-due. The verdict is based on the genders as registered and is the same for
    /// every reader. Null in a simulation if the rows that decide the verdict are not shown.
    /// </summary>
    public required string? Verdict { get; init; }

    /// <summary>
    /// What the verdict would be on the numbers of this window: meets, misses or not-assessable. A count that is not due meets its target if it
    /// keeps the pace that the target needs. Null if the goal has no target in this window, if the verdict is not shown, and in reports that
    /// were certified before version 0.2.
    /// </summary>
    public string? Standing { get; init; }

    /// <summary>
    /// Last day of the time that the goal is about: it is judged when that day has passed. Null if the goal has no target in this window.
    /// </summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Reason why the goal cannot be assessed. Present only if the standing is not-assessable.</summary>
    public string? Reason { get; init; }

    /// <summary>
    /// True if chance can be ruled out as the explanation of the standing (95 % Wilson interval). Null if this cannot be assessed, for example
    /// for measures other than shares, and if the verdict is not shown.
    /// </summary>
    public required bool? Clear { get; init; }

    /// <summary>
    /// Rows for woman, man, other, unknown and total. Steering groups get woman, man and total only: everyone else is counted with the women or
    /// with the men.
    /// </summary>
    public required IReadOnlyList<AttainmentRow> Rows { get; init; }

    /// <summary>
    /// Share that a change is measured from. Present only for goals that measure a change, and only if the share has been reported.
    /// </summary>
    public BaselineShare? Baseline { get; init; }

    /// <summary>Day of the reported figure. Present only for milestones, and only if a figure has been reported.</summary>
    public DateOnly? ReportedOn { get; init; }

    /// <summary>
    /// The verdict or standing in plain words. For steering groups, the numbers of rows that are not shown are left out. Null if the verdict is
    /// not shown, and in reports that were certified before steering groups received this text.
    /// </summary>
    public required string? Sentence { get; init; }

    /// <summary>
    /// How a count stands to the target of the total. Targets for women, men or others have their pace in their rows. Null for other measures,
    /// and if the total is not shown.
    /// </summary>
    public Pace? Pace { get; init; }

    /// <summary>
    /// What the time that is left must bring: an expectation, not a result. Present only for counts, and for shares of all exits that are
    /// judged at the end of the project, in the window that the goal is judged by and until it is due.
    /// </summary>
    public GoalOutlook? Forecast { get; init; }

    /// <summary>
    /// Comparison of women and men. Null if there are no women or no men, if one of the two rows is not shown, and for measures other than
    /// shares.
    /// </summary>
    public required WomenMen? WomenMen { get; init; }
}

/// <summary>The figure of one gender, or of the total.</summary>
public sealed record AttainmentRow
{
    /// <summary>woman, man, other, unknown or total.</summary>
    public required string Gender { get; init; }

    /// <summary>
    /// Number counted. For a balance: the number of starts. For a queue time: the number in queue. For a milestone: the reported value, in the
    /// total row only. Null for durations and for rows that are not shown.
    /// </summary>
    public required int? Numerator { get; init; }

    /// <summary>
    /// Number that the numerator is a part of. For a balance: the number of exits. For a queue time: the number of starts. For a fidelity
    /// review: the maximum number of points. Null for counts, for durations and for rows that are not shown.
    /// </summary>
    public required int? Denominator { get; init; }

    /// <summary>
    /// Numerator divided by denominator, rounded to four decimals. Null if the denominator is zero, and for measures that are not shares.
    /// </summary>
    public required double? Share { get; init; }

    /// <summary>95 % Wilson interval of the share: lower and upper limit, rounded to four decimals.</summary>
    public required IReadOnlyList<double>? Interval { get; init; }

    /// <summary>Starts divided by exits, rounded to four decimals. Present only for balances with at least one exit.</summary>
    public double? Ratio { get; init; }

    /// <summary>
    /// Days that the queue would take at the rate of starts of the last days, with one decimal. Zero if nobody is in the queue, absent if
    /// nobody has started. Present only for queue times.
    /// </summary>
    public double? EstimatedDays { get; init; }

    /// <summary>
    /// Number of days whose starts are counted in the denominator: 120, or fewer in a younger project. Present only for queue times.
    /// </summary>
    public int? OverDays { get; init; }

    /// <summary>
    /// Days from referral to start, for those who started in the window, or from exit to the next step, for those who exited. Present only for
    /// durations, and only if there was someone.
    /// </summary>
    public DaysWaited? Days { get; init; }

    /// <summary>
    /// Days from referral to the last day of the window, for those in the queue on that day. Present only for durations, and only if someone
    /// was in the queue.
    /// </summary>
    public DaysWaited? StillQueued { get; init; }

    /// <summary>Target of the row. Null if the goal has no target for it.</summary>
    public required TargetText? Target { get; init; }

    /// <summary>How a count stands to the row's target. Present only for rows of counts with a target.</summary>
    public Pace? Pace { get; init; }

    /// <summary>
    /// True if the row meets its target; for a count that is not due: if it keeps the pace that the target needs. This is decided on exact
    /// integers, not on the rounded share. Null if there is nothing to judge. Also null for steering groups if women or men decide the verdict,
    /// because the rows shown are not the genders as registered.
    /// </summary>
    public required bool? MeetsTarget { get; init; }

    /// <summary>Reason why the row has no numbers. small-group means that a group is smaller than the association's threshold.</summary>
    public string? Hidden { get; init; }

    /// <summary>
    /// Upper bound for a total that is withheld because it is small. Example: 5 means that the total is at least 1 and less than 5.
    /// </summary>
    public int? FewerThan { get; init; }
}

/// <summary>A share that was reported for the year before the project, or for the year that the goal names.</summary>
public sealed record BaselineShare
{
    /// <summary>Number counted.</summary>
    public required int Numerator { get; init; }

    /// <summary>Number that the numerator is a part of.</summary>
    public required int Denominator { get; init; }

    /// <summary>Numerator divided by denominator, rounded to four decimals.</summary>
    public required double Share { get; init; }

    /// <summary>Day that the share refers to.</summary>
    public required DateOnly On { get; init; }
}

/// <summary>How a count stands to its target. A month is a twelfth of 365.25 days, and days are counted with both ends.</summary>
public sealed record Pace
{
    /// <summary>Number that is missing from the target. Zero when the target is reached.</summary>
    public required long Missing { get; init; }

    /// <summary>Months left until the goal is due, with one decimal.</summary>
    public required double MonthsLeft { get; init; }

    /// <summary>Number a month so far, since referrals began, with one decimal. Null before that.</summary>
    public required double? PerMonthSoFar { get; init; }

    /// <summary>Number a month that the target needs from now on, with one decimal. Null when no day is left.</summary>
    public required double? PerMonthNeeded { get; init; }
}

/// <summary>
/// A forecast for the day when a goal is due. The model of shares assumes that people go on starting and exiting at the pace since referrals
/// began, and that those who will exit are like those who have (beta-binomial with a flat prior). The model of counts assumes that as many per
/// day go on coming (negative binomial).
/// </summary>
public sealed record GoalOutlook
{
    /// <summary>Model that the forecast is based on: beta-binomial-flat-prior for shares, negative-binomial for counts.</summary>
    public required string Model { get; init; }

    /// <summary>
    /// Probability of meeting the target when the goal is due, rounded to four decimals. If women and men must each meet it: the probability
    /// that both do.
    /// </summary>
    public required double Probability { get; init; }

    /// <summary>Rows that the verdict will depend on.</summary>
    public required IReadOnlyList<RowOutlook> Rows { get; init; }

    /// <summary>The forecast in plain words.</summary>
    public required string Text { get; init; }
}

/// <summary>A comparison of the share among women with the share among men.</summary>
public sealed record WomenMen
{
    /// <summary>Share among women minus share among men, rounded to four decimals.</summary>
    public required double Difference { get; init; }

    /// <summary>95 % Newcombe interval of the difference: lower and upper limit, rounded to four decimals.</summary>
    public required IReadOnlyList<double> Interval { get; init; }

    /// <summary>Two-sided p-value of Fisher's exact test, rounded to four decimals.</summary>
    public required double PValue { get; init; }

    /// <summary>The comparison in plain words.</summary>
    public required string Text { get; init; }
}

/// <summary>How long a group of people has waited.</summary>
public sealed record DaysWaited
{
    /// <summary>Number of people in the group.</summary>
    public int? Count { get; init; }

    /// <summary>Median wait in days. Half days are possible.</summary>
    public double? Median { get; init; }

    /// <summary>Longest wait in days.</summary>
    public int? Longest { get; init; }

    /// <summary>Reason why there are no numbers: small-group.</summary>
    public string? Hidden { get; init; }

    /// <summary>Upper bound for the size of a small group. Example: 5 means that the group has at least one person and fewer than 5.</summary>
    public int? FewerThan { get; init; }
}

/// <summary>A target, as its goal states it.</summary>
public sealed record TargetText
{
    /// <summary>Lower limit: a share such as "20%", or a number.</summary>
    public JsonElement? AtLeast { get; init; }

    /// <summary>Upper limit: a share such as "20%", or a number.</summary>
    public JsonElement? AtMost { get; init; }

    /// <summary>Lower and upper limit, in that order.</summary>
    public IReadOnlyList<JsonElement>? Between { get; init; }
}

/// <summary>The forecast of one row.</summary>
public sealed record RowOutlook
{
    /// <summary>woman, man, other, unknown or total.</summary>
    public required string Gender { get; init; }

    /// <summary>Number expected to come before the goal is due: to exit, or to be counted.</summary>
    public required int Remaining { get; init; }

    /// <summary>Smallest number of these that must be counted to meet the target. Null if no number is enough.</summary>
    public required int? FewestNeeded { get; init; }

    /// <summary>
    /// Largest number of these that may be counted without missing the target. Null if no number is enough, and for counts without an upper
    /// limit.
    /// </summary>
    public required int? MostAllowed { get; init; }

    /// <summary>
    /// fewestNeeded divided by remaining, rounded to four decimals. Null for counts, if no number is enough, and if no one is expected to come.
    /// </summary>
    public required double? ShareNeeded { get; init; }

    /// <summary>Probability that the row meets its target, rounded to four decimals.</summary>
    public required double Probability { get; init; }
}
