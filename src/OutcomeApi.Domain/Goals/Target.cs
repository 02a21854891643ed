using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Goals;

/// <summary>A target's limit: a share such as <c>"20%"</c>, a ratio such as <c>"0.8"</c>, or a whole number. Exact, never floating.</summary>
/// <param name="Value">The limit as a fraction (20 % is 1/5, the number 450 is 450/1).</param>
/// <param name="Written">How the definition writes it; shown again just so.</param>
/// <param name="IsPercent">Written with a percent sign.</param>
/// <param name="IsNumber">Written as a JSON number.</param>
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

/// <summary>What a figure is held against: at least, at most, or between two limits, both inclusive.</summary>
/// <param name="AtLeast">Lower limit, inclusive.</param>
/// <param name="AtMost">Upper limit, inclusive.</param>
/// <param name="Subproject">Only for this subproject; null: for any.</param>
/// <param name="Gender">Only for this gender; null: for any.</param>
public sealed record Target(Limit? AtLeast, Limit? AtMost, string? Subproject, Gender? Gender)
{
    /// <summary>Does numerator/denominator meet the target? Exact integers; for a count the denominator is 1.</summary>
    public bool IsMetBy(long numerator, long denominator) =>
        (AtLeast is null || Compare(numerator, denominator, AtLeast.Value) >= 0)
        && (AtMost is null || Compare(numerator, denominator, AtMost.Value) <= 0);

    /// <summary>
    /// Does the share now, less the share before, meet the target? Exact: the difference of two fractions is compared by cross multiplication.
    /// </summary>
    public bool IsMetByChange(int numerator, int denominator, int numeratorBefore, int denominatorBefore)
    {
        var difference = ((long)numerator * denominatorBefore) - ((long)numeratorBefore * denominator);
        return IsMetBy(difference, (long)denominator * denominatorBefore);
    }

    /// <summary>
    /// Is the verdict clear: does the share's 95 % interval lie wholly on one side? Met: every limit lies outside the interval. Missed: the
    /// limit that was missed does.
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
