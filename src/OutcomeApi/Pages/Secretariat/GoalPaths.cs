using System.Globalization;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>Addresses of the pages about how a project's goals are defined.</summary>
internal static class GoalPaths
{
    /// <summary>Address of the goals of a project.</summary>
    public static string List(string project) => $"{SecretariatPaths.Desk}/{project}/mal";

    /// <summary>Address of a goal, with all its versions. Its form is sent there to save a new version.</summary>
    public static string Goal(string project, string key) => $"{List(project)}/{key}";

    /// <summary>Address of a goal after a version has been saved.</summary>
    public static string Saved(string project, string key, int version) =>
        string.Create(CultureInfo.InvariantCulture, $"{Goal(project, key)}?sparad={version}");

    /// <summary>Address to which the form of a goal is sent to see what it would change.</summary>
    public static string Preview(string project, string key) => Goal(project, key) + "/prova";
}
