using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.ReportedFigures;

/// <summary>Maps the routes of <c>/projects/{project}/reported-figures</c>.</summary>
public static class ReportedFiguresEndpoints
{
    public static IServiceCollection AddReportedFigures(this IServiceCollection services) => services.AddRecords<ReportedFigureRecords, ReportedFigure>();

    public static void MapReportedFigures(this RouteGroupBuilder project)
    {
        project.MapRecords<ReportedFigure>(
            new RecordRoutes
            {
                Collection = "/reported-figures",
                Record = "/reported-figures/{reference}",
                Create = "create-reported-figure",
                List = "list-reported-figures",
                Get = "get-reported-figure",
                Put = "put-reported-figure",
                Patch = "patch-reported-figure",
                ListVersions = "list-reported-figure-versions",
                Noun = "a reported figure",
                Plural = "reported figures",
            }, Policies.OrganisationRecords);
    }
}
