using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>Holds the part of one project that counts for an association.</summary>
/// <param name="Project">The project.</param>
/// <param name="Report">A report of only those participations that count for the association.</param>
public sealed record AssociationPart(ProjectDefinition Project, TertialReport Report)
{
    /// <summary>The tables of one section of the part's report.</summary>
    public IEnumerable<ReportTable> Tables(ReportSection section) => Report.Tables.Where(t => t.Section == section);
}

/// <summary>
/// The report of an association. It covers the association's own projects, and the subprojects of other associations' projects that belong
/// to it. Each part is shown by itself and all parts together.
/// </summary>
/// <remarks>
/// A subproject counts for its own association, so every participation counts for exactly one association. The figures of all associations
/// therefore add up to those of all projects.
/// </remarks>
public sealed record AssociationReport
{
    /// <summary>The sections that are shown for all parts together. Each part by itself shows all sections.</summary>
    public static readonly IReadOnlyList<ReportSection> Sections =
    [
        ReportSection.Flow, ReportSection.Exits, ReportSection.FollowUps, ReportSection.FollowUpShares, ReportSection.Documentation,
        ReportSection.FinsamCounts,
    ];

    public required string Association { get; init; }

    public required Tertial Tertial { get; init; }

    /// <summary>The day that the figures treat as today.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The parts in the order of the projects' ids. Projects without a report of the tertial are left out.</summary>
    public required IReadOnlyList<AssociationPart> Parts { get; init; }

    /// <summary>
    /// The parts of projects that ended in an earlier tertial of the calendar year. Such a project has no report of this tertial, but it
    /// belongs to the year's counts for <i>Uppföljning Finsam</i>. Its report holds nothing else.
    /// </summary>
    public required IReadOnlyList<AssociationPart> EndedInYear { get; init; }

    /// <summary>All parts that the year's counts are made of.</summary>
    public IEnumerable<AssociationPart> PartsOfYear => Parts.Concat(EndedInYear).OrderBy(part => part.Project.Id, StringComparer.Ordinal);

    /// <summary>
    /// The same tables for all parts together. Each project counts in its own window, which begins at its own start where the window does
    /// and is cut by its own period. The days of a table run from the first to the last day of its projects.
    /// </summary>
    public required IReadOnlyList<ReportTable> Together { get; init; }

    public ReportTable Table(ReportSection section, Window window) => Together.Single(t => t.Section == section && t.Window == window);

    /// <summary>
    /// Selects the facts of a project that count for an association. Facts about the whole project (its reviews and its senders) belong to
    /// the association that owns the project.
    /// </summary>
    public static ReportFacts ShareOf(ProjectDefinition project, string association, ReportFacts facts)
    {
        var counted = facts.Where(subproject => project.AssociationOf(subproject) == association);
        return project.Association == association ? counted with
        {
            FidelityReviews = facts.FidelityReviews,
            Reported = facts.Reported,
            UnreadFigures = facts.UnreadFigures,
            Starts = facts.Starts,
        } : counted;
    }

    /// <summary>Combines the reports of the association's shares into one report.</summary>
    /// <param name="association">Id of the association.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="parts">The share of each project that has a report of the tertial; at least one.</param>
    /// <param name="endedInYear">The counts of projects that ended in an earlier tertial of the year.</param>
    /// <param name="waits">Returns how long people waited from referral to start in a window, in all projects together.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public static AssociationReport Compute(
        string association,
        Tertial tertial,
        IEnumerable<AssociationPart> parts,
        IEnumerable<AssociationPart> endedInYear,
        Func<Window, IReadOnlyList<(Gender Gender, int Days)>> waits,
        DateOnly asOf)
    {
        AssociationPart[] own = [.. parts.OrderBy(part => part.Project.Id, StringComparer.Ordinal)];
        AssociationPart[] ended = [.. endedInYear.OrderBy(part => part.Project.Id, StringComparer.Ordinal)];
        return new AssociationReport
        {
            Association = association,
            Tertial = tertial,
            AsOf = asOf,
            Parts = own,
            EndedInYear = ended,
            Together =
            [
                .. from section in Sections
                   from window in own[0].Tables(section).Select(t => t.Window)
                   let cohorts = own.Concat(ended).SelectMany(p => p.Tables(section)).Where(t => t.Window == window).Select(t => t.Cohort).ToArray()
                   let cohort = new Cohort(cohorts.Min(c => c.From), cohorts.Max(c => c.To), cohorts.Any(c => c.Partial))
                   select new ReportTable(section, window, cohort, RowsOf(section, window))
            ],
        };

        IReadOnlyList<ReportRow> RowsOf(ReportSection section, Window window)
        {
            ReportRow[] rows = [.. own.SelectMany(part => part.Tables(section)).Where(t => t.Window == window).SelectMany(t => t.Rows)];
            return section switch
            {
                ReportSection.Flow => [.. SumOf([.. rows.Where(row => row.Figure == Figure.Count)]), .. FlowTable.WaitingRows(waits(window))],
                ReportSection.FollowUpShares => FollowUpSharesTable.Sum(rows),
                ReportSection.FinsamCounts => FinsamTable.Sum(own.Concat(ended).SelectMany(p => p.Tables(ReportSection.FinsamCounts))),
                _ => SumOf(rows),
            };
        }
    }

    /// <summary>
    /// Adds up the rows that have the same key. A row that only one project has is placed with the other rows of its table. The table is
    /// the part of the key before the last colon.
    /// </summary>
    private static IReadOnlyList<ReportRow> SumOf(IReadOnlyList<ReportRow> rows)
    {
        string TableOf(ReportRow row) => row.Key == ExitTable.Total ? row.Key : row.Key[..(row.Key.LastIndexOf(':') + 1)];
        return
        [
            .. rows.GroupBy(TableOf).SelectMany(table => table.GroupBy(row => row.Key)).Select(own => ReportRow.Counts(
                own.Key, GenderCounts.Sum(own.Select(GenderCounts.From)), own.First().Labels) with
            {
                People = GenderCounts.Sum(own.Select(row => row.People ?? default)),
                ListedWhenFilled = own.All(row => row.ListedWhenFilled),
            })
        ];
    }
}
