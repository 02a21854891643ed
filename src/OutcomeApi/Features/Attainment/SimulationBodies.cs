using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>A what-if question: the changes to apply, one after the other, and which figures to show.</summary>
public sealed record SimulationRequest
{
    /// <summary>The changes, one to twenty.</summary>
    [Required]
    public IReadOnlyList<SimulationChange>? Changes { get; init; }

    /// <summary>Show only figures of the goal with this key.</summary>
    public string? Goal { get; init; }

    /// <summary>Show only figures of this tertial, for example <c>2024-T2</c>.</summary>
    public string? Tertial { get; init; }

    /// <summary>Show only figures of this window.</summary>
    [CodeOf(typeof(Window))]
    public string? Window { get; init; }
}

/// <summary>One change: exactly one of followUps, exits and goal.</summary>
public sealed record SimulationChange
{
    /// <summary>Gives an answer to unanswered follow-ups that are due.</summary>
    public SimulatedFollowUps? FollowUps { get; init; }

    /// <summary>Adds exits.</summary>
    public SimulatedExits? Exits { get; init; }

    /// <summary>Redefines a goal, or adds one.</summary>
    public SimulatedGoal? Goal { get; init; }
}

/// <summary>
/// Gives an answer to follow-ups that are due or overdue and neither answered nor unobtainable. The earliest due date comes first, then the order of
/// the references.
/// </summary>
public sealed record SimulatedFollowUps
{
    /// <summary>Answer only follow-ups of people whom this organisation referred.</summary>
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>Answer only follow-ups of people of this gender.</summary>
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>Answer only follow-ups after exits in this tertial, for example <c>2026-T1</c>.</summary>
    public string? Tertial { get; init; }

    /// <summary>Answer the follow-ups after this number of months; absent: the first that the project names.</summary>
    [AllowedValues(3, 6, 12)]
    [Range(3, 12)]
    public int? Months { get; init; }

    /// <summary>Number of follow-ups to answer.</summary>
    [Required]
    [Range(1, SimulateHandler.MostPeople)]
    public int? Count { get; init; }

    /// <summary>The answer to give.</summary>
    [Required]
    [CodeOf(typeof(FollowUpAnswer))]
    public string? Answer { get; init; }
}

/// <summary>
/// Adds exits of made-up participations that begin on the project's first day. Nothing else is known of them: no referral, no mapping, no birth year,
/// no steps or offers, no documentation, no follow-up, and a next step without a date. They also count as starts of the project's first tertial.
/// </summary>
public sealed record SimulatedExits
{
    /// <summary>Number of exits to add.</summary>
    [Required]
    [Range(1, SimulateHandler.MostPeople)]
    public int? Count { get; init; }

    /// <summary>The gender of the people.</summary>
    [Required]
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>The exit reason.</summary>
    [Required]
    [CodeOf(typeof(ExitReason))]
    public string? Reason { get; init; }

    /// <summary>Id of the subproject; absent: the exits belong to the project itself.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>The day of the exits. It must lie within the project and not after the current tertial.</summary>
    [Required]
    public DateOnly? On { get; init; }
}

/// <summary>A new definition of an existing goal, or the definition of a new one.</summary>
public sealed record SimulatedGoal
{
    /// <summary>The goal's key.</summary>
    [Required]
    [MaxLength(100)]
    public string? Key { get; init; }

    /// <summary>The complete definition. It is valid from its validFrom, or from the project's start.</summary>
    [Required]
    [JsonForm(JsonFormAttribute.Goal)]
    public JsonElement? Definition { get; init; }
}

/// <summary>The result of a what-if scenario, computed from the register as it is now. It is not stored.</summary>
public sealed record Simulation
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Always true: these are not figures of the project.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The date treated as today when the figures were computed.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The figures that would change.</summary>
    public required IReadOnlyList<ComparedFigure> Items { get; init; }

    /// <summary>Number of figures that would stay the same.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Shows those figures that a question asks for.</summary>
    internal static Simulation From(Simulate request, SimulatedFigures figures, Language language)
    {
        var comparison = FigureComparison.Compute(Wanted(figures.Before), Wanted(figures.After), figures.Time, language, figures.Views);
        return new Simulation
        {
            Project = request.Project,
            Simulated = true,
            AsOf = figures.Time.AsOf,
            Items = comparison.Items,
            Unchanged = comparison.Unchanged,
        };

        IEnumerable<GoalFigure> Wanted(IEnumerable<GoalFigure> counts) => counts
            .Where(c => request.Caller.ReachesPart(request.Project, c.Subproject))
            .Where(c => request.Body.Goal is not { } goal || c.Goal.Key == goal)
            .Where(c => request.Body.Tertial is not { } tertial || c.Tertial.ToString() == tertial)
            .Where(c => request.Body.Window is not { } window || Code.Format(c.Window) == window);
    }
}
