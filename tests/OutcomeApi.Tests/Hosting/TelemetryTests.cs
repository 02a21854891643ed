using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.Metrics;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using OpenTelemetry;
using OpenTelemetry.Logs;
using OpenTelemetry.Metrics;
using OpenTelemetry.Trace;
using OutcomeApi.Jobs;

namespace OutcomeApi.Tests.Hosting;

/// <summary>What leaves the service about itself: one trace from a request through its job, some numbers, logs; and nothing about anybody.</summary>
public sealed class TelemetryTests
{
    private const string Trace = "4bf92f3577b34da6a3ce929d0e0e4736";

    [Fact]
    public async Task A_request_and_the_job_that_it_leads_to_are_one_trace()
    {
        await using var collector = await Collector.StartAsync();
        using var api = new ObservedApi(collector);
        await api.InitializeAsync();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");

        using var post = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/enrollments")
        {
            Content = JsonContent.Create(TestData.Enrollment("E-traced")),
        };
        post.Headers.TryAddWithoutValidation("traceparent", $"00-{Trace}-00f067aa0ba902b7-01");
        await (await api.Registrar.SendAsync(post)).ShouldBeAsync(HttpStatusCode.Created);
        await Eventually.HoldsAsync(() => Task.FromResult(InTrace(api).Any(a => a.DisplayName == "ComputeFigures")));

        var activities = InTrace(api).ToDictionary(a => a.DisplayName);
        var request = activities["POST /outcome-api/v1/projects/{project}/enrollments/"];
        request.ParentSpanId.ToHexString().ShouldBe("00f067aa0ba902b7");
        var command = activities["SaveRecord Enrollment"];
        command.ParentSpanId.ShouldBe(request.SpanId);
        var job = activities["ComputeFigures"];
        job.Source.Name.ShouldBe(TracedAttribute.ActivitySourceName);
        job.ParentSpanId.ShouldBe(command.SpanId);
        activities["ComputeProject"].ParentSpanId.ShouldBe(job.SpanId);
        command.GetTagItem("outcome").ShouldBe("done");
        request.GetTagItem("http.response.status_code").ShouldBe(201);
    }

    [Fact]
    public async Task Nothing_that_was_sent_is_in_traces_meters_or_logs()
    {
        // The program's own way out: what the collector receives is what a real one would.
        await using var collector = await Collector.StartAsync();
        using var api = new ObservedApi(collector);
        await api.InitializeAsync();
        string[] planted =
        [
            "PLANTED-reference", "PLANTED-participant", "PLANTED-missing", "PLANTED-query", "PLANTED-purpose", "PLANTED-key", "PLANTED-agent", "PLANTED-exit",
            "PLANTED-path", "191212121212",
        ];

        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("Purpose", "PLANTED-purpose");
        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("Idempotency-Key", "PLANTED-key");
        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("User-Agent", "PLANTED-agent");
        await (await api.Registrar.PostAsJsonAsync(
            $"{api.Address}/enrollments",
            TestData.Enrollment("PLANTED-reference", ("participant", "PLANTED-participant")))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/PLANTED-reference")).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/PLANTED-missing")).ShouldBeAsync(HttpStatusCode.NotFound);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments?participant=PLANTED-query&limit=PLANTED-query"))
            .ShouldBeAsync(HttpStatusCode.BadRequest);
        await (await api.Registrar.GetAsync("/PLANTED-path/PLANTED-path?PLANTED-query=1")).ShouldBeAsync(HttpStatusCode.NotFound);
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/191212121212")).ShouldBeAsync(HttpStatusCode.NotFound);
        await (await api.Registrar.PutAsync($"{api.Address}/enrollments/191212121212", TestData.Enrollment("191212121212")))
            .ShouldBeAsync(HttpStatusCode.BadRequest);
        using var exit = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/exits/PLANTED-exit")
        {
            Content = JsonContent.Create(TestData.Exit("PLANTED-exit")),
        };
        await (await api.Registrar.SendAsync(exit)).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        api.Flush();

        collector.Received("/v1/traces").ShouldContain("/outcome-api/v1/projects/{project}/enrollments/{reference}");
        collector.Received("/v1/traces").ShouldContain("SaveRecord Exit");
        foreach (var instrument in new[]
        {
            "outcome_api.records", "outcome_api.computation.duration", "outcome_api.jobs", "outcome_api.jobs.oldest", "http.server.request.duration",
        })
        {
            collector.Received("/v1/metrics").ShouldContain(instrument);
        }

