namespace OutcomeApi.Features.TertialReports;

/// <summary>Maps the endpoints under <c>/projects/{project}/tertial-reports</c> and <c>/associations/{association}/tertial-reports</c>.</summary>
public static class TertialReportsEndpoints
{
    public static void MapTertialReports(this RouteGroupBuilder project)
    {
        var reports = project.MapGroup("/tertial-reports").AddEndpointFilter<TertialInAddress>().WithTags("tertial-reports");
        ListTertialReports.Map(project);
        GetTertialReport.Map(reports);
        GetComment.Map(reports);
        PutComment.Map(reports);
        ListCommentVersions.Map(reports);
        Certify.Map(reports);
        ListVersions.Map(reports);
        GetVersion.Map(reports);
        ListVersionChanges.Map(reports);
    }

    public static void MapAssociationReports(this RouteGroupBuilder api)
    {
        ListAssociationReports.Map(api);
        GetAssociationReport.Map(
            api.MapGroup("/associations/{association}/tertial-reports").AddEndpointFilter<TertialInAddress>().WithTags("tertial-reports"));
    }
}
