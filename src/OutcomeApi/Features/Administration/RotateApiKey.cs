using System.ComponentModel.DataAnnotations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Replaces an API key with a new one that has the same role and the same access. Both keys work for a while.</summary>
public sealed record RotateApiKey(Caller Caller, string Id, ApiKeyRotation Body, IReadOnlyList<Fault> FormFaults) : ICommand<CreatedApiKey>
{
    /// <summary>Maps <c>POST /api-keys/{id}/rotations</c>.</summary>
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapPost("/{id}/rotations", async (string id, Body<ApiKeyRotation> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(new RotateApiKey(Caller.From(http), id, body.Value, body.Faults), http.RequestAborted);
                return Reply.Created(http, result, created => created.Row.Show(http) with { Key = created.Key }, created => created.Links.Self.Href);
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("rotate-api-key")
            .WithSummary("Replace an API key.")
            .WithDescription(
                "Returns a new key with the same role and the same access. The old key keeps working for the overlap; its worksUntil gives the end. "
                + "A key that is revoked, expired or already replaced is answered with 404, as if it did not exist.")
            .Produces<ApiKeyResource>(StatusCodes.Status201Created);
}

/// <summary>Describes how a key is replaced.</summary>
public sealed record ApiKeyRotation
{
    /// <summary>Number of hours during which both keys work; absent: 24. With 0 the old key stops at once.</summary>
    [Range(0, 2160)]
    public int? OverlapHours { get; init; }

    /// <summary>The last day on which the new key works; absent: the last day of the old key.</summary>
    public DateOnly? ExpiresOn { get; init; }
}

public sealed class RotateApiKeyHandler(DbSession session, KnownKeys known, BusinessDay day) : IRequestHandler<RotateApiKey, Result<CreatedApiKey>>
{
    private const int UsualOverlapHours = 24;

    private const string SelectSql =
        """
        SELECT public_id, name, role, projects, associations, referrers, subprojects, created_at, expires_on, revoked_at, last_used_at, works_until, replaces
        FROM api_keys
        WHERE public_id = @Id AND revoked_at IS NULL AND works_until IS NULL
        """;

    private const string ReplaceSql = "UPDATE api_keys SET works_until = @WorksUntil WHERE public_id = @Id";

    public async Task<Result<CreatedApiKey>> Handle(RotateApiKey request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockAsync("api-key:" + request.Id, ct);
        if (await session.QueryOneAsync<ApiKeyRow>(SelectSql, request, ct) is not { } old || old.ExpiresOn < day.Today)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var faults = request.FormFaults.ToList();
        if (request.Body.ExpiresOn < day.Today)
        {
            faults.Add(new Fault(FaultCodes.NumberOutOfRange, "/expiresOn", "today", "2199-12-31"));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var key = ApiKey.Create();
        var row = old with
        {
            PublicId = Guid.CreateVersion7().ToString(),
            CreatedAt = day.Now,
            ExpiresOn = request.Body.ExpiresOn ?? old.ExpiresOn,
            LastUsedAt = null,
            Replaces = old.PublicId,
        };
        await ApiKeyRows.InsertAsync(session, row, key, request.Caller.Credential, ct);
        var worksUntil = day.Now + TimeSpan.FromHours(request.Body.OverlapHours ?? UsualOverlapHours);
        await session.ExecuteAsync(ReplaceSql, new { request.Id, WorksUntil = worksUntil }, ct);
        session.AfterCommit(known.Forget);
        await AuditLog.WriteAsync(session, new AuditEntry(request.Caller, "rotate", "api-key"), day.Now, ct);
        return new CreatedApiKey(row, key);
    }
}