        collector.Received("/v1/logs").ShouldContain("{Method} {Route} {Status} in {Milliseconds:0.0} ms");
        foreach (var signal in new[] { "/v1/traces", "/v1/metrics", "/v1/logs" })
        {
            planted.Where(value => collector.Received(signal).Contains(value, StringComparison.OrdinalIgnoreCase)).ShouldBeEmpty(signal);
        }
    }

    [Fact]
    public async Task Records_are_counted_by_kind_and_outcome_when_they_are_durable()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        var counts = new ConcurrentDictionary<string, long>();
        using var listener = new MeterListener();
        listener.InstrumentPublished = (instrument, l) =>
        {
            if (instrument.Name == "outcome_api.records" && ReferenceEquals(instrument.Meter.Scope, api.Services.GetRequiredService<IMeterFactory>()))
            {
                l.EnableMeasurementEvents(instrument);
            }
        };
        listener.SetMeasurementEventCallback<long>((_, value, tags, _) =>
            counts.AddOrUpdate($"{tags[0].Value} {tags[1].Value}", value, (_, sum) => sum + value));
        listener.Start();

        var enrollment = TestData.Enrollment("E-counted");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", enrollment)).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", enrollment)).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("nobody"))).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        var trial = new { dryRun = true, records = new[] { TestData.With(TestData.Enrollment("E-trial"), ("record", "enrollment")) } };
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", trial)).ShouldBeAsync(HttpStatusCode.OK);

        counts.ShouldBe(new Dictionary<string, long> { ["enrollment created"] = 1, ["enrollment unchanged"] = 1, ["exit refused"] = 1 }, ignoreOrder: true);
    }

    [Fact]
    public async Task The_log_is_JSON_where_it_is_set_so_and_names_no_address_that_was_sent()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-log-");
        try
        {
            using var service = await ServiceProcess.StartAsync(
                folder.FullName,
                ApiFactory.AdministratorKey,
                ("Logging__Console__FormatterName", "json"),
                ("Logging__Console__FormatterOptions__IncludeScopes", "true"),
                ("Logging__LogLevel__Default", "Debug"));
            using var client = service.ClientWith(ApiFactory.AdministratorKey);
            (await client.GetAsync($"{ApiFactory.Base}/projects/none/enrollments/PLANTED-reference")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            await Eventually.HoldsAsync(() => Task.FromResult(service.Output.Contains("{reference} refused with 403", StringComparison.Ordinal)));

            foreach (var line in service.Output.Split('\n').Where(line => line.Length > 0))
            {
                JsonNode.Parse(line)!["LogLevel"].ShouldNotBeNull(line);
            }

            service.Output.ShouldNotContain("PLANTED");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task Without_an_address_nothing_is_collected()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        api.Services.GetService<TracerProvider>().ShouldBeNull();
        api.Services.GetService<MeterProvider>().ShouldBeNull();
    }

    private static Activity[] InTrace(ObservedApi api) => [.. api.Activities.Where(a => a.TraceId.ToHexString() == Trace)];

    /// <summary>The service, told where to send what it observes.</summary>
    private sealed class ObservedApi(Collector collector) : ProjectApi("iris2")
    {
        public ConcurrentQueue<Activity> Activities { get; } = new();

        /// <summary>Sends what is still waiting.</summary>
        public void Flush()
        {
            Services.GetRequiredService<TracerProvider>().ForceFlush().ShouldBeTrue();
            Services.GetRequiredService<MeterProvider>().ForceFlush().ShouldBeTrue();
            Services.GetRequiredService<LoggerProvider>().ForceFlush().ShouldBeTrue();
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            // As talkative as the framework can be made: its logs and its tags hold the path as it was asked.
            AppContext.SetSwitch("Microsoft.AspNetCore.Hosting.SuppressActivityOpenTelemetryData", false);
            builder.UseSetting("Logging:LogLevel:Microsoft.AspNetCore", "Information");
            builder.UseSetting("OTEL_EXPORTER_OTLP_ENDPOINT", collector.Address);
            builder.UseSetting("OTEL_EXPORTER_OTLP_PROTOCOL", "http/protobuf");
            builder.ConfigureTestServices(services => services.ConfigureOpenTelemetryTracerProvider(traces => traces.AddProcessor(new Noting(Activities))));
        }
    }

    private sealed class Noting(ConcurrentQueue<Activity> activities) : BaseProcessor<Activity>
    {
        public override void OnEnd(Activity data) => activities.Enqueue(data);
    }

    /// <summary>Receives what is sent by OTLP over HTTP. Texts stand in it as UTF-8.</summary>
    private sealed class Collector : IAsyncDisposable
    {
        private readonly ConcurrentQueue<(string Signal, byte[] Body)> _received = new();
        private LoopbackServer _server = null!;

        public string Address => _server.Address;

        public static async Task<Collector> StartAsync()
        {
            var collector = new Collector();
            collector._server = await LoopbackServer.StartAsync(async http =>
            {
                using var body = new MemoryStream();
                await http.Request.Body.CopyToAsync(body);
                collector._received.Enqueue((http.Request.Path.Value!, body.ToArray()));
            });
            return collector;
        }

        public string Received(string signal) => string.Concat(_received.Where(r => r.Signal == signal).Select(r => Encoding.UTF8.GetString(r.Body)));

        public ValueTask DisposeAsync() => _server.DisposeAsync();
    }
}
