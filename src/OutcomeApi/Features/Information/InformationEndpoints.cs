namespace OutcomeApi.Features.Information;

/// <summary>Maps the route of <c>/api-info</c>, which the national REST API profile requires.</summary>
public static class InformationEndpoints
{
    public static void MapInformation(this RouteGroupBuilder api) =>
        api.MapGet("/api-info", (HttpContext http) => TypedResults.Ok(new ApiInfo
        {
            ApiName = "OutcomeApi",
            ApiVersion = ApiRelease.Version,
            ApiReleased = ApiRelease.ReleasedOn,
            ApiDocumentation = http.AbsoluteUrl("/docs"),
            ApiStatus = "active",
        }))
            .AllowAnonymous()
            .WithTags("information")
            .WithName("get-api-info")
            .WithSummary("Describe this API.")
            .WithDescription("Returns the name, version, release date, address of the documentation and status. Needs no API key.");
}

/// <summary>Describes this API.</summary>
public sealed record ApiInfo
{
    /// <summary>Name of the API.</summary>
    public required string ApiName { get; init; }

    /// <summary>Semantic version of the API.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The release date of this version.</summary>
    public required DateOnly ApiReleased { get; init; }

    /// <summary>Address of the documentation.</summary>
    public required string ApiDocumentation { get; init; }

    /// <summary>One of active, deprecated and retired.</summary>
    public required string ApiStatus { get; init; }
}
