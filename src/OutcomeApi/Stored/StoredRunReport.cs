using System.Text.Json.Serialization;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Stored;

/// <summary>Keeps what a run says of a tertial: the report exactly, and once more with everybody counted with the women or the men.</summary>
public sealed record StoredRunReport
{
    public const int Newest = 2;

    public required int Form { get; init; }

    public required StoredReport Exact { get; init; }

    /// <summary>Null: everybody is a woman or a man, so both are the same.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public StoredReport? TwoRows { get; init; }

    /// <summary>How late starts and exits of the tertial came in.</summary>
    public required IReadOnlyList<StoredLateness> Lateness { get; init; }

    /// <summary>How much each sender has registered; null: of a part of the project, whose senders are not looked at.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<StoredSenderVolume>? Senders { get; init; }

    /// <summary>By window how many people of a gender have waited how many days, from which the medians of several projects together are found; null: of a subproject.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, IReadOnlyList<StoredWait>>? Waits { get; init; }

    /// <summary>Lists those waits one by one.</summary>
    public IEnumerable<(Gender Gender, int Days)> WaitsIn(string window) => (Waits?.GetValueOrDefault(window) ?? [])
        .SelectMany(wait => Enumerable.Repeat((Code.Parse<Gender>(wait.Gender), wait.Days), wait.Count));
}

/// <summary>Keeps how late registrations came in.</summary>
public sealed record StoredLateness(string Record, int Count, decimal? Median, int? NinetiethPercentile);

/// <summary>Keeps how many participations a sender has registered.</summary>
/// <param name="Sender">The credential.</param>
/// <param name="Count">Of the tertial.</param>
/// <param name="EarlierCount">Of the earlier tertials together.</param>
/// <param name="EarlierTertials">How many tertials those are.</param>
/// <param name="Change">jump or drop, when the volume is alarming.</param>
public sealed record StoredSenderVolume(string Sender, int Count, int EarlierCount, int EarlierTertials, string? Change);

/// <summary>Keeps how many people of a gender have waited so many days.</summary>
public sealed record StoredWait(string Gender, int Days, int Count);
