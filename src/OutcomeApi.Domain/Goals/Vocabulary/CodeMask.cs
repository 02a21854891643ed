using System.Globalization;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Holds sets of codes as bit masks, so that the evaluation of a condition allocates nothing.</summary>
internal static class CodeMask
{
    public static long Where<T>(Func<T, bool> fits)
        where T : struct, Enum => Enum.GetValues<T>().Where(fits).Aggregate(0L, (mask, code) => mask | Bit(code));

    public static IEnumerable<T> Codes<T>(long mask)
        where T : struct, Enum => Enum.GetValues<T>().Where(code => (mask & Bit(code)) != 0);

    private static long Bit<T>(T code)
        where T : struct, Enum => 1L << Convert.ToInt32(code, CultureInfo.InvariantCulture);
}
