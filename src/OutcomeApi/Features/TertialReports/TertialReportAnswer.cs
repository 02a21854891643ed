using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Figures;

namespace OutcomeApi.Features.TertialReports;

/// <summary>A project's report of a tertial.</summary>
public sealed record TertialReportAnswer
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>The tertial.</summary>
    public required string Tertial { get; init; }

    /// <summary>open: computed anew whenever it is read.</summary>
    public required string Status { get; init; }

    /// <summary>Null while the report is open.</summary>
    public required int? Version { get; init; }

    /// <summary>The day by which it is to be handed in.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the report was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The days that each window's tables are about.</summary>
    public required ByWindow<CohortDates> Windows { get; init; }

    /// <summary>
    /// ongoing-at-start + started − exited = ongoing-at-end, of identified participations. anonymous-started stands beside the balance. referred and not-started
    /// count referrals by the day of the referral and of its closing, queued-at-end those in queue on the window's last day. Waiting is the days from
    /// referral to start of those who started in the window; null where nobody did.
    /// </summary>
    public required ByWindow<IReadOnlyList<FlowFigures>> Flow { get; init; }

    /// <summary>Exits by reason, and their total.</summary>
    public required ByWindow<IReadOnlyList<ExitFigures>> Exits { get; init; }

    /// <summary>The attainment of every goal in this tertial, all windows.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }

    /// <summary>Follow-ups three months after the exits of the window: the five states, then the answers.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> FollowUps { get; init; }

    /// <summary>To whom final documentation was given, of the exits of the window.</summary>
    public required ByWindow<IReadOnlyList<CountFigures>> Documentation { get; init; }

    /// <summary>Not filled yet.</summary>
    public required ByWindow<IReadOnlyList<object>> SelfAssessments { get; init; }

    /// <summary>Not filled yet.</summary>
    public required IReadOnlyList<object> Fidelity { get; init; }

    /// <summary>What weakens the figures of the tertial. Every check is listed.</summary>
    public required IReadOnlyList<FindingCount> DataQuality { get; init; }

    /// <summary>What the project says about the tertial.</summary>
    public required string? Comment { get; init; }

    /// <summary>The counts to key into Uppföljning Finsam.</summary>
    public required FinsamFigures FinsamCounts { get; init; }

    /// <summary>Shows a report.</summary>
    /// <param name="project">The project.</param>
    /// <param name="report">Its report.</param>
    /// <param name="goals">Its goals' attainment, as the caller may see it.</param>
    /// <param name="computedAt">When.</param>
    /// <param name="smallNumber">
    /// Hide every number of a table – one section in one window – with a number from 1 to this less one; null: hide nothing. This holds until
    /// disclosure control looks at all tables together.
    /// </param>
    public static TertialReportAnswer Of(
        string project, TertialReport report, IReadOnlyList<AttainmentItem> goals, DateTimeOffset computedAt, int? smallNumber) => new()
        {
            Project = project,
            Tertial = report.Tertial.ToString(),
            Status = "open",
            Version = null,
            Deadline = report.Deadline,
            ComputedAt = computedAt,
            AsOf = report.AsOf,
            Windows = ByWindow.Of(report, w => new CohortDates { From = w.Cohort.From, To = w.Cohort.To, Partial = w.Cohort.Partial }),
            Flow = ByWindow.Of(report, w => FlowFigures.Of(w.Flow, smallNumber)),
            Exits = ByWindow.Of(report, w => ExitFigures.Of(w.Exits, smallNumber)),
            Goals = goals,
            FollowUps = ByWindow.Of(report, w => CountFigures.OfFollowUps(w.FollowUps, smallNumber)),
            Documentation = ByWindow.Of(report, w => CountFigures.OfDocumentation(w.Documentation, smallNumber)),
            SelfAssessments = ByWindow.Of(report, IReadOnlyList<object> (_) => []),
            Fidelity = [],
            DataQuality = FindingCount.Of(report.DataQuality, smallNumber),
            Comment = null,
            FinsamCounts = FinsamFigures.Of(report.FinsamCounts, smallNumber),
        };
}

