using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Shows one figure of a goal as a steering group sees it: women, men and total, depending on the size of the group behind the figure.
/// </summary>
/// <param name="TwoRows">The figure, computed with every person counted as a woman or a man.</param>
/// <param name="K">A group of 1 to K − 1 people is small.</param>
public sealed record SteeringGroupFigure(GoalFigure TwoRows, int K)
{
    /// <summary>The reason why numbers are not shown, as the contract states it.</summary>
    public const string SmallGroup = "small-group";

    /// <summary>The rows of the figure; null stands for the total.</summary>
    public static readonly IReadOnlyList<Gender?> Genders = [Gender.Woman, Gender.Man, null];

    /// <summary>
    /// The figure before the change of a simulation. Whatever is hidden in that figure is hidden in this one. Null if this is no
    /// simulation.
    /// </summary>
    public SteeringGroupFigure? Before { get; init; }

    /// <summary>
    /// True if a simulation has defined the goal. Such a goal could ask about anybody, so only totals are shown, and only if no number in
    /// them is small.
    /// </summary>
    public bool IsRedefined { get; init; }

    /// <summary>
    /// Decides which rows are shown. The group is the denominator; for a count those counted; for a duration those who have waited and
    /// started. A milestone is not about people, so all its rows are shown.
    /// </summary>
    public RowsShown Rows => TwoRows.Goal.Definition!.Measure switch
    {
        Measure.Milestone => RowsShown.All,
        _ when IsRedefined => IsEveryNumberLarge() ? RowsShown.TotalOnly : RowsShown.None,
        Measure.Duration => AtMost(BaseRule.Apply(Waited(time => time.Started), K), Before?.Rows),
        Measure.Count => AtMost(BaseRule.Apply(new People(TwoRows.Woman.Numerator, TwoRows.Man.Numerator), K), Before?.Rows),
        _ => AtMost(BaseRule.Apply(new People(TwoRows.Woman.Denominator ?? 0, TwoRows.Man.Denominator ?? 0), K), Before?.Rows),
    };

    /// <summary>Decides which rows are shown for those who are still in the queue. Only durations have them.</summary>
    public RowsShown QueuedRows => IsRedefined ? Rows : AtMost(BaseRule.Apply(Waited(time => time.StillQueued), K), Before?.QueuedRows);

    /// <summary>True if a hidden total is known to be from 1 to <see cref="K"/> − 1.</summary>
    public bool TellsThatTotalIsSmall => Before is null && !IsRedefined;

    /// <summary>
    /// Decides whether a verdict is shown. A stored figure always shows it. A simulation shows it only together with the rows that decide
    /// it. Otherwise someone could find a hidden number by varying the change until the verdict turns.
    /// </summary>
    public bool ShowsVerdict(IEnumerable<JudgedRow> deciding) => TellsThatTotalIsSmall || deciding.All(row => Shows(Rows, row.Gender));

    /// <summary>Returns the reason why a hidden row has no numbers; null for a total that is known to be small.</summary>
    public string? HiddenOf(Gender? gender) => gender is null && TellsThatTotalIsSmall ? null : SmallGroup;

    /// <summary>Returns the number that a hidden total is known to be less than; null for women and men.</summary>
    public int? FewerThanOf(Gender? gender) => gender is null && TellsThatTotalIsSmall ? K : null;

    /// <summary>Checks whether the row of a gender, or of the total (null), is shown.</summary>
    public static bool Shows(RowsShown rows, Gender? gender) => rows == RowsShown.All || (rows == RowsShown.TotalOnly && gender is null);

    /// <summary>Returns the one of the two that shows less. It relies on the order of the members of <see cref="RowsShown"/>.</summary>
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
