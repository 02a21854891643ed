using System.Buffers.Text;
using System.ComponentModel.DataAnnotations;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.AspNetCore.Authentication.JwtBearer;
using Microsoft.Extensions.Options;
using Microsoft.IdentityModel.Tokens;

namespace OutcomeApi.Security;

/// <summary>Configuration section <c>Security:Jwt</c>. Without an authority, the service accepts no tokens.</summary>
[Section("Security:Jwt")]
public sealed class JwtOptions : IssuerOptions, IValidatableObject
{
    /// <summary>The audience that tokens must be issued for.</summary>
    public string? Audience { get; set; }

    /// <summary>Name of the claim that holds the role. A token has exactly one role.</summary>
    public string RoleClaim { get; set; } = "role";

    /// <summary>Name of the claim that holds the projects, as a list or as a string separated by spaces.</summary>
    public string ProjectsClaim { get; set; } = "projects";

    /// <summary>Name of the claim that holds the associations, as a list or as a string separated by spaces.</summary>
    public string AssociationsClaim { get; set; } = "associations";

    /// <summary>Name of the claim that holds the organisations of a referrer, as a list or as a string separated by spaces.</summary>
    public string ReferrersClaim { get; set; } = "referrers";

    /// <summary>
    /// Name of the claim that holds the parts of projects that the token is limited to: a list, or a string separated by spaces, of
    /// <c>project/subproject</c>; or an object with a list of subprojects for each project.
    /// </summary>
    public string SubprojectsClaim { get; set; } = "subprojects";

    /// <summary>Finds an issuer that can not be trusted, and an issuer without an audience.</summary>
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (!IsSafe)
        {
            yield return new ValidationResult(NotSafe, [nameof(Authority)]);
        }

        if (IsConfigured && string.IsNullOrEmpty(Audience))
        {
            yield return new ValidationResult(
                "it is not set. With an authority it is required: the audience that the issuer makes tokens for.", [nameof(Audience)]);
        }
    }
}

/// <summary>
/// Authenticates tokens of one issuer. Checks the signature against the keys that the issuer publishes, and the issuer, audience and lifetime.
/// Only asymmetric algorithms are accepted. If shared-secret algorithms were accepted too, an attacker could sign a token with the issuer's
/// public key as the secret.
/// </summary>
public static class JwtAuthentication
{
    /// <summary>Name of the authentication scheme.</summary>
    public const string SchemeName = "Jwt";

    /// <summary>Maximum accepted difference between the clock of the issuer and that of this service.</summary>
    private static readonly TimeSpan ClockSkew = TimeSpan.FromMinutes(1);

    /// <summary>Maximum length of a credential id that is kept as it is. A longer one is replaced by a hash.</summary>
    private const int LongestCredential = 64;

    private static readonly string[] Algorithms =
    [
        SecurityAlgorithms.RsaSha256, SecurityAlgorithms.RsaSha384, SecurityAlgorithms.RsaSha512,
        SecurityAlgorithms.RsaSsaPssSha256, SecurityAlgorithms.RsaSsaPssSha384, SecurityAlgorithms.RsaSsaPssSha512,
        SecurityAlgorithms.EcdsaSha256, SecurityAlgorithms.EcdsaSha384, SecurityAlgorithms.EcdsaSha512,
    ];

    private static readonly string[] AccessTokenTypes = ["JWT", "at+jwt", "application/at+jwt"];

    /// <summary>Adds the authentication of tokens.</summary>
    public static AuthenticationBuilder AddJwt(this AuthenticationBuilder authentication)
    {
        authentication.Services.AddOptions<JwtBearerOptions>(SchemeName).Configure<IOptions<JwtOptions>, IssuerCertificates, TimeProvider>(Configure);
        authentication.AddJwtBearer(SchemeName, _ => { });

        // Runs after the framework's own post-configuration, which creates the manager of the issuer's keys. The keys are read again at the
        // latest after five minutes (the minimum interval), so a withdrawn key is refused within that time. Without these settings the
        // last known good keys would stay valid for another hour.
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

    /// <summary>Returns the caller of a valid token. Null when its claims do not hold exactly one known role, or do not identify the caller.</summary>
    public static Caller? CallerOf(ClaimsPrincipal principal, JwtOptions options)
    {
        if (principal.FindAll(options.RoleClaim).ToArray() is not [var only]
            || !Code.TryParse<Role>(only.Value, out var role)
            || (principal.FindFirstValue("sub") ?? principal.FindFirstValue("client_id")) is not { Length: > 0 } subject
            || PartsOf(principal, options.SubprojectsClaim) is not { } parts
            || (parts.Count > 0 && !Caller.CanBeLimitedToParts(role)))
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
            Subprojects = parts,
        };
    }

    /// <summary>
    /// Reads the parts that a token is limited to. Null when one of them cannot be read, or when the claim names none: a token whose limits are not
    /// understood is not accepted. (An empty JSON array is no claim.)
    /// </summary>
    private static IReadOnlyDictionary<string, IReadOnlyList<string>>? PartsOf(ClaimsPrincipal principal, string claim)
    {
        try
        {
            string[] written =
            [
                .. principal.FindAll(claim).SelectMany(c => c.Value.StartsWith('{')
                    ? JsonSerializer.Deserialize<Dictionary<string, string[]?>>(c.Value)!
                        .SelectMany(project => (project.Value ?? []).DefaultIfEmpty(string.Empty).Select(part => $"{project.Key}/{part}"))
                    : c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)),
            ];
            var parts = Caller.PartsOf(written);
            var isUnderstood = parts.Sum(project => project.Value.Count) == written.Distinct().Count();
            return isUnderstood && (written.Length > 0 || !principal.HasClaim(c => c.Type == claim)) ? parts : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }

    private static void Configure(JwtBearerOptions bearer, IOptions<JwtOptions> options, IssuerCertificates certificates, TimeProvider clock)
    {
        var jwt = options.Value;
        if (!jwt.IsConfigured)
        {
            return;
        }

        bearer.Authority = jwt.Authority;
        bearer.BackchannelHttpHandler = certificates.CreateHandler();
        bearer.RequireHttpsMetadata = jwt.IsEncrypted;
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
                expires is { } end
                && end > (clock.GetUtcNow() - ClockSkew).UtcDateTime
                && (notBefore is null || notBefore <= (clock.GetUtcNow() + ClockSkew).UtcDateTime),
        };
    }

    /// <summary>
    /// Refuses tokens whose type says that they are not access tokens, for example logout tokens or proofs of possession. A missing type and the
    /// type <c>JWT</c> are accepted, because many issuers state no more than that.
    /// </summary>
    private static string RequireAccessToken(string? type, SecurityToken token, TokenValidationParameters parameters) =>
        type is null or "" || AccessTokenTypes.Contains(type, StringComparer.OrdinalIgnoreCase)
            ? type ?? string.Empty
            : throw new SecurityTokenInvalidTypeException("The token is not for access.");

    private static string[] ValuesOf(ClaimsPrincipal principal, string claim) =>
        [.. principal.FindAll(claim).SelectMany(c => c.Value.Split(' ', StringSplitOptions.RemoveEmptyEntries)).Distinct()];
}
