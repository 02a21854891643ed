using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Contract;

/// <summary>Configuration section <c>Contract</c>: who is responsible for this installation. The values are shown in the document.</summary>
[Section("Contract")]
public sealed class ContractOptions
{
    /// <summary>Name of the contact.</summary>
    [Required]
    public string ContactName { get; set; } = "OutcomeApi";

    /// <summary>Web address of the contact.</summary>
    [Required]
    [Url]
    public string ContactUrl { get; set; } = "https://www.example.se/outcome-api";

    /// <summary>Email address of the contact.</summary>
    [Required]
    [EmailAddress]
    public string ContactEmail { get; set; } = "outcome-api@example.se";

    /// <summary>Address of the terms of use, which include the service level.</summary>
    [Required]
    [Url]
    public string TermsOfService { get; set; } = "https://www.example.se/outcome-api/terms";
}
