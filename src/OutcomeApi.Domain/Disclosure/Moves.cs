using System.Collections;

namespace OutcomeApi.Domain.Disclosure;

/// <summary>A change and what it does to the cells.</summary>
internal sealed class Change(Member[] kinds, int[] cells, int[] alters)
{
    public Member[] Kinds { get; } = kinds;

    /// <summary>The cells that it alters, in order.</summary>
    public int[] Cells { get; } = cells;

    /// <summary>By how much.</summary>
    public int[] Alters { get; } = alters;

    public int By(int cell) => Array.BinarySearch(Cells, cell) is var i and >= 0 ? Alters[i] : 0;
}

/// <summary>A change, so often; −1 is the change the other way round.</summary>
internal readonly record struct Step(int Change, int By)
{
    /// <summary>Is everybody there whom it takes away? Another change of the same move could have added them; such moves are passed over.</summary>
    public bool IsPossible(Change[] changes, int[] people)
    {
        foreach (var kind in changes[Change].Kinds)
        {
            if (kind.Times * By < 0 && people[kind.Kind] == 0)
            {
                return false;
            }
        }

        return true;
    }
}

/// <summary>Some changes together, so often.</summary>
/// <param name="Direction">1: the cell in question grows; −1: it shrinks.</param>
/// <param name="Steps">The changes.</param>
/// <param name="Times">How often.</param>
internal sealed record Move(int Direction, Step[] Steps, int Times);

/// <summary>Registers that show how many other values a cell can have.</summary>
/// <param name="Found">How many.</param>
/// <param name="Touches">The cells that differ in any of them: while none of these is shown, the registers stay possible.</param>
/// <param name="Moves">How they are reached.</param>
internal sealed record Witness(int Found, BitArray Touches, IReadOnlyList<Move> Moves);
