using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads everything that a project's report of a tertial is computed from, in the transaction or snapshot that the session is in.</summary>
public sealed class ReportReader(DbSession session, ProjectStore projects, BusinessDay day)
{
    /// <summary>Null: there is no report of that tertial.</summary>
    public async Task<RegisteredReport?> ReadAsync(string project, Tertial tertial, CancellationToken ct)
    {
        if (await projects.FindAsync(session, project, ct) is not { Definition: var definition } || !TertialReport.Exists(definition, tertial, day.Today))
        {
            return null;
        }

        var facts = await ProjectFacts.LoadAsync(session, projects, day, project, ct);
        return new RegisteredReport(tertial, facts, await ReportFactsLoader.LoadAsync(session, project, facts.Facts, ct))
        {
            Comment = (await CommentRows.FindAsync(session, project, tertial, ct))?.Comment.Text,
            ReadAt = day.Now,
        };
    }
}

/// <summary>All that a project's report of a tertial is computed from.</summary>
/// <param name="Tertial">The tertial.</param>
/// <param name="Registered">What its goals are computed from.</param>
/// <param name="Facts">What its tables are computed from.</param>
public sealed record RegisteredReport(Tertial Tertial, ProjectFacts Registered, ReportFacts Facts)
{
    private readonly Dictionary<DateOnly, IReadOnlyList<GoalFigure>> _goals = [];

    /// <summary>What the project says about the tertial.</summary>
    public required string? Comment { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>The newest entry of the history that is in it.</summary>
    public long CutOff => Registered.CutOff;

    /// <summary>Computes the exact report of the project, or of one of its subprojects; null: the project has no such subproject.</summary>
    /// <param name="subproject">Null: the project.</param>
    /// <param name="asOf">The day that is today; null: the day of reading.</param>
    public ShownReport? Exact(string? subproject, DateOnly? asOf = null)
    {
        var project = Registered.Project;
        if (subproject is not null && project.SubprojectOf(subproject) is null)
        {
            return null;
        }

        var today = asOf ?? Registered.AsOf;
        if (!_goals.TryGetValue(today, out var goals))
        {
            // Once for all subprojects: of a large project this is what takes time.
            _goals[today] = goals = [.. (Registered with { AsOf = today }).Compute().Where(g => g.Tertial == Tertial)];
        }

        GoalFigure[] own = [.. goals.Where(g => subproject is null || g.Subproject == subproject)];
        var report = TertialReport.Compute(project, Tertial, Facts, today, subproject);
        return new ShownReport
        {
            Report = report,
            Goals = [.. own.Select(goal => AttainmentItem.From(goal, project.Period, today, null, null, Language.Swedish))],
            GoalTexts = ShownReport.TextsOf(own),
            Balances = ShownReport.BalancesOf(report),
            Deadline = default,
            ComputedAt = ReadAt,
            Comment = Comment,
        };
    }
}
