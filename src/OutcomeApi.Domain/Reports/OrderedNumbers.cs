namespace OutcomeApi.Domain.Reports;

/// <summary>Numbers of women, of men, of the others, and of everybody, each in order. Example: the days that each of them has waited.</summary>
internal sealed class OrderedNumbers
{
    private readonly int[] _woman;

    private readonly int[] _man;

    private readonly int[] _otherOrUnknown;

    private readonly int[] _total;

    /// <param name="numbers">A number of each person, with the person's gender.</param>
    public OrderedNumbers(IReadOnlyCollection<(Gender Gender, int Number)> numbers)
    {
        _total = Ordered(numbers, _ => true);
        _woman = Ordered(numbers, gender => gender == Gender.Woman);
        _man = Ordered(numbers, gender => gender == Gender.Man);
        _otherOrUnknown = Ordered(numbers, gender => gender is Gender.Other or Gender.Unknown);
    }

    /// <summary>How many numbers there are.</summary>
    public GenderCounts People => new(_woman.Length, _man.Length, _otherOrUnknown.Length);

    /// <summary>Computes a figure of the women, the men, the others and everybody. It is empty where there is nobody.</summary>
    public IReadOnlyList<ReportCell> CellsOf(Func<int[], decimal> figure)
    {
        decimal? Of(int[] ordered) => ordered.Length == 0 ? null : figure(ordered);
        return ReportRow.CellsOf(Of(_woman), Of(_man), Of(_otherOrUnknown), Of(_total));
    }

    private static int[] Ordered(IReadOnlyCollection<(Gender Gender, int Number)> numbers, Func<Gender, bool> isAbout)
    {
        int[] ordered = [.. numbers.Where(n => isAbout(n.Gender)).Select(n => n.Number)];
        Array.Sort(ordered);
        return ordered;
    }
}
