namespace OutcomeApi.Security;

/// <summary>Where an issuer of tokens or accounts is.</summary>
public abstract class IssuerOptions
{
    /// <summary>Address of the issuer. Its OpenID configuration is published below it. Must be https, or http on this machine.</summary>
    public string? Authority { get; set; }

    /// <summary>Whether there is an issuer.</summary>
    public bool IsConfigured => !string.IsNullOrEmpty(Authority);

    /// <summary>Whether the issuer is asked over an encrypted connection.</summary>
    public bool IsEncrypted => Authority?.StartsWith("https:", StringComparison.OrdinalIgnoreCase) == true;

    /// <summary>Says that <see cref="Authority"/> is not allowed, and what is.</summary>
    internal string NotSafe => $"{Authority} is not allowed. Allowed: an address of https, or of http on this machine.";

    /// <summary>Whether answers from the issuer are safe from changes on the network: its address is https, or http on this machine.</summary>
    public bool IsSafe => !IsConfigured
        || (Uri.TryCreate(Authority, UriKind.Absolute, out var authority)
            && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)));
}
