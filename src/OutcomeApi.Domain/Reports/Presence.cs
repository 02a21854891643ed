namespace OutcomeApi.Domain.Reports;

/// <summary>Decides when a participation counts as started, ongoing and exited.</summary>
/// <remarks>
/// The day of the start and the day of the exit belong to the window that contains them. Example: someone who exits on the last day of a
/// window has exited in it and is not ongoing at its end. A participation that was carried over was ongoing before any window, whatever its
/// start day.
/// </remarks>
internal static class Presence
{
    public static bool StartedIn(this Participation participation, Cohort window) =>
        !participation.CarriedOver && window.Contains(participation.StartedOn);

    public static bool IsOngoingAtEndOf(this Participation participation, Cohort window) =>
        (participation.CarriedOver || participation.StartedOn <= window.To) && !(participation.Exit?.On <= window.To);

    /// <summary>Checks whether the participation was ongoing on any day of the window.</summary>
    public static bool IsOngoingIn(this Participation participation, Cohort window) =>
        (participation.CarriedOver || participation.StartedOn <= window.To) && !(participation.Exit?.On < window.From);
}
