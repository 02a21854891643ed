using System.Globalization;

namespace OutcomeApi.Pages.Projects;

/// <summary>A place in a chart, in units of its drawing.</summary>
public readonly record struct Place(double X, double Y);

/// <summary>A text at the right of a chart.</summary>
/// <param name="Text">The text.</param>
/// <param name="Y">Its baseline.</param>
public readonly record struct ChartLabel(string Text, double Y);

/// <summary>The area of a chart in which values are drawn, and how values and paths are placed in it. Labels stand at its right.</summary>
public static class ChartPlot
{
    public const double Left = 36, Right = 216, Top = 10, Bottom = 140;

    /// <summary>Least distance between the baselines of two labels.</summary>
    public const double LabelHeight = 12;

    private const double Baseline = 4;

    /// <summary>Places a value on the axis of values.</summary>
    /// <param name="value">The value.</param>
    /// <param name="most">The value at the top of the axis. The value at the bottom is zero.</param>
    public static double Height(double value, double most) => Bottom - (value / most * (Bottom - Top));

    /// <summary>Writes a coordinate with at most one decimal.</summary>
    public static string Write(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);

    /// <summary>Draws a line through places. A place that is missing interrupts the line.</summary>
    public static string LineThrough(IEnumerable<Place?> places)
    {
        var (path, isDrawing) = (string.Empty, false);
        foreach (var place in places)
        {
            path += place is { } one ? $"{(isDrawing ? 'L' : 'M')}{Write(one.X)} {Write(one.Y)}" : string.Empty;
            isDrawing = place is not null;
        }

        return path;
    }

    /// <summary>Draws a level line between two places of the axis of time.</summary>
    public static string Level(double from, double to, double y) => $"M{Write(from)} {Write(y)}H{Write(to)}";

    /// <summary>Draws a mark at each place. Women, men and all have marks of different forms, so that they can be told apart without colours.</summary>
    public static string Marks(string gender, IEnumerable<Place> places) => string.Concat(places.Select(place => gender switch
    {
        "woman" => $"M{Write(place.X - 3)} {Write(place.Y)}a3 3 0 1 0 6 0a3 3 0 1 0-6 0",
        "man" => $"M{Write(place.X - 3)} {Write(place.Y - 3)}h6v6h-6z",
        _ => $"M{Write(place.X)} {Write(place.Y - 4)}l4 4l-4 4l-4-4z",
    }));

    /// <summary>Moves labels apart that would overlap, from the top down, and keeps them inside the chart.</summary>
    /// <param name="wanted">The texts, with the height that each belongs to.</param>
    public static IReadOnlyList<ChartLabel> Spread(IEnumerable<(string Text, double Y)> wanted)
    {
        var labels = wanted.OrderBy(label => label.Y).Select(label => new ChartLabel(label.Text, label.Y + Baseline)).ToArray();
        for (var i = 1; i < labels.Length; i++)
        {
            labels[i] = labels[i] with { Y = Math.Max(labels[i].Y, labels[i - 1].Y + LabelHeight) };
        }

        for (var i = labels.Length - 1; i >= 0; i--)
        {
            var lowest = i == labels.Length - 1 ? Bottom + Baseline : labels[i + 1].Y - LabelHeight;
            labels[i] = labels[i] with { Y = Math.Min(labels[i].Y, lowest) };
        }

        return labels;
    }
}
