using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.CodeLists;

/// <summary>Lists the instruments of self-assessments with their areas.</summary>
public static class ListInstruments
{
    /// <summary>Maps <c>GET /code-lists/instruments</c>.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapGet("/code-lists/instruments", (HttpContext http) => TypedResults.Ok(new InstrumentList
        {
            Items = [.. Instruments.All.Select(InstrumentResource.From)],
            Links = new SelfLinks(new Link(http.UrlOf("/code-lists/instruments"))),
        }))
            .RequireAuthorization(Policies.ReadCodes)
            .WithTags("code-lists")
            .WithName("list-instruments")
            .WithSummary("List the instruments.")
            .WithDescription(
                "Returns the instruments of self-assessments: how many items they have, and the areas that their scores are about. The items' texts are "
                + "not part of the product.");
}

/// <summary>A list of the instruments.</summary>
public sealed record InstrumentList
{
    /// <summary>The instruments.</summary>
    public required IReadOnlyList<InstrumentResource> Items { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>An instrument by which participants rate themselves.</summary>
public sealed record InstrumentResource
{
    /// <summary>Id of the instrument. A self-assessment names it.</summary>
    public required string Id { get; init; }

    /// <summary>Name of the instrument.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Number of items, and so of ratings in a self-assessment.</summary>
    public required int Items { get; init; }

    /// <summary>The lowest rating of an item.</summary>
    public required int Least { get; init; }

    /// <summary>The highest rating of an item.</summary>
    public required int Most { get; init; }

    /// <summary>Numbers of the items whose highest rating is the worst. They are turned around before they are scored.</summary>
    public required IReadOnlyList<int> Reversed { get; init; }

    /// <summary>The areas, in the order in which they are shown. Their codes are unique among all instruments.</summary>
    public required IReadOnlyList<InstrumentAreaResource> Areas { get; init; }

    public static InstrumentResource From(Instrument instrument) => new()
    {
        Id = instrument.Id,
        Name = instrument.Name,
        Items = instrument.Items,
        Least = instrument.Least,
        Most = instrument.Most,
        Reversed = instrument.Reversed,
        Areas =
        [
            .. instrument.Areas.Select(area => new InstrumentAreaResource
            {
                Code = area.Code,
                Name = area.Name,
                Items = area.Items,
                MostMissing = area.MostMissing,
                LeastScore = instrument.Least * instrument.Factor,
                MostScore = instrument.Most * instrument.Factor,
            })
        ],
    };
}

/// <summary>An area of an instrument. Its score is the mean of the answered items, times a factor that gives the range of the scores.</summary>
public sealed record InstrumentAreaResource
{
    /// <summary>Stable code of the area. Reports and goals name it.</summary>
    public required string Code { get; init; }

    /// <summary>Name of the area.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Numbers of its items, from 1.</summary>
    public required IReadOnlyList<int> Items { get; init; }

    /// <summary>How many of the items may be without a rating. The area has no score when more are.</summary>
    public required int MostMissing { get; init; }

    /// <summary>The lowest score.</summary>
    public required int LeastScore { get; init; }

    /// <summary>The highest score.</summary>
    public required int MostScore { get; init; }
}
