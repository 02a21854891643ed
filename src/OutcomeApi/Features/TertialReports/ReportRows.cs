using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Http;

namespace OutcomeApi.Features.TertialReports;

/// <summary>What is said of numbers that a reader is not shown.</summary>
internal static class HiddenCells
{
    /// <summary>Why women and men, or a total that is not known to be small, are not shown; null: they are.</summary>
    public static string? HiddenOf(ReportRow row) => row.Cells.Select(HiddenOf).FirstOrDefault(hidden => hidden is not null);

    /// <summary>Why a figure that is not known to be small is not shown; null: it is shown, or known to be small.</summary>
    public static string? HiddenOf(ReportCell cell) => cell is { Withheld: true, FewerThan: null } ? SteeringGroupFigure.SmallGroup : null;

    /// <summary>What a small total is less than; null: it is shown.</summary>
    public static int? FewerThanOf(ReportRow row) => row.Cells.Select(cell => cell.FewerThan).FirstOrDefault(fewer => fewer is not null);

    /// <summary>The outer categories that are one row of a crossed table; null: the row is one of them.</summary>
    public static IReadOnlyList<string>? MergedRowsOf(ReportRow row) => row.Label(SteeringGroupReport.MergedRows)?.Split(' ');
}

/// <summary>A row with a cell for people of another or unknown gender, which steering groups' rows have not: there they are counted with the women or the men.</summary>
public abstract record GenderCells : ILeavesOutMembers
{
    private readonly bool _hasOthers;

    private protected GenderCells(ReportRow row) => _hasOthers = row.Cells.Any(cell => cell.Group == GenderGroup.OtherOrUnknown);

    bool ILeavesOutMembers.LeavesOut(string member) => member == "otherOrUnknown" && !_hasOthers;
}

/// <summary>The cells of a row of counts. Nothing here is deserialized: rows are made from a report's tables.</summary>
public abstract record CountColumns : GenderCells
{
    [SetsRequiredMembers]
    private protected CountColumns(ReportRow row)
        : base(row)
    {
        Woman = (int?)row[GenderGroup.Woman];
        Man = (int?)row[GenderGroup.Man];
        OtherOrUnknown = (int?)row[GenderGroup.OtherOrUnknown];
        Total = (int?)row[GenderGroup.Total];
        Hidden = HiddenCells.HiddenOf(row);
        FewerThan = HiddenCells.FewerThanOf(row);
        Categories = row.Categories;
    }

    /// <summary>Women.</summary>
    [JsonPropertyOrder(1)]
    public required int? Woman { get; init; }

    /// <summary>Men.</summary>
    [JsonPropertyOrder(2)]
    public required int? Man { get; init; }

    /// <summary>Other gender identity, or not known; absent for steering groups, where they are counted with the women or the men.</summary>
    [JsonPropertyOrder(3)]
    public int? OtherOrUnknown { get; init; }

    /// <summary>All together.</summary>
    [JsonPropertyOrder(4)]
    public required int? Total { get; init; }

