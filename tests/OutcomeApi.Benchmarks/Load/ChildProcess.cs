using System.Diagnostics;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>A program in a process of its own, which says where it listens. It ends with this one.</summary>
internal sealed class ChildProcess : IDisposable
{
    public const string Listening = "Now listening on: ";

    private readonly Process _process;

    private ChildProcess(Process process, Uri address) => (_process, Address) = (process, address);

    public Uri Address { get; }

    /// <summary>Starts a .NET program and waits until it listens on a free port of the loopback address.</summary>
    /// <param name="arguments">What follows <c>dotnet</c>.</param>
    /// <param name="folder">Its working directory.</param>
    /// <param name="settings">Its environment, beside what it inherits.</param>
    public static async Task<ChildProcess> StartAsync(
        IEnumerable<string> arguments, string folder, IReadOnlyDictionary<string, string> settings, CancellationToken ct)
    {
        var host = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? "dotnet";
        var start = new ProcessStartInfo(host, arguments)
        {
            WorkingDirectory = folder,
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["ASPNETCORE_ENVIRONMENT"] = "Production";
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        var process = Process.Start(start)!;
        AppDomain.CurrentDomain.ProcessExit += (_, _) => End(process);
        try
        {
            var said = new List<string>();
            while (await process.StandardOutput.ReadLineAsync(ct).AsTask().WaitAsync(TimeSpan.FromSeconds(60), ct) is { } line)
            {
                said.Add(line);
                if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
                {
                    // Whatever it says from now on is read, so that it never waits for a full pipe, and forgotten.
                    _ = process.StandardOutput.BaseStream.CopyToAsync(Stream.Null, CancellationToken.None);
                    return new ChildProcess(process, new Uri(line[(at + Listening.Length)..].Trim()));
                }
            }

            throw new InvalidOperationException("The program ended: " + string.Join('\n', said));
        }
        catch
        {
            End(process);
            throw;
        }
    }

    /// <summary>Megabytes that it has in memory now, and the most that it had.</summary>
    public (double Now, double Most) WorkingSet()
    {
        _process.Refresh();
        return (_process.WorkingSet64 / 1e6, _process.PeakWorkingSet64 / 1e6);
    }

    /// <summary>Processor time that it has taken, of user and system.</summary>
    public TimeSpan ProcessorTime()
    {
        _process.Refresh();
        return _process.TotalProcessorTime;
    }

    /// <summary>Waits until it does next to nothing: what it still works at would count against whatever is measured next.</summary>
    public async Task RestAsync(TimeSpan patience, CancellationToken ct)
    {
        var until = Stopwatch.GetTimestamp() + (long)(patience.TotalSeconds * Stopwatch.Frequency);
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(200));
        TimeSpan before;
        do
        {
            before = ProcessorTime();
            await timer.WaitForNextTickAsync(ct);
        }
        while (ProcessorTime() - before > TimeSpan.FromMilliseconds(20) && Stopwatch.GetTimestamp() < until);
    }

    public void Dispose()
    {
        End(_process);
        _process.Dispose();
    }

    private static void End(Process process)
    {
        try
        {
            process.Kill(entireProcessTree: true);
            process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // It has ended already.
        }
    }
}
