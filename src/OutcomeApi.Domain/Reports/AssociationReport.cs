using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>What one project has for an association: the participations that count for it, and what they come to.</summary>
/// <param name="Project">The project.</param>
/// <param name="Report">A report of those participations alone.</param>
public sealed record AssociationPart(ProjectDefinition Project, TertialReport Report)
{
    /// <summary>The tables that an association's report shows.</summary>
    public IEnumerable<ReportTable> Tables(ReportSection section) => Report.Tables.Where(t => t.Section == section);
}

/// <summary>
/// The report of an association: its projects, and the subprojects of others' projects that belong to it, each by itself and together. A subproject counts for
/// its own association, so a participation counts for exactly one, and those of all associations add up to those of all projects.
/// </summary>
public sealed record AssociationReport
{
    /// <summary>The sections that it shows of all parts together. Of each part it shows all.</summary>
    public static readonly IReadOnlyList<ReportSection> Sections =
        [ReportSection.Flow, ReportSection.Exits, ReportSection.FollowUps, ReportSection.FollowUpShares, ReportSection.Documentation, ReportSection.FinsamCounts];

    public required string Association { get; init; }

    public required Tertial Tertial { get; init; }

    /// <summary>The day that is today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>In order of the projects' ids; without those that have no report of the tertial.</summary>
    public required IReadOnlyList<AssociationPart> Parts { get; init; }

    /// <summary>
    /// Projects that ended in an earlier tertial of the calendar year. They have no report of this one, but belong to the year's counts for <i>Uppföljning Finsam</i>, which
    /// are all that their reports hold.
    /// </summary>
    public required IReadOnlyList<AssociationPart> EndedInYear { get; init; }

    /// <summary>Everything that the year's counts are made of.</summary>
    public IEnumerable<AssociationPart> PartsOfYear => Parts.Concat(EndedInYear).OrderBy(part => part.Project.Id, StringComparer.Ordinal);

    /// <summary>
    /// The same tables of all parts together. Each project counts in its own window: since its own start, and cut by its own period. The days of a table are those
    /// from the first to the last of its projects.
    /// </summary>
    public required IReadOnlyList<ReportTable> Together { get; init; }

    public ReportTable Table(ReportSection section, Window window) => Together.Single(t => t.Section == section && t.Window == window);

    /// <summary>Finds what of a project counts for an association. What is about the whole project – its reviews, its senders – belongs to the one that owns it.</summary>
    public static ReportFacts ShareOf(ProjectDefinition project, string association, ReportFacts facts)
    {
        var counted = facts.Where(subproject => project.AssociationOf(subproject) == association);
        return project.Association == association ? counted with { FidelityReviews = facts.FidelityReviews, Starts = facts.Starts } : counted;
    }

    /// <summary>Puts a report together from the reports of the association's shares.</summary>
    /// <param name="association">Id of the association.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="parts">The share of each project that has a report of the tertial, one or more.</param>
    /// <param name="endedInYear">The counts of projects that ended in an earlier tertial of the year.</param>
    /// <param name="waits">How long people have waited from referral to start, in a window, in all of the projects.</param>
    /// <param name="asOf">The day that is today.</param>
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

    /// <summary>Adds rows of one key up. Rows that only one project has stand with those of their table: what stands before the colon of a key.</summary>
    private static IReadOnlyList<ReportRow> SumOf(IReadOnlyList<ReportRow> rows)
    {
        string TableOf(ReportRow row) => row.Key == ExitTable.Total ? row.Key : row.Key[..(row.Key.IndexOf(':') + 1)];
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
