namespace OutcomeApi.Domain.Projects;

/// <summary>A kind of step that a project uses: one of the product's, or one of its own.</summary>
/// <param name="Code">The code that registrations state.</param>
/// <param name="As">The product's kind that it counts as. Null for a kind of the project's own that counts as a step and as no other kind.</param>
public sealed record UsedStepKind(string Code, StepKind? As)
{
    /// <summary>All kinds of the product.</summary>
    public static readonly IReadOnlyList<UsedStepKind> Standard =
        [.. Enum.GetValues<StepKind>().Select(kind => new UsedStepKind(Participations.Code.Format(kind), kind))];

    /// <summary>
    /// Returns the codes that steps of some kinds count as: those of the product in its order, then the project's own in the order of the project.
    /// </summary>
    public static IReadOnlyList<string> Counted(IReadOnlyList<UsedStepKind> used) =>
    [
        .. used.Select(kind => kind.As).OfType<StepKind>().Distinct().Order().Select(Participations.Code.Format),
        .. used.Where(kind => kind.As is null).Select(kind => kind.Code),
    ];
}
