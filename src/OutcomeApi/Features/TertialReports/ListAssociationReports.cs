using OutcomeApi.Http.Problems;
using OutcomeApi.Http.Queries;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Lists the states of the tertial reports of an association's projects, and of projects of other associations that have a subproject belonging to this
/// association. Null when the caller does not reach the association, or nothing is known of it.
/// </summary>
public sealed record ListAssociationReports(Caller Caller, string Association) : IRequest<IReadOnlyList<ListedReport>?>
{
    /// <summary>Maps <c>GET /associations/{association}/tertial-reports</c>.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/associations/{association}/tertial-reports", async (string association, Query query, HttpContext http, IMediator mediator) =>
            {
                var listed = await mediator.Send(new ListAssociationReports(Caller.From(http), association), http.RequestAborted);
                return listed is null ? Problems.NotFound(http) : ReportStateList.From(http, query, listed);
            })
            .RequireAuthorization(Policies.AssociationReports)
            .WithTags("tertial-reports")
            .WithName("list-association-reports")
            .WithSummary("List the tertial reports of an association's projects.")
            .WithDescription(
                "Returns the state of every report of the association's projects, in order of the projects' ids and newest first. Projects of other "
                + "associations are there when they have a subproject belonging to this association: changedSince is then about that subproject.")
            .WithQuery(QueryParameter.Limit, QueryParameter.Page)
            .Produces<ReportStateList>();
}

public sealed class ListAssociationReportsHandler(DbSession session, ProjectOwners owners, ReportStates states)
    : IRequestHandler<ListAssociationReports, IReadOnlyList<ListedReport>?>
{
    public async Task<IReadOnlyList<ListedReport>?> Handle(ListAssociationReports request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        if (!request.Caller.Associations.Contains(request.Association))
        {
            return null;
        }

        var listed = new List<ListedReport>();
        var projects = await ProjectOfAssociation.DefinitionsAsync(session, request.Association, ct);
        foreach (var project in projects)
        {
            if (await owners.ReachingAsync(session, request.Caller, project.Id, ct) is { } reaching)
            {
                listed.AddRange(await states.OfAsync(reaching, project, ct));
            }
        }

        // An association that nothing is known of is not there.
        return projects.Count > 0 || await ReportingAssociation.VersionAsync(session, request.Association, ct) is not null ? listed : null;
    }
}
