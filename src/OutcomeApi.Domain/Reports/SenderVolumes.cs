using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>How a volume differs from what is usual.</summary>
public enum VolumeChange
{
    Jump,
    Drop,
}

/// <summary>How many participations that started on a day a sender has registered.</summary>
/// <param name="Sender">The credential that registered them first.</param>
/// <param name="StartedOn">The day.</param>
/// <param name="Count">How many.</param>
public sealed record SenderStarts(string Sender, DateOnly StartedOn, int Count);

/// <summary>How many participations that started in a tertial a sender has registered.</summary>
/// <param name="Sender">The credential that registered them first.</param>
/// <param name="Count">Of the tertial.</param>
/// <param name="EarlierCount">Of the earlier tertials together.</param>
/// <param name="EarlierTertials">How many tertials those are.</param>
/// <param name="Change">Set when the volume is alarming.</param>
public sealed record SenderVolume(string Sender, int Count, int EarlierCount, int EarlierTertials, VolumeChange? Change);

/// <summary>
/// The volumes of a project's senders. What is usual is the mean of the earlier tertials, from the sender's first one on: a sender that is new has nothing
/// to be compared with. A tertial that runs can jump, and drops only when it has ended. Everything is compared as whole numbers.
/// </summary>
public static class SenderVolumes
{
    /// <summary>What the records of these findings are: senders.</summary>
    public const string Sender = "sender";

    /// <summary>Warning: a sender's volume has jumped.</summary>
    public const string Jumped = "sender-volume-jumped";

    /// <summary>Warning: a sender's volume has dropped.</summary>
    public const string Dropped = "sender-volume-dropped";

    /// <param name="tertial">The tertial.</param>
    /// <param name="starts">How many participations a sender registered that started on a day.</param>
    /// <param name="alarm">From when a volume is alarming.</param>
    /// <param name="asOf">The day that is today.</param>
    public static IReadOnlyList<SenderVolume> Compute(
        Tertial tertial, IEnumerable<SenderStarts> starts, VolumeAlarm alarm, DateOnly asOf) =>
    [
        .. from start in starts
           where start.StartedOn <= tertial.LastDay
           group start by start.Sender into own
           orderby own.Key
           select Compute(own.Key, tertial, own.Select(s => (Tertial.Containing(s.StartedOn), s.Count)).ToArray(), alarm, asOf)
    ];

    /// <summary>What is found of volumes: a warning for those that have jumped, and one for those that have dropped.</summary>
    public static IReadOnlyList<Finding> Alarms(IReadOnlyList<SenderVolume> volumes)
    {
        return [Alarm(Jumped, VolumeChange.Jump), Alarm(Dropped, VolumeChange.Drop)];

        Finding Alarm(string code, VolumeChange change) =>
            new(code, FindingClass.Warning, [.. volumes.Where(v => v.Change == change).Select(v => new FoundRecord(Sender, v.Sender))]);
    }

    private static SenderVolume Compute(string sender, Tertial tertial, (Tertial Tertial, int Count)[] starts, VolumeAlarm alarm, DateOnly asOf)
    {
        var count = starts.Where(s => s.Tertial == tertial).Sum(s => s.Count);
        var earlier = starts.Where(s => s.Tertial < tertial).Sum(s => s.Count);
        var tertials = tertial.Index - starts.Min(s => s.Tertial.Index);

        // The difference times the number of tertials: so that the mean need not be rounded.
        var difference = ((long)count * tertials) - earlier;
        var isAlarming = Math.Abs(difference) > (long)alarm.Count * tertials && Math.Abs(difference) * 100 > (long)alarm.Percent * earlier;
        return new SenderVolume(
            sender,
            count,
            earlier,
            tertials,
            !isAlarming ? null
            : difference > 0 ? VolumeChange.Jump
            : tertial.LastDay < asOf ? VolumeChange.Drop
            : null);
    }
}
