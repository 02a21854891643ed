using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>One row's target and whether the row meets it; null where there is nothing to judge.</summary>
public readonly record struct JudgedRow(Gender? Gender, Ratio Counts, Target? Target, bool? MeetsTarget);

/// <summary>The verdict on one figure, by the rules of attainment: exact integers, and "both women and men" when the goal says so.</summary>
/// <param name="Verdict">What it has come to.</param>
/// <param name="Clear">
/// Can chance be ruled out (95 % Wilson interval)? For reached: the target lies outside the interval of every deciding row; for not reached:
/// outside that of at least one failing row. Null for other verdicts and for measures that have no interval.
/// </param>
/// <param name="Rows">Woman, man, other, unknown, total.</param>
public sealed record Judgement(Verdict Verdict, bool? Clear, IReadOnlyList<JudgedRow> Rows)
{
    private static readonly Gender?[] RowOrder = [Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null];

    /// <summary>Judges one figure.</summary>
    /// <param name="counts">The figure's counts, with the goal version that made them.</param>
    /// <param name="period">The project's period: says which tertial is its last.</param>
    public static Judgement Of(AttainmentCounts counts, ReportingPeriod period)
    {
        var goal = counts.Goal.Definition ?? throw new ArgumentException("A closed goal has no figures.", nameof(counts));
        var judged = IsJudgedIn(goal.Judged, counts.Tertial, counts.Window, period);
        var rows = RowOrder.Select(gender => JudgeRow(goal, counts, gender, judged)).ToArray();
        var deciding = Deciding(goal, rows);
        if (deciding.Count == 0)
        {
            return new Judgement(Verdict.NoTarget, null, rows);
        }

        if (deciding.Any(row => row.MeetsTarget is null))
        {
            return new Judgement(Verdict.NotAssessable, null, rows);
        }

        var reached = deciding.All(row => row.MeetsTarget == true);
        bool? clear = goal.Measure != Measure.Share ? null
            : reached ? deciding.All(IsClear)
            : deciding.Any(row => row.MeetsTarget == false && IsClear(row));
        return new Judgement(reached ? Verdict.Reached : Verdict.NotReached, clear, rows);
    }

    private static bool IsJudgedIn(Judged judged, Tertial tertial, Window window, ReportingPeriod period) => judged switch
    {
        Judged.CalendarYear => window == Window.YearToDate && tertial.IsLastOfYear,
        Judged.SinceStart => window == Window.SinceStart,
        Judged.ProjectEnd => tertial == period.Last,
        _ => true,
    };

    private static JudgedRow JudgeRow(GoalDefinition goal, AttainmentCounts counts, Gender? gender, bool judged)
    {
        var ratio = counts.Of(gender);
        var target = judged ? TargetOf(goal, counts.Subproject, gender) : null;
        bool? meets = target is null || ratio.Denominator == 0 ? null : target.IsMetBy(ratio.Numerator, ratio.Denominator ?? 1);
        return new JudgedRow(gender, ratio, target, meets);
    }

    /// <summary>
    /// The most particular target that fits a row: one that names the subproject goes before one that names the gender, and that before a
    /// general one. A share's general target holds for every row and every subproject; a count's is the whole group's and so holds for the
    /// subprojects pooled, and for the total or for each of the genders that the goal names.
    /// </summary>
    private static Target? TargetOf(GoalDefinition goal, string? subproject, Gender? gender) =>
        goal.Targets
            .Where(t => t.Subproject is null || t.Subproject == subproject)
            .Where(t => t.Subproject is not null || subproject is null || goal.Measure == Measure.Share || goal.Subprojects.Count == 1)
            .Where(t => t.Gender is null ? GeneralTargetFits(goal, gender) : t.Gender == gender)
            .OrderByDescending(t => t.Subproject is not null)
            .ThenByDescending(t => t.Gender is not null)
            .FirstOrDefault();

    private static bool GeneralTargetFits(GoalDefinition goal, Gender? gender) =>
        goal.Measure == Measure.Share || gender is null || goal.EachOf.Contains(gender.Value);

    private static IReadOnlyList<JudgedRow> Deciding(GoalDefinition goal, JudgedRow[] rows)
    {
        var named = goal.EachOf.Count > 0
            ? rows.Where(row => row.Gender is { } gender && goal.EachOf.Contains(gender))
            : rows.Where(row => row.Gender is null);
        var deciding = named.Where(row => row.Target is not null).ToArray();
        return deciding.Length > 0 || goal.EachOf.Count > 0
            ? deciding
            : [.. rows.Where(row => row.Target?.Gender is not null)];
    }

    private static bool IsClear(JudgedRow row) => row.Target!.IsClearFor(row.Counts.Numerator, row.Counts.Denominator!.Value);
}
