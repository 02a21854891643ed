using System.Runtime.InteropServices;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>How often something is in a count: 1 for almost everything, −1 for what is taken off.</summary>
/// <param name="Kind">Index of a kind of people.</param>
/// <param name="Times">How often each of them is counted.</param>
public readonly record struct Member(int Kind, int Times);

/// <summary>
/// Everything that is counted about one project: the people, in kinds; the counts (<i>cells</i>) that are shown or that follow from shown ones; the
/// figures that are shown or withheld as a whole; and the changes that lead from the register to another register that could exist as well.
/// </summary>
/// <remarks>
/// All relations between cells – women + men + others = total, the tertials of a year, numerator + rest = denominator, reasons and goals that count the
/// same exits – are there without being written down, because every cell is a count of the same people.
/// </remarks>
public sealed class Universe
{
    private readonly List<int> _people = [];
    private readonly List<Member[]> _cells = [];
    private readonly Dictionary<ulong, List<int>> _cellsByContent = [];
    private readonly List<Member[]> _changes = [];
    private readonly HashSet<ulong> _changesByContent = [];
    private readonly List<Shown> _figures = [];

    internal IReadOnlyList<int> People => _people;

    internal IReadOnlyList<Member[]> Cells => _cells;

    internal IReadOnlyList<Member[]> Changes => _changes;

    internal IReadOnlyList<Shown> Figures => _figures;

    /// <summary>Adds a kind of people: those whom the same cells count.</summary>
    /// <param name="people">How many there are; zero for people who could exist.</param>
    /// <returns>The kind's index.</returns>
    public int AddKind(int people)
    {
        _people.Add(people);
        return _people.Count - 1;
    }

    /// <summary>Adds a cell. A cell that counts the same as an earlier one is that one.</summary>
    /// <param name="members">Whom it counts.</param>
    /// <returns>The cell's index.</returns>
    public int AddCell(IEnumerable<Member> members)
    {
        var content = Tidy(members);
        var same = Labels.Of(content);
        ref var candidates = ref CollectionsMarshal.GetValueRefOrAddDefault(_cellsByContent, same, out _);
        candidates ??= [];
        foreach (var candidate in candidates)
        {
            if (_cells[candidate].AsSpan().SequenceEqual(content))
            {
                return candidate;
            }
        }

        _cells.Add(content);
        candidates.Add(_cells.Count - 1);
        return _cells.Count - 1;
    }

    /// <summary>Adds a change: if a register is possible, so is the one with so many more and fewer of these kinds, and the one the other way round.</summary>
    public void AddChange(IEnumerable<Member> change)
    {
        var content = Tidy(change);
        if (content.Length > 0 && _changesByContent.Add(Labels.Of(content)))
        {
            _changes.Add(content);
        }
    }

    /// <summary>Adds a figure: cells that are shown together or not at all.</summary>
    /// <param name="rank">What is ranked lower stays visible for longer; of equals the one that was added first.</param>
    /// <param name="cells">Its cells.</param>
    /// <returns>The figure's index.</returns>
    public int AddFigure(long rank, params IReadOnlyList<int> cells)
    {
        _figures.Add(new Shown(rank, [.. cells]));
        return _figures.Count - 1;
    }

    /// <summary>In order of kind, each kind once, none that cancels out.</summary>
    private static Member[] Tidy(IEnumerable<Member> members) =>
    [
        .. members.GroupBy(m => m.Kind)
            .Select(kind => new Member(kind.Key, kind.Sum(m => m.Times)))
            .Where(m => m.Times != 0)
            .OrderBy(m => m.Kind)
    ];

    internal sealed record Shown(long Rank, int[] Cells);
}

/// <summary>Numbers that stand for things: the same thing has the same label everywhere, and sums of labels are equal only where sums of things are.</summary>
internal static class Labels
{
    /// <summary>The label of the n-th thing (the mixing function of SplitMix64).</summary>
    public static ulong Of(int n)
    {
        unchecked
        {
            var z = ((ulong)n + 1) * 0x9E3779B97F4A7C15UL;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9UL;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EBUL;
            return z ^ (z >> 31);
        }
    }

    /// <summary>The label of a sum.</summary>
    public static ulong Of(ReadOnlySpan<Member> members)
    {
        var sum = 0UL;
        foreach (var member in members)
        {
            sum = unchecked(sum + (Of(member.Kind) * (ulong)(long)member.Times));
        }

        return sum;
    }
}
