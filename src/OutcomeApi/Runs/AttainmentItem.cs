using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Domain.Statistics;
using Interval = OutcomeApi.Domain.Statistics.Interval;

namespace OutcomeApi.Runs;

/// <summary>The attainment of one goal for a subproject (or the whole project, or several subprojects pooled), tertial and window.</summary>
public sealed record AttainmentItem
{
    /// <summary>Key of the goal.</summary>
    public required string Goal { get; init; }

    /// <summary>Version of the goal that the figure was computed with.</summary>
    public required int GoalVersion { get; init; }

    /// <summary>What the goal measures, for example <c>share</c> or <c>count</c>.</summary>
    [Domain.Registrations.CodeOf(typeof(Measure))]
    public required string Measure { get; init; }

    /// <summary>Id of the subproject. Null for the whole project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Tertial that the window ends with, for example <c>2025-T3</c>.</summary>
    public required string Tertial { get; init; }

    /// <summary>Time window of the figure: <c>tertial</c>, <c>year-to-date</c> or <c>since-start</c>.</summary>
    [Domain.Registrations.CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The days whose events are counted.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>
    /// Verdict on the goal: <c>reached</c>, <c>not-reached</c>, <c>not-assessable</c>, <c>not-due</c> or <c>no-target</c>. A goal is judged
    /// when it is due; until then, and in other windows than the one that it is judged by, it is <c>not-due</c>. The verdict is based on the
    /// genders as registered and is the same for every reader. Null in a simulation if the rows that decide the verdict are not shown.
    /// </summary>
    [Domain.Registrations.CodeOf(typeof(Verdict))]
    public required string? Verdict { get; init; }

    /// <summary>
    /// What the verdict would be on the numbers of this window: <c>meets</c>, <c>misses</c> or <c>not-assessable</c>. A count that is not due
    /// meets its target if it keeps the pace that the target needs. Null if the goal has no target in this window, if the verdict is not
    /// shown, and in reports that were certified before version 0.2.
    /// </summary>
    [Domain.Registrations.CodeOf(typeof(Standing))]
    public string? Standing { get; init; }

    /// <summary>Last day of the time that the goal is about: it is judged when that day has passed. Null if the goal has no target in this window.</summary>
    public DateOnly? DueOn { get; init; }

    /// <summary>Reason why the goal cannot be assessed. Present only if the standing is <c>not-assessable</c>.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Domain.Registrations.CodeOf(typeof(NotAssessableReason))]
    public string? Reason { get; init; }

    /// <summary>
    /// True if chance can be ruled out as the explanation of the standing (95 % Wilson interval). Null if this cannot be assessed, for example
    /// for measures other than shares, and if the verdict is not shown.
    /// </summary>
    public required bool? Clear { get; init; }

    /// <summary>
    /// Rows for woman, man, other, unknown and total. Steering groups get woman, man and total only: everyone else is counted with the women
    /// or with the men.
    /// </summary>
    public required IReadOnlyList<AttainmentRow> Rows { get; init; }

    /// <summary>
    /// Share that a change is measured from. Present only for goals that measure a change, and only if the share has been reported.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BaselineShare? Baseline { get; init; }

    /// <summary>Day of the reported figure. Present only for milestones, and only if a figure has been reported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DateOnly? ReportedOn { get; init; }

    /// <summary>
    /// The verdict or standing in plain words. For steering groups, the numbers of rows that are not shown are left out. Null if the verdict
    /// is not shown, and in reports that were certified before steering groups received this text.
    /// </summary>
    public required string? Sentence { get; init; }

    /// <summary>
    /// How a count stands to the target of the total. Targets for women, men or others have their pace in their rows. Null for other
    /// measures, and if the total is not shown.
    /// </summary>
    public PaceAnswer? Pace { get; init; }

    /// <summary>
    /// What the time that is left must bring: an expectation, not a result. Present only for counts, and for shares of all exits that are
    /// judged at the end of the project, in the window that the goal is judged by and until it is due.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoalOutlook? Forecast { get; init; }

    /// <summary>
    /// Comparison of women and men. Null if there are no women or no men, if one of the two rows is not shown, and for measures other than
    /// shares.
    /// </summary>
    public required WomenMen? WomenMen { get; init; }

    /// <summary>Builds the item of a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="time">Where in its life the project is, by the day that the figure treats as today.</param>
    /// <param name="view">The figure as a steering group sees it. Null if the reader sees everything.</param>
    /// <param name="gender">The only row to include. Null for all rows.</param>
    /// <param name="language">The language of the sentences.</param>
    public static AttainmentItem From(GoalFigure figure, Timeline time, SteeringGroupFigure? view, string? gender, Language language)
    {
        var goal = figure.Goal.Definition!;
        var judgement = Judgement.Compute(figure, time);
        var (shownFigure, shown) = view is null ? (figure, RowsShown.All) : (view.TwoRows, view.Rows);
        var rows = view is null
            ? judgement.Rows
            : [.. Judgement.Compute(shownFigure, time).Rows.Where(row => SteeringGroupFigure.Genders.Contains(row.Gender))];
        var deciding = Judgement.Deciding(goal, judgement.Rows);
        var isVerdictShown = view?.ShowsVerdict(deciding) != false;
        var numbersMayBeSaid = deciding.All(row => SteeringGroupFigure.Shows(shown, row.Gender));
        var comparison = goal.Measure == Domain.Goals.Measure.Share && shown == RowsShown.All
            ? WomenMenComparison.Compute(
                shownFigure.Woman.Numerator, shownFigure.Woman.Denominator!.Value, shownFigure.Man.Numerator, shownFigure.Man.Denominator!.Value)
            : null;
        return new AttainmentItem
        {
            Goal = figure.Goal.Key,
            GoalVersion = figure.Goal.Version,
            Measure = Code.Format(goal.Measure),
            Subproject = figure.Subproject,
            Tertial = figure.Tertial.ToString(),
            Window = Code.Format(figure.Window),
            Cohort = CohortDates.FromCohort(figure.Cohort),
            Verdict = isVerdictShown ? Code.Format(judgement.Verdict) : null,
            Standing = isVerdictShown && judgement.Standing is { } standing ? Code.Format(standing) : null,
            DueOn = judgement.Due?.On,
            Reason = isVerdictShown && judgement.Reason is { } reason ? Code.Format(reason) : null,
            Clear = isVerdictShown ? judgement.Clear : null,
            Rows =
            [
                .. rows.Select(row => AttainmentRow.From(row, goal.Measure, view, deciding.Any(d => d.Gender is not null), judgement.QueueDays))
                    .Where(row => gender is null || row.Gender == gender)
            ],
            Baseline = goal.Measure == Domain.Goals.Measure.ChangeFromBaseline ? BaselineShare.From(figure.Reported) : null,
            ReportedOn = goal.Measure == Domain.Goals.Measure.Milestone ? figure.Reported?.On : null,
            Sentence = !isVerdictShown ? null
                : view is null ? JudgementSentence.Write(judgement, figure, language)
                : JudgementSentence.ForSteeringGroup(judgement, shownFigure, numbersMayBeSaid ? rows : null, shown != RowsShown.None, language),
            Pace = shown == RowsShown.None ? null : PaceAnswer.From(rows.Single(row => row.Gender is null).Pace),
            Forecast = numbersMayBeSaid && GoalForecast.Compute(shownFigure, time) is { } forecast ? GoalOutlook.From(forecast, language) : null,
            WomenMen = comparison is null ? null : WomenMen.From(comparison, language),
        };
    }
}

/// <summary>A share that was reported for the year before the project, or for the year that the goal names.</summary>
public sealed record BaselineShare
{
    /// <summary>Number counted.</summary>
    public required int Numerator { get; init; }

