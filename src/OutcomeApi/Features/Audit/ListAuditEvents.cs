using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Reads who read or wrote what.</summary>
public sealed record ListAuditEvents(AuditFilter Filter, int Skip, int Take) : IRequest<AuditPage>
{
    /// <summary><c>GET /audit-events</c></summary>
    public static void Map(RouteGroupBuilder events) =>
        events.MapGet("/", async (Query query, HttpContext http, IMediator mediator) =>
            {
                var filter = new AuditFilter(query.Date("from"), query.Date("to"), query.Text("project"), query.Text("credential"), query.Text("action"));
                var page = await mediator.Send(new ListAuditEvents(filter, query.Skip, query.Limit), http.RequestAborted);
                var meta = PageMeta.From(query, page.Items.Count, page.Total);
                return TypedResults.Ok(new AuditEventList { Items = [.. page.Items.Select(AuditEvent.From)], Meta = meta, Links = PageLinks.From(http, meta) });
            })
            .RequireAuthorization(Policies.Administer)
            .WithName("list-audit-events")
            .WithSummary("Lists who read or wrote what.")
            .WithDescription(
                "A page of the audit, oldest first: reads and writes of person rows, definitions, certificates, keys and erasures. An event names the project, the kind and how many records, never a person. "
                + "Omitted filters mean all.")
            .WithQuery(
                new QueryParameter("from", "First day, Swedish time.", "2026-11-01") { IsDate = true },
                new QueryParameter("to", "Last day, Swedish time.", "2026-11-30") { IsDate = true },
                new QueryParameter("project", "Only events of this project.", "iris2"),
                new QueryParameter("credential", "Only events of this credential: the id of a key, or of a token's subject.", "019aaa8b-51d4-7c5e-9d0a-2f4b8a6c1e37"),
                new QueryParameter("action", "Only events of this action.", "read") { Codes = AuditActions.All },
                QueryParameter.Limit,
                QueryParameter.Page);
}

/// <summary>Which events; null: all.</summary>
/// <param name="From">First day.</param>
/// <param name="To">Last day.</param>
public sealed record AuditFilter(DateOnly? From, DateOnly? To, string? Project, string? Credential, string? Action);

/// <summary>A page of events, and how many there are in all.</summary>
public sealed record AuditPage(IReadOnlyList<AuditRow> Items, int Total);

/// <summary>The words for what was done.</summary>
public static class AuditActions
{
    public static readonly IReadOnlyList<string> All = ["create", "correct", "read", "revoke", "rotate", "certify", "extract", "erase", "cut"];
}

/// <summary>Something that a credential did.</summary>
public sealed record AuditEvent
{
    /// <summary>Its place in the audit; ids rise, and may leave gaps.</summary>
    public required long Id { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>Group: the id of a key, <c>jwt:</c> and a token's subject, or the service itself.</summary>
    public required string Credential { get; init; }

    /// <summary>The credential's role at the time.</summary>
    [CodeOf(typeof(Role))]
    public required string Role { get; init; }

    /// <summary>create, correct, read, revoke, rotate, certify, extract, erase or cut.</summary>
    public required string Action { get; init; }

    /// <summary>Id of the project; null: of none.</summary>
    public required string? Project { get; init; }

    /// <summary>The kind of record.</summary>
    public required string Kind { get; init; }

    /// <summary>How many records.</summary>
    public required int Count { get; init; }

    /// <summary>The entry of the project's changes that was written; null: none.</summary>
    public required long? Change { get; init; }

    /// <summary>What for, as the caller said in the Purpose header; null: it did not say.</summary>
    public required string? Purpose { get; init; }

    /// <summary>The link of the chain: SHA-256 of the event and of the link before it; null: of the time before there was a chain.</summary>
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
        Sha256 = row.Sha256,
    };
}

/// <summary>A page of audit events.</summary>
public sealed record AuditEventList
{
    /// <summary>The events of this page, oldest first.</summary>
    public required IReadOnlyList<AuditEvent> Items { get; init; }

    /// <summary>Where the page stands in its list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>This page and those beside it.</summary>
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
        SELECT id, at, credential, role, action, project_id, kind, record_count, change_id, purpose, sha256
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
