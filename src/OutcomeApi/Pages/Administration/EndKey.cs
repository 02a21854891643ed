using OutcomeApi.Features.Administration;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>The page that asks whether to revoke an API key, and does it.</summary>
internal static class EndKey
{
    /// <summary>Maps <c>GET</c> and <c>POST /administration/nycklar/{keyId}/aterkalla</c>.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet(AdministrationPaths.Revoke("{keyId}"), (string keyId, HttpContext http, IMediator mediator, BusinessDay day) =>
                AskAsync(keyId, http, mediator, day, isOld: false))
            .RequireAuthorization(Policies.Administer);
        site.MapPost(AdministrationPaths.Revoke("{keyId}"), async (string keyId, HttpContext http, IMediator mediator, BusinessDay day) =>
            {
                var sent = await SentForm.ReadAsync(http);
                if (!sent.IsSuccess)
                {
                    return Problems.Answer(http, sent.Faults);
                }

                if (sent.Value.IsOld)
                {
                    return await AskAsync(keyId, http, mediator, day, isOld: true);
                }

                var revoked = await mediator.Send(new RevokeApiKey(Caller.From(http), keyId), http.RequestAborted);
                return revoked.IsSuccess ? Site.GoTo(AdministrationPaths.Keys) : Problems.Answer(http, revoked.Faults);
            })
            .RequireAuthorization(Policies.Administer);
    }

    private static async Task<IResult> AskAsync(string id, HttpContext http, IMediator mediator, BusinessDay day, bool isOld)
    {
        if (await ShowKeys.FindAsync(mediator, day, id, http.RequestAborted) is not { Works: true } shown)
        {
            return Problems.NotFound(http);
        }

        return await Site.PageAsync<EndKeyPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(EndKeyPage.Shown)] = shown,
                [nameof(EndKeyPage.IsOwn)] = shown.Key.PublicId == Caller.From(http).Credential,
                [nameof(EndKeyPage.Form)] = SentForm.TokenOf(http),
                [nameof(EndKeyPage.Faults)] = isOld ? [SentForm.Old(PageFrame.From(http))] : Array.Empty<string>(),
            },
            isOld ? StatusCodes.Status403Forbidden : StatusCodes.Status200OK);
    }
}
