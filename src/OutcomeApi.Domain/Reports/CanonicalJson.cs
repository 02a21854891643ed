using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Domain.Reports;

/// <summary>Writes the canonical form of JSON (RFC 8785, JCS): the same data give the same bytes, whoever writes them.</summary>
/// <remarks>
/// Members are sorted by the UTF-16 code units of their names. Numbers are written as ECMAScript writes a double. Texts use as few escapes
/// as possible, and there is no white space. A report is certified in this form, and its SHA-256 is computed from it.
/// </remarks>
public static class CanonicalJson
{
    /// <summary>Writes the canonical bytes, in UTF-8 without a byte order mark.</summary>
    /// <exception cref="FormatException">
    /// A number is too large for a double, a text contains half of a surrogate pair, or a member occurs twice.
    /// </exception>
    public static byte[] Write(JsonElement json)
    {
        var text = new StringBuilder();
        Write(text, json);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.ToString());
    }

    /// <summary>Writes a number as ECMAScript's <c>Number.prototype.toString</c> does.</summary>
    /// <exception cref="FormatException">The number is NaN or infinite, which JSON cannot express.</exception>
    public static string NumberOf(double number)
    {
        if (!double.IsFinite(number))
        {
            throw new FormatException("JSON has no such number.");
        }

        if (number == 0)
        {
            return "0";
        }

        var (digits, point) = ShortestOf(Math.Abs(number));
        var laidOut = point switch
        {
            > 21 or <= -6 => Exponential(digits, point - 1),
            <= 0 => "0." + new string('0', -point) + digits,
            _ when point >= digits.Length => digits + new string('0', point - digits.Length),
            _ => digits[..point] + "." + digits[point..],
        };
        return number < 0 ? "-" + laidOut : laidOut;
    }

    private static string Exponential(string digits, int exponent)
    {
        var mantissa = digits.Length == 1 ? digits : digits[..1] + "." + digits[1..];
        return string.Create(CultureInfo.InvariantCulture, $"{mantissa}e{(exponent < 0 ? '-' : '+')}{Math.Abs(exponent)}");
    }

    /// <summary>
    /// Finds the fewest digits that read back as the number, and the nearest ones if several do. Trap: for some powers of two (2⁻²⁵ among
    /// them), .NET's own shortest form is one digit too short, because doubles below a power of two lie half as far apart as those above.
    /// The method then tries more digits, both rounded and with the last digit raised by one.
    /// </summary>
    private static (string Digits, int Point) ShortestOf(double number)
    {
        var (digits, point) = Digits(number.ToString("R", CultureInfo.InvariantCulture));
        for (var length = digits.Length; !GiveBack(digits, point, number); length++)
        {
            (digits, point) = Digits(number.ToString("E" + (length - 1).ToString(CultureInfo.InvariantCulture), CultureInfo.InvariantCulture));
            var next = (BigInteger.Parse(digits.PadRight(length, '0'), CultureInfo.InvariantCulture) + 1).ToString(CultureInfo.InvariantCulture);
            if (!GiveBack(digits, point, number) && GiveBack(next, point + next.Length - length, number))
            {
                (digits, point) = (next.TrimEnd('0'), point + next.Length - length);
            }
        }

        return (digits, point);
    }

    private static bool GiveBack(string digits, int point, double number) =>
        double.Parse(string.Create(CultureInfo.InvariantCulture, $"0.{digits}E{point}"), CultureInfo.InvariantCulture) == number;

    /// <summary>
    /// Extracts the digits without zeros at either end, and the position of the decimal point, counted from the first of these digits.
    /// </summary>
    private static (string Digits, int Point) Digits(string number)
    {
        var parts = number.Split('E');
        var exponent = parts.Length > 1 ? int.Parse(parts[1], CultureInfo.InvariantCulture) : 0;
        var fraction = parts[0].Split('.');
        var digits = string.Concat(fraction);
        var leading = digits.Length - digits.TrimStart('0').Length;
        return (digits.Trim('0'), fraction[0].Length - leading + exponent);
    }

    private static void Write(StringBuilder text, JsonElement json)
    {
        switch (json.ValueKind)
        {
            case JsonValueKind.Object:
                WriteObject(text, json);
                break;
            case JsonValueKind.Array:
                text.Append('[');
                var first = true;
                foreach (var element in json.EnumerateArray())
                {
                    text.Append(first ? string.Empty : ",");
                    first = false;
                    Write(text, element);
                }

                text.Append(']');
                break;
            case JsonValueKind.String:
                WriteText(text, json.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(NumberOf(json.GetDouble()));
                break;
            default:
                text.Append(json.GetRawText());
                break;
        }
    }

    private static void WriteObject(StringBuilder text, JsonElement json)
    {
        var members = json.EnumerateObject().OrderBy(member => member.Name, StringComparer.Ordinal).ToArray();
        text.Append('{');
        for (var i = 0; i < members.Length; i++)
        {
            if (i > 0)
            {
                if (members[i].Name == members[i - 1].Name)
                {
                    throw new FormatException("A member stands twice.");
                }

                text.Append(',');
            }

            WriteText(text, members[i].Name);
            text.Append(':');
            Write(text, members[i].Value);
        }

        text.Append('}');
    }

    private static void WriteText(StringBuilder text, string value)
    {
        text.Append('"');
        for (var i = 0; i < value.Length; i++)
        {
            var letter = value[i];
            if (char.IsSurrogate(letter) && !(char.IsHighSurrogate(letter) && i + 1 < value.Length && char.IsLowSurrogate(value[i + 1])))
            {
                throw new FormatException("Half of a surrogate pair is no text.");
            }

            if (char.IsHighSurrogate(letter))
            {
                text.Append(letter).Append(value[++i]);
                continue;
            }

            _ = letter switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\f' => text.Append("\\f"),
                '\r' => text.Append("\\r"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)letter:x4}"),
                _ => text.Append(letter),
            };
        }

        text.Append('"');
    }
}
