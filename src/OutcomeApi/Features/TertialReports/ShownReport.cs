using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>A report as one reader may see it: what every form is written from.</summary>
public sealed record ShownReport
{
    /// <summary>The tables.</summary>
    public required TertialReport Report { get; init; }

    /// <summary>The goals' attainment.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }

    /// <summary>What the goals are called, by their keys.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> GoalTexts { get; init; }

    /// <summary>Whether the flow tables add up, asked of the exact numbers.</summary>
    public required IReadOnlyDictionary<Window, FlowBalances> Balances { get; init; }

    /// <summary>The day by which it is to be handed in.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When it was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>What the project says about the tertial.</summary>
    public required string? Comment { get; init; }

    /// <summary>What the project's association is called; null: not stated.</summary>
    public LocalizedText? AssociationName { get; init; }

    /// <summary>Groups from 1 to one less than this are small for the reader; null: everything is shown.</summary>
    public int? SmallNumberThreshold { get; init; }

    /// <summary>What it was certified as; null: the report is open.</summary>
    public CertificationFacts? Certification { get; init; }

    /// <summary>What a reader is told of the certification; null: the report is open, or is being certified.</summary>
    public ReportSignature? Signature { get; init; }

    /// <summary>Would the reader see other figures or another comment in the current run? Null: it is open.</summary>
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>Has the run seen everything that is registered, and is it of this day? Null: the report is certified.</summary>
    public bool? UpToDate { get; init; }

    /// <summary>Says what goals are called.</summary>
    public static IReadOnlyDictionary<string, LocalizedText> TextsOf(IEnumerable<GoalFigure> figures) =>
        figures.DistinctBy(g => g.Goal.Key).ToDictionary(g => g.Goal.Key, g => g.Goal.Definition!.Text);

    /// <summary>Checks that the flow tables of an exact report add up.</summary>
    public static IReadOnlyDictionary<Window, FlowBalances> BalancesOf(TertialReport exact) => Enum.GetValues<Window>().ToDictionary(window => window, window => new FlowBalances
    {
        Flow = FlowTable.Balances(exact.Table(ReportSection.Flow, window).Rows),
        FollowUpsByMonth = FollowUpsByMonthTable.Balances(exact.Table(ReportSection.FollowUpsByMonth, window).Rows),
    });
}
