using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Http;
using Interval = OutcomeApi.Domain.Statistics.Interval;

namespace OutcomeApi.Figures;

/// <summary>One goal, for one subproject (or the project, or several pooled), tertial and window.</summary>
public sealed record AttainmentItem
{
    /// <summary>The goal's key.</summary>
    public required string Goal { get; init; }

    /// <summary>The version of the goal that made the figure.</summary>
    public required int GoalVersion { get; init; }

    /// <summary>share, count …</summary>
    [Domain.Register.CodeOf(typeof(Measure))]
    public required string Measure { get; init; }

    /// <summary>Subproject id; null for the project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>The tertial that the window ends with.</summary>
    public required string Tertial { get; init; }

    /// <summary>tertial, year-to-date or since-start.</summary>
    [Domain.Register.CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The days whose events are counted.</summary>
    public required CohortDates Cohort { get; init; }

    /// <summary>reached, not-reached, not-assessable or no-target. Null: a row that decides is withheld, so the verdict is too.</summary>
    [Domain.Register.CodeOf(typeof(Verdict))]
    public required string? Verdict { get; init; }

    /// <summary>Why the goal can not be assessed; only with that verdict.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    [Domain.Register.CodeOf(typeof(NotAssessableReason))]
    public string? Reason { get; init; }

    /// <summary>Can chance be ruled out? Null where that can not be asked.</summary>
    public required bool? Clear { get; init; }

    /// <summary>Woman, man, other, unknown, total.</summary>
    public required IReadOnlyList<AttainmentRow> Rows { get; init; }

    /// <summary>The share that a change is measured from; only of such a goal, and only when it was reported.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public BaselineShare? Baseline { get; init; }

    /// <summary>The verdict in plain words; null when numbers are withheld.</summary>
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
    /// <param name="publication">What the reader may see; null: everything.</param>
    /// <param name="gender">Only this row; null: all.</param>
    /// <param name="language">Language of the sentences.</param>
    public static AttainmentItem Of(GoalFigure figure, ReportingPeriod period, DateOnly asOf, ProjectPublication? publication, string? gender, Language language)
    {
        var judgement = Judgement.Of(figure, period);
        var measure = figure.Goal.Definition!.Measure;
        var place = SteeringGroupFigures.PlaceOf(figure);

        // What a milestone reports is nobody: points, or a number of job specialists.
        bool IsHidden(Gender? about) => publication is not null && measure != Domain.Goals.Measure.Milestone && !publication.Shows(place, WhomOf(about));
        var hidden = judgement.Rows.Where(row => IsHidden(row.Gender)).Select(row => row.Gender).ToArray();
        var isDecided = !Judgement.Deciding(figure.Goal.Definition, judgement.Rows).Any(row => hidden.Contains(row.Gender));
        var comparison = measure == Domain.Goals.Measure.Share && !hidden.Contains(Domain.Participations.Gender.Woman) && !hidden.Contains(Domain.Participations.Gender.Man)
            ? WomenMenComparison.Of(figure.Woman.Numerator, figure.Woman.Denominator!.Value, figure.Man.Numerator, figure.Man.Denominator!.Value)
            : null;
        return new AttainmentItem
        {
            Goal = figure.Goal.Key,
            GoalVersion = figure.Goal.Version,
            Measure = Code.Of(measure),
            Subproject = figure.Subproject,
            Tertial = figure.Tertial.ToString(),
            Window = Code.Of(figure.Window),
            Cohort = CohortDates.Of(figure.Cohort),
            Verdict = isDecided ? Code.Of(judgement.Verdict) : null,
            Reason = isDecided && judgement.Reason is { } reason ? Code.Of(reason) : null,
            Clear = isDecided ? judgement.Clear : null,
            Rows =
            [
                .. judgement.Rows.Select(row => AttainmentRow.Of(row, measure, hidden.Contains(row.Gender))).Where(row => gender is null || row.Gender == gender)
            ],
            Baseline = measure == Domain.Goals.Measure.ChangeFromBaseline && hidden.Length == 0 && !(publication is { Threshold: var k } && figure.Reported is { } before && HasSmallNumber(new Ratio(before.Numerator, before.Denominator), k))
                ? BaselineShare.Of(figure.Reported)
                : null,
            Text = isDecided ? JudgementSentence.Of(judgement, figure.Goal.Definition, language) : null,
            Forecast = hidden.Length == 0 && GoalForecast.Of(figure, period, asOf) is { } forecast ? GoalOutlook.Of(forecast, language) : null,
            WomenMen = comparison is null ? null : WomenMen.Of(comparison, language),
        };
    }

    /// <summary>Does it hold a small number of people?</summary>
    public static bool HoldsSmallNumber(GoalFigure figure, ReportingPeriod period, int k)
    {
        var judgement = Judgement.Of(figure, period);
        return figure.Goal.Definition!.Measure switch
        {
            Domain.Goals.Measure.Milestone => false,
            Domain.Goals.Measure.Duration => judgement.Rows.Any(row =>
                SmallNumbers.IsSmall(row.Waiting?.Started?.Count ?? 0, k) || SmallNumbers.IsSmall(row.Waiting?.StillQueued?.Count ?? 0, k)),

            // Those who started are no part of those who left, so their difference is nobody.
            Domain.Goals.Measure.Balance => judgement.Rows.Any(row =>
                SmallNumbers.IsSmall(row.Counts!.Value.Numerator, k) || SmallNumbers.IsSmall(row.Counts.Value.Denominator!.Value, k)),
            _ => judgement.Rows.Any(row => HasSmallNumber(row.Counts!.Value, k))
                || (figure.Reported is { } baseline && HasSmallNumber(new Ratio(baseline.Numerator, baseline.Denominator), k)),
        };
    }

    private static Whom WhomOf(Gender? gender) => gender is { } one ? Enum.Parse<Whom>(one.ToString()) : Whom.Total;

    private static bool HasSmallNumber(Ratio counts, int k) =>
        SmallNumbers.IsSmall(counts.Numerator, k)
        || (counts.Denominator is { } denominator
            && (SmallNumbers.IsSmall(denominator, k) || SmallNumbers.IsSmall(denominator - counts.Numerator, k)));
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

    public static BaselineShare? Of(ReportedValue? value) => value is not { Denominator: { } denominator } ? null : new BaselineShare
    {
        Numerator = value.Numerator,
        Denominator = denominator,
        Share = Rounding.FourDecimals(Fraction.Of(value.Numerator, denominator)),
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

    public static CohortDates Of(Cohort cohort) => new() { From = cohort.From, To = cohort.To, Partial = cohort.Partial };
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

    /// <summary>Decided on exact integers, not on the rounded share.</summary>
    public required bool? MeetsTarget { get; init; }

    /// <summary>The figures are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static AttainmentRow Of(JudgedRow row, Measure measure, bool hidden)
    {
        var counts = hidden ? null : row.Counts;
        var waiting = hidden ? null : row.Waiting;
        var fraction = counts is { Denominator: > 0 and var denominator } ? Fraction.Of(counts.Value.Numerator, denominator) : (Fraction?)null;
        var share = measure is Measure.Share or Measure.ChangeFromBaseline ? fraction : null;
        return new AttainmentRow
        {
            Gender = row.Gender is { } gender ? Code.Of(gender) : "total",
            Numerator = counts?.Numerator,
            Denominator = counts?.Denominator,
            Share = share is null ? null : Rounding.FourDecimals(share.Value),
            Interval = share is null ? null : Show(Wilson.Of(counts!.Value.Numerator, counts.Value.Denominator!.Value)),
            Ratio = measure == Measure.Balance && fraction is not null ? Rounding.FourDecimals(fraction.Value) : null,
            Days = DaysWaited.Of(waiting?.Started),
            StillQueued = DaysWaited.Of(waiting?.StillQueued),
            Target = TargetText.Of(row.Target),
            MeetsTarget = hidden ? null : row.MeetsTarget,
            Suppressed = hidden,
        };
    }

    internal static IReadOnlyList<decimal> Show(Interval interval) => [Rounding.FourDecimals(interval.Lower), Rounding.FourDecimals(interval.Upper)];
}

/// <summary>How long some people have waited.</summary>
public sealed record DaysWaited
{
    /// <summary>How many they are.</summary>
    public required int Count { get; init; }

    /// <summary>Median of the days; half days are possible.</summary>
    public required decimal Median { get; init; }

    /// <summary>The longest wait in days.</summary>
    public required int Longest { get; init; }

    public static DaysWaited? Of(WaitingDays? days) =>
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

    public static TargetText? Of(Target? target) => target switch
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

    public static WomenMen Of(WomenMenComparison comparison, Language language) => new()
    {
        Difference = comparison.Difference,
        Interval = AttainmentRow.Show(comparison.Interval),
        PValue = Rounding.FourDecimals(comparison.PValue),
        Text = comparison.Sentence(language),
    };
}
