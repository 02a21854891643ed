using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;
using OutcomeApi.Security;

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

    /// <summary>What it was certified as; null: the report is open.</summary>
    public CertificationFacts? Certification { get; init; }

    /// <summary>What a reader is told of the certification; null: the report is open, or is being certified.</summary>
    public ReportSignature? Signature { get; init; }

    /// <summary>Would the reader see other figures or another comment if the report were computed now? Null: it is open.</summary>
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>Shows a report to a reader. This is the one place where figures of reports are shown by role.</summary>
    /// <param name="role">Who reads it: steering groups see figures with disclosure control, the others exact ones.</param>
    /// <param name="figures">Exact numbers.</param>
    /// <param name="language">Language of the sentences.</param>
    public static ShownReport For(Role role, TertialReportFigures figures, Language language)
    {
        var publication = role == Role.SteeringGroup ? figures.Publication() : null;
        return Of(
            figures,
            [.. figures.Goals.Select(goal => AttainmentItem.Of(goal, figures.Report.Project.Period, figures.Report.AsOf, publication, null, language))],
            publication);
    }

    /// <summary>Shows a report.</summary>
    /// <param name="figures">Exact numbers.</param>
    /// <param name="goals">Its goals' attainment, as the reader may see it.</param>
    /// <param name="publication">What the reader may see; null: everything.</param>
    private static ShownReport Of(TertialReportFigures figures, IReadOnlyList<AttainmentItem> goals, ProjectPublication? publication)
    {
        var report = figures.Report;
        return new ShownReport
        {
            Report = publication is null ? report : report with { Tables = [.. report.Tables.Select(Published)] },
            Goals = goals,
            GoalTexts = figures.Goals.DistinctBy(g => g.Goal.Key).ToDictionary(g => g.Goal.Key, g => g.Goal.Definition!.Text),
            Balances = Enum.GetValues<Window>().ToDictionary(window => window, window => new FlowBalances
            {
                Flow = FlowTable.Balances(report.Table(ReportSection.Flow, window).Rows),
                FollowUpsByMonth = FollowUpsByMonthTable.Balances(report.Table(ReportSection.FollowUpsByMonth, window).Rows),
            }),
            Deadline = figures.Deadline,
            ComputedAt = figures.ComputedAt,
            Comment = figures.Comment,
            AssociationName = figures.AssociationName,
        };

        // A row that is about nobody, such as the points of a fidelity review, gives nobody away.
        ReportTable Published(ReportTable table) => table.Showing((row, who) =>
            row.Behind.Count == 0
            || (report.Subproject is null && publication!.Shows(SteeringGroupFigures.PlaceOf(report.Tertial, table, row), SteeringGroupFigures.WhomOf(who))));
    }
}
