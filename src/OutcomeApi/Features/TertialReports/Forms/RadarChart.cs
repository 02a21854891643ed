using System.Globalization;
using System.Text;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Draws the six areas of the self-assessments as an SVG radar chart: totals at start and latest. The table next to it contains the same figures.
/// </summary>
internal static class RadarChart
{
    private const double CentreX = 270, CentreY = 170, PerPoint = 26;
    private const int MostOfArea = 5;

    /// <summary>Appends the chart to the page. Appends nothing when a mean is missing or withheld.</summary>
    /// <param name="svg">Page to append to.</param>
    /// <param name="texts">Texts in the language of the report.</param>
    /// <param name="table">Table of the self-assessments since the start.</param>
    /// <param name="id">Prefix of the ids of title and description.</param>
    /// <param name="encode">Encodes a text for HTML.</param>
    public static void Append(StringBuilder svg, ReportTexts texts, ReportTable table, string id, Func<string, string> encode)
    {
        var areas = Enum.GetValues<AssessmentArea>();
        decimal?[] Means(string occasion) =>
            [.. areas.Select(area => table.Rows.Single(r => r.Key == $"{Code.Format(area)}:{occasion}" && r.Figure == Figure.Mean)[GenderGroup.Total])];
        decimal? Most(string occasion) => table.Rows
            .Where(r => r.Label(SelfAssessmentTable.Occasion) == occasion && r.Figure == Figure.Count)
            .Max(r => r[GenderGroup.Total]);
        var (start, latest) = (Means(SelfAssessmentTable.Start), Means(SelfAssessmentTable.Latest));
        if (start.Concat(latest).Any(mean => mean is null))
        {
            return;
        }

        string Name(AssessmentArea area) =>
            texts.OfRow(ReportSection.SelfAssessments, table.Rows.First(r => r.Label(SelfAssessmentTable.Area) == Code.Format(area)), null).Split(" – ")[0];
        string Said(string what, decimal?[] means) => what + ": " + string.Join(
            "; ", areas.Zip(means, (area, mean) => $"{Name(area)} {CellText.Shown(mean!.Value, CellKind.Points, texts.Culture)}"));
        var (atStart, atLatest) = (texts.In("Start", "Start"), texts.In("Senaste", "Latest"));
        svg.Append(CultureInfo.InvariantCulture, $"<figure>\n<svg viewBox=\"-60 -26 660 390\" role=\"img\" aria-labelledby=\"{id}-title {id}-text\">\n");
        svg.Append(
            CultureInfo.InvariantCulture,
            $"<title id=\"{id}-title\">"
            + $"{encode(texts.In("Självskattning i sex områden, 1–5, sedan start", "Self-assessment in six areas, 1–5, since the start"))}</title>\n");
        svg.Append(CultureInfo.InvariantCulture, $"<desc id=\"{id}-text\">{encode($"{Said(atStart, start)}. {Said(atLatest, latest)}.")}</desc>\n");
        for (var ring = 1; ring <= MostOfArea; ring++)
        {
            svg.Append(CultureInfo.InvariantCulture, $"<polygon class=\"grid\" points=\"{Points([.. areas.Select(_ => (decimal?)ring)])}\"/>\n");
        }

        for (var i = 0; i < areas.Length; i++)
        {
            var (x, y) = Place(i, MostOfArea);
            var (textX, textY) = Place(i, MostOfArea + 0.5);
            svg.Append(CultureInfo.InvariantCulture, $"<line class=\"grid\" x1=\"{CentreX:0.#}\" y1=\"{CentreY:0.#}\" x2=\"{x:0.#}\" y2=\"{y:0.#}\"/>\n");
            var anchor = i % 3 == 0 ? "middle" : i < 3 ? "start" : "end";
            var lines = Lines(Name(areas[i]));
            for (var line = 0; line < lines.Length; line++)
            {
                var shift = (i == 0 ? (line + 1 - lines.Length) * 14 : line * 14) + (i == 3 ? 10 : 0);
                svg.Append(
                    CultureInfo.InvariantCulture,
                    $"<text x=\"{textX:0.#}\" y=\"{textY + shift:0.#}\" text-anchor=\"{anchor}\">{encode(lines[line])}</text>\n");
            }
        }

        svg.Append(
            CultureInfo.InvariantCulture,
            $"<polygon class=\"latest\" points=\"{Points(latest)}\"/>\n<polygon class=\"start\" points=\"{Points(start)}\"/>\n</svg>\n");
        var caption = string.Create(
            CultureInfo.InvariantCulture,
            $"{texts.In("Streckad: start", "Dashed: start")} (n {Most(SelfAssessmentTable.Start)}). "
            + $"{texts.In("Heldragen: senaste", "Solid: latest")} (n {Most(SelfAssessmentTable.Latest)}). {texts.Of(table.Cohort)}.");
        svg.Append(CultureInfo.InvariantCulture, $"<figcaption>{encode(caption)}</figcaption>\n</figure>\n");
    }

    private static string Points(decimal?[] means) => string.Join(
        ' ', means.Select((mean, i) => Place(i, (double)mean!.Value)).Select(p => string.Create(CultureInfo.InvariantCulture, $"{p.X:0.#},{p.Y:0.#}")));

    /// <summary>Computes the position of a value on the axis of an area. The first axis points up; the others follow clockwise.</summary>
    private static (double X, double Y) Place(int area, double points)
    {
        var angle = (Math.PI / 3 * area) - (Math.PI / 2);
        return (CentreX + (points * PerPoint * Math.Cos(angle)), CentreY + (points * PerPoint * Math.Sin(angle)));
    }

    /// <summary>Wraps a name into lines of at most 22 characters. A longer word stays in one piece.</summary>
    private static string[] Lines(string name)
    {
        var lines = new List<string>();
        foreach (var word in name.Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < 22)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        return [.. lines];
    }
}
