using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>Holds everything that a run stores.</summary>
/// <param name="Figures">The figures of the goals, in the order of the engine.</param>
/// <param name="Reports">The reports of every tertial.</param>
public sealed record RunContent(IReadOnlyList<StoredFigure> Figures, IReadOnlyList<RunReportRow> Reports);

/// <summary>Holds what a run is computed from, in one state of the register.</summary>
/// <param name="Facts">The facts that figures are computed from.</param>
/// <param name="Reported">The facts that report tables are computed from.</param>
/// <param name="Rows">Decides in which of the two rows people of another or unknown gender are counted.</param>
public sealed record RunSource(ProjectFacts Facts, ReportFacts Reported, TwoRows Rows)
{
    /// <summary>Reads the source of an existing project in the session's current snapshot.</summary>
    public static async Task<RunSource> LoadAsync(
        DbSession session, ProjectStore projects, TwoRowsKey key, BusinessDay day, string project, CancellationToken ct)
    {
        var facts = await ProjectFacts.LoadAsync(session, projects, day, project, ct);
        return new RunSource(facts, await ReportFactsLoader.LoadAsync(session, facts, ct), await key.LoadAsync(session, ct));
    }

    /// <summary>Computes the run. The same source always gives the same content, byte for byte.</summary>
    /// <param name="pace">When to rest. Null if somebody waits for the run.</param>
    /// <param name="ct">Cancels the work.</param>
    public async Task<RunContent> ComputeAsync(RunPace? pace, CancellationToken ct)
    {
        var twoRows = Facts.InTwoRows(Rows);
        var exact = Facts.Compute();
        var figures = exact.Zip(twoRows.ComputeUnlessSame(Facts, exact), StoredFigure.From).ToArray();
        var reports = new List<RunReportRow>();
        foreach (var report in RunReports.Compute(Facts, twoRows, Reported))
        {
            reports.Add(report);
            ct.ThrowIfCancellationRequested();
            if (pace is not null)
            {
                await pace.RestAsync(ct);
            }
        }

        return new RunContent(figures, reports);
    }
}
