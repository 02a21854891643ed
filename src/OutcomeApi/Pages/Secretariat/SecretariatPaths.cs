using OutcomeApi.Domain.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>Addresses of the pages on which a secretariat works.</summary>
internal static class SecretariatPaths
{
    /// <summary>Address of the secretariat's desk.</summary>
    public const string Desk = "/kansli";

    /// <summary>Address of the page on which a report is checked and certified.</summary>
    public static string Report(string project, Tertial tertial) => $"{Desk}/{project}/{tertial}";

    /// <summary>Address of the counts of an association for Uppföljning Finsam.</summary>
    public static string Finsam(string association, Tertial tertial) => $"{Desk}/forbund/{association}/finsam/{tertial}";

    /// <summary>What is added to the address of a page to have it as a file.</summary>
    public const string File = "/fil";

    /// <summary>The way from the start page to the pages about a project. Those who are no secretariat get there from the project's page.</summary>
    public static IReadOnlyList<(string Text, string Address)> Trail(PageFrame frame, ProjectDefinition project) =>
    [
        .. frame.Role == Role.Secretariat ? Trail(frame) : [(frame.In("Start", "Start"), "/")],
        (frame.Texts.Of(project.Name, project.Id), Paths.Project(project.Id)),
    ];

    /// <summary>The way from the start page to the pages under the desk.</summary>
    public static IReadOnlyList<(string Text, string Address)> Trail(PageFrame frame) =>
        [(frame.In("Start", "Start"), "/"), (frame.In("Kansliet", "The secretariat"), Desk)];
}
