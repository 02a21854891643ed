using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Projects;

/// <summary>Creates or changes a project: its complete file, including the goals.</summary>
public sealed record PutProject(Caller Caller, string Project, ProjectFile File, IReadOnlyList<Fault> FormFaults, EntityTagCondition? IfMatch)
    : ICommand<SavedProject>
{
    /// <summary>Maps <c>PUT /projects/{project}</c>.</summary>
    public static void Map(RouteGroupBuilder projects) =>
        projects.MapPut("/{project}", async (string project, Body<ProjectFile> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(
                    new PutProject(Caller.From(http), project, body.Value, body.Faults, EntityTagCondition.From(http.Request)), http.RequestAborted);
                return Reply.Saved(http, result, saved => saved.Created, saved => ProjectsEndpoints.Show(http, project, saved.Project));
            })
            .RequireAuthorization(Policies.DefineProjects)
            .WithName("put-project")
            .MayTakeLong()
            .WithSummary("Create or change a project with its goals.")
            .WithDescription(
                "Takes the complete project file. An unknown association is created with default values. Goals missing from the file are closed, "
                + "goals that differ get a new version, and other goals stay as they are.")
            .Produces<Record<ProjectFile>>(StatusCodes.Status201Created)
            .Produces<Record<ProjectFile>>(StatusCodes.Status200OK);
}

/// <summary>A project with its goals as they are now.</summary>
public sealed record ProjectWithGoals(StoredProject Project, IReadOnlyList<StoredGoal> Goals);

/// <summary>A stored project, and whether it was created.</summary>
public sealed record SavedProject(ProjectWithGoals Project, bool Created);

