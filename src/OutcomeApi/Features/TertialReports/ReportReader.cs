using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>
/// Reads all registered data that a project's tertial report is computed from, in the current transaction or snapshot of the session.
/// </summary>
public sealed class ReportReader(DbSession session, ProjectStore projects, BusinessDay day)
{
    /// <summary>Reads the data of a report. Returns null when there is no report of the tertial.</summary>
    public async Task<RegisteredReport?> ReadAsync(string project, Tertial tertial, CancellationToken ct)
    {
        if (await projects.FindAsync(session, project, ct) is not { Definition: var definition } || !TertialReport.Exists(definition, tertial, day.Today))
        {
            return null;
        }

        var facts = await ProjectFacts.LoadAsync(session, projects, day, project, ct);
        return new RegisteredReport(tertial, facts, await ReportFactsLoader.LoadAsync(session, facts, ct))
        {
            Comment = (await CommentRows.FindAsync(session, project, tertial, ct))?.Comment.Text,
            ReadAt = day.Now,
        };
    }
}

/// <summary>The registered data that a project's tertial report is computed from.</summary>
/// <param name="Tertial">Tertial of the report.</param>
/// <param name="Registered">Data for the goals.</param>
/// <param name="Facts">Data for the tables.</param>
public sealed record RegisteredReport(Tertial Tertial, ProjectFacts Registered, ReportFacts Facts)
{
    private readonly Dictionary<DateOnly, IReadOnlyList<GoalFigure>> _goals = [];

    /// <summary>The project's comment on the tertial. Null when there is none.</summary>
    public required string? Comment { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    /// <summary>Position of the newest entry of the project's history that is included.</summary>
    public long CutOff => Registered.CutOff;

    /// <summary>
    /// Computes the exact report of the project or of one of its subprojects. Returns null when the project has no such subproject.
    /// </summary>
    /// <param name="subproject">Id of the subproject. Null for the whole project.</param>
    /// <param name="asOf">Day that is treated as today. Null for the day on which the data was read.</param>
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
            // Computed once for all subprojects, because the goals take most of the time in a large project.
            _goals[today] = goals = [.. (Registered with { AsOf = today }).Compute().Where(g => g.Tertial == Tertial)];
        }

        GoalFigure[] own = [.. goals.Where(g => subproject is null || g.Subproject == subproject)];
        var report = TertialReport.Compute(project, Tertial, Facts, today, subproject);
        return new ShownReport
        {
            Report = report,
            Goals = [.. own.Select(goal => AttainmentItem.From(goal, project.On(today), null, null, Language.Swedish))],
            GoalTexts = ShownReport.TextsOf(own),
            Balances = ShownReport.BalancesOf(report),
            Deadline = default,
            ComputedAt = ReadAt,
            Comment = Comment,
        };
    }
}
