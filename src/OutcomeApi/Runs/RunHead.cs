using Microsoft.Extensions.Options;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>
/// Identifies the run that readers of a project see, and what else an answer built from it depends on. It is read with one SQL statement
/// and without any computation.
/// </summary>
public record RunHead
{
    /// <summary>Columns of every head, selected from a project p, its association a and its computation c.</summary>
    protected internal const string Columns =
        """
        c.id, c.public_id, c.as_of, c.cut_off, c.completed_at,
               (SELECT MAX(t.small_number_threshold) FROM project_associations x JOIN associations t ON t.id = x.association_id WHERE x.project_id = p.id)
                   AS small_number_threshold,
               (SELECT COUNT(*) FROM project_associations x JOIN associations t ON t.id = x.association_id
                WHERE x.project_id = p.id AND t.small_number_threshold IS NULL) AS without_threshold,
               (SELECT COALESCE(MAX(h.id), 0) FROM record_history h WHERE h.project_id = p.id) AS newest_entry
        """;

    /// <summary>FROM and WHERE clauses that select the head of a project's current run.</summary>
    protected internal const string Matching =
        """
        FROM projects p
        JOIN associations a ON a.id = p.association_id
        LEFT JOIN current_runs r ON r.project_id = p.id
        LEFT JOIN computations c ON c.id = r.computation_id
        WHERE p.id = @Project
        """;

    /// <summary>Id of the run's computation. Null if the project has no run yet.</summary>
    public long? Id { get; init; }

    public string? PublicId { get; init; }

    /// <summary>The day that the figures treat as today.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>Number of the newest history entry that the run includes.</summary>
    public long? CutOff { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>Number of the newest entry in the project's history. 0 if there is none.</summary>
    public required long NewestEntry { get; init; }

    /// <summary>The highest small-group threshold of the associations of the project and of its parts. Null if none has set one.</summary>
    public int? SmallNumberThreshold { get; init; }

    /// <summary>The number of these associations that have set no threshold. The service's holds for them.</summary>
    public required int WithoutThreshold { get; init; }

    /// <summary>True if another run has replaced this one.</summary>
    public bool IsSuperseded { get; init; }

    /// <summary>Returns true if the run includes everything that is registered and was computed as of the given day.</summary>
    public bool IsUpToDate(DateOnly today) => !IsSuperseded && CutOff >= NewestEntry && AsOf == today;
}

/// <summary>Finds the runs that readers see.</summary>
public sealed class RunHeads(IOptions<ReportingOptions> reporting, ISqlDialect dialect, TimeProvider clock, BusinessDay day)
{
    private readonly KnownWhileUnchanged<string, RunHead> _known = new(dialect, clock);

    private const string SelectSql = $"SELECT {RunHead.Columns} {RunHead.Matching}";

    // Selects the current run, or an earlier one as long as a reader may be paging through it.
    private const string SelectEarlierSql =
        $"""
        SELECT {RunHead.Columns},
               IIF(EXISTS (SELECT 1 FROM current_runs r WHERE r.computation_id = c.id), 0, 1) AS is_superseded
        FROM projects p
        JOIN associations a ON a.id = p.association_id
        JOIN computations c ON c.project_id = p.id AND c.public_id = @Computation AND c.status = 'completed'
        WHERE p.id = @Project AND EXISTS (SELECT 1 FROM attainment t WHERE t.computation_id = c.id)
        """;

    public DateOnly Today => day.Today;

    /// <summary>Finds the current run of an existing project. The answer may come from memory if nothing has been committed since.</summary>
    public ValueTask<RunHead> FindAsync(DbSession session, string project, CancellationToken ct) => _known.FindAsync(project, id => ReadAsync(session, id, ct));

    /// <summary>Reads the current run of an existing project from the database, in the session's transaction or snapshot.</summary>
    public async Task<RunHead> ReadAsync(DbSession session, string project, CancellationToken ct) =>
        (await session.QueryOneAsync<RunHead>(SelectSql, new { Project = project }, ct))!;

    /// <summary>Finds a run that an earlier page named. Returns null if its figures are no longer stored.</summary>
    public Task<RunHead?> FindAsync(DbSession session, string project, string computation, CancellationToken ct) =>
        session.QueryOneAsync<RunHead>(SelectEarlierSql, new { Project = project, Computation = computation }, ct);

    /// <summary>
    /// Returns the threshold that applies to a reader: <see cref="ThresholdOf"/> for a steering group, and null for everyone else, because
    /// they see everything.
    /// </summary>
    public int? ThresholdFor(bool steeringGroup, RunHead head) => steeringGroup ? ThresholdOf(head) : null;

    /// <summary>
    /// Returns the small-group threshold: groups of at least 1 and fewer than this number are small. It is the highest of the associations concerned,
    /// where the service's holds for an association that has set none. A value that was set before there were limits is moved to the nearest limit.
    /// </summary>
    public int ThresholdOf(RunHead head)
    {
        var usual = reporting.Value.SmallNumberThreshold;
        var highest = head.SmallNumberThreshold is not { } set ? usual : head.WithoutThreshold > 0 ? Math.Max(set, usual) : set;
        return Math.Clamp(highest, GroupSize.Least, GroupSize.Most);
    }
}
