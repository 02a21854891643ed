using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary>Cancels a batch that is queued or running. Records that have been stored stay.</summary>
public sealed record CancelBatch(Caller Caller, string Project, string Id) : ICommand<CancelledBatch>
{
    /// <summary>Maps <c>DELETE /projects/{project}/batches/{id}</c>.</summary>
    public static void Map(RouteGroupBuilder batches) =>
        batches.MapDelete("/{id}", async (string project, string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new CancelBatch(Caller.From(http), project, id), http.RequestAborted);
                return Reply.NoContent(http, result);
            })
            .WithName("cancel-batch")
            .WithSummary("Cancel a batch.")
            .WithDescription(
                "Cancels a batch that is queued or running. Records that have already been stored stay. A batch that is done does not change.")
            .Produces(StatusCodes.Status204NoContent);
}

/// <summary>The batch processes no more records.</summary>
public sealed record CancelledBatch;

public sealed class CancelBatchHandler(BatchStore store) : IRequestHandler<CancelBatch, Result<CancelledBatch>>
{
    public async Task<Result<CancelledBatch>> Handle(CancelBatch request, CancellationToken cancellationToken)
    {
        if (await store.FindAsync(request.Caller, request.Project, request.Id, cancellationToken) is not { } batch)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        await store.EndAsync(batch.PublicId, BatchStatus.Cancelled, cancellationToken);
        return new CancelledBatch();
    }
}
