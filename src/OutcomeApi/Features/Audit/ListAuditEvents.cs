using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Lists audit events: who read or wrote what.</summary>
public sealed record ListAuditEvents(AuditFilter Filter, int Skip, int Take) : IRequest<AuditPage>
{
    private static readonly QueryParameter<DateOnly?> From = QueryParameter.OfDate("from", "First day to include, in Swedish time.", "2026-11-01");

    private static readonly QueryParameter<DateOnly?> To = QueryParameter.OfDate("to", "Last day to include, in Swedish time.", "2026-11-30");

    private static readonly QueryParameter<string?> Project = QueryParameter.OfText("project", "Return only events of this project.", "iris2");

    private static readonly QueryParameter<string?> Credential = QueryParameter.OfText(
        "credential",
        "Return only events of this credential: the id of an API key, or \"jwt:\" followed by the subject of a token.",
        "019aaa8b-51d4-7c5e-9d0a-2f4b8a6c1e37");

    private static readonly QueryParameter<string?> Action =
        QueryParameter.OfCodes("action", "Return only events of this action.", "read", AuditActions.All);

    /// <summary>Maps <c>GET /audit-events</c>.</summary>
    public static void Map(RouteGroupBuilder events) =>
        events.MapGet("/", async (Query query, HttpContext http, IMediator mediator) =>
            {
                var filter = new AuditFilter(
                    query.Value(From), query.Value(To), query.Value(Project), query.Value(Credential), query.Value(Action));
                var page = await mediator.Send(new ListAuditEvents(filter, query.Skip, query.Limit), http.RequestAborted);
                var meta = PageMeta.From(query, page.Items.Count, page.Total);
                return TypedResults.Ok(new AuditEventList { Items = [.. page.Items.Select(AuditEvent.From)], Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("list-audit-events")
            .WithSummary("List audit events.")
            .WithDescription(
                "Returns a page of audit events, oldest first: reads and writes of records about people, definitions, certificates, keys and erasures. "
                + "An event names the project, the kind of record and the number of records, but never a person. "
                + "A filter that is left out matches everything.")
            .WithQuery(From, To, Project, Credential, Action, QueryParameter.Limit, QueryParameter.Page);
}

/// <summary>Selects audit events. A null member matches all events.</summary>
/// <param name="From">First day, in Swedish time.</param>
/// <param name="To">Last day, in Swedish time.</param>
public sealed record AuditFilter(DateOnly? From, DateOnly? To, string? Project, string? Credential, string? Action);

/// <summary>A page of audit events, with the total number of matching events.</summary>
public sealed record AuditPage(IReadOnlyList<AuditRow> Items, int Total);

/// <summary>Lists the actions that an audit event can record.</summary>
public static class AuditActions
{
    public static readonly IReadOnlyList<string> All = ["create", "correct", "accept", "read", "revoke", "rotate", "certify", "extract", "erase", "cut"];
}

/// <summary>An action that a credential performed.</summary>
public sealed record AuditEvent
{
    /// <summary>Position of the event in the audit log. Ids increase and may have gaps.</summary>
    public required long Id { get; init; }

    /// <summary>When the action was performed.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>
    /// Who performed the action: the id of an API key, <c>jwt:</c> followed by the subject of a token (by a hash of it if it is long), or the service
    /// itself.
    /// </summary>
    public required string Credential { get; init; }

    /// <summary>The role of the credential at the time.</summary>
    [CodeOf(typeof(Role))]
    public required string Role { get; init; }

    /// <summary>One of create, correct, accept, read, revoke, rotate, certify, extract, erase and cut.</summary>
    public required string Action { get; init; }

    /// <summary>Id of the project; null: the event belongs to no project.</summary>
    public required string? Project { get; init; }

    /// <summary>The kind of record concerned.</summary>
    public required string Kind { get; init; }

    /// <summary>Number of records concerned.</summary>
    public required int Count { get; init; }

    /// <summary>The entry in the project's feed of changes that was written; null: none was written.</summary>
    public required long? Change { get; init; }

    /// <summary>The purpose that the caller stated in the Purpose header; null: none was stated.</summary>
    public required string? Purpose { get; init; }

    /// <summary>Id of what the event is about, beside its project: an association; null: there is nothing else.</summary>
    public required string? Subject { get; init; }

    /// <summary>
    /// The earlier values: for an association the members that differ; for a project its association and those of its subprojects. Null if nothing was
    /// there, or if the event does not say.
    /// </summary>
    public required IReadOnlyDictionary<string, JsonElement>? Was { get; init; }

    /// <summary>The same members, as they became; null: the event does not say.</summary>
    public required IReadOnlyDictionary<string, JsonElement>? Became { get; init; }

    /// <summary>
    /// Number of the block that the event is sealed in, so that it cannot be changed unseen. Null: it waits to be sealed, for a minute or so.
    /// </summary>
    public required long? Block { get; init; }

    /// <summary>SHA-256 of this event and of the hash of the event before it. Only events of block 0, written before version 0.2, have one.</summary>
    public required string? Sha256 { get; init; }

    internal static AuditEvent From(AuditRow row) => new()
    {
        Id = row.Id,
        At = row.At,
        Credential = row.Credential,
        Role = row.Role,
        Action = row.Action,
        Project = row.ProjectId,
        Kind = row.Kind,
        Count = row.RecordCount,
        Change = row.ChangeId,
        Purpose = row.Purpose,
        Subject = row.Subject,
        Was = Read(row.Was),
        Became = Read(row.Became),
        Block = row.BlockId,
        Sha256 = row.Sha256,
    };

    private static Dictionary<string, JsonElement>? Read(string? state) =>
        state is null ? null : JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(state);
}

/// <summary>A page of audit events.</summary>
public sealed record AuditEventList
{
    /// <summary>The events of this page, oldest first.</summary>
    public required IReadOnlyList<AuditEvent> Items { get; init; }

    /// <summary>The position of this page in the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages before and after it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListAuditEventsHandler(DbSession session, BusinessDay day) : IRequestHandler<ListAuditEvents, AuditPage>
{
    private const string Matching =
        """
        FROM audit_events
        WHERE (@From IS NULL OR at >= @From) AND (@Until IS NULL OR at < @Until)
          AND (@Project IS NULL OR project_id = @Project)
          AND (@Credential IS NULL OR credential = @Credential)
          AND (@Action IS NULL OR action = @Action)
        """;

    private const string CountSql = $"SELECT COUNT(*) {Matching}";

    private const string SelectSql =
        $"""
        SELECT {AuditRow.Columns}
        {Matching}
        ORDER BY id
        """;

    public async Task<AuditPage> Handle(ListAuditEvents request, CancellationToken cancellationToken)
    {
        var filter = request.Filter;
        var parameters = new
        {
            From = filter.From is { } from ? day.BeginningOf(from) : (DateTimeOffset?)null,
            Until = filter.To is { } to ? day.BeginningOf(to.AddDays(1)) : (DateTimeOffset?)null,
            filter.Project,
            filter.Credential,
            filter.Action,
            request.Skip,
            request.Take,
        };
        return new AuditPage(
            await session.QueryAsync<AuditRow>(session.Dialect.Page(SelectSql), parameters, cancellationToken),
            await session.ScalarAsync<int>(CountSql, parameters, cancellationToken));
    }
}
