using System.Text.Json;

namespace OutcomeApi.Runs;

/// <summary>Holds what reports need to know about an association.</summary>
public sealed record ReportingAssociation
{
    private const string SelectSql = "SELECT content FROM associations WHERE id = @Id";

    private const string SelectVersionSql = "SELECT version FROM associations WHERE id = @Id";

    /// <summary>Name of the association. Null if none is stated.</summary>
    public LocalizedText? Name { get; init; }

    /// <summary>
    /// Number of days after the end of a tertial by which reports are due. Null means the end of the following month.
    /// </summary>
    public int? ReportDeadlineDays { get; init; }

    /// <summary>Reads the version of an association. Returns null if nothing is stored about it.</summary>
    public static Task<int?> VersionAsync(DbSession session, string id, CancellationToken ct) =>
        session.ScalarAsync<int?>(SelectVersionSql, new { Id = id }, ct);

    /// <summary>Finds an association. Returns null if nothing is stored about it.</summary>
    public static async Task<ReportingAssociation?> FindAsync(DbSession session, string id, CancellationToken ct) =>
        await session.ScalarAsync<string>(SelectSql, new { Id = id }, ct) is { } content
            ? JsonSerializer.Deserialize<ReportingAssociation>(content, Http.Json.Options)
            : null;
}
