using System.Numerics;

namespace OutcomeApi.Domain.Tests.Statistics;

/// <summary>The Wilson interval by the textbook formula in whole numbers of 10⁻⁶⁰: another route than the tested code takes.</summary>
internal static class Decimals60
{
    public static readonly BigInteger One = BigInteger.Pow(10, 60);

    private static readonly BigInteger Z = 1_959_963_984_540_054 * BigInteger.Pow(10, 45);

    public static (BigInteger Lower, BigInteger Upper) Wilson(BigInteger x, BigInteger n)
    {
        var zz = Z * Z / One;
        var centre = (2 * x * One) + zz;
        var root = SquareRoot((zz + (4 * x * (n - x) * One / n)) * One) * Z / One;
        var divisor = 2 * ((n * One) + zz);
        return (x == 0 ? BigInteger.Zero : (centre - root) * One / divisor, x == n ? One : (centre + root) * One / divisor);
    }

    private static BigInteger SquareRoot(BigInteger number)
    {
        var root = BigInteger.One << (int)((number.GetBitLength() + 1) / 2);
        while (true)
        {
            var next = (root + (number / root)) >> 1;
            if (next >= root)
            {
                return root;
            }

            root = next;
        }
    }
}
