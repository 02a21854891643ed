using OutcomeApi.Domain.Registrations;
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

    public override Task<Findings> CheckAsync(RegisterView view, ReportedFigure registration, ReportedFigure? stored, CancellationToken ct) =>
        Task.FromResult(new Findings(registration.Faults()));
}
