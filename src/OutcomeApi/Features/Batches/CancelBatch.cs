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

public sealed class CancelBatchHandler(DbSession session, BusinessDay day) : IRequestHandler<CancelBatch, Result<CancelledBatch>>
{
    private const string SelectCallerSql = "SELECT caller FROM batches WHERE project_id = @Project AND public_id = @Id";

    private const string CancelSql =
        """
        UPDATE batches
        SET status = 'cancelled', payload = NULL, completed_at = @Now
        WHERE project_id = @Project AND public_id = @Id AND status IN ('queued', 'running')
        """;

    public async Task<Result<CancelledBatch>> Handle(CancelBatch request, CancellationToken cancellationToken)
    {
        if (await session.ScalarAsync<string>(SelectCallerSql, new { request.Project, request.Id }, cancellationToken) is not { } sender
            || !BatchReach.Includes(request.Caller, request.Project, sender))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        await session.ExecuteAsync(CancelSql, new { request.Project, request.Id, day.Now }, cancellationToken);
        return new CancelledBatch();
    }
}
