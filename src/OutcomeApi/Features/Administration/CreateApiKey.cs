using System.Collections.Frozen;
using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Creates an API key.</summary>
/// <param name="CreatedBy">The credential that makes the request.</param>
/// <param name="Body">The properties of the new key.</param>
/// <param name="FormFaults">The faults found when the body was read.</param>
/// <param name="Key">The key to store, if it was chosen elsewhere; null: the handler generates one.</param>
public sealed record CreateApiKey(string CreatedBy, ApiKeyRequest Body, IReadOnlyList<Fault> FormFaults, string? Key = null) : ICommand<CreatedApiKey>
{
    /// <summary>Maps <c>POST /api-keys</c>.</summary>
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapPost("/", async (Body<ApiKeyRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(new CreateApiKey(Caller.From(http).Credential, body.Value, body.Faults), http.RequestAborted);
                if (result.IsSuccess)
                {
                    http.Response.Headers.CacheControl = "no-store";
                }

                return Reply.Created(http, result, created => created.Row.Show(http) with { Key = created.Key }, created => created.Links.Self.Href);
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("create-api-key")
            .WithSummary("Create an API key.")
            .WithDescription(
                "Returns the key. This is the only response that contains it: the service stores only a hash. The key may name projects and "
                + "associations that do not exist yet.")
            .Produces<ApiKeyResource>(StatusCodes.Status201Created);
}

/// <summary>The properties of the API key to create.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>The system or person that will use the key.</summary>
    [Required]
    [MaxLength(200)]
    public string? Name { get; init; }

    /// <summary>The role of the key. A key has exactly one role.</summary>
    [Required]
    [CodeOf(typeof(Role))]
    public string? Role { get; init; }

    /// <summary>Ids of the projects that the key can access.</summary>
    [Set]
    [Reference]
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>Ids of the associations whose projects the key can access.</summary>
    [Set]
    [Reference]
    public IReadOnlyList<string>? Associations { get; init; }

    /// <summary>
    /// Limits the key to parts of projects: for each project the ids of its subprojects. Only for the roles registrar, referrer and steering-group. A
    /// project that is named here is reached in these parts only, and need not be named in projects.
    /// </summary>
    [Reference]
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Subprojects { get; init; }

    /// <summary>
    /// For the role referrer: the organisations whose referred people the key may report on. Absent: everybody in the key's projects, whoever
    /// referred them.
    /// </summary>
    [Set]
    [CodeOf(typeof(Referrer))]
    public IReadOnlyList<string>? Referrers { get; init; }

    /// <summary>The last day on which the key works; null: no end.</summary>
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>An API key. The secret itself is returned only once, when the key is created.</summary>
public sealed record ApiKeyResource
{
    /// <summary>The id assigned by the service.</summary>
    public required string Id { get; init; }

    /// <summary>The key itself. Present only in the response that creates the key.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>The system or person that uses the key.</summary>
    public required string Name { get; init; }

    /// <summary>The role of the key. A key has exactly one role.</summary>
    [CodeOf(typeof(Role))]
    public required string Role { get; init; }

    /// <summary>Ids of the projects that the key can access.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>Ids of the associations whose projects the key can access.</summary>
    public required IReadOnlyList<string> Associations { get; init; }

    /// <summary>The parts of projects that the key is limited to: ids of subprojects by the id of the project. Empty: it is not limited.</summary>
    public required IReadOnlyDictionary<string, IReadOnlyList<string>> Subprojects { get; init; }

    /// <summary>
    /// For the role referrer: the organisations whose referred people the key may report on. Empty: everybody in the key's projects, whoever referred
    /// them.
    /// </summary>
    [CodeOf(typeof(Referrer))]
    public required IReadOnlyList<string> Referrers { get; init; }

    /// <summary>When the key was created.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>The last day on which the key works; null: no end.</summary>
    public required DateOnly? ExpiresOn { get; init; }

    /// <summary>When the key was revoked; null: it is not revoked.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>When the key was last used, to the minute; null: it has not been used.</summary>
    public required DateTimeOffset? LastUsedAt { get; init; }

    /// <summary>Until when the key keeps working after it was replaced; null: it was not replaced.</summary>
    public required DateTimeOffset? WorksUntil { get; init; }

    /// <summary>Id of the key that this key replaces; null: it replaces none.</summary>
    public required string? Replaces { get; init; }

    /// <summary>Link to this key.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>Holds a row of the table of API keys.</summary>
public sealed record ApiKeyRow
{
    public required string PublicId { get; init; }

    public required string Name { get; init; }

    public required string Role { get; init; }

    public required string Projects { get; init; }

    public required string Associations { get; init; }

    public required DateTimeOffset CreatedAt { get; init; }

    public DateOnly? ExpiresOn { get; init; }

    public DateTimeOffset? RevokedAt { get; init; }

    public string? Referrers { get; init; }

    /// <summary>The parts, as a JSON list of <c>project/subproject</c>. Null for a key of the time before.</summary>
    public string? Subprojects { get; init; }

    public DateTimeOffset? LastUsedAt { get; init; }

    public DateTimeOffset? WorksUntil { get; init; }

    public string? Replaces { get; init; }

    public ApiKeyResource Show(HttpContext http) => new()
    {
        Id = PublicId,
        Name = Name,
        Role = Role,
        Projects = JsonSerializer.Deserialize<string[]>(Projects)!,
        Associations = JsonSerializer.Deserialize<string[]>(Associations)!,
        CreatedAt = CreatedAt,
        ExpiresOn = ExpiresOn,
        RevokedAt = RevokedAt,
        Referrers = Referrers is null ? [] : JsonSerializer.Deserialize<string[]>(Referrers)!,
        Subprojects = Caller.PartsOf(Subprojects is null ? [] : JsonSerializer.Deserialize<string[]>(Subprojects)!),
        LastUsedAt = LastUsedAt,
        WorksUntil = WorksUntil,
        Replaces = Replaces,
        Links = new SelfLinks(new Link(http.UrlOf("/api-keys/" + PublicId))),
    };
}

/// <summary>A stored key, together with the key itself.</summary>
public sealed record CreatedApiKey(ApiKeyRow Row, string Key);

/// <summary>Inserts API keys.</summary>
internal static class ApiKeyRows
{
    private const string InsertSql =
        """
        INSERT INTO api_keys (public_id, name, role, projects, associations, referrers, subprojects, sha256, created_at, created_by, expires_on, replaces)
        VALUES (@PublicId, @Name, @Role, @Projects, @Associations, @Referrers, @Subprojects, @Sha256, @CreatedAt, @CreatedBy, @ExpiresOn, @Replaces)
        """;

    public static Task InsertAsync(DbSession session, ApiKeyRow row, string key, string createdBy, CancellationToken ct) => session.ExecuteAsync(
        InsertSql,
        new
        {
            row.PublicId,
            row.Name,
            row.Role,
            row.Projects,
            row.Associations,
            row.Referrers,
            row.Subprojects,
            Sha256 = ApiKey.Hash(key),
            row.CreatedAt,
            CreatedBy = createdBy,
            row.ExpiresOn,
            row.Replaces,
        },
        ct);
}

public sealed class CreateApiKeyHandler(DbSession session, BusinessDay day) : IRequestHandler<CreateApiKey, Result<CreatedApiKey>>
{
    public async Task<Result<CreatedApiKey>> Handle(CreateApiKey request, CancellationToken cancellationToken)
    {
        var faults = request.FormFaults.ToList();
        if (request.Body.ExpiresOn < day.Today)
        {
            faults.Add(new Fault(FaultCodes.NumberOutOfRange, "/expiresOn", "today", "2199-12-31"));
        }

        if (request.Body is { Subprojects.Count: > 0, Role: { } role } && !Caller.CanBeLimitedToParts(Code.Parse<Role>(role)))
        {
            faults.Add(new Fault(FaultCodes.TypeWrong, "/subprojects", "nothing: only registrars, referrers and steering groups are limited to parts"));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var key = request.Key ?? ApiKey.Create();
        var row = new ApiKeyRow
        {
            PublicId = Guid.CreateVersion7().ToString(),
            Name = request.Body.Name!,
            Role = Code.Format(Code.Parse<Role>(request.Body.Role!)),
            Projects = JsonSerializer.Serialize(request.Body.Projects ?? []),
            Associations = JsonSerializer.Serialize(request.Body.Associations ?? []),
            Referrers = JsonSerializer.Serialize(request.Body.Referrers ?? []),
            Subprojects = JsonSerializer.Serialize(Caller.WriteParts(request.Body.Subprojects ?? FrozenDictionary<string, IReadOnlyList<string>>.Empty)),
            CreatedAt = day.Now,
            ExpiresOn = request.Body.ExpiresOn,
        };
        await ApiKeyRows.InsertAsync(session, row, key, request.CreatedBy, cancellationToken);
        var administrator = new Caller(request.CreatedBy, Role.Administrator, [], []);
        await AuditLog.WriteAsync(session, new AuditEntry(administrator, "create", "api-key"), day.Now, cancellationToken);
        return new CreatedApiKey(row, key);
    }
}
