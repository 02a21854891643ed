using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>Holds what a report is computed from: all records of a project that have not been taken back.</summary>
public sealed record ReportFacts
{
    public IReadOnlyList<Participation> Participations { get; init; } = [];

    /// <summary>The referrals, each represented as a participation.</summary>
    public IReadOnlyList<Participation> Referrals { get; init; } = [];

    /// <summary>The self-assessments of the participations.</summary>
    public IReadOnlyList<RatedAssessment> SelfAssessments { get; init; } = [];

    /// <summary>
    /// The fidelity reviews, with the values computed from their scores. They belong to the project, and no subproject has any.
    /// </summary>
    public IReadOnlyList<FidelityReview> FidelityReviews { get; init; } = [];

    /// <summary>The scales that the reviews name.</summary>
    public IReadOnlyList<FidelityScale> FidelityScales { get; init; } = [];

    /// <summary>The reported figures. They belong to the project, and no subproject has any.</summary>
    public IReadOnlyList<Goals.ReportedValue> Reported { get; init; } = [];

    /// <summary>
    /// The number of participations that each sender has registered. It belongs to the project. Null for a part of a project, whose senders
    /// are not checked.
    /// </summary>
    public IReadOnlyList<SenderStarts>? Starts { get; init; }

    /// <summary>
    /// The reported figures that no goal reads at the end of their tertial, and that the project does not list as reported without a goal. They belong
    /// to the project, and no subproject has any.
    /// </summary>
    public IReadOnlyList<UnreadFigure> UnreadFigures { get; init; } = [];

    /// <summary>
    /// True if the facts are those of the whole project. Its places and its budget are for all of them, so a part of a project has none.
    /// </summary>
    public bool AreOfWholeProject { get; init; } = true;

    /// <summary>Removes the participations that were registered in error, which count nowhere.</summary>
    public ReportFacts Counted() => this with { Participations = [.. Participations.Where(p => !p.RegisteredInError)] };

    /// <summary>
    /// Keeps only the facts whose subproject meets the condition. The subproject is null for facts of the project as such.
    /// </summary>
    public ReportFacts Where(Func<string?, bool> subproject) => this with
    {
        Participations = [.. Participations.Where(p => subproject(p.Subproject))],
        Referrals = [.. Referrals.Where(r => subproject(r.Subproject))],
        FidelityReviews = [],
        Reported = [],
        UnreadFigures = [],
        Starts = null,
        AreOfWholeProject = false,
    };

    public ReportPart In(Cohort window) => new(window, new PeopleByDay(Participations), Referrals);
}

/// <summary>A reported figure that no goal reads.</summary>
/// <param name="Reference">The sender's reference of the figure.</param>
/// <param name="On">The day that it is about.</param>
public sealed record UnreadFigure(string Reference, DateOnly On);

/// <summary>
/// The report (<i>tertialrapport</i>) of a project or of one of its subprojects. Each table is one section in one window. Goals are not
/// included, because the goal engine computes them.
/// </summary>
public sealed record TertialReport
{
    public required ProjectDefinition Project { get; init; }

    /// <summary>Id of the subproject; null if the report is about the whole project.</summary>
    public required string? Subproject { get; init; }

    public required Tertial Tertial { get; init; }

    /// <summary>The day that the figures treat as today.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>
    /// The tables, in the order of the sections and, within a section, of the windows. Data quality has the tertial only, the Finsam counts
    /// and the resources the year to date, and fidelity and reported figures the time since the start.
    /// </summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>Computes the days of a window.</summary>
    public Cohort CohortOf(Window window) => Project.Period.CohortOf(Tertial, window);

    public ReportTable Table(ReportSection section, Window window) => Tables.Single(t => t.Section == section && t.Window == window);

    /// <summary>Checks whether the tertial has a report. Every tertial that overlaps the project and has begun has one.</summary>
    public static bool Exists(ProjectDefinition project, Tertial tertial, DateOnly asOf) =>
        project.Period.First <= tertial && tertial <= project.Period.Last && tertial.FirstDay <= asOf;

    /// <summary>Computes the day by which the reports of a tertial are to be handed in.</summary>
    /// <param name="tertial">The tertial.</param>
    /// <param name="days">The number of days after the last day of the tertial; null for the last day of the month that follows.</param>
    public static DateOnly DeadlineOf(Tertial tertial, int? days = null) =>
        days is { } after ? tertial.LastDay.AddDays(after) : tertial.LastDay.AddDays(1).AddMonths(1).AddDays(-1);

    /// <summary>Computes a report.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">A tertial that has a report, see <see cref="Exists"/>.</param>
    /// <param name="facts">All facts of the project.</param>
    /// <param name="asOf">The day that counts as today.</param>
    /// <param name="subproject">The only subproject to include; null for everything.</param>
    /// <param name="sections">Selects the sections to include; null for all.</param>
    public static TertialReport Compute(
        ProjectDefinition project, Tertial tertial, ReportFacts facts, DateOnly asOf, string? subproject = null, Func<ReportSection, bool>? sections = null) =>
        new TertialReports(project, subproject, (subproject is null ? facts : facts.Where(id => id == subproject)).Counted(), asOf).Of(tertial, sections);
}
