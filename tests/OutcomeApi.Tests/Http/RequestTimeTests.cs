using System.Data.Common;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Http;

namespace OutcomeApi.Tests.Http;

/// <summary>Requests that take too long: at the real server, over a socket, and in a handler that waits.</summary>
public sealed class RequestTimeTests(RequestTimeTests.ShortApi api) : IClassFixture<RequestTimeTests.ShortApi>
{
    [Fact]
    public async Task Who_sends_slowly_is_let_go()
    {
        // Both at once: each takes the seconds that the server allows.
        var (body, headers) = (
            AnswerAsync(
                $"POST {api.Address}/enrollments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {api.Key}\r\nContent-Type: application/json\r\n"
                    + $"Content-Length: 1000\r\n\r\n{{"),
            AnswerAsync($"GET {api.Address}/enrollments HTTP/1.1\r\nHost: localhost\r\nX-Slow"));
        await Task.WhenAll(body, headers);

        var (text, took) = await body;
        text.ShouldStartWith("HTTP/1.1 408 ");
        text.ShouldContain("Content-Type: application/problem+json");
        text.ShouldContain("\"code\":\"body-too-slow\"");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(15));

        (text, took) = await headers;
        text.ShouldStartWith("HTTP/1.1 408 ");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(25));
    }

    [Fact]
    public async Task A_body_that_trickles_just_fast_enough_runs_out_of_time()
    {
        // More than the server's least rate, and for ever.
        var (text, took) = await AnswerAsync(
            $"POST {api.Address}/enrollments HTTP/1.1\r\nHost: localhost\r\nAuthorization: Bearer {api.Key}\r\nContent-Type: application/json\r\n"
                + "Content-Length: 900000\r\n\r\n",
            new string(' ', 500));

        text.ShouldStartWith("HTTP/1.1 503 ");
        text.ShouldContain("\"code\":\"request-timed-out\"");
        text.ShouldContain("Retry-After: 30");
        took.ShouldBeLessThan(TimeSpan.FromSeconds(15));
    }

    [Fact]
    public async Task A_handler_that_takes_too_long_is_broken_off_and_leaves_nothing()
    {
        var before = api.Rows();

        api.Held = true;
        var refused = await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"));
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "request-timed-out");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBe(TimeSpan.FromSeconds(30));
        refused.Headers.GetValues("X-Content-Type-Options").ShouldBe(["nosniff"]);
        refused.Headers.Contains("traceparent").ShouldBeTrue();

        // What broke in the driver's own words is broken off all the same.
        api.BreaksInItsOwnWords = true;
        refused = await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"));
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "request-timed-out");
        (api.Held, api.BreaksInItsOwnWords) = (false, false);

        api.Rows().ShouldBe(before);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_batch_has_a_time_of_its_own_and_is_kept_whole_or_not_at_all()
    {
        var before = api.Rows();
        api.HeldFrom = 3;
        api.Held = true;
        var records = new JsonArray(
        [
            TestData.With(TestData.Enrollment("E-batch"), ("record", "enrollment")), TestData.With(TestData.Exit("E-batch"), ("record", "exit")),
            TestData.With(TestData.Step("S-batch", "E-batch"), ("record", "step")),
        ]);
        var started = Stopwatch.GetTimestamp();
        var refused = await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", new JsonObject { ["records"] = records });
        Stopwatch.GetElapsedTime(started).ShouldBeGreaterThan(TimeSpan.FromSeconds(2.9));
        await refused.ShouldBeProblemAsync(HttpStatusCode.ServiceUnavailable, "request-timed-out");
        api.Held = false;

        api.Rows().ShouldBe(before);
    }

    [Fact]
    public void What_computes_or_takes_many_records_has_the_longer_time()
    {
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints;
        endpoints.Where(e => e.Metadata.GetMetadata<MayTakeLongAttribute>() is not null)
            .Select(e => e.Metadata.GetMetadata<EndpointNameMetadata>()?.EndpointName ?? ((RouteEndpoint)e).RoutePattern.RawText)
            .Order()
            .ShouldBe(
            [
                "/administration/radera/bekrafta", "/kansli/{project}/{tertial}", "/kansli/{project}/mal/{key}/", "/kansli/{project}/mal/{key}/prova",
                "/projekt/{project}/arbete/filer/", "/projekt/{project}/arbete/filer/{id}/markerad",
                "/projekt/{project}/rapporter/{tertial}/versioner/{version}/andringar", "/projekt/{project}/tank-om",
                "/projekt/{project}/varfor/{goal}/{tertial}", "certify-tertial-report", "confirm-retention", "create-erasure",
                "explain-figure", "list-report-version-changes", "preview-retention", "put-goal", "put-project", "send-batch", "simulate",
            ]);
    }

    /// <summary>Sends text over a socket, then the same drops again and again, and reads until the server closes.</summary>
    private async Task<(string Text, TimeSpan Took)> AnswerAsync(string text, string? drops = null)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(40));
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Loopback, api.Port, patience.Token);
        var started = Stopwatch.GetTimestamp();
        await using var stream = client.GetStream();
        await stream.WriteAsync(Encoding.ASCII.GetBytes(text), patience.Token);
        using var done = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
        var dripping = drops is null ? Task.CompletedTask : DripAsync(stream, Encoding.ASCII.GetBytes(drops), done.Token);
        var answer = new StringBuilder();
        var buffer = new byte[4096];
        while (true)
        {
            int read;
            try
            {
                read = await stream.ReadAsync(buffer, patience.Token);
            }
            catch (IOException)
            {
                // Closed while the drops were still coming.
                read = 0;
            }

            answer.Append(Encoding.UTF8.GetString(buffer, 0, read));

            // An answer in one piece ends with an empty chunk; the connection may stay for what is left of the body.
            if (read == 0 || answer.ToString().Contains("\r\n0\r\n\r\n", StringComparison.Ordinal))
            {
                break;
            }
        }

        var took = Stopwatch.GetElapsedTime(started);
        await done.CancelAsync();
        await dripping;
        return (answer.ToString(), took);
    }

    private static async Task DripAsync(NetworkStream stream, byte[] drops, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                await stream.WriteAsync(drops, ct);
            }
        }
        catch (Exception e) when (e is OperationCanceledException or IOException)
        {
            // The server has closed, or the answer is there.
        }
    }

    /// <summary>The service at a real port, with little time: eight seconds for a request, three for a handler that is held in its transaction.</summary>
    public sealed class ShortApi : ProjectApi
    {
        private int _locks;

        public ShortApi()
            : base("iris2") => UseKestrel(0);

        /// <summary>Do handlers wait, once they are in their transaction, until they are broken off?</summary>
        public bool Held { get; set; }

        /// <summary>The lock, or insert of many rows, from which on they wait.</summary>
        public int HeldFrom { get; set; }

        /// <summary>Does the driver report that it was broken off as a fault of its own?</summary>
        public bool BreaksInItsOwnWords { get; set; }

        public int Port => new Uri(Services.GetRequiredService<IServer>().Features.Get<IServerAddressesFeature>()!.Addresses.First()).Port;

        protected override Uri Home => new($"http://127.0.0.1:{Port}");

        public string Key => Registrar.DefaultRequestHeaders.Authorization!.Parameter!;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
            builder.UseSetting("RequestTime:Seconds", "8");
            builder.UseSetting("RequestTime:LongSeconds", "3");
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(
                new WaitingDialect(NewDialect(), WaitAsync))));
        }

        private async Task WaitAsync(CancellationToken ct)
        {
            if (!Held || Interlocked.Increment(ref _locks) < HeldFrom)
            {
                return;
            }

            try
            {
                await new TaskCompletionSource().Task.WaitAsync(ct);
            }
            catch (OperationCanceledException) when (BreaksInItsOwnWords)
            {
                throw new InvalidOperationException("Cancelled by user.");
            }
        }
    }

    /// <summary>The embedded database with locks and inserts that take their time.</summary>
    private sealed class WaitingDialect(ISqlDialect inner, Func<CancellationToken, Task> wait) : DialectAround(inner)
    {
        public override Task LockAsync(DbSession session, IReadOnlyList<ResourceLock> locks, CancellationToken ct) => wait(ct);

        public override async Task BulkInsertAsync(
            DbConnection connection,
            DbTransaction? transaction,
            string table,
            IReadOnlyList<string> columns,
            IEnumerable<object?[]> rows,
            TimeSpan? time,
            CancellationToken ct)
        {
            await wait(ct);
            await base.BulkInsertAsync(connection, transaction, table, columns, rows, time, ct);
        }
    }
}
