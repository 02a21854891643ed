using OutcomeApi.Domain.Register;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ReportedFigures;

/// <summary><c>/projects/{project}/reported-figures</c></summary>
public static class ReportedFiguresEndpoints
{
    public static IServiceCollection AddReportedFigures(this IServiceCollection services) => services.AddRecordKind<ReportedFigureKind, ReportedFigure>();

    public static void MapReportedFigures(this RouteGroupBuilder project, IServiceProvider services) =>
        project.MapRecords(services.GetRequiredService<RecordKind<ReportedFigure>>(), "{reference}", "a reported figure", Policies.OrganisationRecords);
}
