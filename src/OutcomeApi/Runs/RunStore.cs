namespace OutcomeApi.Runs;

/// <summary>
/// Stores the runs of a project. Rows come and go in turns of a few milliseconds, so that nobody who writes waits for a run; readers find a run only when
/// it is complete.
/// </summary>
public sealed class RunStore(DbSession session, BusinessDay day, string project)
{
    private const string SelectStateSql = "SELECT id, status FROM computations WHERE public_id = @Computation";

    private const string InsertComputationSql =
        """
        INSERT INTO computations (public_id, project_id, reason, status, as_of, cut_off, requested_at)
        VALUES (@Computation, @Project, @Reason, 'storing', @AsOf, @CutOff, @Now)
        """;

    private const string SelectIdSql = "SELECT id FROM computations WHERE public_id = @Computation";

    private const string DeleteReportsSql = "DELETE FROM run_reports WHERE computation_id = @Id";

    private const string DeleteFiguresSql = "DELETE FROM attainment WHERE computation_id = @Id";

    private const string CompleteSql =
        "UPDATE computations SET status = 'completed', as_of = @AsOf, cut_off = @CutOff, completed_at = @Now WHERE id = @Id AND status <> 'completed'";

    private const string SelectCurrentSql =
        "SELECT c.public_id, c.cut_off, c.as_of FROM current_runs r JOIN computations c ON c.id = r.computation_id WHERE r.project_id = @Project";

    private const string InsertCurrentSql = "INSERT INTO current_runs (project_id, computation_id, replaced_at) VALUES (@Project, @Id, @Now)";

    private const string UpdateCurrentSql = "UPDATE current_runs SET computation_id = @Id, replaced_at = @Now WHERE project_id = @Project";

    private const string SupersedeSql =
        """
        UPDATE computations SET superseded_at = @Now
        WHERE project_id = @Project AND status = 'completed' AND superseded_at IS NULL
          AND id NOT IN (SELECT computation_id FROM current_runs WHERE project_id = @Project)
        """;

    // A run that was being stored when its process died.
    private const string AbandonedMatching = "(c.status = 'storing' AND c.requested_at < @Abandoned)";

    // Reports are never paged, so the next request gets the report of the current run. A request that has just found its run can still read it.
    private const string SelectOldReportsSql =
        $"""
        SELECT t.computation_id AS id, MIN(t.tertial) AS first_key, MAX(t.tertial) AS last_key, COUNT(*) AS row_count
        FROM computations c
        JOIN run_reports t ON t.computation_id = c.id
        WHERE c.project_id = @Project AND (c.superseded_at < @BeforeRequest OR {AbandonedMatching})
        GROUP BY t.computation_id
        """;

    private const string DeleteOldReportsSql = "DELETE FROM run_reports WHERE computation_id = @Id AND tertial >= @From AND tertial < @Until";

    // A reader who is paging stays on the run that the first page came from, so the figures of superseded runs are kept for a while. The time
    // counts from when a run was superseded, not from its age. When runs follow each other quickly, only the newest superseded runs are kept
    // for the full time. The others are kept briefly.
    private const string SelectOldFiguresSql =
        $"""
        SELECT t.computation_id AS id, MIN(t.position) AS first_key, MAX(t.position) AS last_key, COUNT(*) AS row_count
        FROM computations c
        JOIN attainment t ON t.computation_id = c.id
        WHERE c.project_id = @Project
          AND (c.superseded_at < @Before
            OR (c.superseded_at < @JustNow
              AND @Kept <= (SELECT COUNT(*) FROM computations n WHERE n.project_id = @Project AND n.superseded_at > c.superseded_at))
            OR {AbandonedMatching})
        GROUP BY t.computation_id
        """;

    private const string DeleteOldFiguresSql = "DELETE FROM attainment WHERE computation_id = @Id AND position >= @From AND position < @Until";

    private const string DeleteAbandonedSql =
        "DELETE FROM computations WHERE project_id = @Project AND reason <> 'requested' AND status = 'storing' AND requested_at < @Abandoned";

    /// <summary>Number of figures that are stored or removed in one turn.</summary>
    private const int FiguresAtOnce = 250;

    /// <summary>Number of reports that are stored or removed in one turn.</summary>
    private const int ReportsAtOnce = 20;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan KeptAtLeast = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LengthOfRequest = TimeSpan.FromSeconds(10);

    private static readonly TimeSpan LongestStoring = TimeSpan.FromHours(1);

    private static readonly string[] FigureColumns = ["computation_id", "position", .. StoredFigure.Columns.Split(", ")];

    private static readonly string[] ReportColumns = ["computation_id", "tertial", "part", "association", "content"];

    /// <summary>Finds the run that readers see. Null if there is none yet.</summary>
    public Task<CurrentRun?> FindCurrentAsync(CancellationToken ct) => session.QueryOneAsync<CurrentRun>(SelectCurrentSql, new { Project = project }, ct);

