using OutcomeApi.Features.Batches.Workbooks;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary>Maps the routes of <c>/projects/{project}/batches</c>.</summary>
public static class BatchesEndpoints
{
    public static IServiceCollection AddBatches(this IServiceCollection services) =>
        services.AddSingleton<IUndoneWork, UndoneBatches>().AddScoped<BatchStore>();

    public static void MapBatches(this RouteGroupBuilder project)
    {
        var batches = project.MapGroup("/batches").WithTags("batches").RequireAuthorization(Policies.PersonRows).ForParts();
        SendBatch.Map(batches);
        GetBatch.Map(batches);
        CancelBatch.Map(batches);
        GetBatchTemplate.Map(project.MapGroup(string.Empty).WithTags("batches").RequireAuthorization(Policies.PersonRows).ForParts());
    }
}
