using OutcomeApi.Data.Dialects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Identifies everything that a tertial report depends on, apart from its reader. It is read with a single query.</summary>
public sealed record ReportHead : RunHead
{
    private const string SelectSql =
        $"""
        SELECT {Columns}, a.version AS association_version,
               (SELECT MAX(m.version) FROM report_comments m WHERE m.project_id = p.id AND m.tertial = @Tertial) AS comment_version,
               (SELECT MAX(v.version) FROM certified_reports v WHERE v.project_id = p.id AND v.tertial = @Tertial) AS certified_version,
               (SELECT COUNT(*) FROM run_reports o WHERE o.computation_id = c.id AND o.tertial = @Tertial AND o.part = '' AND o.association = '') AS report_count
        {Matching}
        """;

    public required int AssociationVersion { get; init; }

    /// <summary>Newest version of the comment. Null when the tertial has never had a comment.</summary>
    public int? CommentVersion { get; init; }

    /// <summary>Newest certified version. Null when the report is open.</summary>
    public int? CertifiedVersion { get; init; }

    /// <summary>Number of reports of the whole project that the run has for the tertial. Zero when there is none.</summary>
    public required int ReportCount { get; init; }

    internal static async Task<ReportHead> ReadAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        (await session.QueryOneAsync<ReportHead>(SelectSql, new { Project = project, Tertial = tertial.Index }, ct))!;
}

/// <summary>Finds report heads, and caches them while nothing is committed.</summary>
public sealed class ReportHeads(ISqlDialect dialect, TimeProvider clock)
{
    private readonly KnownWhileUnchanged<(string Project, Tertial Tertial), ReportHead> _known = new(dialect, clock);

    /// <summary>Finds the head of a tertial report. The project must exist.</summary>
    public ValueTask<ReportHead> FindAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        _known.FindAsync((project, tertial), key => ReportHead.ReadAsync(session, key.Project, key.Tertial, ct));
}
