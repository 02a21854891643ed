using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>A page of records.</summary>
public sealed record RecordList<T>
    where T : Registration
{
    /// <summary>The records of this page.</summary>
    public required IReadOnlyList<Record<T>> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>The four operations that every kind of record has over HTTP: POST, GET list, GET one, PUT.</summary>
public static class RecordEndpoints
{
    /// <summary>Registers a kind and the handlers of its records.</summary>
    public static IServiceCollection AddRecordKind<TKind, T>(this IServiceCollection services)
        where TKind : RecordTable<T>
        where T : Registration, new() =>
        services
            .AddSingleton<RecordTable<T>, TKind>()
            .AddScoped<RecordSaver<T>>()
            .AddScoped<IRecordIntake, RecordIntake<T>>()
            .AddScoped<IRequestHandler<SaveRecord<T>, Result<Saved<T>>>, SaveRecordHandler<T>>()
            .AddScoped<IRequestHandler<GetRecord<T>, Result<Stored<T>>>, GetRecordHandler<T>>()
            .AddScoped<IRequestHandler<ListRecords<T>, RecordPage<T>>, ListRecordsHandler<T>>();

    /// <summary>Maps the operations of a kind below <c>/projects/{project}</c>.</summary>
    /// <param name="project">The project's route group.</param>
    /// <param name="kind">The kind.</param>
    /// <param name="key">Route template of one record, for example <c>{reference}</c>.</param>
    /// <param name="noun">What a record is called in descriptions.</param>
    /// <param name="policy">GenderGroup may.</param>
    public static RouteGroupBuilder MapRecords<T>(
        this RouteGroupBuilder project, RecordTable<T> kind, string key, string noun, string policy = Policies.PersonRows)
        where T : Registration, new()
    {
        var group = project.MapGroup("/" + kind.Collection).WithTags(kind.Collection).RequireAuthorization(policy);

        group.MapPost("/", async (string project, Body<T> body, HttpContext http, IMediator mediator, Idempotency idempotency) =>
            {
                using var claim = Claim(http, idempotency, out var refused);
                return refused ?? await SaveAsync(kind, project, body, null, http, mediator);
            })
            .WithName($"create-{kind.Name}")
            .WithSummary($"Registers {noun}.")
            .WithDescription($"Registers {noun}. Sending the same again answers 200 with the stored record; other content under the same reference answers 409 and points to PUT.")
            .Produces<Record<T>>(StatusCodes.Status201Created)
            .Produces<Record<T>>(StatusCodes.Status200OK);

        group.MapGet("/", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var page = await mediator.Send(new ListRecords<T>(Caller.From(http), project, query.Skip, query.Limit, PurposeOf(http)), http.RequestAborted);
                var meta = PageMeta.From(query, page.Items.Count, page.Total);
                return TypedResults.Ok(new RecordList<T>
                {
                    Items = [.. page.Items.Select(stored => Show(kind, project, stored, http, null))],
                    Meta = meta,
                    Links = PageLinks.From(http, meta),
                });
            })
            .WithName($"list-{kind.Collection}")
            .WithSummary($"Lists {kind.Collection.Replace('-', ' ')}.")
            .WithDescription("A page of the project's records in the order in which they first came, taken-back ones included.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page);

        group.MapGet("/" + key, async (string project, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new GetRecord<T>(Caller.From(http), project, KeyIn(http, key), PurposeOf(http)), http.RequestAborted);
                if (!result.IsSuccess)
                {
                    return Problems.Answer(http, result.Faults);
                }

                http.Response.Headers.ETag = EntityTagCondition.TagOf(result.Value.Row.Version);
                return Results.Json(Show(kind, project, result.Value, http, null), Json.Options);
            })
            .WithName($"get-{kind.Name}")
            .WithSummary($"Reads {noun}.")
            .WithDescription($"Reads {noun} with its ETag.")
            .Produces<Record<T>>();

        group.MapPut("/" + key, (string project, Body<T> body, HttpContext http, IMediator mediator) =>
                SaveAsync(kind, project, body, KeyIn(http, key), http, mediator))
            .WithName($"put-{kind.Name}")
            .WithSummary($"Corrects {noun}.")
            .WithDescription($"Corrects {noun}: If-Match names the version that is corrected. The old version stays in the history. An address that holds nothing is created, without If-Match.")
            .Produces<Record<T>>(StatusCodes.Status201Created)
            .Produces<Record<T>>(StatusCodes.Status200OK);

        return project;
    }

    private static async Task<IResult> SaveAsync<T>(RecordTable<T> kind, string project, Body<T> body, string? putTo, HttpContext http, IMediator mediator)
        where T : Registration, new()
    {
        if (body.Value is null)
        {
            return Problems.Answer(http, body.Faults);
        }

        var sending = new Sending
        {
            PutTo = putTo,
            IfMatch = EntityTagCondition.From(http.Request),
            Idempotent = putTo is null && IdempotencyKeyOf(http) is { } key ? new IdempotentRequest(key, HashOf(http, body.Sha256)) : null,
            Purpose = PurposeOf(http),
        };
        var result = await mediator.Send(new SaveRecord<T>(Caller.From(http), project, body.Value, body.Faults, sending), http.RequestAborted);
        if (!result.IsSuccess)
        {
            return Problems.Answer(http, result.Faults);
        }

        var saved = result.Value;
        var record = Show(kind, project, saved.Record, http, ProblemError.From(saved.Warnings, http.LanguageOf()));
        http.Response.Headers.ETag = EntityTagCondition.TagOf(saved.Record.Row.Version);
        if (saved.Outcome != SaveOutcome.Created)
        {
            return Results.Json(record, Json.Options);
        }

        http.Response.Headers.Location = record.Meta.Links.Self.Href;
        return Results.Json(record, Json.Options, statusCode: StatusCodes.Status201Created);
    }

    private static Record<T> Show<T>(RecordTable<T> kind, string project, Stored<T> stored, HttpContext http, IReadOnlyList<ProblemError>? warnings)
        where T : Registration =>
        new(stored.Registration, new RecordMeta
        {
            Version = stored.Row.Version,
            ReceivedAt = stored.Row.ReceivedAt,
            ChangedAt = stored.Row.ChangedAt,
            Warnings = warnings,
            Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/{kind.Collection}/{kind.KeyOf(stored.Registration)}"))),
        });

    private static IDisposable? Claim(HttpContext http, Idempotency idempotency, out IResult? refused)
    {
        refused = null;
        if (IdempotencyKeyOf(http) is not { } key)
        {
            return null;
        }

        var claim = idempotency.Claim(Caller.From(http), key);
        if (claim is null)
        {
            refused = Problems.Answer(http, new Fault(FaultCodes.RequestInProgress, string.Empty));
        }

        return claim;
    }

    private static string? IdempotencyKeyOf(HttpContext http) =>
        http.Request.Headers.TryGetValue("Idempotency-Key", out var value) && value.ToString() is { Length: > 0 and <= 100 } key ? key : null;

    private static string HashOf(HttpContext http, string bodySha256) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path} {bodySha256}")));

    /// <summary>What the caller says it wants the person rows for.</summary>
    internal static string? PurposeOf(HttpContext http) =>
        http.Request.Headers.TryGetValue("Purpose", out var value) && value.ToString() is { Length: > 0 and <= 200 } purpose ? purpose : null;

    /// <summary>The record's key: the route values of its template, joined as in the path.</summary>
    private static string KeyIn(HttpContext http, string template) =>
        string.Join('/', template.Split('/').Select(part => http.GetRouteValue(part.Trim('{', '}'))!.ToString()));
}
