using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Security;

/// <summary>Section <c>Audit</c>.</summary>
public sealed class AuditOptions
{
    /// <summary>For how many whole months events are kept; absent: for ever.</summary>
    [Range(12, 1200)]
    public int? KeepMonths { get; set; }
}
