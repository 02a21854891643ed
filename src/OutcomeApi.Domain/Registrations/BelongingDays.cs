namespace OutcomeApi.Domain.Registrations;

/// <summary>Holds the first and the last days of the steps, offers and ratings that belong to a participation.</summary>
/// <param name="First">The first day of any of them. Null if there are none.</param>
/// <param name="Last">The last day of those that must lie within the participation.</param>
/// <param name="LastAfterExit">The last day of those that may lie some days after the exit.</param>
public sealed record BelongingDays(DateOnly? First, DateOnly? Last, DateOnly? LastAfterExit)
{
    public static readonly BelongingDays None = new(null, null, null);

    /// <summary>Determines whether something lies outside a participation with this start and exit.</summary>
    public bool LieOutside(DateOnly? startedOn, DateOnly? exitedOn) =>
        First < startedOn || Last > exitedOn || LastAfterExit > ParticipationSpan.LastDay(exitedOn, mayFollowExit: true);
}
