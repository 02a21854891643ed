using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OutcomeApi.Pipeline;

/// <summary>What the service measures of itself, beside what the framework measures: counts and times, never anything about a person.</summary>
public sealed class Measurements
{
    public const string MeterName = "OutcomeApi";

    /// <summary>Source of one activity for each command and query.</summary>
    public const string ActivitySourceName = "OutcomeApi.Commands";

    internal static readonly ActivitySource Source = new(ActivitySourceName);

    private readonly Counter<long> _records;
    private readonly Histogram<double> _computations;
    private long _outboxLength;
    private double _outboxAge;

    public Measurements(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _records = meter.CreateCounter<long>("outcome_api.records", "{record}", "Records that were sent, by kind and by what became of them.");
        _computations = meter.CreateHistogram<double>("outcome_api.computation.duration", "s", "Time from the first read to the swap of a project's figures.");
        meter.CreateObservableGauge("outcome_api.outbox.length", () => Interlocked.Read(ref _outboxLength), "{job}", "Jobs that are not done yet, as last looked at.");
        meter.CreateObservableGauge("outcome_api.outbox.age", () => Volatile.Read(ref _outboxAge), "s", "Age of the oldest job that is not done yet, as last looked at.");
    }

    /// <param name="kind">The kind of record.</param>
    /// <param name="outcome">created, unchanged, corrected or refused.</param>
    public void RecordSent(string kind, string outcome) => _records.Add(1, new("kind", kind), new("outcome", outcome));

    /// <param name="reason">Why the figures were computed.</param>
    /// <param name="started">The timestamp (<see cref="Stopwatch.GetTimestamp"/>) at which it began.</param>
    public void Computed(string reason, long started) =>
        _computations.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("reason", reason));

    public void OutboxSeen(long length, TimeSpan ageOfTheOldest)
    {
        Interlocked.Exchange(ref _outboxLength, length);
        Volatile.Write(ref _outboxAge, Math.Max(0, ageOfTheOldest.TotalSeconds));
    }
}
