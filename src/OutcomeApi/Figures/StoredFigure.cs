using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Figures;

/// <summary>A figure as a run stores it, compared member by member. What is not counts (a reported value, days waited) stands in one column as JSON.</summary>
public sealed record StoredFigure
{
    /// <summary>The columns, in the order of <see cref="Values"/>.</summary>
    public const string Columns =
        "goal_key, goal_version, subproject, tertial, time_window, cohort_from, cohort_to, cohort_partial, woman_numerator, woman_denominator, man_numerator, "
        + "man_denominator, other_numerator, other_denominator, unknown_numerator, unknown_denominator, beside_counts";

    private static readonly JsonSerializerOptions JsonOfColumn = new(JsonSerializerDefaults.Web)
    {
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        IgnoreReadOnlyProperties = true,
    };

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

    /// <summary>Null: there are only counts.</summary>
    public string? BesideCounts { get; init; }

    public static StoredFigure Of(GoalFigure figure) => new()
    {
        GoalKey = figure.Goal.Key,
        GoalVersion = figure.Goal.Version,
        Subproject = figure.Subproject,
        Tertial = figure.Tertial.Index,
        TimeWindow = Code.Of(figure.Window),
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
        BesideCounts = figure is { Reported: null, Waiting: null }
            ? null
            : JsonSerializer.Serialize(new OtherThanCounts(figure.Reported, figure.Waiting), JsonOfColumn),
    };

    /// <summary>The values of a row, in the order of <see cref="Columns"/>.</summary>
    public IEnumerable<object?> Values() =>
    [
        GoalKey, GoalVersion, Subproject, Tertial, TimeWindow, CohortFrom, CohortTo, CohortPartial, WomanNumerator, WomanDenominator, ManNumerator,
        ManDenominator, OtherNumerator, OtherDenominator, UnknownNumerator, UnknownDenominator, BesideCounts,
    ];

    /// <summary>The figure again, with the goal version that it names.</summary>
    public GoalFigure ToFigure(GoalVersion goal)
    {
        var other = BesideCounts is null ? null : JsonSerializer.Deserialize<OtherThanCounts>(BesideCounts, JsonOfColumn);
        return new GoalFigure
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
            Reported = other?.Reported,
            Waiting = other?.Waiting,
        };
    }

    /// <summary>Do both say something about the same?</summary>
    public bool IsSameFigure(StoredFigure other) =>
        (GoalKey, Subproject, Tertial, TimeWindow) == (other.GoalKey, other.Subproject, other.Tertial, other.TimeWindow);

    private sealed record OtherThanCounts(ReportedValue? Reported, WaitingTimes? Waiting);
}