    /// <summary>Begins a run. What an earlier attempt has left is removed.</summary>
    /// <param name="computation">Public id of the computation.</param>
    /// <param name="reason">Why the project is computed, for a computation that is not in the table yet. Null for one that was requested.</param>
    /// <param name="facts">What the run is computed from.</param>
    /// <param name="ct">Cancels the work.</param>
    /// <returns>Id of the run. Null if it has been completed already.</returns>
    public async Task<long?> BeginAsync(string computation, string? reason, ProjectFacts facts, CancellationToken ct)
    {
        long? begun = null;
        await session.WriteAsync(
            async () =>
            {
                if (reason is not null)
                {
                    var run = new { Project = project, Computation = computation, Reason = reason, facts.AsOf, facts.CutOff, day.Now };
                    await session.ExecuteAsync(InsertComputationSql, run, ct);
                    begun = await session.ScalarAsync<long>(SelectIdSql, run, ct);
                }
                else if (await session.QueryOneAsync<State>(SelectStateSql, new { Computation = computation }, ct) is { Status: not "completed" } state)
                {
                    begun = state.Id;
                    await session.ExecuteAsync(DeleteReportsSql, state, ct);
                    await session.ExecuteAsync(DeleteFiguresSql, state, ct);
                }
            },
            ct);
        return begun;
    }

    /// <summary>Stores the figures and reports of a run.</summary>
    public async Task StoreAsync(long id, RunContent content, CancellationToken ct)
    {
        var figures = content.Figures.Select((figure, position) => new object?[] { id, position }.Concat(figure.Values()).ToArray());
        foreach (var some in figures.Chunk(FiguresAtOnce))
        {
            await session.WriteAsync(() => session.BulkInsertAsync("attainment", FigureColumns, some, ct), ct);
        }

        var reports = content.Reports.Select(r => new object?[] { id, r.Tertial.Index, r.Part, r.Association, r.Content });
        foreach (var some in reports.Chunk(ReportsAtOnce))
        {
            await session.WriteAsync(() => session.BulkInsertAsync("run_reports", ReportColumns, some, ct), ct);
        }
    }

    /// <summary>Completes a run and makes it the one that readers see, unless the current run includes newer changes.</summary>
    /// <param name="id">Id of the run.</param>
    /// <param name="facts">What the run is computed from.</param>
    /// <param name="onlyNewer">
    /// True if the current run stays when it has the same changes and the same day: another job was faster, and what somebody is reading, or about to
    /// certify, shows the same.
    /// </param>
    /// <param name="ct">Cancels the work.</param>
    public async Task SwapAsync(long id, ProjectFacts facts, bool onlyNewer, CancellationToken ct)
    {
        var run = new { Project = project, Id = id, facts.AsOf, facts.CutOff, day.Now };
        await session.WriteAsync(
            async () =>
            {
                await session.LockAsync("run:" + project, ct);
                if (await session.ExecuteAsync(CompleteSql, run, ct) == 0)
                {
                    return;
                }

                if (await FindCurrentAsync(ct) is not { } current)
                {
                    await session.ExecuteAsync(InsertCurrentSql, run, ct);
                }
                else if (current.CutOff <= facts.CutOff && !(onlyNewer && current.Shows(facts.CutOff, facts.AsOf)))
                {
                    await session.ExecuteAsync(UpdateCurrentSql, run, ct);
                }

                await session.ExecuteAsync(SupersedeSql, run, ct);
            },
            ct);
    }

    /// <summary>Removes the reports and figures of runs that nobody reads any more.</summary>
    public async Task RemoveOldAsync(CancellationToken ct)
    {
        var parameters = new
        {
            Project = project,
            Before = day.Now - KeptFor,
            JustNow = day.Now - KeptAtLeast,
            BeforeRequest = day.Now - LengthOfRequest,
            Abandoned = day.Now - LongestStoring,
            Kept = 20,
        };
        foreach (var old in await session.QueryAsync<Rows>(SelectOldReportsSql, parameters, ct))
        {
            await RemoveAsync(DeleteOldReportsSql, old, ReportsAtOnce, ct);
        }

        foreach (var old in await session.QueryAsync<Rows>(SelectOldFiguresSql, parameters, ct))
        {
            await RemoveAsync(DeleteOldFiguresSql, old, FiguresAtOnce, ct);
        }

        await session.WriteAsync(() => session.ExecuteAsync(DeleteAbandonedSql, parameters, ct), ct);
    }

    private async Task RemoveAsync(string sql, Rows old, int atOnce, CancellationToken ct)
    {
        var step = Math.Max(1, (old.LastKey - old.FirstKey + 1) * atOnce / old.RowCount);
        for (var from = old.FirstKey; from <= old.LastKey; from += step)
        {
            var slice = new { old.Id, From = from, Until = from + step };
            await session.WriteAsync(() => session.ExecuteAsync(sql, slice, ct), ct);
        }
    }

    private sealed record State
    {
        public required long Id { get; init; }

        public required string Status { get; init; }
    }

    /// <summary>Rows of a run: how many there are, and the first and the last of the keys that they are ordered by.</summary>
    private sealed record Rows
    {
        public required long Id { get; init; }

        public required long FirstKey { get; init; }

        public required long LastKey { get; init; }

        public required long RowCount { get; init; }
    }
}

/// <summary>The run that readers see.</summary>
public sealed record CurrentRun
{
    /// <summary>Public id of its computation.</summary>
    public required string PublicId { get; init; }

    /// <summary>Number of the newest history entry that it includes.</summary>
    public required long CutOff { get; init; }

    /// <summary>The day that its figures treat as today.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>Returns whether another run with these changes and this day would show the same.</summary>
    public bool Shows(long cutOff, DateOnly asOf) => CutOff == cutOff && AsOf == asOf;
}
