using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reporting;

/// <summary>
/// A project's report of a tertial (<i>tertialrapport</i>), computed from its facts; goals apart, which the engine computes. Registrations in error
/// count nowhere.
/// </summary>
public sealed record TertialReport
{
    public required Tertial Tertial { get; init; }

    /// <summary>The day that is today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The day by which the report is to be handed in.</summary>
    public required DateOnly Deadline { get; init; }

    /// <summary>The tables of the three windows, in the order of <see cref="Window"/>.</summary>
    public required IReadOnlyList<WindowTables> Windows { get; init; }

    public required IReadOnlyList<DataQualityFinding> DataQuality { get; init; }

    public required FinsamCounts FinsamCounts { get; init; }

    /// <summary>Is there a report of the tertial? Of every one that overlaps the project and has begun.</summary>
    public static bool Exists(ProjectDefinition project, Tertial tertial, DateOnly asOf) =>
        project.Period.First <= tertial && tertial <= project.Period.Last && tertial.FirstDay <= asOf;

    /// <summary>Computes a report.</summary>
    /// <param name="project">The project.</param>
    /// <param name="tertial">A tertial of which there is a report, see <see cref="Exists"/>.</param>
    /// <param name="participations">All its participations that are not taken back.</param>
    /// <param name="referrals">All its referrals that are not taken back, each seen as a participation.</param>
    /// <param name="asOf">The day that is today.</param>
    public static TertialReport Of(
        ProjectDefinition project, Tertial tertial, IReadOnlyList<Participation> participations, IReadOnlyList<Participation> referrals, DateOnly asOf)
    {
        var counted = participations.Where(p => !p.RegisteredInError).ToArray();
        return new TertialReport
        {
            Tertial = tertial,
            AsOf = asOf,
            Deadline = DeadlineOf(tertial),
            Windows = [.. Enum.GetValues<Window>().Select(window => TablesOf(window))],
            DataQuality = Reporting.DataQuality.Of(project, project.Period.CohortOf(tertial, Window.Tertial), counted, referrals, asOf),
            FinsamCounts = FinsamCounts.Of(project.Period, tertial, counted),
        };

        WindowTables TablesOf(Window window)
        {
            var cohort = project.Period.CohortOf(tertial, window);
            return new WindowTables
            {
                Window = window,
                Cohort = cohort,
                Flow = FlowTable.Of(cohort, counted, referrals),
                Exits = ExitTable.Of(project, cohort, counted),
                FollowUps = FollowUpTable.Of(project, cohort, counted, asOf),
                Documentation = DocumentationTable.Of(cohort, counted),
            };
        }
    }

    /// <summary>The last day of the month after the tertial.</summary>
    private static DateOnly DeadlineOf(Tertial tertial) => tertial.LastDay.AddDays(1).AddMonths(1).AddDays(-1);
}

/// <summary>The tables of one window.</summary>
public sealed record WindowTables
{
    public required Window Window { get; init; }

    /// <summary>The days that the tables are about.</summary>
    public required Cohort Cohort { get; init; }

    public required IReadOnlyList<FlowRow> Flow { get; init; }

    public required IReadOnlyList<ExitRow> Exits { get; init; }

    public required IReadOnlyList<CountRow> FollowUps { get; init; }

    public required IReadOnlyList<CountRow> Documentation { get; init; }
}
