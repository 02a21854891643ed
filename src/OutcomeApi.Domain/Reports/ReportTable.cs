namespace OutcomeApi.Domain.Reports;

/// <summary>The sections of a report, in their order.</summary>
public enum ReportSection
{
    /// <summary>Who came, who left, who was there and who waits.</summary>
    Flow,

    /// <summary>Referrals and starts by referrer.</summary>
    Referrers,

    /// <summary>Exits by reason, ending and occupation group.</summary>
    Exits,

    /// <summary>How long those who exited had been in the project.</summary>
    TimeInProject,

    /// <summary>Goal attainment.</summary>
    Goals,

    /// <summary>States and answers of the follow-ups after the exits.</summary>
    FollowUps,

    /// <summary>Shares of the follow-ups on both bases, with the bounds that the missing answers allow.</summary>
    FollowUpShares,

    /// <summary>Follow-ups of each referring organisation.</summary>
    FollowUpsByReferrer,

    /// <summary>The flow of the work list of follow-ups by month.</summary>
    FollowUpsByMonth,

    /// <summary>To whom the final documentation was given.</summary>
    Documentation,

    /// <summary>Documented steps by month, kind and subproject.</summary>
    StepsByMonth,

    /// <summary>Referrals, starts and steps of the people of each referring unit, by month.</summary>
    UnitsByMonth,

    /// <summary>Jobs and courses begun while the support goes on.</summary>
    Placements,

    /// <summary>The participants' ratings of themselves, area by area.</summary>
    SelfAssessments,

    /// <summary>How many have rated themselves of how many, at the start, after six months and at the exit.</summary>
    SelfAssessmentsGiven,

    /// <summary>Fidelity reviews.</summary>
    Fidelity,

    /// <summary>The items of the fidelity reviews, with scores and comments.</summary>
    FidelityItems,

    /// <summary>What the team means to do to raise its fidelity, and when the next review is due.</summary>
    FidelityPlan,

    /// <summary>Figures that the project reports without a goal.</summary>
    ReportedFigures,

    /// <summary>What those who exited brought with them and what they left with.</summary>
    BeforeAndAfter,

    /// <summary>Places and budget against the participations.</summary>
    Resources,

    /// <summary>What weakens the figures.</summary>
    DataQuality,

    /// <summary>Counts for <i>Uppföljning Finsam</i>.</summary>
    FinsamCounts,
}

/// <summary>The people that a cell is about. Reports list women first, then men, then the rest, then the total.</summary>
public enum GenderGroup
{
    Woman,
    Man,

    /// <summary>Another gender identity or an unknown gender, counted together.</summary>
    OtherOrUnknown,

    /// <summary>Another gender identity alone. Goals separate it from unknown.</summary>
    Other,

    /// <summary>Unknown gender.</summary>
    Unknown,
    Total,
}

/// <summary>The meaning of the numbers in a row. A key with several figures has a row for each.</summary>
public enum Figure
{
    /// <summary>A number of people or events.</summary>
    Count,

    /// <summary>A number of days. A median may end in a half.</summary>
    Days,

    /// <summary>The part of the denominator that is counted.</summary>
    Numerator,

    /// <summary>The number of those who could be counted.</summary>
    Denominator,

    /// <summary>Numerator divided by denominator, with four decimals; empty if the denominator is zero.</summary>
    Share,

    /// <summary>The lowest value of a share: the end of an interval, or the bound that the missing answers allow.</summary>
    Lowest,

    /// <summary>The highest value of a share.</summary>
    Highest,

    /// <summary>The mean of ratings from 1 to 5, with two decimals.</summary>
    Mean,

    /// <summary>Starts divided by exits, with four decimals.</summary>
    Ratio,

    /// <summary>The median of a number of days.</summary>
    Median,

    /// <summary>The longest of a number of days.</summary>
    Longest,

    /// <summary>The points of a review.</summary>
    Points,

    /// <summary>The highest points that a review could have given.</summary>
    Maximum,

    /// <summary>A number of months. A median or a quarter may end in a half.</summary>
    Months,

    /// <summary>An amount of money in whole kronor.</summary>
    Amount,
}

/// <summary>The kind of number in a cell.</summary>
public enum CellKind
{
    /// <summary>A whole number of people or events.</summary>
    Count,

    /// <summary>A number of days.</summary>
    Days,

    /// <summary>A share. Example: 0.2 is 20 %.</summary>
    Share,

    /// <summary>Points or ratings.</summary>
    Points,

    /// <summary>A number of months.</summary>
    Months,

    /// <summary>Whole kronor.</summary>
    Amount,
}

/// <summary>A single figure of a row.</summary>
/// <param name="Group">The people that the figure is about.</param>
/// <param name="Value">The figure; null if there is none or it is withheld.</param>
/// <param name="Withheld">True if the figure is hidden from this reader because it is about a small group.</param>
/// <param name="FewerThan">
/// For a withheld total: the group has at least one person and fewer than this. Null if the reader may not know that either.
/// </param>
public readonly record struct ReportCell(GenderGroup Group, decimal? Value, bool Withheld = false, int? FewerThan = null);

/// <summary>A property of a row besides its key, for example <c>referrer</c> with the value <c>region</c>.</summary>
public readonly record struct RowLabel(string Name, string? Value);

/// <summary>A row of a table. Key and figure together are unique in a table.</summary>
public sealed record ReportRow
{
    /// <summary>The key, which names what the row is about.</summary>
    public required string Key { get; init; }

