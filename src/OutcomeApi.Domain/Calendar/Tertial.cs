using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace OutcomeApi.Domain.Calendar;

/// <summary>
/// A third of a calendar year (<i>tertial</i>): T1 is January–April, T2 May–August, T3 September–December. Written as <c>2026-T1</c>.
/// </summary>
/// <param name="Index">
/// Year × 3 + (number − 1), so that consecutive tertials are consecutive integers. A tertial is also stored in this form.
/// </param>
public readonly record struct Tertial(int Index) : IComparable<Tertial>
{
    public Tertial(int year, int number)
        : this((year * 3) + number - 1)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(number, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(number, 3);
    }

    public int Year => Index / 3;

    /// <summary>The number within the year: 1, 2 or 3.</summary>
    public int Number => (Index % 3) + 1;

    public DateOnly FirstDay => new(Year, (Number * 4) - 3, 1);

    public DateOnly LastDay => FirstDay.AddMonths(4).AddDays(-1);

    public bool IsLastOfYear => Number == 3;

    public static bool operator <(Tertial left, Tertial right) => left.Index < right.Index;

    public static bool operator >(Tertial left, Tertial right) => left.Index > right.Index;

    public static bool operator <=(Tertial left, Tertial right) => left.Index <= right.Index;

    public static bool operator >=(Tertial left, Tertial right) => left.Index >= right.Index;

    /// <summary>Returns the tertial that contains a day.</summary>
    public static Tertial Containing(DateOnly day) => new((day.Year * 3) + ((day.Month - 1) / 4));

    /// <summary>Reads a tertial written exactly as <c>YYYY-T[1-3]</c>, with a year of 1900–2999.</summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Tertial tertial)
    {
        tertial = default;
        if (text is not { Length: 7 } || text[4] != '-' || text[5] != 'T' || text[6] is < '1' or > '3')
        {
            return false;
        }

        if (!int.TryParse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture, out var year) || year is < 1900 or > 2999)
        {
            return false;
        }

        tertial = new Tertial(year, text[6] - '0');
        return true;
    }

    public static Tertial Parse(string text) =>
        TryParse(text, out var tertial) ? tertial : throw new FormatException("A tertial is written like 2026-T1.");

    public int CompareTo(Tertial other) => Index.CompareTo(other.Index);

    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Year:0000}-T{Number}");
}
