using OutcomeApi.Http.Problems;

namespace OutcomeApi.Features.Batches;

/// <summary>Reads the status and the result of a batch.</summary>
public sealed record GetBatch(string Project, string Id) : IRequest<Result<BatchRow>>
{
    /// <summary>Maps <c>GET /projects/{project}/batches/{id}</c>.</summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/{id}", async (string project, string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetBatch(project, id), http.RequestAborted);
                return result.IsSuccess ? Results.Json(result.Value.Show(http), Json.Options) : Problems.Answer(http, result.Faults);
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
        SELECT public_id, project_id, dry_run, status, received, done, result
        FROM batches
        WHERE project_id = @Project AND public_id = @Id
        """;

    public async Task<Result<BatchRow>> Handle(GetBatch request, CancellationToken cancellationToken) =>
        await session.QueryOneAsync<BatchRow>(SelectSql, request, cancellationToken) is { } row ? row : new Fault(FaultCodes.NotFound, string.Empty);
}
