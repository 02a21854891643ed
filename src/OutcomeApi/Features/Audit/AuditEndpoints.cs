using OutcomeApi.Security;

namespace OutcomeApi.Features.Audit;

/// <summary>Maps the routes of <c>/audit-events</c>.</summary>
public static class AuditEndpoints
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration("Audit").ValidateDataAnnotations().ValidateOnStart();
        return services;
    }

    public static void MapAudit(this RouteGroupBuilder api) => ListAuditEvents.Map(api.MapGroup("/audit-events").WithTags("audit-events"));
}
