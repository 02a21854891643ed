using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.SignIn;

/// <summary>Signs somebody in with an API key that is pasted once. From then on a cookie stands for it, as long as the key works.</summary>
internal static class SignInWithKey
{
    public const string Path = "/logga-in";

    /// <summary>Maps <c>POST /logga-in</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapPost(Path, async (HttpContext http, IAntiforgery antiforgery, IOptions<PageOptions> options, KeyHolders holders, BusinessDay day) =>
            {
                if (!options.Value.SignInWithKey)
                {
                    return Problems.NotFound(http);
                }

                if (!http.Request.HasFormContentType)
                {
                    return Problems.Answer(http, new Fault(FaultCodes.MediaTypeUnsupported, string.Empty, "application/x-www-form-urlencoded"));
                }

                var form = await http.Request.ReadFormAsync(http.RequestAborted);
                var to = form["till"].ToString();
                if (!await antiforgery.IsRequestValidAsync(http))
                {
                    return await PageAsync(http, antiforgery, options.Value, to, isRefused: false, isOld: true);
                }

                if (await holders.FindAsync(form["nyckel"].ToString().Trim(), Session.SchemeName, http.RequestAborted) is not { } holder)
                {
                    return await PageAsync(http, antiforgery, options.Value, to, isRefused: true, isOld: false);
                }

                await Session.BeginAsync(http, Caller.From(holder), SessionKind.Key, day.Now);
                return Site.GoTo(to);
            })
            .AllowAnonymous();

    private static Task<IResult> PageAsync(HttpContext http, IAntiforgery antiforgery, PageOptions options, string to, bool isRefused, bool isOld) =>
        Site.PageAsync<SignInPage>(
            http,
            new Dictionary<string, object?>
            {
                [nameof(SignInPage.Options)] = options,
                [nameof(SignInPage.Form)] = antiforgery.GetAndStoreTokens(http),
                [nameof(SignInPage.To)] = to,
                [nameof(SignInPage.IsRefused)] = isRefused,
                [nameof(SignInPage.Reason)] = !isOld ? null : PageFrame.From(http).In(
                    "Sidan hade legat öppen för länge. Försök igen.", "The page had been open for too long. Try again."),
            },
            StatusCodes.Status403Forbidden);
}
