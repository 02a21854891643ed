using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Asks how far a computation has come.</summary>
public sealed record GetComputation(Caller Caller, string Id) : IRequest<Result<ComputationRow>>
{
    /// <summary><c>GET /computations/{id}</c></summary>
    public static void Map(RouteGroupBuilder computations) =>
        computations.MapGet("/{id}", async (string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetComputation(Caller.From(http), id), http.RequestAborted);
                return result.IsSuccess ? Results.Json(result.Value.Show(http), Json.Options) : Problems.Answer(http, result.Faults);
            })
            .RequireAuthorization(Policies.Compute)
            .WithName("get-computation")
            .WithSummary("Says how far a computation has come.")
            .WithDescription("queued, running or completed.")
            .Produces<Computation>();
}

public sealed class GetComputationHandler(DbSession session) : IRequestHandler<GetComputation, Result<ComputationRow>>
{
    // With the association, so that a foreign computation takes no longer than none.
    private const string SelectSql =
        """
        SELECT c.public_id, c.project_id, c.status, c.as_of, c.requested_at, c.completed_at, p.association_id
        FROM computations c
        JOIN projects p ON p.id = c.project_id
        WHERE c.public_id = @Id
        """;

    public async Task<Result<ComputationRow>> Handle(GetComputation request, CancellationToken cancellationToken) =>
        await session.QueryOneAsync<ComputationRow>(SelectSql, new { request.Id }, cancellationToken) is { } row
        && request.Caller.Reaches(row.ProjectId, row.AssociationId!)
            ? row
            : new Fault(FaultCodes.NotFound, string.Empty);
}
