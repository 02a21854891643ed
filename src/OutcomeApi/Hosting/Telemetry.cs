using System.Collections.Frozen;
using System.Diagnostics;
using System.Security.Claims;
using Microsoft.AspNetCore.Http.Features;
using Microsoft.Extensions.Logging.Console;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using OutcomeApi.Jobs;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Hosting;

/// <summary>
/// Sends traces, metrics and logs by OpenTelemetry (OTLP) to the address in <c>OTEL_EXPORTER_OTLP_ENDPOINT</c>. If it is not set, nothing is
/// collected. Paths contain the senders' references, so a request is named by its route. Only the listed tags leave the process.
/// </summary>
public static class Telemetry
{
    public const string EndpointVariable = "OTEL_EXPORTER_OTLP_ENDPOINT";

    /// <summary>
    /// The framework's log of requests. Its messages and scopes contain paths and queries as they were sent, so <see cref="NameByRoute"/> logs
    /// requests instead. The log is not disabled entirely: without a log of that name, the framework would create no activity and so no trace id.
    /// </summary>
    private const string FrameworkRequestLog = "Microsoft.AspNetCore.Hosting.Diagnostics";

    public static void AddTelemetry(this WebApplicationBuilder builder)
    {
        builder.Logging.AddFilter(FrameworkRequestLog, LogLevel.Critical);
        NeverLogScopes(builder.Services);
        builder.Services.AddSingleton<Measurements>().AddSingleton<Gauges>().AddSingleton<Metrics>();
        if (string.IsNullOrWhiteSpace(builder.Configuration[EndpointVariable]))
        {
            return;
        }

        builder.Services.AddOpenTelemetry()
            .ConfigureResource(resource => resource.AddService("outcome-api", serviceVersion: ApiRelease.Version))
            .WithTracing(traces => traces
                .AddSource("Microsoft.AspNetCore", TracedAttribute.ActivitySourceName, Measurements.ActivitySourceName)
                .AddProcessor(new OnlyListedTags())
                .AddOtlpExporter())
            .WithMetrics(meters => meters
                .AddMeter([.. Metrics.Meters])
                .AddOtlpExporter())
            .WithLogging(logs => logs.AddOtlpExporter());
    }

    /// <summary>
    /// Scopes of the framework hold paths as they were sent, with the references of people. No form of the log shows them, whatever the settings say.
    /// </summary>
    private static void NeverLogScopes(IServiceCollection services) =>
        services.PostConfigure<JsonConsoleFormatterOptions>(log => log.IncludeScopes = false)
            .PostConfigure<SimpleConsoleFormatterOptions>(log => log.IncludeScopes = false)
            .PostConfigure<ConsoleFormatterOptions>(log => log.IncludeScopes = false);

    /// <summary>Names the activity of a request by its route, and logs the request with the route.</summary>
    public static IApplicationBuilder UseNameByRoute(this IApplicationBuilder app)
    {
        var log = app.ApplicationServices.GetRequiredService<ILoggerFactory>().CreateLogger("OutcomeApi.Requests");
        return app.Use(async (http, next) =>
        {
            var started = Stopwatch.GetTimestamp();
            var method = HttpMethods.GetCanonicalizedValue(http.Request.Method);
            method = Methods.Contains(method) ? method : "_OTHER";
            try
            {
                await next(http);
            }
            finally
            {
                NameByRoute(http, method, log, started);
            }
        });
    }

    private static readonly FrozenSet<string> Methods =
        new[]
        {
            HttpMethods.Get, HttpMethods.Post, HttpMethods.Put, HttpMethods.Delete, HttpMethods.Head, HttpMethods.Options, HttpMethods.Patch,
        }.ToFrozenSet();

    private static void NameByRoute(HttpContext http, string method, ILogger log, long started)
    {
        // When an exception has been answered, the endpoint is no longer set. The exception feature still has it.
        var endpoint = http.GetEndpoint() ?? http.Features.Get<Microsoft.AspNetCore.Diagnostics.IExceptionHandlerFeature>()?.Endpoint;
        var route = (endpoint as RouteEndpoint)?.RoutePattern.RawText ?? "(no route)";
        if (http.Features.Get<IHttpActivityFeature>()?.Activity is { } activity)
        {
            activity.DisplayName = $"{method} {route}";
            activity.SetTag("http.request.method", method);
            activity.SetTag("http.route", route);
            activity.SetTag("http.response.status_code", http.Response.StatusCode);
        }

        if (http.Response.StatusCode is StatusCodes.Status401Unauthorized or StatusCodes.Status403Forbidden or StatusCodes.Status429TooManyRequests)
        {
            log.LogWarning("{Method} {Route} refused with {Status}: {Credential}", method, route, http.Response.StatusCode, CredentialOf(http));
        }

        // What succeeds is logged only at debug level: the meters count it, and the audit says who has done what.
        var level = http.Response.StatusCode < StatusCodes.Status400BadRequest ? LogLevel.Debug : LogLevel.Information;
        if (log.IsEnabled(level))
        {
            log.Log(
                level,
                "{Method} {Route} {Status} in {Milliseconds:0.0} ms, trace {TraceId}",
                method,
                route,
                http.Response.StatusCode,
                Stopwatch.GetElapsedTime(started).TotalMilliseconds,
                Activity.Current?.TraceId.ToHexString());
        }
    }

    /// <summary>
    /// Describes the credential of a request. The id of an API key is named, because the administrator can look it up. The subject of a token is
    /// not, because it may be a person's name.
    /// </summary>
    private static string CredentialOf(HttpContext http) => http.User.FindFirstValue(ClaimTypes.NameIdentifier) switch
    {
        null when http.Request.Headers.Authorization.Count == 0 => "no credential",
        null => "no valid credential",
        { } credential when Guid.TryParse(credential, out _) => "key " + credential,
        _ => "a token",
    };

    /// <summary>
    /// Removes every tag that is not listed, because a new version of the framework may add a tag that contains a path or an address.
    /// </summary>
    private sealed class OnlyListedTags : BaseProcessor<Activity>
    {
        private static readonly FrozenSet<string> Listed = new[]
        {
            "http.request.method", "http.route", "http.response.status_code", "url.scheme", "network.protocol.version", "error.type", "outcome",
        }.ToFrozenSet();

        public override void OnEnd(Activity data)
        {
            foreach (var tag in data.TagObjects.Select(tag => tag.Key).Where(tag => !Listed.Contains(tag)).ToArray())
            {
                data.SetTag(tag, null);
            }
        }
    }
}
