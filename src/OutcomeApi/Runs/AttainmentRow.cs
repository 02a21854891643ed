using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Domain.Statistics;
using Interval = OutcomeApi.Domain.Statistics.Interval;

namespace OutcomeApi.Runs;

/// <summary>The figure of one gender, or of the total.</summary>
public sealed record AttainmentRow
{
    /// <summary><c>woman</c>, <c>man</c>, <c>other</c>, <c>unknown</c> or <c>total</c>.</summary>
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
    public required decimal? Share { get; init; }

    /// <summary>95 % Wilson interval of the share: lower and upper limit, rounded to four decimals.</summary>
    public required IReadOnlyList<decimal>? Interval { get; init; }

    /// <summary>Starts divided by exits, rounded to four decimals. Present only for balances with at least one exit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Ratio { get; init; }

    /// <summary>
    /// Days that the queue would take at the rate of starts of the last days, with one decimal. Zero if nobody is in the queue, absent if
    /// nobody has started. Present only for queue times.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? EstimatedDays { get; init; }

    /// <summary>Number of days whose starts are counted in the denominator: 120, or fewer in a younger project. Present only for queue times.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OverDays { get; init; }

    /// <summary>
    /// Days from referral to start, for those who started in the window, or from exit to the next step, for those who exited. Present only
    /// for durations, and only if there was someone.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DaysWaited? Days { get; init; }

    /// <summary>
    /// Days from referral to the last day of the window, for those in the queue on that day. Present only for durations, and only if someone
    /// was in the queue.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DaysWaited? StillQueued { get; init; }

    /// <summary>Target of the row. Null if the goal has no target for it.</summary>
    public required TargetText? Target { get; init; }

    /// <summary>How a count stands to the row's target. Present only for rows of counts with a target.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public PaceAnswer? Pace { get; init; }

    /// <summary>
    /// True if the row meets its target; for a count that is not due: if it keeps the pace that the target needs. This is decided on exact
    /// integers, not on the rounded share. Null if there is nothing to judge.
    /// Also null for steering groups if women or men decide the verdict, because the rows shown are not the genders as registered.
    /// </summary>
    public required bool? MeetsTarget { get; init; }

    /// <summary>
    /// Reason why the row has no numbers. <c>small-group</c> means that a group is smaller than the association's threshold.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>
    /// Upper bound for a total that is withheld because it is small. Example: 5 means that the total is at least 1 and less than 5.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    /// <summary>Builds a row.</summary>
    /// <param name="row">The row as the reader sees it.</param>
    /// <param name="measure">The measure of the goal.</param>
    /// <param name="view">What a steering group sees of the figure. Null if the reader sees everything.</param>
    /// <param name="gendersDecide">True if the verdict depends on the rows of women or men.</param>
    /// <param name="queueDays">The days whose starts a queue time counts.</param>
    internal static AttainmentRow From(JudgedRow row, Measure measure, SteeringGroupFigure? view, bool gendersDecide, int queueDays)
    {
        var isShown = view is null || SteeringGroupFigure.Shows(view.Rows, row.Gender);
        var counts = isShown ? row.Counts : null;
        var fraction = counts is { Denominator: > 0 and var denominator } ? Fraction.From(counts.Value.Numerator, denominator) : (Fraction?)null;
        var share = measure is Measure.Share or Measure.ChangeFromBaseline ? fraction : null;
        return new AttainmentRow
        {
            Gender = row.Gender is { } gender ? Code.Format(gender) : "total",
            Numerator = counts?.Numerator,
            Denominator = counts?.Denominator,
            Share = share is null ? null : Rounding.FourDecimals(share.Value),
            Interval = share is null ? null : Show(Wilson.Compute(counts!.Value.Numerator, counts.Value.Denominator!.Value)),
            Ratio = measure == Measure.Balance && fraction is not null ? Rounding.FourDecimals(fraction.Value) : null,
            EstimatedDays = measure == Measure.QueueTime && counts is { } queue ? QueueTime.Estimate(queue, queueDays) : null,
            OverDays = isShown && measure == Measure.QueueTime ? queueDays : null,
            Days = isShown ? DaysWaited.From(row.Waiting?.Started) : null,
            StillQueued = view is null || SteeringGroupFigure.Shows(view.QueuedRows, row.Gender)
                ? DaysWaited.From(row.Waiting?.StillQueued)
                : new DaysWaited { Hidden = view.HiddenOf(row.Gender), FewerThan = view.FewerThanOf(row.Gender) },
            Target = TargetText.From(row.Target),
            Pace = isShown ? PaceAnswer.From(row.Pace) : null,
            MeetsTarget = isShown && (view is null || !gendersDecide) ? row.MeetsTarget : null,
            Hidden = isShown ? null : view!.HiddenOf(row.Gender),
            FewerThan = isShown ? null : view!.FewerThanOf(row.Gender),
        };
    }

    internal static IReadOnlyList<decimal> Show(Interval interval) => [Rounding.FourDecimals(interval.Lower), Rounding.FourDecimals(interval.Upper)];
}

/// <summary>How long a group of people has waited.</summary>
public sealed record DaysWaited
{
    /// <summary>Number of people in the group.</summary>
    public int? Count { get; init; }

    /// <summary>Median wait in days. Half days are possible.</summary>
    public decimal? Median { get; init; }

    /// <summary>Longest wait in days.</summary>
    public int? Longest { get; init; }

    /// <summary>Reason why there are no numbers: <c>small-group</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>
    /// Upper bound for the size of a small group. Example: 5 means that the group has at least one person and fewer than 5.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    public static DaysWaited? From(WaitingDays? days) =>
        days is not { } waited ? null : new DaysWaited { Count = waited.Count, Median = waited.Median, Longest = waited.Longest };
}

/// <summary>How a count stands to its target. A month is a twelfth of 365.25 days, and days are counted with both ends.</summary>
public sealed record PaceAnswer
{
    /// <summary>Number that is missing from the target. Zero when the target is reached.</summary>
    public required long Missing { get; init; }

    /// <summary>Months left until the goal is due, with one decimal.</summary>
    public required decimal MonthsLeft { get; init; }

    /// <summary>Number a month so far, since referrals began, with one decimal. Null before that.</summary>
    public required decimal? PerMonthSoFar { get; init; }

    /// <summary>Number a month that the target needs from now on, with one decimal. Null when no day is left.</summary>
    public required decimal? PerMonthNeeded { get; init; }

    public static PaceAnswer? From(Pace? pace) => pace is null ? null : new PaceAnswer
    {
        Missing = pace.Missing,
        MonthsLeft = pace.MonthsLeft,
        PerMonthSoFar = pace.PerMonthSoFar,
        PerMonthNeeded = pace.PerMonthNeeded,
    };
}
