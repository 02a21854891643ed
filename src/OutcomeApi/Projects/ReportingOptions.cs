using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Projects;

/// <summary>Holds the settings of the section <c>Reporting</c>.</summary>
public sealed class ReportingOptions
{
    /// <summary>
    /// The small-group threshold: groups of at least 1 and fewer than this number are small. An association can set its own threshold.
    /// </summary>
    [Range(3, 20)]
    public int SmallNumberThreshold { get; set; } = 5;

    /// <summary>Time zone in which business days begin and end.</summary>
    [Required]
    public string TimeZone { get; set; } = "Europe/Stockholm";
}
