using OutcomeApi.Features.ShareLinks;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Secretariat;

/// <summary>The page that asks whether to revoke a share link, and does it.</summary>
internal static class EndShareLink
{
    /// <summary>Maps <c>GET</c> and <c>POST /kansli/{project}/lankar/{linkId}/aterkalla</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        var link = site.MapGroup(ShareLinkPaths.Revoke("{project}", "{linkId}")).AddEndpointFilter<ProjectReach>();
        link.MapGet("/", (string project, string linkId, HttpContext http, IMediator mediator, BusinessDay day) =>
                AskAsync(project, linkId, http, mediator, day, isOld: false))
            .RequireAuthorization(Policies.ShareLinks)
            .ForParts();
        link.MapPost("/", RevokeAsync).RequireAuthorization(Policies.ShareLinks).ForParts();
    }

    private static async Task<IResult> RevokeAsync(string project, string linkId, HttpContext http, IMediator mediator, BusinessDay day)
    {
        var sent = await SentForm.ReadAsync(http);
        if (!sent.IsSuccess)
        {
            return Problems.Answer(http, sent.Faults);
        }

        if (sent.Value.IsOld)
        {
            return await AskAsync(project, linkId, http, mediator, day, isOld: true);
        }

        var revoked = await mediator.Send(new RevokeShareLink(Caller.From(http), LinkedTo.OfProject(project), linkId), http.RequestAborted);
        return revoked.IsSuccess ? Site.GoTo(ShareLinkPaths.List(project)) : Problems.Answer(http, revoked.Faults);
    }

    private static async Task<IResult> AskAsync(string project, string linkId, HttpContext http, IMediator mediator, BusinessDay day, bool isOld)
    {
        var services = http.RequestServices;
        var links = await mediator.Send(new ListShareLinks(Caller.From(http), LinkedTo.OfProject(project)), http.RequestAborted);
        if (links.Value?.FirstOrDefault(link => link.PublicId == linkId && link.Works(day)) is not { } found)
        {
            return Problems.NotFound(http);
        }

        var stored = await services.GetRequiredService<ProjectStore>().FindAsync(services.GetRequiredService<DbSession>(), project, http.RequestAborted);
        return await Site.PageAsync<EndShareLinkPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(EndShareLinkPage.Project)] = stored!.Definition,
                [nameof(EndShareLinkPage.Link)] = found,
                [nameof(EndShareLinkPage.Form)] = SentForm.TokenOf(http),
                [nameof(EndShareLinkPage.Faults)] = isOld ? [SentForm.Old(PageFrame.From(http))] : Array.Empty<string>(),
            },
            isOld ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK);
    }
}
