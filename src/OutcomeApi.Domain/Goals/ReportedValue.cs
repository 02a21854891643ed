namespace OutcomeApi.Domain.Goals;

/// <summary>A figure that is reported, not counted: a milestone, a baseline, or the points of a fidelity review under the name of its scale.</summary>
/// <param name="Figure">Its name, as goals refer to it.</param>
/// <param name="On">The day that it is about.</param>
/// <param name="Numerator">The value, or the numerator of a share.</param>
/// <param name="Denominator">What the numerator is of: the participations of a share, the most points of a review. Null: a plain number.</param>
/// <param name="ReceivedAt">When it was received: of two values of the same day the later registration holds.</param>
public sealed record ReportedValue(string Figure, DateOnly On, int Numerator, int? Denominator, DateTimeOffset ReceivedAt);

/// <summary>A project's reported values, in the order in which one replaces the other.</summary>
internal sealed class ReportedValues(IEnumerable<ReportedValue> values)
{
    // Values of the same day and instant have no order of their own; theirs must not depend on how they were read.
    private readonly ILookup<string, ReportedValue> _values = values
        .OrderByDescending(v => v.On).ThenByDescending(v => v.ReceivedAt).ThenByDescending(v => v.Numerator).ThenByDescending(v => v.Denominator)
        .ToLookup(v => v.Figure, StringComparer.Ordinal);

    /// <summary>The latest value of a figure from one day to another, both inclusive; null: none.</summary>
    public ReportedValue? Latest(string figure, DateOnly from, DateOnly to) => _values[figure].FirstOrDefault(v => from <= v.On && v.On <= to);

    /// <summary>The latest share of a calendar year: of a value without denominator nothing is a share.</summary>
    public ReportedValue? LatestShare(string figure, int year) => _values[figure].FirstOrDefault(v => v.On.Year == year && v.Denominator > 0);
}