/// <summary>The same for each of the three windows.</summary>
public sealed record ByWindow<T>
{
    /// <summary>The tertial itself.</summary>
    public required T Tertial { get; init; }

    /// <summary>1 January to the end of the tertial.</summary>
    public required T YearToDate { get; init; }

    /// <summary>The project's start to the end of the tertial.</summary>
    public required T SinceStart { get; init; }
}

internal static class ByWindow
{
    public static ByWindow<T> Of<T>(TertialReport report, Func<WindowTables, T> part)
    {
        T In(Window window) => part(report.Windows.Single(w => w.Window == window));
        return new ByWindow<T> { Tertial = In(Window.Tertial), YearToDate = In(Window.YearToDate), SinceStart = In(Window.SinceStart) };
    }

    /// <summary>Does one of a table's cells hold a small number?</summary>
    public static bool HasSmallNumber(IEnumerable<GenderCounts> cells, int? smallNumber) => smallNumber is { } k && cells.Any(c =>
        SmallNumbers.IsSmall(c.Woman, k) || SmallNumbers.IsSmall(c.Man, k) || SmallNumbers.IsSmall(c.OtherOrUnknown, k) || SmallNumbers.IsSmall(c.Total, k));
}

/// <summary>A row of the flow table.</summary>
public sealed record FlowFigures
{
    /// <summary>What the row is about.</summary>
    public required string Key { get; init; }

    /// <summary>A whole number, except that a median may end in a half.</summary>
    public required decimal? Woman { get; init; }

    /// <summary>Men.</summary>
    public required decimal? Man { get; init; }

    /// <summary>Other gender identity, or not known.</summary>
    public required decimal? OtherOrUnknown { get; init; }

    /// <summary>All together.</summary>
    public required decimal? Total { get; init; }

    /// <summary>The figures are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static IReadOnlyList<FlowFigures> Of(IReadOnlyList<FlowRow> rows, int? smallNumber)
    {
        var hidden = ByWindow.HasSmallNumber(rows.Select(r => r.Behind), smallNumber);
        return
        [
            .. rows.Select(row => new FlowFigures
            {
                Key = row.Key,
                Woman = hidden ? null : row.Woman,
                Man = hidden ? null : row.Man,
                OtherOrUnknown = hidden ? null : row.OtherOrUnknown,
                Total = hidden ? null : row.Total,
                Suppressed = hidden,
            })
        ];
    }
}

/// <summary>A row of a table of counts.</summary>
public sealed record CountFigures
{
    /// <summary>What the row is about.</summary>
    public required string Key { get; init; }

    /// <summary>Women.</summary>
    public required int? Woman { get; init; }

    /// <summary>Men.</summary>
    public required int? Man { get; init; }

    /// <summary>Other gender identity, or not known.</summary>
    public required int? OtherOrUnknown { get; init; }

    /// <summary>All together.</summary>
    public required int? Total { get; init; }

    /// <summary>The figures are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static IReadOnlyList<CountFigures> OfFollowUps(IReadOnlyList<CountRow> rows, int? smallNumber) =>
        Of(rows, ByWindow.HasSmallNumber(rows.Select(r => r.Counts), smallNumber));

    /// <summary>These rows are parts of the exits: those who are not in a part are a number too.</summary>
    public static IReadOnlyList<CountFigures> OfDocumentation(IReadOnlyList<CountRow> rows, int? smallNumber)
    {
        var exits = rows.Single(r => r.Key == DocumentationTable.Exits).Counts;
        return Of(rows, ByWindow.HasSmallNumber(rows.SelectMany(r => new[] { r.Counts, exits - r.Counts }), smallNumber));
    }

    private static IReadOnlyList<CountFigures> Of(IReadOnlyList<CountRow> rows, bool hidden) =>
    [
        .. rows.Select(row => new CountFigures
        {
            Key = row.Key,
            Woman = hidden ? null : row.Counts.Woman,
            Man = hidden ? null : row.Counts.Man,
            OtherOrUnknown = hidden ? null : row.Counts.OtherOrUnknown,
            Total = hidden ? null : row.Counts.Total,
            Suppressed = hidden,
        })
    ];
}

