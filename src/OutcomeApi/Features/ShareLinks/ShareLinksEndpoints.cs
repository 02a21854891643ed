using OutcomeApi.Security;

namespace OutcomeApi.Features.ShareLinks;

/// <summary>Maps the routes of <c>/projects/{project}/share-links</c> and <c>/associations/{association}/share-links</c>.</summary>
public static class ShareLinksEndpoints
{
    public static void MapShareLinks(this RouteGroupBuilder api, RouteGroupBuilder project)
    {
        var ofProject = project.MapGroup("/share-links").WithTags("share-links");
        CreateShareLink.Map(ofProject);
        ListShareLinks.Map(ofProject);
        RevokeShareLink.Map(ofProject);
        var ofAssociation = api.MapGroup("/associations/{association}/share-links").WithTags("share-links");
        CreateShareLink.MapOfAssociation(ofAssociation);
        ListShareLinks.MapOfAssociation(ofAssociation);
        RevokeShareLink.MapOfAssociation(ofAssociation);
    }
}

/// <summary>What share links lead to: a project or an association. Its secretariat makes, lists and revokes them.</summary>
/// <param name="Project">Id of the project. Null for an association.</param>
/// <param name="Association">Id of the association. Null for a project.</param>
public sealed record LinkedTo(string? Project, string? Association)
{
    /// <summary>The address of the links below the versioned root.</summary>
    public string Path => Project is null ? $"/associations/{Association}/share-links" : $"/projects/{Project}/share-links";

    public static LinkedTo OfProject(string project) => new(project, null);

    public static LinkedTo OfAssociation(string association) => new(null, association);

    /// <summary>Returns whether a caller may see a link: to an association that it reaches, or to the parts of a project that it reaches.</summary>
    public bool IsWithinReach(Caller caller, string? subproject) =>
        Project is null ? caller.Associations.Contains(Association!) : caller.ReachesPart(Project, subproject);
}
