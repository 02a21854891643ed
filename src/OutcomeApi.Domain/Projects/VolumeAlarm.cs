namespace OutcomeApi.Domain.Projects;

/// <summary>From when a sender's volume is alarming: it must differ from what is usual by more than both.</summary>
/// <param name="Count">Participations.</param>
/// <param name="Percent">Percent of what is usual.</param>
public sealed record VolumeAlarm(int Count, int Percent)
{
    /// <summary>What holds when a project says nothing.</summary>
    public static readonly VolumeAlarm Usual = new(10, 50);
}
