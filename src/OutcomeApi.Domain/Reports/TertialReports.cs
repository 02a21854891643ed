using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Computes the reports of a project, or of one of its subprojects, for any of its tertials. What several reports have in common is
/// computed once.
/// </summary>
/// <param name="project">The project.</param>
/// <param name="subproject">The subproject that the reports are about; null for the whole project.</param>
/// <param name="facts">
/// The facts of the project or the subproject, without registrations in error; see <see cref="ReportFacts.Counted"/>.
/// </param>
/// <param name="asOf">The day that counts as today.</param>
public sealed class TertialReports(ProjectDefinition project, string? subproject, ReportFacts facts, DateOnly asOf)
{
    private readonly PeopleByDay _people = new(facts.Participations);

    private readonly Dictionary<Cohort, ReportPart> _parts = [];

    private readonly FollowUpsByMonthTable _followUpsByMonth = new(project, asOf, facts.Participations);

    private readonly StepTable _steps = new(project, facts.Participations);

    private readonly UnitTable _units = new(project, facts.Participations, facts.Referrals);

    private readonly SelfAssessmentTable _selfAssessments = new(facts.Participations, facts.SelfAssessments);

    private IReadOnlyList<Overlap> Overlaps => field ??= DataQualityChecks.OverlapsAmong(facts.Participations);

    /// <summary>The facts in a window.</summary>
    public ReportPart In(Cohort window) =>
        _parts.TryGetValue(window, out var known) ? known : _parts[window] = new ReportPart(window, _people, facts.Referrals);

    /// <summary>Computes a report.</summary>
    /// <param name="tertial">A tertial that has a report, see <see cref="TertialReport.Exists"/>.</param>
    /// <param name="sections">Selects the sections to include; null for all.</param>
    public TertialReport Of(Tertial tertial, Func<ReportSection, bool>? sections = null)
    {
        // Two windows can have the same days: in the first tertial of a year, the tertial equals the year to date.
        var known = new Dictionary<(ReportSection Section, Cohort Days), IReadOnlyList<ReportRow>>();
        IReadOnlyList<ReportRow> RowsOf(ReportSection section, Cohort days) =>
            known.TryGetValue((section, days), out var rows) ? rows : known[(section, days)] = Compute(section, tertial, In(days));
        return new TertialReport
        {
            Project = project,
            Subproject = subproject,
            Tertial = tertial,
            AsOf = asOf,
            Tables =
            [
                .. from section in Enum.GetValues<ReportSection>()
                   where sections?.Invoke(section) != false
                   from window in WindowsOf(section)
                   let cohort = project.Period.CohortOf(tertial, window)
                   select new ReportTable(section, window, cohort, RowsOf(section, cohort))
                   {
                       SharedLines = section == ReportSection.BeforeAndAfter ? BeforeAndAfterTable.LinesOf(In(cohort)) : [],
                       StepLines = section == ReportSection.StepsByMonth ? _steps.LinesOf(cohort, asOf)
                           : section == ReportSection.UnitsByMonth ? _units.LinesOf(cohort)
                           : [],
                   }
            ],
        };
    }

    private IReadOnlyList<ReportRow> Compute(ReportSection section, Tertial tertial, ReportPart part) => section switch
    {
        ReportSection.Flow => FlowTable.Compute(part),
        ReportSection.Referrers => ReferrerTable.Compute(project, part),
        ReportSection.Exits => ExitTable.Compute(project.ExitReasons, part),
        ReportSection.TimeInProject => TimeInProjectTable.Compute(part),
        ReportSection.FollowUps => FollowUpTable.Compute(project, asOf, part),
        ReportSection.FollowUpShares => FollowUpSharesTable.Compute(project, asOf, part),
        ReportSection.FollowUpsByReferrer => FollowUpsByReferrerTable.Compute(project, asOf, part),
        ReportSection.FollowUpsByMonth => _followUpsByMonth.Of(part.Window),
        ReportSection.Documentation => DocumentationTable.Compute(part),
        ReportSection.StepsByMonth => _steps.Of(part.Window),
        ReportSection.UnitsByMonth => _units.Of(part.Window),
        ReportSection.Placements => PlacementTable.Compute(project, asOf, part),
        ReportSection.SelfAssessments => _selfAssessments.Of(part.Window),
        ReportSection.SelfAssessmentsGiven => _selfAssessments.GivenIn(part.Window, asOf),
        ReportSection.Fidelity => FidelityTable.Compute(part.Window, facts.FidelityReviews),
        ReportSection.FidelityItems => FidelityTable.Items(part.Window, facts.FidelityReviews, facts.FidelityScales),
        ReportSection.FidelityPlan => FidelityTable.Plan(
            part.Window, asOf, project.Period.StartsOn, subproject is null ? project.FidelityMonths : [], facts.FidelityReviews),
        ReportSection.ReportedFigures => ReportedFigureTable.Compute(project, part.Window, facts.Reported),
        ReportSection.BeforeAndAfter => BeforeAndAfterTable.Compute(part),
        ReportSection.Resources => facts.AreOfWholeProject ? ResourceTable.Compute(project, part) : [],
        ReportSection.DataQuality => DataQuality.Compute(project, tertial, facts, part, Overlaps, asOf),
        ReportSection.FinsamCounts => FinsamTable.Compute(project, part),
        _ => throw new ArgumentOutOfRangeException(nameof(section), section, "A report computes no such section."),
    };

    /// <summary>Lists the windows in which a section is shown.</summary>
    private static IReadOnlyList<Window> WindowsOf(ReportSection section) => section switch
    {
        ReportSection.Goals => [],
        ReportSection.Fidelity or ReportSection.FidelityItems or ReportSection.FidelityPlan or ReportSection.ReportedFigures => [Window.SinceStart],
        ReportSection.DataQuality => [Window.Tertial],
        ReportSection.FinsamCounts or ReportSection.Resources => [Window.YearToDate],
        _ => Enum.GetValues<Window>(),
    };
}
