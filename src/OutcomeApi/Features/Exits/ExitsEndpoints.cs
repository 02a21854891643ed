using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Exits;

/// <summary><c>/projects/{project}/exits</c></summary>
public static class ExitsEndpoints
{
    public static IServiceCollection AddExits(this IServiceCollection services) => services.AddRecordKind<ExitRecords, Exit>();

    public static void MapExits(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<Exit>>(), "{enrollmentReference}", "the end of a participation");
}
