using System.Globalization;

namespace OutcomeApi.Domain.Participations;

/// <summary>
/// Checks the form of a Swedish personal identity number (<i>personnummer</i>) or coordination number (<i>samordningsnummer</i>).
/// </summary>
public static class PersonalIdentityNumber
{
    /// <summary>The number that is added to the day in a coordination number.</summary>
    private const int CoordinationDays = 60;

    /// <summary>
    /// Determines whether a text is a valid number: twelve digits <c>YYYYMMDDNNNC</c> with a real date and the check digit C. In a
    /// coordination number the day is 60 higher, and a month or a day that is not known is 00. The check digit is right when the last ten
    /// digits have a Luhn sum that is a multiple of ten (SKV 704, Skatteverket).
    /// </summary>
    public static bool IsValid(string text) =>
        text.Length == 12 && text.All(char.IsAsciiDigit) && HasRealDate(text) && LuhnSum(text.AsSpan(2)) % 10 == 0;

    /// <summary>
    /// Determines whether a text is such a number in any of its written forms: with or without the century, and with or without the sign
    /// before the last four digits. The sign is + for people who have turned one hundred.
    /// </summary>
    public static bool IsWrittenAs(string text)
    {
        var digits = text.Length is 11 or 13 && text[^5] is '-' or '+' ? text.Remove(text.Length - 5, 1) : text;
        return digits.Length == 10 ? IsValid("19" + digits) || IsValid("20" + digits) : IsValid(digits);
    }

    private static bool HasRealDate(string text)
    {
        var day = int.Parse(text.AsSpan(6, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var year = int.Parse(text.AsSpan(0, 4), NumberStyles.None, CultureInfo.InvariantCulture);
        var month = int.Parse(text.AsSpan(4, 2), NumberStyles.None, CultureInfo.InvariantCulture);
        var least = day >= CoordinationDays ? 0 : 1;
        var date = day >= CoordinationDays ? day - CoordinationDays : day;
        return year >= 1800 && month >= least && month <= 12 && date >= least && date <= (month == 0 ? 31 : DateTime.DaysInMonth(year, month));
    }

    private static int LuhnSum(ReadOnlySpan<char> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Length; i++)
        {
            var product = (digits[i] - '0') * (i % 2 == 0 ? 2 : 1);
            sum += product > 9 ? product - 9 : product;
        }

        return sum;
    }
}
