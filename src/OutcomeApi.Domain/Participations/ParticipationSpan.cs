namespace OutcomeApi.Domain.Participations;

/// <summary>
/// Decides whether something that belongs to a participation lies within it, from its start to its exit. Job offers and the rating at the
/// exit may lie some days after it.
/// </summary>
public static class ParticipationSpan
{
    /// <summary>The number of days after the exit for offers and for the rating at the exit.</summary>
    public const int DaysAfterExit = 30;

    /// <summary>Determines whether a day lies within a participation.</summary>
    /// <param name="startedOn">The first day.</param>
    /// <param name="exitedOn">The last day. Null while the participation is running.</param>
    /// <param name="on">The day in question.</param>
    /// <param name="mayFollowExit">Whether the day may lie up to <see cref="DaysAfterExit"/> days after the exit.</param>
    public static bool Contains(DateOnly startedOn, DateOnly? exitedOn, DateOnly on, bool mayFollowExit = false) =>
        startedOn <= on && !(on > LastDay(exitedOn, mayFollowExit));

    /// <summary>Returns the last day on which something that belongs to the participation may lie. Null while it is running.</summary>
    public static DateOnly? LastDay(DateOnly? exitedOn, bool mayFollowExit) => mayFollowExit ? exitedOn?.AddDays(DaysAfterExit) : exitedOn;
}
