using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Register;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Administration;

/// <summary>Creates an API key.</summary>
/// <param name="CreatedBy">The credential that asks.</param>
/// <param name="Body">What is asked for.</param>
/// <param name="FormFaults">The faults in its form.</param>
/// <param name="Key">The key itself, where it was chosen elsewhere; null: a new one.</param>
public sealed record CreateApiKey(string CreatedBy, ApiKeyRequest Body, IReadOnlyList<Fault> FormFaults, string? Key = null) : ICommand<CreatedApiKey>
{
    /// <summary><c>POST /api-keys</c></summary>
    public static void Map(RouteGroupBuilder keys) =>
        keys.MapPost("/", async (Body<ApiKeyRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Of(http, body.Faults);
                }

                var result = await mediator.Send(new CreateApiKey(Caller.Of(http).Credential, body.Value, body.Faults), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Of(http, result.Faults);
                }

                var (row, key) = result.Value;
                var created = row.Show(http) with { Key = key };
                http.Response.Headers.Location = created.Links.Self.Href;
                http.Response.Headers.CacheControl = "no-store";
                return Results.Json(created, Json.Options, statusCode: StatusCodes.Status201Created);
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("create-api-key")
            .WithSummary("Creates an API key.")
            .WithDescription("The key is in this answer only: the service keeps its hash. It may name projects and associations that do not exist yet.")
            .Produces<ApiKeyResource>(StatusCodes.Status201Created);
}

/// <summary>The key that is asked for.</summary>
public sealed record ApiKeyRequest
{
    /// <summary>Which system or person it is for.</summary>
    [Required]
    [MaxLength(200)]
    public string? Name { get; init; }

    /// <summary>What it is for: it has exactly one role.</summary>
    [Required]
    [CodeOf(typeof(Role))]
    public string? Role { get; init; }

    /// <summary>The projects that it reaches.</summary>
    [Set]
    [Reference]
    public IReadOnlyList<string>? Projects { get; init; }

    /// <summary>The associations whose projects it reaches.</summary>
    [Set]
    [Reference]
    public IReadOnlyList<string>? Associations { get; init; }

    /// <summary>Last day on which it works; null: no end.</summary>
    public DateOnly? ExpiresOn { get; init; }
}

/// <summary>An API key. The key itself is shown once, when it is created.</summary>
public sealed record ApiKeyResource
{
    /// <summary>The id that the service gave.</summary>
    public required string Id { get; init; }

    /// <summary>The key, in the answer to its creation only.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Key { get; init; }

    /// <summary>Which system or person it is for.</summary>
    public required string Name { get; init; }

    /// <summary>What it is for: it has exactly one role.</summary>
    [CodeOf(typeof(Role))]
    public required string Role { get; init; }

    /// <summary>The projects that it reaches.</summary>
    public required IReadOnlyList<string> Projects { get; init; }

    /// <summary>The associations whose projects it reaches.</summary>
    public required IReadOnlyList<string> Associations { get; init; }

    /// <summary>When it was made.</summary>
    public required DateTimeOffset CreatedAt { get; init; }

    /// <summary>Last day on which it works; null: no end.</summary>
    public required DateOnly? ExpiresOn { get; init; }

    /// <summary>When it was revoked; null: it was not.</summary>
    public required DateTimeOffset? RevokedAt { get; init; }

    /// <summary>Where the key stands.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A key's row.</summary>
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
        Links = new SelfLinks(new Link(http.UrlOf("/api-keys/" + PublicId))),
    };
}

/// <summary>A key that is durable now.</summary>
public sealed record CreatedApiKey(ApiKeyRow Row, string Key);

public sealed class CreateApiKeyHandler(DbSession session, BusinessDay day) : IRequestHandler<CreateApiKey, Result<CreatedApiKey>>
{
    private const string InsertSql =
        """
        INSERT INTO api_keys (public_id, name, role, projects, associations, sha256, created_at, created_by, expires_on)
        VALUES (@PublicId, @Name, @Role, @Projects, @Associations, @Sha256, @CreatedAt, @CreatedBy, @ExpiresOn)
        """;

    public async Task<Result<CreatedApiKey>> Handle(CreateApiKey request, CancellationToken cancellationToken)
    {
        var faults = request.FormFaults.ToList();
        if (request.Body.ExpiresOn < day.Today)
        {
            faults.Add(new Fault(FaultCodes.NumberOutOfRange, "/expiresOn", "today", "2199-12-31"));
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
            Role = Code.Of(Code.Parse<Role>(request.Body.Role!)),
            Projects = JsonSerializer.Serialize(request.Body.Projects ?? []),
            Associations = JsonSerializer.Serialize(request.Body.Associations ?? []),
            CreatedAt = day.Now,
            ExpiresOn = request.Body.ExpiresOn,
        };
        await session.ExecuteAsync(
            InsertSql,
            new { row.PublicId, row.Name, row.Role, row.Projects, row.Associations, Sha256 = ApiKey.Hash(key), row.CreatedAt, request.CreatedBy, row.ExpiresOn },
            cancellationToken);
        return new CreatedApiKey(row, key);
    }
}
