using System.Globalization;
using System.Net;
using System.Security.Claims;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.Cookies;

namespace OutcomeApi.Security;

/// <summary>How somebody has signed in to the pages.</summary>
public enum SessionKind
{
    /// <summary>With an API key, pasted once. The session ends when the key does.</summary>
    Key,

    /// <summary>With an account of the configured issuer (OpenID Connect).</summary>
    Account,

    /// <summary>With a share link. The session ends when the link does.</summary>
    ShareLink,
}

/// <summary>
/// Sessions of people who read the pages in a browser: an encrypted cookie that holds the caller, and no key. It is valid for half an hour after the
/// last request and for a working day at most, and never for the API, so that no other site can make a browser write.
/// </summary>
public static class Session
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string SchemeName = "session";

    /// <summary>How long a session lasts without a request.</summary>
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(30);

    /// <summary>How long a session lasts at most. What an issuer says of an account is asked again after that.</summary>
    public static readonly TimeSpan Longest = TimeSpan.FromHours(10);

    private const string KindClaim = "outcome-api-session";

    private const string BeganClaim = "outcome-api-session-began";

    /// <summary>Adds the authentication of sessions.</summary>
    public static AuthenticationBuilder AddSession(this AuthenticationBuilder authentication) => authentication.AddCookie(SchemeName, cookie =>
    {
        cookie.Cookie = new SessionCookie { Name = "outcome-api-session", HttpOnly = true, SameSite = SameSiteMode.Lax, Path = "/" };
        cookie.ExpireTimeSpan = Idle;
        cookie.SlidingExpiration = true;
        cookie.Events.OnValidatePrincipal = RequireThatItHoldsAsync;
        cookie.Events.OnRedirectToLogin = context => Refusals.NotAuthenticatedAsync(context.HttpContext);
        cookie.Events.OnRedirectToAccessDenied = context => Refusals.NotAllowedAsync(context.HttpContext);
    });

    /// <summary>Begins the session of a caller. It replaces the session that the browser had.</summary>
    public static Task BeginAsync(HttpContext http, Caller caller, SessionKind kind, DateTimeOffset now) =>
        http.SignInAsync(SchemeName, ToPrincipal(caller, kind, now));

    /// <summary>Returns the principal of a session that begins now.</summary>
    public static ClaimsPrincipal ToPrincipal(Caller caller, SessionKind kind, DateTimeOffset now) => new(new ClaimsIdentity(
        [
            .. caller.ToPrincipal(SchemeName).Claims,
            new Claim(KindClaim, Code.Format(kind)),
            new Claim(BeganClaim, now.ToUnixTimeSeconds().ToString(CultureInfo.InvariantCulture)),
        ],
        SchemeName));

    private static async Task RequireThatItHoldsAsync(CookieValidatePrincipalContext context)
    {
        if (!await HoldsAsync(context.HttpContext, context.Principal!))
        {
            context.RejectPrincipal();
            await context.HttpContext.SignOutAsync(SchemeName);
        }
    }

    private static async Task<bool> HoldsAsync(HttpContext http, ClaimsPrincipal principal)
    {
        var services = http.RequestServices;
        var began = long.Parse(principal.FindFirstValue(BeganClaim) ?? "0", CultureInfo.InvariantCulture);
        if (!Code.TryParse<SessionKind>(principal.FindFirstValue(KindClaim), out var kind)
            || principal.FindFirstValue(ClaimTypes.NameIdentifier) is not { } credential
            || services.GetRequiredService<TimeProvider>().GetUtcNow() >= DateTimeOffset.FromUnixTimeSeconds(began) + Longest)
        {
            return false;
        }

        if (kind == SessionKind.Account)
        {
            return true;
        }

        var known = services.GetRequiredService<KnownKeys>();
        var id = $"{Code.Format(kind)} {credential}";
        if (known.Find(id) is not null)
        {
            return true;
        }

        var state = known.State;
        var holds = kind == SessionKind.Key
            ? await services.GetRequiredService<KeyHolders>().HoldsAsync(credential, http.RequestAborted)
            : await services.GetRequiredService<ShareLinkHolders>().HoldsAsync(credential, http.RequestAborted);
        if (holds)
        {
            known.Remember(id, principal, state);
        }

        return holds;
    }

    /// <summary>
    /// A cookie for encrypted connections only, except where the connection never leaves this machine. (In a test without a network there is no
    /// address.)
    /// </summary>
    private sealed class SessionCookie : CookieBuilder
    {
        public override CookieOptions Build(HttpContext context, DateTimeOffset expiresFrom)
        {
            var options = base.Build(context, expiresFrom);
            options.Secure = context.Request.IsHttps || context.Connection.RemoteIpAddress is { } address && !IPAddress.IsLoopback(address);
            return options;
        }
    }
}
