using OutcomeApi.Runs;

namespace OutcomeApi.Pages.Projects;

/// <summary>Draws a count from the first day of its window to the day when it is due, with the pace that its target needs.</summary>
public sealed record CountChart
{
    private static readonly string[] Genders = ["woman", "man", "total"];

    /// <summary>The count at the top of the axis.</summary>
    public required int Most { get; init; }

    public required IReadOnlyList<ChartSeries> Series { get; init; }

    /// <summary>Path of the pace: from nothing on the day when referrals begin to the target on the day when it is due. Empty without a target.</summary>
    public required string Pace { get; init; }

    /// <summary>The years with the place where each begins, or where the project begins.</summary>
    public required IReadOnlyList<(int Year, double X)> Years { get; init; }

    /// <summary>Texts beside the last counts and their targets.</summary>
    public required IReadOnlyList<ChartLabel> Labels { get; init; }

    /// <summary>Draws the figures of the window that the count is judged by.</summary>
    /// <param name="items">The figures, one for each tertial, oldest first.</param>
    /// <param name="time">Where in its life the project is.</param>
    /// <param name="texts">Texts in the language of the page.</param>
    internal static CountChart Draw(IReadOnlyList<AttainmentItem> items, Timeline time, GoalTexts texts)
    {
        var rows = GendersOf(items).ToDictionary(
            gender => gender,
            gender => items
                .Select(item => (Item: item, Row: item.Rows.Single(row => row.Gender == gender)))
                .Where(one => one.Row.Numerator is not null)
                .ToArray());
        var paces = rows.Values.SelectMany(some => some)
            .Where(one => one.Row.Target?.AtLeast is not null)
            .Select(one => (
                From: Timeline.Later(one.Item.Cohort.From, time.PaceFrom), To: one.Item.DueOn!.Value, Target: one.Row.Target!.AtLeast!.Value.GetInt32()))
            .Distinct()
            .ToArray();
        var most = NiceAbove(
            rows.Values.SelectMany(some => some).Select(one => one.Row.Numerator!.Value).Concat(paces.Select(pace => pace.Target)).Append(1).Max());
        var (first, days) = (time.Period.StartsOn, (double)(time.Period.EndsOn.DayNumber - time.Period.StartsOn.DayNumber));
        double Across(DateOnly day) => ChartPlot.Left + ((day.DayNumber - first.DayNumber) / days * (ChartPlot.Right - ChartPlot.Left));
        Place At(DateOnly day, int count) => new(Across(day), ChartPlot.Height(count, most));

        return new CountChart
        {
            Most = most,
            Series = [.. rows.Where(some => some.Value.Length > 0).Select(some => SeriesOf(some.Key, some.Value))],
            Pace = string.Concat(paces.Select(pace => ChartPlot.LineThrough([At(pace.From, 0), At(pace.To, pace.Target)]))),
            Years =
            [
                .. Enumerable.Range(first.Year, time.Period.EndsOn.Year - first.Year + 1)
                    .Select(year => (year, Across(Timeline.Later(first, new DateOnly(year, 1, 1)))))
            ],
            Labels = ChartPlot.Spread(
            [
                .. rows.Where(some => some.Value.Length > 0)
                    .Select(some => ($"{texts.WhoIs(some.Key)} {some.Value[^1].Row.Numerator}", ChartPlot.Height(some.Value[^1].Row.Numerator!.Value, most))),
                .. paces.Select(pace => pace.Target).Distinct()
                    .Select(target => ($"{texts.Texts.In("mål", "target")} {target}", ChartPlot.Height(target, most))),
            ]),
        };

        ChartSeries SeriesOf(string gender, (AttainmentItem Item, AttainmentRow Row)[] counts)
        {
            var places = counts.Select(one => At(time.LastDayOf(CohortOf(one.Item)), one.Row.Numerator!.Value)).ToArray();

            // A count begins anew in every window that begins on another day.
            var line = counts.Zip(places).GroupBy(one => one.First.Item.Cohort.From)
                .Select(window => ChartPlot.LineThrough([At(window.Key, 0), .. window.Select(one => one.Second)]));
            return new ChartSeries(gender, string.Concat(line), string.Empty, ChartPlot.Marks(gender, places));
        }
    }

    /// <summary>Women and men are drawn apart where each has a target of its own; else all together.</summary>
    private static string[] GendersOf(IReadOnlyList<AttainmentItem> items) =>
        items[^1].Rows.Any(row => row is { Gender: "woman", Target: not null, Hidden: null }) ? Genders[..2] : Genders[2..];

    private static Cohort CohortOf(AttainmentItem item) => new(item.Cohort.From, item.Cohort.To, item.Cohort.Partial);

    /// <summary>Returns the smallest of 1, 2 and 5 times a power of ten that is not below a count.</summary>
    private static int NiceAbove(int count)
    {
        for (var power = 1; ; power *= 10)
        {
            foreach (var nice in (int[])[power, 2 * power, 5 * power])
            {
                if (nice >= count)
                {
                    return nice;
                }
            }
        }
    }
}
