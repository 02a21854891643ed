using OutcomeApi.Http;

namespace OutcomeApi.Features.Information;

/// <summary><c>/api-info</c>, as the national REST API profile asks for.</summary>
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
            .WithSummary("Says what this interface is.")
            .WithDescription("Name, version, release date, documentation and status. Needs no key.");
}

/// <summary>What this interface is.</summary>
public sealed record ApiInfo
{
    /// <summary>Name of the interface.</summary>
    public required string ApiName { get; init; }

    /// <summary>Semantic version.</summary>
    public required string ApiVersion { get; init; }

    /// <summary>The day on which this version was released.</summary>
    public required DateOnly ApiReleased { get; init; }

    /// <summary>Where it is documented.</summary>
    public required string ApiDocumentation { get; init; }

    /// <summary>active, deprecated or retired.</summary>
    public required string ApiStatus { get; init; }
}
