using Hangfire;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Audit;
using OutcomeApi.Features.Batches;
using OutcomeApi.Features.Housekeeping;
using OutcomeApi.Features.Participants;
using OutcomeApi.Runs;

namespace OutcomeApi.Jobs;

/// <summary>
/// Defines all background jobs, with the names that an operator sees on the dashboard. Each job sends the command that does the work. A job that
/// throws is tried again after increasing delays, for about four hours. Then it has failed, and the sweeper requests it again as long as the
/// tables show that the work is undone.
/// </summary>
[Traced]
[AutomaticRetry(Attempts = 10, DelaysInSeconds = [1, 2, 5, 15, 60, 300, 900, 1800, 3600, 7200])]
public sealed class BackgroundJobs(IMediator mediator, OneAtATime oneAtATime, HangfireJobs jobs, ILogger<BackgroundJobs> log)
{
    public Task ComputeFigures(string project, CancellationToken ct) => oneAtATime.RunAsync(
        "figures:" + project,
        () =>
        {
            // From here on, a change must request the next computation, because this one may not include it.
            jobs.HasBegun(project);
            return SendAsync(new ComputeProject(project, null, ComputeProject.Incremental) { MayRest = true }, ct);
        },
        ct,
        () => jobs.IsQuiet);

    public Task RunComputation(string computation, CancellationToken ct) =>
        oneAtATime.RunAsync("computation:" + computation, () => SendAsync(new RunRequestedComputation(computation), ct), ct);

    public Task WorkThroughBatch(string batch, CancellationToken ct) =>
        oneAtATime.RunAsync("batch:" + batch, () => SendAsync(new WorkThroughBatch(batch), ct), ct);

    public Task CheckAllFigures(CancellationToken ct) => SendAsync(new CheckAllProjects(), ct);

    public Task CheckFigures(string project, CancellationToken ct) =>
        oneAtATime.RunAsync("check:" + project, () => SendAsync(new CheckProject(project), ct), ct);

    public Task ApplyAllRetention(CancellationToken ct) => SendAsync(new RetainAllProjects(), ct);

    public Task ApplyRetention(string project, CancellationToken ct) => SendAsync(new RetainProject(project), ct);

    public Task ScrubDatabase(CancellationToken ct) => oneAtATime.RunAsync("scrub", () => SendAsync(new ScrubDatabase(), ct), ct);

    public Task KeepHouse(CancellationToken ct) => SendAsync(new KeepHouse(), ct);

    /// <summary>Seals all audit events that are not sealed yet.</summary>
    public async Task SealAudit(CancellationToken ct)
    {
        while (!(await mediator.Send(new SealAudit(), ct)).Value!.IsAll)
        {
        }
    }

    /// <summary>Sends a command. A refused command is logged and not tried again, because it would be refused again.</summary>
    private async Task SendAsync<T>(IRequest<Result<T>> command, CancellationToken ct)
        where T : class
    {
        var result = await mediator.Send(command, ct);
        if (!result.IsSuccess)
        {
            log.LogWarning("Job {Job} was refused and is dropped: {Code}", command.GetType().Name, result.Faults[0].Code);
        }
    }
}
