using System.Globalization;
using System.Text;
using System.Text.Json;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>The examples that RFC 8785 itself gives, and what it refuses.</summary>
public sealed class CanonicalJsonTests
{
    /// <summary>Appendix B: the bits of a double, and how it is written.</summary>
    [Theory]
    [InlineData("0000000000000000", "0")]
    [InlineData("8000000000000000", "0")]
    [InlineData("0000000000000001", "5e-324")]
    [InlineData("8000000000000001", "-5e-324")]
    [InlineData("7fefffffffffffff", "1.7976931348623157e+308")]
    [InlineData("ffefffffffffffff", "-1.7976931348623157e+308")]
    [InlineData("4340000000000000", "9007199254740992")]
    [InlineData("c340000000000000", "-9007199254740992")]
    [InlineData("4430000000000000", "295147905179352830000")]
    [InlineData("44b52d02c7e14af5", "9.999999999999997e+22")]
    [InlineData("44b52d02c7e14af6", "1e+23")]
    [InlineData("44b52d02c7e14af7", "1.0000000000000001e+23")]
    [InlineData("444b1ae4d6e2ef4e", "999999999999999700000")]
    [InlineData("444b1ae4d6e2ef4f", "999999999999999900000")]
    [InlineData("444b1ae4d6e2ef50", "1e+21")]
    [InlineData("3eb0c6f7a0b5ed8c", "9.999999999999997e-7")]
    [InlineData("3eb0c6f7a0b5ed8d", "0.000001")]
    [InlineData("41b3de4355555553", "333333333.3333332")]
    [InlineData("41b3de4355555554", "333333333.33333325")]
    [InlineData("41b3de4355555555", "333333333.3333333")]
    [InlineData("41b3de4355555556", "333333333.3333334")]
    [InlineData("41b3de4355555557", "333333333.33333343")]
    [InlineData("becbf647612f3696", "-0.0000033333333333333333")]
    [InlineData("43143ff3c1cb0959", "1424953923781206.2")]
    public void Numbers_are_written_as_in_appendix_B(string bits, string written) =>
        CanonicalJson.NumberOf(BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))).ShouldBe(written);

    [Theory]
    [InlineData("7fffffffffffffff")]
    [InlineData("7ff0000000000000")]
    [InlineData("fff0000000000000")]
    public void What_is_no_number_is_refused(string bits) =>
        Should.Throw<FormatException>(() =>
            CanonicalJson.NumberOf(BitConverter.UInt64BitsToDouble(ulong.Parse(bits, NumberStyles.HexNumber, CultureInfo.InvariantCulture))));

    [Fact]
    public void Numbers_come_back_as_they_were()
    {
        const int Seed = 8785;
        var random = new Random(Seed);
        for (var i = 0; i < 20_000; i++)
        {
            var number = BitConverter.Int64BitsToDouble(random.NextInt64(long.MinValue, long.MaxValue));
            if (double.IsFinite(number))
            {
                double.Parse(CanonicalJson.NumberOf(number), CultureInfo.InvariantCulture).ShouldBe(number, $"seed {Seed}");
            }
        }
    }

    /// <summary>What an ECMAScript engine writes. Below a power of two doubles lie half as far apart as above it.</summary>
    [Theory]
    [InlineData(-25, "2.9802322387695312e-8")]
    [InlineData(-24, "5.960464477539063e-8")]
    [InlineData(-44, "5.684341886080802e-14")]
    [InlineData(-1022, "2.2250738585072014e-308")]
    [InlineData(-958, "4.1045368012983762e-289")]
    [InlineData(53, "9007199254740992")]
    [InlineData(1023, "8.98846567431158e+307")]
    public void Powers_of_two_have_enough_digits(int exponent, string written) => CanonicalJson.NumberOf(Math.ScaleB(1, exponent)).ShouldBe(written);

    [Fact]
    public void Every_power_of_two_comes_back()
    {
        for (var exponent = -1074; exponent <= 1023; exponent++)
        {
            double.Parse(CanonicalJson.NumberOf(Math.ScaleB(1, exponent)), CultureInfo.InvariantCulture).ShouldBe(Math.ScaleB(1, exponent));
        }
    }

    [Fact]
    public void The_sample_of_section_3_2_2_gives_the_bytes_of_section_3_2_4()
    {
        const string Sample =
            """
            {
              "numbers": [333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001],
              "string": "\u20ac$\u000F\u000aA'\u0042\u0022\u005c\\\"\/",
              "literals": [null, true, false]
            }
            """;
        const string Bytes =
            """
            7b 22 6c 69 74 65 72 61 6c 73 22 3a 5b 6e 75 6c 6c 2c 74 72 75 65 2c 66 61 6c 73 65 5d 2c 22 6e 75 6d 62 65 72 73 22 3a
            5b 33 33 33 33 33 33 33 33 33 2e 33 33 33 33 33 33 33 2c 31 65 2b 33 30 2c 34 2e 35 2c 30 2e 30 30 32 2c 31 65 2d 32 37 5d
            2c 22 73 74 72 69 6e 67 22 3a 22 e2 82 ac 24 5c 75 30 30 30 66 5c 6e 41 27 42 5c 22 5c 5c 5c 5c 5c 22 2f 22 7d
            """;

        Convert.ToHexStringLower(CanonicalJson.Write(JsonElement.Parse(Sample)))
            .ShouldBe(Bytes.ReplaceLineEndings(string.Empty).Replace(" ", string.Empty, StringComparison.Ordinal));
    }

    [Fact]
    public void Members_are_sorted_by_code_units_as_in_section_3_2_3()
    {
        const string Sample =
            """
            {
              "\u20ac": "Euro Sign", "\r": "Carriage Return", "\ufb33": "Hebrew Letter Dalet With Dagesh", "1": "One", "\ud83d\ude00": "Emoji: Grinning Face",
              "\u0080": "Control", "\u00f6": "Latin Small Letter O With Diaeresis"
            }
            """;

        using var sorted = JsonDocument.Parse(CanonicalJson.Write(JsonElement.Parse(Sample)));
        sorted.RootElement.EnumerateObject().Select(m => m.Value.GetString()).ShouldBe(
        [
            "Carriage Return", "One", "Control", "Latin Small Letter O With Diaeresis", "Euro Sign", "Emoji: Grinning Face", "Hebrew Letter Dalet With Dagesh",
        ]);
    }

    [Theory]
    [InlineData("""{ "b" : [ ] , "a" : { } }""", """{"a":{},"b":[]}""")]
    [InlineData("""{"b":{"d":1,"c":[{"f":1,"e":2}]},"":0}""", """{"":0,"b":{"c":[{"e":2,"f":1}],"d":1}}""")]
    [InlineData("""["\b\t\n\f\r\u0000\u001f\u007f\u2028åäö"]""", "[\"\\b\\t\\n\\f\\r\\u0000\\u001f\u007f\u2028åäö\"]")]
    [InlineData("[0.2000, 20.0, -0, 1.0E+2, 64.5]", "[0.2,20,0,100,64.5]")]
    public void White_space_order_and_spelling_do_not_matter(string json, string canonical) =>
        Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(json))).ShouldBe(canonical);

    [Theory]
    [InlineData("""{"a":1,"a":1}""")]
    [InlineData("[1e400]")]
    public void What_has_no_canonical_form_is_refused(string json) => Should.Throw<FormatException>(() => CanonicalJson.Write(JsonElement.Parse(json)));
}
