using System.Numerics;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>How long requests took, counted in slots that are 1.6 % wide: nothing is allocated while it is measured.</summary>
internal sealed class Latencies
{
    /// <summary>Slots for each doubling, as a power of two.</summary>
    private const int Bits = 6;

    private readonly long[] _counts = new long[(65 - Bits) << Bits];

    public long Count { get; private set; }

    public void Add(TimeSpan latency)
    {
        _counts[SlotOf((ulong)(latency.Ticks / TimeSpan.TicksPerMicrosecond))]++;
        Count++;
    }

    public void Add(Latencies others)
    {
        for (var slot = 0; slot < _counts.Length; slot++)
        {
            _counts[slot] += others._counts[slot];
        }

        Count += others.Count;
    }

    /// <summary>The milliseconds within which a share of the requests was answered; not a number when there was none.</summary>
    public double Milliseconds(double share)
    {
        var left = (long)Math.Ceiling(share * Count);
        for (var slot = 0; slot < _counts.Length && Count > 0; slot++)
        {
            if ((left -= _counts[slot]) <= 0)
            {
                return MiddleOf(slot) / 1e3;
            }
        }

        return double.NaN;
    }

    private static int SlotOf(ulong microseconds)
    {
        var shift = Math.Max(0, BitOperations.Log2(microseconds | 1) - Bits);
        return (shift << Bits) + (int)(microseconds >> shift);
    }

    private static double MiddleOf(int slot)
    {
        var shift = Math.Max(0, (slot >> Bits) - 1);
        return Math.ScaleB(slot - (shift << Bits) + 0.5, shift) - 0.5;
    }
}
