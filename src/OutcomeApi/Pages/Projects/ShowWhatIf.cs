using OutcomeApi.Features.Attainment;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Projects;

/// <summary>The page that tells how a goal would stand after more exits or more answers. It is computed when it is asked for, and stored nowhere.</summary>
internal static class ShowWhatIf
{
    /// <summary>Maps <c>GET /projekt/{project}/tank-om</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/projekt/{project}/tank-om", async Task<IResult> (
                string project, string? del, string? tertial, [AsParameters] WhatIfQuestion question, HttpContext http, IMediator mediator) =>
            {
                var found = await mediator.Send(new FindProjectScope(Caller.From(http), project, del, tertial), http.RequestAborted);
                if (!found.IsSuccess)
                {
                    return Problems.Answer(http, found.Faults);
                }

                var scope = found.Value;
                var frame = PageFrame.From(http);
                var only = new AttainmentFilter { From = scope.Tertial, To = scope.Tertial };
                var figures = await mediator.Send(GetAttainment.All(scope.Caller, project, only, scope.Head), http.RequestAborted);
                if (!figures.IsSuccess)
                {
                    return Problems.Answer(http, figures.Faults);
                }

                var choices = ProjectGoals.From(scope, figures.Value, frame.Texts.Language).Choices;
                var answer = await AskAsync(mediator, scope, choices, question, frame, http.RequestAborted);
                return await Site.PageAsync<WhatIfPage>(http, new Dictionary<string, object?>
                {
                    [nameof(WhatIfPage.Scope)] = scope,
                    [nameof(WhatIfPage.Choices)] = choices,
                    [nameof(WhatIfPage.Asked)] = question,
                    [nameof(WhatIfPage.Answer)] = answer,
                });
            })
            .AddEndpointFilter<ProjectReach>()
            .RequireAuthorization(Policies.Figures)
            .ForParts()
            .MayTakeLong()
            .IsCostly();

    private static async Task<WhatIfAnswer> AskAsync(
        IMediator mediator, ProjectScope scope, IReadOnlyList<JudgedGoal> choices, WhatIfQuestion question, PageFrame frame, CancellationToken ct)
    {
        if (question.WrongNumbers.Count > 0)
        {
            return WhatIfAnswer.Refused(frame.In(
                "Skriv hela tal från 1 till 1 000, eller lämna fältet tomt.", "Write whole numbers from 1 to 1,000, or leave the field empty."));
        }

        var goal = choices.FirstOrDefault(choice => WhatIfForm.KeyOf(choice) == question.Goal);
        var changes = question.ChangesIn(goal?.Item.Subproject, scope.Project.Period.CohortOf(scope.Tertial, Window.Tertial).To);
        if (goal is null || changes.Count == 0)
        {
            return question == WhatIfQuestion.Empty ? WhatIfAnswer.Nothing : WhatIfAnswer.Refused(frame.In(
                "Välj ett mål, och skriv hur många som avslutar eller svarar.", "Choose a goal, and write how many exit or answer."));
        }

        var simulate = new Simulate(
            scope.Caller,
            scope.Project.Id,
            new SimulationRequest { Changes = changes, Goal = goal.Item.Goal, Tertial = goal.Item.Tertial, Window = goal.Item.Window },
            []);
        var simulated = await mediator.Send(simulate, ct);
        return simulated.IsSuccess
            ? new WhatIfAnswer(goal, Simulation.From(simulate, simulated.Value, frame.Texts.Language).Items, [])
            : WhatIfAnswer.Refused(ProblemError.TextsOf(simulated.Faults, frame.Texts.Language));
    }
}

/// <summary>The answer to a what-if question.</summary>
/// <param name="Goal">The goal that was asked about. Null when nothing was computed.</param>
/// <param name="Changed">Its figures that would change: those of the part, and of all its parts together.</param>
/// <param name="Faults">What is wrong with the question, in plain words.</param>
public sealed record WhatIfAnswer(JudgedGoal? Goal, IReadOnlyList<ComparedFigure> Changed, IReadOnlyList<string> Faults)
{
    /// <summary>Nothing has been asked.</summary>
    public static WhatIfAnswer Nothing { get; } = new(null, [], []);

    /// <summary>Returns the answer to a question that has faults.</summary>
    public static WhatIfAnswer Refused(params IReadOnlyList<string> faults) => new(null, [], faults);
}
