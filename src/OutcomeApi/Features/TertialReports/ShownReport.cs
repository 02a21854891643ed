using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>A report as one reader may see it. All output formats are generated from it.</summary>
public sealed record ShownReport
{
    /// <summary>The report with its tables.</summary>
    public required TertialReport Report { get; init; }

    /// <summary>Attainment of the goals.</summary>
    public required IReadOnlyList<AttainmentItem> Goals { get; init; }

    /// <summary>Texts of the goals, by goal key.</summary>
    public required IReadOnlyDictionary<string, LocalizedText> GoalTexts { get; init; }

    /// <summary>Whether the flow tables balance, computed from the exact figures.</summary>
    public required IReadOnlyDictionary<Window, FlowBalances> Balances { get; init; }

    /// <summary>Date by which the report must be submitted.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>When the report was computed.</summary>
    public required DateTimeOffset ComputedAt { get; init; }

    /// <summary>The project's comment on the tertial. Null when there is none.</summary>
    public required string? Comment { get; init; }

    /// <summary>Name of the project's association. Null when no name is registered.</summary>
    public LocalizedText? AssociationName { get; init; }

    /// <summary>Threshold k of the reader: groups of 1 to k − 1 people are small. Null when the reader sees exact figures.</summary>
    public int? SmallNumberThreshold { get; init; }

    /// <summary>Certification of the report. Null when the report is open.</summary>
    public CertificationFacts? Certification { get; init; }

    /// <summary>Certification details that the reader may see. Null when the report is open or is being certified.</summary>
    public ReportSignature? Signature { get; init; }

    /// <summary>
    /// True when the current run has other figures or another comment for this reader. Null when the report is open or is not compared.
    /// </summary>
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>True when the run includes every registration and was computed for today. Null when the report is certified.</summary>
    public bool? UpToDate { get; init; }

    /// <summary>
    /// True when the reader reaches only parts of the project. The comment, and what the signature says of all parts, are then left out: texts about
    /// the whole project, and a hash by which guesses about the others could be verified.
    /// </summary>
    public bool IsForParts { get; init; }

    /// <summary>Returns the report as a caller may read it.</summary>
    public ShownReport For(Caller caller) => caller.PartsOf(Report.Project.Id) is null ? this : this with
    {
        Comment = null,
        Signature = Signature is null ? null : Signature with { Sha256 = null, Exception = null, Reason = null },
        IsForParts = true,
    };

    /// <summary>Collects the texts of the goals, by goal key.</summary>
    public static IReadOnlyDictionary<string, LocalizedText> TextsOf(IEnumerable<GoalFigure> figures) =>
        figures.DistinctBy(g => g.Goal.Key).ToDictionary(g => g.Goal.Key, g => g.Goal.Definition!.Text);

    /// <summary>Checks whether the flow tables of an exact report balance in each window.</summary>
    public static IReadOnlyDictionary<Window, FlowBalances> BalancesOf(TertialReport exact) =>
        Enum.GetValues<Window>().ToDictionary(window => window, window => new FlowBalances
        {
            Flow = FlowTable.Balances(exact.Table(ReportSection.Flow, window).Rows),
            FollowUpsByMonth = FollowUpsByMonthTable.Balances(exact.Table(ReportSection.FollowUpsByMonth, window).Rows),
        });
}
