using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Projects;

/// <summary>Section <c>Reporting</c>.</summary>
public sealed class ReportingOptions
{
    /// <summary>Numbers from 1 to this less one are small, unless the association sets another.</summary>
    [Range(3, 20)]
    public int SmallNumberThreshold { get; set; } = 5;

    /// <summary>Where business days begin and end.</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/Stockholm";
}
