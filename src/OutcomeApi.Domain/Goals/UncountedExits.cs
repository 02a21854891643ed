namespace OutcomeApi.Domain.Goals;

/// <summary>
/// Finds exits to work or studies that no goal counts, although the project promises something of such a participation. Only
/// goals whose conditions ask about the outcome are considered: about the exit reason, a step, a job offer, the extent or the income at the exit.
/// </summary>
public sealed class UncountedExits
{
    private const int Everything = -1;

    private readonly Timeline _time;
    private readonly GoalBook _goals;
    private readonly Dictionary<Tertial, Edition> _editions = [];

    /// <summary>Prepares the search.</summary>
    /// <param name="time">Where in its life the project is.</param>
    /// <param name="goals">All versions of its goals. An exit is asked of those in force at the end of its tertial.</param>
    public UncountedExits(Timeline time, GoalBook goals) => (_time, _goals) = (time, goals);

    /// <summary>Returns the participations. Those whose exit is found say why no goal counts it.</summary>
    public static IReadOnlyList<Participation> Mark(Timeline time, GoalBook goals, IReadOnlyList<Participation> participations)
    {
        var search = new UncountedExits(time, goals);
        return [.. participations.Select(p => search.WhyOf(p) is { } why ? p with { Exit = p.Exit! with { Uncounted = why } } : p)];
    }

    /// <summary>
    /// Returns why no goal counts an exit. Null when a goal counts it, when the project promises nothing of such a participation, and for
    /// other exits than those to work or studies.
    /// </summary>
    public UncountedBecause? WhyOf(Participation participation)
    {
        if (participation is not { Anonymous: false, Exit: { } exit }
            || ExitReasons.GroupOf(exit.Reason) is not (OccupationGroup.Work or OccupationGroup.Studies)
            || !_time.Period.Contains(exit.On))
        {
            return null;
        }

        var tertial = Tertial.Containing(exit.On);
        if (!_editions.TryGetValue(tertial, out var edition))
        {
            _editions[tertial] = edition = new Edition(_time, _goals, _time.Period.CohortOf(tertial, Window.Tertial));
        }

        return edition.Counts(participation) != false ? null
            : edition.Counts(participation with { JobOfferKinds = Everything }) == true ? UncountedBecause.NoOfferRecorded
            : edition.Counts(participation with { StepKinds = Everything }) == true ? UncountedBecause.NoStepRecorded
            : edition.Counts(participation with { JobOfferKinds = Everything, StepKinds = Everything }) == true ? UncountedBecause.NoOfferRecorded
            : UncountedBecause.NotCounted;
    }

    /// <summary>The goals in force at the end of one tertial.</summary>
    private sealed class Edition(Timeline time, GoalBook goals, Cohort cohort)
    {
        private readonly CompiledGoals _goals = new(goals.InForceOn(cohort.To), time);

        /// <summary>Decides whether a goal counts the participation. Null when none is about it.</summary>
        public bool? Counts(Participation participation)
        {
            bool? counts = null;
            foreach (var overStocks in new[] { false, true })
            {
                var pass = _goals.PassOf(isReferral: false, overStocks);
                var subject = _goals.SubjectOf(participation, overStocks ? cohort : null);
                var members = _goals.Membership.InEvents(subject, isReferral: false)
                    | (overStocks ? _goals.Membership.InStocks(participation, isReferral: false, cohort) : Members.None);
                var standings = _goals.Ask(pass, subject, members, _goals.SubprojectOf(participation));
                foreach (var place in pass.Counted)
                {
                    var goal = _goals.Goals[place].Definition;
                    if (goal is { HasNumerator: true, Counts.AsksOfOutcome: true } && IsAbout(standings[place]))
                    {
                        counts = counts == true || standings[place] == GoalStanding.InNumerator;
                    }
                }
            }

            return counts;
        }

        /// <summary>Decides whether a goal is about the participation: about its part, and about people and events like these.</summary>
        private static bool IsAbout(GoalStanding standing) =>
            standing is GoalStanding.NotInParent or GoalStanding.InDenominator or GoalStanding.InNumerator;
    }
}
