using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>
/// A figure that is reported rather than counted: a milestone, a baseline or an indicator of the organisation. Send either a value, or a
/// numerator and a denominator.
/// </summary>
public sealed record ReportedFigure : Registration<ReportedFigure>, IRecord<ReportedFigure>
{
    /// <summary>The sender's own id of this figure.</summary>
    public required string Reference { get; init; }

    /// <summary>
    /// The name of the figure: lower-case words joined by dots and hyphens. A goal refers to it in figure, or the project lists it in figures.
    /// Any other figure is refused.
    /// </summary>
    public required string Figure { get; init; }

    /// <summary>The day that the figure applies to. It may lie in the future.</summary>
    public required DateOnly On { get; init; }

    /// <summary>The figure, if it is a number.</summary>
    public int? Value { get; init; }

    /// <summary>The numerator, if the figure is a share.</summary>
    public int? Numerator { get; init; }

    /// <summary>The denominator, if the figure is a share.</summary>
    public int? Denominator { get; init; }

    public static RecordKind KindOf { get; } = new("reported-figure", "reported-figures");

    [JsonIgnore]
    public override string Key => Reference;
}
