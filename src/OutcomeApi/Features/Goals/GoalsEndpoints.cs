namespace OutcomeApi.Features.Goals;

/// <summary>Maps the routes of <c>/projects/{project}/goals</c>.</summary>
public static class GoalsEndpoints
{
    public static void MapGoals(this RouteGroupBuilder project)
    {
        var goals = project.MapGroup("/goals").WithTags("goals");
        ListGoals.Map(goals);
        GetGoal.Map(goals);
        PutGoal.Map(goals);
        ListGoalVersions.Map(goals);
    }
}
