using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>One row of a figure, its target and whether the row meets it; null where there is nothing to show or to judge.</summary>
/// <param name="Gender">Null: the total.</param>
/// <param name="Counts">What is counted or reported. Only a milestone's total has it, and only when something was reported; no waiting time has it.</param>
/// <param name="Waiting">Days waited; null for other measures than durations.</param>
/// <param name="Target">What the row is held against.</param>
/// <param name="MeetsTarget">Does it meet the target?</param>
public readonly record struct JudgedRow(Gender? Gender, Ratio? Counts, WaitingTime? Waiting, Target? Target, bool? MeetsTarget);

/// <summary>The verdict on one figure, by the rules of attainment: exact integers, and "both women and men" when the goal says so.</summary>
/// <param name="Verdict">What it has come to.</param>
/// <param name="Clear">
/// Can chance be ruled out (95 % Wilson interval)? For reached: the target lies outside the interval of every deciding row; for not reached:
/// outside that of at least one failing row. Null for other verdicts and for measures whose target is not a share.
/// </param>
/// <param name="Reason">Why it can not be assessed; null for other verdicts.</param>
/// <param name="Rows">Woman, man, other, unknown, total.</param>
public sealed record Judgement(Verdict Verdict, bool? Clear, NotAssessableReason? Reason, IReadOnlyList<JudgedRow> Rows)
{
    private static readonly Gender?[] RowOrder = [Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null];

    /// <summary>Judges one figure.</summary>
    /// <param name="figure">The figure, with the goal version that made it.</param>
    /// <param name="period">The project's period: says which tertial is its last.</param>
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
    /// The most particular target that fits a row: one that names the subproject goes before one that names the gender, and that before a
    /// general one. A general target of what does not grow with the group (a share, a waiting time, a balance) holds for every row and every
    /// subproject. A count's is the whole group's and so holds for the subprojects pooled, and for the total or for each of the genders that the
    /// goal names. What is reported has no gender: a milestone's and a change's target holds for the total.
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

    /// <summary>The rows that the verdict rests on: the total, or each of the genders that the goal names; none where nothing is judged.</summary>
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
