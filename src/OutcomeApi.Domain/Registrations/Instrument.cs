using System.Globalization;

namespace OutcomeApi.Domain.Registrations;

/// <summary>An instrument by which participants rate themselves: how many items it has, and the areas that they make. The items' texts are not held.</summary>
public sealed record Instrument
{
    /// <summary>
    /// The unit of a score is one point divided by this number. Every mean of at most eight ratings is then a whole number, so that scores are added and
    /// compared exactly.
    /// </summary>
    public const int PartsOfPoint = 840;

    /// <summary>The stable id, for example <c>whoqol-bref</c>.</summary>
    public required string Id { get; init; }

    /// <summary>The name of the instrument.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The number of items, and so of ratings in an assessment.</summary>
    public required int Items { get; init; }

    /// <summary>The lowest rating of an item.</summary>
    public required int Least { get; init; }

    /// <summary>The highest rating of an item.</summary>
    public required int Most { get; init; }

    /// <summary>The numbers of the items whose highest rating is the worst. They are turned around before they are scored.</summary>
    public required IReadOnlyList<int> Reversed { get; init; }

    /// <summary>What the mean of an area's ratings is multiplied by.</summary>
    public required int Factor { get; init; }

    /// <summary>The areas, in the order in which they are shown. Their codes are unique among all instruments.</summary>
    public required IReadOnlyList<InstrumentArea> Areas { get; init; }

    /// <summary>Computes the score of an area: the mean of its answered items times the factor. Null when too many items have no rating.</summary>
    /// <param name="area">One of the instrument's areas.</param>
    /// <param name="ratings">A rating for each item of the instrument. Null where none was given.</param>
    /// <returns>The score in parts of a point, see <see cref="PartsOfPoint"/>.</returns>
    public int? ScoreOf(InstrumentArea area, IReadOnlyList<int?> ratings)
    {
        var (sum, answered) = (0, 0);
        foreach (var item in area.Items)
        {
            if (ratings[item - 1] is { } rating)
            {
                sum += Reversed.Contains(item) ? Least + Most - rating : rating;
                answered++;
            }
        }

        return answered == 0 || area.Items.Count - answered > area.MostMissing ? null : sum * Factor * PartsOfPoint / answered;
    }

    /// <summary>Finds what is wrong with the ratings of an assessment: their number, and each that lies outside the instrument's range.</summary>
    public IEnumerable<Fault> Faults(IReadOnlyList<int?> ratings)
    {
        if (ratings.Count != Items)
        {
            return [new Fault(FaultCodes.TypeWrong, "/ratings", string.Create(CultureInfo.InvariantCulture, $"a list of {Items}"))];
        }

        return ratings.Index().Where(rating => rating.Item < Least || rating.Item > Most).Select(rating => new Fault(
            FaultCodes.RatingOutOfRange,
            JsonPointer.Below("/ratings", rating.Index),
            Least.ToString(CultureInfo.InvariantCulture),
            Most.ToString(CultureInfo.InvariantCulture)));
    }
}

/// <summary>An area of an instrument.</summary>
public sealed record InstrumentArea
{
    /// <summary>The stable code, for example <c>physical</c>.</summary>
    public required string Code { get; init; }

    /// <summary>The name of the area.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The numbers of its items, from 1.</summary>
    public required IReadOnlyList<int> Items { get; init; }

    /// <summary>How many of them may be without a rating. The area has no score when more are.</summary>
    public required int MostMissing { get; init; }
}
