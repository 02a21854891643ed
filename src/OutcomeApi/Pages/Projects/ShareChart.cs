using System.Globalization;
using System.Text.Json;
using OutcomeApi.Runs;

namespace OutcomeApi.Pages.Projects;

/// <summary>What a chart draws of women, of men, or of all where women and men are not shown apart.</summary>
/// <param name="Gender"><c>woman</c>, <c>man</c> or <c>total</c>.</param>
/// <param name="Line">Path through the values.</param>
/// <param name="Whiskers">Path of the 95 % intervals. Empty when there are none.</param>
/// <param name="Marks">Path of the marks at the values.</param>
public sealed record ChartSeries(string Gender, string Line, string Whiskers, string Marks);

/// <summary>Draws the share of a goal, tertial by tertial in one window: values, 95 % intervals and target.</summary>
public sealed record ShareChart
{
    /// <summary>How far the marks of women and men stand to the left and right of the middle of a tertial.</summary>
    private const double Aside = 3.5;

    private static readonly string[] Genders = ["woman", "man", "total"];

    /// <summary>The share at the top of the axis: 1, or 0.5 where everything fits below it.</summary>
    public required decimal Most { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Path of the target, over those tertials that have one. Empty without a target.</summary>
    public required string Target { get; init; }

    /// <summary>Names of the tertials with the middle of each. The year is null where the tertial before is of the same year.</summary>
    public required IReadOnlyList<(string Tertial, string? Year, double X)> Tertials { get; init; }

    /// <summary>Texts beside the values and the target of the last tertial.</summary>
    public required IReadOnlyList<ChartLabel> Labels { get; init; }

    /// <summary>Draws the figures of one window.</summary>
    /// <param name="items">The figures, one for each tertial, oldest first.</param>
    /// <param name="texts">Texts in the language of the page.</param>
    internal static ShareChart Draw(IReadOnlyList<AttainmentItem> items, GoalTexts texts)
    {
        var width = (ChartPlot.Right - ChartPlot.Left) / items.Count;
        double Middle(int index) => ChartPlot.Left + ((index + 0.5) * width);
        var rows = Genders.ToDictionary(gender => gender, gender => items.Select(item => RowOf(item, gender)).ToArray());
        var limits = items.Select(item => LimitsOf(item)).ToArray();
        var most = rows.Values.SelectMany(some => some).Select(row => row?.Interval?[1] ?? 0).Concat(limits.SelectMany(some => some)).Max() <= 0.5m ? 0.5m : 1m;
        double Height(decimal share) => ChartPlot.Height((double)share, (double)most);

        return new ShareChart
        {
            Most = most,
            Series = [.. Genders.Where(gender => rows[gender].Any(row => row is not null)).Select(SeriesOf)],
            Target = string.Concat(limits.SelectMany((some, index) => some.Select(limit => (Limit: limit, Index: index)))
                .GroupBy(one => one.Limit)
                .SelectMany(line => StretchesOf([.. line.Select(one => one.Index)]).Select(stretch => ChartPlot.Level(
                    ChartPlot.Left + (stretch.First * width), ChartPlot.Left + ((stretch.Last + 1) * width), Height(line.Key))))),
            Tertials =
            [
                .. items.Select((item, index) =>
                    (item.Tertial[5..], index == 0 || items[index - 1].Tertial[..4] != item.Tertial[..4] ? item.Tertial[..4] : null, Middle(index)))
            ],
            Labels = ChartPlot.Spread(
            [
                .. Genders.Select(gender => (Gender: gender, Share: rows[gender][^1]?.Share))
                    .Where(last => last.Share is not null)
                    .Select(last => ($"{texts.WhoIs(last.Gender)} {texts.Percent(last.Share!.Value)}", Height(last.Share.Value))),
                .. limits[^1].Select(limit => ($"{texts.Texts.In("mål", "target")} {texts.Percent(limit)}", Height(limit))),
            ]),
        };

        ChartSeries SeriesOf(string gender)
        {
            var aside = gender switch { "woman" => -Aside, "man" => Aside, _ => 0 };
            Place? PlaceOf(AttainmentRow? row, int index) => row is null ? null : new Place(Middle(index) + aside, Height(row.Share!.Value));
            var places = rows[gender].Select(PlaceOf).ToArray();
            return new ChartSeries(
                gender,
                ChartPlot.LineThrough(places),
                string.Concat(rows[gender].Select((row, index) => row?.Interval is [var lower, var upper]
                    ? $"M{ChartPlot.Write(Middle(index) + aside)} {ChartPlot.Write(Height(upper))}V{ChartPlot.Write(Height(lower))}"
                    : string.Empty)),
                ChartPlot.Marks(gender, places.OfType<Place>()));
        }
    }

    /// <summary>Finds the row to draw. All together are drawn only where neither women nor men have a share that is shown.</summary>
    private static AttainmentRow? RowOf(AttainmentItem item, string gender)
    {
        AttainmentRow? Shown(string one) => item.Rows.FirstOrDefault(row => row.Gender == one && row.Share is not null);
        return gender == "total" && (Shown("woman") ?? Shown("man")) is not null ? null : Shown(gender);
    }

    /// <summary>Joins tertials that follow each other.</summary>
    private static IEnumerable<(int First, int Last)> StretchesOf(int[] tertials) =>
        tertials.Select((tertial, place) => (tertial, place)).GroupBy(one => one.tertial - one.place).Select(run => (run.First().tertial, run.Last().tertial));

    /// <summary>Reads the limits of the target: none, one or two shares.</summary>
    private static IReadOnlyList<decimal> LimitsOf(AttainmentItem item)
    {
        var target = item.Rows.Select(row => row.Target).FirstOrDefault(target => target is not null);
        JsonElement?[] limits = [target?.AtLeast, target?.AtMost, .. (target?.Between ?? []).Select(limit => (JsonElement?)limit)];
        return [.. limits.OfType<JsonElement>().Select(limit => ShareOf(limit.ToString()))];
    }

    private static decimal ShareOf(string limit) => limit.EndsWith('%')
        ? decimal.Parse(limit[..^1].Trim(), CultureInfo.InvariantCulture) / 100
        : decimal.Parse(limit, CultureInfo.InvariantCulture);
}
