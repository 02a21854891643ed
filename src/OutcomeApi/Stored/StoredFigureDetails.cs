using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Stored;

/// <summary>Keeps what of a figure is no count: the reported value that it shows or is held against, and how long people have waited.</summary>
public sealed record StoredFigureDetails
{
    private static readonly JsonSerializerOptions Options = new(StoredJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public StoredReportedValue? Reported { get; init; }

    public StoredWaitingTimes? Waiting { get; init; }

    /// <summary>The waiting times with everybody counted with the women or the men; null in runs of before there was such a view.</summary>
    public StoredWaitingTimes? TwoRows { get; init; }

    /// <summary>Writes what of a figure is no count; null: there is nothing.</summary>
    public static string? Write(GoalFigure figure, GoalFigure twoRows) => figure is { Reported: null, Waiting: null }
        ? null
        : JsonSerializer.Serialize(
            new StoredFigureDetails
            {
                Reported = figure.Reported is { } value ? new StoredReportedValue(value.Figure, value.On, value.Numerator, value.Denominator, value.ReceivedAt) : null,
                Waiting = StoredWaitingTimes.From(figure.Waiting),
                TwoRows = StoredWaitingTimes.From(twoRows.Waiting),
            },
            Options);

    public static StoredFigureDetails? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<StoredFigureDetails>(json, Options);
}

/// <summary>Keeps a reported value.</summary>
public sealed record StoredReportedValue(string Figure, DateOnly On, int Numerator, int? Denominator, DateTimeOffset ReceivedAt)
{
    public ReportedValue ToValue() => new(Figure, On, Numerator, Denominator, ReceivedAt);
}

/// <summary>Keeps waiting times by gender.</summary>
public sealed record StoredWaitingTimes(
    StoredWaitingTime Woman, StoredWaitingTime Man, StoredWaitingTime Other, StoredWaitingTime Unknown, StoredWaitingTime Total)
{
    public static StoredWaitingTimes? From(WaitingTimes? times) => times is null ? null : new(
        StoredWaitingTime.From(times.Woman), StoredWaitingTime.From(times.Man), StoredWaitingTime.From(times.Other), StoredWaitingTime.From(times.Unknown),
        StoredWaitingTime.From(times.Total));

    public WaitingTimes ToTimes() => new(Woman.ToTime(), Man.ToTime(), Other.ToTime(), Unknown.ToTime(), Total.ToTime());
}

/// <summary>Keeps the waiting time of those who started, and of those still in queue.</summary>
public sealed record StoredWaitingTime(StoredWaitingDays? Started, StoredWaitingDays? StillQueued)
{
    public static StoredWaitingTime From(WaitingTime time) => new(StoredWaitingDays.From(time.Started), StoredWaitingDays.From(time.StillQueued));

    public WaitingTime ToTime() => new(Started?.ToDays(), StillQueued?.ToDays());
}

/// <summary>Keeps how many people have waited, twice the median of their days, and the longest.</summary>
public sealed record StoredWaitingDays(int Count, int TwiceMedian, int Longest)
{
    public static StoredWaitingDays? From(WaitingDays? days) => days is { } waited ? new(waited.Count, waited.TwiceMedian, waited.Longest) : null;

    public WaitingDays ToDays() => new(Count, TwiceMedian, Longest);
}
