using System.Text.Json;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Runs;

/// <summary>What reports ask about an association.</summary>
public sealed record ReportingAssociation
{
    private const string SelectSql = "SELECT content FROM associations WHERE id = @Id";

    private const string SelectVersionSql = "SELECT version FROM associations WHERE id = @Id";

    /// <summary>What it is called; null: not stated.</summary>
    public LocalizedText? Name { get; init; }

    /// <summary>Days after the end of a tertial by which reports are due; null: the end of the month that follows.</summary>
    public int? ReportDeadlineDays { get; init; }

    /// <summary>Reads which version of an association there is; null: nothing was said of it.</summary>
    public static Task<int?> VersionAsync(DbSession session, string id, CancellationToken ct) => session.ScalarAsync<int?>(SelectVersionSql, new { Id = id }, ct);

    /// <summary>Finds an association.</summary>
    public static async Task<ReportingAssociation?> FindAsync(DbSession session, string id, CancellationToken ct) =>
        await session.ScalarAsync<string>(SelectSql, new { Id = id }, ct) is { } content
            ? JsonSerializer.Deserialize<ReportingAssociation>(content, Http.Json.Options)
            : null;
}
