using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.Tests.Support;

/// <summary>Reports of associations, put together from shares that are computed here.</summary>
internal static class Associations
{
    /// <summary>Null: no project of the association has a report of the tertial.</summary>
    public static AssociationReport? Report(
        string association, Tertial tertial, IReadOnlyList<(ProjectDefinition Project, ReportFacts Facts)> projects, DateOnly asOf)
    {
        (ProjectDefinition Project, ReportFacts Facts)[] all =
            [.. projects.Where(p => p.Project.Associations().Contains(association))
                .Select(p => (p.Project, AssociationReport.ShareOf(p.Project, association, p.Facts).Counted()))];
        var own = all.Where(p => TertialReport.Exists(p.Project, tertial, asOf)).ToArray();
        return own.Length == 0 ? null : AssociationReport.Compute(
            association,
            tertial,
            own.Select(p => new AssociationPart(p.Project, TertialReport.Compute(p.Project, tertial, p.Facts, asOf))),
            all.Where(p => p.Project.Period.Last.Year == tertial.Year && p.Project.Period.Last < tertial)
                .Select(p => new AssociationPart(
                    p.Project, TertialReport.Compute(p.Project, p.Project.Period.Last, p.Facts, asOf, null, section => section == ReportSection.FinsamCounts))),
            window => [.. own.SelectMany(p => FlowTable.WaitingDaysIn(p.Facts.In(p.Project.Period.CohortOf(tertial, window))))],
            asOf);
    }
}
