using System.Diagnostics;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Runs;

/// <summary>Computes all figures and reports of a project and makes them the ones that readers see.</summary>
/// <param name="Project">Id of the project.</param>
/// <param name="Computation">Public id of the computation that a caller requested. Null if no caller requested one.</param>
/// <param name="Reason">
/// Why the project is computed: for example incremental (the register changed), requested or nightly. An incremental computation does
/// nothing if the current run was computed today and includes the newest change.
/// </param>
public sealed record ComputeProject(string Project, string? Computation, string Reason) : IRequest<Result<Run>>
{
    public const string Incremental = "incremental";
}

/// <summary>A completed run.</summary>
/// <param name="Computation">Public id of its computation.</param>
public sealed record Run(string Computation);

/// <summary>
/// Computes a run. Reads in one snapshot, computes without an open transaction or lock, and writes in one transaction. The new run becomes
/// the current one, unless the current run already includes newer changes.
/// </summary>
public sealed class ComputeProjectHandler(DbSession session, ProjectStore projects, TwoRowsKey twoRows, BusinessDay day, Measurements measurements)
    : IRequestHandler<ComputeProject, Result<Run>>
{
    private const string InsertComputationSql =
        """
        INSERT INTO computations (public_id, project_id, reason, status, as_of, cut_off, requested_at)
        VALUES (@Computation, @Project, @Reason, 'running', @AsOf, @CutOff, @Now)
        """;

    private const string CompleteComputationSql =
        "UPDATE computations SET status = 'completed', as_of = @AsOf, cut_off = @CutOff, completed_at = @Now WHERE public_id = @Computation";

    private const string SelectIdSql = "SELECT id FROM computations WHERE public_id = @Computation";

    private const string SelectCurrentCutOffSql =
        "SELECT c.cut_off FROM current_runs r JOIN computations c ON c.id = r.computation_id WHERE r.project_id = @Project";

    private const string SelectSeenSql =
        """
        SELECT c.public_id
        FROM current_runs r
        JOIN computations c ON c.id = r.computation_id
        WHERE r.project_id = @Project AND c.cut_off = @CutOff AND c.as_of = @AsOf
        """;

    private const string InsertCurrentSql = "INSERT INTO current_runs (project_id, computation_id, replaced_at) VALUES (@Project, @Id, @Now)";

    private const string UpdateCurrentSql = "UPDATE current_runs SET computation_id = @Id, replaced_at = @Now WHERE project_id = @Project";

    private const string SelectIsCompletedSql = "SELECT COUNT(*) FROM computations WHERE public_id = @Computation AND status = 'completed'";

    private const string SupersedeSql =
        """
        UPDATE computations SET superseded_at = @Now
        WHERE project_id = @Project AND status = 'completed' AND superseded_at IS NULL
          AND id NOT IN (SELECT computation_id FROM current_runs WHERE project_id = @Project)
        """;

    // Reports are never paged, so the next request gets the report of the current run. A request that has just found its run can still read it.
    private const string DeleteOldReportsSql =
        """
        DELETE FROM run_reports
        WHERE computation_id IN (SELECT c.id FROM computations c WHERE c.project_id = @Project AND c.superseded_at < @BeforeRequest)
        """;

    // A reader who is paging stays on the run that the first page came from, so the figures of superseded runs are kept for a while. The time
    // counts from when a run was superseded, not from its age. When runs follow each other quickly, only the newest superseded runs are kept
    // for the full time. The others are kept briefly.
    private const string DeleteOldFiguresSql =
        """
        DELETE FROM attainment
        WHERE computation_id IN (
            SELECT c.id FROM computations c
            WHERE c.project_id = @Project
              AND (c.superseded_at < @Before
                OR (c.superseded_at < @JustNow
                  AND @Kept <= (SELECT COUNT(*) FROM computations n WHERE n.project_id = @Project AND n.superseded_at > c.superseded_at))))
        """;

    private static readonly TimeSpan KeptFor = TimeSpan.FromMinutes(15);

    private static readonly TimeSpan KeptAtLeast = TimeSpan.FromMinutes(2);

    private static readonly TimeSpan LengthOfRequest = TimeSpan.FromSeconds(10);

    public async Task<Result<Run>> Handle(ComputeProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var started = Stopwatch.GetTimestamp();

        RunSource source;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            if (await projects.FindAsync(session, request.Project, ct) is null)
            {
                return new Fault(FaultCodes.NotFound, string.Empty);
            }

            var cutOff = await RecordHistory.NewestAsync(session, request.Project, ct);
            if (request.Reason == ComputeProject.Incremental
                && await session.ScalarAsync<string>(SelectSeenSql, new { request.Project, CutOff = cutOff, AsOf = day.Today }, ct) is { } seen)
            {
                // The current run began after the change that triggered this computation, so it includes it. Another run would show the same and
                // would supersede the run that readers are paging through.
                return new Run(seen);
            }

            source = await RunSource.LoadAsync(session, projects, twoRows, day, request.Project, ct);
        }

        var facts = source.Facts;
        var content = source.Compute(ct);

        var computation = request.Computation ?? Guid.CreateVersion7().ToString();
        await using var transaction = await session.BeginWriteAsync(ct);
        await session.LockProjectAsync(request.Project, ct);

        // A job runs twice if its process dies after the commit but before the job's row is removed.
        if (await session.ScalarAsync<int>(SelectIsCompletedSql, new { request.Computation }, ct) > 0)
        {
            return new Run(computation);
        }

        var run = new { request.Project, Computation = computation, request.Reason, facts.AsOf, facts.CutOff, day.Now };
        if (request.Computation is null)
        {
            await session.ExecuteAsync(InsertComputationSql, run, ct);
        }

        await session.ExecuteAsync(CompleteComputationSql, run, ct);
        var id = await session.ScalarAsync<long>(SelectIdSql, run, ct);
        await StoreAsync(id, content, ct);
        await SwapAsync(request.Project, id, facts, ct);
        await session.CommitAsync(ct);
        measurements.Computed(request.Reason, started);
        return new Run(computation);
    }

    private async Task StoreAsync(long computation, RunContent content, CancellationToken ct)
    {
        await session.BulkInsertAsync(
            "attainment",
            ["computation_id", "position", .. StoredFigure.Columns.Split(", ")],
            content.Figures.Select((figure, position) => new object?[] { computation, position }.Concat(figure.Values()).ToArray()),
            ct);
        await session.BulkInsertAsync(
            "run_reports",
            ["computation_id", "tertial", "part", "association", "content"],
            content.Reports.Select(r => new object?[] { computation, r.Tertial.Index, r.Part, r.Association, r.Content }),
            ct);
    }

    private async Task SwapAsync(string project, long id, ProjectFacts facts, CancellationToken ct)
    {
        var parameters = new
        {
            Project = project,
            Id = id,
            day.Now,
            Before = day.Now - KeptFor,
            JustNow = day.Now - KeptAtLeast,
            BeforeRequest = day.Now - LengthOfRequest,
            Kept = 20,
        };
        var current = await session.QueryAsync<long>(SelectCurrentCutOffSql, parameters, ct);
        if (current.Count == 0)
        {
            await session.ExecuteAsync(InsertCurrentSql, parameters, ct);
        }
        else if (current[0] <= facts.CutOff)
        {
            await session.ExecuteAsync(UpdateCurrentSql, parameters, ct);
        }

        await session.ExecuteAsync(SupersedeSql, parameters, ct);
        await session.ExecuteAsync(DeleteOldReportsSql, parameters, ct);
        await session.ExecuteAsync(DeleteOldFiguresSql, parameters, ct);
    }
}
