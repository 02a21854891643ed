using System.Globalization;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Lists the figures that a project reports without a goal: shown and not judged. They are no people, and belong to the project.
/// </summary>
public static class ReportedFigureTable
{
    /// <summary>The label with the day that the figure is about.</summary>
    public const string On = "on";

    /// <summary>
    /// Computes the rows of every figure that the project lists, with the latest value dated on or before the end of the window. A share has its
    /// numerator and its denominator; a figure that has not been reported is empty.
    /// </summary>
    public static IReadOnlyList<ReportRow> Compute(Projects.ProjectDefinition project, Cohort window, IReadOnlyList<ReportedValue> reported)
    {
        var values = new ReportedValues(reported);
        return
        [
            .. from figure in project.Figures
               let latest = values.Latest(figure, window.To)
               from row in latest?.Denominator is null
                   ? (ReportRow[])[RowOf(figure, Figure.Count, latest?.Numerator, latest)]
                   : [RowOf(figure, Figure.Numerator, latest.Numerator, latest), RowOf(figure, Figure.Denominator, latest.Denominator, latest)]
               select row
        ];
    }

    private static ReportRow RowOf(string name, Figure figure, int? value, ReportedValue? reported) => new()
    {
        Key = name,
        Figure = figure,
        Labels = [new RowLabel(On, reported?.On.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture))],
        Cells = [new ReportCell(GenderGroup.Total, value)],
        People = null,
    };
}
