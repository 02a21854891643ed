using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Reports;

/// <summary>The direction in which a volume differs from the usual one.</summary>
public enum VolumeChange
{
    Jump,
    Drop,
}

/// <summary>The number of participations that one sender registered and that started on one day.</summary>
/// <param name="Sender">The credential that registered them first.</param>
/// <param name="StartedOn">The day of the start.</param>
/// <param name="Count">The number of participations.</param>
public sealed record SenderStarts(string Sender, DateOnly StartedOn, int Count);

/// <summary>The number of participations that one sender registered and that started in a tertial.</summary>
/// <param name="Sender">The credential that registered them first.</param>
/// <param name="Count">The number in the tertial.</param>
/// <param name="EarlierCount">The number in all earlier tertials together.</param>
/// <param name="EarlierTertials">The number of earlier tertials.</param>
/// <param name="Change">The direction of the change if the volume is alarming; otherwise null.</param>
public sealed record SenderVolume(string Sender, int Count, int EarlierCount, int EarlierTertials, VolumeChange? Change);

/// <summary>Compares the volume of each sender of a project with its usual volume.</summary>
/// <remarks>
/// The usual volume is the mean of the earlier tertials, counted from the sender's first one. A new sender has no usual volume, so it is
/// never alarming. A running tertial can jump, but it can drop only after it has ended. All comparisons use whole numbers.
/// </remarks>
public static class SenderVolumes
{
    /// <summary>The kind of record that these findings refer to.</summary>
    public const string Sender = "sender";

    /// <summary>Warning: the volume of a sender has jumped.</summary>
    public const string Jumped = "sender-volume-jumped";

    /// <summary>Warning: the volume of a sender has dropped.</summary>
    public const string Dropped = "sender-volume-dropped";

    /// <param name="tertial">The tertial.</param>
    /// <param name="starts">The number of participations that each sender registered, by day of start.</param>
    /// <param name="alarm">The limits from which a volume is alarming.</param>
    /// <param name="asOf">The day that counts as today.</param>
    public static IReadOnlyList<SenderVolume> Compute(
        Tertial tertial, IEnumerable<SenderStarts> starts, VolumeAlarm alarm, DateOnly asOf) =>
    [
        .. from start in starts
           where start.StartedOn <= tertial.LastDay
           group start by start.Sender into own
           orderby own.Key
           select Compute(own.Key, tertial, own.Select(s => (Tertial.Containing(s.StartedOn), s.Count)).ToArray(), alarm, asOf)
    ];

    /// <summary>Returns two warnings: one with the senders whose volume jumped, and one with those whose volume dropped.</summary>
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

        // The difference from the mean is multiplied by the number of tertials, so that the mean need not be rounded.
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