    /// <summary>Why women and men are not shown apart: small-group.</summary>
    [JsonPropertyOrder(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>The total is one or more, and fewer than this.</summary>
    [JsonPropertyOrder(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    /// <summary>The keys of the rows that are this one line, because each by itself is small; only for steering groups.</summary>
    [JsonPropertyOrder(7)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>A row of a table of counts.</summary>
public sealed record CountFigures : CountColumns
{
    [SetsRequiredMembers]
    internal CountFigures(ReportRow row)
        : base(row) => Key = row.Key;

    /// <summary>What the row is about; <c>merged</c>, behind the name of its table, where small categories are one line.</summary>
    public required string Key { get; init; }
}

/// <summary>A row of a table that holds numbers of days beside counts.</summary>
public sealed record FlowFigures : GenderCells
{
    [SetsRequiredMembers]
    internal FlowFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Woman = row[GenderGroup.Woman];
        Man = row[GenderGroup.Man];
        OtherOrUnknown = row[GenderGroup.OtherOrUnknown];
        Total = row[GenderGroup.Total];
        Hidden = HiddenCells.HiddenOf(row);
        FewerThan = HiddenCells.FewerThanOf(row);
    }

    /// <summary>What the row is about.</summary>
    public required string Key { get; init; }

    /// <summary>A whole number, except that a median may end in a half.</summary>
    public required decimal? Woman { get; init; }

    /// <summary>Men.</summary>
    public required decimal? Man { get; init; }

    /// <summary>Other gender identity, or not known; null where there is none, and absent for steering groups, where they are counted with the women or the men.</summary>
    public decimal? OtherOrUnknown { get; init; }

    /// <summary>All together.</summary>
    public required decimal? Total { get; init; }

    /// <summary>Why numbers are not shown: small-group, because a group is smaller than the association's threshold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>There are one or more, and fewer than this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }
}

/// <summary>A row of the table of exits.</summary>
public sealed record ExitFigures : CountColumns
{
    [SetsRequiredMembers]
    internal ExitFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Ending = row.Label(ExitTable.Ending);
        Group = row.Label(ExitTable.Group);
    }

    /// <summary>A reason; <c>ending:</c> and an ending, <c>group:</c> and an occupation group; or total.</summary>
    public required string Key { get; init; }

    /// <summary>planned or interrupted; null for a group and for the total.</summary>
    public required string? Ending { get; init; }

    /// <summary>work, studies, job-seeking or other; null for an ending and for the total.</summary>
    public required string? Group { get; init; }
}

/// <summary>A row about the people whom one organisation referred.</summary>
public sealed record ReferrerFigures : CountColumns
{
    [SetsRequiredMembers]
    internal ReferrerFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Referrer = row.Label(ReferrerTable.Referrer) ?? SteeringGroupReport.Merged;
        Referrers = HiddenCells.MergedRowsOf(row);
    }

    /// <summary>What is counted, and the referrer after the last colon.</summary>
    public required string Key { get; init; }

    /// <summary>The referrer; <c>not-stated</c> where there is none; <c>merged</c> where small ones are one.</summary>
    public required string Referrer { get; init; }

    /// <summary>The referrers that are one, because each by itself is small; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Referrers { get; init; }
}

/// <summary>A row about one month.</summary>
public sealed record MonthFigures : CountColumns
{
    [SetsRequiredMembers]
    internal MonthFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Month = row.Label(FollowUpsByMonthTable.Month)!;
    }

    /// <summary>What is counted, and the month after the colon.</summary>
    public required string Key { get; init; }

    /// <summary>The month, YYYY-MM.</summary>
    public required string Month { get; init; }
}

/// <summary>A row about documented steps.</summary>
public sealed record StepFigures : CountColumns
{
    [SetsRequiredMembers]
    internal StepFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Month = row.Label(StepTable.Month);
        Kind = row.Label(StepTable.Kind);
        Subproject = row.Label(StepTable.Subproject);
        Months = HiddenCells.MergedRowsOf(row);
    }

    /// <summary><c>total</c>; <c>kind:</c> and a kind; or month, kind and, where there is one, subproject.</summary>
    public required string Key { get; init; }

    /// <summary>The month, YYYY-MM; null: all months of the window.</summary>
    public required string? Month { get; init; }

    /// <summary>The kind of step; null: all kinds.</summary>
    public required string? Kind { get; init; }

    /// <summary>Subproject id; null in a row of a month: the project as such, otherwise all subprojects. For steering groups always all.</summary>
    public required string? Subproject { get; init; }

    /// <summary>The months that are one, because each by itself is small; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Months { get; init; }
}

/// <summary>A share of the follow-ups.</summary>
public sealed record FollowUpShareFigures
{
    /// <summary>functioning-plan, functioning-measure, or <c>answer:</c> and an answer.</summary>
    public required string Key { get; init; }

    /// <summary>answered: of those answered. due: of those due, whether answered or not.</summary>
    public required string Basis { get; init; }

    /// <summary>The answers that are one line, because each by itself is small; only for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>woman, man, other-or-unknown, total; for steering groups woman, man, total.</summary>
    public required IReadOnlyList<FollowUpShareRow> Rows { get; init; }

    internal static IReadOnlyList<FollowUpShareFigures> From(ReportTable table) =>
    [
        .. table.Rows.GroupBy(row => row.Key).Select(rows => new FollowUpShareFigures
        {
            Key = rows.First().Label(FollowUpSharesTable.Counted)!,
            Basis = rows.First().Label(FollowUpSharesTable.Basis)!,
            Categories = rows.First().Categories,
            Rows = [.. rows.First().Cells.Select(cell => FollowUpShareRow.From(rows, cell))],
        })
    ];
}

/// <summary>The share of one gender, or of the total.</summary>
public sealed record FollowUpShareRow
{
    /// <summary>woman, man, other-or-unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>How many say so.</summary>
    public required int? Numerator { get; init; }

    /// <summary>How many have answered, or how many are due.</summary>
    public required int? Denominator { get; init; }

    /// <summary>Numerator over denominator, four decimals; null when the denominator is zero.</summary>
    public required decimal? Share { get; init; }

