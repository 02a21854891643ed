using System.Diagnostics.Metrics;
using System.Text;
using System.Text.RegularExpressions;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;
using Prometheus;

namespace OutcomeApi.Hosting;

/// <summary>
/// Serves the meters at <c>/metrics</c> in the text form of Prometheus, for operators. They are the meters that OTLP sends, with underscores for dots.
/// </summary>
public sealed partial class Metrics : IDisposable
{
    public const string Path = "/metrics";

    /// <summary>The meters of the service and of the framework that are shown and sent.</summary>
    public static readonly IReadOnlyList<string> Meters =
    [
        Measurements.MeterName, "Microsoft.AspNetCore.Hosting", "Microsoft.AspNetCore.Server.Kestrel", "Microsoft.AspNetCore.RateLimiting",
        "System.Runtime",
    ];

    private const string MediaType = "text/plain; version=0.0.4; charset=utf-8";

    private readonly CollectorRegistry _registry = global::Prometheus.Metrics.NewCustomRegistry();

    private readonly IDisposable _adapter;

    public Metrics(IMeterFactory meters)
    {
        // Meters of other hosts of the process are theirs.
        _adapter = MeterAdapter.StartListening(new MeterAdapterOptions
        {
            Registry = _registry,
            MetricFactory = global::Prometheus.Metrics.WithCustomRegistry(_registry),
            InstrumentFilterPredicate = instrument =>
                Meters.Contains(instrument.Meter.Name) && (instrument.Meter.Scope is null || ReferenceEquals(instrument.Meter.Scope, meters)),
        });
    }

    /// <summary>Maps <c>GET /metrics</c>, and begins to count.</summary>
    public static void Map(WebApplication app)
    {
        var metrics = app.Services.GetRequiredService<Metrics>();
        _ = app.Services.GetRequiredService<Measurements>();
        app.MapGet(Path, metrics.WriteAsync).RequireAuthorization(Policies.OperateJobs).ExcludeFromDescription();
    }

    public void Dispose() => _adapter.Dispose();

    private async Task WriteAsync(HttpContext http)
    {
        // Collected first, because gauges are read from the database: a fault is then answered as a fault.
        using var collected = new MemoryStream();
        await _registry.CollectAndExportAsTextAsync(collected, http.RequestAborted);
        var text = Encoding.UTF8.GetString(collected.GetBuffer(), 0, (int)collected.Length);
        await Results.Text(MeterPrefix().Replace(text, "$1"), MediaType).ExecuteAsync(http);
    }

    /// <summary>The exporter puts the name of the meter before that of the instrument, which says it already.</summary>
    [GeneratedRegex("^(# (?:HELP|TYPE) )?(?:outcomeapi|microsoft_aspnetcore(?:_server)?_[a-z]+|system_runtime)_", RegexOptions.Multiline)]
    private static partial Regex MeterPrefix();
}
