using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Runs;

/// <summary>A figure as it is now and as it would be after a change.</summary>
public sealed record ComparedFigure
{
    /// <summary>Key of the goal.</summary>
    public required string Goal { get; init; }

    /// <summary>Id of the subproject. Null for the whole project, or for the goal's subprojects pooled.</summary>
    public required string? Subproject { get; init; }

    /// <summary>Tertial that the window ends with, for example <c>2025-T3</c>.</summary>
    public required string Tertial { get; init; }

    /// <summary>Time window of the figure: <c>tertial</c>, <c>year-to-date</c> or <c>since-start</c>.</summary>
    [Domain.Registrations.CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The figure as it is now. Null if it does not exist now.</summary>
    public required AttainmentItem? Before { get; init; }

    /// <summary>The figure as it would be. Null if it would not exist.</summary>
    public required AttainmentItem? After { get; init; }
}

/// <summary>Holds the differences between two computations.</summary>
/// <param name="Items">The figures that differ.</param>
/// <param name="Unchanged">The number of figures that are the same before and after.</param>
public sealed record FigureComparison(IReadOnlyList<ComparedFigure> Items, int Unchanged)
{
    /// <summary>Compares two computations figure by figure. A new version number of a goal is not a difference in itself.</summary>
    /// <param name="before">The figures as they are now.</param>
    /// <param name="after">The figures as they would be.</param>
    /// <param name="time">Where in its life the project is, by the day that both computations treat as today.</param>
    /// <param name="language">The language of the sentences.</param>
    /// <param name="views">What a steering group sees of both computations. Null if the reader sees everything.</param>
    public static FigureComparison Compute(
        IEnumerable<GoalFigure> before, IEnumerable<GoalFigure> after, Timeline time, Language language, SimulatedViews? views = null)
    {
        var old = before.ToDictionary(FigureKey.From);
        var @new = after.ToDictionary(FigureKey.From);
        var items = new List<ComparedFigure>();
        var unchanged = 0;
        foreach (var key in @new.Keys.Concat(old.Keys.Where(key => !@new.ContainsKey(key))))
        {
            var left = ItemOf(old.GetValueOrDefault(key), views?.Before.GetValueOrDefault(key));
            var right = ItemOf(@new.GetValueOrDefault(key), views?.After.GetValueOrDefault(key));

            // A figure of a goal that the reader has redefined is always listed. To say that it is unchanged would reveal whom the new
            // definition counts.
            if (IsSame(left, right) && views?.After.GetValueOrDefault(key)?.IsRedefined != true)
            {
                unchanged++;
            }
            else
            {
                items.Add(key.Show(left, right));
            }
        }

        return new FigureComparison(items, unchanged);

        AttainmentItem? ItemOf(GoalFigure? figure, SteeringGroupFigure? view) =>
            figure is null ? null : AttainmentItem.From(figure, time, view, null, language);
    }

    private static bool IsSame(AttainmentItem? left, AttainmentItem? right) =>
        left is not null && right is not null
        && JsonSerializer.Serialize(left with { GoalVersion = 0 }, Json.Options) == JsonSerializer.Serialize(right with { GoalVersion = 0 }, Json.Options);
}

/// <summary>Holds what a steering group sees of the figures as they are now and as they would be.</summary>
public sealed record SimulatedViews(IReadOnlyDictionary<FigureKey, SteeringGroupFigure> Before, IReadOnlyDictionary<FigureKey, SteeringGroupFigure> After)
{
    /// <summary>Builds the views of both sides of a simulation.</summary>
    /// <param name="before">The figures as they are now, in two rows.</param>
    /// <param name="after">The figures as they would be, in two rows.</param>
    /// <param name="redefined">Keys of the goals that the simulation redefines, and of the goals that depend on them.</param>
    /// <param name="k">The threshold. Groups of at least 1 and fewer than this number are small.</param>
    public static SimulatedViews From(IEnumerable<GoalFigure> before, IEnumerable<GoalFigure> after, IReadOnlySet<string> redefined, int k)
    {
        var left = before.ToDictionary(FigureKey.From, figure => new SteeringGroupFigure(figure, k));
        return new(left, after.ToDictionary(FigureKey.From, figure => new SteeringGroupFigure(figure, k)
        {
            Before = left.GetValueOrDefault(FigureKey.From(figure)),
            IsRedefined = redefined.Contains(figure.Goal.Key),
        }));
    }
}

/// <summary>Identifies a figure within a project.</summary>
public readonly record struct FigureKey(string Goal, string? Subproject, Tertial Tertial, Window Window)
{
    public static FigureKey From(GoalFigure figure) => new(figure.Goal.Key, figure.Subproject, figure.Tertial, figure.Window);

    public ComparedFigure Show(AttainmentItem? before, AttainmentItem? after) => new()
    {
        Goal = Goal,
        Subproject = Subproject,
        Tertial = Tertial.ToString(),
        Window = Code.Format(Window),
        Before = before,
        After = after,
    };
}
