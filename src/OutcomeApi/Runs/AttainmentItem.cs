using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Http;
using Interval = OutcomeApi.Domain.Statistics.Interval;

namespace OutcomeApi.Runs;

/// <summary>One goal, for one subproject (or the project, or several pooled), tertial and window.</summary>
public sealed record AttainmentItem
{
    /// <summary>The goal's key.</summary>
    public required string Goal { get; init; }

    /// <summary>The version of the goal that made the figure.</summary>
    public required int GoalVersion { get; init; }

    /// <summary>share, count …</summary>
    [Domain.Registrations.CodeOf(typeof(Measure))]
    public required string Measure { get; init; }

    /// <summary>Subproject id; null for the project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>The tertial that the window ends with.</summary>
    public required string Tertial { get; init; }

    /// <summary>tertial, year-to-date or since-start.</summary>
    [Domain.Registrations.CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The days whose events are counted.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>reached, not-reached, not-assessable or no-target: by the true genders, for every reader. Null in a simulation whose deciding rows are not shown.</summary>
    [Domain.Registrations.CodeOf(typeof(Verdict))]
    public required string? Verdict { get; init; }

    /// <summary>Why the goal can not be assessed; only with that verdict.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Domain.Registrations.CodeOf(typeof(NotAssessableReason))]
    public string? Reason { get; init; }

    /// <summary>Can chance be ruled out? Null where that can not be asked.</summary>
    public required bool? Clear { get; init; }

    /// <summary>Woman, man, other, unknown, total. For steering groups woman, man, total: everybody else is counted with the women or the men.</summary>
    public required IReadOnlyList<AttainmentRow> Rows { get; init; }

    /// <summary>The share that a change is measured from; only of such a goal, and only when it was reported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BaselineShare? Baseline { get; init; }

    /// <summary>The verdict in plain words. For steering groups without the numbers of rows that are not shown. Null: certified before it was said to them.</summary>
    public required string? Text { get; init; }

    /// <summary>What the rest of the project must bring: an expectation, not a result. Only of shares since the project's start, while the project runs.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public GoalOutlook? Forecast { get; init; }

    /// <summary>Women against men; null where one of them has nobody, and for other measures than shares.</summary>
    public required WomenMen? WomenMen { get; init; }

    /// <summary>Shows a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="asOf">The day that was today for the figure.</param>
    /// <param name="view">The figure as a steering group sees it; null: the reader sees everything.</param>
    /// <param name="gender">Only this row; null: all.</param>
    /// <param name="language">Language of the sentences.</param>
    public static AttainmentItem From(GoalFigure figure, ReportingPeriod period, DateOnly asOf, SteeringGroupFigure? view, string? gender, Language language)
    {
        var goal = figure.Goal.Definition!;
        var judgement = Judgement.Compute(figure, period);
        var (shownFigure, shown) = view is null ? (figure, RowsShown.All) : (view.TwoRows, view.Rows);
        var rows = view is null ? judgement.Rows : [.. Judgement.Compute(shownFigure, period).Rows.Where(row => SteeringGroupFigure.Genders.Contains(row.Gender))];
        var deciding = Judgement.Deciding(goal, judgement.Rows);
        var isVerdictShown = view?.ShowsVerdict(deciding) != false;
        var numbersMayBeSaid = deciding.All(row => SteeringGroupFigure.Shows(shown, row.Gender));
        var comparison = goal.Measure == Domain.Goals.Measure.Share && shown == RowsShown.All
            ? WomenMenComparison.Compute(shownFigure.Woman.Numerator, shownFigure.Woman.Denominator!.Value, shownFigure.Man.Numerator, shownFigure.Man.Denominator!.Value)
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
            Reason = isVerdictShown && judgement.Reason is { } reason ? Code.Format(reason) : null,
            Clear = isVerdictShown ? judgement.Clear : null,
            Rows =
            [
                .. rows.Select(row => AttainmentRow.From(row, goal.Measure, view, deciding.Any(d => d.Gender is not null)))
                    .Where(row => gender is null || row.Gender == gender)
            ],
            Baseline = goal.Measure == Domain.Goals.Measure.ChangeFromBaseline ? BaselineShare.From(figure.Reported) : null,
            Text = !isVerdictShown ? null
                : view is null ? JudgementSentence.Write(judgement, goal, language)
                : JudgementSentence.ForSteeringGroup(judgement, goal, numbersMayBeSaid ? rows : null, shown != RowsShown.None, language),
            Forecast = numbersMayBeSaid && GoalForecast.Compute(shownFigure, period, asOf) is { } forecast ? GoalOutlook.From(forecast, language) : null,
            WomenMen = comparison is null ? null : WomenMen.From(comparison, language),
        };
    }
}

/// <summary>A share that was reported for the year before.</summary>
public sealed record BaselineShare
{
    /// <summary>How many were counted.</summary>
    public required int Numerator { get; init; }

    /// <summary>Of how many.</summary>
    public required int Denominator { get; init; }

    /// <summary>Numerator over denominator, four decimals.</summary>
    public required decimal Share { get; init; }

