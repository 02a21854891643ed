using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
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

    /// <summary>reached, not-reached, not-assessable or no-target.</summary>
    [Domain.Register.CodeOf(typeof(Verdict))]
    public required string Verdict { get; init; }

    /// <summary>Can chance be ruled out? Null where that can not be asked.</summary>
    public required bool? Clear { get; init; }

    /// <summary>Woman, man, other, unknown, total.</summary>
    public required IReadOnlyList<AttainmentRow> Rows { get; init; }

    /// <summary>Women against men; null where one of them has nobody, and for other measures than shares.</summary>
    public required WomenMen? WomenMen { get; init; }

    /// <summary>Shows a figure.</summary>
    /// <param name="counts">Its counts.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="smallNumber">Hide the rows of an item with a number from 1 to this less one; null: hide nothing.</param>
    /// <param name="gender">Only this row; null: all.</param>
    /// <param name="language">Language of the sentences.</param>
    public static AttainmentItem Of(AttainmentCounts counts, ReportingPeriod period, int? smallNumber, string? gender, Language language)
    {
        var judgement = Judgement.Of(counts, period);
        var measure = counts.Goal.Definition!.Measure;
        var hidden = smallNumber is { } k && judgement.Rows.Any(row => HasSmallNumber(row.Counts, k));
        var comparison = measure == Domain.Goals.Measure.Share && !hidden
            ? WomenMenComparison.Of(counts.Woman.Numerator, counts.Woman.Denominator!.Value, counts.Man.Numerator, counts.Man.Denominator!.Value)
            : null;
        return new AttainmentItem
        {
            Goal = counts.Goal.Key,
            GoalVersion = counts.Goal.Version,
            Measure = Code.Of(measure),
            Subproject = counts.Subproject,
            Tertial = counts.Tertial.ToString(),
            Window = Code.Of(counts.Window),
            Cohort = new CohortDates { From = counts.Cohort.From, To = counts.Cohort.To, Partial = counts.Cohort.Partial },
            Verdict = Code.Of(judgement.Verdict),
            Clear = hidden ? null : judgement.Clear,
            Rows = [.. judgement.Rows.Select(row => AttainmentRow.Of(row, hidden)).Where(row => gender is null || row.Gender == gender)],
            WomenMen = comparison is null ? null : WomenMen.Of(comparison, language),
        };
    }

    private static bool HasSmallNumber(Ratio counts, int k) =>
        SmallNumbers.IsSmall(counts.Numerator, k)
        || (counts.Denominator is { } denominator
            && (SmallNumbers.IsSmall(denominator, k) || SmallNumbers.IsSmall(denominator - counts.Numerator, k)));
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
}

/// <summary>The figure of one gender, or of the total.</summary>
public sealed record AttainmentRow
{
    /// <summary>woman, man, other, unknown or total.</summary>
    public required string Gender { get; init; }

    /// <summary>How many are counted.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Null for counts.</summary>
    public required int? Denominator { get; init; }

    /// <summary>Numerator over denominator, four decimals; null when the denominator is zero.</summary>
    public required decimal? Share { get; init; }

    /// <summary>95 % Wilson interval of the share, four decimals.</summary>
    public required IReadOnlyList<decimal>? Interval { get; init; }

    /// <summary>What the figure is held against; null where the goal has no target for the row.</summary>
    public required TargetText? Target { get; init; }

    /// <summary>Decided on exact integers, not on the rounded share.</summary>
    public required bool? MeetsTarget { get; init; }

    /// <summary>The figures are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static AttainmentRow Of(JudgedRow row, bool hidden)
    {
        var (numerator, denominator) = row.Counts;
        var hasShare = !hidden && denominator > 0;
        return new AttainmentRow
        {
            Gender = row.Gender is { } gender ? Code.Of(gender) : "total",
            Numerator = hidden ? null : numerator,
            Denominator = hidden ? null : denominator,
            Share = hasShare ? Rounding.FourDecimals(Fraction.Of(numerator, denominator!.Value)) : null,
            Interval = hasShare ? Show(Wilson.Of(numerator, denominator!.Value)) : null,
            Target = TargetText.Of(row.Target),
            MeetsTarget = hidden ? null : row.MeetsTarget,
            Suppressed = hidden,
        };
    }

    internal static IReadOnlyList<decimal> Show(Interval interval) => [Rounding.FourDecimals(interval.Lower), Rounding.FourDecimals(interval.Upper)];
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
