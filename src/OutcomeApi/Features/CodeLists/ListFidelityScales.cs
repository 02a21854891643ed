using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.CodeLists;

/// <summary>The fidelity scales: their items, and what the points mean.</summary>
public static class ListFidelityScales
{
    /// <summary><c>GET /code-lists/fidelity-scales</c></summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/code-lists/fidelity-scales", (HttpContext http) => TypedResults.Ok(new FidelityScaleList
        {
            Items = [.. FidelityScales.All.Select(FidelityScaleResource.From)],
            Links = new SelfLinks(new Link(http.UrlOf("/code-lists/fidelity-scales"))),
        }))
            .RequireAuthorization(Policies.ReadCodes)
            .WithTags("code-lists")
            .WithName("list-fidelity-scales")
            .WithSummary("Lists the fidelity scales.")
            .WithDescription("The scales of fidelity reviews: their items, the most points, and what a total means. A total exists when every item is scored.");
}

/// <summary>The fidelity scales.</summary>
public sealed record FidelityScaleList
{
    /// <summary>The scales.</summary>
    public required IReadOnlyList<FidelityScaleResource> Items { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A fidelity scale.</summary>
public sealed record FidelityScaleResource
{
    /// <summary>Id of the scale: what a review names, and a goal in <c>figure</c>.</summary>
    public required string Id { get; init; }

    /// <summary>What it is called.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Most points of an item; the fewest are 1.</summary>
    public required int MostOfItem { get; init; }

    /// <summary>Most points of a review.</summary>
    public required int Maximum { get; init; }

    /// <summary>The items in the order of the form.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>What a total means, best first.</summary>
    public required IReadOnlyList<FidelityBandResource> Bands { get; init; }

    public static FidelityScaleResource From(FidelityScale scale) => new()
    {
        Id = scale.Id,
        Name = scale.Name,
        MostOfItem = scale.MostOfItem,
        Maximum = scale.Maximum,
        Items = scale.Items,
        Bands = [.. scale.Bands.Select(b => new FidelityBandResource { Code = b.Code, Text = b.Text, From = b.From, To = b.To })],
    };
}

/// <summary>A range of points.</summary>
public sealed record FidelityBandResource
{
    /// <summary>Stable code within the scale.</summary>
    public required string Code { get; init; }

    /// <summary>What the range is called.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>Fewest points.</summary>
    public required int From { get; init; }

    /// <summary>Most points.</summary>
    public required int To { get; init; }
}
