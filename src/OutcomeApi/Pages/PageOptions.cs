using OutcomeApi.Security;

namespace OutcomeApi.Pages;

/// <summary>Configuration section <c>Pages</c>.</summary>
public sealed class PageOptions
{
    /// <summary>Whether people may sign in to the pages with an API key that they paste once.</summary>
    public bool SignInWithKey { get; set; }

    /// <summary>The issuer of accounts. Without an authority nobody signs in with an account.</summary>
    public OpenIdConnectSettings OpenIdConnect { get; set; } = new();
}

/// <summary>Configuration section <c>Pages:OpenIdConnect</c>. Roles and reach are in the claims that <c>Security:Jwt</c> names.</summary>
public sealed class OpenIdConnectSettings : IssuerOptions
{
    /// <summary>Id by which the issuer knows this service.</summary>
    public string? ClientId { get; set; }

    /// <summary>Secret by which the issuer recognises this service.</summary>
    public string? ClientSecret { get; set; }
}
