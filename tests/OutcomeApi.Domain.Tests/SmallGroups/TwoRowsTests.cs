using System.Security.Cryptography;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Domain.Tests.SmallGroups;

public class TwoRowsTests
{
    private static readonly TwoRows Rows = new(Key(1));

    [Theory]
    [InlineData(Gender.Woman)]
    [InlineData(Gender.Man)]
    public void Women_and_men_are_in_their_own_row(Gender gender) =>
        References().Select(reference => Rows.Of("uppsala", "enrollment", reference, gender)).Distinct().ShouldBe([gender]);

    [Fact]
    public void Somebody_is_in_the_same_row_always_whether_other_or_unknown()
    {
        foreach (var reference in References())
        {
            var row = Rows.Of("uppsala", "enrollment", reference, Gender.Other);
            new TwoRows(Key(1)).Of("uppsala", "enrollment", reference, Gender.Unknown).ShouldBe(row);
        }
    }

    [Fact]
    public void About_half_are_in_each_row()
    {
        // 1000 throws of a coin: 430 to 570 heads, but for one time in 100 000. The key is fixed, so the test says the same every time.
        Of(Rows, "uppsala", "enrollment").Count(row => row == Gender.Woman).ShouldBeInRange(430, 570);
        Of(Rows, "uppsala", "enrollment").Distinct().ShouldBe([Gender.Woman, Gender.Man], ignoreOrder: true);
    }

    [Fact]
    public void Another_key_project_or_kind_gives_other_rows()
    {
        var rows = Of(Rows, "uppsala", "enrollment");
        Differing(Of(new TwoRows(Key(2)), "uppsala", "enrollment")).ShouldBeInRange(430, 570);
        Differing(Of(Rows, "fram", "enrollment")).ShouldBeInRange(430, 570);
        Differing(Of(Rows, "uppsala", "referral")).ShouldBeInRange(430, 570);

        int Differing(Gender[] others) => rows.Zip(others).Count(pair => pair.First != pair.Second);
    }

    [Fact]
    public void Where_one_part_ends_and_the_next_begins_makes_a_difference()
    {
        // With the parts run together, all of these would be in the same row under every key.
        var keys = Enumerable.Range(0, 200).Select(Key).Select(key => new TwoRows(key)).ToArray();
        Differing(("a", "bc", "d"), ("ab", "c", "d")).ShouldBeInRange(60, 140);
        Differing(("a", "b", "cd"), ("a", "bc", "d")).ShouldBeInRange(60, 140);
        Differing(("", "a", "b"), ("a", "", "b")).ShouldBeInRange(60, 140);
        Differing(("a", "b", "c"), ("a", "b", "c")).ShouldBe(0);

        int Differing((string, string, string) one, (string, string, string) other) =>
            keys.Count(rows => Row(rows, one) != Row(rows, other));
        static Gender Row(TwoRows rows, (string Project, string Kind, string Reference) of) =>
            rows.Of(of.Project, of.Kind, of.Reference, Gender.Other);
    }

    [Fact]
    public void The_first_bit_of_the_hash_decides()
    {
        // Each part is its length in four bytes and its letters.
        byte[] message = [0, 0, 0, 4, .. "fram"u8, 0, 0, 0, 10, .. "enrollment"u8, 0, 0, 0, 3, .. "Å1"u8];
        for (var seed = 0; seed < 20; seed++)
        {
            var row = HMACSHA256.HashData(Key(seed), message)[0] < 128 ? Gender.Woman : Gender.Man;
            new TwoRows(Key(seed)).Of("fram", "enrollment", "Å1", Gender.Unknown).ShouldBe(row);
        }
    }

    [Fact]
    public void The_key_is_32_bytes_and_is_copied()
    {
        Should.Throw<ArgumentException>(() => new TwoRows(new byte[31]));
        var key = Key(1);
        var rows = new TwoRows(key);
        Array.Clear(key);
        Of(rows, "uppsala", "enrollment").ShouldBe(Of(Rows, "uppsala", "enrollment"));
    }

    private static IEnumerable<string> References() => Enumerable.Range(1, 1000).Select(number => $"e-{number}");

    private static Gender[] Of(TwoRows rows, string project, string kind) =>
        [.. References().Select(reference => rows.Of(project, kind, reference, Gender.Other))];

    /// <summary>Bytes that are fixed and look random.</summary>
    private static byte[] Key(int seed) => SHA256.HashData(BitConverter.GetBytes(seed));
}