    /// <summary>The day that it is about.</summary>
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
    /// <summary>First day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day.</summary>
    public required DateOnly To { get; init; }

    /// <summary>The project's period cuts the window.</summary>
    public required bool Partial { get; init; }

    public static CohortDates FromCohort(Cohort cohort) => new() { From = cohort.From, To = cohort.To, Partial = cohort.Partial };
}

/// <summary>The figure of one gender, or of the total.</summary>
public sealed record AttainmentRow
{
    /// <summary>woman, man, other, unknown or total.</summary>
    public required string Gender { get; init; }

    /// <summary>How many are counted; of a balance: how many started. A milestone has its value in the total only. Null for durations.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Of how many; of a balance: how many exited; of a fidelity review: the most points. Null for counts and durations.</summary>
    public required int? Denominator { get; init; }

    /// <summary>Numerator over denominator, four decimals; null when the denominator is zero, and for measures that are no share.</summary>
    public required decimal? Share { get; init; }

    /// <summary>95 % Wilson interval of the share, four decimals.</summary>
    public required IReadOnlyList<decimal>? Interval { get; init; }

    /// <summary>Starts over exits, four decimals; only of balances with exits.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public decimal? Ratio { get; init; }

    /// <summary>Days from referral to start, of those who started in the window; only of durations, and when somebody did.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DaysWaited? Days { get; init; }

    /// <summary>Days from referral to the window's end, of those in queue on that day; only of durations, and when somebody is.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public DaysWaited? StillQueued { get; init; }

    /// <summary>What the figure is held against; null where the goal has no target for the row.</summary>
    public required TargetText? Target { get; init; }

    /// <summary>Decided on exact integers, not on the rounded share. Null for steering groups where women or men decide: their rows are not the true genders.</summary>
    public required bool? MeetsTarget { get; init; }

    /// <summary>Why there are no numbers: small-group, because a group is smaller than the association's threshold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>The total is small: one or more, and fewer than this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    /// <summary>Shows a row.</summary>
    /// <param name="row">The row, as it is shown to the reader.</param>
    /// <param name="measure">The goal's measure.</param>
    /// <param name="view">What a steering group sees of the figure; null: everything.</param>
    /// <param name="gendersDecide">Does the verdict rest on women and men each?</param>
    internal static AttainmentRow From(JudgedRow row, Measure measure, SteeringGroupFigure? view, bool gendersDecide)
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
            Days = isShown ? DaysWaited.From(row.Waiting?.Started) : null,
            StillQueued = view is null || SteeringGroupFigure.Shows(view.QueuedRows, row.Gender)
                ? DaysWaited.From(row.Waiting?.StillQueued)
                : new DaysWaited { Hidden = view.HiddenOf(row.Gender), FewerThan = view.FewerThanOf(row.Gender) },
            Target = TargetText.From(row.Target),
            MeetsTarget = isShown && (view is null || !gendersDecide) ? row.MeetsTarget : null,
            Hidden = isShown ? null : view!.HiddenOf(row.Gender),
            FewerThan = isShown ? null : view!.FewerThanOf(row.Gender),
        };
    }

    internal static IReadOnlyList<decimal> Show(Interval interval) => [Rounding.FourDecimals(interval.Lower), Rounding.FourDecimals(interval.Upper)];
}

/// <summary>How long some people have waited.</summary>
public sealed record DaysWaited
{
    /// <summary>How many they are.</summary>
    public int? Count { get; init; }

    /// <summary>Median of the days; half days are possible.</summary>
    public decimal? Median { get; init; }

    /// <summary>The longest wait in days.</summary>
    public int? Longest { get; init; }

    /// <summary>Why there are no numbers: small-group.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>There are one or more, and fewer than this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    public static DaysWaited? From(WaitingDays? days) =>
        days is not { } waited ? null : new DaysWaited { Count = waited.Count, Median = waited.Median, Longest = waited.Longest };
}

/// <summary>A target as its goal writes it.</summary>
public sealed record TargetText
{
    /// <summary>A share such as <c>"20%"</c>, or a number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonForm(JsonFormAttribute.Limit)]
    public JsonElement? AtLeast { get; init; }

    /// <summary>A share such as <c>"20%"</c>, or a number.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [JsonForm(JsonFormAttribute.Limit)]
    public JsonElement? AtMost { get; init; }

    /// <summary>Lower and upper limit.</summary>
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

/// <summary>Women against men.</summary>
public sealed record WomenMen
{
    /// <summary>Share of the women minus share of the men, four decimals.</summary>
    public required decimal Difference { get; init; }

    /// <summary>95 % Newcombe interval of the difference.</summary>
    public required IReadOnlyList<decimal> Interval { get; init; }

    /// <summary>Fisher's exact test, two-sided.</summary>
    public required decimal PValue { get; init; }

    /// <summary>The same in plain words.</summary>
    public required string Text { get; init; }

    public static WomenMen From(WomenMenComparison comparison, Language language) => new()
    {
        Difference = comparison.Difference,
        Interval = AttainmentRow.Show(comparison.Interval),
        PValue = Rounding.FourDecimals(comparison.PValue),
        Text = comparison.Sentence(language),
    };
}
