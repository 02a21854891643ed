using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Associations;

/// <summary>Maps the routes of <c>/associations/{association}</c>.</summary>
public static class AssociationsEndpoints
{
    public static void MapAssociations(this RouteGroupBuilder api)
    {
        var associations = api.MapGroup("/associations").WithTags("associations");
        ListAssociations.Map(associations);
        GetAssociation.Map(associations);
        PutAssociation.Map(associations);
        AcceptPart.Map(associations);
        WithdrawPart.Map(associations);
    }

    internal static Record<AssociationFile> Show(HttpContext http, StoredAssociation association) => new(
        association.File with { Id = association.Id },
        new RecordMeta
        {
            Version = association.Version,
            ReceivedAt = association.ReceivedAt,
            ChangedAt = association.ChangedAt,
            Links = new SelfLinks(new Link(http.UrlOf("/associations/" + association.Id))),
        });
}

/// <summary>A coordination association (<i>samordningsförbund</i>).</summary>
public sealed record AssociationFile
{
    /// <summary>The id from the path. It may be omitted in a request.</summary>
    [Reference]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Id { get; init; }

    /// <summary>Name of the association.</summary>
    public LocalizedText? Name { get; init; }

    /// <summary>The organisations that form the association.</summary>
    [MaxLength(100)]
    public IReadOnlyList<string>? Parties { get; init; }

    /// <summary>
    /// The smallest group size that steering groups see in detail. For smaller groups, women and men are shown together, and so are small categories.
    /// With 5, groups of 1 to 4 are small. Absent: the service's default.
    /// </summary>
    [Range(3, 20)]
    public int? SmallNumberThreshold { get; init; }

    /// <summary>
    /// Number of days after the end of a tertial until its reports are due. Absent: they are due at the end of the following month.
    /// </summary>
    [Range(1, 120)]
    public int? ReportDeadlineDays { get; init; }
}

/// <summary>An association as it is stored.</summary>
public sealed record StoredAssociation(string Id, AssociationFile File, int Version, DateTimeOffset ReceivedAt, DateTimeOffset ChangedAt);

/// <summary>Finds stored associations.</summary>
internal static class AssociationRows
{
    private const string SelectSql = "SELECT content, version, received_at, changed_at FROM associations WHERE id = @Id";

    public static async Task<StoredAssociation?> FindAsync(DbSession session, string id, CancellationToken ct) =>
        await session.QueryOneAsync<Row>(SelectSql, new { Id = id }, ct) is { } row
            ? new StoredAssociation(id, JsonSerializer.Deserialize<AssociationFile>(row.Content, Json.Options)!, row.Version, row.ReceivedAt, row.ChangedAt)
            : null;

    private sealed record Row
    {
        public required string Content { get; init; }

        public required int Version { get; init; }

        public required DateTimeOffset ReceivedAt { get; init; }

        public required DateTimeOffset ChangedAt { get; init; }
    }
}

/// <summary>Reads an association.</summary>
public sealed record GetAssociation(Caller Caller, string Id) : IRequest<Result<StoredAssociation>>
{
    /// <summary>Maps <c>GET /associations/{association}</c>.</summary>
    public static void Map(RouteGroupBuilder associations) =>
        associations.MapGet("/{association}", async (string association, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetAssociation(Caller.From(http), association), http.RequestAborted);
                return Reply.Versioned(http, result, association => AssociationsEndpoints.Show(http, association));
            })
            .RequireAuthorization(Policies.ReadAssociations)
            .WithName("get-association")
            .WithSummary("Get an association.")
            .WithDescription("Returns the name, the parties, the small-number threshold and the report deadline, with an ETag.")
            .Produces<Record<AssociationFile>>();
}

public sealed class GetAssociationHandler(DbSession session) : IRequestHandler<GetAssociation, Result<StoredAssociation>>
{
    public async Task<Result<StoredAssociation>> Handle(GetAssociation request, CancellationToken cancellationToken)
    {
        return request.Caller.ReachesAssociation(request.Id) && await AssociationRows.FindAsync(session, request.Id, cancellationToken) is { } association
            ? association
            : new Fault(FaultCodes.NotFound, string.Empty);
    }
}

/// <summary>Creates or changes an association.</summary>
public sealed record PutAssociation(Caller Caller, string Id, AssociationFile File, IReadOnlyList<Fault> FormFaults, EntityTagCondition? IfMatch)
    : ICommand<SavedAssociation>
{
    /// <summary>Maps <c>PUT /associations/{association}</c>.</summary>
    public static void Map(RouteGroupBuilder associations) =>
        associations.MapPut("/{association}", async (string association, Body<AssociationFile> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(
                    new PutAssociation(Caller.From(http), association, body.Value, body.Faults, EntityTagCondition.From(http.Request)), http.RequestAborted);
                return Reply.Saved(http, result, saved => saved.Created, saved => AssociationsEndpoints.Show(http, saved.Association));
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("put-association")
            .WithSummary("Create or change an association.")
            .WithDescription("To change an association, send If-Match with the ETag of its current version. To create one, leave If-Match out.")
            .Produces<Record<AssociationFile>>(StatusCodes.Status201Created)
            .Produces<Record<AssociationFile>>(StatusCodes.Status200OK);
}

/// <summary>A stored association, and whether it was created.</summary>
public sealed record SavedAssociation(StoredAssociation Association, bool Created);

public sealed class PutAssociationHandler(DbSession session, BusinessDay day) : IRequestHandler<PutAssociation, Result<SavedAssociation>>
{
    private const string InsertSql =
        """
        INSERT INTO associations (id, content, small_number_threshold, version, received_at, changed_at)
        VALUES (@Id, @Content, @SmallNumberThreshold, 1, @Now, @Now)
        """;

    private const string UpdateSql =
        """
        UPDATE associations
        SET content = @Content, small_number_threshold = @SmallNumberThreshold, version = version + 1, changed_at = @Now
        WHERE id = @Id
        """;

    public async Task<Result<SavedAssociation>> Handle(PutAssociation request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockAsync("association:" + request.Id, ct);
        var stored = await AssociationRows.FindAsync(session, request.Id, ct);
        if (EntityTagCondition.Fault(request.IfMatch, stored?.Version) is { } stale)
        {
            return stale;
        }

        var faults = request.FormFaults.ToList();
        if (!ReferenceAttribute.IsReference(request.Id))
        {
            faults.Add(new Fault(FaultCodes.ReferenceInvalid, string.Empty));
        }

        if (request.File.Id is { } id && id != request.Id)
        {
            faults.Add(new Fault(FaultCodes.ReferenceDiffers, "/id"));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var content = JsonSerializer.Serialize(request.File with { Id = null }, Json.Options);
        if (stored is null || JsonSerializer.Serialize(stored.File, Json.Options) != content)
        {
            await session.ExecuteAsync(
                stored is null ? InsertSql : UpdateSql, new { request.Id, Content = content, request.File.SmallNumberThreshold, day.Now }, ct);
            var (was, became) = AuditEntry.Changes(
                stored is null ? null : JsonSerializer.SerializeToNode(stored.File, Json.Options)!.AsObject(), JsonNode.Parse(content)!.AsObject());
            var entry = new AuditEntry(request.Caller, stored is null ? "create" : "correct", "association")
            {
                Subject = request.Id,
                Was = was,
                Became = became,
            };
            await AuditLog.WriteAsync(session, entry, day.Now, ct);
        }

        return new SavedAssociation((await AssociationRows.FindAsync(session, request.Id, ct))!, stored is null);
    }
}
