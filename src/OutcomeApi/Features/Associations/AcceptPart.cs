using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Pipeline;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Associations;

/// <summary>Accepts a subproject of another association's project as one of this association. It may come before the project.</summary>
public sealed record AcceptPart(Caller Caller, string Association, string Project, string Subproject) : ICommand<SavedPart>, IShortCommand
{
    /// <summary>Maps <c>PUT /associations/{association}/parts/{project}/{subproject}</c>.</summary>
    public static void Map(RouteGroupBuilder associations) =>
        associations.MapPut(
            "/{association}/parts/{project}/{subproject}",
            async (string association, string project, string subproject, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new AcceptPart(Caller.From(http), association, project, subproject), http.RequestAborted);
                return result is { IsSuccess: true, Value.IsNew: false }
                    ? Reply.Ok(Show(http, result.Value))
                    : Reply.Created(http, result, part => Show(http, part), part => part.Links!.Self.Href);
            })
            .RequireAuthorization(Policies.ReadAssociations)
            .WithName("accept-part")
            .WithSummary("Accept a subproject of another association's project.")
            .WithDescription(
                "The association agrees that the subproject is one of its own: its participations count for the association in the counts for Uppföljning "
                + "Finsam, and its secretariat reads its figures. The project may be registered later. The request has no body. "
                + "Accepting again changes nothing.")
            .Produces<AcceptedPart>(StatusCodes.Status201Created)
            .Produces<AcceptedPart>();

    private static AcceptedPart Show(HttpContext http, SavedPart saved) => saved.Part with
    {
        Links = new SelfLinks(new Link(http.UrlOf($"/associations/{saved.Part.Association}/parts/{saved.Part.Project}/{saved.Part.Subproject}"))),
    };
}

/// <summary>A subproject that an association has accepted, and whether it had not accepted it before.</summary>
public sealed record SavedPart(AcceptedPart Part, bool IsNew);

/// <summary>A subproject that an association has accepted.</summary>
public sealed record AcceptedPart
{
    /// <summary>Id of the association.</summary>
    public required string Association { get; init; }

    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Id of the subproject within the project.</summary>
    public required string Subproject { get; init; }

    /// <summary>When the association accepted it.</summary>
    public required DateTimeOffset AcceptedAt { get; init; }

    /// <summary>Link to this acceptance.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

public sealed class AcceptPartHandler(DbSession session, BusinessDay day) : IRequestHandler<AcceptPart, Result<SavedPart>>
{
    private const string SelectSql =
        """
        SELECT association_id AS association, project_id AS project, subproject, accepted_at
        FROM accepted_parts
        WHERE association_id = @Association AND project_id = @Project AND subproject = @Subproject
        """;

    private const string InsertSql =
        """
        INSERT INTO accepted_parts (association_id, project_id, subproject, accepted_at, accepted_by)
        VALUES (@Association, @Project, @Subproject, @Now, @Credential)
        """;

    public async Task<Result<SavedPart>> Handle(AcceptPart request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockAsync("association:" + request.Association, ct);
        if (!request.Caller.ReachesAssociation(request.Association) || await AssociationRows.FindAsync(session, request.Association, ct) is null)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        if (!ReferenceAttribute.IsReference(request.Project) || !ReferenceAttribute.IsReference(request.Subproject))
        {
            return new Fault(FaultCodes.ReferenceInvalid, string.Empty);
        }

        var part = new { request.Association, request.Project, request.Subproject, day.Now, request.Caller.Credential };
        if (await session.QueryOneAsync<AcceptedPart>(SelectSql, part, ct) is { } accepted)
        {
            return new SavedPart(accepted, IsNew: false);
        }

        await session.ExecuteAsync(InsertSql, part, ct);
        var (was, became) = AuditEntry.Changes(null, new() { ["subproject"] = request.Subproject });
        var entry = new AuditEntry(request.Caller, "accept", "part")
        {
            Project = request.Project,
            Subject = request.Association,
            Was = was,
            Became = became,
        };
        await AuditLog.WriteAsync(session, entry, day.Now, ct);
        return new SavedPart((await session.QueryOneAsync<AcceptedPart>(SelectSql, part, ct))!, IsNew: true);
    }
}
