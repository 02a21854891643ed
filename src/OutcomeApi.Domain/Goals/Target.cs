using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>
/// The limit of a target: a share such as <c>"20%"</c>, a ratio such as <c>"0.8"</c>, or a whole number. It is exact, never a
/// floating-point number.
/// </summary>
/// <param name="Value">The limit as a fraction (20 % is 1/5, the number 450 is 450/1).</param>
/// <param name="Written">The limit as the definition writes it. It is shown in the same form.</param>
/// <param name="IsPercent">Whether it is written with a percent sign.</param>
/// <param name="IsNumber">Whether it is written as a JSON number.</param>
public sealed record Limit(Fraction Value, string Written, bool IsPercent, bool IsNumber)
{
    public static bool TryRead(JsonElement element, [NotNullWhen(true)] out Limit? limit)
    {
        limit = null;
        if (element.ValueKind == JsonValueKind.Number)
        {
            if (element.TryGetInt32(out var number) && number >= 0)
            {
                limit = new Limit(Fraction.From(number, 1), number.ToString(CultureInfo.InvariantCulture), false, true);
            }
        }
        else if (element.ValueKind == JsonValueKind.String)
        {
            var text = element.GetString()!;
            if (Fraction.TryParsePercent(text, out var share))
            {
                limit = new Limit(share, text, true, false);
            }
            else if (Fraction.TryParsePercent(text + "%", out var hundredth) && hundredth.Numerator <= long.MaxValue / 100)
            {
                limit = new Limit(Fraction.From(hundredth.Numerator * 100, hundredth.Denominator), text, false, false);
            }
        }

        return limit is not null;
    }
}

/// <summary>The target of a figure: at least, at most, or between two limits, both inclusive.</summary>
/// <param name="AtLeast">The lower limit, inclusive.</param>
/// <param name="AtMost">The upper limit, inclusive.</param>
/// <param name="Subproject">The only subproject that the target is for. Null for any.</param>
/// <param name="Gender">The only gender that the target is for. Null for any.</param>
/// <param name="From">The first day on which the target holds. Null when it holds from the beginning.</param>
/// <param name="To">The last day on which the target holds. Null when it holds to the end.</param>
public sealed record Target(
    Limit? AtLeast, Limit? AtMost, string? Subproject, Gender? Gender, DateOnly? From = null, DateOnly? To = null)
{
    /// <summary>Determines whether the target holds on the last day of a window.</summary>
    public bool HoldsOn(DateOnly day) => !(day < From) && !(day > To);

    /// <summary>Determines whether there is a day on which both targets hold.</summary>
    public bool HoldsTogetherWith(Target other) => !(To < other.From) && !(other.To < From);

    /// <summary>
    /// Determines whether a count that is still growing keeps pace with the target. Of the lower limit it needs the part that the days so
    /// far are of all days. The upper limit holds from the first day.
    /// </summary>
    public bool IsKeptBy(int count, int daysSoFar, int days) =>
        (AtLeast is null || (Int128)count * days * AtLeast.Value.Denominator >= (Int128)AtLeast.Value.Numerator * daysSoFar)
        && (AtMost is null || Compare(count, 1, AtMost.Value) <= 0);

    /// <summary>
    /// Determines whether numerator/denominator meets the target. The comparison uses exact integers. For a count the denominator is 1.
    /// </summary>
    public bool IsMetBy(long numerator, long denominator) =>
        (AtLeast is null || Compare(numerator, denominator, AtLeast.Value) >= 0)
        && (AtMost is null || Compare(numerator, denominator, AtMost.Value) <= 0);

    /// <summary>
    /// Determines whether the current share minus the earlier share meets the target. The comparison is exact: the difference of the two
    /// fractions is compared by cross multiplication.
    /// </summary>
    public bool IsMetByChange(int numerator, int denominator, int numeratorBefore, int denominatorBefore)
    {
        var difference = ((long)numerator * denominatorBefore) - ((long)numeratorBefore * denominator);
        return IsMetBy(difference, (long)denominator * denominatorBefore);
    }

    /// <summary>
    /// Determines whether the verdict is clear, that is, whether the target lies outside the 95 % interval of the share. When the target is
    /// met, every limit must lie outside the interval. When it is missed, the limit that was missed must lie outside.
    /// </summary>
    public bool IsClearFor(int numerator, int denominator)
    {
        var limits = IsMetBy(numerator, denominator)
            ? new[] { AtLeast, AtMost }
            : [AtLeast is not null && Compare(numerator, denominator, AtLeast.Value) < 0 ? AtLeast : AtMost];
        return limits.OfType<Limit>().All(limit => Wilson.Excludes(numerator, denominator, limit.Value));
    }

    private static int Compare(long numerator, long denominator, Fraction limit) =>
        ((Int128)numerator * limit.Denominator).CompareTo((Int128)limit.Numerator * denominator);
}
