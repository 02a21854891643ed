using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Contract;

/// <summary>Section <c>Contract</c>: who answers for this installation. Stands in the document.</summary>
public sealed class ContractOptions
{
    [Required]
    public string ContactName { get; set; } = "OutcomeApi";

    [Required]
    [Url]
    public string ContactUrl { get; set; } = "https://www.example.se/outcome-api";

    [Required]
    [EmailAddress]
    public string ContactEmail { get; set; } = "outcome-api@example.se";

    /// <summary>Address of the terms of use, the service level among them.</summary>
    [Required]
    [Url]
    public string TermsOfService { get; set; } = "https://www.example.se/outcome-api/terms";
}
