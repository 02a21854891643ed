using OutcomeApi.Data;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;

namespace OutcomeApi.Runs;

/// <summary>Everything that a run holds.</summary>
/// <param name="Figures">The goals' figures, in the order of the engine.</param>
/// <param name="Reports">The reports of every tertial.</param>
public sealed record RunContent(IReadOnlyList<StoredFigure> Figures, IReadOnlyList<RunReportRow> Reports);

/// <summary>What a run is made of, in one state of the register.</summary>
/// <param name="Facts">What figures are computed from.</param>
/// <param name="Reported">What tables are computed from.</param>
/// <param name="Rows">Chooses the row of people of another or unknown gender.</param>
public sealed record RunSource(ProjectFacts Facts, ReportFacts Reported, TwoRows Rows)
{
    /// <summary>Reads a project that exists, in the snapshot that the session is in.</summary>
    public static async Task<RunSource> LoadAsync(DbSession session, ProjectStore projects, TwoRowsKey key, BusinessDay day, string project, CancellationToken ct)
    {
        var facts = await ProjectFacts.LoadAsync(session, projects, day, project, ct);
        return new RunSource(facts, await ReportFactsLoader.LoadAsync(session, project, facts.Facts, ct), await key.LoadAsync(session, ct));
    }

    /// <summary>Computes the run. The same source gives the same content, byte for byte.</summary>
    public RunContent Compute(CancellationToken ct)
    {
        var twoRows = Facts.InTwoRows(Rows);
        var exact = Facts.Compute();
        var figures = exact.Zip(twoRows.ComputeUnlessSame(Facts, exact), StoredFigure.From).ToArray();
        ct.ThrowIfCancellationRequested();
        return new RunContent(figures, RunReports.Compute(Facts, twoRows, Reported, ct));
    }
}
