using System.Globalization;

namespace OutcomeApi.Domain.Goals;

/// <summary>Says what a definition can have, depending on its measure.</summary>
/// <param name="Limits">The form of the limits of targets.</param>
/// <param name="Without">The members that have no meaning for the measure.</param>
internal sealed record MeasureRules(LimitForm Limits, params IReadOnlyList<string> Without)
{
    /// <summary>Whether the goal counts in a denominator, which the definition must name.</summary>
    public bool HasDenominator => !Without.Contains("of");

    /// <summary>Whether the goal reads a reported figure, which the definition must name. What is reported has no gender.</summary>
    public bool IsReported => !Without.Contains("figure");

    /// <summary>Returns the rules of a measure.</summary>
    /// <param name="measure">The measure. Null when it is unknown: then nothing is required, and every limit fits.</param>
    /// <param name="most">The highest possible value of the reported figure. Null when there is none.</param>
    public static MeasureRules Of(Measure? measure, int? most) => measure switch
    {
        Measure.Share => new(new LimitForm(IsPercentage, "a percentage of 0–100 such as \"65%\""), "figure", "baselineYear", "between"),
        Measure.Count => new(WholeNumber, "figure", "baselineYear", "between"),
        Measure.Milestone => new(most is null ? WholeNumber : UpTo(most.Value), "of", "counts", "filter", "eachOf", "baselineYear", "between"),
        Measure.Duration => new(WholeNumber, "of", "counts", "figure", "baselineYear"),
        Measure.QueueTime => new(WholeNumber, "of", "counts", "figure", "baselineYear", "between"),
        Measure.Balance => new(new LimitForm(limit => !limit.IsPercent, "a ratio such as \"0.8\""), "of", "counts", "figure", "baselineYear", "between"),
        Measure.ChangeFromBaseline => new(new LimitForm(IsPercentage, "a percentage of 0–100 such as \"5%\""), "eachOf", "between"),
        _ => new(new LimitForm(_ => true, WholeNumber.Expected), "of", "figure"),
    };

    private static LimitForm WholeNumber => new LimitForm(limit => limit.IsNumber, "a whole number, 0 or more");

    private static LimitForm UpTo(int most) =>
        new LimitForm(limit => limit.IsNumber && limit.Value.Numerator <= most, string.Create(CultureInfo.InvariantCulture, $"a whole number of {0}–{most}"));

    private static bool IsPercentage(Limit limit) => limit.IsPercent && limit.Value.IsAtMostOne;
}

/// <summary>The form of the limits of targets.</summary>
/// <param name="Fits">Determines whether a limit has the form. The figure can then reach it.</param>
/// <param name="Expected">The form in words.</param>
internal sealed record LimitForm(Func<Limit, bool> Fits, string Expected);
