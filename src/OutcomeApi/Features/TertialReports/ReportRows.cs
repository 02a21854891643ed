using System.ComponentModel;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Determines why figures are hidden from a reader, and what the reader sees instead.</summary>
internal static class HiddenCells
{
    /// <summary>
    /// Returns why cells of the row are hidden (<c>small-group</c>). Returns null when every hidden cell has an upper bound or no cell is hidden.
    /// </summary>
    public static string? HiddenOf(ReportRow row) => row.Cells.Select(HiddenOf).FirstOrDefault(hidden => hidden is not null);

    /// <summary>Returns why a cell is hidden (<c>small-group</c>). Returns null when the cell is shown, or is hidden with an upper bound.</summary>
    public static string? HiddenOf(ReportCell cell) => cell is { Withheld: true, FewerThan: null } ? SteeringGroupFigure.SmallGroup : null;

    /// <summary>Returns the number that a hidden small total is below. Returns null when no cell of the row has such an upper bound.</summary>
    public static int? FewerThanOf(ReportRow row) => row.Cells.Select(cell => cell.FewerThan).FirstOrDefault(fewer => fewer is not null);

    /// <summary>
    /// Returns the outer categories (for example months or referrers) merged into one row of a crossed table. Returns null when the row is a single
    /// category.
    /// </summary>
    public static IReadOnlyList<string>? MergedRowsOf(ReportRow row) => row.Label(SteeringGroupReport.MergedRows)?.Split(' ');
}

/// <summary>Reads the dates that rows are labelled with.</summary>
internal static class RowDates
{
    /// <summary>Returns the date of a label. Null when the row has no such label.</summary>
    public static DateOnly? Date(this ReportRow row, string label) =>
        row.Label(label) is { } date ? DateOnly.ParseExact(date, "yyyy-MM-dd", CultureInfo.InvariantCulture) : null;
}

/// <summary>
/// A row that may have a cell for people of another or unknown gender. Rows for steering groups leave this cell out, because these people are counted
/// with the women or the men.
/// </summary>
public abstract record GenderCells : ILeavesOutMembers
{
    private readonly bool _hasOthers;

    private protected GenderCells(ReportRow row) => _hasOthers = row.Cells.Any(cell => cell.Group == GenderGroup.OtherOrUnknown);

    bool ILeavesOutMembers.LeavesOut(string member) => member == "otherOrUnknown" && !_hasOthers;
}

/// <summary>A row of counts by gender.</summary>
public abstract record CountColumns : GenderCells
{
    // Rows are created only from report tables and never deserialized, so the constructor sets every required member.
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

    /// <summary>Count for women. Null when hidden.</summary>
    [JsonPropertyOrder(1)]
    public required int? Woman { get; init; }

    /// <summary>Count for men. Null when hidden.</summary>
    [JsonPropertyOrder(2)]
    public required int? Man { get; init; }

    /// <summary>
    /// Count for people of another or unknown gender. Absent for steering groups, where these people are counted with the women or the men.
    /// </summary>
    [JsonPropertyOrder(3)]
    public int? OtherOrUnknown { get; init; }

    /// <summary>Total count. Null when hidden.</summary>
    [JsonPropertyOrder(4)]
    public required int? Total { get; init; }

    /// <summary>Why women and men are not shown separately: small-group. Absent when nothing is hidden.</summary>
    [JsonPropertyOrder(5)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden total: the total is at least 1 and below this number. Absent when the total is shown.</summary>
    [JsonPropertyOrder(6)]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    /// <summary>
    /// Keys of the small categories that are merged into this row. Only for steering groups; absent when the row is a single category.
    /// </summary>
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

    /// <summary>
    /// What the row counts, for example <c>given-to-referrer</c>.
    /// </summary>
    public required string Key { get; init; }
}

/// <summary>A row about the follow-ups after one number of months.</summary>
public sealed record FollowUpFigures : CountColumns
{
    [SetsRequiredMembers]
    internal FollowUpFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Months = FollowUpMonths.Of(row);
    }

