using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// The counts that the secretariat keys into <i>Uppföljning Finsam</i>: of the calendar year, from its first day to the end of the tertial. Anonymous
/// participations are volumes, so they count here. As they have no exit, they count as ongoing in one year only: that of their start, or the project's
/// first when they were carried over. A subproject counts for its own association, so there are rows for each association.
/// </summary>
public static class FinsamTable
{
    public const string StartedInYear = "started-in-year";

    /// <summary>Ongoing on any day of the year's window.</summary>
    public const string OngoingInYear = "ongoing-in-year";

    /// <summary>The label that names the association; the rows of the whole project have none.</summary>
    public const string Association = "association";

    /// <summary>Both counts of all, then of each association that the project or a subproject belongs to.</summary>
    /// <param name="project">The project.</param>
    /// <param name="part">What is counted, in the window of the year to date.</param>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, ReportPart part)
    {
        var (window, period) = (part.Window, project.Period);
        var started = part.Participations.Where(p => p.StartedIn(window)).ToArray();
        var ongoing = part.Participations
            .Where(p => p.Anonymous ? window.Contains(p.CarriedOver ? period.StartsOn : p.StartedOn) : p.IsOngoingIn(window))
            .ToArray();
        return
        [
            ReportRow.Counts(StartedInYear, GenderCounts.From(started), new RowLabel(Association, null)),
            ReportRow.Counts(OngoingInYear, GenderCounts.From(ongoing), new RowLabel(Association, null)),
            .. from association in project.Associations()
               from row in new[] { (Key: StartedInYear, Participations: started), (Key: OngoingInYear, Participations: ongoing) }
               select ReportRow.Counts(
                   $"{row.Key}:{association}",
                   GenderCounts.From(row.Participations, p => project.AssociationOf(p.Subproject) == association),
                   new RowLabel(Association, association))
        ];
    }

    /// <summary>Both counts of several projects together.</summary>
    public static IReadOnlyList<ReportRow> Sum(IEnumerable<ReportTable> tables) =>
    [
        .. tables.SelectMany(t => t.Rows).Where(row => row.Label(Association) is null).GroupBy(row => row.Key).Select(rows => ReportRow.Counts(
            rows.Key,
            GenderCounts.Sum(rows.Select(GenderCounts.From)),
            new RowLabel(Association, null)))
    ];
}

/// <summary>Whose a project's participations are.</summary>
public static class ProjectAssociations
{
    /// <summary>The association that a participation counts for: its subproject's, or the project's.</summary>
    public static string AssociationOf(this ProjectDefinition project, string? subproject) =>
        project.SubprojectOf(subproject)?.Association ?? project.Association;

    /// <summary>The project's own association, then those that its subprojects belong to.</summary>
    public static IEnumerable<string> Associations(this ProjectDefinition project) =>
        project.Subprojects.Select(s => s.Association).OfType<string>().Prepend(project.Association).Distinct();
}
