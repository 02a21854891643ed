using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Authentication;
using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary><c>Authorization: Bearer ok_…</c></summary>
public sealed class ApiKeyAuthentication(
    IOptionsMonitor<AuthenticationSchemeOptions> options, ILoggerFactory loggers, UrlEncoder encoder, DbSession session, BusinessDay day)
    : AuthenticationHandler<AuthenticationSchemeOptions>(options, loggers, encoder)
{
    public const string SchemeName = "Bearer";

    private const string SelectKeySql =
        """
        SELECT public_id, role, projects, associations, expires_on
        FROM api_keys
        WHERE sha256 = @Sha256 AND revoked_at IS NULL
        """;

    protected override async Task<AuthenticateResult> HandleAuthenticateAsync()
    {
        var header = Request.Headers.Authorization.ToString();
        if (!header.StartsWith("Bearer ", StringComparison.OrdinalIgnoreCase))
        {
            return AuthenticateResult.NoResult();
        }

        var key = header["Bearer ".Length..].Trim();
        if (!key.StartsWith(ApiKey.Prefix, StringComparison.Ordinal) || key.Length > 200)
        {
            return AuthenticateResult.Fail("Not an API key.");
        }

        var row = await session.QueryOneAsync<KeyRow>(SelectKeySql, new { Sha256 = ApiKey.Hash(key) }, Context.RequestAborted);
        if (row is null || row.ExpiresOn < day.Today)
        {
            return AuthenticateResult.Fail("Unknown, revoked or expired API key.");
        }

        var caller = new Caller(
            row.PublicId,
            Code.Parse<Role>(row.Role),
            JsonSerializer.Deserialize<string[]>(row.Projects)!,
            JsonSerializer.Deserialize<string[]>(row.Associations)!);
        return AuthenticateResult.Success(new AuthenticationTicket(caller.ToPrincipal(Scheme.Name), Scheme.Name));
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

    private sealed record KeyRow
    {
        public required string PublicId { get; init; }

        public required string Role { get; init; }

        public required string Projects { get; init; }

        public required string Associations { get; init; }

        public DateOnly? ExpiresOn { get; init; }
    }
}
