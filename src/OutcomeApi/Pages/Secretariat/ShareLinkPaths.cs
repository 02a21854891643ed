namespace OutcomeApi.Pages.Secretariat;

/// <summary>Addresses of the pages on which a secretariat handles the share links of a project.</summary>
internal static class ShareLinkPaths
{
    /// <summary>Address of the links of a project.</summary>
    public static string List(string project) => $"{SecretariatPaths.Desk}/{project}/lankar";

    /// <summary>Address of the page that revokes a link.</summary>
    public static string Revoke(string project, string link) => $"{List(project)}/{link}/aterkalla";
}
