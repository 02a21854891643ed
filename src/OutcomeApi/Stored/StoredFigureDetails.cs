using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores the parts of a figure that are not counts: the reported value that it shows or is compared with, how long people have waited, and how
/// they have come and gone.
/// </summary>
public sealed record StoredFigureDetails
{
    private static readonly JsonSerializerOptions Options = new(StoredJson.Options) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    public StoredReportedValue? Reported { get; init; }

    public StoredWaitingTimes? Waiting { get; init; }

    /// <summary>Waiting times with everyone counted with the women or the men. Null in runs that are older than this view.</summary>
    public StoredWaitingTimes? TwoRows { get; init; }

    public StoredTurnovers? Turnovers { get; init; }

    /// <summary>The turnover with everyone counted with the women or the men.</summary>
    public StoredTurnovers? TurnoversInTwoRows { get; init; }

    /// <summary>Writes the parts of a figure that are not counts. Returns null if there are none.</summary>
    public static string? Write(GoalFigure figure, GoalFigure twoRows) => figure is { Reported: null, Waiting: null, Turnovers: null }
        ? null
        : JsonSerializer.Serialize(
            new StoredFigureDetails
            {
                Reported = figure.Reported is { } value
                    ? new StoredReportedValue(value.Figure, value.On, value.Numerator, value.Denominator, value.ReceivedAt)
                    : null,
                Waiting = StoredWaitingTimes.From(figure.Waiting),
                TwoRows = StoredWaitingTimes.From(twoRows.Waiting),
                Turnovers = StoredTurnovers.From(figure.Turnovers),
                TurnoversInTwoRows = StoredTurnovers.From(twoRows.Turnovers),
            },
            Options);

    public static StoredFigureDetails? Read(string? json) => json is null ? null : JsonSerializer.Deserialize<StoredFigureDetails>(json, Options);
}

/// <summary>Stores a reported value.</summary>
public sealed record StoredReportedValue(string Figure, DateOnly On, int Numerator, int? Denominator, DateTimeOffset ReceivedAt)
{
    public ReportedValue ToValue() => new(Figure, On, Numerator, Denominator, ReceivedAt);
}

/// <summary>Stores how people have come and gone, by gender.</summary>
public sealed record StoredTurnovers(StoredTurnover Woman, StoredTurnover Man, StoredTurnover Other, StoredTurnover Unknown)
{
    public static StoredTurnovers? From(Turnovers? turnovers) => turnovers is null ? null : new(
        StoredTurnover.From(turnovers.Woman), StoredTurnover.From(turnovers.Man), StoredTurnover.From(turnovers.Other),
        StoredTurnover.From(turnovers.Unknown));

    public Turnovers ToTurnovers() => new(Woman.ToTurnover(), Man.ToTurnover(), Other.ToTurnover(), Unknown.ToTurnover());
}

/// <summary>Stores how many people are there, came and left, and their days of participation.</summary>
public sealed record StoredTurnover(int Ongoing, int Started, int Exited, long Days)
{
    public static StoredTurnover From(Turnover turnover) => new(turnover.Ongoing, turnover.Started, turnover.Exited, turnover.Days);

    public Turnover ToTurnover() => new(Ongoing, Started, Exited, Days);
}

/// <summary>Stores waiting times by gender.</summary>
public sealed record StoredWaitingTimes(
    StoredWaitingTime Woman, StoredWaitingTime Man, StoredWaitingTime Other, StoredWaitingTime Unknown, StoredWaitingTime Total)
{
    public static StoredWaitingTimes? From(WaitingTimes? times) => times is null ? null : new(
        StoredWaitingTime.From(times.Woman), StoredWaitingTime.From(times.Man), StoredWaitingTime.From(times.Other), StoredWaitingTime.From(times.Unknown),
        StoredWaitingTime.From(times.Total));

    public WaitingTimes ToTimes() => new(Woman.ToTime(), Man.ToTime(), Other.ToTime(), Unknown.ToTime(), Total.ToTime());
}

/// <summary>Stores the waiting time of those who started, and of those still in the queue.</summary>
public sealed record StoredWaitingTime(StoredWaitingDays? Started, StoredWaitingDays? StillQueued)
{
    public static StoredWaitingTime From(WaitingTime time) => new(StoredWaitingDays.From(time.Started), StoredWaitingDays.From(time.StillQueued));

    public WaitingTime ToTime() => new(Started?.ToDays(), StillQueued?.ToDays());
}

/// <summary>
/// Stores how many people have waited, twice the median wait in days, and the longest wait in days. Twice the median is always a whole number.
/// </summary>
public sealed record StoredWaitingDays(int Count, int TwiceMedian, int Longest)
{
    public static StoredWaitingDays? From(WaitingDays? days) => days is { } waited ? new(waited.Count, waited.TwiceMedian, waited.Longest) : null;

    public WaitingDays ToDays() => new(Count, TwiceMedian, Longest);
}
