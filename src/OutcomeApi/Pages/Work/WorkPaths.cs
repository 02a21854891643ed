using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Pages.Work;

/// <summary>Addresses of the pages on which project staff work.</summary>
public static class WorkPaths
{
    /// <summary>Address of the desk of a project's staff.</summary>
    public static string Desk(string project) => $"{Paths.Project(project)}/arbete";

    /// <summary>The way from the start page to the pages under the desk.</summary>
    internal static IReadOnlyList<(string Text, string Address)> Trail(PageFrame frame, ProjectDefinition project) =>
    [
        (frame.In("Start", "Start"), "/"), (frame.Texts.Of(project.Name, project.Id), Paths.Project(project.Id)),
        (frame.In("Arbete", "Work"), Desk(project.Id)),
    ];

    /// <summary>Address of an empty form, with what is known already.</summary>
    public static string New(string project, string collection, params (string Name, string? Value)[] known)
    {
        var query = string.Join('&', known.Where(one => one.Value is not null).Select(one => $"{one.Name}={Uri.EscapeDataString(one.Value!)}"));
        return $"{Desk(project)}/{collection}/ny" + (query.Length == 0 ? string.Empty : "?" + query);
    }

    /// <summary>Address of the form of a stored record.</summary>
    public static string Record(string project, string collection, string key) => $"{Desk(project)}/{collection}/post/{key}";

    /// <summary>Address of the list of what a check has found.</summary>
    public static string Finding(string project, string finding, string tertial, string? part) =>
        $"{Desk(project)}/fynd/{finding}?tertial={tertial}" + (part is null ? string.Empty : $"&del={part}");

    /// <summary>Address of the form for the comment on a tertial.</summary>
    public static string Comment(string project, Tertial tertial) => $"{Desk(project)}/kommentar/{tertial}";

    /// <summary>Address to which a file is sent.</summary>
    public static string Files(string project) => $"{Desk(project)}/filer";

    /// <summary>Address of the workbook to fill in.</summary>
    public static string Template(string project) => $"{Files(project)}/mall";

    /// <summary>Address of what became of a file, as CSV.</summary>
    public static string Result(string project, string batch) => $"{File(project, batch)}/resultat";

    /// <summary>Address of what became of a file.</summary>
    public static string File(string project, string batch) => $"{Files(project)}/{batch}";

    /// <summary>Address that answers a file that is chosen again with its faults marked.</summary>
    public static string MarkedFile(string project, string batch) => $"{File(project, batch)}/markerad";
}
