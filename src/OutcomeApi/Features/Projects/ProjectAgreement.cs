using System.Globalization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Projects;

/// <summary>
/// Decides whether the associations that a project file names have agreed to it. Whoever reaches an association agrees for it. Of a subproject, its
/// association may also have accepted it before.
/// </summary>
public static class ProjectAgreement
{
    private const string SelectIsKnownSql = "SELECT COUNT(*) FROM associations WHERE id = @Association";

    private const string SelectIsAcceptedSql =
        "SELECT COUNT(*) FROM accepted_parts WHERE association_id = @Association AND project_id = @Project AND subproject = @Subproject";

    private const string InsertAssociationSql =
        """
        INSERT INTO associations (id, content, version, received_at, changed_at)
        SELECT @Id, '{}', 1, @Now, @Now
        WHERE NOT EXISTS (SELECT 1 FROM associations WHERE id = @Id)
        """;

    private const string DeleteNamedSql = "DELETE FROM project_associations WHERE project_id = @Project";

    private const string InsertNamedSql = "INSERT INTO project_associations (project_id, association_id) VALUES (@Project, @Association)";

    /// <summary>Finds associations that do not exist, or have not agreed. What a file leaves as it was is not asked again.</summary>
    /// <param name="session">The session, in the transaction that saves the project.</param>
    /// <param name="caller">Who sends the file.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="stored">The stored file. Null when the project is new.</param>
    /// <param name="file">The file that was sent.</param>
    /// <param name="ct">Cancels the work.</param>
    public static async Task<IReadOnlyList<Fault>> FaultsAsync(
        DbSession session, Caller caller, string project, ProjectFile? stored, ProjectFile file, CancellationToken ct)
    {
        if (file.Association is not { } association || (file.Subprojects ?? []) is not { Count: <= ProjectMeasure.MostSubprojects } parts)
        {
            return [];
        }

        var faults = new List<Fault>();
        if (association != stored?.Association)
        {
            var isReached = caller.ReachesAssociation(association) && (stored is null || caller.ReachesAssociation(stored.Association!));
            faults.AddRange(isReached ? await UnknownAsync(association, "/association") : NotReached("/association"));
        }

        var before = (stored?.Subprojects ?? []).Select(part => (part.Id, part.Association)).ToHashSet();
        if (stored is not null && !caller.ReachesAssociation(stored.Association!) && !before.SetEquals(parts.Select(part => (part.Id, part.Association))))
        {
            return [.. faults, .. NotReached("/subprojects")];
        }

        foreach (var (part, index) in parts.Select((part, index) => (part, index)).Where(p => !before.Contains((p.part.Id, p.part.Association))))
        {
            if (part.Association is { } own && own != association)
            {
                var at = string.Create(CultureInfo.InvariantCulture, $"/subprojects/{index}/association");
                faults.AddRange(
                    caller.ReachesAssociation(own) || await IsAcceptedAsync(own, part.Id) ? await UnknownAsync(own, at) : NotReached(at));
            }
        }

        return faults;

        async Task<bool> IsAcceptedAsync(string own, string? part) =>
            await session.ScalarAsync<int>(SelectIsAcceptedSql, new { Association = own, Project = project, Subproject = part }, ct) > 0;

        async Task<IReadOnlyList<Fault>> UnknownAsync(string named, string at) =>
            caller.Role == Role.Administrator || await session.ScalarAsync<int>(SelectIsKnownSql, new { Association = named }, ct) > 0
                ? []
                : [new Fault(FaultCodes.AssociationUnknown, at)];

        static IReadOnlyList<Fault> NotReached(string at) => [new Fault(FaultCodes.AssociationNotReached, at)];
    }

    /// <summary>Makes the associations that an administrator's file names and that do not exist yet.</summary>
    public static async Task KeepAsync(DbSession session, Caller caller, string project, ProjectFile file, DateTimeOffset now, CancellationToken ct)
    {
        foreach (var association in file.ToDefinition(project).Associations())
        {
            if (await session.ExecuteAsync(InsertAssociationSql, new { Id = association, Now = now }, ct) > 0)
            {
                await AuditLog.WriteAsync(session, new AuditEntry(caller, "create", "association") { Subject = association }, now, ct);
            }
        }
    }

    /// <summary>Stores which associations a project concerns.</summary>
    public static async Task NameAsync(DbSession session, string project, ProjectFile file, CancellationToken ct)
    {
        await session.ExecuteAsync(DeleteNamedSql, new { Project = project }, ct);
        foreach (var association in file.ToDefinition(project).Associations())
        {
            await session.ExecuteAsync(InsertNamedSql, new { Project = project, Association = association }, ct);
        }
    }
}
