using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>Builds the goals section of a report as tables: one table per window, with one row per goal, subproject and figure.</summary>
internal static class GoalTables
{
    public const string Goal = "goal";
    public const string Subproject = "subproject";
    public const string Text = "text";
    public const string Target = "target";
    public const string Verdict = "verdict";
    public const string Standing = "standing";

    /// <summary>Label that holds the day until which a goal that is not due is followed. It is absent once that day has passed.</summary>
    public const string DueOn = "due-on";
    public const string Clear = "clear";
    public const string Comparison = "comparison";
    public const string Sentence = "sentence";

    /// <summary>Label that holds the share that a change is measured from. It is absent where no target is set.</summary>
    public const string Baseline = "baseline";
    public const string Pace = "pace";
    public const string Forecast = "forecast";

    /// <summary>Label of rows about waiting times. Its value is <see cref="Started"/> or <see cref="StillQueued"/>.</summary>
    public const string Days = "days";
    public const string Started = "started-waiting";
    public const string StillQueued = "still-queued";

    private const string TotalRow = "total";

    /// <summary>Builds the tables. Windows without goals have no table.</summary>
    /// <param name="items">Attainment of the goals in the tertial, as the reader may see it.</param>
    /// <param name="goalTexts">Texts of the goals, by goal key.</param>
    /// <param name="asOf">The day that the figures treat as today.</param>
    /// <param name="texts">Texts in the language of the report.</param>
    public static IReadOnlyList<ReportTable> From(
        IReadOnlyList<AttainmentItem> items, IReadOnlyDictionary<string, string> goalTexts, DateOnly asOf, ReportTexts texts) =>
    [
        .. from window in Enum.GetValues<Window>()
           let own = items.Where(i => i.Window == Code.Format(window)).ToArray()
           where own.Length > 0
           let cohort = new Cohort(own[0].Cohort.From, own[0].Cohort.To, own[0].Cohort.Partial)
           select new ReportTable(ReportSection.Goals, window, cohort, [.. own.SelectMany(item => RowsOf(item, goalTexts[item.Goal], asOf, texts))])
    ];

    /// <summary>Returns the key of the goal that a row is about, without the suffix of rows about waiting times.</summary>
    public static string KeyOf(ReportRow row) => row.Label(Days) is { } days ? row.Key[..^(days.Length + 1)] : row.Key;

    /// <summary>Formats a target with symbols instead of words, for example "≥ 20 %".</summary>
    public static string? TextOf(TargetText? target, ReportTexts texts)
    {
        string Limit(JsonElement limit) =>
            (limit.ValueKind == JsonValueKind.String ? limit.GetString()!.Replace("%", " %", StringComparison.Ordinal) : limit.GetRawText())
            .Replace(".", texts.Culture.NumberFormat.NumberDecimalSeparator, StringComparison.Ordinal);
        return target switch
        {
            null => null,
            { Between: [var lower, var upper] } => $"{Limit(lower)}–{Limit(upper)}",
            { AtLeast: { } atLeast } => "≥ " + Limit(atLeast),
            { AtMost: { } atMost } => "≤ " + Limit(atMost),
            _ => null,
        };
    }

    /// <summary>Formats the targets of a goal, and says where they are about a change. Null without a target.</summary>
    public static string? TargetsOf(AttainmentItem item, ReportTexts texts) => LimitsOf(
        item, texts, Code.Parse<Measure>(item.Measure) == Measure.ChangeFromBaseline ? texts.In("förändring ", "change ") : string.Empty);

    /// <summary>Formats the limits of a goal. Limits that differ between women, men and the total are each said. Null without a target.</summary>
    /// <param name="item">Attainment of the goal.</param>
    /// <param name="texts">Texts in the language of the report.</param>
    /// <param name="before">Text before every limit.</param>
    public static string? LimitsOf(AttainmentItem item, ReportTexts texts, string before = "")
    {
        var targets = item.Rows.Where(r => r.Target is not null).Select(r => (Group: WhoOf(r), Text: before + TextOf(r.Target, texts))).ToArray();
        return targets.Select(t => t.Text).Distinct().Count() <= 1
            ? targets.Select(t => t.Text).FirstOrDefault()
            : string.Join(", ", targets.Select(t => $"{texts.Of(t.Group).ToLower(CultureInfo.InvariantCulture)} {t.Text}"));
    }

