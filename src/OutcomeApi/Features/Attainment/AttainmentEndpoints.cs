using OutcomeApi.Pipeline;

namespace OutcomeApi.Features.Attainment;

/// <summary>Maps the routes of <c>/projects/{project}/attainment</c> and <c>/computations</c>.</summary>
public static class AttainmentEndpoints
{
    public static IServiceCollection AddAttainment(this IServiceCollection services) => services.AddSingleton<IUndoneWork, UndoneComputations>();

    public static void MapAttainment(this RouteGroupBuilder api, RouteGroupBuilder project)
    {
        GetAttainment.Map(project);
        Explain.Map(project);
        Simulate.Map(project);
        var computations = api.MapGroup("/computations").WithTags("computations");
        RequestComputation.Map(computations);
        GetComputation.Map(computations);
    }
}
