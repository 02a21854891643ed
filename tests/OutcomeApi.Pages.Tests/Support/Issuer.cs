using System.Security.Claims;
using System.Security.Cryptography;
using System.Text.Encodings.Web;
using Microsoft.AspNetCore;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.IdentityModel.Tokens;
using OpenIddict.Abstractions;
using OpenIddict.Server.AspNetCore;
using static OpenIddict.Abstractions.OpenIddictConstants;
using static OpenIddict.Server.OpenIddictServerEvents;

namespace OutcomeApi.Pages.Tests.Support;

/// <summary>Somebody whom the issuer knows.</summary>
/// <param name="Name">What is written into the sign-in form.</param>
/// <param name="Subject">Who it is to the issuer's clients.</param>
/// <param name="Claims">What the ID token states beside the name.</param>
public sealed record IssuerUser(string Name, string Subject, IReadOnlyDictionary<string, string[]> Claims);

/// <summary>
/// A real OpenID Connect provider on a free port: authorization code with PKCE, a sign-in page without scripts, one client with a secret. It knows
/// nobody's password: who writes a known name is signed in. It calls itself <c>localhost</c>, so that to a browser it is another site than the
/// service at 127.0.0.1, as a provider is in reality.
/// </summary>
public sealed class Issuer : IAsyncDisposable
{
    public const string ClientId = "outcome-api-pages";

    public const string ClientSecret = "secret-of-the-pages-in-tests";

    /// <summary>Sits in the steering group of IRIS 2.</summary>
    public static readonly IssuerUser Stina =
        new("Stina Styrgrupp", "stina", new Dictionary<string, string[]> { ["role"] = ["steering-group"], ["projects"] = ["iris2"] });

    /// <summary>Sits in the steering group of two parts of IRIS 2.</summary>
    public static readonly IssuerUser Viktor = new(
        "Viktor Del",
        "viktor",
        new Dictionary<string, string[]> { ["role"] = ["steering-group"], ["subprojects"] = ["iris2/vsb", "iris2/hoganas"] });

    /// <summary>Works at the secretariat of two associations.</summary>
    public static readonly IssuerUser Siv = new(
        "Siv Sekretariat", "siv", new Dictionary<string, string[]> { ["role"] = ["secretariat"], ["associations"] = ["lund", "finsam-malmo"] });

    /// <summary>Reports for a municipality that referred people to FRAM.</summary>
    public static readonly IssuerUser Ragna = new(
        "Ragna Remittent",
        "ragna",
        new Dictionary<string, string[]> { ["role"] = ["referrer"], ["projects"] = ["fram"], ["referrers"] = ["municipality"] });

    /// <summary>Has an account, and no role here.</summary>
    public static readonly IssuerUser Nils = new("Nils Ingenroll", "nils", new Dictionary<string, string[]>());

    private readonly WebApplication _app;
    private readonly List<IssuerUser> _users = [Stina, Viktor, Siv, Ragna, Nils];
    private readonly List<string?> _ended = [];

    private Issuer(WebApplication app) => _app = app;

    /// <summary>Where it is; its configuration is published below.</summary>
    public Uri Authority => new($"http://localhost:{new Uri(_app.Urls.Single()).Port}/");

    /// <summary>Where the service is that it sends people back to. Without it nobody is sent anywhere.</summary>
    public Uri? Service { get; set; }

    /// <summary>Whose sessions clients have asked to end: subjects of the ID tokens that they gave; null for a request without one.</summary>
    public IReadOnlyList<string?> Ended => _ended;

    /// <summary>Makes somebody known to it.</summary>
    public void Add(IssuerUser user) => _users.Add(user);

