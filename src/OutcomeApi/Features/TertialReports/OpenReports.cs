using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads open reports from the run that holds them.</summary>
public sealed class OpenReports(DbSession session, ProjectStore projects)
{
    /// <summary>Reads the report of a project or of one of its subprojects, with exact figures or in the steering group view.</summary>
    /// <param name="run">The run that holds the report.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="tertial">Tertial of the report.</param>
    /// <param name="part">Id of the subproject. Null for the whole project.</param>
    /// <param name="k">Threshold of the steering group view: groups of 1 to k − 1 people are small. Null for exact figures.</param>
    /// <param name="language">Language of the generated sentences.</param>
    /// <param name="ct">Cancels the queries.</param>
    /// <returns>The report. Null when the run has no report of the tertial or of the subproject.</returns>
    public async Task<ShownReport?> FindAsync(RunHead run, string project, Tertial tertial, string? part, int? k, Language language, CancellationToken ct)
    {
        if (run.Id is not { } id || await RunReports.FindAsync(session, id, tertial, part, null, ct) is not { } stored)
        {
            return null;
        }

        var definition = (await projects.FindAsync(session, project, ct))!.Definition;
        var association = await ReportingAssociation.FindAsync(session, definition.Association, ct);
        var figures = await RunFigure.OfTertialAsync(session, id, tertial, await GoalStore.AllAsync(session, project, ct), ct);
        var exact = stored.ToExact();
        RunFigure[] own = [.. figures.Where(figure => part is null || figure.Exact.Subproject == part)];
        return new ShownReport
        {
            Report = k is { } threshold ? stored.ToSteeringGroup(threshold) : exact,
            Goals =
            [
                .. own.Select(figure => AttainmentItem.From(
                    figure.Exact,
                    definition.On(run.AsOf!.Value),
                    k is { } limit ? new SteeringGroupFigure(figure.TwoRows, limit) : null,
                    null,
                    language))
            ],
            GoalTexts = ShownReport.TextsOf(own.Select(figure => figure.Exact)),
            Balances = ShownReport.BalancesOf(exact),
            Deadline = TertialReport.DeadlineOf(tertial, association?.ReportDeadlineDays),
            ComputedAt = run.CompletedAt!.Value,
            Comment = (await CommentRows.FindAsync(session, project, tertial, ct))?.Comment.Text,
            AssociationName = association?.Name,
            SmallNumberThreshold = k,
        };
    }

    /// <summary>Lists the ids of the subprojects of a project.</summary>
    public async Task<IReadOnlyList<string>> PartsAsync(string project, CancellationToken ct) =>
        [.. (await projects.FindAsync(session, project, ct))!.Definition.Subprojects.Select(part => part.Id)];
}
