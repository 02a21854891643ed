using System.Security.Claims;
using OutcomeApi.Http.Problems;
using OutcomeApi.Security;

namespace OutcomeApi.Projects;

/// <summary>Finds the associations that a project and its parts belong to.</summary>
public sealed class ProjectOwners(TimeProvider clock)
{
    private const string SelectAssociationSql = "SELECT association_id FROM projects WHERE id = @Project";

    private const string SelectContentSql = "SELECT content FROM projects WHERE id = @Project";

    // Each caller has entries of its own: a project that others use now would answer faster than one that does not exist, and so be found out.
    private readonly KnownForSeconds<(string Credential, string Project), string?> _known = new(clock);
    private readonly KnownForSeconds<(string Credential, string Project), string?> _contents = new(clock);

    /// <summary>Returns the id of the association that owns a project. Null when there is no such project.</summary>
    public ValueTask<string?> FindAsync(DbSession session, Caller caller, string project, CancellationToken ct) =>
        _known.FindAsync((caller.Credential, project), _ => session.ScalarAsync<string>(SelectAssociationSql, new { Project = project }, ct));

    /// <summary>Forgets what is known. Call it after a project has been created or changed.</summary>
    public void Forget()
    {
        _known.Forget();
        _contents.Forget();
    }

    /// <summary>
    /// Returns the caller as it reaches a project: as a whole, or in parts. The secretariat and the board of a part's association reach that part of a
    /// project of another association. Null when the project does not exist or is out of reach.
    /// </summary>
    public async ValueTask<Caller?> ReachingAsync(DbSession session, Caller caller, string project, CancellationToken ct)
    {
        var association = await FindAsync(session, caller, project, ct);
        if (association is not null && caller.Reaches(project, association))
        {
            return caller;
        }

        if (!MayReachOwnParts(caller))
        {
            return null;
        }

        // Also asked for a project that does not exist, so that the time tells nothing.
        var content = await _contents.FindAsync(
            (caller.Credential, project), _ => session.ScalarAsync<string>(SelectContentSql, new { Project = project }, ct));
        return content is null ? null : WithOwnParts(caller, project, content);
    }

    /// <summary>
    /// Limits the secretariat or the board of an association to those parts of a project that belong to its associations. Null when there are none.
    /// </summary>
    public static Caller? WithOwnParts(Caller caller, string project, string content)
    {
        string[] parts =
        [
            .. ProjectStore.Parse(project, content).Definition.Subprojects
                .Where(part => part.Association is { } association && caller.Associations.Contains(association))
                .Select(part => part.Id)
        ];
        return MayReachOwnParts(caller) && parts.Length > 0 ? caller.WithParts(project, parts) : null;
    }

    private static bool MayReachOwnParts(Caller caller) =>
        caller.Role is Role.Secretariat or Role.SteeringGroup && caller.Associations.Count > 0;
}

/// <summary>
/// Guards every address below <c>/projects/{project}</c>. A project outside the reach of the credential gives the same answer as a project that
/// does not exist (404), so that a caller cannot find out which projects exist.
/// </summary>
public sealed class ProjectReach(DbSession session, ProjectOwners owners) : IEndpointFilter
{
    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var project = (string)http.GetRouteValue("project")!;
        var caller = Caller.From(http);
        if (await owners.ReachingAsync(session, caller, project, http.RequestAborted) is not { } reaching
            || (reaching.PartsOf(project) is not null && http.GetEndpoint()!.Metadata.GetMetadata<ReachesParts>() is null))
        {
            return Problems.NotFound(http);
        }

        if (!ReferenceEquals(reaching, caller))
        {
            http.User = reaching.ToPrincipal(((ClaimsIdentity)http.User.Identity!).AuthenticationType!);
        }

        return await next(context);
    }

    /// <summary>Returns whether the project exists and is within the caller's reach as a whole.</summary>
    public async Task<bool> ReachesAsync(Caller caller, string project, CancellationToken ct) =>
        await owners.FindAsync(session, caller, project, ct) is { } association && caller.ReachesWhole(project, association);
}
