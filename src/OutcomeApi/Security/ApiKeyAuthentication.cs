using System.Text.Encodings.Web;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;

namespace OutcomeApi.Security;

/// <summary>Authenticates <c>Authorization: Bearer</c> with an API key (<c>ok_…</c>) or with a token of the configured issuer.</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<JwtOptions> jwt, KeyHolders holders)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string SchemeName = "Bearer";

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var key = header["Bearer ".Length..].Trim();
        var principal = key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? await holders.FindAsync(key, Scheme.Name, Context.RequestAborted)
            : jwt.Value.IsConfigured ? (await CallerOfTokenAsync())?.ToPrincipal(Scheme.Name) : null;
        return principal is null
            ? AuthenticateResult.Fail("Neither a valid key nor a valid token.")
            : AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties) => Refusals.NotAuthenticatedAsync(Context);

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties) => Refusals.NotAllowedAsync(Context);

    private async Task<Caller?> CallerOfTokenAsync() =>
        await Context.AuthenticateAsync(JwtAuthentication.SchemeName) is { Succeeded: true, Principal: { } principal }
            ? JwtAuthentication.CallerOf(principal, jwt.Value)
            : null;
}
