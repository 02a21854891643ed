using Microsoft.AspNetCore.Antiforgery;
using Microsoft.Extensions.Options;
using OutcomeApi.Features.Projects;
using OutcomeApi.Pages.Associations;
using OutcomeApi.Pages.SignIn;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Home;

/// <summary>The first page: for readers their projects and associations, for everybody else the ways to sign in.</summary>
internal static class Home
{
    /// <summary>Maps <c>GET /</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/", async Task<IResult> (
                string? fel, HttpContext http, IMediator mediator, BoardReader boards, IAntiforgery antiforgery, IOptions<PageOptions> options) =>
            {
                if (http.User.Identity?.IsAuthenticated != true)
                {
                    return await Site.PageAsync<SignInPage>(http, new Dictionary<string, object?>
                    {
                        [nameof(SignInPage.Options)] = options.Value,
                        [nameof(SignInPage.Form)] = antiforgery.GetAndStoreTokens(http),
                        [nameof(SignInPage.To)] = "/",
                        [nameof(SignInPage.Reason)] = ReasonOf(fel, PageFrame.From(http)),
                    });
                }

                var caller = Caller.From(http);
                var projects = Policies.Roles[Policies.ReadProjects].Contains(caller.Role)
                    ? (await mediator.Send(new ListProjects(caller), http.RequestAborted)).Select(row => row.Show(http)).ToArray()
                    : [];
                var associations = new List<(string Id, string Name)>();
                foreach (var id in caller.Associations)
                {
                    associations.Add((id, PageFrame.From(http).Texts.Of(await boards.NameAsync(id, http.RequestAborted), id)));
                }

                return await Site.PageAsync<HomePage>(http, new Dictionary<string, object?>
                {
                    [nameof(HomePage.Projects)] = projects,
                    [nameof(HomePage.Associations)] = associations,
                });
            })
            .AllowAnonymous();

    private static string? ReasonOf(string? fault, PageFrame frame) => fault switch
    {
        "roll" => frame.In(
            "Ditt konto har ingen roll här. Be den som sköter konton att ge dig en.", "Your account has no role here. Ask those who manage accounts for one."),
        "konto" => frame.In("Inloggningen avbröts. Försök igen.", "Signing in was interrupted. Try again."),
        _ => null,
    };
}
