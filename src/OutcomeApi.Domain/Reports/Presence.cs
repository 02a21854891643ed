using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reports;

/// <summary>
/// When a participation counts as started, there, and exited. The start day and the exit day belong to the window that they lie in: whoever exits
/// on the last day of a window has exited in it and is not ongoing at its end. Somebody carried over was there before any window, whatever the
/// start day says.
/// </summary>
internal static class Presence
{
    public static bool StartedIn(this Participation participation, Cohort window) =>
        !participation.CarriedOver && window.Contains(participation.StartedOn);

    public static bool ExitedIn(this Participation participation, Cohort window) => window.Contains(participation.Exit?.On);

    public static bool IsOngoingAtStartOf(this Participation participation, Cohort window) =>
        (participation.CarriedOver || participation.StartedOn < window.From) && !(participation.Exit?.On < window.From);

    public static bool IsOngoingAtEndOf(this Participation participation, Cohort window) =>
        (participation.CarriedOver || participation.StartedOn <= window.To) && !(participation.Exit?.On <= window.To);

    /// <summary>Was it there on any day of the window?</summary>
    public static bool IsOngoingIn(this Participation participation, Cohort window) =>
        (participation.CarriedOver || participation.StartedOn <= window.To) && !(participation.Exit?.On < window.From);
}
