using System.ComponentModel;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.CodeLists;

/// <summary>Lists the fidelity scales with their items and the meaning of the points.</summary>
public static class ListFidelityScales
{
    /// <summary>Maps <c>GET /code-lists/fidelity-scales</c>.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/code-lists/fidelity-scales", (HttpContext http) => TypedResults.Ok(new FidelityScaleList
        {
            Items = [.. FidelityScales.All.Select(FidelityScaleResource.From)],
            Links = new SelfLinks(new Link(http.UrlOf("/code-lists/fidelity-scales"))),
        }))
            .RequireAuthorization(Policies.ReadCodes)
            .WithTags("code-lists")
            .WithName("list-fidelity-scales")
            .WithSummary("List the fidelity scales.")
            .WithDescription(
                "Returns the scales of fidelity reviews: their items, the maximum points and the meaning of a total. A review has a total only "
                + "when every item is scored.");
}

/// <summary>A list of the fidelity scales.</summary>
public sealed record FidelityScaleList
{
    /// <summary>The scales.</summary>
    public required IReadOnlyList<FidelityScaleResource> Items { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>A scale for fidelity reviews.</summary>
public sealed record FidelityScaleResource
{
    /// <summary>Id of the scale. A fidelity review names it, and so does a goal in <c>figure</c>.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the scale.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The highest score of an item. The lowest is 1.</summary>
    public required int MostOfItem { get; init; }

    /// <summary>The maximum points of a review.</summary>
    public required int Maximum { get; init; }

    /// <summary>The numbers of the items, in the order of the form.</summary>
    public required IReadOnlyList<string> Items { get; init; }

    /// <summary>
    /// What each item is about and the group that it belongs to, in the same order. The names are the product's own words, and no quotation of the
    /// published scale.
    /// </summary>
    public required IReadOnlyList<FidelityItemResource> ItemNames { get; init; }

    /// <summary>The groups of items, in the order of the form.</summary>
    public required IReadOnlyList<FidelityGroupResource> Groups { get; init; }

    /// <summary>The meaning of a total as ranges of points, best first.</summary>
    public required IReadOnlyList<FidelityBandResource> Bands { get; init; }

    public static FidelityScaleResource From(FidelityScale scale) => new()
    {
        Id = scale.Id,
        Name = scale.Name,
        MostOfItem = scale.MostOfItem,
        Maximum = scale.Maximum,
        Items = [.. scale.Items.Select(i => i.Item)],
        ItemNames = [.. scale.Items.Select(i => new FidelityItemResource { Item = i.Item, Group = i.Group, Name = i.Name })],
        Groups = [.. scale.Groups.Select(g => new FidelityGroupResource { Code = g.Code, Text = g.Text })],
        Bands = [.. scale.Bands.Select(b => new FidelityBandResource { Code = b.Code, Text = b.Text, From = b.From, To = b.To })],
    };
}

/// <summary>An item of a fidelity scale.</summary>
public sealed record FidelityItemResource
{
    /// <summary>Number of the item.</summary>
    [Description("Number of the item.")] // The generator of the contract skips the comment of a property with the name of an indexer.
    public required string Item { get; init; }

    /// <summary>Code of the group that the item belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>What the item is about.</summary>
    public required LocalizedText Name { get; init; }
}

/// <summary>A group of items of a fidelity scale.</summary>
public sealed record FidelityGroupResource
{
    /// <summary>Stable code of the group within the scale.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the group.</summary>
    public required LocalizedText Text { get; init; }
}

/// <summary>A range of points and its meaning.</summary>
public sealed record FidelityBandResource
{
    /// <summary>Stable code of the range within the scale.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the range.</summary>
    public required LocalizedText Text { get; init; }

    /// <summary>The fewest points of the range.</summary>
    public required int From { get; init; }

    /// <summary>The most points of the range.</summary>
    public required int To { get; init; }
}
