using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Registrations;

/// <summary>
/// A figure that is reported rather than counted: a milestone, a baseline or an indicator of the organisation. Send either a value, or a
/// numerator and a denominator.
/// </summary>
public sealed record ReportedFigure : Registration
{
    private const int Most = 1_000_000_000;

    /// <summary>The sender's own id of this figure.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>
    /// The name of the figure: lower-case words joined by dots and hyphens. A goal refers to it in <c>figure</c>, or the project lists it in
    /// <c>figures</c>. Any other figure is refused.
    /// </summary>
    [Required]
    [Reference]
    public string? Figure { get; init; }

    /// <summary>The day that the figure applies to. It may lie in the future.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>The figure, if it is a number.</summary>
    [Range(0, Most)]
    public int? Value { get; init; }

    /// <summary>The numerator, if the figure is a share.</summary>
    [Range(0, Most)]
    public int? Numerator { get; init; }

    /// <summary>The denominator, if the figure is a share.</summary>
    [Range(0, Most)]
    public int? Denominator { get; init; }

    /// <summary>Finds every fault of the figure by itself, without the project or the register.</summary>
    public IEnumerable<Fault> Faults()
    {
        if (Figure is not null && !GoalParser.IsKey(Figure))
        {
            yield return new Fault(FaultCodes.TypeWrong, "/figure", "lower-case words joined by dots and hyphens");
        }

        const string OneForm = "either value, or numerator and denominator";
        if (Value is null && Numerator is null && Denominator is null)
        {
            yield return new Fault(FaultCodes.RequiredMissing, "/value");
        }
        else if (Value is not null && (Numerator is not null || Denominator is not null))
        {
            yield return new Fault(FaultCodes.TypeWrong, "/value", OneForm);
        }
        else if (Value is null && Denominator is null)
        {
            yield return new Fault(FaultCodes.RequiredMissing, "/denominator");
        }
        else if (Value is null && Numerator is null)
        {
            yield return new Fault(FaultCodes.RequiredMissing, "/numerator");
        }
        else if (Numerator > Denominator)
        {
            yield return new Fault(FaultCodes.NumberOutOfRange, "/numerator", "0", "denominator");
        }
    }
}
