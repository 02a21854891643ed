using System.Globalization;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Holds places and budget of a project against its participations, from the beginning of the calendar year to the end of the tertial. The budget is that of
/// the whole year. Before the year has ended, it is divided by the participations so far, so that a cost is higher than it will be.
/// </summary>
/// <remarks>
/// Those supported are those of the counts for <i>Uppföljning Finsam</i>: on any day of the year so far, the anonymous ones among them. Those ongoing at
/// the end are those of the flow, without the anonymous ones, whose end is not known. Every cost is one plain division, rounded to whole kronor, half away
/// from zero.
/// </remarks>
public static class ResourceTable
{
    public const string Places = "places";

    /// <summary>Identified participations that go on after the last day.</summary>
    public const string OngoingAtEnd = "ongoing-at-end";

    /// <summary>Those ongoing at the end, divided by the places.</summary>
    public const string PlacesUsed = "places-used";

    /// <summary>The budget of the whole calendar year.</summary>
    public const string Budget = "budget";

    /// <summary>Participations that were ongoing on any day of the year so far.</summary>
    public const string Supported = "supported";

    /// <summary>The budget of the year, divided by those supported.</summary>
    public const string CostPerSupported = "cost-per-participation";

    /// <summary>Exits of the year so far to work or studies.</summary>
    public const string ToWorkOrStudies = "exits-to-work-or-studies";

    /// <summary>The budget of the year, divided by the exits to work or studies.</summary>
    public const string CostPerExit = "cost-per-exit";

    /// <summary>The label of a row about money: the year of the budget.</summary>
    public const string Year = "year";

    /// <summary>
    /// Computes the rows about places, if the project has stated how many, and those about the budget, if it has stated one for any year. In a year without
    /// budget, budget and costs are empty.
    /// </summary>
    /// <param name="project">The project.</param>
    /// <param name="part">All facts of the project, in the window of the year to date.</param>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, ReportPart part) =>
        [.. project.PlannedPlaces is { } places ? OfPlaces(places, part) : [], .. project.Budget.Count > 0 ? OfBudget(project, part) : []];

    private static IEnumerable<ReportRow> OfPlaces(int places, ReportPart part)
    {
        var ongoing = part.People.FlowIn(part.Window).OngoingAtEnd;
        return
        [
            Total(Places, Figure.Count, places, null),
            ReportRow.Counts(OngoingAtEnd, ongoing),
            Total(PlacesUsed, Figure.Share, places == 0 ? null : Math.Round((decimal)ongoing.Total / places, 4, MidpointRounding.AwayFromZero), ongoing),
        ];
    }

    private static IEnumerable<ReportRow> OfBudget(ProjectDefinition project, ReportPart part)
    {
        var year = part.Window.To.Year;
        int? budget = project.Budget.TryGetValue(year, out var amount) ? amount : null;
        var supported = GenderCounts.From(FinsamTable.OngoingInYearOf(project, part));
        var exits = GenderCounts.From(part.Exits, p => ExitReasons.GroupOf(p.Exit!.Reason) is OccupationGroup.Work or OccupationGroup.Studies);
        var label = new RowLabel(Year, year.ToString(CultureInfo.InvariantCulture));
        return
        [
            Total(Budget, Figure.Amount, budget, null, label),
            ReportRow.Counts(Supported, supported),
            Total(CostPerSupported, Figure.Amount, CostOf(supported), supported, label),
            ReportRow.Counts(ToWorkOrStudies, exits),
            Total(CostPerExit, Figure.Amount, CostOf(exits), exits, label),
        ];

        decimal? CostOf(GenderCounts counts) =>
            budget is null || counts.Total == 0 ? null : Math.Round((decimal)budget.Value / counts.Total, 0, MidpointRounding.AwayFromZero);
    }

    private static ReportRow Total(string key, Figure figure, decimal? value, GenderCounts? people, params IReadOnlyList<RowLabel> labels) => new()
    {
        Key = key,
        Figure = figure,
        Labels = labels,
        Cells = [new ReportCell(GenderGroup.Total, value)],
        People = people,
    };
}
