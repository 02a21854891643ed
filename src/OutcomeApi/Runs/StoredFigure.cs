using OutcomeApi.Domain.Goals;
using OutcomeApi.Stored;

namespace OutcomeApi.Runs;

/// <summary>
/// A figure as a run stores it. It is compared member by member. What is not a count (a reported value, days waited) is stored as JSON in one
/// column.
/// </summary>
public sealed record StoredFigure
{
    /// <summary>The columns, in the order of <see cref="Values"/>.</summary>
    public const string Columns =
        "goal_key, goal_version, subproject, tertial, time_window, cohort_from, cohort_to, cohort_partial, woman_numerator, woman_denominator, "
        + "man_numerator, man_denominator, other_numerator, other_denominator, unknown_numerator, unknown_denominator, "
        + "two_woman_numerator, two_woman_denominator, two_man_numerator, "
        + "two_man_denominator, beside_counts";

    public required string GoalKey { get; init; }

    public required int GoalVersion { get; init; }

    public string? Subproject { get; init; }

    public required int Tertial { get; init; }

    public required string TimeWindow { get; init; }

    public required DateOnly CohortFrom { get; init; }

    public required DateOnly CohortTo { get; init; }

    public required bool CohortPartial { get; init; }

    public required int WomanNumerator { get; init; }

    public int? WomanDenominator { get; init; }

    public required int ManNumerator { get; init; }

    public int? ManDenominator { get; init; }

    public required int OtherNumerator { get; init; }

    public int? OtherDenominator { get; init; }

    public required int UnknownNumerator { get; init; }

    public int? UnknownDenominator { get; init; }

    /// <summary>The women, and those who are counted with them in what steering groups see.</summary>
    public required int TwoWomanNumerator { get; init; }

    public int? TwoWomanDenominator { get; init; }

    /// <summary>The men, and those who are counted with them in what steering groups see.</summary>
    public required int TwoManNumerator { get; init; }

    public int? TwoManDenominator { get; init; }

    /// <summary>What is not a count, as JSON. Null if there are only counts.</summary>
    public string? BesideCounts { get; init; }

    /// <summary>Builds the row of a figure.</summary>
    /// <param name="figure">The figure.</param>
    /// <param name="twoRows">The same figure with everyone counted with the women or the men.</param>
    public static StoredFigure From(GoalFigure figure, GoalFigure twoRows) => new()
    {
        GoalKey = figure.Goal.Key,
        GoalVersion = figure.Goal.Version,
        Subproject = figure.Subproject,
        Tertial = figure.Tertial.Index,
        TimeWindow = Code.Format(figure.Window),
        CohortFrom = figure.Cohort.From,
        CohortTo = figure.Cohort.To,
        CohortPartial = figure.Cohort.Partial,
        WomanNumerator = figure.Woman.Numerator,
        WomanDenominator = figure.Woman.Denominator,
        ManNumerator = figure.Man.Numerator,
        ManDenominator = figure.Man.Denominator,
        OtherNumerator = figure.Other.Numerator,
        OtherDenominator = figure.Other.Denominator,
        UnknownNumerator = figure.Unknown.Numerator,
        UnknownDenominator = figure.Unknown.Denominator,
        TwoWomanNumerator = twoRows.Woman.Numerator,
        TwoWomanDenominator = twoRows.Woman.Denominator,
        TwoManNumerator = twoRows.Man.Numerator,
        TwoManDenominator = twoRows.Man.Denominator,
        BesideCounts = StoredFigureDetails.Write(figure, twoRows),
    };

    /// <summary>Returns the values of a row, in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<object?> Values() =>
    [
        GoalKey, GoalVersion, Subproject, Tertial, TimeWindow, CohortFrom, CohortTo, CohortPartial, WomanNumerator, WomanDenominator, ManNumerator,
        ManDenominator, OtherNumerator, OtherDenominator, UnknownNumerator, UnknownDenominator, TwoWomanNumerator, TwoWomanDenominator, TwoManNumerator,
        TwoManDenominator, BesideCounts,
    ];

    /// <summary>Restores the figure, and the same figure with everyone counted with the women or the men.</summary>
    /// <param name="goal">The goal version that the row names.</param>
    public RunFigure ToFigures(GoalVersion goal)
    {
        var details = StoredFigureDetails.Read(BesideCounts);
        var exact = new GoalFigure
        {
            Goal = goal,
            Subproject = Subproject,
            Tertial = new Tertial(Tertial),
            Window = Code.Parse<Window>(TimeWindow),
            Cohort = new Cohort(CohortFrom, CohortTo, CohortPartial),
            Woman = new Ratio(WomanNumerator, WomanDenominator),
            Man = new Ratio(ManNumerator, ManDenominator),
            Other = new Ratio(OtherNumerator, OtherDenominator),
            Unknown = new Ratio(UnknownNumerator, UnknownDenominator),
            Reported = details?.Reported?.ToValue(),
            Waiting = details?.Waiting?.ToTimes(),
            Turnovers = details?.Turnovers?.ToTurnovers(),
        };
        var none = new Ratio(0, TwoWomanDenominator is null ? null : 0);
        return new RunFigure(exact, exact with
        {
            Woman = new Ratio(TwoWomanNumerator, TwoWomanDenominator),
            Man = new Ratio(TwoManNumerator, TwoManDenominator),
            Other = none,
            Unknown = none,
            Waiting = details?.TwoRows?.ToTimes(),
            Turnovers = details?.TurnoversInTwoRows?.ToTurnovers(),
        });
    }

    /// <summary>Returns true if both rows are about the same goal, subproject, tertial and window.</summary>
    public bool IsSameFigure(StoredFigure other) =>
        (GoalKey, Subproject, Tertial, TimeWindow) == (other.GoalKey, other.Subproject, other.Tertial, other.TimeWindow);
}
