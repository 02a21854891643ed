using System.Buffers.Text;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Security;

/// <summary>Section <c>Security:Jwt</c>. Without an authority no tokens are taken.</summary>
public sealed class JwtOptions
{
    /// <summary>The issuer's address, below which its OpenID configuration lies. https, or http on this machine.</summary>
    public string? Authority { get; set; }

    /// <summary>The audience that tokens must be for.</summary>
    public string? Audience { get; set; }

    /// <summary>The claim that holds the one role.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>The claim that holds the projects: a list, or a text with spaces between them.</summary>
    public string ProjectsClaim { get; set; } = "projects";

    /// <summary>The claim that holds the associations, likewise.</summary>
    public string AssociationsClaim { get; set; } = "associations";

    /// <summary>The claim that holds a referrer's organisations, likewise.</summary>
    public string ReferrersClaim { get; set; } = "referrers";

    public bool IsConfigured => !string.IsNullOrEmpty(Authority);

    /// <summary>Is the authority's address one whose answers nobody on the way can change?</summary>
    public bool IsSafe => !IsConfigured
        || (Uri.TryCreate(Authority, UriKind.Absolute, out var authority) && (authority.Scheme == Uri.UriSchemeHttps || (authority.Scheme == Uri.UriSchemeHttp && authority.IsLoopback)));
}

/// <summary>
/// Tokens of one issuer: signature by a key that the issuer publishes, issuer, audience, lifetime. Only signatures that the service can not make
/// itself are taken: with a shared secret, the issuer's public key would do as the secret.
/// </summary>
public static class JwtAuthentication
{
    public const string SchemeName = "Jwt";

    /// <summary>How far the issuer's clock may differ.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Longest id of a credential that is kept as it is.</summary>
    private const int LongestCredential = 64;

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] AccessTokenTypes = ["JWT", "at+jwt", "application/at+jwt"];

    public static AuthenticationBuilder AddJwt(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddOptions<JwtOptions>().BindConfiguration("Security:Jwt")
            .Validate(jwt => jwt.IsSafe, "Security__Jwt__Authority is https, or http on this machine.")
            .Validate(jwt => !jwt.IsConfigured || !string.IsNullOrEmpty(jwt.Audience), "Security__Jwt__Audience is required with an authority.")
            .ValidateOnStart();
        authentication.Services.AddOptions<JwtBearerOptions>(SchemeName).Configure<IOptions<JwtOptions>, TimeProvider>(Configure);
        authentication.AddJwtBearer(SchemeName, _ => { });

        // After the framework's own, which makes the manager of the issuer's keys. A key that is withdrawn is refused
        // within five minutes, when the issuer's keys are read again at the latest, and without an hour of grace.
        authentication.Services.AddOptions<JwtBearerOptions>(SchemeName).PostConfigure(bearer =>
        {
            if (bearer.ConfigurationManager is BaseConfigurationManager manager)
            {
                manager.UseLastKnownGoodConfiguration = false;
                manager.AutomaticRefreshInterval = BaseConfigurationManager.MinimumAutomaticRefreshInterval;
            }
        });
        return authentication;
    }

    /// <summary>GenderGroup a valid token is for; null: its claims do not say one role, or not who it is.</summary>
    public static Caller? CallerOf(ClaimsPrincipal principal, JwtOptions options)
    {
        if (principal.FindAll(options.RoleClaim).ToArray() is not [var only]
            || !Code.TryParse<Role>(only.Value, out var role)
            || (principal.FindFirstValue("sub") ?? principal.FindFirstValue("client_id")) is not { Length: > 0 } subject)
        {
            return null;
        }

        var credential = "jwt:" + subject;
        return new Caller(
            credential.Length <= LongestCredential ? credential : "jwt:" + Base64Url.EncodeToString(SHA256.HashData(Encoding.UTF8.GetBytes(subject))),
            role,
            ValuesOf(principal, options.ProjectsClaim),
            ValuesOf(principal, options.AssociationsClaim))
        {
            Referrers = ValuesOf(principal, options.ReferrersClaim),
        };
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<JwtOptions> options, TimeProvider clock)
    {
        var jwt = options.Value;
        if (!jwt.IsConfigured)
        {
            return;
        }

        bearer.Authority = jwt.Authority;
        bearer.RequireHttpsMetadata = jwt.Authority!.StartsWith("https:", StringComparison.OrdinalIgnoreCase);
        bearer.MapInboundClaims = false;
        bearer.SaveToken = false;
        bearer.IncludeErrorDetails = false;
        bearer.TokenValidationParameters = new TokenValidationParameters
        {
            ValidAudience = jwt.Audience,
            ValidAlgorithms = Algorithms,
            RequireSignedTokens = true,
            TypeValidator = RequireAccessToken,
            RequireExpirationTime = true,
            LifetimeValidator = (notBefore, expires, _, _) =>
                expires is { } end && end > (clock.GetUtcNow() - ClockSkew).UtcDateTime && (notBefore is null || notBefore <= (clock.GetUtcNow() + ClockSkew).UtcDateTime),
        };
    }

    /// <summary>What says that it is something else – a logout, a proof of possession – gives no access. Many issuers say nothing, or only that it is a JWT.</summary>
    private static string RequireAccessToken(string? type, SecurityToken token, TokenValidationParameters parameters) =>
        type is null or "" || AccessTokenTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? type ?? string.Empty
            : throw new SecurityTokenInvalidTypeException("The token is not for access.");

    private static string[] ValuesOf(ClaimsPrincipal principal, string claim) =>
        [.. principal.FindAll(claim).SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
}
