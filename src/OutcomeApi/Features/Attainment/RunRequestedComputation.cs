using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>Runs a requested computation. Sent by the background job.</summary>
public sealed record RunRequestedComputation(string Computation) : IRequest<Result<Run>>;

public sealed class RunRequestedComputationHandler(DbSession session, IMediator mediator) : IRequestHandler<RunRequestedComputation, Result<Run>>
{
    private const string SelectProjectSql = "SELECT project_id FROM computations WHERE public_id = @Computation";

    private const string StartSql = "UPDATE computations SET status = 'running' WHERE public_id = @Computation AND status = 'queued'";

    public async Task<Result<Run>> Handle(RunRequestedComputation request, CancellationToken cancellationToken)
    {
        if (await session.ScalarAsync<string>(SelectProjectSql, request, cancellationToken) is not { } project)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        await session.WriteAsync(() => session.ExecuteAsync(StartSql, request, cancellationToken), cancellationToken);
        return await mediator.Send(new ComputeProject(project, request.Computation, "requested"), cancellationToken);
    }
}
