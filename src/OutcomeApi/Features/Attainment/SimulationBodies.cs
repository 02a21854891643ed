using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.Attainment;

/// <summary>A question "what if": changes that are made one after the other, and which figures to show.</summary>
public sealed record SimulationRequest
{
    /// <summary>One to twenty changes.</summary>
    [Required]
    public IReadOnlyList<SimulationChange>? Changes { get; init; }

    /// <summary>Only figures of the goal of this key.</summary>
    public string? Goal { get; init; }

    /// <summary>Only figures of this tertial, for example <c>2024-T2</c>.</summary>
    public string? Tertial { get; init; }

    /// <summary>Only figures of this window.</summary>
    [CodeOf(typeof(Window))]
    public string? Window { get; init; }
}

/// <summary>One change: exactly one of followUps, exits and goal.</summary>
public sealed record SimulationChange
{
    /// <summary>Unanswered follow-ups that are due get an answer.</summary>
    public SimulatedFollowUps? FollowUps { get; init; }

    /// <summary>There are more exits.</summary>
    public SimulatedExits? Exits { get; init; }

    /// <summary>A goal is defined otherwise.</summary>
    public SimulatedGoal? Goal { get; init; }
}

/// <summary>Follow-ups that are due or overdue, and neither answered nor unobtainable, get an answer: those with the earliest due date first, then by reference.</summary>
public sealed record SimulatedFollowUps
{
    /// <summary>Only of people whom this organisation referred.</summary>
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>Only of this gender.</summary>
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>Only after exits in this tertial.</summary>
    public string? Tertial { get; init; }

    /// <summary>How many.</summary>
    [Required]
    [Range(1, 100_000)]
    public int? Count { get; init; }

    /// <summary>The answer that they get.</summary>
    [Required]
    [CodeOf(typeof(FollowUpAnswer))]
    public string? Answer { get; init; }
}

/// <summary>
/// More exits, of participations that are made up: they begin on the project's first day, and nothing else is known of them – no referral, no mapping,
/// no birth year, no steps or offers, no documentation, no follow-up, and a next step without a date. They count as starts of the first tertial, too.
/// </summary>
public sealed record SimulatedExits
{
    /// <summary>How many.</summary>
    [Required]
    [Range(1, 100_000)]
    public int? Count { get; init; }

    /// <summary>Of this gender.</summary>
    [Required]
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>With this exit reason.</summary>
    [Required]
    [CodeOf(typeof(ExitReason))]
    public string? Reason { get; init; }

    /// <summary>In this subproject; in the project as such when it is left out.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>On this day: within the project, and not after the tertial that is running.</summary>
    [Required]
    public DateOnly? On { get; init; }
}

/// <summary>A goal with another definition, or a goal that there is not yet.</summary>
public sealed record SimulatedGoal
{
    /// <summary>The goal's key.</summary>
    [Required]
    [MaxLength(100)]
    public string? Key { get; init; }

    /// <summary>The whole definition. It holds from its validFrom, or from the project's start.</summary>
    [Required]
    [JsonForm(JsonFormAttribute.Goal)]
    public JsonElement? Definition { get; init; }
}

/// <summary>What would be. Computed on the register as it is now, stored nowhere.</summary>
public sealed record Simulation
{
    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Always true: these are no figures of the project.</summary>
    public required bool Simulated { get; init; }

    /// <summary>The day that was today for the figures.</summary>
    public required DateOnly AsOf { get; init; }

    /// <summary>The figures that would change.</summary>
    public required IReadOnlyList<ComparedFigure> Items { get; init; }

    /// <summary>How many figures would stay as they are.</summary>
    public required int Unchanged { get; init; }
}
