namespace OutcomeApi.Domain.Registrations;

/// <summary>Holds the first and the last day of the steps, offers or ratings that belong to a participation.</summary>
public sealed record BelongingDays
{
    public required DateOnly First { get; init; }

    public required DateOnly Last { get; init; }

    /// <summary>Whether they may lie some days after the exit, as offers and the rating at the exit may.</summary>
    public required bool MayFollowExit { get; init; }

    /// <summary>Determines whether some of them lie outside a participation with this start and exit.</summary>
    public bool LieOutside(DateOnly? startedOn, DateOnly? exitedOn) =>
        First < startedOn || Last > ParticipationSpan.LastDay(exitedOn, MayFollowExit);
}
