using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Security;

/// <summary>Configuration section <c>Audit</c>.</summary>
[Section("Audit")]
public sealed class AuditOptions
{
    /// <summary>Number of whole months that audit events are kept. When absent, they are kept forever.</summary>
    [Range(12, 1200)]
    public int? KeepMonths { get; set; }
}