    /// <summary>Says the pace of a count: that of the total, then those of women, men and others with a target of their own. Null for other measures.</summary>
    private static string? PaceOf(AttainmentItem item, ReportTexts texts)
    {
        var paces = (item.Pace is { } total ? [texts.Of(total)] : Array.Empty<string>())
            .Concat(item.Rows.Where(r => r.Gender != TotalRow && r.Pace is not null)
                .Select(r => $"{texts.Of(WhoOf(r)).ToLower(CultureInfo.InvariantCulture)}: {texts.Of(r.Pace!)}"))
            .ToArray();
        return paces.Length == 0 ? null : string.Join("; ", paces);
    }

    private static IEnumerable<ReportRow> RowsOf(AttainmentItem item, string text, DateOnly asOf, ReportTexts texts)
    {
        var key = DocumentGoal.KeyOf(item);
        RowLabel[] labels =
        [
            new(Goal, item.Goal),
            new(Subproject, item.Subproject),
            new(Text, text),
            new(Target, TargetsOf(item, texts)),
            new(Verdict, item.Verdict),
            new(Standing, item.Standing),
            new(DueOn, item.DueOn >= asOf ? item.DueOn.Value.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture) : null),
            new(Clear, item.Clear switch { true => "clear", false => "uncertain", null => null }),
            new(Comparison, item.WomenMen?.Text),
            new(Sentence, item.Sentence),
            new(Baseline, item.Verdict != "no-target" && item.Baseline is { } baseline ? texts.Of(baseline) : null),
            new(Pace, PaceOf(item, texts)),
            new(Forecast, item.Forecast?.Text),
        ];
        ReportRow Row(Figure figure, Func<AttainmentRow, decimal?> value, string? days = null) => new()
        {
            Key = days is null ? key : $"{key}:{days}",
            Figure = figure,
            Labels = [.. labels, new RowLabel(Days, days)],
            Cells = [.. item.Rows.Select(row => CellOf(row, value(row), isOfQueue: days == StillQueued))],
            People = null,
        };

        return Code.Parse<Measure>(item.Measure) switch
        {
            Measure.Share or Measure.ChangeFromBaseline =>
            [
                Row(Figure.Numerator, r => r.Numerator), Row(Figure.Denominator, r => r.Denominator), Row(Figure.Share, r => r.Share),
                Row(Figure.Lowest, r => r.Interval?[0]), Row(Figure.Highest, r => r.Interval?[1]),
            ],
            Measure.Balance => [Row(Figure.Numerator, r => r.Numerator), Row(Figure.Denominator, r => r.Denominator), Row(Figure.Ratio, r => r.Ratio)],
            Measure.QueueTime =>
            [
                Row(Figure.Numerator, r => r.Numerator), Row(Figure.Denominator, r => r.Denominator), Row(Figure.Days, r => r.EstimatedDays),
            ],
            Measure.Milestone => [Row(Figure.Numerator, r => r.Numerator), Row(Figure.Denominator, r => r.Denominator)],
            Measure.Duration =>
            [
                Row(Figure.Count, r => r.Days?.Count, Started),
                Row(Figure.Median, r => r.Days?.Median, Started),
                Row(Figure.Longest, r => r.Days?.Longest, Started),
                Row(Figure.Count, r => r.StillQueued?.Count, StillQueued), Row(Figure.Median, r => r.StillQueued?.Median, StillQueued),
                Row(Figure.Longest, r => r.StillQueued?.Longest, StillQueued),
            ],
            _ => [Row(Figure.Count, r => r.Numerator)],
        };
    }

    /// <summary>Builds a cell. People still in the queue are a separate group, so whether their figures are withheld is decided separately.</summary>
    public static ReportCell CellOf(AttainmentRow row, decimal? value, bool isOfQueue)
    {
        var (hidden, fewerThan) = isOfQueue ? (row.StillQueued?.Hidden, row.StillQueued?.FewerThan) : (row.Hidden, row.FewerThan);
        return new ReportCell(WhoOf(row), value, hidden is not null || fewerThan is not null, fewerThan);
    }

    private static GenderGroup WhoOf(AttainmentRow row) => Code.Parse<GenderGroup>(row.Gender);
}