    /// <summary>
    /// What the row counts, for example <c>overdue</c> or <c>answer:work</c>; for other months than three after the months, for example
    /// <c>6-months:overdue</c>. For steering groups, small categories that share one row have the key <c>merged</c> or <c>answer:merged</c>, and
    /// answers that the project no longer uses have <c>answer:earlier</c>.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Months after the exit. Absent in reports that were certified when there were only follow-ups after three months.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Months { get; init; }
}

/// <summary>Reads the months that a row about follow-ups names.</summary>
internal static class FollowUpMonths
{
    public static int? Of(ReportRow row) => row.Label(FollowUpTable.Months) is null ? null : FollowUpTable.MonthsOf(row);
}

/// <summary>A row of a table that holds counts and numbers of days.</summary>
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

    /// <summary>What the row counts or measures, for example <c>started</c> or <c>waiting-days-median</c>.</summary>
    public required string Key { get; init; }

    /// <summary>
    /// Figure for women: a count or a number of days. A whole number, except that a median may end in .5. Null when hidden or when there is nobody to
    /// measure.
    /// </summary>
    public required decimal? Woman { get; init; }

    /// <summary>Figure for men. Null when hidden or when there is nobody to measure.</summary>
    public required decimal? Man { get; init; }

    /// <summary>
    /// Figure for people of another or unknown gender. Null when there is nobody to measure. Absent for steering groups, where these people are
    /// counted with the women or the men.
    /// </summary>
    public decimal? OtherOrUnknown { get; init; }

    /// <summary>Figure for everybody. Null when hidden or when there is nobody to measure.</summary>
    public required decimal? Total { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }
}

/// <summary>A row about those who exited, before and after.</summary>
public sealed record BeforeAndAfterFigures : GenderCells
{
    [SetsRequiredMembers]
    internal BeforeAndAfterFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        AtStart = row.Label(BeforeAndAfterTable.AtStart);
        AtExit = row.Label(BeforeAndAfterTable.AtExit);
        Starts = HiddenCells.MergedRowsOf(row);
        Woman = row[GenderGroup.Woman];
        Man = row[GenderGroup.Man];
        OtherOrUnknown = row[GenderGroup.OtherOrUnknown];
        Total = row[GenderGroup.Total];
        Hidden = HiddenCells.HiddenOf(row);
        FewerThan = HiddenCells.FewerThanOf(row);
        Categories = row.Categories;
    }

    /// <summary>
    /// <c>exits</c>; a table and a category with a colon between them, for example <c>education:upper-secondary</c>,
    /// <c>income-at-start:social-assistance</c>, <c>extent:50-74</c> or <c>age-at-start:not-stated</c>; <c>occupation:</c> with the occupation at the
    /// start, a colon and the one at the exit; or a number of months with <c>-stated</c>, <c>-not-stated</c>, <c>-lower-quarter</c>, <c>-median</c> or
    /// <c>-upper-quarter</c>, for example <c>months-without-work-median</c>. For steering groups, small categories that share one row have <c>merged</c>
    /// as category.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>
    /// Occupation at the start, or <c>not-stated</c>. For steering groups also <c>merged</c>, when several small ones share one row. Only in rows about
    /// the change of occupation.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AtStart { get; init; }

    /// <summary>Occupation at the exit, or <c>not-stated</c>; for steering groups also <c>merged</c>. Only in rows about the change of occupation.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? AtExit { get; init; }

    /// <summary>
    /// Occupations at the start that are merged into this row because each is small. Only for steering groups; absent when the row is one occupation.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Starts { get; init; }

    /// <summary>Figure for women: a count, or months, which may end in .5. Null when hidden or when there is nobody to measure.</summary>
    public required decimal? Woman { get; init; }

    /// <summary>Figure for men. Null when hidden or when there is nobody to measure.</summary>
    public required decimal? Man { get; init; }

    /// <summary>
    /// Figure for people of another or unknown gender. Null when there is nobody to measure. Absent for steering groups, where these people are
    /// counted with the women or the men.
    /// </summary>
    public decimal? OtherOrUnknown { get; init; }

    /// <summary>Figure for everybody. Null when hidden or when there is nobody to measure.</summary>
    public required decimal? Total { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    /// <summary>
    /// Keys of the small categories that are merged into this row; in rows about the change of occupation, the occupations at the exit. Only for steering
    /// groups; absent when the row is a single category.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }
}

