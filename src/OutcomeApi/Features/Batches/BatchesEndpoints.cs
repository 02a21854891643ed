using OutcomeApi.Jobs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary><c>/projects/{project}/batches</c></summary>
public static class BatchesEndpoints
{
    public static IServiceCollection AddBatches(this IServiceCollection services) =>
        services
            .AddJob(WorkThroughBatch.Job, batch => new WorkThroughBatch(batch))
            .AddJob(ForgetBatches.Job, _ => new ForgetBatches())
            .AddDailyJob(ForgetBatches.Job, string.Empty, hour: 2, minute: 15);

    public static void MapBatches(this RouteGroupBuilder project)
    {
        var batches = project.MapGroup("/batches").WithTags("batches").RequireAuthorization(Policies.PersonRows);
        SendBatch.Map(batches);
        GetBatch.Map(batches);
        CancelBatch.Map(batches);
    }
}
