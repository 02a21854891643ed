using OutcomeApi.Domain.Calendar;
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

    /// <summary>What it was certified as; null: the report is open.</summary>
    public CertificationFacts? Certification { get; init; }

    /// <summary>Would the reader see other figures or another comment if the report were computed now? Null: it is open.</summary>
    public bool? DiffersFromCurrent { get; init; }

    /// <summary>Shows a report to a reader. This is the one place where figures of reports are shown by role.</summary>
    /// <param name="role">Who reads it: steering groups see figures with disclosure control, the others exact ones.</param>
    /// <param name="figures">Exact numbers.</param>
    /// <param name="language">Language of the sentences.</param>
    public static ShownReport For(Role role, TertialReportFigures figures, Language language)
    {
        int? smallNumber = role == Role.SteeringGroup ? figures.SmallNumberThreshold : null;
        return Of(
            figures,
            [.. figures.Goals.Select(goal => AttainmentItem.Of(goal, figures.Report.Project.Period, figures.Report.AsOf, smallNumber, null, language))],
            smallNumber);
    }

    /// <summary>Shows a report.</summary>
    /// <param name="figures">Exact numbers.</param>
    /// <param name="goals">Its goals' attainment, as the reader may see it.</param>
    /// <param name="smallNumber">
    /// Hide every number of a table – one section in one window – that gives away a number from 1 to this less one; null: hide nothing. This holds until
    /// disclosure control looks at all tables together.
    /// </param>
    private static ShownReport Of(TertialReportFigures figures, IReadOnlyList<AttainmentItem> goals, int? smallNumber)
    {
        var report = figures.Report;
        return new ShownReport
        {
            Report = smallNumber is { } threshold
                ? report with { Tables = [.. report.Tables.Select(table => IsHidden(table, threshold) ? table.Withheld() : table)] }
                : report,
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
        };

        bool IsHidden(ReportTable table, int threshold) =>
            table.HasSmallNumber(threshold) || figures.Parts.Any(part => part.Table(table.Section, table.Window).HasSmallNumber(threshold));
    }
}
