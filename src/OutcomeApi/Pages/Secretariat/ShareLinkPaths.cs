using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>Addresses of the pages on which a secretariat handles the share links of a project.</summary>
internal static class ShareLinkPaths
{
    /// <summary>Address of the links of a project.</summary>
    public static string List(string project) => $"/kansli/{project}/lankar";

    /// <summary>Address of the page that revokes a link.</summary>
    public static string Revoke(string project, string link) => $"{List(project)}/{link}/aterkalla";

    /// <summary>The way from the start page to the pages of a project.</summary>
    public static IReadOnlyList<(string Text, string Address)> Trail(PageFrame frame, ProjectDefinition project) =>
        [(frame.In("Start", "Start"), "/"), (frame.Texts.Of(project.Name, project.Id), Paths.Project(project.Id))];
}
