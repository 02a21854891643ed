using OutcomeApi.Domain.Registrations;
using OutcomeApi.Projects;
using OutcomeApi.Records;

namespace OutcomeApi.Features.ReportedFigures;

/// <summary>Stores reported figures: figures of a project that are not counted from its participations.</summary>
public sealed class ReportedFigureRecords() : RecordTable<ReportedFigure>(
    "reported-figure",
    "reported-figures",
    new TableDefinition("reported_figures")
    {
        Columns =
        [
            "reference", "figure", new("reported_on", nameof(ReportedFigure.On)), new("figure_value", nameof(ReportedFigure.Value)), "numerator",
            "denominator",
        ],
    })
{
    public override string? KeyOf(ReportedFigure registration) => registration.Reference;

    public override async Task<Findings> CheckAsync(RegisterView view, ReportedFigure registration, ReportedFigure? stored, CancellationToken ct)
    {
        var findings = new Findings(registration.Faults());
        if (findings.Faults.Count == 0 && registration.Figure != stored?.Figure)
        {
            var goals = await GoalStore.AllAsync(view.Session, view.Project.Id, ct);
            var read = goals.Select(goal => goal.Version.Definition?.Figure).OfType<string>();
            var known = read.Union(view.Project.Figures).Order(StringComparer.Ordinal).ToArray();
            if (!known.Contains(registration.Figure))
            {
                findings.Faults.Add(new Fault(FaultCodes.FigureUnknown, "/figure", string.Join(", ", known)));
            }
        }

        return findings;
    }
}
