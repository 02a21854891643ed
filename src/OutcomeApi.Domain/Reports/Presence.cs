namespace OutcomeApi.Domain.Reports;

/// <summary>When a participation counts as started, ongoing and exited. Days are numbers, which are compared for every window of every report.</summary>
/// <remarks>
/// The day of the start and the day of the exit belong to the window that contains them. Example: someone who exits on the last day of a
/// window has exited in it and is not ongoing at its end. A participation that was carried over was ongoing before any window, whatever its
/// start day. One without an exit exits after every window.
/// </remarks>
/// <param name="Start">The number of the first day.</param>
/// <param name="Exit">The number of the day of the exit.</param>
internal readonly record struct Presence(int Start, int Exit)
{
    public static Presence Of(Participation participation) => new(
        participation.CarriedOver ? int.MinValue : participation.StartedOn.DayNumber, participation.Exit?.On.DayNumber ?? int.MaxValue);

    public bool StartedIn(Cohort window) => window.From.DayNumber <= Start && Start <= window.To.DayNumber;

    public bool ExitedIn(Cohort window) => window.From.DayNumber <= Exit && Exit <= window.To.DayNumber;

    public bool IsOngoingAtStartOf(Cohort window) => Start < window.From.DayNumber && window.From.DayNumber <= Exit;

    public bool IsOngoingAtEndOf(Cohort window) => Start <= window.To.DayNumber && window.To.DayNumber < Exit;

    /// <summary>Checks whether the participation was ongoing on any day of the window.</summary>
    public bool IsOngoingIn(Cohort window) => Start <= window.To.DayNumber && window.From.DayNumber <= Exit;
}
