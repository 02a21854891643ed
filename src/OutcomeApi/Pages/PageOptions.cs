using System.ComponentModel.DataAnnotations;
using OutcomeApi.Security;

namespace OutcomeApi.Pages;

/// <summary>Configuration section <c>Pages</c>.</summary>
[Section("Pages")]
public sealed class PageOptions : IValidatableObject
{
    /// <summary>Whether people may sign in to the pages with an API key that they paste once.</summary>
    public bool SignInWithKey { get; set; }

    /// <summary>The issuer of accounts. Without an authority nobody signs in with an account.</summary>
    public OpenIdConnectSettings OpenIdConnect { get; set; } = new();

    /// <summary>Finds an issuer that can not be trusted, and an issuer without an id of this service.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!OpenIdConnect.IsSafe)
        {
            yield return new ValidationResult(OpenIdConnect.NotSafe, [$"{nameof(OpenIdConnect)}:{nameof(OpenIdConnect.Authority)}"]);
        }

        if (OpenIdConnect.IsConfigured && string.IsNullOrEmpty(OpenIdConnect.ClientId))
        {
            yield return new ValidationResult(
                "it is not set. With an authority it is required: the id by which the issuer knows this service.",
                [$"{nameof(OpenIdConnect)}:{nameof(OpenIdConnect.ClientId)}"]);
        }
    }
}

/// <summary>Configuration section <c>Pages:OpenIdConnect</c>. Roles and reach are in the claims that <c>Security:Jwt</c> names.</summary>
public sealed class OpenIdConnectSettings : IssuerOptions
{
    /// <summary>Id by which the issuer knows this service.</summary>
    public string? ClientId { get; set; }

    /// <summary>Secret by which the issuer recognises this service.</summary>
    [Secret]
    public string? ClientSecret { get; set; }
}
