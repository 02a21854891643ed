using System.Globalization;
using System.Text.Json.Serialization;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Http;
using OutcomeApi.Http.Queries;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Changes;

/// <summary>The feed of a project's changed records, in the order in which they were saved.</summary>
public sealed record ListChanges(Caller Caller, string Project, int Since, int Take) : IRequest<IReadOnlyList<ChangeRow>>
{
    /// <summary><c>GET /projects/{project}/changes</c></summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/changes", async (string project, Query query, HttpContext http, IMediator mediator, IEnumerable<IRecordIntake> doors) =>
            {
                var since = query.Number("since");
                var rows = await mediator.Send(new ListChanges(Caller.From(http), project, since, query.Limit), http.RequestAborted);
                var collections = doors.ToDictionary(d => d.Name, d => d.Collection);
                var last = rows.Count > 0 ? rows[^1].Id : since;
                var path = string.Create(CultureInfo.InvariantCulture, $"/projects/{project}/changes?since={last}&limit={query.Limit}");
                return TypedResults.Ok(new ChangeList
                {
                    Items = [.. rows.Select(row => row.Show(http, project, collections[row.Kind]))],
                    Links = new ChangeLinks(new Link(http.UrlOf(path))),
                });
            })
            .RequireAuthorization(Policies.PersonRows)
            .WithTags("changes")
            .WithName("list-changes")
            .WithSummary("The feed of changed records.")
            .WithDescription("Every version of every record that was saved after a position, oldest first. _links.next goes on from the last one; ask it again for what comes later.")
            .WithQuery(
                new QueryParameter("since", "Position after which to begin; 0: from the first.", "0") { Number = (0, int.MaxValue, 0) },
                QueryParameter.Limit);
}

/// <summary>A record that was saved.</summary>
public sealed record Change
{
    /// <summary>Position in the feed.</summary>
    public required long Position { get; init; }

    /// <summary>Kind of record.</summary>
    public required string Record { get; init; }

    /// <summary>The sender's reference.</summary>
    public required string Reference { get; init; }

    /// <summary>The version that was made.</summary>
    public required int Version { get; init; }

    /// <summary>Why it was corrected, where the sender said so.</summary>
    public required string? Correction { get; init; }

    /// <summary>When it was saved.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A part of the feed.</summary>
public sealed record ChangeList
{
    /// <summary>The changes, oldest first.</summary>
    public required IReadOnlyList<Change> Items { get; init; }

    [JsonPropertyName("_links")]
    public required ChangeLinks Links { get; init; }
}

/// <summary>Where the feed goes on.</summary>
public sealed record ChangeLinks(Link Next);

/// <summary>A row of the history.</summary>
public sealed record ChangeRow
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    public required string RecordKey { get; init; }

    public required int Version { get; init; }

    public string? Correction { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    public Change Show(HttpContext http, string project, string collection) => new()
    {
        Position = Id,
        Record = Kind,
        Reference = RecordKey,
        Version = Version,
        Correction = Correction,
        ChangedAt = RecordedAt,
        Links = new SelfLinks(new Link(http.UrlOf($"/projects/{project}/{collection}/{RecordKey}"))),
    };
}

public sealed class ListChangesHandler(DbSession session, BusinessDay day) : IRequestHandler<ListChanges, IReadOnlyList<ChangeRow>>
{
    private const string SelectSql =
        """
        SELECT id, kind, record_key, version, correction, recorded_at
        FROM record_history
        WHERE project_id = @Project AND id > @Since AND kind NOT IN ('project', 'goal', 'erasure')
        ORDER BY id
        """;

    public async Task<IReadOnlyList<ChangeRow>> Handle(ListChanges request, CancellationToken cancellationToken)
    {
        var rows = await session.QueryAsync<ChangeRow>(
            session.Dialect.Page(SelectSql), new { request.Project, request.Since, Skip = 0, request.Take }, cancellationToken);
        await session.WriteAsync(
            () => AuditLog.WriteAsync(session, request.Caller, "read", request.Project, "change", rows.Count, null, null, day.Now, cancellationToken),
            cancellationToken);
        return rows;
    }
}
