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

    /// <summary>Whether the run rests for those who write. False if somebody waits for it.</summary>
    public bool MayRest { get; init; }
}

/// <summary>A completed run.</summary>
/// <param name="Computation">Public id of its computation.</param>
public sealed record Run(string Computation);

/// <summary>
/// Computes a run. Reads in one snapshot and computes without an open transaction or lock. What is computed is stored in short turns, and a last short
/// turn makes it the current run, unless the current run already includes newer changes.
/// </summary>
public sealed class ComputeProjectHandler(
    DbSession session, ProjectStore projects, TwoRowsKey twoRows, BusinessDay day, RunPace pace, Measurements measurements)
    : IRequestHandler<ComputeProject, Result<Run>>
{
    public async Task<Result<Run>> Handle(ComputeProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var started = Stopwatch.GetTimestamp();
        var isIncremental = request.Reason == ComputeProject.Incremental;
        var store = new RunStore(session, day, request.Project);

        RunSource source;
        await using (await session.SnapshotAsync(request.Project, ct))
        {
            if (await projects.FindAsync(session, request.Project, ct) is null)
            {
                return new Fault(FaultCodes.NotFound, string.Empty);
            }

            var cutOff = await RecordHistory.NewestAsync(session, request.Project, ct);
            if (isIncremental && await store.FindCurrentAsync(ct) is { } current && current.Shows(cutOff, day.Today))
            {
                // The current run began after the change that triggered this computation, so it includes it. Another run would show the same and
                // would supersede the run that readers are paging through.
                return new Run(current.PublicId);
            }

            source = await RunSource.LoadAsync(session, projects, twoRows, day, request.Project, ct);
        }

        var facts = source.Facts;
        var content = await source.ComputeAsync(request.MayRest ? pace : null, ct);

        var computation = request.Computation ?? Guid.CreateVersion7().ToString();
        if (await store.BeginAsync(computation, request.Computation is null ? request.Reason : null, facts, ct) is not { } id)
        {
            // A job runs twice if its process dies after the commit but before the job's row is removed.
            return new Run(computation);
        }

        await store.StoreAsync(id, content, ct);
        await store.SwapAsync(id, facts, isIncremental, ct);
        await store.RemoveOldAsync(ct);
        measurements.Computed(request.Reason, started);
        return new Run(computation);
    }
}
