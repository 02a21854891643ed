using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary><c>Authorization: Bearer ok_…</c>, or a token of the configured issuer.</summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, IOptions<JwtOptions> jwt, DbSession session, KnownKeys known, BusinessDay day)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private const string SelectKeySql =
        """
        SELECT public_id, sha256, role, projects, associations, referrers, expires_on, works_until, last_used_at
        FROM api_keys
        WHERE sha256 = @Sha256 AND revoked_at IS NULL
        """;

    private const string UsedSql = "UPDATE api_keys SET last_used_at = @Now WHERE public_id = @PublicId";

    /// <summary>How old the noted last use may be: one write in so long.</summary>
    private static readonly TimeSpan UseIsNoted = TimeSpan.FromMinutes(1);

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var key = header["Bearer ".Length..].Trim();
        var principal = key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal)
            ? await PrincipalOfKeyAsync(key)
            : jwt.Value.IsConfigured ? (await CallerOfTokenAsync())?.ToPrincipal(Scheme.Name) : null;
        return principal is null
            ? AuthenticateResult.Fail("Neither a valid key nor a valid token.")
            : AuthenticateResult.Success(new AuthenticationTicket(principal, Scheme.Name));
    }

    protected override Task HandleChallengeAsync(AuthenticationProperties properties)
    {
        Response.Headers.WWWAuthenticate = "Bearer";
        return Problems.WriteAsync(Context, new Fault(FaultCodes.NotAuthenticated, string.Empty));
    }

    protected override Task HandleForbiddenAsync(AuthenticationProperties properties)
    {
        var policy = Context.GetEndpoint()?.Metadata.GetMetadata<Microsoft.AspNetCore.Authorization.IAuthorizeData>()?.Policy;
        var roles = policy is null ? [] : Policies.Roles[policy];
        return Problems.WriteAsync(Context, new Fault(FaultCodes.NotAllowed, string.Empty, string.Join(", ", roles.Select(Code.Of))));
    }

    private async Task<ClaimsPrincipal?> PrincipalOfKeyAsync(string key)
    {
        if (key.Length > 200)
        {
            return null;
        }

        var hash = ApiKey.Hash(key);
        if (known.Find(hash) is { } principal)
        {
            return principal;
        }

        var state = known.State;
        if (await CallerOfHashAsync(hash) is not { } caller)
        {
            return null;
        }

        principal = caller.ToPrincipal(Scheme.Name);
        known.Remember(hash, principal, state);
        return principal;
    }

    private async Task<Caller?> CallerOfHashAsync(string hash)
    {
        // The index finds a row by the hash of 256 random bits, of which nobody can guess even a beginning; the comparison takes the same time for all.
        var row = await session.QueryOneAsync<KeyRow>(SelectKeySql, new { Sha256 = hash }, Context.RequestAborted);
        if (row is null
            || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Sha256), Encoding.ASCII.GetBytes(hash))
            || row.ExpiresOn < day.Today
            || row.WorksUntil <= day.Now)
        {
            return null;
        }

        if (row.LastUsedAt is not { } used || used <= day.Now - UseIsNoted)
        {
            await session.WriteAsync(() => session.ExecuteAsync(UsedSql, new { row.PublicId, day.Now }, Context.RequestAborted), Context.RequestAborted);
        }

        return new Caller(
            row.PublicId,
            Code.Parse<Role>(row.Role),
            JsonSerializer.Deserialize<string[]>(row.Projects)!,
            JsonSerializer.Deserialize<string[]>(row.Associations)!)
        {
            Referrers = row.Referrers is null ? [] : JsonSerializer.Deserialize<string[]>(row.Referrers)!,
        };
    }

    private async Task<Caller?> CallerOfTokenAsync() =>
        await Context.AuthenticateAsync(JwtAuthentication.SchemeName) is { Succeeded: true, Principal: { } principal }
            ? JwtAuthentication.CallerOf(principal, jwt.Value)
            : null;

    private sealed record KeyRow
    {
        public required string PublicId { get; init; }

        public required string Sha256 { get; init; }

        public required string Role { get; init; }

        public required string Projects { get; init; }

        public required string Associations { get; init; }

        public string? Referrers { get; init; }

        public DateOnly? ExpiresOn { get; init; }

        public DateTimeOffset? WorksUntil { get; init; }

        public DateTimeOffset? LastUsedAt { get; init; }
    }
}
