using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>Lets the next night's retention go ahead although its guard would stop it.</summary>
public sealed record ConfirmRetention(Caller Caller, string Project) : ICommand<RetentionPreview>
{
    /// <summary>Maps <c>POST /projects/{project}/retention/confirmations</c>.</summary>
    public static void Map(RouteGroupBuilder project) =>
        project.MapPost("/retention/confirmations", async (string project, HttpContext http, IMediator mediator) =>
            {
                var result = await mediator.Send(new ConfirmRetention(Caller.From(http), project), http.RequestAborted);
                return Reply.Created(http, result, preview => preview, _ => $"{Addresses.Base}/projects/{project}/retention");
            })
            .RequireAuthorization(Policies.Administer)
            .WithTags("participants")
            .WithName("confirm-retention")
            .MayTakeLong()
            .WithSummary("Confirm one night of retention.")
            .WithDescription(
                "Lets the retention of one project go ahead although it is stopped: for the next night within 24 hours, and for that night alone. "
                + "Read the preview first. What retention erases cannot be brought back.")
            .Produces<RetentionPreview>(StatusCodes.Status201Created);
}

public sealed class ConfirmRetentionHandler(DbSession session, RetentionGuard guard, BusinessDay day, IMediator mediator)
    : IRequestHandler<ConfirmRetention, Result<RetentionPreview>>
{
    public async Task<Result<RetentionPreview>> Handle(ConfirmRetention request, CancellationToken cancellationToken)
    {
        await guard.ConfirmAsync(request.Project, request.Caller.Credential, cancellationToken);
        var entry = new AuditEntry(request.Caller, "create", "retention-confirmation") { Project = request.Project };
        await AuditLog.WriteAsync(session, entry, day.Now, cancellationToken);
        return await mediator.Send(new PreviewRetention(request.Project, null), cancellationToken);
    }
}
