using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reporting;

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

    /// <summary>Computes a report; null: no project of the association has a report of the tertial.</summary>
    /// <param name="association">Id of the association.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="projects">Projects of which the association has something, with all their facts.</param>
    /// <param name="asOf">The day that is today.</param>
    public static AssociationReport? Of(
        string association, Tertial tertial, IReadOnlyList<(ProjectDefinition Project, ReportFacts Facts)> projects, DateOnly asOf)
    {
        var all = projects
            .Where(p => p.Project.Associations().Contains(association))
            .OrderBy(p => p.Project.Id, StringComparer.Ordinal)
            .Select(p => (p.Project, Facts: OwnOf(p.Project, p.Facts).Counted()))
            .ToArray();
        var own = all.Where(p => TertialReport.Exists(p.Project, tertial, asOf)).ToArray();
        if (own.Length == 0)
        {
            return null;
        }

        AssociationPart[] parts = [.. own.Select(p => new AssociationPart(p.Project, TertialReport.Of(p.Project, tertial, p.Facts, asOf)))];
        AssociationPart[] ended =
        [
            .. from p in all
               let last = p.Project.Period.Last
               where last.Year == tertial.Year && last < tertial
               select new AssociationPart(p.Project, TertialReport.Of(p.Project, last, p.Facts, asOf, null, section => section == ReportSection.FinsamCounts))
        ];
        return new AssociationReport
        {
            Association = association,
            Tertial = tertial,
            AsOf = asOf,
            Parts = parts,
            EndedInYear = ended,
            Together =
            [
                .. from section in Sections
                   from window in parts[0].Tables(section).Select(t => t.Window)
                   let cohorts = parts.Concat(ended).SelectMany(p => p.Tables(section)).Where(t => t.Window == window).Select(t => t.Cohort).ToArray()
                   let cohort = new Cohort(cohorts.Min(c => c.From), cohorts.Max(c => c.To), cohorts.Any(c => c.Partial))
                   select new ReportTable(section, window, cohort, RowsOf(section, window))
            ],
        };

        // What is about the whole project – its reviews, its senders – belongs to the association that owns it.
        ReportFacts OwnOf(ProjectDefinition project, ReportFacts facts)
        {
            var counted = facts.Where(subproject => project.AssociationOf(subproject) == association);
            return project.Association == association ? counted with { FidelityReviews = facts.FidelityReviews, Starts = facts.Starts } : counted;
        }

        IReadOnlyList<ReportRow> RowsOf(ReportSection section, Window window)
        {
            string[] answers = [.. own.SelectMany(p => p.Project.FollowUpAnswers).Distinct()];
            ReportPart[] inWindow = [.. own.Select(p => p.Facts.In(p.Project.Period.CohortOf(tertial, window)))];
            return section switch
            {
                ReportSection.Flow => FlowTable.Of(inWindow),
                ReportSection.Exits => ExitTable.Of([.. own.SelectMany(p => p.Project.ExitReasons).Distinct()], inWindow),
                ReportSection.FollowUps => FollowUpTable.Of(answers, asOf, inWindow),
                ReportSection.FollowUpShares => FollowUpSharesTable.Of(answers, asOf, inWindow),
                ReportSection.Documentation => DocumentationTable.Of(inWindow),
                _ => FinsamTable.Sum(parts.Concat(ended).SelectMany(p => p.Tables(ReportSection.FinsamCounts))),
            };
        }
    }
}
