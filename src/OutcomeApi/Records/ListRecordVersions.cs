using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Lists the versions of one record, oldest first.</summary>
public sealed record ListRecordVersions<T>(Caller Caller, string Project, string Key, int Skip, int Take, string? Purpose)
    : IRequest<Result<RecordVersionPage<T>>>
    where T : Registration;

/// <summary>A page of versions and the total number of versions.</summary>
public sealed record RecordVersionPage<T>(IReadOnlyList<RecordVersion<T>> Items, int Total)
    where T : Registration;

/// <summary>A version of a record.</summary>
public sealed record RecordVersion<T>
    where T : Registration
{
    /// <summary>Version number, starting at 1. Versions that were removed because they named a person who had to be forgotten are missing.</summary>
    public required int Version { get; init; }

    /// <summary>Time when the version was saved.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Id of the credential that sent the version.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Why the record was corrected. Null if no reason was given or nothing was corrected.</summary>
    public required string? Correction { get; init; }

    /// <summary>The members that differ from the version before, as JSON Pointers. Empty for the first version that is kept.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>What the sender stated.</summary>
    public required JsonObject Content { get; init; }
}

/// <summary>A page of the versions of a record.</summary>
public sealed record RecordVersionList<T>
    where T : Registration
{
    /// <summary>Versions on this page.</summary>
    public required IReadOnlyList<RecordVersion<T>> Items { get; init; }

    /// <summary>Position of the page within the list.</summary>
    [JsonPropertyName("_meta")]
    public required PageMeta Meta { get; init; }

    /// <summary>Links to this page and to the pages next to it.</summary>
    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

public sealed class ListRecordVersionsHandler<T>(DbSession session, RecordTable<T> kind, BusinessDay day)
    : IRequestHandler<ListRecordVersions<T>, Result<RecordVersionPage<T>>>
    where T : Registration
{
    private const string Matching = "FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key = @Key AND version > 0";

    private const string SelectSql = $"SELECT version, recorded_at, recorded_by, correction, content {Matching} ORDER BY version";

    private const string CountSql = $"SELECT COUNT(*) {Matching}";

    public async Task<Result<RecordVersionPage<T>>> Handle(ListRecordVersions<T> request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var found = await kind.FindReachedAsync(session, request.Caller, request.Project, request.Key, ct);
        if (!found.IsSuccess)
        {
            return found.Faults.ToList();
        }

        // The version before the page is read too, to tell what the first one on the page has changed.
        var before = Math.Min(request.Skip, 1);
        var place = new { request.Project, Kind = kind.Name, request.Key, Skip = request.Skip - before, Take = request.Take + before };
        var rows = await session.QueryAsync<Row>(session.Dialect.Page(SelectSql), place, ct);
        var total = await session.ScalarAsync<int>(CountSql, place, ct);
        var contents = rows.Select(row => JsonNode.Parse(row.Content)!.AsObject()).ToArray();
        var items = rows.Select((row, i) => new RecordVersion<T>
        {
            Version = row.Version,
            RecordedAt = row.RecordedAt,
            RecordedBy = row.RecordedBy,
            Correction = row.Correction,
            Changed = i == 0 ? [] : Content.Differences(contents[i - 1], contents[i]),
            Content = contents[i],
        }).Skip(before).ToArray();
        var entry = new AuditEntry(request.Caller, "read", kind.Name) { Project = request.Project, Count = items.Length, Purpose = request.Purpose };
        await AuditLog.WriteReadAsync(session, entry, day.Now, ct);
        return new RecordVersionPage<T>(items, total);
    }

    private sealed record Row
    {
        public required int Version { get; init; }

        public required DateTimeOffset RecordedAt { get; init; }

        public required string RecordedBy { get; init; }

        public string? Correction { get; init; }

        public required string Content { get; init; }
    }
}
