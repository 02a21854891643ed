namespace OutcomeApi.Features.Administration;

/// <summary>Maps the routes of <c>/api-keys</c>.</summary>
public static class ApiKeysEndpoints
{
    public static void MapApiKeys(this RouteGroupBuilder api)
    {
        var keys = api.MapGroup("/api-keys").WithTags("api-keys");
        CreateApiKey.Map(keys);
        ListApiKeys.Map(keys);
        RotateApiKey.Map(keys);
        RevokeApiKey.Map(keys);
    }
}
