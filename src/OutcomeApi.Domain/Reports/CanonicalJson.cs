using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The canonical form of JSON (RFC 8785, JCS): the same data are the same bytes, whoever writes them. Members are sorted by the UTF-16 code units of
/// their names, numbers are written as ECMAScript writes a double, texts with the fewest escapes, and there is no white space. What a report is
/// certified as, and what its SHA-256 is taken of.
/// </summary>
public static class CanonicalJson
{
    /// <summary>The canonical bytes, UTF-8 without a byte order mark.</summary>
    /// <exception cref="FormatException">A number is too large for a double, a text holds half of a surrogate pair, or a member stands twice.</exception>
    public static byte[] Write(JsonElement json)
    {
        var text = new StringBuilder();
        Write(text, json);
        return new UTF8Encoding(false, throwOnInvalidBytes: true).GetBytes(text.ToString());
    }

    /// <summary>A number as ECMAScript's <c>Number.prototype.toString</c> writes it.</summary>
    /// <exception cref="FormatException">Not a number, or infinite: JSON has no such.</exception>
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
    /// The fewest digits that give the number back, the nearest ones where several do. .NET's own shortest form is one digit too short for some powers of two
    /// (2⁻²⁵ among them): below those, doubles lie half as far apart as above. Then more digits are tried, rounded, and one more in the last of them.
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

    /// <summary>The digits without zeros at either end, and where the point stands, counted from the first of them.</summary>
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
