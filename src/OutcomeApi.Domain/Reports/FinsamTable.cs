using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Computes the counts that the secretariat enters into <i>Uppföljning Finsam</i>. They cover the calendar year from its first day to the
/// end of the tertial.
/// </summary>
/// <remarks>
/// Anonymous participations count here because they are volumes. They have no exit, so each counts as ongoing in one year only: the year of
/// its start, or the project's first year if it was carried over. A subproject counts for its own association, so each association has rows
/// of its own.
/// </remarks>
public static class FinsamTable
{
    public const string StartedInYear = "started-in-year";

    /// <summary>Participations that were ongoing on any day of the year's window.</summary>
    public const string OngoingInYear = "ongoing-in-year";

    /// <summary>The label that names the association. It is empty in the rows of the whole project.</summary>
    public const string Association = "association";

    /// <summary>
    /// Computes both counts for the whole project, then for each association that the project or a subproject belongs to.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="part">The facts that are counted, in the window of the year to date.</param>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, ReportPart part)
    {
        var started = ByAssociation(project, part.Started.Concat(part.AnonymousStarted));
        var ongoing = ByAssociation(project, OngoingInYearOf(project, part));
        return
        [
            ReportRow.Counts(StartedInYear, started.Total, new RowLabel(Association, null)),
            ReportRow.Counts(OngoingInYear, ongoing.Total, new RowLabel(Association, null)),
            .. from association in project.Associations()
               from row in new[] { (Key: StartedInYear, Counts: started), (Key: OngoingInYear, Counts: ongoing) }
               select ReportRow.Counts(
                   $"{row.Key}:{association}",
                   row.Counts[association],
                   new RowLabel(Association, association))
        ];
    }

    private static Tally<string> ByAssociation(ProjectDefinition project, IEnumerable<Participation> people) =>
        new(people, p => project.AssociationOf(p.Subproject));

    /// <summary>Finds the participations that were ongoing on any day of the year's window.</summary>
    internal static IEnumerable<Participation> OngoingInYearOf(ProjectDefinition project, ReportPart part) => part.People.OngoingIn(part.Window)
        .Concat(part.People.Anonymous.Where(p => part.Window.Contains(p.CarriedOver ? project.Period.StartsOn : p.StartedOn)));

    /// <summary>Adds up both counts of several projects.</summary>
    public static IReadOnlyList<ReportRow> Sum(IEnumerable<ReportTable> tables) =>
    [
        .. tables.SelectMany(t => t.Rows).Where(row => row.Label(Association) is null).GroupBy(row => row.Key).Select(rows => ReportRow.Counts(
            rows.Key,
            GenderCounts.Sum(rows.Select(GenderCounts.From)),
            new RowLabel(Association, null)))
    ];
}

/// <summary>Finds the associations that the participations of a project count for.</summary>
public static class ProjectAssociations
{
    /// <summary>Finds the association that a participation counts for: that of its subproject, or else that of the project.</summary>
    public static string AssociationOf(this ProjectDefinition project, string? subproject) =>
        project.SubprojectOf(subproject)?.Association ?? project.Association;

    /// <summary>Lists the project's own association, then those of its subprojects. Each is listed once.</summary>
    public static IEnumerable<string> Associations(this ProjectDefinition project) =>
        project.Subprojects.Select(s => s.Association).OfType<string>().Prepend(project.Association).Distinct();
}
