using System.Numerics;

namespace OutcomeApi.Domain.Tests.SmallGroups;

/// <summary>
/// Keeps, for everything that can be published, which values each hidden number can have: those that it has in any of the registers that
/// are published so. Nothing is left to reasoning; whoever has the program can go through the same registers.
/// </summary>
/// <param name="numbers">How many numbers a register has. Each is 0…31.</param>
internal sealed class Knowledge(int numbers)
{
    private readonly Dictionary<UInt128, int> _at = [];
    private readonly List<int> _first = [];
    private readonly List<int> _possible = [];

    /// <summary>How many registers were gone through.</summary>
    public int Registers { get; private set; }

    /// <summary>How many different things are published of them.</summary>
    public int Publications => _at.Count;

    /// <summary>Takes in one register and what is published of it.</summary>
    public void Learn(UInt128 published, ReadOnlySpan<int> register)
    {
        Registers++;
        if (!_at.TryGetValue(published, out var at))
        {
            at = _first.Count;
            _at.Add(published, at);
            foreach (var number in register)
            {
                _first.Add(number);
                _possible.Add(0);
            }
        }

        for (var i = 0; i < register.Length; i++)
        {
            _possible[at + i] |= 1 << register[i];
        }
    }

    /// <summary>For each publication, the first register that led to it, and how many values each number can have.</summary>
    public IEnumerable<(int[] Register, int[] Values)> All()
    {
        for (var at = 0; at < _first.Count; at += numbers)
        {
            var values = _possible.GetRange(at, numbers).Select(set => BitOperations.PopCount((uint)set));
            yield return ([.. _first.GetRange(at, numbers)], [.. values]);
        }
    }
}
