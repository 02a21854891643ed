using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Revokes an API key. The key stops working at once.</summary>
public sealed record RevokeApiKey(Caller Caller, string Id) : ICommand<RevokedApiKey>
{
    /// <summary>Maps <c>DELETE /api-keys/{id}</c>.</summary>
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapDelete("/{id}", async (string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new RevokeApiKey(Caller.From(http), id), http.RequestAborted);
                return Reply.NoContent(http, result);
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("revoke-api-key")
            .WithSummary("Revoke an API key.")
            .WithDescription("The key stops working at once. Revoking it again has no effect on the key.")
            .Produces(StatusCodes.Status204NoContent);
}

/// <summary>The key is revoked.</summary>
public sealed record RevokedApiKey;

public sealed class RevokeApiKeyHandler(DbSession session, KnownKeys known, BusinessDay day) : IRequestHandler<RevokeApiKey, Result<RevokedApiKey>>
{
    private const string UpdateSql = "UPDATE api_keys SET revoked_at = COALESCE(revoked_at, @Now) WHERE public_id = @Id";

    public async Task<Result<RevokedApiKey>> Handle(RevokeApiKey request, CancellationToken cancellationToken)
    {
        if (await session.ExecuteAsync(UpdateSql, new { request.Id, day.Now }, cancellationToken) == 0)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        session.AfterCommit(known.Forget);
        await AuditLog.WriteAsync(session, new AuditEntry(request.Caller, "revoke", "api-key"), day.Now, cancellationToken);
        return new RevokedApiKey();
    }
}
