using OutcomeApi.Jobs;

namespace OutcomeApi.Features.Audit;

/// <summary><c>/audit-events</c></summary>
public static class AuditEndpoints
{
    public static IServiceCollection AddAudit(this IServiceCollection services)
    {
        services.AddOptions<AuditOptions>().BindConfiguration("Audit").ValidateDataAnnotations().ValidateOnStart();
        return services.AddJob(TrimAudit.Job, _ => new TrimAudit()).AddDailyJob(TrimAudit.Job, string.Empty, hour: 2, minute: 45);
    }

    public static void MapAudit(this RouteGroupBuilder api) => ListAuditEvents.Map(api.MapGroup("/audit-events").WithTags("audit-events"));
}
