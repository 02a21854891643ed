using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Attainment;

/// <summary>Requests a computation of a project.</summary>
public sealed record RequestComputation(string Project) : ICommand<ComputationRow>
{
    /// <summary>Maps <c>POST /computations</c>.</summary>
    public static void Map(RouteGroupBuilder computations) =>
        computations.MapPost("/", async (Body<ComputationRequest> body, HttpContext http, IMediator mediator, ProjectReach reach) =>
            {
                if (body.Value is null || body.Faults.Count > 0)
                {
                    return Problems.Answer(http, body.Faults);
                }

                if (!await reach.ReachesAsync(Caller.From(http), body.Value.Project!, http.RequestAborted))
                {
                    return Problems.NotFound(http);
                }

                var result = await mediator.Send(new RequestComputation(body.Value.Project!), http.RequestAborted);
                var computation = result.Value!.Show(http);
                return Reply.Accepted(http, computation, computation.Links.Self.Href);
            })
            .RequireAuthorization(Policies.Compute)
            .WithName("request-computation")
            .WithSummary("Start a computation of a project.")
            .WithDescription("Returns at once with 202. Location gives the address where the status of the computation can be read.")
            .Produces<Computation>(StatusCodes.Status202Accepted)
            .Produces(StatusCodes.Status404NotFound);
}

/// <summary>Names the project to compute.</summary>
public sealed record ComputationRequest
{
    /// <summary>Id of the project.</summary>
    [Required]
    [Reference]
    public string? Project { get; init; }
}

/// <summary>A computation of a project's figures.</summary>
public sealed record Computation
{
    /// <summary>The id assigned by the service.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>One of queued, running and completed.</summary>
    public required string Status { get; init; }

    /// <summary>The date treated as today for its figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>When the computation was requested.</summary>
    public required DateTimeOffset RequestedAt { get; init; }

    /// <summary>When the computation was completed; null: it is not completed.</summary>
    public DateTimeOffset? ComputedAt { get; init; }

    /// <summary>Link to the status of this computation.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>Holds a row of the table of computations.</summary>
public sealed record ComputationRow
{
    public required string PublicId { get; init; }

    public required string ProjectId { get; init; }

    public required string Status { get; init; }

    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset RequestedAt { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Id of the project's association. Set only by queries that select it.</summary>
    public string? AssociationId { get; init; }

    public Computation Show(HttpContext http) => new()
    {
        Id = PublicId,
        Project = ProjectId,
        Status = Status,
        AsOf = AsOf,
        RequestedAt = RequestedAt,
        ComputedAt = CompletedAt,
        Links = new SelfLinks(new Link(http.UrlOf("/computations/" + PublicId))),
    };
}

public sealed class RequestComputationHandler(DbSession session, IJobs jobs, BusinessDay day) : IRequestHandler<RequestComputation, Result<ComputationRow>>
{
    private const string InsertSql =
        """
        INSERT INTO computations (public_id, project_id, reason, status, as_of, cut_off, requested_at)
        VALUES (@PublicId, @ProjectId, 'requested', @Status, @AsOf, 0, @RequestedAt)
        """;

    public async Task<Result<ComputationRow>> Handle(RequestComputation request, CancellationToken cancellationToken)
    {
        var row = new ComputationRow
        {
            PublicId = Guid.CreateVersion7().ToString(),
            ProjectId = request.Project,
            Status = "queued",
            AsOf = day.Today,
            RequestedAt = day.Now,
        };
        await session.ExecuteAsync(InsertSql, row, cancellationToken);
        session.AfterCommit(() => jobs.RunComputation(row.PublicId));
        return row;
    }
}
