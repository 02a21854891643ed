using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>A page of records.</summary>
public sealed record RecordList<T>
    where T : Registration
{
    /// <summary>Records on this page.</summary>
    public required IReadOnlyList<Record<T>> Items { get; init; }

    /// <summary>Position of the page within the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages next to it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>Holds the addresses and operation ids of a kind of record, as the contract has them.</summary>
public sealed record RecordRoutes
{
    /// <summary>Address of POST and of the list below the project, for example <c>/exits</c>.</summary>
    public required string Collection { get; init; }

    /// <summary>Address of one record, for example <c>/exits/{enrollmentReference}</c>.</summary>
    public required string Record { get; init; }

    public required string Create { get; init; }

    public required string List { get; init; }

    public required string Get { get; init; }

    public required string Put { get; init; }

    public required string Patch { get; init; }

    public required string ListVersions { get; init; }

    /// <summary>What summaries call a record, with its article. Example: <c>a referral</c>.</summary>
    public required string Noun { get; init; }

    /// <summary>What summaries call several.</summary>
    public required string Plural { get; init; }
}

/// <summary>Maps the HTTP operations that every kind of record has: POST, GET list, GET one, PUT, PATCH and GET versions.</summary>
public static class RecordEndpoints
{
    /// <summary>Adds a kind of record and its handlers to the services.</summary>
    public static IServiceCollection AddRecords<TTable, T>(this IServiceCollection services)
        where TTable : RecordTable<T>
        where T : Registration, new() =>
        services
            .AddSingleton<RecordTable<T>, TTable>()
            .AddSingleton<RecordTable>(provider => provider.GetRequiredService<RecordTable<T>>())
            .AddScoped<RecordSaver<T>>()
            .AddScoped<IRecordIntake, RecordIntake<T>>()
            .AddScoped<IRequestHandler<SaveRecord<T>, Result<Saved<T>>>, SaveRecordHandler<T>>()
            .AddScoped<IRequestHandler<GetRecord<T>, Result<Stored<T>>>, GetRecordHandler<T>>()
            .AddScoped<IRequestHandler<ListRecords<T>, RecordPage<T>>, ListRecordsHandler<T>>()
            .AddScoped<IRequestHandler<ListRecordVersions<T>, Result<RecordVersionPage<T>>>, ListRecordVersionsHandler<T>>();

    /// <summary>Maps the operations of a kind of record below <c>/projects/{project}</c>.</summary>
    /// <param name="project">The route group of the project.</param>
    /// <param name="routes">Their addresses, operation ids, and what their summaries call a record.</param>
    /// <param name="policy">The policy that callers must meet.</param>
    public static RouteGroupBuilder MapRecords<T>(this RouteGroupBuilder project, RecordRoutes routes, string policy = Policies.PersonRows)
        where T : Registration, new()
    {
        var group = project.MapGroup(string.Empty).WithTags(routes.Collection.TrimStart('/')).RequireAuthorization(policy);
        if (((IEndpointRouteBuilder)project).ServiceProvider.GetRequiredService<RecordTable<T>>().Statements.ListInPartsSql is not null)
        {
            group.ForParts();
        }

        var key = routes.Record[(routes.Collection.Length + 1)..];

        // They are generic, so what they do with a request is made at the start.
#pragma warning disable RDG011

        group.MapPost(
            routes.Collection + "/",
            (string project, Body<T> body, HttpContext http, RecordTable<T> kind) =>
                body.Value is null ? Refuse(http, body.Faults) : SaveAsync(kind, project, body.Value, body.Faults, body.Sha256, new Sending(), http))
            .WithName(routes.Create)
            .WithSummary($"Register {routes.Noun}.")
            .WithDescription(
                $"Registers {routes.Noun}. Sending the same content again answers 200 with the stored record. "
                + "Sending different content under the same reference answers 409 and points to PUT.")
            .Produces<Record<T>>(StatusCodes.Status201Created)
            .Produces<Record<T>>(StatusCodes.Status200OK);

        group.MapGet(routes.Collection + "/", async (string project, Query query, HttpContext http, IMediator mediator, RecordTable<T> kind) =>
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
            .WithName(routes.List)
            .WithSummary($"List {routes.Plural}.")
            .WithDescription("Returns a page of the project's records, in the order in which they were first received. Voided records are included.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page);

        group.MapGet(routes.Record, async (string project, HttpContext http, IMediator mediator, RecordTable<T> kind) =>
            {
                var result = await mediator.Send(new GetRecord<T>(Caller.From(http), project, KeyIn(http, key), PurposeOf(http)), http.RequestAborted);
                return Reply.Versioned(http, result, stored => Show(kind, project, stored, http, null));
            })
            .WithName(routes.Get)
            .WithSummary($"Get {routes.Noun}.")
            .WithDescription($"Returns {routes.Noun} with its ETag.")
            .Produces<Record<T>>();

        group.MapPut(routes.Record, (string project, Body<T> body, HttpContext http, RecordTable<T> kind) =>
                body.Value is null
                    ? Refuse(http, body.Faults)
                    : SaveAsync(kind, project, body.Value, body.Faults, body.Sha256, new Sending { PutTo = KeyIn(http, key) }, http))
            .WithName(routes.Put)
            .WithSummary($"Correct {routes.Noun}.")
            .WithDescription(
                $"Corrects {routes.Noun}. If-Match must contain the ETag of the version to correct. The old version stays in the history. "
                + "Values that are left out are removed, with the warning values-removed. "
                + "A PUT that states what is already stored answers 200, whatever If-Match says. "
                + "If nothing is stored at the address, the record is created. Leave If-Match out in that case.")
            .Produces<Record<T>>(StatusCodes.Status201Created)
            .Produces<Record<T>>(StatusCodes.Status200OK);

        group.MapPatch(routes.Record, (string project, MergePatch<T> body, HttpContext http, RecordTable<T> kind) =>
                body.Fault is { } fault
                    ? Refuse(http, [fault])
                    : SaveAsync(kind, project, new T(), [], body.Sha256, new Sending { PutTo = KeyIn(http, key), Patch = body.Changes }, http))
            .WithName(routes.Patch)
            .WithSummary($"Correct single values of {routes.Noun}.")
            .WithDescription(
                $"Corrects the members of {routes.Noun} that the body names, by JSON merge patch (RFC 7396). A member that is null removes the value. "
                + "Everything else stays as it is. If-Match must contain the ETag of the version to correct. The old version stays in the history. "
                + "Sending the same correction again answers 200.")
            .Produces<Record<T>>();

        group.MapGet(routes.Record + "/versions", async (string project, Query query, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(
                    new ListRecordVersions<T>(Caller.From(http), project, KeyIn(http, key), query.Skip, query.Limit, PurposeOf(http)), http.RequestAborted);
                return Reply.Ok(http, result, page =>
                {
                    var meta = PageMeta.From(query, page.Items.Count, page.Total);
                    return new RecordVersionList<T> { Items = page.Items, Meta = meta, Links = PageLinks.From(http, meta) };
                });
            })
            .WithName(routes.ListVersions)
            .WithSummary($"List all versions of {routes.Noun}.")
            .WithDescription(
                $"Returns a page of the versions of {routes.Noun}, oldest first: what it said, what was changed, when, by which credential, and why.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<RecordVersionList<T>>()
            .Produces(StatusCodes.Status410Gone);

#pragma warning restore RDG011
        return project;
    }

    private static Task<IResult> Refuse(HttpContext http, IReadOnlyList<Fault> faults) => Task.FromResult(Problems.Answer(http, faults));

    private static async Task<IResult> SaveAsync<T>(
        RecordTable<T> kind, string project, T registration, IReadOnlyList<Fault> formFaults, string bodySha256, Sending sending, HttpContext http)
        where T : Registration, new()
    {
        var (idempotencyKey, caller) = (IdempotencyKeyOf(http), Caller.From(http));
        using var claim = idempotencyKey is null ? null : http.RequestServices.GetRequiredService<Idempotency>().Claim(caller, idempotencyKey);
        if (idempotencyKey is not null && claim is null)
        {
            return Problems.Answer(http, new Fault(FaultCodes.RequestInProgress, string.Empty));
        }

        var request = new SaveRecord<T>(caller, project, registration, formFaults, sending with
        {
            IfMatch = EntityTagCondition.From(http.Request),
            Idempotent = idempotencyKey is null ? null : new IdempotentRequest(idempotencyKey, HashOf(http, bodySha256)),
            Purpose = PurposeOf(http),
        });
        var mediator = http.RequestServices.GetRequiredService<IMediator>();
        var result = await request.SendAsync(mediator, kind, http.RequestAborted);
        return Reply.Saved(
            http,
            result,
            saved => saved.Outcome == SaveOutcome.Created,
            saved => Show(kind, project, saved.Record, http, ProblemError.From(saved.Warnings, http.LanguageOf())));
    }

    private static Record<T> Show<T>(RecordTable<T> kind, string project, Stored<T> stored, HttpContext http, IReadOnlyList<ProblemError>? warnings)
        where T : Registration =>
        new(stored.Registration, new RecordMeta
        {
            Version = stored.Row.Version,
            ReceivedAt = stored.Row.ReceivedAt,
            ChangedAt = stored.Row.ChangedAt,
            Warnings = warnings,
            Links = new SelfLinks(new Link(http.UrlOf(kind.AddressOf(project, kind.KeyOf(stored.Registration))))),
        });

    private static string? IdempotencyKeyOf(HttpContext http) =>
        http.Request.Headers.TryGetValue("Idempotency-Key", out var value) && value.ToString() is { Length: > 0 and <= 100 } key ? key : null;

    private static string HashOf(HttpContext http, string bodySha256) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{http.Request.Method} {http.Request.Path} {bodySha256}")));

    /// <summary>Returns the purpose for which the caller reads data about people, as stated in the <c>Purpose</c> header.</summary>
    internal static string? PurposeOf(HttpContext http) => PurposeFilter.Of(http);

    /// <summary>Returns the key of the record: the route values of its template, joined as in the path.</summary>
    internal static string KeyIn(HttpContext http, string template) =>
        string.Join('/', template.Split('/').Select(part => http.GetRouteValue(part.Trim('{', '}'))!.ToString()));
}
