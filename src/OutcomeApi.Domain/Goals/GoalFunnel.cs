namespace OutcomeApi.Domain.Goals;

/// <summary>Identifies one cell of a project's figures.</summary>
/// <param name="Goal">The goal's key.</param>
/// <param name="Subproject">The subproject id. Null for the project, or for the goal's subprojects pooled.</param>
/// <param name="Tertial">The tertial that the window ends with.</param>
/// <param name="Window">The window.</param>
/// <param name="Gender">The gender. Null for the total.</param>
public readonly record struct FigureCell(string Goal, string? Subproject, Tertial Tertial, Window Window, Gender? Gender);

/// <summary>One step of a funnel.</summary>
/// <param name="Standing">The standing of those in the step.</param>
/// <param name="References">The senders' references of the enrollments (or referrals) in the step, in the order in which they came.</param>
public sealed record FunnelStep(GoalStanding Standing, IReadOnlyList<string> References)
{
    public int Count => References.Count;
}

/// <summary>
/// Explains one figure: every registered participation is in exactly one step, from those that count nowhere to those in the numerator. The
/// funnel evaluates the same goals as the engine, so its numbers match the figures of the engine.
/// </summary>
/// <param name="Goal">The goal version that makes the figure.</param>
/// <param name="Cohort">The days whose events are counted.</param>
/// <param name="Steps">
/// One step for every standing that the goal's measure has, including empty steps, in the order of <see cref="GoalStanding"/>. A milestone
/// has no steps, because a reported figure counts nobody. The steps of a waiting time contain both enrollments and referrals.
/// </param>
public sealed record GoalFunnel(GoalVersion Goal, Cohort Cohort, IReadOnlyList<FunnelStep> Steps)
{
    /// <summary>The number in the numerator. For a waiting time: those who started.</summary>
    public int Numerator => Goal.Definition!.Measure == Measure.QueueTime
        ? Count(GoalStanding.StillQueued)
        : Count(GoalStanding.InNumerator) + Count(GoalStanding.InBoth);

    /// <summary>
    /// The number in the denominator. For a count: all that were checked against the condition. For a balance, the numerator is not a part
    /// of the denominator.
    /// </summary>
    public int Denominator => Goal.Definition!.Measure switch
    {
        Measure.Balance => Count(GoalStanding.InDenominator) + Count(GoalStanding.InBoth),
        Measure.QueueTime => Count(GoalStanding.InDenominator),
        _ => Count(GoalStanding.InDenominator) + Count(GoalStanding.InNumerator),
    };

    /// <summary>Returns the number in a step.</summary>
    public int Count(GoalStanding standing) => Steps.FirstOrDefault(s => s.Standing == standing)?.Count ?? 0;

    /// <summary>Computes the funnel of one cell.</summary>
    /// <param name="time">Where in its life the project is.</param>
    /// <param name="goals">All versions of its goals.</param>
    /// <param name="facts">All registered facts.</param>
    /// <param name="cell">The figure to explain.</param>
    /// <returns>
    /// The funnel, or null when there is no such figure: the tertial has not begun, or no such goal is in force on the window's last day,
    /// or the goal does not cover the subproject.
    /// </returns>
    public static GoalFunnel? Compute(Timeline time, GoalBook goals, RegisteredFacts facts, FigureCell cell)
    {
        if (!time.Period.TertialsBegunBy(time.AsOf).Contains(cell.Tertial))
        {
            return null;
        }

        var cohort = time.Period.CohortOf(cell.Tertial, cell.Window);
        var compiled = new CompiledGoals(goals.InForceOn(cohort.To), time);
        var place = compiled.Versions.Select(v => v.Key).ToList().IndexOf(cell.Goal);
        if (place < 0 || !compiled.Goals[place].Slots.Contains(cell.Subproject))
        {
            return null;
        }

        var goal = compiled.Goals[place];
        var steps = StandingsOf(goal.Definition.Measure).ToDictionary(s => s, _ => new List<string>());
        foreach (var isReferral in new[] { false, true }.Where(goal.Asks))
        {
            foreach (var participation in isReferral ? facts.Referrals : facts.Participations)
            {
                steps[StandingOf(compiled, place, participation, isReferral, cohort, cell)].Add(participation.Reference);
            }
        }

        return new GoalFunnel(compiled.Versions[place], cohort, [.. steps.Select(s => new FunnelStep(s.Key, s.Value))]);
    }

    private static GoalStanding StandingOf(
        CompiledGoals compiled, int place, Participation participation, bool isReferral, Cohort cohort, FigureCell cell)
    {
        if (participation.RegisteredInError)
        {
            return GoalStanding.RegisteredInError;
        }

        var goal = compiled.Goals[place];
        var overStocks = goal.IsStockOf(isReferral);
        var subject = compiled.SubjectOf(participation, overStocks ? cohort : null);
        var members = compiled.Membership.InEvents(subject, isReferral)
            | (overStocks ? compiled.Membership.InStocks(participation, isReferral, cohort) : Members.None);
        var standing = compiled.Ask(compiled.PassOf(isReferral, overStocks), subject, members, compiled.SubprojectOf(participation))[place];
        if (standing is GoalStanding.Anonymous or GoalStanding.OtherSubproject || (cell.Subproject ?? participation.Subproject) != participation.Subproject)
        {
            return standing == GoalStanding.Anonymous ? standing : GoalStanding.OtherSubproject;
        }

        var came = cohort.Contains(isReferral ? participation.ReferredOn : participation.StartedOn);
        var left = cohort.Contains(participation.Exit?.On);
        var placed = participation.Placements.Count > 0 && cohort.Contains(participation.Placements[0].StartedOn);
        var isBalance = goal.Definition.Measure == Measure.Balance;
        var (hasStarted, hasExited) = (came && (members & Members.Enrollments) != 0, left && (members & Members.Exits) != 0);
        var isInWindow = overStocks || (isBalance ? hasStarted || hasExited : goal.IsPlacedByPlacement ? placed : goal.IsPlacedByExit ? left : came);
        return standing == GoalStanding.NotInWindow || !isInWindow ? GoalStanding.NotInWindow
            : cell.Gender is { } gender && gender != participation.Gender ? GoalStanding.OtherGender
            : standing != GoalStanding.InNumerator ? standing
            : isBalance && hasStarted && hasExited ? GoalStanding.InBoth
            : isBalance && hasExited ? GoalStanding.InDenominator
            : isReferral && goal.Definition.Measure is (Measure.Duration or Measure.QueueTime) ? GoalStanding.StillQueued
            : goal.Definition.Measure == Measure.QueueTime ? GoalStanding.InDenominator
            : GoalStanding.InNumerator;
    }

    private static IEnumerable<GoalStanding> StandingsOf(Measure measure) => measure == Measure.Milestone
        ? []
        : Enum.GetValues<GoalStanding>().Where(s => s switch
        {
            GoalStanding.NotInParent => measure is not (Measure.Duration or Measure.QueueTime or Measure.Balance),
            GoalStanding.InDenominator => measure != Measure.Duration,
            GoalStanding.InNumerator => measure != Measure.QueueTime,
            GoalStanding.InBoth => measure == Measure.Balance,
            GoalStanding.StillQueued => measure is Measure.Duration or Measure.QueueTime,
            _ => true,
        });
}
