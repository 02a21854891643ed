using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Results;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Jobs;

/// <summary>Asks for a job in a transaction of its own: what a recurring job does when its time has come.</summary>
public sealed record AskForJob(string Job, string Argument) : ICommand<AskedForJob>;

/// <summary>The job has been asked for.</summary>
public sealed record AskedForJob;

public sealed class AskForJobHandler(DbSession session, IJobQueue queue) : IRequestHandler<AskForJob, Result<AskedForJob>>
{
    public async Task<Result<AskedForJob>> Handle(AskForJob request, CancellationToken cancellationToken)
    {
        await queue.EnqueueAsync(session, request.Job, request.Argument, cancellationToken);
        return new AskedForJob();
    }
}
