using System.Data.Common;
using System.Diagnostics.Metrics;
using Microsoft.Extensions.Options;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Pipeline;
using OutcomeApi.Runs;
using OutcomeApi.Security;

namespace OutcomeApi.Hosting;

/// <summary>
/// The gauges that somebody on call looks at. They are read when they are asked for. Counts and times alone; docs/operations.md says what to alarm on.
/// </summary>
public sealed class Gauges(
    IMeterFactory meters,
    IJobsState jobs,
    ISqlDialect dialect,
    FiguresLag lag,
    IssuerCertificates issuers,
    IOptions<DatabaseOptions> database,
    TimeProvider clock)
{
    /// <summary>Makes the gauges. Called once.</summary>
    public void Create()
    {
        var meter = meters.Create(Measurements.MeterName);
        meter.CreateObservableGauge("outcome_api.jobs", CountJobs, "{job}", "Jobs by state: waiting, running, retrying, failed.");
        meter.CreateObservableGauge("outcome_api.jobs.oldest", ReadOldestJob, "s", "For how long the oldest job that waits has waited.");
        meter.CreateObservableGauge("outcome_api.jobs.nodes", ReadNodes, "{node}", "Nodes that run jobs.");
        meter.CreateObservableGauge(
            "outcome_api.figures.lag", ReadFiguresLag, "s", "For how long the oldest registration that is in no figures yet has been there.");
        meter.CreateObservableGauge("outcome_api.disk.free", ReadFreeDisk, "By", "Free space where the embedded database lies.");
        meter.CreateObservableGauge(
            "outcome_api.issuer.certificate.expires", ReadCertificates, "s", "Time until the certificate of an issuer of tokens or accounts expires.");
    }

    private IEnumerable<Measurement<long>> CountJobs() => IfReachable(() =>
    {
        var state = jobs.Read();
        return (Measurement<long>[])
        [
            Of("waiting", state.Queues.Sum(queue => queue.Length)),
            Of("running", state.Running),
            Of("retrying", state.Retrying),
            Of("failed", state.Failed),
        ];

        static Measurement<long> Of(string name, long count) => new(count, new KeyValuePair<string, object?>("state", name));
    });

    private IEnumerable<Measurement<double>> ReadOldestJob() => IfReachable<double>(
        () => [new(jobs.Read().OldestWaitingSince is { } since ? Math.Max(0, (clock.GetUtcNow() - since).TotalSeconds) : 0)]);

    private IEnumerable<Measurement<long>> ReadNodes() => IfReachable<long>(() => [new(jobs.Read().Nodes)]);

    private IEnumerable<Measurement<double>> ReadFiguresLag() => IfReachable<double>(() => [new(ReadFiguresLagAsync().GetAwaiter().GetResult().TotalSeconds)]);

    private async Task<TimeSpan> ReadFiguresLagAsync()
    {
        await using var session = new DbSession(dialect);
        return await lag.ReadAsync(session, CancellationToken.None);
    }

    private IEnumerable<Measurement<long>> ReadFreeDisk() =>
        database.Value.File is { } file ? [new(new DriveInfo(Path.GetDirectoryName(file)!).AvailableFreeSpace)] : [];

    private IEnumerable<Measurement<double>> ReadCertificates() => issuers.ValidUntil.Select(
        known => new Measurement<double>((known.Value - clock.GetUtcNow()).TotalSeconds, new KeyValuePair<string, object?>("issuer", known.Key)));

    /// <summary>Leaves a gauge out while the database cannot be reached. That others are there says that the program itself is.</summary>
    private static Measurement<T>[] IfReachable<T>(Func<Measurement<T>[]> read)
        where T : struct
    {
        try
        {
            return read();
        }
        catch (Exception e) when (e is DbException or DatabaseBusyException or InvalidOperationException)
        {
            return [];
        }
    }
}
