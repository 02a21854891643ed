using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Goals;

/// <summary>Computes what a definition would change, without saving anything.</summary>
public sealed record PreviewGoal(string Project, string Key, JsonElement Definition, EntityTagCondition? IfMatch) : IRequest<Result<PreviewedGoal>>
{
    /// <summary>Answers <c>PUT /projects/{project}/goals/{key}?dryRun=true</c>.</summary>
    public static async Task<IResult> AnswerAsync(PreviewGoal request, HttpContext http, IMediator mediator)
    {
        var result = await mediator.Send(request, http.RequestAborted);
        if (!result.IsSuccess)
        {
            return Problems.Answer(http, result.Faults);
        }

        var previewed = result.Value;
        if (previewed.Stored is { } stored)
        {
            http.Response.Headers.ETag = Reply.TagOf(stored);
        }

        return Reply.Ok(GoalResource.From(http, request.Project, previewed.Goal) with { Preview = previewed.Compare(http.LanguageOf()) });
    }
}

/// <summary>A goal and the project, before and after the definition is applied.</summary>
/// <param name="Goal">The version that would be created; the stored one if the definition changes nothing.</param>
/// <param name="Stored">Number of the stored version; null: there is none.</param>
/// <param name="Before">The project's facts with the stored goals.</param>
/// <param name="After">The project's facts with the new version.</param>
public sealed record PreviewedGoal(StoredGoal Goal, int? Stored, ProjectFacts Before, ProjectFacts After)
{
    /// <summary>Compares the figures of the goal, and of the goals that refer to it.</summary>
    /// <param name="language">The language of the sentences.</param>
    public GoalPreview Compare(Language language)
    {
        var affected = GoalBook.Dependents(Goal.Version.Key, After.Goals.Select(g => g.Version));
        var comparison = FigureComparison.Compute(
            Before.Compute().Where(f => affected.Contains(f.Goal.Key)),
            After.Compute().Where(f => affected.Contains(f.Goal.Key)),
            After.Time,
            language);
        return new GoalPreview { AsOf = After.AsOf, Items = comparison.Items, Unchanged = comparison.Unchanged };
    }
}

public sealed class PreviewGoalHandler(DbSession session, ProjectStore projects, BusinessDay day) : IRequestHandler<PreviewGoal, Result<PreviewedGoal>>
{
    public async Task<Result<PreviewedGoal>> Handle(PreviewGoal request, CancellationToken cancellationToken)
    {
        ProjectFacts facts;
        await using (await session.SnapshotAsync(request.Project, cancellationToken))
        {
            facts = await ProjectFacts.LoadAsync(session, projects, day, request.Project, cancellationToken);
        }

        var newest = GoalStore.Newest(facts.Goals).FirstOrDefault(g => g.Version.Key == request.Key);
        var stored = newest?.Definition is null ? null : newest;
        if (EntityTagCondition.Fault(request.IfMatch, stored?.Version.Version, mustMatch: false) is { } stale)
        {
            return stale;
        }

        if (ProjectMeasure.FaultsOf(request.Key, request.Definition, facts.Goals, string.Empty).ToList() is { Count: > 0 } tooLarge)
        {
            return tooLarge;
        }

        var (definition, faults) = GoalParser.ParseOne(request.Key, request.Definition, GoalStore.Stated(facts.Goals), facts.Project);
        if (definition is null || faults.Count > 0)
        {
            return faults.ToList();
        }

        if (stored is not null && GoalStore.SaysTheSame(stored, request.Definition))
        {
            return new PreviewedGoal(stored, stored.Version.Version, facts, facts);
        }

        var next = GoalStore.Next(facts.Goals, definition, request.Definition, facts.Project.Period.StartsOn);
        var versions = facts.Goals.Append(next).Select(goal => goal.Version.Definition);
        if (ProjectMeasure.FaultsOf(facts.Project, versions, string.Empty).ToList() is { Count: > 0 } tooMuch)
        {
            return tooMuch;
        }
        return new PreviewedGoal(next, stored?.Version.Version, facts, facts with { Goals = [.. facts.Goals, next] });
    }
}
