using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>Reads the status and the result of a batch.</summary>
public sealed record GetBatch(Caller Caller, string Project, string Id) : IRequest<Result<BatchRow>>
{
    /// <summary>Maps <c>GET /projects/{project}/batches/{id}</c>.</summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/{id}", async (string project, string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetBatch(Caller.From(http), project, id), http.RequestAborted);
                return Reply.Ok(http, result, batch => batch.Show(http));
            })
            .WithName("get-batch")
            .WithSummary("Get the status of a batch.")
            .WithDescription("Returns the same object as the request that sent the batch. When the batch is done, it contains the result.")
            .Produces<BatchResource>();
}

public sealed class GetBatchHandler(DbSession session) : IRequestHandler<GetBatch, Result<BatchRow>>
{
    private const string SelectSql =
        """
        SELECT public_id, project_id, dry_run, status, received, done, result, caller
        FROM batches
        WHERE project_id = @Project AND public_id = @Id
        """;

    public async Task<Result<BatchRow>> Handle(GetBatch request, CancellationToken cancellationToken) =>
        await session.QueryOneAsync<BatchRow>(SelectSql, new { request.Project, request.Id }, cancellationToken) is { } row
        && BatchReach.Includes(request.Caller, request.Project, row.Caller!)
            ? row
            : new Fault(FaultCodes.NotFound, string.Empty);
}

/// <summary>Decides who may know about a batch.</summary>
internal static class BatchReach
{
    /// <summary>
    /// Determines whether the caller may know about a batch that a stored caller sent. Who reaches only parts of the project knows about its own
    /// batches, unless it reached more when it sent them: those of others may be about other parts.
    /// </summary>
    public static bool Includes(Caller caller, string project, string sender)
    {
        if (caller.PartsOf(project) is not { } parts)
        {
            return true;
        }

        var sent = StoredCaller.Read(sender);
        return sent.Credential == caller.Credential && Caller.From(sent).PartsOf(project) is { } then && then.All(parts.Contains);
    }
}
