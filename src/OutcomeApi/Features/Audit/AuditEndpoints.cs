namespace OutcomeApi.Features.Audit;

/// <summary>Maps the routes of <c>/audit-events</c>.</summary>
public static class AuditEndpoints
{
    public static void MapAudit(this RouteGroupBuilder api) => ListAuditEvents.Map(api.MapGroup("/audit-events").WithTags("audit-events"));
}
