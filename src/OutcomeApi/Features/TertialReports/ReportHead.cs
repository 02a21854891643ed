using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Names everything that a report of a tertial depends on, beside its reader. It is read with one registration.</summary>
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

    /// <summary>Null: nothing was ever said about the tertial.</summary>
    public int? CommentVersion { get; init; }

    /// <summary>The newest certified version; null: the report is open.</summary>
    public int? CertifiedVersion { get; init; }

    /// <summary>Zero: the run has no report of the tertial.</summary>
    public required int ReportCount { get; init; }

    internal static async Task<ReportHead> ReadAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        (await session.QueryOneAsync<ReportHead>(SelectSql, new { Project = project, Tertial = tertial.Index }, ct))!;
}

/// <summary>Finds what reports depend on.</summary>
public sealed class ReportHeads(ISqlDialect dialect, TimeProvider clock)
{
    private readonly KnownWhileUnchanged<(string Project, Tertial Tertial), ReportHead> _known = new(dialect, clock);

    /// <summary>Finds it for a project that exists.</summary>
    public ValueTask<ReportHead> FindAsync(DbSession session, string project, Tertial tertial, CancellationToken ct) =>
        _known.FindAsync((project, tertial), key => ReportHead.ReadAsync(session, key.Project, key.Tertial, ct));
}
