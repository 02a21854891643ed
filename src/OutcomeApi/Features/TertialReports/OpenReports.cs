using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Projects;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads open reports from the run that holds them.</summary>
public sealed class OpenReports(DbSession session, ProjectStore projects)
{
    /// <summary>Reads the report of a project, or of one of its parts, as a reader may see it.</summary>
    /// <param name="run">The run.</param>
    /// <param name="project">The project.</param>
    /// <param name="tertial">The tertial.</param>
    /// <param name="part">Id of the subproject; null: the whole project.</param>
    /// <param name="k">What a steering group sees, with groups from 1 to one less than this small; null: everything.</param>
    /// <param name="language">Language of the sentences.</param>
    /// <param name="ct">Cancels.</param>
    /// <returns>Null: the run has no report of the tertial, or the project no such part.</returns>
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
                    figure.Exact, exact.Project.Period, run.AsOf!.Value, k is { } limit ? new SteeringGroupFigure(figure.TwoRows, limit) : null, null, language))
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

    /// <summary>Names the parts of a project.</summary>
    public async Task<IReadOnlyList<string>> PartsAsync(string project, CancellationToken ct) =>
        [.. (await projects.FindAsync(session, project, ct))!.Definition.Subprojects.Select(part => part.Id)];
}