    /// <summary>Starts it.</summary>
    /// <param name="service">The clock of the service; null: the machine's. Its tokens are valid by that clock and by the machine's.</param>
    public static async Task<Issuer> StartAsync(TimeProvider? service = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        Issuer? issuer = null;
        builder.Services.AddOpenIddict().AddServer(server =>
        {
            server.EnableDegradedMode();
            server.SetAuthorizationEndpointUris("connect/authorize").SetTokenEndpointUris("connect/token").SetEndSessionEndpointUris("connect/end-session");
            server.AllowAuthorizationCodeFlow().RequireProofKeyForCodeExchange();
            server.RegisterScopes(Scopes.Profile);
            server.AddSigningKey(new RsaSecurityKey(RSA.Create(2048))).AddEncryptionKey(new SymmetricSecurityKey(RandomNumberGenerator.GetBytes(32)));
            server.DisableAccessTokenEncryption();
            var clock = new EarlierClock(service ?? TimeProvider.System, TimeProvider.System);
            server.Configure(options => options.TimeProvider = clock);
            server.SetIdentityTokenLifetime(clock.Apart + TimeSpan.FromHours(1)).SetAuthorizationCodeLifetime(TimeSpan.FromMinutes(5));
            server.UseAspNetCore().DisableTransportSecurityRequirement().EnableAuthorizationEndpointPassthrough().EnableEndSessionEndpointPassthrough();
            server.AddEventHandler<ValidateAuthorizationRequestContext>(handler => handler.UseInlineHandler(request => Check(
                request, request.ClientId == ClientId && request.RedirectUri == issuer!.At("logga-in/svar"), "client or redirect URI")));
            server.AddEventHandler<ValidateTokenRequestContext>(handler => handler.UseInlineHandler(request => Check(
                request, request.ClientId == ClientId && request.ClientSecret == ClientSecret, "client or its secret")));
            server.AddEventHandler<ValidateEndSessionRequestContext>(handler => handler.UseInlineHandler(request => Check(
                request, request.PostLogoutRedirectUri is null || request.PostLogoutRedirectUri == issuer!.At("logga-ut/svar"), "redirect URI")));
        });
        builder.Services.AddAuthentication();
        var app = builder.Build();
        app.UseAuthentication();
        issuer = new Issuer(app);
        app.MapMethods("/connect/authorize", [HttpMethods.Get, HttpMethods.Post], (Delegate)issuer.SignIn);
        app.MapMethods("/connect/end-session", [HttpMethods.Get, HttpMethods.Post], (Delegate)issuer.EndSessionAsync);
        await app.StartAsync();
        return issuer;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private static ValueTask Check(BaseValidatingContext request, bool isRight, string what)
    {
        if (!isRight)
        {
            request.Reject(Errors.InvalidClient, $"Wrong {what}.");
        }

        return ValueTask.CompletedTask;
    }

    private string? At(string path) => Service is null ? null : new Uri(Service, path).ToString();

    /// <summary>Asks for a name, and sends those whom it knows back with a code.</summary>
    private IResult SignIn(HttpContext http)
    {
        var request = http.GetOpenIddictServerRequest()!;
        var name = HttpMethods.IsPost(http.Request.Method) ? (string?)request["name"] : null;
        if (_users.Find(known => known.Name == name) is not { } user)
        {
            return Results.Content(Form(request, name), "text/html; charset=utf-8");
        }

        var identity = new ClaimsIdentity("issuer", Claims.Name, Claims.Role);
        identity.SetClaim(Claims.Subject, user.Subject).SetClaim(Claims.Name, user.Name);
        foreach (var (claim, values) in user.Claims)
        {
            identity.SetClaims(claim, [.. values]);
        }

        identity.SetScopes(request.GetScopes());
        identity.SetDestinations(_ => [Destinations.IdentityToken]);
        return Results.SignIn(new ClaimsPrincipal(identity), null, OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
    }

    private static string Form(OpenIddictRequest request, string? unknown)
    {
        var html = HtmlEncoder.Default;
        var kept = request.GetParameters().Where(parameter => parameter.Key != "name").Select(
            parameter => $"""<input type="hidden" name="{html.Encode(parameter.Key)}" value="{html.Encode((string?)parameter.Value ?? string.Empty)}">""");
        return $"""
            <!DOCTYPE html>
            <html lang="sv">
            <head><meta charset="utf-8"><meta name="viewport" content="width=device-width"><title>Utfärdarens inloggning</title></head>
            <body>
            <main>
            <h1>Utfärdarens inloggning</h1>
            {(unknown is null ? string.Empty : $"<p role=\"alert\">Ingen heter {html.Encode(unknown)}.</p>")}
            <form method="post" action="/connect/authorize">
            {string.Join('\n', kept)}
            <p><label for="name">Namn</label><br><input id="name" name="name" autocomplete="off" required></p>
            <p><button>Logga in</button></p>
            </form>
            </main>
            </body>
            </html>
            """;
    }

    /// <summary>Notes whose session is to end, and sends the browser back. There is no session to end: everybody is asked for the name every time.</summary>
    private async Task<IResult> EndSessionAsync(HttpContext http)
    {
        var hint = await http.AuthenticateAsync(OpenIddictServerAspNetCoreDefaults.AuthenticationScheme);
        _ended.Add(hint.Principal?.GetClaim(Claims.Subject));
        return Results.SignOut(new AuthenticationProperties { RedirectUri = "/" }, [OpenIddictServerAspNetCoreDefaults.AuthenticationScheme]);
    }

    /// <summary>The earlier of two clocks. What is issued by it, and lasts longer than they are apart, is valid by both.</summary>
    private sealed class EarlierClock(TimeProvider one, TimeProvider other) : TimeProvider
    {
        public TimeSpan Apart => (one.GetUtcNow() - other.GetUtcNow()).Duration();

        public override DateTimeOffset GetUtcNow() => one.GetUtcNow() is var first && other.GetUtcNow() is var second && first < second ? first : second;
    }
}
