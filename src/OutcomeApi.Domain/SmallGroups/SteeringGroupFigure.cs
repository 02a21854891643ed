using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Shows one figure of a goal as a steering group sees it: women, men and total, by the group that the figure speaks of.</summary>
/// <param name="TwoRows">The figure, computed with everybody counted with the women or the men.</param>
/// <param name="K">Groups from 1 to one less than this are small.</param>
public sealed record SteeringGroupFigure(GoalFigure TwoRows, int K)
{
    /// <summary>Why numbers are not shown, as the contract says it.</summary>
    public const string SmallGroup = "small-group";

    /// <summary>The rows that the figure has; null is the total.</summary>
    public static readonly IReadOnlyList<Gender?> Genders = [Gender.Woman, Gender.Man, null];

    /// <summary>The figure before the change of a simulation: what is not shown of it is not shown of this one. Null: this is no simulation.</summary>
    public SteeringGroupFigure? Before { get; init; }

    /// <summary>A simulation has defined the goal, so it could ask for anybody: only totals are shown, when nothing in them is small.</summary>
    public bool IsRedefined { get; init; }

    /// <summary>Tells which rows are shown: by the denominator, of a count by the count, of a duration by how many have waited. What is reported speaks of nobody.</summary>
    public RowsShown Rows => TwoRows.Goal.Definition!.Measure switch
    {
        Measure.Milestone => RowsShown.All,
        _ when IsRedefined => IsEveryNumberLarge() ? RowsShown.TotalOnly : RowsShown.None,
        Measure.Duration => AtMost(BaseRule.Apply(Waited(time => time.Started), K), Before?.Rows),
        Measure.Count => AtMost(BaseRule.Apply(new People(TwoRows.Woman.Numerator, TwoRows.Man.Numerator), K), Before?.Rows),
        _ => AtMost(BaseRule.Apply(new People(TwoRows.Woman.Denominator ?? 0, TwoRows.Man.Denominator ?? 0), K), Before?.Rows),
    };

    /// <summary>Tells which rows of those still in queue are shown; only of durations.</summary>
    public RowsShown QueuedRows => IsRedefined ? Rows : AtMost(BaseRule.Apply(Waited(time => time.StillQueued), K), Before?.QueuedRows);

    /// <summary>Is a total that is not shown known to be from 1 to <see cref="K"/> − 1?</summary>
    public bool TellsThatTotalIsSmall => Before is null && !IsRedefined;

    /// <summary>
    /// Is a verdict shown? Of a figure always. Of a simulation only with the rows that decide it: whoever chooses the change could find a number that is not
    /// shown by trying when the verdict turns.
    /// </summary>
    public bool ShowsVerdict(IEnumerable<JudgedRow> deciding) => TellsThatTotalIsSmall || deciding.All(row => Shows(Rows, row.Gender));

    /// <summary>Says why a row that is not shown has no numbers; null for a total that is known to be small.</summary>
    public string? HiddenOf(Gender? gender) => gender is null && TellsThatTotalIsSmall ? null : SmallGroup;

    /// <summary>Says what a total that is not shown is known to be less than; null for women and men.</summary>
    public int? FewerThanOf(Gender? gender) => gender is null && TellsThatTotalIsSmall ? K : null;

    /// <summary>Is the row of a gender, or of the total (null), among those that are shown?</summary>
    public static bool Shows(RowsShown rows, Gender? gender) => rows == RowsShown.All || (rows == RowsShown.TotalOnly && gender is null);

    /// <summary>The fewer of both: the members of <see cref="RowsShown"/> stand in that order.</summary>
    private static RowsShown AtMost(RowsShown own, RowsShown? before) => before > own ? before.Value : own;

    private bool IsEveryNumberLarge()
    {
        if (TwoRows.Waiting is { Total: var waiting })
        {
            return waiting.Started?.Count >= K && !(waiting.StillQueued?.Count < K);
        }

        var total = TwoRows.Total;
        return total.Numerator >= K && (total.Denominator is not { } all || (all >= K && Math.Abs(all - total.Numerator) >= K));
    }

    private People Waited(Func<WaitingTime, WaitingDays?> days) =>
        TwoRows.Waiting is { } waiting ? new People(days(waiting.Woman)?.Count ?? 0, days(waiting.Man)?.Count ?? 0) : default;
}