public sealed class PutProjectHandler(DbSession session, ProjectStore projects, ProjectOwners owners, FigureUpdates updates, BusinessDay day)
    : IRequestHandler<PutProject, Result<SavedProject>>
{
    private const string InsertProjectSql =
        """
        INSERT INTO projects (id, association_id, starts_on, ends_on, content, version, received_at, changed_at)
        VALUES (@Project, @Association, @StartsOn, @EndsOn, @Content, 1, @Now, @Now)
        """;

    private const string UpdateProjectSql =
        """
        UPDATE projects
        SET association_id = @Association, starts_on = @StartsOn, ends_on = @EndsOn, content = @Content, version = version + 1, changed_at = @Now
        WHERE id = @Project
        """;

    private const string InsertAssociationSql =
        """
        INSERT INTO associations (id, content, version, received_at, changed_at)
        SELECT @Id, '{}', 1, @Now, @Now
        WHERE NOT EXISTS (SELECT 1 FROM associations WHERE id = @Id)
        """;

    public async Task<Result<SavedProject>> Handle(PutProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        session.AfterCommit(owners.Forget);
        await session.LockProjectAsync(request.Project, ct);
        var stored = await projects.FindAsync(session, request.Project, ct);
        if (!IsWithinReach(request, stored))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        if (EntityTagCondition.Fault(request.IfMatch, stored?.Version) is { } stale)
        {
            return stale;
        }

        var file = request.File with { Id = null, Goals = null };
        var faults = request.FormFaults.Concat(file.Faults()).ToList();
        if (!Domain.Registrations.ReferenceAttribute.IsReference(request.Project))
        {
            faults.Add(new Fault(FaultCodes.ReferenceInvalid, string.Empty));
        }

        if (request.File.Id is { } id && id != request.Project)
        {
            faults.Add(new Fault(FaultCodes.ReferenceDiffers, "/id"));
        }

        var goals = request.File.Goals is { ValueKind: not JsonValueKind.Null } sent ? sent : JsonElement.Parse("{}");
        if (file is { StartsOn: not null, EndsOn: not null } && request.FormFaults.All(f => !f.Pointer.StartsWith("/subprojects", StringComparison.Ordinal)))
        {
            var definition = file.ToDefinition(request.Project);
            faults.AddRange(GoalParser.ParseAll(goals, definition, "/goals").Faults);
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        var content = JsonSerializer.Serialize(file, Json.Options);
        var versions = GoalVersionsFor(file, goals, await GoalStore.AllAsync(session, request.Project, ct));
        var changed = stored is null || versions.Count > 0 || JsonSerializer.Serialize(stored.File, Json.Options) != content;
        if (changed)
        {
            await SaveAsync(request, file, content, (stored?.Version ?? 0) + 1, ct);
            foreach (var version in versions)
            {
                await GoalStore.AddAsync(session, request.Project, version, request.Caller.Credential, day.Now, ct);
            }

            await FollowAsync(request, file, (stored?.Version ?? 0) + 1, ct);
        }

        var now = new ProjectWithGoals(
            (await projects.FindAsync(session, request.Project, ct))!, await GoalStore.AllAsync(session, request.Project, ct));
        return new SavedProject(now, stored is null);
    }

    /// <summary>Checks that the caller can access both the stored project and the association that the file assigns it to.</summary>
    private static bool IsWithinReach(PutProject request, StoredProject? stored) =>
        (stored is null || request.Caller.ReachesWhole(request.Project, stored.Definition.Association))
        && (request.File.Association is not { } association || request.Caller.ReachesWhole(request.Project, association));

    /// <summary>
    /// Lists the goal versions that the file creates: the first version of a new goal, the next version of a changed goal, and a closing version of a
    /// goal that is missing.
    /// </summary>
    private List<StoredGoal> GoalVersionsFor(ProjectFile file, JsonElement goals, IReadOnlyList<StoredGoal> all)
    {
        var newest = GoalStore.Newest(all).ToDictionary(g => g.Version.Key);
        var versions = new List<StoredGoal>();
        foreach (var (goal, position) in goals.EnumerateObject().Select((g, i) => (g, i)))
        {
            var before = newest.GetValueOrDefault(goal.Name);
            if (before is not null && GoalStore.SaysTheSame(before, goal.Value))
            {
                continue;
            }

            var parsed = GoalParser.ParseStored(goal.Name, goal.Value);
            var number = (before?.Version.Version ?? 0) + 1;
            versions.Add(new StoredGoal(new GoalVersion(goal.Name, number, parsed.ValidFrom ?? file.StartsOn!.Value, parsed), position, goal.Value));
        }

        foreach (var closed in newest.Values.Where(g => g.Definition is not null && !goals.TryGetProperty(g.Version.Key, out _)))
        {
            versions.Add(new StoredGoal(new GoalVersion(closed.Version.Key, closed.Version.Version + 1, day.Today, null), closed.Position, null));
        }

        return versions;
    }

    private async Task SaveAsync(PutProject request, ProjectFile file, string content, int version, CancellationToken ct)
    {
        foreach (var association in (file.Subprojects ?? []).Select(s => s.Association).Append(file.Association).OfType<string>().Distinct())
        {
            await session.ExecuteAsync(InsertAssociationSql, new { Id = association, day.Now }, ct);
        }

        await session.ExecuteAsync(
            version == 1 ? InsertProjectSql : UpdateProjectSql,
            new { request.Project, file.Association, file.StartsOn, file.EndsOn, Content = content, day.Now },
            ct);
    }

    /// <summary>Records what follows from the change: the history, the request to update the figures, and the audit event.</summary>
    private async Task FollowAsync(PutProject request, ProjectFile file, int version, CancellationToken ct)
    {
        var history = new RecordHistory(session, request.Project, request.Caller.Credential, day.Now);
        await history.WriteAsync("project", request.Project, version, JsonSerializer.Serialize(request.File, Json.Options), ct);
        await updates.AskAsync(request.Project, ct);
        var entry = new AuditEntry(request.Caller, version == 1 ? "create" : "correct", "project") { Project = request.Project };
        await AuditLog.WriteAsync(session, entry, day.Now, ct);
    }
}
