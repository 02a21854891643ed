using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;

namespace OutcomeApi.Figures;

/// <summary>A figure as it is and as it would be.</summary>
public sealed record ComparedFigure
{
    /// <summary>The goal's key.</summary>
    public required string Goal { get; init; }

    /// <summary>Subproject id; null for the project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>The tertial that the window ends with.</summary>
    public required string Tertial { get; init; }

    /// <summary>tertial, year-to-date or since-start.</summary>
    [Domain.Register.CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The figure as it is; null where there is none, or where it is withheld.</summary>
    public required AttainmentItem? Before { get; init; }

    /// <summary>The figure as it would be; null where there would be none, or where it is withheld.</summary>
    public required AttainmentItem? After { get; init; }

    /// <summary>Both sides are withheld because somebody might be recognised.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool Suppressed { get; init; }
}

/// <summary>Two computations side by side.</summary>
/// <param name="Items">The figures that differ.</param>
/// <param name="Unchanged">How many figures are the same before and after.</param>
public sealed record FigureComparison(IReadOnlyList<ComparedFigure> Items, int Unchanged)
{
    /// <summary>Compares two computations, figure by figure. The number of a goal's version alone makes no difference.</summary>
    /// <param name="before">The figures as they are.</param>
    /// <param name="after">The figures as they would be.</param>
    /// <param name="period">The project's period.</param>
    /// <param name="asOf">The day that is today for both.</param>
    /// <param name="language">Language of the sentences.</param>
    /// <param name="withholding">Which figures are not shown; null: all are.</param>
    public static FigureComparison Of(
        IEnumerable<GoalFigure> before, IEnumerable<GoalFigure> after, ReportingPeriod period, DateOnly asOf, Language language, IWithholding? withholding = null)
    {
        var old = before.ToDictionary(FigureKey.Of);
        var @new = after.ToDictionary(FigureKey.Of);
        var items = new List<ComparedFigure>();
        var unchanged = 0;
        foreach (var key in @new.Keys.Concat(old.Keys.Where(key => !@new.ContainsKey(key))))
        {
            var (left, right) = (ItemOf(old.GetValueOrDefault(key)), ItemOf(@new.GetValueOrDefault(key)));
            var isWithheld = withholding?.IsWithheld(key) == true;
            if (isWithheld && (withholding!.MayNotTellChange(key) || !IsSame(left, right)))
            {
                items.Add(key.Show(null, null) with { Suppressed = true });
            }
            else if (IsSame(left, right))
            {
                unchanged++;
            }
            else
            {
                items.Add(key.Show(left, right));
            }
        }

        return new FigureComparison(items, unchanged);

        AttainmentItem? ItemOf(GoalFigure? figure) => figure is null ? null : AttainmentItem.Of(figure, period, asOf, null, null, language);
    }

    private static bool IsSame(AttainmentItem? left, AttainmentItem? right) =>
        left is not null && right is not null
        && JsonSerializer.Serialize(left with { GoalVersion = 0 }, Json.Options) == JsonSerializer.Serialize(right with { GoalVersion = 0 }, Json.Options);
}

/// <summary>What a reader who may not see every number is not shown of a comparison.</summary>
public interface IWithholding
{
    /// <summary>Is the figure withheld, on both sides?</summary>
    bool IsWithheld(FigureKey figure);

    /// <summary>Would it say too much that a withheld figure changes, or that it does not? Then it is listed either way.</summary>
    bool MayNotTellChange(FigureKey figure);
}

/// <summary>Which figure.</summary>
public readonly record struct FigureKey(string Goal, string? Subproject, Tertial Tertial, Window Window)
{
    public static FigureKey Of(GoalFigure figure) => new(figure.Goal.Key, figure.Subproject, figure.Tertial, figure.Window);

    public ComparedFigure Show(AttainmentItem? before, AttainmentItem? after) => new()
    {
        Goal = Goal,
        Subproject = Subproject,
        Tertial = Tertial.ToString(),
        Window = Code.Of(Window),
        Before = before,
        After = after,
    };
}