    /// <summary>Number that the numerator is a part of.</summary>
    public required int Denominator { get; init; }

    /// <summary>Numerator divided by denominator, rounded to four decimals.</summary>
    public required decimal Share { get; init; }

    /// <summary>Day that the share refers to.</summary>
    public required DateOnly On { get; init; }

    public static BaselineShare? From(ReportedValue? value) => value is not { Denominator: { } denominator } ? null : new BaselineShare
    {
        Numerator = value.Numerator,
        Denominator = denominator,
        Share = Rounding.FourDecimals(Fraction.From(value.Numerator, denominator)),
        On = value.On,
    };
}

/// <summary>The days whose events are counted.</summary>
public sealed record CohortDates
{
    /// <summary>First day, inclusive.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day, inclusive.</summary>
    public required DateOnly To { get; init; }

    /// <summary>True if the window is cut off by the first or last day of the project.</summary>
    public required bool Partial { get; init; }

    public static CohortDates FromCohort(Cohort cohort) => new() { From = cohort.From, To = cohort.To, Partial = cohort.Partial };
}

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

/// <summary>A target, as its goal states it.</summary>
public sealed record TargetText
{
    /// <summary>Lower limit: a share such as <c>"20%"</c>, or a number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonForm(JsonFormAttribute.Limit)]
    public JsonElement? AtLeast { get; init; }

    /// <summary>Upper limit: a share such as <c>"20%"</c>, or a number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonForm(JsonFormAttribute.Limit)]
    public JsonElement? AtMost { get; init; }

    /// <summary>Lower and upper limit, in that order.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonForm(JsonFormAttribute.Limit)]
    public IReadOnlyList<JsonElement>? Between { get; init; }

    public static TargetText? From(Target? target) => target switch
    {
        null => null,
        { AtLeast: { } lower, AtMost: { } upper } => new TargetText { Between = [Show(lower), Show(upper)] },
        _ => new TargetText
        {
            AtLeast = target.AtLeast is { } atLeast ? Show(atLeast) : null,
            AtMost = target.AtMost is { } atMost ? Show(atMost) : null,
        },
    };

    private static JsonElement Show(Limit limit) => limit.IsNumber
        ? JsonSerializer.SerializeToElement(limit.Value.Numerator)
        : JsonSerializer.SerializeToElement(limit.Written);
}

/// <summary>A comparison of the share among women with the share among men.</summary>
public sealed record WomenMen
{
    /// <summary>Share among women minus share among men, rounded to four decimals.</summary>
    public required decimal Difference { get; init; }

    /// <summary>95 % Newcombe interval of the difference: lower and upper limit, rounded to four decimals.</summary>
    public required IReadOnlyList<decimal> Interval { get; init; }

    /// <summary>Two-sided p-value of Fisher's exact test, rounded to four decimals.</summary>
    public required decimal PValue { get; init; }

    /// <summary>The comparison in plain words.</summary>
    public required string Text { get; init; }

    public static WomenMen From(WomenMenComparison comparison, Language language) => new()
    {
        Difference = comparison.Difference,
        Interval = AttainmentRow.Show(comparison.Interval),
        PValue = Rounding.FourDecimals(comparison.PValue),
        Text = comparison.Sentence(language),
    };
}
