using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Projects;

/// <summary>Holds the settings of the section <c>Reporting</c>.</summary>
[Section("Reporting")]
public sealed class ReportingOptions : IValidatableObject
{
    /// <summary>
    /// The small-group threshold: groups of at least 1 and fewer than this number are small. An association can set its own threshold.
    /// </summary>
    [Range(3, 20)]
    public int SmallNumberThreshold { get; set; } = 5;

    /// <summary>Time zone in which business days begin and end.</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/Stockholm";

    /// <summary>Finds a time zone that this machine does not know.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!TimeZoneInfo.TryFindSystemTimeZoneById(TimeZone, out _))
        {
            yield return new ValidationResult($"{TimeZone} is not allowed. Allowed: a time zone such as Europe/Stockholm.", [nameof(TimeZone)]);
        }
    }
}
