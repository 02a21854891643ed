namespace OutcomeApi.Domain.Goals;

/// <summary>
/// One row of a figure with its target and whether the row meets it. A value is null where there is nothing to show or to judge.
/// </summary>
/// <param name="Gender">The gender. Null for the total.</param>
/// <param name="Counts">
/// What is counted or reported. For a milestone only the total has it, and only when something was reported. For a waiting time no row has
/// it.
/// </param>
/// <param name="Waiting">The days waited. Null for measures other than durations.</param>
/// <param name="Target">The target that the row is compared with.</param>
/// <param name="MeetsTarget">
/// Whether the row meets the target. For a count that is not due: whether it keeps the pace that the target needs.
/// </param>
/// <param name="Pace">How a count stands to its target. Null for other measures, and when the row has no lower limit.</param>
public readonly record struct JudgedRow(
    Gender? Gender, Ratio? Counts, WaitingTime? Waiting, Target? Target, bool? MeetsTarget, Pace? Pace = null);

/// <summary>
/// The judgement of one figure. It follows the rules of attainment: exact integers, "both women and men" when the goal says so, and a
/// verdict only when the promise is due.
/// </summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Standing">What the verdict would be on the figure's numbers. Null without a target.</param>
/// <param name="Clear">
/// Whether chance can be ruled out (95 % Wilson interval). When the target is met, it must lie outside the interval of every deciding row.
/// When it is missed, it must lie outside the interval of at least one failing row. Null when the standing cannot be assessed, and for
/// measures whose target is not a share.
/// </param>
/// <param name="Due">When the goal is judged. Null without a target.</param>
/// <param name="Reason">The reason why the goal cannot be assessed. Null when it can.</param>
/// <param name="Rows">The rows: woman, man, other, unknown, total.</param>
public sealed record Judgement(
    Verdict Verdict, Standing? Standing, bool? Clear, DueDay? Due, NotAssessableReason? Reason, IReadOnlyList<JudgedRow> Rows)
{
    /// <summary>The days whose starts a queue time counts.</summary>
    public int QueueDays { get; private init; }

    private static readonly Gender?[] RowOrder = [Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null];

    /// <summary>Judges one figure.</summary>
    /// <param name="figure">The figure, with the goal version that made it.</param>
    /// <param name="time">Where in its life the project is.</param>
    public static Judgement Compute(GoalFigure figure, Timeline time) =>
        Judge(figure, time) with { QueueDays = QueueTime.CountOf(figure.Cohort, time) };

    private static Judgement Judge(GoalFigure figure, Timeline time)
    {
        var goal = figure.Goal.Definition ?? throw new ArgumentException("A closed goal has no figures.", nameof(figure));
        var due = DueDay.Of(figure, time);
        var rows = RowsOf(goal, figure, time, due, figure.Cohort.To);
        var deciding = Deciding(goal, rows);
        if (deciding.Count == 0)
        {
            return new Judgement(Verdict.NoTarget, null, null, null, null, rows);
        }

        if (deciding.Where(row => row.MeetsTarget is null).Select(row => (JudgedRow?)row).FirstOrDefault() is { } open)
        {
            var reason = ReasonOf(goal.Measure, open);
            return new Judgement(due.IsDue ? Verdict.NotAssessable : Verdict.NotDue, Goals.Standing.NotAssessable, null, due, reason, rows);
        }

        var meets = deciding.All(row => row.MeetsTarget == true);
        bool? clear = goal.Measure != Measure.Share ? null
            : meets ? deciding.All(IsClear)
            : deciding.Any(row => row.MeetsTarget == false && IsClear(row));
        var verdict = !due.IsDue ? Verdict.NotDue : meets ? Verdict.Reached : Verdict.NotReached;
        return new Judgement(verdict, meets ? Goals.Standing.Meets : Goals.Standing.Misses, clear, due, null, rows);
    }

    /// <summary>Compares the rows of a figure with the targets that hold on a day.</summary>
    internal static JudgedRow[] RowsOf(GoalDefinition goal, GoalFigure figure, Timeline time, DueDay due, DateOnly on) =>
        [.. RowOrder.Select(gender => JudgeRow(goal, figure, gender, time, due, on))];

    private static JudgedRow JudgeRow(GoalDefinition goal, GoalFigure figure, Gender? gender, Timeline time, DueDay due, DateOnly on)
    {
        var target = DueDay.IsAsked(goal, figure.Window) ? TargetOf(goal, figure.Subproject, gender, on) : null;
        switch (goal.Measure)
        {
            case Measure.Milestone:
                Ratio? reported = gender is null && figure.Reported is { } value ? new Ratio(value.Numerator, value.Denominator) : null;
                return new JudgedRow(gender, reported, null, target, reported is { } points ? target?.IsMetBy(points.Numerator, 1) : null);
            case Measure.Duration:
                var waiting = figure.Waiting!.Of(gender);
                return new JudgedRow(gender, null, waiting, target, waiting.Started is { } days ? target?.IsMetBy(days.TwiceMedian, 2) : null);
            case Measure.QueueTime:
                var queue = figure.Of(gender);
                return new JudgedRow(gender, queue, null, target, QueueTime.IsMetBy(queue, QueueTime.CountOf(figure.Cohort, time), target));
            case Measure.ChangeFromBaseline:
                var now = figure.Of(gender);
                bool? meets = now.Denominator > 0 && figure.Reported is { Denominator: > 0 } before
                    ? target?.IsMetByChange(now.Numerator, now.Denominator.Value, before.Numerator, before.Denominator.Value)
                    : null;
                return new JudgedRow(gender, now, null, target, meets);
            case Measure.Count:
                var count = figure.Of(gender);
                return target is null
                    ? new JudgedRow(gender, count, null, null, null)
                    : JudgeCount(new JudgedRow(gender, count, null, target, null), target, PaceDays.Of(figure, due, time), due.IsDue);
            default:
                var counts = figure.Of(gender);
                return new JudgedRow(
                    gender, counts, null, target, counts.Denominator == 0 ? null : target?.IsMetBy(counts.Numerator, counts.Denominator ?? 1));
        }
    }

    /// <summary>
    /// Compares a count with its target. Until it is due, the count needs only the part of the lower limit that the days so far are of all
    /// days.
    /// </summary>
    private static JudgedRow JudgeCount(JudgedRow row, Target target, PaceDays days, bool isDue)
    {
        var count = row.Counts!.Value.Numerator;
        bool? meets = isDue ? target.IsMetBy(count, 1)
            : days.SoFar == 0 ? null
            : target.IsKeptBy(count, days.SoFar, days.InAll);
        return row with { MeetsTarget = meets, Pace = target.AtLeast is { } least ? Pace.Compute(count, least.Value.Numerator, days) : null };
    }

    /// <summary>
    /// Finds the most specific target that fits a row. A target that names the subproject comes before one that names the gender, and that
    /// one before a general target. A general target of a share, a waiting time or a balance holds for every row and every subproject,
    /// because these do not grow with the group. A general target of a count is for the whole group. It holds for the subprojects pooled,
    /// or for the only subproject, and within them for the total and for each gender that the goal names. Reported figures have no gender,
    /// so a general target of a milestone or a change holds only for the total.
    /// </summary>
    private static Target? TargetOf(GoalDefinition goal, string? subproject, Gender? gender, DateOnly on) =>
        goal.Targets
            .Where(t => t.HoldsOn(on))
            .Where(t => t.Subproject is null || t.Subproject == subproject)
            .Where(t => t.Subproject is not null || subproject is null || goal.Measure != Measure.Count || goal.Subprojects.Count == 1)
            .Where(t => t.Gender is null ? GeneralTargetFits(goal, gender) : t.Gender == gender)
            .OrderByDescending(t => t.Subproject is not null)
            .ThenByDescending(t => t.Gender is not null)
            .FirstOrDefault();

    private static bool GeneralTargetFits(GoalDefinition goal, Gender? gender) => goal.Measure switch
    {
        Measure.Share or Measure.Duration or Measure.QueueTime or Measure.Balance => true,
        Measure.Count => gender is null || goal.EachOf.Contains(gender.Value),
        _ => gender is null,
    };

    /// <summary>
    /// Selects the rows that the verdict depends on. These are the rows of the genders that the goal names, or otherwise the total. When
    /// the goal names no genders and the total has no target, they are the rows whose target is for their gender. The list is empty when
    /// nothing is judged.
    /// </summary>
    public static IReadOnlyList<JudgedRow> Deciding(GoalDefinition goal, IReadOnlyList<JudgedRow> rows)
    {
        var named = goal.EachOf.Count > 0
            ? rows.Where(row => row.Gender is { } gender && goal.EachOf.Contains(gender))
            : rows.Where(row => row.Gender is null);
        var deciding = named.Where(row => row.Target is not null).ToArray();
        return deciding.Length > 0 || goal.EachOf.Count > 0
            ? deciding
            : [.. rows.Where(row => row.Target?.Gender is not null)];
    }

    private static NotAssessableReason ReasonOf(Measure measure, JudgedRow row) => measure switch
    {
        Measure.Milestone => NotAssessableReason.NothingReported,
        Measure.Duration or Measure.QueueTime => NotAssessableReason.NobodyStarted,
        Measure.Balance => NotAssessableReason.NoExits,
        Measure.Count => NotAssessableReason.NotBegun,
        Measure.ChangeFromBaseline when row.Counts is { Denominator: > 0 } => NotAssessableReason.BaselineMissing,
        _ => NotAssessableReason.DenominatorZero,
    };

    private static bool IsClear(JudgedRow row) => row.Target!.IsClearFor(row.Counts!.Value.Numerator, row.Counts.Value.Denominator!.Value);
}
