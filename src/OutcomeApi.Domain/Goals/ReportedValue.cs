namespace OutcomeApi.Domain.Goals;

/// <summary>
/// A figure that is reported and not counted: a milestone, a baseline, or the points of a fidelity review under the name of its scale.
/// </summary>
/// <param name="Figure">The name by which goals refer to the figure.</param>
/// <param name="On">The day that the value is about.</param>
/// <param name="Numerator">The value, or the numerator of a share.</param>
/// <param name="Denominator">
/// The denominator: the participations of a share, or the highest possible points of a review. Null for a plain number.
/// </param>
/// <param name="ReceivedAt">The time when the value was received. Of two values for the same day, the one registered later holds.</param>
public sealed record ReportedValue(string Figure, DateOnly On, int Numerator, int? Denominator, DateTimeOffset ReceivedAt);

/// <summary>Holds a project's reported values, ordered so that a value comes before those that it replaces.</summary>
internal sealed class ReportedValues(IEnumerable<ReportedValue> values)
{
    // Values of the same day and instant have no natural order. The further sorting makes the result independent of the order in which they
    // were read.
    private readonly ILookup<string, ReportedValue> _values = values
        .OrderByDescending(v => v.On).ThenByDescending(v => v.ReceivedAt).ThenByDescending(v => v.Numerator).ThenByDescending(v => v.Denominator)
        .ToLookup(v => v.Figure, StringComparer.Ordinal);

    /// <summary>Returns the latest value of a figure until a day, inclusive. Returns null when there is none.</summary>
    public ReportedValue? Latest(string figure, DateOnly to) => _values[figure].FirstOrDefault(v => v.On <= to);

    /// <summary>Returns the latest share reported for a calendar year. A value without a denominator is not a share.</summary>
    public ReportedValue? LatestShare(string figure, int year) => _values[figure].FirstOrDefault(v => v.On.Year == year && v.Denominator > 0);
}