/// <summary>Places and budget of a project against the participations of the calendar year, up to the end of the tertial.</summary>
public sealed record ResourceFigures
{
    /// <summary>The calendar year of the tertial, and of the budget.</summary>
    public required int Year { get; init; }

    /// <summary>First day of those counted: 1 January, or the project's first day.</summary>
    public required DateOnly From { get; init; }

    /// <summary>Last day of those counted: the last day of the tertial, or of the project.</summary>
    public required DateOnly To { get; init; }

    /// <summary>What is divided by what, in words.</summary>
    public required string Text { get; init; }

    /// <summary>
    /// <c>places</c>, <c>ongoing-at-end</c> and <c>places-used</c>, their quotient, when the project states its places. <c>budget</c>, of the whole year;
    /// <c>supported</c>, participations ongoing on any day; <c>cost-per-participation</c>, the budget divided by them; <c>exits-to-work-or-studies</c> and
    /// <c>cost-per-exit</c>, the budget divided by them, when the project states a budget. places-used is a share with four decimals; budget and costs are
    /// whole kronor, null in a year without budget and when there is nobody to divide by. Rows that are not about women and men have a total only.
    /// </summary>
    public required IReadOnlyList<FlowFigures> Rows { get; init; }

    /// <summary>Reads the resources of a report. Null when it has none.</summary>
    internal static ResourceFigures? FromReport(TertialReport report, Language language) =>
        report.Tables.FirstOrDefault(table => table.Section == ReportSection.Resources) is not { Rows.Count: > 0 } table ? null : new ResourceFigures
        {
            Year = report.Tertial.Year,
            From = table.Cohort.From,
            To = table.Cohort.To,
            Text = new Forms.ReportTexts(language).NoteOf(ReportSection.Resources)!,
            Rows = [.. table.Rows.Select(row => new FlowFigures(row))],
        };
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

    /// <summary>
    /// An exit reason; <c>ending:</c> followed by an ending; <c>group:</c> followed by an occupation group; or <c>total</c>. For steering groups
    /// <c>merged</c> replaces the code when small categories share one row, and <c>earlier</c> stands for all reasons that the project no longer
    /// uses.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Ending: planned or interrupted. Null in rows of an occupation group, in the total and in merged rows.</summary>
    public required string? Ending { get; init; }

    /// <summary>Occupation group: work, studies, job-seeking or other. Null in rows of an ending, in the total and in merged rows.</summary>
    public required string? Group { get; init; }
}

/// <summary>A row about the people referred by one organisation.</summary>
public sealed record ReferrerFigures : CountColumns
{
    [SetsRequiredMembers]
    internal ReferrerFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Referrer = row.Label(ReferrerTable.Referrer) ?? SteeringGroupReport.Merged;
        Unit = row.Label(ReferrerTable.Unit);
        Referrers = HiddenCells.MergedRowsOf(row);
        Months = FollowUpMonths.Of(row);
    }

    /// <summary>What the row counts, then a colon and the referrer. Follow-ups after other months than three begin with the months.</summary>
    public required string Key { get; init; }

    /// <summary>Months after the exit. Only in followUpsByReferrer; absent in reports that were certified when there were only three.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Months { get; init; }

    /// <summary>
    /// The referring organisation; <c>not-stated</c> when none is stated. For steering groups also <c>merged</c> or <c>earlier</c>, when several
    /// small or no longer used referrers share one row.
    /// </summary>
    public required string Referrer { get; init; }

    /// <summary>
    /// The referrer's unit; <c>not-stated</c> when none is stated. Only in rows about units; absent when small or no longer used units share the row.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Unit { get; init; }

    /// <summary>
    /// Referrers merged into this row because each is small. Only for steering groups, in followUpsByReferrer; absent when the row is one referrer.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Referrers { get; init; }
}

