using OutcomeApi.Data.Dialects;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Projects;
using OutcomeApi.Features.TertialReports;
using OutcomeApi.Http.Problems;
using OutcomeApi.Projects;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Pages.Associations;

/// <summary>
/// The page of an association's board: every project of the association with its goals, how many people it has had and the state of its reports.
/// </summary>
internal static class Board
{
    /// <summary>Maps <c>GET /forbund/{association}</c>.</summary>
    public static void Map(RouteGroupBuilder site) =>
        site.MapGet("/forbund/{association}", async Task<IResult> (string association, HttpContext http, BoardReader reader, KeptAnswers answers) =>
            {
                var caller = Caller.From(http);
                if (!caller.Associations.Contains(association))
                {
                    return Problems.NotFound(http);
                }

                var projects = await reader.FindProjectsAsync(caller, association, http.RequestAborted);
                var version = await reader.VersionAsync(association, http.RequestAborted);
                var state = $"board {version} {string.Join(' ', projects.Select(project => project.State))}";
                return await Site.AnswerAsync<BoardPage>(http, answers, state, async frame => new Dictionary<string, object?>
                {
                    [nameof(BoardPage.Name)] = frame.Texts.Of(await reader.NameAsync(association, CancellationToken.None), association),
                    [nameof(BoardPage.Projects)] = await reader.ReadAsync(projects, frame.Texts.Language, CancellationToken.None),
                });
            })
            .RequireAuthorization(Policies.AssociationBoard);
}

/// <summary>A project as a reader of the board reaches it, and the run that its figures come from.</summary>
/// <param name="Caller">The reader, limited to those parts of the project that belong to the association.</param>
/// <param name="Definition">The project.</param>
/// <param name="Run">The current run.</param>
/// <param name="Reports">The state of the latest reports, newest first. Empty when nothing has been computed yet.</param>
/// <param name="Threshold">Threshold of the steering group view. Null for exact figures.</param>
/// <param name="IsUpToDate">Whether the run holds everything that is registered.</param>
internal sealed record ProjectOnBoard(
    Caller Caller, ProjectDefinition Definition, RunHead Run, IReadOnlyList<(Tertial Tertial, ReportHead Head)> Reports, int? Threshold, bool IsUpToDate)
{
    /// <summary>The only part that the reader reaches. Null when the reader reaches the whole project, or several parts.</summary>
    public string? Part => Caller.PartsOf(Definition.Id) is [var only] ? only : null;

    /// <summary>Everything that the project's place on the board depends on.</summary>
    public string State =>
        $"{Definition.Id} {Run.PublicId} {IsUpToDate} {Threshold} {string.Join(',', Caller.PartsOf(Definition.Id) ?? [])} "
        + string.Join(',', Reports.Select(report => $"{report.Tertial}:{report.Head.CertifiedVersion}:{report.Head.AssociationVersion}"));
}

/// <summary>Remembers which projects a board has, and the version of what is stored about its association, until something is committed.</summary>
internal sealed class KnownBoards(ISqlDialect dialect, TimeProvider clock)
{
    /// <summary>Projects by the credential of the reader and the association.</summary>
    public KnownWhileUnchanged<(string Credential, string Association), IReadOnlyList<ProjectDefinition>> Projects { get; } = new(dialect, clock);

    /// <summary>Versions by association.</summary>
    public KnownWhileUnchanged<string, int?> Versions { get; } = new(dialect, clock);
}