/// <summary>A row of the table of exits.</summary>
public sealed record ExitFigures
{
    /// <summary>The reason, or total.</summary>
    public required string Key { get; init; }

    /// <summary>planned or interrupted; null for the total.</summary>
    public required string? Ending { get; init; }

    /// <summary>work, studies, job-seeking or other; null for the total.</summary>
    public required string? Group { get; init; }

    /// <summary>Women.</summary>
    public required int? Woman { get; init; }

    /// <summary>Men.</summary>
    public required int? Man { get; init; }

    /// <summary>Other gender identity, or not known.</summary>
    public required int? OtherOrUnknown { get; init; }

    /// <summary>All together.</summary>
    public required int? Total { get; init; }

    /// <summary>The figures are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static IReadOnlyList<ExitFigures> Of(IReadOnlyList<ExitRow> rows, int? smallNumber)
    {
        var hidden = ByWindow.HasSmallNumber(rows.Select(r => r.Counts), smallNumber);
        return
        [
            .. rows.Select(row => new ExitFigures
            {
                Key = row.Key,
                Ending = row.Ending is { } ending ? Code.Of(ending) : null,
                Group = row.Group is { } group ? Code.Of(group) : null,
                Woman = hidden ? null : row.Counts.Woman,
                Man = hidden ? null : row.Counts.Man,
                OtherOrUnknown = hidden ? null : row.Counts.OtherOrUnknown,
                Total = hidden ? null : row.Counts.Total,
                Suppressed = hidden,
            })
        ];
    }
}

/// <summary>How often something was found that weakens the figures.</summary>
public sealed record FindingCount
{
    /// <summary>What was found.</summary>
    public required string Code { get; init; }

    /// <summary>error, warning or note.</summary>
    [Domain.Register.CodeOf(typeof(FindingClass))]
    public required string Class { get; init; }

    /// <summary>How many; null when withheld.</summary>
    public required int? Count { get; init; }

    /// <summary>The count is withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static IReadOnlyList<FindingCount> Of(IReadOnlyList<DataQualityFinding> findings, int? smallNumber)
    {
        var hidden = smallNumber is { } k && findings.Any(f => SmallNumbers.IsSmall(f.Count, k));
        return
        [
            .. findings.Select(finding => new FindingCount
            {
                Code = finding.Code,
                Class = Domain.Participations.Code.Of(finding.Class),
                Count = hidden ? null : finding.Count,
                Suppressed = hidden,
            })
        ];
    }
}

/// <summary>The counts for <i>Uppföljning Finsam</i>: of the calendar year, to the end of the tertial. Anonymous participations count too.</summary>
public sealed record FinsamFigures
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Participations that started in the year. Those carried over did not.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Participations that were ongoing on any day of the year; anonymous ones only in the year of their start.</summary>
    public required GenderFigures OngoingInYear { get; init; }

    public static FinsamFigures Of(FinsamCounts counts, int? smallNumber)
    {
        var hidden = ByWindow.HasSmallNumber([counts.StartedInYear, counts.OngoingInYear], smallNumber);
        return new FinsamFigures
        {
            Year = counts.Year,
            StartedInYear = GenderFigures.Of(counts.StartedInYear, hidden),
            OngoingInYear = GenderFigures.Of(counts.OngoingInYear, hidden),
        };
    }
}

/// <summary>Women, men, and others together with those whose gender is not known.</summary>
public sealed record GenderFigures
{
    /// <summary>Women.</summary>
    public required int? Woman { get; init; }

    /// <summary>Men.</summary>
    public required int? Man { get; init; }

    /// <summary>Other gender identity, or not known.</summary>
    public required int? OtherOrUnknown { get; init; }

    /// <summary>The figures are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }

    public static GenderFigures Of(GenderCounts counts, bool hidden) => new()
    {
        Woman = hidden ? null : counts.Woman,
        Man = hidden ? null : counts.Man,
        OtherOrUnknown = hidden ? null : counts.OtherOrUnknown,
        Suppressed = hidden,
    };
}
