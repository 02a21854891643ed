using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>What is asked in a round, and what answer is right.</summary>
/// <param name="Server">Where to ask.</param>
/// <param name="Process">Who answers.</param>
/// <param name="Next">Makes the next request.</param>
/// <param name="Status">The status of a right answer.</param>
internal sealed record Target(IPEndPoint Server, ChildProcess Process, Func<ReadOnlyMemory<byte>> Next, int Status)
{
    /// <summary>A record is registered each time.</summary>
    /// <param name="process">Who answers.</param>
    /// <param name="path">Where to, within its address.</param>
    /// <param name="key">The API key.</param>
    /// <param name="next">Makes the next record.</param>
    public static Target OfWrites(ChildProcess process, string path, string key, Func<string> next)
    {
        var address = new Uri(process.Address, path);
        var head = $"POST {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\nContent-Type: application/json\r\n";
        return new Target(ServerOf(address), process, NextRequest, 201);

        ReadOnlyMemory<byte> NextRequest()
        {
            var body = next();
            return Encoding.UTF8.GetBytes($"{head}Content-Length: {Encoding.UTF8.GetByteCount(body)}\r\n\r\n{body}");
        }
    }

    /// <param name="process">Who answers.</param>
    /// <param name="path">Where to ask, within its address.</param>
    /// <param name="key">The API key.</param>
    /// <param name="entityTag">Not null: the answer is asked for unless it has this ETag, and it has.</param>
    public static Target Of(ChildProcess process, string path, string key, string? entityTag)
    {
        var address = new Uri(process.Address, path);
        var condition = entityTag is null ? string.Empty : $"If-None-Match: {entityTag}\r\n";
        var request = $"GET {address.PathAndQuery} HTTP/1.1\r\nHost: {address.Authority}\r\nAuthorization: Bearer {key}\r\n{condition}\r\n";
        ReadOnlyMemory<byte> bytes = Encoding.ASCII.GetBytes(request);
        return new Target(ServerOf(address), process, () => bytes, entityTag is null ? 200 : 304);
    }

    private static IPEndPoint ServerOf(Uri address) => new(IPAddress.Parse(address.Host), address.Port);
}

/// <summary>Asks the same for some seconds on several connections, each of which asks again as soon as it has its answer.</summary>
internal sealed class LoadRound
{
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(20);

    private readonly SortedDictionary<string, int> _failures = new(StringComparer.Ordinal);

    public Latencies Latencies { get; } = new();

    public TimeSpan Time { get; private set; }

    /// <summary>Processor time of who answered, with everything that it did meanwhile.</summary>
    public TimeSpan Work { get; private set; }

    /// <summary>Requests that were given up at the end, because their answers took too long.</summary>
    public int Unanswered { get; private set; }

    /// <summary>Right answers in a second.</summary>
    public double Rate => Latencies.Count / Time.TotalSeconds;

    /// <summary>Milliseconds of processor time for each right answer. Other than the rate, it depends little on what else the machine does.</summary>
    public double Cost => Work.TotalMilliseconds / Latencies.Count;

    /// <summary>Other answers than the right one, and connections that broke; empty: none.</summary>
    public string Failures => string.Join(", ", _failures.Select(f => string.Create(CultureInfo.InvariantCulture, $"{f.Key} × {f.Value}")));

    public static async Task<LoadRound> RunAsync(Target target, int connections, TimeSpan time, CancellationToken ct)
    {
        var round = new LoadRound();
        var open = Enumerable.Range(0, connections).Select(_ => new HttpConnection()).ToArray();
        await Task.WhenAll(open.Select(connection => connection.OpenAsync(target.Server, ct)));
        var before = target.Process.ProcessorTime();
        var started = Stopwatch.GetTimestamp();
        var workers = Task.WhenAll(
            open.Select(connection => Task.Run(() => AskAsync(connection, target, started, time), CancellationToken.None)));
        try
        {
            // What is under way when the time is over may come to its end, so that slow answers count too.
            await workers.WaitAsync(time + Grace, ct);
        }
        catch (TimeoutException)
        {
        }
        finally
        {
            round.Time = Stopwatch.GetElapsedTime(started);
            round.Work = target.Process.ProcessorTime() - before;
            Array.ForEach(open, connection => connection.Dispose());
        }

        foreach (var (latencies, failures, isUnanswered) in await workers)
        {
            round.Latencies.Add(latencies);
            round.Unanswered += isUnanswered ? 1 : 0;
            failures.ForEach(failure => round._failures[failure] = round._failures.GetValueOrDefault(failure) + 1);
        }

        return round;
    }

    /// <summary>Several rounds as one.</summary>
    public static LoadRound Sum(IReadOnlyCollection<LoadRound> rounds)
    {
        var sum = new LoadRound();
        foreach (var round in rounds)
        {
            sum.Latencies.Add(round.Latencies);
            sum.Time += round.Time;
            sum.Work += round.Work;
            sum.Unanswered += round.Unanswered;
            foreach (var (failure, count) in round._failures)
            {
                sum._failures[failure] = sum._failures.GetValueOrDefault(failure) + count;
            }
        }

        return sum;
    }

    private static async Task<(Latencies Latencies, List<string> Failures, bool IsUnanswered)> AskAsync(
        HttpConnection connection, Target target, long started, TimeSpan time)
    {
        var latencies = new Latencies();
        var failures = new List<string>();
        try
        {
            while (Stopwatch.GetElapsedTime(started) < time)
            {
                var request = target.Next();
                var sent = Stopwatch.GetTimestamp();
                var status = await connection.SendAsync(request);
                if (status == target.Status)
                {
                    latencies.Add(Stopwatch.GetElapsedTime(sent));
                }
                else
                {
                    failures.Add(status.ToString(CultureInfo.InvariantCulture));
                }
            }

            return (latencies, failures, false);
        }
        catch (Exception e) when (e is SocketException { SocketErrorCode: SocketError.OperationAborted } or ObjectDisposedException)
        {
            return (latencies, failures, true);
        }
        catch (Exception e) when (e is SocketException or IOException)
        {
            failures.Add("connection broken");
            return (latencies, failures, false);
        }
    }
}
