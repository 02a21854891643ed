using System.Globalization;
using System.Text.Json.Serialization;
using OutcomeApi.Http.Queries;
using OutcomeApi.Records;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Changes;

/// <summary>Lists the changed records of a project, in the order in which they were saved.</summary>
public sealed record ListChanges(Caller Caller, string Project, long Since, int Take) : IRequest<Result<ChangePage>>
{
    private static readonly QueryParameter<long> SincePosition =
        QueryParameter.OfPosition("since", "Return changes after this position; 0: from the first one.");

    /// <summary>Maps <c>GET /projects/{project}/changes</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapGet("/changes", async (string project, Query query, HttpContext http, IMediator mediator, RecordTables tables) =>
            {
                var since = query.Value(SincePosition);
                var result = await mediator.Send(new ListChanges(Caller.From(http), project, since, query.Limit), http.RequestAborted);
                return Reply.Ok(http, result, page => new ChangeList
                {
                    Items = [.. page.Rows.Select(row => row.Show(http, project, tables[row.Kind]))],
                    Links = new ChangeLinks(new Link(http.UrlOf(
                        string.Create(CultureInfo.InvariantCulture, $"/projects/{project}/changes?since={page.Last}&limit={query.Limit}")))),
                });
            })
            .RequireAuthorization(Policies.PersonRows)
            .ForParts()
            .WithTags("changes")
            .WithName("list-changes")
            .WithSummary("List changed records.")
            .WithDescription(
                "Returns every version of every record saved after a position, oldest first, and which records were erased. "
                + "_links.next continues after the last one; request it again later to get newer changes. "
                + "When the register has been restored from a backup, positions that are gone answer 410 (feed-restarted): "
                + "the problem says where to go on.")
            .WithQuery(SincePosition, QueryParameter.Limit)
            .Produces<ChangeList>()
            .Produces(StatusCodes.Status410Gone);
}

/// <summary>A version of a record that was saved.</summary>
public sealed record Change
{
    /// <summary>Position of the change in the feed.</summary>
    public required long Position { get; init; }

    /// <summary>The kind of the record, for example <c>enrollment</c>.</summary>
    public required string Record { get; init; }

    /// <summary>The sender's reference of the record.</summary>
    public required string Reference { get; init; }

    /// <summary>The version that was saved; 0: the record is gone.</summary>
    public required int Version { get; init; }

    /// <summary>True if the record has been erased. A reader deletes what it holds of it; its address answers 410.</summary>
    public required bool Gone { get; init; }

    /// <summary>Why the record was corrected; null: no reason was given, or nothing was corrected.</summary>
    public required string? Correction { get; init; }

    /// <summary>When the version was saved.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A part of the feed of changes.</summary>
public sealed record ChangeList
{
    /// <summary>The changes, oldest first.</summary>
    public required IReadOnlyList<Change> Items { get; init; }

    [JsonPropertyName("_links")]
    public required ChangeLinks Links { get; init; }
}

/// <summary>A part of the feed, and the position of the last change that was looked at.</summary>
public sealed record ChangePage(IReadOnlyList<ChangeRow> Rows, long Last);

/// <summary>Links to the next part of the feed.</summary>
public sealed record ChangeLinks(Link Next);

/// <summary>Holds a row of the table of history.</summary>
public sealed record ChangeRow
{
    public required long Id { get; init; }

    public required string Kind { get; init; }

    public required string RecordKey { get; init; }

    public required int Version { get; init; }

    public string? Correction { get; init; }

    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>The content of an entry that says that a record is gone. Null for the others.</summary>
    public string? Content { get; init; }

    public Change Show(HttpContext http, string project, RecordTable table) => new()
    {
        Position = Id,
        Record = Kind,
        Reference = RecordKey,
        Version = Version,
        Gone = Version == RecordHistory.Gone,
        Correction = Correction,
        ChangedAt = RecordedAt,
        Links = new SelfLinks(new Link(http.UrlOf(table.AddressOf(project, RecordKey)))),
    };
}

public sealed class ListChangesHandler(DbSession session, RecordTables tables, BusinessDay day) : IRequestHandler<ListChanges, Result<ChangePage>>
{
    private const string SelectSql =
        """
        SELECT id, kind, record_key, version, correction, recorded_at, CASE WHEN version = 0 THEN content END AS content
        FROM record_history
        WHERE project_id = @Project AND id > @Since AND kind NOT IN ('project', 'goal', 'erasure')
        ORDER BY id
        """;

    private const string SelectLastBeforeSql =
        """
        SELECT MIN(last_before) FROM feed_epochs WHERE last_before < @Since AND first_after > @Since
        """;

    private const string SelectNewestSql = "SELECT COALESCE(MAX(id), 0) FROM record_history";

    public async Task<Result<ChangePage>> Handle(ListChanges request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        ChangePage page;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            if (await LastOfEarlierAsync(request.Since, ct) is { } lastBefore)
            {
                return new Fault(FaultCodes.FeedRestarted, "/since", lastBefore.ToString(CultureInfo.InvariantCulture));
            }

            page = await ReadAsync(request, ct);
        }

        var entry = new AuditEntry(request.Caller, "read", "change") { Project = request.Project, Count = page.Rows.Count };
        await AuditLog.WriteReadAsync(session, entry, day.Now, ct);
        return page;
    }

    private async Task<ChangePage> ReadAsync(ListChanges request, CancellationToken ct)
    {
        var (reached, last) = (new List<ChangeRow>(), request.Since);
        IReadOnlyList<ChangeRow> rows;
        do
        {
            rows = await session.QueryAsync<ChangeRow>(
                session.Dialect.Page(SelectSql), new { request.Project, Since = last, Skip = 0, request.Take }, ct);
            reached.AddRange(await ReachedAsync(request, rows, ct));
            last = rows.Count > 0 ? rows[^1].Id : last;
        }
        while (rows.Count == request.Take && reached.Count < request.Take);

        return reached.Count <= request.Take
            ? new ChangePage(reached, last)
            : new ChangePage(reached[..request.Take], reached[request.Take - 1].Id);
    }

    /// <summary>Finds the last position that is still right, when a position is gone. Null when the position is right itself.</summary>
    private async Task<long?> LastOfEarlierAsync(long since, CancellationToken ct)
    {
        if (since == 0)
        {
            return null;
        }

        // A database may also have been restored by other means than the command of this program.
        var newest = await session.ScalarAsync<long>(SelectNewestSql, null, ct);
        return since > newest ? newest : await session.ScalarAsync<long?>(SelectLastBeforeSql, new { Since = since }, ct);
    }

    /// <summary>Keeps the changes that the caller reaches.</summary>
    private async Task<IReadOnlyList<ChangeRow>> ReachedAsync(ListChanges request, IReadOnlyList<ChangeRow> rows, CancellationToken ct)
    {
        if (request.Caller.PartsOf(request.Project) is null)
        {
            return rows;
        }

        var (reached, known) = (new List<ChangeRow>(), new Dictionary<(string Kind, string Key), bool>());
        foreach (var row in rows)
        {
            var isReached = row.Version == RecordHistory.Gone
                ? request.Caller.ReachesPart(request.Project, GoneRecord.Read(row.Content!).Subproject)
                : known.TryGetValue((row.Kind, row.RecordKey), out var before) ? before
                : known[(row.Kind, row.RecordKey)] =
                    await tables[row.Kind].IsReachedAsync(session, request.Caller, request.Project, row.RecordKey, ct);
            if (isReached)
            {
                reached.Add(row);
            }
        }

        return reached;
    }
}
