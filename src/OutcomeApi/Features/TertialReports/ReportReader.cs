using OutcomeApi.Data;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Results;
using OutcomeApi.Figures;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.TertialReports;

/// <summary>Reads everything that a project's report of a tertial is computed from, in the transaction or snapshot that the session is in.</summary>
public sealed class ReportReader(DbSession session, ProjectRegister projects, SmallNumbers smallNumbers, Publications publications, BusinessDay day)
{
    /// <summary>Has the association something of the project: the project itself, or a subproject?</summary>
    public async Task<bool> IsOfAsync(string project, string association, CancellationToken ct) =>
        (await projects.FindAsync(session, project, ct))?.Definition.Associations().Contains(association) == true;

    /// <summary>The last report of a project that ended in an earlier tertial of the calendar year; null: it did not.</summary>
    public async Task<RegisteredReport?> ReadLastOfYearAsync(string project, Tertial before, CancellationToken ct) =>
        await projects.FindAsync(session, project, ct) is { Definition.Period.Last: var last } && last.Year == before.Year && last < before
            ? await ReadAsync(project, last, ct)
            : null;

    /// <summary>Null: there is no report of that tertial.</summary>
    public async Task<RegisteredReport?> ReadAsync(string project, Tertial tertial, CancellationToken ct)
    {
        if (await projects.FindAsync(session, project, ct) is not { Definition: var definition } || !TertialReport.Exists(definition, tertial, day.Today))
        {
            return null;
        }

        var association = await ReportingAssociation.FindAsync(session, definition.Association, ct);
        var registered = await ParticipationFacts.LoadAllAsync(session, day, project, ct);
        return new RegisteredReport
        {
            Project = definition,
            Tertial = tertial,
            Book = new GoalBook([.. (await GoalRegister.AllAsync(session, project, ct)).Select(g => g.Version)]),
            Registered = registered,
            Facts = await ReportFactsLoader.LoadAsync(session, project, registered, ct),
            Deadline = TertialReport.DeadlineOf(tertial, association?.ReportDeadlineDays),
            AssociationName = association?.Name,
            Rule = await smallNumbers.RuleAsync(session, project, ct),
            Comment = (await CommentRows.FindAsync(session, project, tertial, ct))?.Comment.Text,
            CutOff = await RecordHistory.NewestAsync(session, project, ct),
            AsOf = day.Today,
            ReadAt = day.Now,
            Publications = publications,
        };
    }
}

/// <summary>All that a project's report of a tertial is computed from.</summary>
public sealed record RegisteredReport
{
    private readonly Dictionary<DateOnly, IReadOnlyList<GoalFigure>> _goals = [];

    public required ProjectDefinition Project { get; init; }

    public required Tertial Tertial { get; init; }

    public required GoalBook Book { get; init; }

    /// <summary>What its goals are computed from.</summary>
    public required RegisteredFacts Registered { get; init; }

    /// <summary>What its tables are computed from.</summary>
    public required ReportFacts Facts { get; init; }

    public required DateOnly Deadline { get; init; }

    /// <summary>What the project's association is called; null: not stated.</summary>
    public required LocalizedText? AssociationName { get; init; }

    /// <summary>By what it is decided what steering groups see.</summary>
    public required DisclosureRule Rule { get; init; }

    /// <summary>What the project says about the tertial.</summary>
    public required string? Comment { get; init; }

    /// <summary>The newest entry of the history that is in it.</summary>
    public required long CutOff { get; init; }

    /// <summary>The day that was today.</summary>
    public required DateOnly AsOf { get; init; }

    public required DateTimeOffset ReadAt { get; init; }

    public required Publications Publications { get; init; }

    /// <summary>The project itself, then each of its subprojects.</summary>
    public IEnumerable<string?> Parts => Project.Subprojects.Select(s => s.Id).Prepend(null);

    /// <summary>Computes the report of the project, or of one of its subprojects.</summary>
    /// <param name="subproject">Null: the project.</param>
    /// <param name="asOf">The day that is today; null: the day of reading.</param>
    public TertialReportFigures FiguresOf(string? subproject, DateOnly? asOf = null)
    {
        var today = asOf ?? AsOf;
        if (!_goals.TryGetValue(today, out var goals))
        {
            // Once for all subprojects: of a large project this is what takes time.
            _goals[today] = goals = [.. GoalEngine.Compute(Project.Period, Book, Registered, today).Where(g => g.Tertial == Tertial)];
        }

        return new TertialReportFigures(
            TertialReport.Of(Project, Tertial, Facts, today, subproject),
            subproject is null ? goals : [.. goals.Where(g => g.Subproject == subproject)],
            Deadline,
            ReadAt,
            () => PublicationOf(today))
        {
            Comment = Comment,
            AssociationName = AssociationName,
        };
    }

    /// <summary>What steering groups see.</summary>
    /// <param name="asOf">The day that is today; null: the day of reading.</param>
    public ProjectPublication PublicationOf(DateOnly? asOf = null) => Publications.Of(Project, Book, Registered, CutOff, asOf ?? AsOf, Rule);

    /// <summary>The report as a role sees it; null: the project has no such subproject.</summary>
    public ShownReport? ShownTo(Role role, string? subproject, Language language, DateOnly? asOf = null) =>
        Parts.Contains(subproject) ? ShownReport.For(role, FiguresOf(subproject, asOf), language) : null;
}
