using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Features.TertialReports.Forms;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Projects;

/// <summary>
/// The page of a project for those who decide: do we reach the goals, women and men; can we trust it; and what would change it. It shows what the
/// attainment and the tertial report of the API show to the same reader.
/// </summary>
internal static class ShowProject
{
    /// <summary>Maps <c>GET /projekt/{project}?del=&amp;tertial=</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/projekt/{project}", async (
                string project, string? del, string? tertial, HttpContext http, IMediator mediator, KeptAnswers answers) =>
            {
                var found = await mediator.Send(new FindProjectScope(Caller.From(http), project, del, tertial), http.RequestAborted);
                return found.IsSuccess
                    ? await Site.AnswerAsync<ProjectPage>(http, answers, found.Value.State, frame => LoadAsync(mediator, found.Value, frame.Texts))
                    : Problems.Answer(http, found.Faults);
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.Figures)
            .ForParts();

    private static async Task<Result<IReadOnlyDictionary<string, object?>>> LoadAsync(IMediator mediator, ProjectScope scope, ReportTexts texts)
    {
        var upToTertial = new AttainmentFilter { To = scope.Tertial };
        var attainment = await mediator.Send(
            GetAttainment.All(scope.Caller, scope.Project.Id, upToTertial, scope.Head), CancellationToken.None);
        if (!attainment.IsSuccess)
        {
            return attainment.Faults.ToList();
        }

        var report = await mediator.Send(
            new GetTertialReport(scope.Head, scope.Project.Id, scope.Tertial, scope.Part, scope.K, texts.Language), CancellationToken.None);
        return report.Map(IReadOnlyDictionary<string, object?> (shown) => new Dictionary<string, object?>
        {
            [nameof(ProjectPage.Scope)] = scope,
            [nameof(ProjectPage.Goals)] = ProjectGoals.From(scope, attainment.Value, texts.Language),
            [nameof(ProjectPage.Report)] = shown.For(scope.Caller),
        });
    }
}