/// <summary>Reads what the board shows, from the current runs.</summary>
internal sealed class BoardReader(
    DbSession session, IMediator mediator, ProjectOwners owners, RunHeads runs, ReportHeads heads, KnownBoards known)
{
    /// <summary>The number of tertials whose reports are listed.</summary>
    private const int TertialsShown = 3;

    /// <summary>Finds the projects of an association, and those that have a part of it, as the reader reaches them.</summary>
    public async Task<IReadOnlyList<ProjectOnBoard>> FindProjectsAsync(Caller caller, string association, CancellationToken ct)
    {
        var found = new List<ProjectOnBoard>();
        foreach (var definition in await known.Projects.FindAsync((caller.Credential, association), _ => ListAsync(caller, association, ct)))
        {
            if (await owners.ReachingAsync(session, caller, definition.Id, ct) is { } reaching)
            {
                found.Add(await FindAsync(reaching, definition, ct));
            }
        }

        return found;
    }

    /// <summary>Returns the version of what is stored about an association.</summary>
    public ValueTask<int?> VersionAsync(string association, CancellationToken ct) =>
        known.Versions.FindAsync(association, id => ReportingAssociation.VersionAsync(session, id, ct));

    /// <summary>Returns the name of an association. Null when none is stored.</summary>
    public async Task<LocalizedText?> NameAsync(string association, CancellationToken ct) =>
        (await ReportingAssociation.FindAsync(session, association, ct))?.Name;

    /// <summary>Reads the figures of the projects.</summary>
    public async Task<IReadOnlyList<BoardProject>> ReadAsync(IReadOnlyList<ProjectOnBoard> found, Language language, CancellationToken ct)
    {
        var read = new List<BoardProject>();
        foreach (var project in found)
        {
            read.Add(await ReadAsync(project, language, ct));
        }

        return read;
    }

    private async Task<IReadOnlyList<ProjectDefinition>> ListAsync(Caller caller, string association, CancellationToken ct) =>
    [
        .. (await mediator.Send(new ListProjects(caller), ct))
            .Select(row => ProjectStore.Parse(row.Id, row.Content).Definition)
            .Where(definition => definition.Associations().Contains(association))
    ];

    private async Task<ProjectOnBoard> FindAsync(Caller reaching, ProjectDefinition definition, CancellationToken ct)
    {
        var run = await runs.FindAsync(session, definition.Id, ct);
        var reports = new List<(Tertial, ReportHead)>();
        foreach (var tertial in run.AsOf is { } asOf ? definition.Period.TertialsBegunBy(asOf).Reverse().Take(TertialsShown) : [])
        {
            reports.Add((tertial, await heads.FindAsync(session, definition.Id, tertial, ct)));
        }

        return new ProjectOnBoard(
            reaching, definition, run, reports, runs.ThresholdFor(reaching.Role == Role.SteeringGroup, run), run.IsUpToDate(runs.Today));
    }

    private async Task<BoardProject> ReadAsync(ProjectOnBoard project, Language language, CancellationToken ct)
    {
        var (definition, run) = (project.Definition, project.Run);
        var board = new BoardProject { Definition = definition, AsOf = run.AsOf, IsUpToDate = project.IsUpToDate };
        if (project.Reports is not [(var latest, var head), ..])
        {
            return board;
        }

        var filter = new AttainmentFilter { From = new Tertial(latest.Index - 1), To = latest };
        var figures = (await mediator.Send(GetAttainment.All(project.Caller, definition.Id, filter, run), ct)).Value!;
        var items = figures.ItemsFor(project.Threshold, null, language).Zip(figures.Figures, (item, figure) => (Item: item, figure.Exact)).ToArray();
        var association = await ReportingAssociation.FindAsync(session, definition.Association, ct);
        var report = project.Caller.PartsOf(definition.Id) is { Count: > 1 }
            ? null
            : (await mediator.Send(new GetTertialReport(head, definition.Id, latest, project.Part, project.Threshold, language), ct)).Value;
        return board with
        {
            Goals =
            [
                .. items
                    .Where(shown => shown.Exact.Tertial == latest && shown.Exact.Window == shown.Exact.Goal.Definition!.FollowedIn)
                    .Where(shown => shown.Item.Verdict != Code.Format(Verdict.NoTarget))
                    .Select(shown => new BoardGoal(shown.Exact.Goal.Definition!, shown.Item, items
                        .FirstOrDefault(other => IsEarlier(other.Exact, shown.Exact)).Item))
            ],
            Flow = report?.Report.Table(ReportSection.Flow, Window.SinceStart),
            Reports = [.. project.Reports.Select(r => ReportState.From(r.Tertial, r.Head, association))],
        };
    }

    private static bool IsEarlier(GoalFigure other, GoalFigure figure) =>
        (other.Goal.Key, other.Subproject, other.Window, other.Tertial.Index + 1)
            == (figure.Goal.Key, figure.Subproject, figure.Window, figure.Tertial.Index);
}

/// <summary>A project on the board.</summary>
public sealed record BoardProject
{
    public required ProjectDefinition Definition { get; init; }

    /// <summary>The day that the figures treat as today. Null when nothing has been computed yet.</summary>
    public required DateOnly? AsOf { get; init; }

    /// <summary>Whether the figures hold everything that is registered.</summary>
    public required bool IsUpToDate { get; init; }

    /// <summary>The goals that have a target, each in the window that it is followed in.</summary>
    public IReadOnlyList<BoardGoal> Goals { get; init; } = [];

    /// <summary>Who came and left since the start. Null when nothing has been computed, or when the reader reaches several parts.</summary>
    public ReportTable? Flow { get; init; }

    /// <summary>The latest reports, newest first.</summary>
    public IReadOnlyList<ReportState> Reports { get; init; } = [];
}

/// <summary>A goal on the board.</summary>
/// <param name="Definition">The goal.</param>
/// <param name="Now">Its attainment at the end of the latest tertial.</param>
/// <param name="Before">Its attainment a tertial earlier. Null when there is none.</param>
public sealed record BoardGoal(GoalDefinition Definition, AttainmentItem Now, AttainmentItem? Before);
