using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Domain.Statistics;

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
