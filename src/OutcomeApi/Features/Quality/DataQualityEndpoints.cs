namespace OutcomeApi.Features.Quality;

/// <summary>Maps the routes of <c>/projects/{project}/data-quality</c>.</summary>
public static class DataQualityEndpoints
{
    public static void MapDataQuality(this RouteGroupBuilder project)
    {
        var quality = project.MapGroup("/data-quality").WithTags("data-quality");
        GetDataQuality.Map(quality);
        ListFoundRecords.Map(quality);
    }
}
