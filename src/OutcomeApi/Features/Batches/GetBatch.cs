using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Features.Batches;

/// <summary>Asks how far a batch has come.</summary>
public sealed record GetBatch(string Project, string Id) : IRequest<Result<BatchRow>>
{
    /// <summary><c>GET /projects/{project}/batches/{id}</c></summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapGet("/{id}", async (string project, string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetBatch(project, id), http.RequestAborted);
                return result.IsSuccess ? Results.Json(result.Value.Show(http), Json.Options) : Problems.Answer(http, result.Faults);
            })
            .WithName("get-batch")
            .WithSummary("Says how far a batch has come.")
            .WithDescription("The same object as in the answer to the batch, in the end with the result.")
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
