using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ReportedFigures;

/// <summary><c>/projects/{project}/reported-figures</c></summary>
public static class ReportedFiguresEndpoints
{
    public static IServiceCollection AddReportedFigures(this IServiceCollection services) => services.AddRecordKind<ReportedFigureRecords, ReportedFigure>();

    public static void MapReportedFigures(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordTable<ReportedFigure>>(), "{reference}", "a reported figure", Policies.OrganisationRecords);
}
