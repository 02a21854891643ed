using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Projects;

/// <summary>Maps the routes of <c>/projects</c>.</summary>
public static class ProjectsEndpoints
{
    public static IServiceCollection AddProjects(this IServiceCollection services) => services.AddSingleton<ProjectStore>();

    public static void MapProjects(this RouteGroupBuilder api)
    {
        var projects = api.MapGroup("/projects").WithTags("projects");
        ListProjects.Map(projects);
        GetProject.Map(projects);
        PutProject.Map(projects);
    }

    /// <summary>Shows a project as the file that PUT takes, with the members that the service adds.</summary>
    public static Record<ProjectFile> Show(HttpContext http, string id, ProjectWithGoals project)
    {
        var goals = new JsonObject(GoalStore.Newest(project.Goals)
            .Where(g => g.Definition is not null)
            .Select(g => KeyValuePair.Create(g.Version.Key, JsonNode.Parse(g.Definition!.Value.GetRawText()))));
        return new Record<ProjectFile>(
            project.Project.File with { Id = id, Goals = JsonSerializer.SerializeToElement(goals) },
            new RecordMeta
            {
                Version = project.Project.Version,
                ReceivedAt = project.Project.ReceivedAt,
                ChangedAt = project.Project.ChangedAt,
                Links = new SelfLinks(new Link(http.UrlOf("/projects/" + id))),
            });
    }
}
