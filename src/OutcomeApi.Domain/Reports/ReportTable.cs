using OutcomeApi.Domain.Calendar;

namespace OutcomeApi.Domain.Reports;

/// <summary>The sections of a report, in its order.</summary>
public enum ReportSection
{
    /// <summary>GenderGroup came, who left, who was there and who waits.</summary>
    Flow,

    /// <summary>Referrals and starts by referrer.</summary>
    Referrers,

    /// <summary>Exits by reason, ending and occupation group.</summary>
    Exits,

    /// <summary>How long those who exited were there.</summary>
    TimeInProject,

    /// <summary>Goal attainment.</summary>
    Goals,

    /// <summary>States and answers of the follow-ups after the exits.</summary>
    FollowUps,

    /// <summary>Shares of the follow-ups, on both bases, with what the unanswered allow.</summary>
    FollowUpShares,

    /// <summary>Follow-ups of each referring organisation.</summary>
    FollowUpsByReferrer,

    /// <summary>The flow of the work list of follow-ups, month by month.</summary>
    FollowUpsByMonth,

    /// <summary>To whom final documentation was given.</summary>
    Documentation,

    /// <summary>Documented steps by month, kind and subproject.</summary>
    StepsByMonth,

    /// <summary>What participants say of themselves in six areas.</summary>
    SelfAssessments,

    /// <summary>Fidelity reviews.</summary>
    Fidelity,

    /// <summary>What weakens the figures.</summary>
    DataQuality,

    /// <summary>Counts for <i>Uppföljning Finsam</i>.</summary>
    FinsamCounts,
}

/// <summary>Whom a cell is about. Reports list women first, then men, then the rest, then the total.</summary>
public enum GenderGroup
{
    Woman,
    Man,

    /// <summary>Other gender identity together with not known.</summary>
    OtherOrUnknown,

    /// <summary>Other gender identity alone: goals tell it from not known.</summary>
    Other,

    /// <summary>Gender not known.</summary>
    Unknown,
    Total,
}

/// <summary>What the cells of a row say. A key with several figures has a row for each.</summary>
public enum Figure
{
    /// <summary>How many.</summary>
    Count,

    /// <summary>A number of days; a median may end in a half.</summary>
    Days,

    /// <summary>How many are counted of the denominator.</summary>
    Numerator,

    /// <summary>How many there are to count.</summary>
    Denominator,

    /// <summary>Numerator over denominator, four decimals; none when the denominator is zero.</summary>
    Share,

    /// <summary>The lowest that a share can be: the end of an interval, or what the unanswered allow.</summary>
    Lowest,

    /// <summary>The highest that a share can be.</summary>
    Highest,

    /// <summary>Mean of ratings from 1 to 5, two decimals.</summary>
    Mean,

    /// <summary>Starts over exits, four decimals.</summary>
    Ratio,

    /// <summary>The median of a number of days.</summary>
    Median,

    /// <summary>The longest of a number of days.</summary>
    Longest,

    /// <summary>Points of a review.</summary>
    Points,

    /// <summary>The points that a review could have given.</summary>
    Maximum,
}

/// <summary>What kind of number a cell holds.</summary>
public enum CellKind
{
    /// <summary>A whole number of people or events.</summary>
    Count,

    /// <summary>A number of days.</summary>
    Days,

    /// <summary>A share: 0.2 is 20 %.</summary>
    Share,

    /// <summary>Points or ratings.</summary>
    Points,
}

/// <summary>One figure.</summary>
/// <param name="Group">Whom it is about.</param>
/// <param name="Value">The figure; null: there is nothing to say, or it is withheld.</param>
/// <param name="Withheld">It is not shown to this reader because the group that it speaks of is small.</param>
/// <param name="FewerThan">Of a withheld total: the group has fewer people than this, and somebody in it. Null: the reader is not told.</param>
public readonly record struct ReportCell(GenderGroup Group, decimal? Value, bool Withheld = false, int? FewerThan = null);

/// <summary>Something that a row is about, beside its key, for example <c>referrer</c> <c>region</c>.</summary>
public readonly record struct RowLabel(string Name, string? Value);