    /// <summary>The share of those due if none of the missing answers said so: the worst case. Null when nobody is due.</summary>
    public required decimal? Lowest { get; init; }

    /// <summary>The share of those due if every missing answer said so: the best case. Unobtainable answers are missing.</summary>
    public required decimal? Highest { get; init; }

    /// <summary>Why numbers are not shown: small-group, because a group is smaller than the association's threshold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>There are one or more, and fewer than this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    internal static FollowUpShareRow From(IEnumerable<ReportRow> rows, ReportCell cell)
    {
        decimal? Figure(Figure figure) => rows.Single(row => row.Figure == figure)[cell.Group];
        return new FollowUpShareRow
        {
            Gender = Code.Format(cell.Group),
            Numerator = (int?)Figure(Domain.Reports.Figure.Numerator),
            Denominator = (int?)Figure(Domain.Reports.Figure.Denominator),
            Share = Figure(Domain.Reports.Figure.Share),
            Lowest = Figure(Domain.Reports.Figure.Lowest),
            Highest = Figure(Domain.Reports.Figure.Highest),
            Hidden = HiddenCells.HiddenOf(cell),
            FewerThan = cell.FewerThan,
        };
    }
}

/// <summary>One area of the self-assessments on one occasion.</summary>
public sealed record SelfAssessmentFigures
{
    /// <summary>The area.</summary>
    [CodeOf(typeof(AssessmentArea))]
    public required string Area { get; init; }

    /// <summary>start, latest, exit; or change, from start to latest.</summary>
    public required string Occasion { get; init; }

    /// <summary>woman, man, other-or-unknown, total.</summary>
    public required IReadOnlyList<SelfAssessmentRow> Rows { get; init; }

    internal static IReadOnlyList<SelfAssessmentFigures> From(ReportTable table) =>
    [
        .. table.Rows.GroupBy(row => row.Key).Select(rows => new SelfAssessmentFigures
        {
            Area = rows.First().Label(SelfAssessmentTable.Area)!,
            Occasion = rows.First().Label(SelfAssessmentTable.Occasion)!,
            Rows = [.. rows.First().Cells.Select(cell => SelfAssessmentRow.From(rows, cell))],
        })
    ];
}

/// <summary>The ratings of one gender, or of all.</summary>
public sealed record SelfAssessmentRow
{
    /// <summary>woman, man, other-or-unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>How many have rated the area.</summary>
    public required int? N { get; init; }

    /// <summary>Mean of their ratings from 1 to 5, or of their changes, two decimals; null when there are none.</summary>
    public required decimal? Mean { get; init; }

    /// <summary>Why numbers are not shown: small-group, because a group is smaller than the association's threshold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>There are one or more, and fewer than this.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    internal static SelfAssessmentRow From(IEnumerable<ReportRow> rows, ReportCell cell) => new()
    {
        Gender = Code.Format(cell.Group),
        N = (int?)rows.Single(row => row.Figure == Figure.Count)[cell.Group],
        Mean = rows.Single(row => row.Figure == Figure.Mean)[cell.Group],
        Hidden = HiddenCells.HiddenOf(cell),
        FewerThan = cell.FewerThan,
    };
}

/// <summary>A fidelity review.</summary>
public sealed record FidelityFigures
{
    /// <summary>The sender's reference of the review.</summary>
    public required string Reference { get; init; }

    /// <summary>The day of the review.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Id of the scale.</summary>
    public required string Scale { get; init; }

    /// <summary>Points of all items; null when the review is partial.</summary>
    public required int? Total { get; init; }

    /// <summary>The points that the scale has.</summary>
    public required int Maximum { get; init; }

    /// <summary>What the points mean, a code of the scale; null when the review is partial.</summary>
    public required string? Band { get; init; }

    /// <summary>Some item of the scale has no score.</summary>
    public required bool Partial { get; init; }

    /// <summary>How many items have a score.</summary>
    public required int ItemsScored { get; init; }

    internal static IReadOnlyList<FidelityFigures> From(ReportTable table) =>
    [
        .. table.Rows.GroupBy(row => row.Key).Select(rows =>
        {
            int? From(Figure figure) => (int?)rows.Single(row => row.Figure == figure)[GenderGroup.Total];
            return new FidelityFigures
            {
                Reference = rows.Key,
                On = DateOnly.ParseExact(rows.First().Label(FidelityTable.On)!, "yyyy-MM-dd", CultureInfo.InvariantCulture),
                Scale = rows.First().Label(FidelityTable.Scale)!,
                Total = From(Figure.Points),
                Maximum = From(Figure.Maximum)!.Value,
                Band = rows.First().Label(FidelityTable.Band),
                Partial = From(Figure.Points) is null,
                ItemsScored = From(Figure.Count)!.Value,
            };
        })
    ];
}

/// <summary>How often something was found that weakens the figures.</summary>
public sealed record FindingCount
{
    /// <summary>What was found.</summary>
    public required string Code { get; init; }

