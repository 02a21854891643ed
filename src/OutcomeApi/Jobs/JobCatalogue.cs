using MediatR;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Jobs;

/// <summary>What the name of a job means: the command to send.</summary>
/// <param name="Name">Stable name, stored in the outbox.</param>
/// <param name="SendAsync">Sends the command that is made from the job's argument.</param>
public sealed record JobDefinition(string Name, Func<IMediator, string, CancellationToken, Task<IOutcome>> SendAsync);

/// <summary>A job that is asked for again and again.</summary>
/// <param name="Job">A name of the catalogue.</param>
/// <param name="Argument">Its argument.</param>
/// <param name="Hour">Hour of the day, Swedish time.</param>
/// <param name="Minute">Minute of the hour.</param>
public sealed record RecurringJob(string Job, string Argument, int Hour, int Minute);

/// <summary>Registers jobs. Features say what their jobs are; this room knows none of them.</summary>
public static class JobCatalogueExtensions
{
    /// <param name="services">The services.</param>
    /// <param name="name">Stable name of the job.</param>
    /// <param name="command">Makes the command from the job's argument.</param>
    public static IServiceCollection AddJob<T>(this IServiceCollection services, string name, Func<string, IRequest<Result<T>>> command)
        where T : class =>
        services.AddSingleton(new JobDefinition(name, async (mediator, argument, ct) => await mediator.Send(command(argument), ct)));

    public static IServiceCollection AddDailyJob(this IServiceCollection services, string job, string argument, int hour, int minute) =>
        services.AddSingleton(new RecurringJob(job, argument, hour, minute));
}
