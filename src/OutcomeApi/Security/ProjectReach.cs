using OutcomeApi.Data;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Security;

/// <summary>
/// Guards every address below <c>/projects/{project}</c>: a project outside the credential's reach is answered like one that does not exist.
/// </summary>
public sealed class ProjectReach(DbSession session) : IEndpointFilter
{
    private const string SelectAssociationSql = "SELECT association_id FROM projects WHERE id = @Project";

    public async ValueTask<object?> InvokeAsync(EndpointFilterInvocationContext context, EndpointFilterDelegate next)
    {
        var http = context.HttpContext;
        var project = (string)http.GetRouteValue("project")!;
        return await ReachesAsync(Caller.Of(http), project, http.RequestAborted) ? await next(context) : Problems.NotFound(http);
    }

    /// <summary>Does the project exist within the caller's reach?</summary>
    public async Task<bool> ReachesAsync(Caller caller, string project, CancellationToken ct) =>
        await session.ScalarAsync<string>(SelectAssociationSql, new { Project = project }, ct) is { } association
        && caller.Reaches(project, association);
}
