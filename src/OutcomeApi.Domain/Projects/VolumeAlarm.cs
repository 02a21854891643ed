namespace OutcomeApi.Domain.Projects;

/// <summary>
/// The threshold from which a sender's volume raises an alarm. The volume must differ from the usual one by more than both limits.
/// </summary>
/// <param name="Count">The limit as a number of participations.</param>
/// <param name="Percent">The limit as a percentage of the usual volume.</param>
public sealed record VolumeAlarm(int Count, int Percent)
{
    /// <summary>The limits for a project that states none.</summary>
    public static readonly VolumeAlarm Usual = new(10, 50);
}
