using Quartz;

namespace OutcomeApi.Jobs.Quartz;

/// <summary>Registers Quartz with a store in memory: what must survive is in the outbox.</summary>
public static class EngineRegistration
{
    public static IServiceCollection AddJobEngine(this IServiceCollection services)
    {
        services.AddQuartz();
        services.AddQuartzHostedService(options => options.WaitForJobsToComplete = true);
        return services.AddSingleton<IJobEngine, QuartzEngine>();
    }
}