    public required Figure Figure { get; init; }

    public IReadOnlyList<RowLabel> Labels { get; init; } = [];

    public required IReadOnlyList<ReportCell> Cells { get; init; }

    /// <summary>
    /// The group that the figures are about: those counted, those in the denominator, or those whose ratings or days are summed up. Null if
    /// the row is not about people.
    /// </summary>
    public required GenderCounts? People { get; init; }

    /// <summary>The keys of the categories that are merged into one line for this reader. Null if the row is a single category.</summary>
    public IReadOnlyList<string>? Categories { get; init; }

    /// <summary>
    /// True if the row is listed only because it has something to count. Trap: the presence of such a row reveals that its cells are not
    /// all zero.
    /// </summary>
    public bool ListedWhenFilled { get; init; }

    public CellKind Kind => KindOf(Figure);

    /// <summary>Reads one figure of the row; null also if the row has no such cell.</summary>
    public decimal? this[GenderGroup who] => Cells.FirstOrDefault(c => c.Group == who).Value;

    public bool IsWithheld => Cells.Any(c => c.Withheld);

    /// <summary>Reads the value of a label; null also if the row has no such label.</summary>
    public string? Label(string name)
    {
        for (var i = 0; i < Labels.Count; i++)
        {
            if (Labels[i].Name == name)
            {
                return Labels[i].Value;
            }
        }

        return null;
    }

    public static CellKind KindOf(Figure figure) => figure switch
    {
        Figure.Days or Figure.Median or Figure.Longest => CellKind.Days,
        Figure.Share or Figure.Lowest or Figure.Highest => CellKind.Share,
        Figure.Mean or Figure.Ratio or Figure.Points or Figure.Maximum => CellKind.Points,
        Figure.Months => CellKind.Months,
        Figure.Amount => CellKind.Amount,
        _ => CellKind.Count,
    };

    /// <summary>Makes a row whose cells are counts of people.</summary>
    /// <param name="key">The key of the row.</param>
    /// <param name="counts">The counts.</param>
    /// <param name="labels">The labels of the row.</param>
    public static ReportRow Counts(string key, GenderCounts counts, params IReadOnlyList<RowLabel> labels) => Counts(key, Figure.Count, counts, labels);

    /// <summary>Makes a row whose cells are counts of people, for a key with several figures.</summary>
    public static ReportRow Counts(string key, Figure figure, GenderCounts counts, params IReadOnlyList<RowLabel> labels) => new()
    {
        Key = key,
        Figure = figure,
        Labels = labels,
        Cells = CellsOf(counts.Woman, counts.Man, counts.OtherOrUnknown, counts.Total),
        People = counts,
    };

    /// <summary>Makes the cells for women, men, the rest and the total.</summary>
    public static IReadOnlyList<ReportCell> CellsOf(decimal? woman, decimal? man, decimal? otherOrUnknown, decimal? total) =>
        [new(GenderGroup.Woman, woman), new(GenderGroup.Man, man), new(GenderGroup.OtherOrUnknown, otherOrUnknown), new(GenderGroup.Total, total)];
}

/// <summary>A section of a report in one window.</summary>
/// <param name="Section">The section.</param>
/// <param name="Window">The window.</param>
/// <param name="Cohort">The days that the table is about.</param>
/// <param name="Rows">The rows, in order.</param>
public sealed record ReportTable(ReportSection Section, Window Window, Cohort Cohort, IReadOnlyList<ReportRow> Rows)
{
    /// <summary>The lines in which steering groups see a table of steps, by rising k. Empty for every other section.</summary>
    public IReadOnlyList<SmallGroups.StepLines> StepLines { get; init; } = [];

    /// <summary>The lines in which steering groups see tables where one person may be in several categories. Empty where there are none.</summary>
    public IReadOnlyList<SmallGroups.SharedLines> SharedLines { get; init; } = [];
}

/// <summary>
/// Holds what a table is counted from: the facts of one project in one window. A table about several projects has a part for each, with its
/// own days.
/// </summary>
/// <param name="window">The days.</param>
/// <param name="people">The participations, without those registered in error.</param>
/// <param name="referrals">The referrals.</param>
public sealed class ReportPart(Cohort window, PeopleByDay people, IReadOnlyList<Participations.Participation> referrals)
{
    private readonly Dictionary<(int Months, DateOnly AsOf), FollowUpTally> _followUps = [];

    public Cohort Window => window;

    public PeopleByDay People => people;

    public IReadOnlyList<Participations.Participation> Referrals => referrals;

    /// <summary>The identified participations that started in the window.</summary>
    public IReadOnlyList<Participations.Participation> Started => field ??= people.StartedIn(window);

    /// <summary>The anonymous participations that started in the window.</summary>
    public IReadOnlyList<Participations.Participation> AnonymousStarted => field ??= [.. people.Anonymous.Where(p => Presence.Of(p).StartedIn(window))];

    /// <summary>The identified participations that exited in the window.</summary>
    public IReadOnlyList<Participations.Participation> Exits => field ??= people.ExitedIn(window);

    /// <summary>Counts the follow-ups after the exits of the window.</summary>
    /// <param name="months">The number of months after the exit.</param>
    /// <param name="asOf">The day that counts as today.</param>
    internal FollowUpTally FollowUpsAfter(int months, DateOnly asOf) =>
        _followUps.TryGetValue((months, asOf), out var known) ? known : _followUps[(months, asOf)] = new FollowUpTally(Exits, months, asOf);
}
