using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Domain.Tests.Statistics;

public class NewcombeTests
{
    private static readonly Gen<(int X, int N)> Group =
        from size in Gen.Elements(1, 3, 30, 1000, 1_000_000)
        from n in Gen.Choose(1, size)
        from x in Gen.Choose(0, n)
        select (x, n);

    // Newcombe (1998), Statistics in Medicine 17, 873–890, table II, method 10, as printed (four decimals).
    [Theory]
    [InlineData(56, 70, 48, 80, 0.0524, 0.3339)]
    [InlineData(9, 10, 3, 10, 0.1705, 0.8090)]
    [InlineData(6, 7, 2, 7, 0.0582, 0.8062)]
    [InlineData(5, 56, 0, 29, -0.0381, 0.1926)]
    [InlineData(0, 10, 0, 20, -0.1611, 0.2775)]
    [InlineData(0, 10, 0, 10, -0.2775, 0.2775)]
    [InlineData(10, 10, 0, 20, 0.6791, 1.0000)]
    [InlineData(10, 10, 0, 10, 0.6075, 1.0000)]
    public void The_interval_is_the_published_one(int x1, int n1, int x2, int n2, double lower, double upper)
    {
        var interval = Newcombe.Compute(x1, n1, x2, n2);

        interval.Lower.ShouldBe(lower, 0.00005);
        interval.Upper.ShouldBe(upper, 0.00005);
    }

    // Independent calculation with 50 decimal digits.
    [Theory]
    [InlineData(21, 100, 9, 50, -0.11506800958067954, 0.15180704780360312)]
    [InlineData(56, 70, 48, 80, 0.05243147240236490, 0.33387265403690596)]
    [InlineData(9, 10, 3, 10, 0.17052272393450293, 0.80901797353548797)]
    [InlineData(6, 7, 2, 7, 0.05822792748231226, 0.80624963752422775)]
    [InlineData(5, 56, 0, 29, -0.03813714790353688, 0.19256001385511160)]
    [InlineData(0, 10, 0, 20, -0.16112515805281935, 0.27753279986288920)]
    [InlineData(10, 10, 0, 20, 0.67908603714191473, 1.00000000000000000)]
    [InlineData(1, 1, 0, 1, -0.12210872068194177, 1.00000000000000000)]
    [InlineData(0, 1, 0, 1, -0.79345068562276257, 0.79345068562276257)]
    [InlineData(120, 200, 80, 200, 0.10218835196104074, 0.29248138480894370)]
    [InlineData(300000, 1000000, 299000, 1000000, -0.00026959601303877, 0.00226959162137353)]
    public void The_interval_has_the_recalculated_ends(int x1, int n1, int x2, int n2, double lower, double upper)
    {
        var interval = Newcombe.Compute(x1, n1, x2, n2);

        interval.Lower.ShouldBe(lower, 1e-15);
        interval.Upper.ShouldBe(upper, 1e-15);
    }

    [Fact]
    public void Swapping_the_groups_mirrors_the_interval_and_it_contains_the_difference() =>
        Prop.ForAll(
                Group.ToArbitrary(),
                Group.ToArbitrary(),
                (a, b) =>
                {
                    var interval = Newcombe.Compute(a.X, a.N, b.X, b.N);
                    var swapped = Newcombe.Compute(b.X, b.N, a.X, a.N);
                    var difference = ((double)a.X / a.N) - ((double)b.X / b.N);
                    return interval.Lower == -swapped.Upper && interval.Upper == -swapped.Lower
                        && interval.Lower >= -1 && interval.Lower <= difference && difference <= interval.Upper && interval.Upper <= 1;
                })
            .Check(Config.QuickThrowOnFailure.WithMaxTest(3000));

    [Theory]
    [InlineData(0, 0, 1, 2)]
    [InlineData(1, 2, 0, 0)]
    [InlineData(3, 2, 1, 2)]
    [InlineData(1, 2, -1, 2)]
    public void Counts_that_are_no_share_are_an_error(int x1, int n1, int x2, int n2) =>
        Should.Throw<ArgumentOutOfRangeException>(() => Newcombe.Compute(x1, n1, x2, n2));
}
