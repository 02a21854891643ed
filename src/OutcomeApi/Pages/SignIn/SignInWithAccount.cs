using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.OpenIdConnect;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Protocols.OpenIdConnect;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.SignIn;

/// <summary>
/// Signs somebody in with an account of the configured issuer: OpenID Connect, code flow with PKCE. Role and reach are in the claims of the identity
/// token, under the names that tokens of the API have.
/// </summary>
internal static class SignInWithAccount
{
    public const string Path = "/logga-in/konto";

    private const string SchemeName = "account";

    /// <summary>Adds the authentication of accounts, if an issuer is configured.</summary>
    public static AuthenticationBuilder AddAccounts(this AuthenticationBuilder authentication, OpenIdConnectSettings settings)
    {
        if (!settings.IsConfigured)
        {
            return authentication;
        }

        authentication.Services.AddOptions<OpenIdConnectOptions>(SchemeName)
            .Configure<IssuerCertificates>((account, certificates) => account.BackchannelHttpHandler = certificates.CreateHandler());
        return authentication.AddOpenIdConnect(SchemeName, account =>
        {
            account.SignInScheme = Session.SchemeName;
            account.Authority = settings.Authority;
            account.ClientId = settings.ClientId;
            account.ClientSecret = settings.ClientSecret;
            account.RequireHttpsMetadata = settings.IsEncrypted;
            account.ResponseType = OpenIdConnectResponseType.Code;

            // The answer comes as an address, so that cookies of this site come with it without being open to other sites.
            account.ResponseMode = OpenIdConnectResponseMode.Query;
            account.UsePkce = true;
            account.CallbackPath = "/logga-in/svar";
            account.SaveTokens = false;
            account.MapInboundClaims = false;
            account.GetClaimsFromUserInfoEndpoint = false;
            account.DisableTelemetry = true;
            account.Scope.Clear();
            account.Scope.Add("openid");
            account.Scope.Add("profile");
            foreach (var cookie in new[] { account.CorrelationCookie, account.NonceCookie })
            {
                cookie.SameSite = SameSiteMode.Lax;
                cookie.SecurePolicy = CookieSecurePolicy.SameAsRequest;
            }

            account.Events.OnTokenValidated = BecomeCaller;
            account.Events.OnRemoteFailure = ReturnToSignIn;
        });
    }

    /// <summary>Maps <c>GET /logga-in/konto?till=</c>, which leads to the issuer.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(Path, (string? till, IOptions<PageOptions> options) => options.Value.OpenIdConnect.IsConfigured
                ? Results.Challenge(new AuthenticationProperties { RedirectUri = RedirectHttpResult.IsLocalUrl(till) ? till : "/" }, [SchemeName])
                : Site.GoTo("/"))
            .AllowAnonymous();

    private static Task BecomeCaller(TokenValidatedContext context)
    {
        var services = context.HttpContext.RequestServices;
        if (JwtAuthentication.CallerOf(context.Principal!, services.GetRequiredService<IOptions<JwtOptions>>().Value) is not { } caller)
        {
            context.Response.Redirect("/?fel=roll");
            context.HandleResponse();
            return Task.CompletedTask;
        }

        context.Principal = Session.ToPrincipal(caller, SessionKind.Account, services.GetRequiredService<BusinessDay>().Now);
        return Task.CompletedTask;
    }

    private static Task ReturnToSignIn(RemoteFailureContext context)
    {
        context.Response.Redirect("/?fel=konto");
        context.HandleResponse();
        return Task.CompletedTask;
    }
}
