using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.SignIn;

/// <summary>Opens a share link: its reader is a steering group of what the link is to, and reads without signing in.</summary>
internal static class OpenShareLink
{
    /// <summary>Maps <c>GET /delad/{token}</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(ShareLink.Path + "/{token}", async (string token, HttpContext http, ShareLinkHolders links, BusinessDay day) =>
            {
                if (await links.OpenAsync(token, http.RequestAborted) is not { } link)
                {
                    return Problems.Answer(http, new Fault(FaultCodes.ShareLinkNotValid, string.Empty));
                }

                await Session.BeginAsync(http, link.ToCaller(), SessionKind.ShareLink, day.Now);
                return Site.GoTo(link.AssociationId is { } association ? Paths.Association(association) : Paths.Project(link.ProjectId!));
            })
            .AllowAnonymous();
}
