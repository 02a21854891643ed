using Microsoft.AspNetCore.Antiforgery;
using Microsoft.AspNetCore.Authentication;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.SignIn;

/// <summary>Ends the session of the reader.</summary>
internal static class SignOut
{
    public const string Path = "/logga-ut";

    /// <summary>Maps <c>GET</c> and <c>POST /logga-ut</c>: a page that asks, and the answer.</summary>
    public static void Map(RouteGroupBuilder site)
    {
        site.MapGet(Path, (HttpContext http, IAntiforgery antiforgery) => PageAsync(http, antiforgery)).AllowAnonymous();
        site.MapPost(Path, async (HttpContext http, IAntiforgery antiforgery) =>
            {
                if (!await antiforgery.IsRequestValidAsync(http))
                {
                    return await PageAsync(http, antiforgery);
                }

                await http.SignOutAsync(Session.SchemeName);
                return Site.GoTo("/");
            })
            .AllowAnonymous();
    }

    private static Task<IResult> PageAsync(HttpContext http, IAntiforgery antiforgery) => Site.PageAsync<SignOutPage>(
        http, new Dictionary<string, object?> { [nameof(SignOutPage.Form)] = antiforgery.GetAndStoreTokens(http) });
}
