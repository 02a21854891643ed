using Microsoft.Extensions.Options;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>Names the run that readers of a project see, and what else an answer made from it depends on. It is read with one registration, and nothing is computed.</summary>
public record RunHead
{
    /// <summary>What is read of every head, of a project p, its association a and its computation c.</summary>
    protected internal const string Columns =
        """
        c.id, c.public_id, c.as_of, c.cut_off, c.completed_at, a.small_number_threshold,
               (SELECT COALESCE(MAX(h.id), 0) FROM record_history h WHERE h.project_id = p.id) AS newest_entry
        """;

    /// <summary>Where the head of a project's current run is read.</summary>
    protected internal const string Matching =
        """
        FROM projects p
        JOIN associations a ON a.id = p.association_id
        LEFT JOIN current_runs r ON r.project_id = p.id
        LEFT JOIN computations c ON c.id = r.computation_id
        WHERE p.id = @Project
        """;

    /// <summary>Null: the project has no run yet.</summary>
    public long? Id { get; init; }

    public string? PublicId { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public DateOnly? AsOf { get; init; }

    /// <summary>The newest entry of the project's history that is in the run.</summary>
    public long? CutOff { get; init; }

    public DateTimeOffset? CompletedAt { get; init; }

    /// <summary>The newest entry of the project's history.</summary>
    public required long NewestEntry { get; init; }

    /// <summary>What the association says of small groups; null: nothing.</summary>
    public int? SmallNumberThreshold { get; init; }

    /// <summary>Another run has taken its place.</summary>
    public bool IsSuperseded { get; init; }

    /// <summary>Has the run seen everything that is registered, and is it of this day?</summary>
    public bool IsUpToDate(DateOnly today) => !IsSuperseded && CutOff >= NewestEntry && AsOf == today;
}

/// <summary>Finds the runs that readers see.</summary>
public sealed class RunHeads(IOptions<ReportingOptions> reporting, ISqlDialect dialect, TimeProvider clock, BusinessDay day)
{
    private readonly KnownWhileUnchanged<string, RunHead> _known = new(dialect, clock);

    private const string SelectSql = $"SELECT {RunHead.Columns} {RunHead.Matching}";

    // The current run or an earlier one, while somebody may be paging through it.
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

    /// <summary>Finds the current run of a project that exists.</summary>
    public ValueTask<RunHead> FindAsync(DbSession session, string project, CancellationToken ct) => _known.FindAsync(project, id => ReadAsync(session, id, ct));

    /// <summary>Reads the current run of a project that exists, in the transaction or snapshot that the session is in.</summary>
    public async Task<RunHead> ReadAsync(DbSession session, string project, CancellationToken ct) =>
        (await session.QueryOneAsync<RunHead>(SelectSql, new { Project = project }, ct))!;

    /// <summary>A run that an earlier page named; null: it is gone.</summary>
    public Task<RunHead?> FindAsync(DbSession session, string project, string computation, CancellationToken ct) =>
        session.QueryOneAsync<RunHead>(SelectEarlierSql, new { Project = project, Computation = computation }, ct);

    /// <summary>What is small for a reader: for a steering group, see <see cref="ThresholdOf"/>; null: everybody else sees everything.</summary>
    public int? ThresholdFor(bool steeringGroup, RunHead head) => steeringGroup ? ThresholdOf(head) : null;

    /// <summary>Groups from 1 to one less than this are small: the association's threshold, or the service's. One that was set before there were limits is taken to the nearest.</summary>
    public int ThresholdOf(RunHead head) => Math.Clamp(head.SmallNumberThreshold ?? reporting.Value.SmallNumberThreshold, GroupSize.Least, GroupSize.Most);
}
