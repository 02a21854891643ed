using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Reports;

/// <summary>What a report is computed from: everything of a project that is not taken back.</summary>
public sealed record ReportFacts
{
    public IReadOnlyList<Participation> Participations { get; init; } = [];

    /// <summary>Referrals, each seen as a participation.</summary>
    public IReadOnlyList<Participation> Referrals { get; init; } = [];

    /// <summary>Self-assessments of the participations.</summary>
    public IReadOnlyList<RatedAssessment> SelfAssessments { get; init; } = [];

    /// <summary>Fidelity reviews, with what follows from their scores. They are the project's: no subproject has any.</summary>
    public IReadOnlyList<FidelityReview> FidelityReviews { get; init; } = [];

    /// <summary>How many participations each sender has registered. They are the project's: null for a part of it, whose senders are not looked at.</summary>
    public IReadOnlyList<SenderStarts>? Starts { get; init; }

    /// <summary>Without registrations in error: they count nowhere.</summary>
    public ReportFacts Counted() => this with { Participations = [.. Participations.Where(p => !p.RegisteredInError)] };

    /// <summary>Only those of whom the condition on the subproject holds; null is the project as such.</summary>
    public ReportFacts Where(Func<string?, bool> subproject) => this with
    {
        Participations = [.. Participations.Where(p => subproject(p.Subproject))],
        Referrals = [.. Referrals.Where(r => subproject(r.Subproject))],
        FidelityReviews = [],
        Starts = null,
    };

    public ReportPart In(Cohort window) => new(window, Participations, Referrals);
}

/// <summary>
/// The report (<i>tertialrapport</i>) of a project, or of one of its subprojects, as tables: a section in a window each. Goals are not among them: the
/// engine computes those.
/// </summary>
public sealed record TertialReport
{
    public required ProjectDefinition Project { get; init; }

    /// <summary>Id of the subproject; null: the report is about the whole project.</summary>
    public required string? Subproject { get; init; }

    public required Tertial Tertial { get; init; }

    /// <summary>The day that is today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>In the order of the sections, and in each of the windows. Data quality is of the tertial only, the Finsam counts of the year to date, fidelity since the start.</summary>
    public required IReadOnlyList<ReportTable> Tables { get; init; }

    /// <summary>The days of a window.</summary>
    public Cohort CohortOf(Window window) => Project.Period.CohortOf(Tertial, window);

    public ReportTable Table(ReportSection section, Window window) => Tables.Single(t => t.Section == section && t.Window == window);

    /// <summary>Is there a report of the tertial? Of every one that overlaps the project and has begun.</summary>
    public static bool Exists(ProjectDefinition project, Tertial tertial, DateOnly asOf) =>
        project.Period.First <= tertial && tertial <= project.Period.Last && tertial.FirstDay <= asOf;

    /// <summary>The day by which reports of a tertial are to be handed in.</summary>
    /// <param name="tertial">The tertial.</param>
    /// <param name="days">How many days after the tertial's last; null: the last day of the month that follows.</param>
    public static DateOnly DeadlineOf(Tertial tertial, int? days = null) =>
        days is { } after ? tertial.LastDay.AddDays(after) : tertial.LastDay.AddDays(1).AddMonths(1).AddDays(-1);

    /// <summary>Computes a report.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">A tertial of which there is a report, see <see cref="Exists"/>.</param>
    /// <param name="facts">All its facts.</param>
    /// <param name="asOf">The day that is today.</param>
    /// <param name="subproject">Only what belongs to this subproject; null: everything.</param>
    /// <param name="sections">Only these sections; null: all.</param>
    public static TertialReport Compute(
        ProjectDefinition project, Tertial tertial, ReportFacts facts, DateOnly asOf, string? subproject = null, Func<ReportSection, bool>? sections = null) =>
        new TertialReports(project, subproject, (subproject is null ? facts : facts.Where(id => id == subproject)).Counted(), asOf).Of(tertial, sections);
}
