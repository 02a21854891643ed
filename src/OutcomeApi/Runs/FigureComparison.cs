using System.Text.Json;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Http;

namespace OutcomeApi.Runs;

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
    [Domain.Registrations.CodeOf(typeof(Window))]
    public required string Window { get; init; }

    /// <summary>The figure as it is; null where there is none.</summary>
    public required AttainmentItem? Before { get; init; }

    /// <summary>The figure as it would be; null where there would be none.</summary>
    public required AttainmentItem? After { get; init; }
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
    /// <param name="views">What a steering group sees of both; null: the reader sees everything.</param>
    public static FigureComparison Compute(
        IEnumerable<GoalFigure> before, IEnumerable<GoalFigure> after, ReportingPeriod period, DateOnly asOf, Language language, SimulatedViews? views = null)
    {
        var old = before.ToDictionary(FigureKey.From);
        var @new = after.ToDictionary(FigureKey.From);
        var items = new List<ComparedFigure>();
        var unchanged = 0;
        foreach (var key in @new.Keys.Concat(old.Keys.Where(key => !@new.ContainsKey(key))))
        {
            var left = ItemOf(old.GetValueOrDefault(key), views?.Before.GetValueOrDefault(key));
            var right = ItemOf(@new.GetValueOrDefault(key), views?.After.GetValueOrDefault(key));

            // Whether a goal that the reader has defined comes to the same as before would tell of whom it asks.
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

        AttainmentItem? ItemOf(GoalFigure? figure, SteeringGroupFigure? view) => figure is null ? null : AttainmentItem.From(figure, period, asOf, view, null, language);
    }

    private static bool IsSame(AttainmentItem? left, AttainmentItem? right) =>
        left is not null && right is not null
        && JsonSerializer.Serialize(left with { GoalVersion = 0 }, Json.Options) == JsonSerializer.Serialize(right with { GoalVersion = 0 }, Json.Options);
}

/// <summary>What a steering group sees of the figures as they are and as they would be.</summary>
public sealed record SimulatedViews(IReadOnlyDictionary<FigureKey, SteeringGroupFigure> Before, IReadOnlyDictionary<FigureKey, SteeringGroupFigure> After)
{
    /// <summary>Views both sides of a simulation.</summary>
    /// <param name="before">The figures as they are, in two rows.</param>
    /// <param name="after">The figures as they would be, in two rows.</param>
    /// <param name="redefined">Keys of the goals that are defined otherwise, and of those that lean on them.</param>
    /// <param name="k">Groups from 1 to one less than this are small.</param>
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

/// <summary>Which figure.</summary>
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
