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
/// <param name="MeetsTarget">Whether the row meets the target.</param>
public readonly record struct JudgedRow(Gender? Gender, Ratio? Counts, WaitingTime? Waiting, Target? Target, bool? MeetsTarget);

/// <summary>
/// The verdict on one figure. It follows the rules of attainment: exact integers, and "both women and men" when the goal says so.
/// </summary>
/// <param name="Verdict">The verdict.</param>
/// <param name="Clear">
/// Whether chance can be ruled out (95 % Wilson interval). For a goal that is reached, the target must lie outside the interval of every
/// deciding row. For a goal that is not reached, it must lie outside the interval of at least one failing row. Null for other verdicts, and
/// for measures whose target is not a share.
/// </param>
/// <param name="Reason">The reason why the goal cannot be assessed. Null for other verdicts.</param>
/// <param name="Rows">The rows: woman, man, other, unknown, total.</param>
public sealed record Judgement(Verdict Verdict, bool? Clear, NotAssessableReason? Reason, IReadOnlyList<JudgedRow> Rows)
{
    private static readonly Gender?[] RowOrder = [Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null];

    /// <summary>Judges one figure.</summary>
    /// <param name="figure">The figure, with the goal version that made it.</param>
    /// <param name="period">The project's period, which determines its last tertial.</param>
    public static Judgement Compute(GoalFigure figure, ReportingPeriod period)
    {
        var goal = figure.Goal.Definition ?? throw new ArgumentException("A closed goal has no figures.", nameof(figure));
        var judged = IsJudgedIn(goal.Judged, figure.Tertial, figure.Window, period);
        var rows = RowOrder.Select(gender => JudgeRow(goal, figure, gender, judged)).ToArray();
        var deciding = Deciding(goal, rows);
        if (deciding.Count == 0)
        {
            return new Judgement(Verdict.NoTarget, null, null, rows);
        }

        if (deciding.Where(row => row.MeetsTarget is null).Select(row => (JudgedRow?)row).FirstOrDefault() is { } open)
        {
            return new Judgement(Verdict.NotAssessable, null, ReasonOf(goal.Measure, open), rows);
        }

        var reached = deciding.All(row => row.MeetsTarget == true);
        bool? clear = goal.Measure != Measure.Share ? null
            : reached ? deciding.All(IsClear)
            : deciding.Any(row => row.MeetsTarget == false && IsClear(row));
        return new Judgement(reached ? Verdict.Reached : Verdict.NotReached, clear, null, rows);
    }

    private static bool IsJudgedIn(Judged judged, Tertial tertial, Window window, ReportingPeriod period) => judged switch
    {
        Judged.CalendarYear => window == Window.YearToDate && tertial.IsLastOfYear,
        Judged.SinceStart => window == Window.SinceStart,
        Judged.ProjectEnd => tertial == period.Last,
        _ => true,
    };

    private static JudgedRow JudgeRow(GoalDefinition goal, GoalFigure figure, Gender? gender, bool judged)
    {
        var target = judged ? TargetOf(goal, figure.Subproject, gender) : null;
        switch (goal.Measure)
        {
            case Measure.Milestone:
                Ratio? reported = gender is null && figure.Reported is { } value ? new Ratio(value.Numerator, value.Denominator) : null;
                return new JudgedRow(gender, reported, null, target, reported is { } points ? target?.IsMetBy(points.Numerator, 1) : null);
            case Measure.Duration:
                var waiting = figure.Waiting!.Of(gender);
                return new JudgedRow(gender, null, waiting, target, waiting.Started is { } days ? target?.IsMetBy(days.TwiceMedian, 2) : null);
            case Measure.ChangeFromBaseline:
                var now = figure.Of(gender);
                bool? meets = now.Denominator > 0 && figure.Reported is { Denominator: > 0 } before
                    ? target?.IsMetByChange(now.Numerator, now.Denominator.Value, before.Numerator, before.Denominator.Value)
                    : null;
                return new JudgedRow(gender, now, null, target, meets);
            default:
                var counts = figure.Of(gender);
                return new JudgedRow(
                    gender, counts, null, target, counts.Denominator == 0 ? null : target?.IsMetBy(counts.Numerator, counts.Denominator ?? 1));
        }
    }

    /// <summary>
    /// Finds the most specific target that fits a row. A target that names the subproject comes before one that names the gender, and that
    /// one before a general target. A general target of a share, a waiting time or a balance holds for every row and every subproject,
    /// because these do not grow with the group. A general target of a count is for the whole group. It holds for the subprojects pooled,
    /// or for the only subproject, and within them for the total and for each gender that the goal names. Reported figures have no gender,
    /// so a general target of a milestone or a change holds only for the total.
    /// </summary>
    private static Target? TargetOf(GoalDefinition goal, string? subproject, Gender? gender) =>
        goal.Targets
            .Where(t => t.Subproject is null || t.Subproject == subproject)
            .Where(t => t.Subproject is not null || subproject is null || goal.Measure != Measure.Count || goal.Subprojects.Count == 1)
            .Where(t => t.Gender is null ? GeneralTargetFits(goal, gender) : t.Gender == gender)
            .OrderByDescending(t => t.Subproject is not null)
            .ThenByDescending(t => t.Gender is not null)
            .FirstOrDefault();

    private static bool GeneralTargetFits(GoalDefinition goal, Gender? gender) => goal.Measure switch
    {
        Measure.Share or Measure.Duration or Measure.Balance => true,
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
        Measure.Duration => NotAssessableReason.NobodyStarted,
        Measure.Balance => NotAssessableReason.NoExits,
        Measure.ChangeFromBaseline when row.Counts is { Denominator: > 0 } => NotAssessableReason.BaselineMissing,
        _ => NotAssessableReason.DenominatorZero,
    };

    private static bool IsClear(JudgedRow row) => row.Target!.IsClearFor(row.Counts!.Value.Numerator, row.Counts.Value.Denominator!.Value);
}
