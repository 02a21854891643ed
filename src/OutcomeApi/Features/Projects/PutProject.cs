using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Projects;

/// <summary>Creates or changes a project: its complete file, including the goals.</summary>
public sealed record PutProject(Caller Caller, string Project, ProjectFile File, IReadOnlyList<Fault> FormFaults, EntityTagCondition? IfMatch)
    : IRequest<Result<SavedProject>>
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
            .RequireAuthorization(Policies.PutProjects)
            .WithName("put-project")
            .MayTakeLong()
            .WithSummary("Create or change a project with its goals.")
            .WithDescription(
                $"""
                Takes the complete project file. Goals missing from the file are closed, goals that differ get a new version, and other goals stay as they are.

                A project is moved to another association by a credential that reaches both, or by an administrator. A subproject of another association
                is refused with association-not-reached unless the credential reaches that association too, or the association has accepted the
                subproject. An association that does not exist is made by an administrator, here or at its own address; otherwise association-unknown.
                A key that reaches the project but not its association changes neither associations nor which subprojects there are.
                A new project is made in an association that the credential reaches: a file that names none is answered 404.

                {ProjectMeasure.Limits}
                """)
            .Produces<Record<ProjectFile>>(StatusCodes.Status201Created)
            .Produces<Record<ProjectFile>>(StatusCodes.Status200OK)
            .Produces(StatusCodes.Status422UnprocessableEntity);
}

/// <summary>A project with its goals as they are now.</summary>
public sealed record ProjectWithGoals(StoredProject Project, IReadOnlyList<StoredGoal> Goals);

/// <summary>A stored project, and whether it was created.</summary>
public sealed record SavedProject(ProjectWithGoals Project, bool Created);

