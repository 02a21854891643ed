using OutcomeApi.Features.Administration;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Administration;

/// <summary>The administrator's first page: the API keys, those that work and those that no longer do.</summary>
internal static class ShowKeys
{
    /// <summary>Maximum number of keys that no longer work on the page, the newest of them.</summary>
    private const int MostStopped = 100;

    /// <summary>Maps <c>GET /administration</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet(AdministrationPaths.Keys, async Task<IResult> (HttpContext http, IMediator mediator, BusinessDay day) =>
            {
                var keys = await AllAsync(mediator, day, http.RequestAborted);
                ShownKey[] stopped = [.. keys.Where(key => !key.Works).Reverse()];
                return await Site.PageAsync<KeysPage>(http, new Dictionary<string, object?>
                {
                    [nameof(KeysPage.Working)] = keys.Where(key => key.Works).ToArray(),
                    [nameof(KeysPage.Stopped)] = stopped.Take(MostStopped).ToArray(),
                    [nameof(KeysPage.StoppedInAll)] = stopped.Length,
                });
            })
            .RequireAuthorization(Policies.Administer);

    /// <summary>Finds a key. Null when there is none with this id.</summary>
    public static async Task<ShownKey?> FindAsync(IMediator mediator, BusinessDay day, string id, CancellationToken ct) =>
        (await AllAsync(mediator, day, ct)).FirstOrDefault(shown => shown.Key.PublicId == id);

    private static async Task<ShownKey[]> AllAsync(IMediator mediator, BusinessDay day, CancellationToken ct) =>
    [
        .. (await mediator.Send(new ListApiKeys(0, int.MaxValue), ct)).Items
            .Select(key => new ShownKey(key, key.RevokedAt is null && ApiKey.Works(key.ExpiresOn, key.WorksUntil, day)))
    ];
}

/// <summary>A key on a page.</summary>
/// <param name="Key">The key.</param>
/// <param name="Works">Whether it works now.</param>
public sealed record ShownKey(ApiKeyRow Key, bool Works)
{
    /// <summary>Whether it can be replaced: a key that has been replaced already can not.</summary>
    public bool CanBeReplaced => Works && Key.WorksUntil is null;
}
