using System.Diagnostics;
using System.Diagnostics.Metrics;

namespace OutcomeApi.Pipeline;

/// <summary>
/// Records the service's own metrics, in addition to those of the framework. They are counts and times and never contain anything about a person.
/// </summary>
public sealed class Measurements
{
    public const string MeterName = "OutcomeApi";

    /// <summary>Name of the source that starts one activity per command and query.</summary>
    public const string ActivitySourceName = "OutcomeApi.Commands";

    internal static readonly ActivitySource Source = new(ActivitySourceName);

    private readonly Counter<long> _records;
    private readonly Histogram<double> _computations;
    private readonly Counter<long> _checks;
    private readonly Counter<long> _refusals;

    public Measurements(IMeterFactory meters)
    {
        var meter = meters.Create(MeterName);
        _records = meter.CreateCounter<long>("outcome_api.records", "{record}", "Records that were sent, by kind and by what became of them.");
        _computations = meter.CreateHistogram<double>("outcome_api.computation.duration", "s", "Time from the first read to the swap of a project's figures.");
        _checks = meter.CreateCounter<long>(
            "outcome_api.checks", "{check}", "Nightly checks of projects, by whether the stored figures differed from what the register says.");
        _refusals = meter.CreateCounter<long>(
            "outcome_api.writes.refused", "{request}", "Writes that the database could not take, by reason, such as busy and disk-full.");

        // An alarm on what has never happened needs a zero to begin with.
        foreach (var reason in new[] { "busy", "disk-full", "read-only", "corrupted", "unreachable" })
        {
            _refusals.Add(0, new KeyValuePair<string, object?>("reason", reason));
        }
    }

    /// <summary>Counts records that were sent.</summary>
    /// <param name="kind">The kind of record.</param>
    /// <param name="outcome">created, unchanged, corrected or refused.</param>
    /// <param name="count">Number of records.</param>
    public void RecordSent(string kind, string outcome, int count = 1) => _records.Add(count, new("kind", kind), new("outcome", outcome));

    /// <summary>Records how long a computation took.</summary>
    /// <param name="reason">Why the figures were computed.</param>
    /// <param name="started">The timestamp (<see cref="Stopwatch.GetTimestamp"/>) at which the computation began.</param>
    public void Computed(string reason, long started) =>
        _computations.Record(Stopwatch.GetElapsedTime(started).TotalSeconds, new KeyValuePair<string, object?>("reason", reason));

    /// <summary>Counts a nightly check of a project.</summary>
    /// <param name="differences">The number of figures and reports that differed.</param>
    public void Checked(int differences) => _checks.Add(1, new KeyValuePair<string, object?>("result", differences == 0 ? "same" : "differs"));

    /// <summary>Counts a write that the database could not take.</summary>
    /// <param name="reason">Why.</param>
    public void WriteRefused(string reason) => _refusals.Add(1, new KeyValuePair<string, object?>("reason", reason));
}
