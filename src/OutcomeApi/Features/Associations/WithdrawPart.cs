using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Associations;

/// <summary>Takes back that an association has accepted a subproject. A stored project keeps the parts that it names.</summary>
public sealed record WithdrawPart(Caller Caller, string Association, string Project, string Subproject) : ICommand<WithdrawnPart>, IShortCommand
{
    /// <summary>Maps <c>DELETE /associations/{association}/parts/{project}/{subproject}</c>.</summary>
    public static void Map(RouteGroupBuilder associations) =>
        associations.MapDelete(
            "/{association}/parts/{project}/{subproject}",
            async (string association, string project, string subproject, HttpContext http, IMediator mediator) => Reply.NoContent(
                http, await mediator.Send(new WithdrawPart(Caller.From(http), association, project, subproject), http.RequestAborted)))
            .RequireAuthorization(Policies.ReadAssociations)
            .WithName("withdraw-part")
            .WithSummary("Take back that a subproject was accepted.")
            .WithDescription(
                "From now on, a project file that newly names the association for the subproject is refused with association-not-reached. "
                + "A project that names it already is not changed: its own association moves the subproject.")
            .Produces(StatusCodes.Status204NoContent);
}

/// <summary>The subproject is no longer accepted.</summary>
public sealed record WithdrawnPart;

public sealed class WithdrawPartHandler(DbSession session, BusinessDay day) : IRequestHandler<WithdrawPart, Result<WithdrawnPart>>
{
    private const string DeleteSql =
        "DELETE FROM accepted_parts WHERE association_id = @Association AND project_id = @Project AND subproject = @Subproject";

    public async Task<Result<WithdrawnPart>> Handle(WithdrawPart request, CancellationToken cancellationToken)
    {
        var part = new { request.Association, request.Project, request.Subproject };
        if (!request.Caller.ReachesAssociation(request.Association) || await session.ExecuteAsync(DeleteSql, part, cancellationToken) == 0)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var (was, became) = AuditEntry.Changes(new() { ["subproject"] = request.Subproject }, []);
        var entry = new AuditEntry(request.Caller, "revoke", "part")
        {
            Project = request.Project,
            Subject = request.Association,
            Was = was,
            Became = became,
        };
        await AuditLog.WriteAsync(session, entry, day.Now, cancellationToken);
        return new WithdrawnPart();
    }
}
