using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// Counts the jobs and courses that participants begin while the support goes on. Every row counts participations, so that a participant with two jobs
/// counts once.
/// </summary>
public static class PlacementTable
{
    /// <summary>Participations that were supported in the window and have had a placement by its end.</summary>
    public const string WithPlacement = "with-placement";

    /// <summary>Participations in which a placement began in the window.</summary>
    public const string Begun = "placement-begun";

    /// <summary>Of those: in which work began.</summary>
    public const string BegunWork = "placement-begun:work";

    /// <summary>Of those: in which studies began.</summary>
    public const string BegunStudies = "placement-begun:studies";

    /// <summary>Of those: in which work with a wage subsidy began.</summary>
    public const string BegunSubsidised = "placement-begun:subsidised";

    /// <summary>Of those: in which work began that anybody could have applied for.</summary>
    public const string BegunOpenToAll = "placement-begun:open-to-all";

    /// <summary>Participations with a placement that went on at the end of the window.</summary>
    public const string Ongoing = "placement-ongoing";

    /// <summary>Participations that were supported in the window, with a placement that has lasted 13 weeks by its end.</summary>
    public const string Lasting = "placement-lasting-13-weeks";

    public const string DaysToFirstMedian = "days-to-first-placement-median";
    public const string DaysToFirstLongest = "days-to-first-placement-longest";

    private const int Weeks = 13;

    /// <summary>Computes the table. A project that does not use placements and has none has no rows.</summary>
    /// <param name="project">The project.</param>
    /// <param name="asOf">The day that counts as today. A window that goes on ends with it.</param>
    /// <param name="part">What is counted.</param>
    public static IReadOnlyList<ReportRow> Compute(ProjectDefinition project, DateOnly asOf, ReportPart part)
    {
        if (!project.UsesPlacements && !part.People.HavePlacements)
        {
            return [];
        }

        var window = part.Window;
        var last = Calendar.Timeline.Earlier(window.To, asOf);
        var supported = part.People.OngoingIn(window);

        ReportRow Row(string key, IEnumerable<Participation> among, Func<TakenPlacement, bool> counts) =>
            ReportRow.Counts(key, GenderCounts.From(among, p => p.Placements.Any(placement => placement.StartedOn <= last && counts(placement))));
        ReportRow InWindow(string key, Func<TakenPlacement, bool> counts) =>
            Row(key, part.People.Identified, placement => window.Contains(placement.StartedOn) && counts(placement));
        return
        [
            Row(WithPlacement, supported, _ => true),
            InWindow(Begun, _ => true),
            InWindow(BegunWork, placement => placement.Kind == PlacementKind.Work),
            InWindow(BegunStudies, placement => placement.Kind == PlacementKind.Studies),
            InWindow(BegunSubsidised, placement => placement is { Kind: PlacementKind.Work, Subsidised: true }),
            InWindow(BegunOpenToAll, placement => placement is { Kind: PlacementKind.Work, OpenToAll: true }),
            Row(Ongoing, supported, placement => !(placement.EndedOn <= last)),
            Row(Lasting, supported, placement => placement.HasLasted(Weeks, last)),
            .. DayFigures.Compute(
                DaysToFirstMedian,
                DaysToFirstLongest,
                [
                    .. part.People.Identified.Where(p => p.Placements.Count > 0 && window.Contains(p.Placements[0].StartedOn))
                        .Select(p => (p.Gender, p.Placements[0].StartedOn.DayNumber - p.StartedOn.DayNumber))
                ]),
        ];
    }
}
