using System.Globalization;
using Microsoft.AspNetCore.Components;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms.Html;

public partial class RadarChart
{
    private const double CentreX = 270, CentreY = 170, PerPoint = 26, LineHeight = 14;
    private const int MostPoints = 5;
    private const int MostCharactersOfLine = 22;

    private static readonly string[] Areas = [.. Instruments.Find(Instruments.Usual)!.Areas.Select(area => area.Code)];

    private decimal?[] _start = [];
    private decimal?[] _latest = [];

    [CascadingParameter]
    public required ReportTexts Texts { get; set; }

    /// <summary>Table of the self-assessments since the start.</summary>
    [Parameter, EditorRequired]
    public required ReportTable Table { get; set; }

    /// <summary>Prefix of the ids of title and description.</summary>
    [Parameter, EditorRequired]
    public required string Id { get; set; }

    private string Caption =>
        $"{Texts.In("Streckad: start", "Dashed: start")} (n {MostOf(SelfAssessmentTable.Start)}). "
        + $"{Texts.In("Heldragen: senaste", "Solid: latest")} (n {MostOf(SelfAssessmentTable.Latest)}). {Texts.Of(Table.Cohort)}.";

    protected override void OnParametersSet() => (_start, _latest) = (MeansOf(SelfAssessmentTable.Start), MeansOf(SelfAssessmentTable.Latest));

    private decimal?[] MeansOf(string occasion) =>
        [.. Areas.Select(area => Table.Rows.Single(r => r.Key == $"{area}:{occasion}" && r.Figure == Figure.Mean)[GenderGroup.Total])];

    private string MostOf(string occasion) => Table.Rows
        .Where(r => r.Label(SelfAssessmentTable.Occasion) == occasion && r.Figure == Figure.Count && Areas.Contains(r.Label(SelfAssessmentTable.Area)))
        .Max(r => r[GenderGroup.Total])?.ToString(CultureInfo.InvariantCulture) ?? string.Empty;

    private string NameOf(string area) => Texts.OfArea(area);

    private string InWords(string occasion, decimal?[] means) => occasion + ": " + string.Join(
        "; ", Areas.Zip(means, (area, mean) => $"{NameOf(area)} {CellText.Shown(mean!.Value, CellKind.Points, Texts.Culture)}"));

    /// <summary>Returns the corners of the polygon that connects the means of all areas.</summary>
    private static string Outline(decimal?[] means) =>
        string.Join(' ', means.Select((mean, axis) => PlaceOf(axis, (double)mean!.Value)).Select(p => $"{Text(p.X)},{Text(p.Y)}"));

    /// <summary>Computes the position of a value on the axis of an area. The first axis points up; the others follow clockwise.</summary>
    private static (double X, double Y) PlaceOf(int axis, double points)
    {
        var angle = (Math.PI / 3 * axis) - (Math.PI / 2);
        return (CentreX + (points * PerPoint * Math.Cos(angle)), CentreY + (points * PerPoint * Math.Sin(angle)));
    }

    /// <summary>Aligns the name of an area so that it grows away from the chart.</summary>
    private static string AnchorOf(int axis) => axis % 3 == 0 ? "middle" : axis < 3 ? "start" : "end";

    /// <summary>
    /// Wraps the name of an area into lines of at most 22 characters, each with its distance from the end of the axis. A longer word stays in one
    /// piece. The name at the top grows upwards.
    /// </summary>
    private IEnumerable<(double Y, string Line)> LinesOf(int axis)
    {
        var lines = new List<string>();
        foreach (var word in NameOf(Areas[axis]).Split(' '))
        {
            if (lines.Count > 0 && lines[^1].Length + word.Length < MostCharactersOfLine)
            {
                lines[^1] += " " + word;
            }
            else
            {
                lines.Add(word);
            }
        }

        var first = axis switch { 0 => (1 - lines.Count) * LineHeight, 3 => 10, _ => 0 };
        return lines.Select((line, number) => (first + (number * LineHeight), line));
    }

    private static string Text(double coordinate) => coordinate.ToString("0.#", CultureInfo.InvariantCulture);
}
