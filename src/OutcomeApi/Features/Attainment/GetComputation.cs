using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Reads the status of a computation.</summary>
public sealed record GetComputation(Caller Caller, string Id) : IRequest<Result<ComputationRow>>
{
    /// <summary>Maps <c>GET /computations/{id}</c>.</summary>
    public static void Map(RouteGroupBuilder computations) =>
        computations.MapGet("/{id}", async (string id, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetComputation(Caller.From(http), id), http.RequestAborted);
                return Reply.Ok(http, result, row => row.Show(http));
            })
            .RequireAuthorization(Policies.Compute)
            .WithName("get-computation")
            .WithSummary("Get the status of a computation.")
            .WithDescription("Returns the computation with its status: queued, running or completed.")
            .Produces<Computation>();
}

public sealed class GetComputationHandler(DbSession session) : IRequestHandler<GetComputation, Result<ComputationRow>>
{
    // Joins the association in the same query, so that a computation out of reach takes as long as one that does not exist.
    private const string SelectSql =
        """
        SELECT c.public_id, c.project_id, c.status, c.as_of, c.requested_at, c.completed_at, p.association_id
        FROM computations c
        JOIN projects p ON p.id = c.project_id
        WHERE c.public_id = @Id
        """;

    public async Task<Result<ComputationRow>> Handle(GetComputation request, CancellationToken cancellationToken) =>
        await session.QueryOneAsync<ComputationRow>(SelectSql, new { request.Id }, cancellationToken) is { } row
        && request.Caller.ReachesWhole(row.ProjectId, row.AssociationId!)
            ? row
            : new Fault(FaultCodes.NotFound, string.Empty);
}