/// <summary>A row of a table. Key and figure together are found once in a table.</summary>
public sealed record ReportRow
{
    /// <summary>What the row is about.</summary>
    public required string Key { get; init; }

    public required Figure Figure { get; init; }

    public IReadOnlyList<RowLabel> Labels { get; init; } = [];

    public required IReadOnlyList<ReportCell> Cells { get; init; }

    /// <summary>The group that the figures speak of: those counted, those in the denominator, those whom a mean sums up. Null: the row speaks of nobody.</summary>
    public required GenderCounts? People { get; init; }

    /// <summary>The keys of the categories that are one line for this reader; null: the row is a category of its own.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>The row is listed only because it has something to count: that it is there gives away that its cells are not all zero.</summary>
    public bool ListedWhenFilled { get; init; }

    public CellKind Kind => KindOf(Figure);

    /// <summary>One of its figures; null also when the row has no such cell.</summary>
    public decimal? this[GenderGroup who] => Cells.FirstOrDefault(c => c.Group == who).Value;

    public bool IsWithheld => Cells.Any(c => c.Withheld);

    /// <summary>A label's value; null also when the row has no such label.</summary>
    public string? Label(string name) => Labels.FirstOrDefault(l => l.Name == name).Value;

    public static CellKind KindOf(Figure figure) => figure switch
    {
        Figure.Days or Figure.Median or Figure.Longest => CellKind.Days,
        Figure.Share or Figure.Lowest or Figure.Highest => CellKind.Share,
        Figure.Mean or Figure.Ratio or Figure.Points or Figure.Maximum => CellKind.Points,
        _ => CellKind.Count,
    };

    /// <summary>A row whose cells are counts of people.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="counts">Its counts.</param>
    /// <param name="labels">What it is about.</param>
    public static ReportRow Counts(string key, GenderCounts counts, params IReadOnlyList<RowLabel> labels) => Counts(key, Figure.Count, counts, labels);

    /// <summary>A row whose cells are counts of people, for a key with several figures.</summary>
    public static ReportRow Counts(string key, Figure figure, GenderCounts counts, params IReadOnlyList<RowLabel> labels) => new()
    {
        Key = key,
        Figure = figure,
        Labels = labels,
        Cells = CellsOf(counts.Woman, counts.Man, counts.OtherOrUnknown, counts.Total),
        People = counts,
    };

    /// <summary>Cells for women, men, the rest and the total.</summary>
    public static IReadOnlyList<ReportCell> CellsOf(decimal? woman, decimal? man, decimal? otherOrUnknown, decimal? total) =>
        [new(GenderGroup.Woman, woman), new(GenderGroup.Man, man), new(GenderGroup.OtherOrUnknown, otherOrUnknown), new(GenderGroup.Total, total)];
}

/// <summary>A section of a report in one window.</summary>
/// <param name="Section">Which section.</param>
/// <param name="Window">Which window.</param>
/// <param name="Cohort">The days that the table is about.</param>
/// <param name="Rows">Its rows, in order.</param>
public sealed record ReportTable(ReportSection Section, Window Window, Cohort Cohort, IReadOnlyList<ReportRow> Rows);

/// <summary>What a table is counted from: the facts of one project in one window. A table about several projects has a part for each, with its own days.</summary>
/// <param name="Window">The days.</param>
/// <param name="Participations">Participations, without those registered in error.</param>
/// <param name="Referrals">Referrals.</param>
public sealed record ReportPart(Cohort Window, IReadOnlyList<Participations.Participation> Participations, IReadOnlyList<Participations.Participation> Referrals)
{
    private Participations.Participation[]? _exits;

    private Participations.Participation[]? _followedUp;

    /// <summary>The identified participations that exited in the window.</summary>
    public IReadOnlyList<Participations.Participation> Exits => _exits ??= [.. Participations.Where(p => !p.Anonymous && p.ExitedIn(Window))];

    /// <summary>Those of <see cref="Exits"/> that are followed up three months later.</summary>
    public IReadOnlyList<Participations.Participation> FollowedUp => _followedUp ??= [.. Exits.Where(FollowUpTable.IsFollowedUp)];
}
