using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Tells which rows have nothing to say: every figure is zero or missing. Such rows are folded away after their table. A withheld figure says
/// something, so its row stays.
/// </summary>
internal static class RowsWithout
{
    public static bool Figures(IEnumerable<ReportRow> row) => row.SelectMany(r => r.Cells).All(c => c is { Withheld: false, Value: null or 0 });

    /// <summary>Says how many rows are folded away.</summary>
    public static string SaidIn(ReportTexts texts, int rows) => rows == 1
        ? texts.In("1 rad utan uppgifter", "1 row without figures")
        : texts.In($"{rows} rader utan uppgifter", $"{rows} rows without figures");
}