/// <summary>
/// Judges the file before the turn to write: it may be large, and everybody who writes waits for a turn. In the turn it only compares and saves.
/// </summary>
public sealed class PutProjectHandler(DbSession session, ProjectStore projects, ProjectOwners owners, FigureUpdates updates, BusinessDay day)
    : IRequestHandler<PutProject, Result<SavedProject>>
{
    private const string SelectAssociationSql = "SELECT association_id FROM projects WHERE id = @Project";

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

    public async Task<Result<SavedProject>> Handle(PutProject request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var goals = request.File.Goals is { ValueKind: not JsonValueKind.Null } sent ? sent : JsonElement.Parse("{}");
        var judged = Judge(request, goals);
        await using var transaction = await session.BeginWriteAsync(ct);
        session.AfterCommit(owners.Forget);
        await session.LockProjectAsync(request.Project, ct);
        var owner = await session.ScalarAsync<string>(SelectAssociationSql, new { request.Project }, ct);
        var isReached = owner is not null && request.Caller.ReachesWhole(request.Project, owner);
        if (!isReached && !MayCreate(request))
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        // A project out of reach is judged as if it were not there, so that faults do not tell whether it is.
        var stored = isReached ? await projects.FindAsync(session, request.Project, ct) : null;
        if (EntityTagCondition.Fault(request.IfMatch, stored?.Version) is { } stale)
        {
            return stale;
        }

        var faults = judged.Faults.ToList();
        faults.AddRange(await ProjectAgreement.FaultsAsync(session, request.Caller, request.Project, stored?.File, request.File, ct));
        if (faults.Count > 0)
        {
            return faults;
        }

        return owner is not null && !isReached
            ? new Fault(FaultCodes.NotFound, string.Empty)
            : await SaveAsync(request, goals, judged.Goals, stored, ct);
    }

    /// <summary>
    /// Returns whether the caller may create this project: it names an association that the caller reaches. (A key that names the project but not its
    /// association is told so.)
    /// </summary>
    private static bool MayCreate(PutProject request) => request.Caller.Projects.Contains(request.Project)
        || (request.File.Association is { } association
            && request.Caller.ReachesAssociation(association)
            && request.Caller.ReachesWhole(request.Project, association));

    /// <summary>Finds what is wrong with a file in itself, and parses its goals. A file that is too large is not parsed.</summary>
    private static (IReadOnlyList<GoalDefinition> Goals, IReadOnlyList<Fault> Faults) Judge(PutProject request, JsonElement goals)
    {
        var tooLarge = ProjectMeasure.FaultsOf(request.File, goals).ToArray();
        if (tooLarge.Length > 0)
        {
            return ([], [.. request.FormFaults, .. tooLarge]);
        }

        var file = request.File;
        var faults = request.FormFaults.Concat(file.Faults()).ToList();
        if (!Domain.Registrations.ReferenceAttribute.IsReference(request.Project))
        {
            faults.Add(new Fault(FaultCodes.ReferenceInvalid, string.Empty));
        }

        if (file.Id is { } id && id != request.Project)
        {
            faults.Add(new Fault(FaultCodes.ReferenceDiffers, "/id"));
        }

        IReadOnlyList<GoalDefinition> parsed = [];
        if (file is { StartsOn: not null, EndsOn: not null }
            && request.FormFaults.All(f => !f.Pointer.StartsWith("/subprojects", StringComparison.Ordinal)))
        {
            var definition = file.ToDefinition(request.Project);
            (parsed, var wrong) = GoalParser.ParseAll(goals, definition, "/goals");
            faults.AddRange(wrong);
            faults.AddRange(ProjectMeasure.FaultsOf(definition, parsed, string.Empty));
        }

        return (parsed, faults);
    }

    private async Task<Result<SavedProject>> SaveAsync(
        PutProject request, JsonElement goals, IReadOnlyList<GoalDefinition> parsed, StoredProject? stored, CancellationToken ct)
    {
        var file = request.File with { Id = null, Goals = null };
        var all = await GoalStore.AllAsync(session, request.Project, ct);
        var versions = GoalVersionsFor(file, goals, parsed, all);
        var ever = all.Concat(versions).Select(goal => goal.Version.Definition);
        if (ProjectMeasure.FaultsOf(file.ToDefinition(request.Project), ever, string.Empty).ToList() is { Count: > 0 } tooLarge)
        {
            return tooLarge;
        }

        var content = JsonSerializer.Serialize(file, Json.Options);
        if (stored is null || versions.Count > 0 || JsonSerializer.Serialize(stored.File, Json.Options) != content)
        {
            await ProjectAgreement.KeepAsync(session, request.Caller, request.Project, file, day.Now, ct);
            await session.ExecuteAsync(
                stored is null ? InsertProjectSql : UpdateProjectSql,
                new { request.Project, file.Association, file.StartsOn, file.EndsOn, Content = content, day.Now },
                ct);
            await ProjectAgreement.NameAsync(session, request.Project, file, ct);
            foreach (var version in versions)
            {
                await GoalStore.AddAsync(session, request.Project, version, request.Caller.Credential, day.Now, ct);
            }

            await FollowAsync(request, stored, ct);
        }

        var now = new ProjectWithGoals(
            (await projects.FindAsync(session, request.Project, ct))!, await GoalStore.AllAsync(session, request.Project, ct));
        await session.CommitAsync(ct);
        return new SavedProject(now, stored is null);
    }

    /// <summary>
    /// Lists the goal versions that the file creates: the first version of a new goal, the next version of a changed goal, and a closing version of a
    /// goal that is missing.
    /// </summary>
    private List<StoredGoal> GoalVersionsFor(
        ProjectFile file, JsonElement goals, IReadOnlyList<GoalDefinition> parsed, IReadOnlyList<StoredGoal> all)
    {
        var newest = GoalStore.Newest(all).ToDictionary(g => g.Version.Key);
        var definitions = parsed.ToDictionary(g => g.Key);
        var versions = new List<StoredGoal>();
        foreach (var (goal, position) in goals.EnumerateObject().Select((g, i) => (g, i)))
        {
            var before = newest.GetValueOrDefault(goal.Name);
            if (before is not null && GoalStore.SaysTheSame(before, goal.Value))
            {
                continue;
            }

            var definition = definitions[goal.Name];
            var number = (before?.Version.Version ?? 0) + 1;
            versions.Add(new StoredGoal(
                new GoalVersion(goal.Name, number, definition.ValidFrom ?? file.StartsOn!.Value, definition), position, goal.Value));
        }

        foreach (var closed in newest.Values.Where(g => g.Definition is not null && !goals.TryGetProperty(g.Version.Key, out _)))
        {
            versions.Add(new StoredGoal(new GoalVersion(closed.Version.Key, closed.Version.Version + 1, day.Today, null), closed.Position, null));
        }

        return versions;
    }

    /// <summary>Records what follows from the change: the history, the request to update the figures, and the audit event.</summary>
    private async Task FollowAsync(PutProject request, StoredProject? stored, CancellationToken ct)
    {
        var history = new RecordHistory(session, request.Project, request.Caller.Credential, day.Now);
        await history.WriteAsync("project", request.Project, (stored?.Version ?? 0) + 1, JsonSerializer.Serialize(request.File, Json.Options), ct);
        updates.Ask(request.Project);
        var (was, became) = AuditEntry.Changes(stored is null ? null : AssociationsOf(stored.File), AssociationsOf(request.File));
        var entry = new AuditEntry(request.Caller, stored is null ? "create" : "correct", "project") { Project = request.Project, Was = was, Became = became };
        await AuditLog.WriteAsync(session, entry, day.Now, ct);
    }

    /// <summary>Returns the associations that a project file names: of the project, and of its subprojects by their ids.</summary>
    private static JsonObject AssociationsOf(ProjectFile file) => new(
        (file.Subprojects ?? [])
            .Select(part => KeyValuePair.Create("subprojects/" + part.Id, (JsonNode?)part.Association))
            .Prepend(KeyValuePair.Create("association", (JsonNode?)file.Association)));
}