/// <summary>A row about one calendar month.</summary>
public sealed record MonthFigures : CountColumns
{
    [SetsRequiredMembers]
    internal MonthFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Month = row.Label(FollowUpsByMonthTable.Month)!;
        Months = FollowUpMonths.Of(row);
    }

    /// <summary>What the row counts, then a colon and the month. Follow-ups after other months than three begin with the months.</summary>
    public required string Key { get; init; }

    /// <summary>Months after the exit. Absent in reports that were certified when there were only follow-ups after three months.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Months { get; init; }

    /// <summary>The month, in the form YYYY-MM.</summary>
    public required string Month { get; init; }
}

/// <summary>A row of the table of documented steps.</summary>
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

    /// <summary>
    /// <c>total</c>; <c>kind:</c> followed by a kind; or month and kind, with the subproject if there is one, separated by colons. Example:
    /// <c>2026-03:study-visit</c>.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>The month, in the form YYYY-MM. Null for all months of the window.</summary>
    public required string? Month { get; init; }

    /// <summary>The kind of step. Null for all kinds.</summary>
    public required string? Kind { get; init; }

    /// <summary>
    /// Id of the subproject. Null in a row of a month: steps that belong to no subproject. Null in other rows, and always for steering groups: all
    /// steps.
    /// </summary>
    public required string? Subproject { get; init; }

    /// <summary>Months merged into this row because each is small. Only for steering groups; absent when the row is one month.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Months { get; init; }
}

/// <summary>A row about the people of one referring unit.</summary>
public sealed record UnitFigures : CountColumns
{
    [SetsRequiredMembers]
    internal UnitFigures(ReportRow row)
        : base(row)
    {
        Key = row.Key;
        Month = row.Label(UnitTable.Month);
        Unit = row.Label(UnitTable.Unit)!;
        Kind = row.Label(UnitTable.Kind)!;
        Units = HiddenCells.MergedRowsOf(row);
    }

    /// <summary>Unit and kind, after the month in a row of one month, separated by colons. Example: <c>2026-03:maria-skane:interview</c>.</summary>
    public required string Key { get; init; }

    /// <summary>The month, in the form YYYY-MM. Null for all months of the window.</summary>
    public required string? Month { get; init; }

    /// <summary>
    /// Code of the unit; <c>not-stated</c> when none is stated, <c>earlier</c> for all units together that the project no longer names. For steering groups
    /// also <c>merged</c>, when several small units share one row.
    /// </summary>
    public required string Unit { get; init; }

    /// <summary>
    /// What is counted: <c>referred</c>, <c>started</c>, or a kind of step. For steering groups also <c>merged</c>, when several small kinds share one row.
    /// </summary>
    public required string Kind { get; init; }

    /// <summary>Units merged into this row because each is small. Only for steering groups; absent when the row is one unit.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Units { get; init; }
}

/// <summary>A share of the follow-ups.</summary>
public sealed record FollowUpShareFigures
{
    /// <summary>
    /// What is counted: functioning-plan, functioning-measure, or <c>answer:</c> followed by an answer. Follow-ups after other months than three
    /// begin with the months, for example <c>6-months:functioning-plan</c>.
    /// </summary>
    public required string Key { get; init; }

    /// <summary>Months after the exit. Absent in reports that were certified when there were only follow-ups after three months.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? Months { get; init; }

    /// <summary>Denominator of the share. answered: all answered follow-ups. due: all follow-ups that are due, answered or not.</summary>
    public required string Basis { get; init; }

    /// <summary>Keys of the small answers that are merged into this share. Only for steering groups; absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>One row each for woman, man, other-or-unknown and total. For steering groups woman, man and total.</summary>
    public required IReadOnlyList<FollowUpShareRow> Rows { get; init; }

    internal static IReadOnlyList<FollowUpShareFigures> From(ReportTable table) =>
    [
        .. table.Rows.GroupBy(row => row.Key).Select(rows => new FollowUpShareFigures
        {
            Key = rows.First().Label(FollowUpSharesTable.Counted)!,
            Basis = rows.First().Label(FollowUpSharesTable.Basis)!,
            Months = FollowUpMonths.Of(rows.First()),
            Categories = rows.First().Categories,
            Rows = [.. rows.First().Cells.Select(cell => FollowUpShareRow.From(rows, cell))],
        })
    ];
}

