using OutcomeApi.Jobs;
using OutcomeApi.Register;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary><c>/projects/{project}/attainment</c> and <c>/computations</c></summary>
public static class AttainmentEndpoints
{
    public static IServiceCollection AddAttainment(this IServiceCollection services) => services
        .AddJob(RegisterJobs.Recompute, project => new ComputeProject(project, null, ComputeProject.Incremental))
        .AddJob(CheckAllProjects.Job, _ => new CheckAllProjects())
        .AddJob(CheckProject.Job, project => new CheckProject(project))
        .AddDailyJob(CheckAllProjects.Job, string.Empty, hour: 3, minute: 0)
        .AddJob(ForgetComputations.Job, _ => new ForgetComputations())
        .AddDailyJob(ForgetComputations.Job, string.Empty, hour: 2, minute: 10)
        .AddJob(RequestComputation.Job, computation => new RunRequestedComputation(computation));

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
