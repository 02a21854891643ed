using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Goals;

/// <summary>Creates a goal, or a new version of it.</summary>
public sealed record PutGoal(Caller Caller, string Project, string Key, JsonElement Definition, EntityTagCondition? IfMatch) : ICommand<SavedGoal>
{
    private static readonly QueryParameter<bool?> DryRun =
        QueryParameter.OfFlag("dryRun", "true: only show what the definition would change, and save nothing.", "true");

    /// <summary>Maps <c>PUT /projects/{project}/goals/{key}</c>.</summary>
    public static void Map(RouteGroupBuilder goals) =>
        goals.MapPut("/{key}", async (string project, string key, SentJson<SentGoal> body, Query query, HttpContext http, IMediator mediator) =>
            {
                if (body.Fault is { } fault)
                {
                    return Problems.Answer(http, fault);
                }

                var ifMatch = EntityTagCondition.From(http.Request);
                if (query.Value(DryRun) is true)
                {
                    return await PreviewGoal.AnswerAsync(new PreviewGoal(project, key, body.Json, ifMatch), http, mediator);
                }

                var result = await mediator.Send(new PutGoal(Caller.From(http), project, key, body.Json, ifMatch), http.RequestAborted);
                return Reply.Saved(http, result, saved => saved.Created, saved => GoalResource.From(http, project, saved.Goal));
            })
            .RequireAuthorization(Policies.DefineProjects)
            .WithName("put-goal")
            .MayTakeLong()
            .IsCostly(http => http.Request.Query["dryRun"] == "true", "with dryRun")
            .WithSummary("Create or change a goal.")
            .WithDescription(
                "Creates a version that is valid from its validFrom, or from the project's start. "
                + "A definition that says the same as the stored one creates no version. "
                + "To create a goal, or to open a closed one again, leave If-Match out. "
                + "All faults of a refused definition are returned at once: unknown words, codes that "
                + "the project does not use, impossible targets, goals that refer to themselves, and changes that would break another goal's reference. "
                + "With dryRun nothing is saved and no If-Match is needed: the answer shows the figures before and after.")
            .WithQuery(DryRun)
            .Produces<GoalResource>(StatusCodes.Status201Created)
            .Produces<GoalResource>()
            .Produces(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>A stored goal, and whether it was created.</summary>
public sealed record SavedGoal(StoredGoal Goal, bool Created);

public sealed class PutGoalHandler(DbSession session, ProjectStore projects, FigureUpdates updates, BusinessDay day)
    : IRequestHandler<PutGoal, Result<SavedGoal>>
{
    // The project file contains the goals, so its version must increase too. Otherwise a correction based on an older version of the file
    // would undo the change to the goal unnoticed.
    private const string UpdateProjectSql = "UPDATE projects SET version = version + 1, changed_at = @Now WHERE id = @Project";

    public async Task<Result<SavedGoal>> Handle(PutGoal request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        await session.LockProjectAsync(request.Project, ct);
        var project = (await projects.FindAsync(session, request.Project, ct))!.Definition;
        var all = await GoalStore.AllAsync(session, request.Project, ct);
        var newest = GoalStore.Newest(all).FirstOrDefault(g => g.Version.Key == request.Key);
        var stored = newest?.Definition is null ? null : newest;
        if (EntityTagCondition.Fault(request.IfMatch, stored?.Version.Version) is { } stale)
        {
            return stale;
        }

        if (ProjectMeasure.FaultsOf(request.Key, request.Definition, all, string.Empty).ToList() is { Count: > 0 } tooLarge)
        {
            return tooLarge;
        }

        var (definition, faults) = GoalParser.ParseOne(request.Key, request.Definition, GoalStore.Stated(all), project);
        if (definition is null || faults.Count > 0)
        {
            return faults.ToList();
        }

        if (stored is not null && GoalStore.SaysTheSame(stored, request.Definition))
        {
            return new SavedGoal(stored, Created: false);
        }

        var next = GoalStore.Next(all, definition, request.Definition, project.Period.StartsOn);
        var versions = all.Append(next).Select(goal => goal.Version.Definition);
        if (ProjectMeasure.FaultsOf(project, versions, string.Empty).ToList() is { Count: > 0 } tooMuch)
        {
            return tooMuch;
        }
        await SaveAsync(request, next, project.Period, ct);
        return new SavedGoal(next, Created: stored is null);
    }

    /// <summary>Saves the version and what follows from it: the history, the request to update the figures, and the audit event.</summary>
    private async Task SaveAsync(PutGoal request, StoredGoal next, ReportingPeriod period, CancellationToken ct)
    {
        await GoalStore.AddAsync(session, request.Project, next, request.Caller.Credential, day.Now, ct);
        await session.ExecuteAsync(UpdateProjectSql, new { request.Project, day.Now }, ct);
        var history = new RecordHistory(session, request.Project, request.Caller.Credential, day.Now);
        await history.WriteAsync("goal", request.Key, next.Version.Version, JsonSerializer.Serialize(request.Definition, Json.Options), ct);
        updates.Ask(request.Project);
        var entry = new AuditEntry(request.Caller, next.Version.Version == 1 ? "create" : "correct", "goal") { Project = request.Project };
        await AuditLog.WriteAsync(session, entry, day.Now, ct);
    }
}
