using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Asks how far a computation has come.</summary>
public sealed record GetComputation(string Id) : IRequest<Result<ComputationRow>>
{
    /// <summary><c>GET /computations/{id}</c></summary>
    public static void Map(RouteGroupBuilder computations) =>
        computations.MapGet("/{id}", async (string id, HttpContext http, IMediator mediator, ProjectReach reach) =>
            {
                var result = await mediator.Send(new GetComputation(id), http.RequestAborted);
                return result.IsSuccess && await reach.ReachesAsync(Caller.Of(http), result.Value.ProjectId, http.RequestAborted)
                    ? Results.Json(result.Value.Show(http), Json.Options)
                    : Problems.NotFound(http);
            })
            .RequireAuthorization(Policies.Compute)
            .WithName("get-computation")
            .WithSummary("Says how far a computation has come.")
            .WithDescription("queued, running or completed.")
            .Produces<Computation>();
}

public sealed class GetComputationHandler(DbSession session) : IRequestHandler<GetComputation, Result<ComputationRow>>
{
    private const string SelectSql =
        "SELECT public_id, project_id, status, as_of, requested_at, completed_at FROM computations WHERE public_id = @Id";

    public async Task<Result<ComputationRow>> Handle(GetComputation request, CancellationToken cancellationToken) =>
        await session.QueryOneAsync<ComputationRow>(SelectSql, request, cancellationToken) is { } row ? row : new Fault(FaultCodes.NotFound, string.Empty);
}