/// <summary>The share for one gender or for the total.</summary>
public sealed record FollowUpShareRow
{
    /// <summary>Whom the row is about: woman, man, other-or-unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>Number of follow-ups that are counted. Null when hidden.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Number of answered follow-ups, or of due ones, depending on the basis. Null when hidden.</summary>
    public required int? Denominator { get; init; }

    /// <summary>Numerator divided by denominator, four decimals: 0.25 is 25 %. Null when the denominator is zero or the figure is hidden.</summary>
    public required decimal? Share { get; init; }

    /// <summary>
    /// Worst case: share of the due follow-ups if no missing answer were counted. Null when nothing is due or the figure is hidden.
    /// </summary>
    public required decimal? Lowest { get; init; }

    /// <summary>Best case: share of the due follow-ups if every missing answer were counted. Unobtainable answers are treated as missing.</summary>
    public required decimal? Highest { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number. Absent otherwise.</summary>
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
    /// <summary>Code of the area that is rated, from the list of instruments.</summary>
    public required string Area { get; init; }

    /// <summary>
    /// Occasion: start, latest or exit; change for the difference between start and latest; change-to-exit for that between start and exit, which reports
    /// certified before they had it lack.
    /// </summary>
    public required string Occasion { get; init; }

    /// <summary>One row each for woman, man, other-or-unknown and total. For steering groups woman, man and total.</summary>
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

/// <summary>Ratings for one gender or for the total.</summary>
public sealed record SelfAssessmentRow
{
    /// <summary>Whom the row is about: woman, man, other-or-unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>Number of participations with a rating of the area. For change: with a rating on both occasions. Null when hidden.</summary>
    public required int? N { get; init; }

    /// <summary>
    /// Mean of the scores (skapa: 1 to 5, whoqol-bref: 4 to 20), or of their changes, two decimals. Null when there are no ratings or the figure is
    /// hidden.
    /// </summary>
    public required decimal? Mean { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number. Absent otherwise.</summary>
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

/// <summary>How many have rated themselves of how many, by one instrument on one occasion.</summary>
public sealed record SelfAssessmentsGivenFigures
{
    /// <summary>What the row counts, for example <c>skapa:with-start</c>.</summary>
    public required string Key { get; init; }

    /// <summary>Id of the instrument.</summary>
    public required string Instrument { get; init; }

    /// <summary>Occasion: start, sixth-month or exit.</summary>
    [CodeOf(typeof(AssessmentOccasion))]
    public required string Occasion { get; init; }

    /// <summary>One row each for woman, man, other-or-unknown and total. For steering groups woman, man and total.</summary>
    public required IReadOnlyList<SelfAssessmentsGivenRow> Rows { get; init; }

    internal static IReadOnlyList<SelfAssessmentsGivenFigures> From(ReportTable table) =>
    [
        .. table.Rows.GroupBy(row => row.Key).Select(rows => new SelfAssessmentsGivenFigures
        {
            Key = rows.Key,
            Instrument = rows.First().Label(SelfAssessmentTable.Instrument)!,
            Occasion = rows.First().Label(SelfAssessmentTable.Occasion)!,
            Rows = [.. rows.First().Cells.Select(cell => SelfAssessmentsGivenRow.From(rows, cell))],
        })
    ];
}

/// <summary>How many of one gender, or of all, have rated themselves.</summary>
public sealed record SelfAssessmentsGivenRow
{
    /// <summary>Whom the row is about: woman, man, other-or-unknown or total.</summary>
    [CodeOf(typeof(GenderGroup))]
    public required string Gender { get; init; }

    /// <summary>Number of participations with the self-assessment. Null when hidden.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Number of participations of which it is expected. Null when hidden.</summary>
    public required int? Denominator { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    /// <summary>Upper bound of a hidden small group: it has at least 1 person and fewer than this number. Absent otherwise.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? FewerThan { get; init; }

    internal static SelfAssessmentsGivenRow From(IEnumerable<ReportRow> rows, ReportCell cell) => new()
    {
        Gender = Code.Format(cell.Group),
        Numerator = (int?)rows.Single(row => row.Figure == Figure.Numerator)[cell.Group],
        Denominator = (int?)rows.Single(row => row.Figure == Figure.Denominator)[cell.Group],
        Hidden = HiddenCells.HiddenOf(cell),
        FewerThan = cell.FewerThan,
    };
}

/// <summary>A fidelity review.</summary>
public sealed record FidelityFigures
{
    /// <summary>Reference of the review, chosen by the sender.</summary>
    public required string Reference { get; init; }

    /// <summary>Date of the review.</summary>
    public required DateOnly On { get; init; }

    /// <summary>Id of the fidelity scale.</summary>
    public required string Scale { get; init; }

    /// <summary>Total points of all items. Null when the review is partial.</summary>
    public required int? Total { get; init; }

    /// <summary>Maximum points of the scale.</summary>
    public required int Maximum { get; init; }

    /// <summary>Interpretation of the points, as a code of the scale. Null when the review is partial.</summary>
    public required string? Band { get; init; }

    /// <summary>True when at least one item of the scale has no score.</summary>
    public required bool Partial { get; init; }

    /// <summary>Number of items that have a score.</summary>
    public required int ItemsScored { get; init; }

    /// <summary>Who has made the review: own-team, other-team or external. Absent when that is not stated.</summary>
    [CodeOf(typeof(FidelityReviewer))]
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Reviewer { get; init; }

    /// <summary>The items of the scale in its order, with score and comment. Absent in reports certified before they had them.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<FidelityItemFigures>? Items { get; init; }

    internal static IReadOnlyList<FidelityFigures> From(TertialReport report) =>
    [
        .. report.Table(ReportSection.Fidelity, Window.SinceStart).Rows.GroupBy(row => row.Key).Select(rows =>
        {
            int? From(Figure figure) => (int?)rows.Single(row => row.Figure == figure)[GenderGroup.Total];
            return new FidelityFigures
            {
                Reference = rows.Key,
                On = rows.First().Date(FidelityTable.On)!.Value,
                Scale = rows.First().Label(FidelityTable.Scale)!,
                Total = From(Figure.Points),
                Maximum = From(Figure.Maximum)!.Value,
                Band = rows.First().Label(FidelityTable.Band),
                Partial = From(Figure.Points) is null,
                ItemsScored = From(Figure.Count)!.Value,
                Reviewer = rows.First().Label(FidelityTable.Reviewer),
                Items = FidelityItemFigures.From(report, rows.Key),
            };
        })
    ];
}

/// <summary>An item of a fidelity review.</summary>
public sealed record FidelityItemFigures
{
    /// <summary>Number of the item.</summary>
    [Description("Number of the item.")] // The generator of the contract skips the comment of a property with the name of an indexer.
    public required string Item { get; init; }

    /// <summary>What the item is about, in the product's own words.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>Code of the group that the item belongs to.</summary>
    public required string Group { get; init; }

    /// <summary>The score. Null when the item has none.</summary>
    public required int? Score { get; init; }

    /// <summary>The comment on the item. Null when there is none.</summary>
    public required string? Comment { get; init; }

    internal static IReadOnlyList<FidelityItemFigures>? From(TertialReport report, string review) =>
        report.Tables.SingleOrDefault(table => table.Section == ReportSection.FidelityItems) is not { } table ? null :
        [
            .. table.Rows.Where(row => row.Key == $"{review}:{row.Label(FidelityTable.Item)}").Select(row => new FidelityItemFigures
            {
                Item = row.Label(FidelityTable.Item)!,
                Name = NameOf(row),
                Group = row.Label(FidelityTable.Group)!,
                Score = (int?)row[GenderGroup.Total],
                Comment = row.Label(FidelityTable.Comment),
            })
        ];

    /// <summary>Returns the name of the item that a row is about.</summary>
    internal static LocalizedText NameOf(ReportRow row) =>
        FidelityScales.Get(row.Label(FidelityTable.Scale)!).Find(row.Label(FidelityTable.Item))?.Name ?? new LocalizedText();
}

/// <summary>An activity of the development plan.</summary>
public sealed record FidelityPlanFigures
{
    /// <summary>Reference of the review that has the plan, and the number of the activity in it.</summary>
    public required string Key { get; init; }

    /// <summary>Number of the item that the activity is about.</summary>
    [Description("Number of the item that the activity is about.")] // As above.
    public required string Item { get; init; }

    /// <summary>What the item is about, in the product's own words.</summary>
    public required LocalizedText Name { get; init; }

    /// <summary>The present score of the item: that of the latest review. Null when it has none.</summary>
    public required int? Score { get; init; }

    /// <summary>What is to be done.</summary>
    public required string Activity { get; init; }

    /// <summary>The day by which it is to be done.</summary>
    public required DateOnly Until { get; init; }

    /// <summary>The day on which it was done. Null: not yet.</summary>
    public required DateOnly? DoneOn { get; init; }

    /// <summary>State on the day of the figures: done, planned, or overdue when its day has passed.</summary>
    public required string State { get; init; }

    internal static IReadOnlyList<FidelityPlanFigures>? From(TertialReport report) =>
        report.Tables.SingleOrDefault(table => table.Section == ReportSection.FidelityPlan) is not { } table ? null :
        [
            .. table.Rows.Where(row => row.Key != FidelityTable.NextReview).Select(row => new FidelityPlanFigures
            {
                Key = row.Key,
                Item = row.Label(FidelityTable.Item)!,
                Name = FidelityItemFigures.NameOf(row),
                Score = (int?)row[GenderGroup.Total],
                Activity = row.Label(FidelityTable.Activity)!,
                Until = row.Date(FidelityTable.Until)!.Value,
                DoneOn = row.Date(FidelityTable.DoneOn),
                State = row.Label(FidelityTable.State)!,
            })
        ];
}

/// <summary>The next fidelity review that is due.</summary>
public sealed record NextFidelityReview
{
    /// <summary>Number of months after the first day of the project.</summary>
    public required int Months { get; init; }

    /// <summary>The day by which it is due.</summary>
    public required DateOnly DueOn { get; init; }

    /// <summary>
    /// State on the day of the figures: not-due; due, for thirty days from its day on; overdue; or held, when the review has been held after the window.
    /// </summary>
    public required string State { get; init; }

    internal static NextFidelityReview? From(TertialReport report)
    {
        var plan = report.Tables.SingleOrDefault(table => table.Section == ReportSection.FidelityPlan);
        return plan?.Rows.SingleOrDefault(row => row.Key == FidelityTable.NextReview) is { } next
            ? new NextFidelityReview
            {
                Months = (int)next[GenderGroup.Total]!.Value,
                DueOn = next.Date(FidelityTable.DueOn)!.Value,
                State = next.Label(FidelityTable.State)!,
            }
            : null;
    }
}

/// <summary>A figure that the project reports without a goal. It is shown and not judged.</summary>
public sealed record ReportedFigureShown
{
    /// <summary>Name of the figure.</summary>
    public required string Figure { get; init; }

    /// <summary>Day that the latest value is about. Null when the figure has not been reported.</summary>
    public required DateOnly? On { get; init; }

    /// <summary>The value. Null when the figure is a share, or has not been reported.</summary>
    public required int? Value { get; init; }

    /// <summary>Numerator of a share. Null when the figure is a value, or has not been reported.</summary>
    public required int? Numerator { get; init; }

    /// <summary>Denominator of a share. Null when the figure is a value, or has not been reported.</summary>
    public required int? Denominator { get; init; }

    /// <summary>Reads the figures of a report. Null when the report was certified before it had such a table.</summary>
    internal static IReadOnlyList<ReportedFigureShown>? From(TertialReport report) =>
        report.Tables.FirstOrDefault(table => table.Section == ReportSection.ReportedFigures)?.Rows.GroupBy(row => row.Key).Select(rows =>
        {
            int? Of(Figure figure) => (int?)rows.FirstOrDefault(row => row.Figure == figure)?[GenderGroup.Total];
            return new ReportedFigureShown
            {
                Figure = rows.Key,
                On = rows.First().Date(ReportedFigureTable.On),
                Value = Of(Domain.Reports.Figure.Count),
                Numerator = Of(Domain.Reports.Figure.Numerator),
                Denominator = Of(Domain.Reports.Figure.Denominator),
            };
        }).ToArray();
}

/// <summary>The number of findings of one data quality check.</summary>
public sealed record FindingCount
{
    /// <summary>Code of the check, for example late-registration.</summary>
    public required string Code { get; init; }

    /// <summary>Class of the finding: error, warning or note. Errors block certification.</summary>
    [CodeOf(typeof(FindingClass))]
    public required string Class { get; init; }

    /// <summary>Number of findings. Null when hidden.</summary>
    public required int? Count { get; init; }

    /// <summary>How many of the findings have which reason, for example <c>no-offer-recorded</c>. Absent when the check gives no reasons.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, int>? Why { get; init; }

    /// <summary>
    /// Why the number is hidden: small-group. Steering groups do not see the number of people of unknown gender. Absent when the number is shown.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Hidden { get; init; }

    internal static IReadOnlyList<FindingCount> From(ReportTable table) =>
    [
        .. from row in table.Rows
           let weight = row.Label(DataQuality.Class)
           where weight is not null
           select new FindingCount
           {
               Code = row.Key,
               Class = weight,
               Count = (int?)row[GenderGroup.Total],
               Why = DataQuality.ReasonsOf(table, row.Key),
               Hidden = HiddenCells.HiddenOf(row),
           }
    ];
}

/// <summary>The time from events of the tertial to their first receipt. Later corrections do not count.</summary>
public sealed record ReceiptFigures
{
    /// <summary>Kind of record: enrollment (counted from its start) or exit.</summary>
    public required string Record { get; init; }

    /// <summary>Median number of days: the middle value, or the mean of the two middle values. Null when there were no events.</summary>
    public required decimal? MedianDays { get; init; }

    /// <summary>Number of days within which 90 % of the events were received (nearest rank). Null when there were no events.</summary>
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

/// <summary>
/// Counts for <i>Uppföljning Finsam</i>, from the start of the calendar year to the end of the tertial. Anonymous participations are included.
/// </summary>
public sealed record FinsamFigures
{
    /// <summary>The calendar year.</summary>
    public required int Year { get; init; }

    /// <summary>Participations that started in the year. Participations carried over into the project are not included.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>
    /// Participations that were ongoing on any day of the year, up to the end of the tertial. Anonymous ones count only in the year of their start,
    /// or in the project's first year if carried over.
    /// </summary>
    public required GenderFigures OngoingInYear { get; init; }

    /// <summary>The same counts per association. A subproject counts for its own association.</summary>
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

/// <summary>Counts for <i>Uppföljning Finsam</i> of one association.</summary>
public sealed record FinsamAssociationFigures
{
    /// <summary>Id of the association.</summary>
    public required string Association { get; init; }

    /// <summary>Its participations that started in the year.</summary>
    public required GenderFigures StartedInYear { get; init; }

    /// <summary>Its participations that were ongoing on any day of the year, up to the end of the tertial.</summary>
    public required GenderFigures OngoingInYear { get; init; }
}

/// <summary>Counts of women, men, people of another or unknown gender, and the total.</summary>
public sealed record GenderFigures
{
    /// <summary>Count for women. Null when hidden.</summary>
    public required int? Woman { get; init; }

    /// <summary>Count for men. Null when hidden.</summary>
    public required int? Man { get; init; }

    /// <summary>
    /// Count for people of another or unknown gender. Absent for steering groups, where these people are counted with the women or the men.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int? OtherOrUnknown { get; init; }

    /// <summary>Total count. Null when hidden.</summary>
    public required int? Total { get; init; }

    /// <summary>
    /// Why figures are hidden: small-group, because a group is smaller than the association's threshold. Absent when nothing is hidden for that
    /// reason.
    /// </summary>
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
