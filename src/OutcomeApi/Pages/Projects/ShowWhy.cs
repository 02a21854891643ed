using OutcomeApi.Domain.Goals;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Projects;

/// <summary>
/// The page that tells who is in a figure and why everybody else is not, in numbers. Nobody is shown references of people here, registrars neither,
/// so nothing about people is read.
/// </summary>
internal static class ShowWhy
{
    private const string Total = "total";

    /// <summary>Maps <c>GET /projekt/{project}/varfor/{goal}/{tertial}?fonster=&amp;kon=&amp;del=</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/projekt/{project}/varfor/{goal}/{tertial}", async Task<IResult> (
                string project, string goal, string tertial, string? fonster, string? kon, string? del, HttpContext http, IMediator mediator) =>
            {
                var caller = Caller.From(http);
                var faults = FaultsOf(caller, tertial, fonster, kon).ToArray();
                if (faults.Length > 0)
                {
                    return Problems.Answer(http, faults);
                }

                var scope = await mediator.Send(new FindProjectScope(caller, project, del, tertial), http.RequestAborted);
                if (!scope.IsSuccess)
                {
                    return Problems.Answer(http, scope.Faults);
                }

                var window = fonster is null ? Window.SinceStart : Code.Parse<Window>(fonster);
                Gender? gender = kon is null or Total ? null : Code.Parse<Gender>(kon);
                var explain = new Explain(caller, project, new FigureCell(goal, del, Tertial.Parse(tertial), window, gender), null) { CountsOnly = true };
                var explained = await mediator.Send(explain, http.RequestAborted);
                return explained.IsSuccess
                    ? await Site.PageAsync<WhyPage>(http, new Dictionary<string, object?>
                    {
                        [nameof(WhyPage.Scope)] = scope.Value,
                        [nameof(WhyPage.Goal)] = explained.Value.Funnel.Goal.Definition,
                        [nameof(WhyPage.Gender)] = kon ?? Total,
                        [nameof(WhyPage.Explanation)] = Explanation.From(explain, explained.Value, PageFrame.From(http).Texts.Language),
                    })
                    : Problems.Answer(http, explained.Faults);
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .MayTakeLong()
            .IsCostly();

    private static IEnumerable<Fault> FaultsOf(Caller caller, string tertial, string? window, string? gender)
    {
        if (!Tertial.TryParse(tertial, out _))
        {
            yield return new Fault(FaultCodes.TypeWrong, "/tertial", "a tertial such as 2026-T1");
        }

        if (window is not null && !Code.TryParse<Window>(window, out _))
        {
            yield return new Fault(FaultCodes.TypeWrong, "/fonster", "one of " + string.Join(", ", Code.All<Window>()));
        }

        if (gender is not (null or Total or "woman" or "man") && (caller.Role == Role.SteeringGroup || !Code.TryParse<Gender>(gender, out _)))
        {
            yield return SteeringGroupRows.NoSuchRow;
        }
    }
}
