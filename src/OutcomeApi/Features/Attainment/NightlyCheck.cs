using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Attainment;

/// <summary>Requests the nightly check of every project.</summary>
public sealed record CheckAllProjects : IRequest<Result<ProjectsToCheck>>;

/// <summary>The projects whose check has been requested.</summary>
public sealed record ProjectsToCheck(IReadOnlyList<string> Projects);

public sealed class CheckAllProjectsHandler(DbSession session, IJobs jobs) : IRequestHandler<CheckAllProjects, Result<ProjectsToCheck>>
{
    private const string SelectSql = "SELECT id FROM projects ORDER BY id";

    public async Task<Result<ProjectsToCheck>> Handle(CheckAllProjects request, CancellationToken cancellationToken)
    {
        var projects = await session.QueryAsync<string>(SelectSql, null, cancellationToken);
        foreach (var project in projects)
        {
            jobs.CheckFigures(project);
        }

        return new ProjectsToCheck(projects);
    }
}

/// <summary>
/// Recomputes a project from scratch as of the day of its current run and compares the result with what is stored. Then publishes a run of today. A
/// difference is a defect of the service: readers saw figures that do not agree with the register.
/// </summary>
public sealed record CheckProject(string Project) : IRequest<Result<CheckedProject>>;

/// <summary>The result of the check of one project.</summary>
/// <param name="Differences">
/// Number of figures and reports that differ; null: the register has changed since the run, so there was nothing to compare.
/// </param>
public sealed record CheckedProject(int? Differences);

public sealed class CheckProjectHandler(
    DbSession session,
    ProjectStore projects,
    IMediator mediator,
    TwoRowsKey twoRows,
    BusinessDay day,
    RunPace pace,
    Measurements measurements,
    ILogger<CheckProject> log)
    : IRequestHandler<CheckProject, Result<CheckedProject>>
{
    private const string SelectCurrentSql =
        """
        SELECT c.id, c.public_id, c.as_of,
               IIF(c.cut_off = (SELECT COALESCE(MAX(h.id), 0) FROM record_history h WHERE h.project_id = @Project), 1, 0) AS is_newest
        FROM current_runs r
        JOIN computations c ON c.id = r.computation_id
        WHERE r.project_id = @Project
        """;

    private const string SelectFiguresSql =
        $"SELECT {StoredFigure.Columns} FROM attainment WHERE computation_id = @Id";

    private const string SelectReportsSql = "SELECT tertial, part, association, content FROM run_reports WHERE computation_id = @Id";

    private const string RememberSql = "UPDATE computations SET difference_count = @Differences WHERE id = @Id";

    public async Task<Result<CheckedProject>> Handle(CheckProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var differences = await CompareAsync(request, ct);
        await mediator.Send(new ComputeProject(request.Project, null, "nightly") { MayRest = true }, ct);
        return new CheckedProject(differences);
    }

    private async Task<int?> CompareAsync(CheckProject request, CancellationToken ct)
    {
        CurrentRow? run;
        RunSource source;
        HashSet<StoredFigure> stored;
        Dictionary<(int Tertial, string Part, string Association), byte[]> storedReports;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            run = await session.QueryOneAsync<CurrentRow>(SelectCurrentSql, request, ct);
            if (run is not { IsNewest: true } || await projects.FindAsync(session, request.Project, ct) is null)
            {
                return null;
            }

            source = await RunSource.LoadAsync(session, projects, twoRows, day, request.Project, ct);
            stored = [.. await session.QueryAsync<StoredFigure>(SelectFiguresSql, run, ct)];
            storedReports = (await session.QueryAsync<ReportRow>(SelectReportsSql, run, ct))
                .ToDictionary(r => (r.Tertial, r.Part, r.Association), r => r.Content);
        }

        var content = await (source with { Facts = source.Facts with { AsOf = run.AsOf } }).ComputeAsync(pace, ct);
        var fresh = content.Figures.ToHashSet();
        var differences = stored.Except(fresh).Count() + fresh.Except(stored).Count(f => stored.All(s => !s.IsSameFigure(f)));
        differences += content.Reports.Count(report =>
            !storedReports.TryGetValue((report.Tertial.Index, report.Part, report.Association), out var content)
            || !StoredJson.IsSame(content, report.Content));
        measurements.Checked(differences);
        if (differences > 0)
        {
            log.LogError(
                "Run {Computation} of {Project} differs from its recomputation in {Differences} figures and reports",
                run.PublicId,
                request.Project,
                differences);
        }

        await session.WriteAsync(() => session.ExecuteAsync(RememberSql, new { run.Id, Differences = differences }, ct), ct);
        return differences;
    }

    private sealed record ReportRow
    {
        public required int Tertial { get; init; }

        public required string Part { get; init; }

        public required string Association { get; init; }

        public required byte[] Content { get; init; }
    }

    private sealed record CurrentRow
    {
        public required long Id { get; init; }

        public required string PublicId { get; init; }

        public required DateOnly AsOf { get; init; }

        public required bool IsNewest { get; init; }
    }
}