    /// <summary>error, warning or note.</summary>
    [CodeOf(typeof(FindingClass))]
    public required string Class { get; init; }

    /// <summary>How many; null when it is not shown.</summary>
    public required int? Count { get; init; }

    /// <summary>Why it is not shown: small-group. Steering groups do not see how many are of unknown gender.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    internal static IReadOnlyList<FindingCount> From(ReportTable table) =>
    [
        .. from row in table.Rows
           let weight = row.Label(DataQuality.Class)
           where weight is not null
           select new FindingCount { Code = row.Key, Class = weight, Count = (int?)row[GenderGroup.Total], Hidden = HiddenCells.HiddenOf(row) }
    ];
}

/// <summary>How many days it took until the events of the tertial were received. A correction that comes later does not count.</summary>
public sealed record ReceiptFigures
{
    /// <summary>enrollment (its start) or exit.</summary>
    public required string Record { get; init; }

    /// <summary>Days: the middle one, or the mean of the middle two; null without events.</summary>
    public required decimal? MedianDays { get; init; }

    /// <summary>Days within which nine of ten had come in (nearest rank); null without events.</summary>
    public required int? NinetiethPercentileDays { get; init; }

    internal static IReadOnlyList<ReceiptFigures> From(ReportTable table) =>
    [
        .. from row in table.Rows
           where row.Label(DataQuality.Record) is not null
           group row by row.Label(DataQuality.Record) into own
           let median = own.Single(row => row.Key.StartsWith(DataQuality.DaysToReceiptMedian, StringComparison.Ordinal))
           let ninetieth = own.Single(row => row.Key.StartsWith(DataQuality.DaysToReceiptNinetieth, StringComparison.Ordinal))
           select new ReceiptFigures
           {
               Record = own.Key,
               MedianDays = median[GenderGroup.Total],
               NinetiethPercentileDays = (int?)ninetieth[GenderGroup.Total],
           }
    ];
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

    /// <summary>The same for each association: a subproject counts for its own.</summary>
    public required IReadOnlyList<FinsamAssociationFigures> Associations { get; init; }

    internal static FinsamFigures From(int year, ReportTable table)
    {
        return new FinsamFigures
        {
            Year = year,
            StartedInYear = Row(FinsamTable.StartedInYear, null),
            OngoingInYear = Row(FinsamTable.OngoingInYear, null),
            Associations =
            [
                .. table.Rows.Select(row => row.Label(FinsamTable.Association)).OfType<string>().Distinct().Select(association => new FinsamAssociationFigures
                {
                    Association = association,
                    StartedInYear = Row(FinsamTable.StartedInYear + ":" + association, association),
                    OngoingInYear = Row(FinsamTable.OngoingInYear + ":" + association, association),
                })
            ],
        };

        GenderFigures Row(string key, string? association) =>
            GenderFigures.From(table.Rows.Single(row => row.Key == key && row.Label(FinsamTable.Association) == association));
    }
}

/// <summary>The counts of one association.</summary>
public sealed record FinsamAssociationFigures
{
    /// <summary>Id of the association.</summary>
    public required string Association { get; init; }

    /// <summary>Its participations that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Its participations that were ongoing on any day of the year.</summary>
    public required GenderFigures OngoingInYear { get; init; }
}

/// <summary>Women, men, and others together with those whose gender is not known.</summary>
public sealed record GenderFigures
{
    /// <summary>Women.</summary>
    public required int? Woman { get; init; }

    /// <summary>Men.</summary>
    public required int? Man { get; init; }

    /// <summary>Other gender identity, or not known; absent for steering groups.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OtherOrUnknown { get; init; }

    /// <summary>All together.</summary>
    public required int? Total { get; init; }

    /// <summary>Why numbers are not shown: small-group, because a group is smaller than the association's threshold.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    internal static GenderFigures From(ReportRow row) => new()
    {
        Woman = (int?)row[GenderGroup.Woman],
        Man = (int?)row[GenderGroup.Man],
        OtherOrUnknown = (int?)row[GenderGroup.OtherOrUnknown],
        Total = (int?)row[GenderGroup.Total],
        Hidden = HiddenCells.HiddenOf(row),
    };
}
