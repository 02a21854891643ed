using OutcomeApi.Data.Dialects;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary>Finds the association that owns a project.</summary>
public sealed class ProjectOwners(ISqlDialect dialect, TimeProvider clock)
{
    private const string SelectAssociationSql = "SELECT association_id FROM projects WHERE id = @Project";

    private readonly KnownWhileUnchanged<string, string?> _known = new(dialect, clock);

    /// <summary>Returns the id of the association that owns a project. Null when there is no such project.</summary>
    public ValueTask<string?> FindAsync(DbSession session, string project, CancellationToken ct) =>
        _known.FindAsync(project, id => session.ScalarAsync<string>(SelectAssociationSql, new { Project = id }, ct));
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
        return await ReachesAsync(Caller.From(http), project, http.RequestAborted) ? await next(context) : Problems.NotFound(http);
    }

    /// <summary>Returns whether the project exists and is within the caller's reach.</summary>
    public async Task<bool> ReachesAsync(Caller caller, string project, CancellationToken ct) =>
        await owners.FindAsync(session, project, ct) is { } association && caller.Reaches(project, association);
}
