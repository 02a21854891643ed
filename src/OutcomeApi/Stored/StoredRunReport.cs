using System.Text.Json.Serialization;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores what a run says about a tertial: the report with exact figures, and the report with everyone counted with the women or the men.
/// </summary>
public sealed record StoredRunReport
{
    public const int Newest = 2;

    public required int Form { get; init; }

    public required StoredReport Exact { get; init; }

    /// <summary>
    /// The report with everyone counted with the women or the men. Null if everyone is a woman or a man, because both reports are then the same.
    /// Also null for an association's share, which is only read with exact figures.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredReport? TwoRows { get; init; }

    /// <summary>For each window, the lines in which steering groups see the steps. Null for an association's share.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<StoredStepLines>>? StepLines { get; init; }

    /// <summary>
    /// For each window, the lines in which steering groups see the sources of income. Null for an association's share, and in runs that have no such table.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<StoredSharedLines>>? SharedLines { get; init; }

    /// <summary>
    /// For each window, the lines in which steering groups see the units, which take the place of the months. Null for an association's share, and in runs
    /// made before there were units.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<StoredStepLines>>? UnitLines { get; init; }

    /// <summary>How late the starts and exits of the tertial were registered.</summary>
    public required IReadOnlyList<StoredLateness> Lateness { get; init; }

    /// <summary>
    /// How many participations each sender has registered. Null for a part of the project, because senders are checked only for the whole project.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StoredSenderVolume>? Senders { get; init; }

    /// <summary>
    /// How many people of each gender have waited how many days, by window. The medians of several projects together are computed from it. Null for
    /// a subproject.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<StoredWait>>? Waits { get; init; }

    /// <summary>Returns the report that a steering group's view is made from.</summary>
    public TertialReport ToTwoRows()
    {
        var report = (TwoRows ?? Exact).ToReport();
        return report with { Tables = [.. report.Tables.Select(WithLines)] };
    }

    private ReportTable WithLines(ReportTable table) => table.Section switch
    {
        ReportSection.StepsByMonth when StepLines is not null =>
            table with { StepLines = [.. StepLines[Code.Format(table.Window)].Select(lines => lines.ToLines())] },
        ReportSection.UnitsByMonth when UnitLines is not null =>
            table with { StepLines = [.. UnitLines[Code.Format(table.Window)].Select(lines => lines.ToLines())] },
        ReportSection.BeforeAndAfter when SharedLines is not null =>
            table with { SharedLines = [.. SharedLines[Code.Format(table.Window)].Select(lines => lines.ToLines())] },
        _ => table,
    };

    /// <summary>Lists the waits of a window one by one.</summary>
    public IEnumerable<(Gender Gender, int Days)> WaitsIn(string window) => (Waits?.GetValueOrDefault(window) ?? [])
        .SelectMany(wait => Enumerable.Repeat((Code.Parse<Gender>(wait.Gender), wait.Days), wait.Count));
}

/// <summary>Stores which kinds and months of a table of steps are merged from a threshold on, as indexes of its kinds and months.</summary>
public sealed record StoredStepLines(
    int K, IReadOnlyList<int> Kinds, bool IsSplit, IReadOnlyList<int> Months, IReadOnlyList<IReadOnlyList<int>> KindsOfMonths)
{
    internal static StoredStepLines From(StepLines lines) => new(lines.K, lines.Kinds, lines.IsSplit, lines.Months, lines.KindsOfMonths);

    internal StepLines ToLines() => new(K, Kinds, IsSplit, Months, KindsOfMonths);
}

/// <summary>Stores which categories of a table are merged from a threshold on, as their indexes.</summary>
public sealed record StoredSharedLines(string Table, int K, IReadOnlyList<int> Merged, bool IsSplit)
{
    internal static StoredSharedLines From(SharedLines lines) => new(lines.Table, lines.K, lines.Merged, lines.IsSplit);

    internal SharedLines ToLines() => new(Table, K, Merged, IsSplit);
}

/// <summary>Stores how late registrations were received.</summary>
public sealed record StoredLateness(string Record, int Count, decimal? Median, int? NinetiethPercentile);

/// <summary>Stores how many participations a sender has registered.</summary>
/// <param name="Sender">Id of the sender's credential.</param>
/// <param name="Count">The number in the tertial.</param>
/// <param name="EarlierCount">The number in all earlier tertials together.</param>
/// <param name="EarlierTertials">The number of earlier tertials.</param>
/// <param name="Change"><c>jump</c> or <c>drop</c> if the volume raises an alarm. Null otherwise.</param>
public sealed record StoredSenderVolume(string Sender, int Count, int EarlierCount, int EarlierTertials, string? Change);

/// <summary>Stores how many people of a gender have waited a number of days.</summary>
public sealed record StoredWait(string Gender, int Days, int Count);
