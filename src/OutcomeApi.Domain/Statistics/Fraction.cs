using System.Globalization;

namespace OutcomeApi.Domain.Statistics;

/// <summary>
/// An exact ratio: a target such as 20 %, or a share with its counts. It keeps the numerator and denominator that it was given (30/150
/// stays 30/150) and compares by value (30/150 equals 1/5). <c>default</c> is 0/1.
/// </summary>
/// <exception cref="ArgumentOutOfRangeException">The denominator is not positive.</exception>
public readonly record struct Fraction(long Numerator, long Denominator) : IComparable<Fraction>
{
    private const int MaximumDecimals = 6;

    // Holds one less than the denominator, so that the zeroed struct is 0/1 and not 0/0.
    private readonly long _denominatorLessOne = Denominator > 0
        ? Denominator - 1
        : throw new ArgumentOutOfRangeException(nameof(Denominator), Denominator, "A denominator is positive.");

    // Neither property has an init accessor, because a "with" expression could set a denominator without the check.
    public long Numerator { get; } = Numerator;

    public long Denominator => _denominatorLessOne + 1;

    public bool IsAtMostOne => Numerator <= Denominator;

    public static Fraction From(long numerator, long denominator) => new(numerator, denominator);

    /// <summary>
    /// Reads a percentage in the form that goals use: digits, at most six decimals after a point, and a percent sign ("20%", "12.5%"). A
    /// plus or minus sign, a blank or a comma is refused. More than 100 % is accepted: the caller decides whether it makes sense.
    /// </summary>
    /// <returns>False, with 0 in <paramref name="fraction"/>, for any other text and for a figure too large for a long.</returns>
    public static bool TryParsePercent(string? text, out Fraction fraction)
    {
        fraction = default;
        if (text is null || !text.EndsWith('%'))
        {
            return false;
        }

        var figure = text.AsSpan(0, text.Length - 1);
        var point = figure.IndexOf('.');
        var whole = point < 0 ? figure : figure[..point];
        var decimals = point < 0 ? [] : figure[(point + 1)..];
        if (whole.IsEmpty || (point >= 0 && decimals.IsEmpty) || decimals.Length > MaximumDecimals)
        {
            return false;
        }

        Int128 numerator = 0;
        long denominator = 100;
        foreach (var digit in whole)
        {
            if (!char.IsAsciiDigit(digit) || !Append(ref numerator, digit))
            {
                return false;
            }
        }

        foreach (var digit in decimals)
        {
            if (!char.IsAsciiDigit(digit) || !Append(ref numerator, digit))
            {
                return false;
            }

            denominator *= 10;
        }

        fraction = new Fraction((long)numerator, denominator);
        return true;
    }

    public static bool operator <(Fraction left, Fraction right) => left.CompareTo(right) < 0;

    public static bool operator >(Fraction left, Fraction right) => left.CompareTo(right) > 0;

    public static bool operator <=(Fraction left, Fraction right) => left.CompareTo(right) <= 0;

    public static bool operator >=(Fraction left, Fraction right) => left.CompareTo(right) >= 0;

    /// <summary>Compares exactly, by cross multiplication in 128 bits. For example, 129/200 is less than 65 %.</summary>
    public int CompareTo(Fraction other) =>
        ((Int128)Numerator * other.Denominator).CompareTo((Int128)other.Numerator * Denominator);

    public bool Equals(Fraction other) => CompareTo(other) == 0;

    public override int GetHashCode()
    {
        var divisor = GreatestCommonDivisor(Numerator, Denominator);
        return HashCode.Combine(Numerator / divisor, Denominator / divisor);
    }

    /// <summary>
    /// Formats the ratio as <see cref="TryParsePercent"/> reads it ("12.5%") when six decimals hold it exactly, otherwise as "1/3".
    /// </summary>
    public override string ToString()
    {
        var (millionths, remainder) = Int128.DivRem((Int128)Numerator * 100_000_000, Denominator);
        if (remainder != 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator}");
        }

        var (whole, decimals) = Int128.DivRem(Int128.Abs(millionths), 1_000_000);
        var sign = millionths < 0 ? "-" : "";
        var tail = decimals == 0 ? "" : "." + ((long)decimals).ToString("D6", CultureInfo.InvariantCulture).TrimEnd('0');
        return sign + whole.ToString(CultureInfo.InvariantCulture) + tail + "%";
    }

    private static bool Append(ref Int128 number, char digit)
    {
        number = (number * 10) + (digit - '0');
        return number <= long.MaxValue;
    }

    private static long GreatestCommonDivisor(long numerator, long denominator)
    {
        var (larger, smaller) = (Int128.Abs(numerator), (Int128)denominator);
        while (smaller != 0)
        {
            (larger, smaller) = (smaller, larger % smaller);
        }

        return (long)larger;
    }
}
