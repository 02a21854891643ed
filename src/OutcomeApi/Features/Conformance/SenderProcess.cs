using System.Diagnostics;
using System.Text.Json;

namespace OutcomeApi.Features.Conformance;

/// <summary>The sender's program, started for one journey.</summary>
internal static class SenderProcess
{
    /// <summary>The most of what the sender says that is kept.</summary>
    private const int MostSaid = 2000;

    /// <summary>Starts the sender by the shell, tells it the task, and waits until it has ended.</summary>
    /// <returns>Why it has not ended in time. Null: it has ended.</returns>
    public static async Task<string?> RunAsync(string command, JourneyTask task, TimeSpan patience, CancellationToken ct)
    {
        var start = OperatingSystem.IsWindows() ? new ProcessStartInfo("cmd", ["/c", command]) : new ProcessStartInfo("/bin/sh", ["-c", command]);
        start.RedirectStandardInput = true;
        start.RedirectStandardOutput = true;
        start.RedirectStandardError = true;
        using var process = Process.Start(start)!;
        var said = Task.WhenAll(process.StandardOutput.ReadToEndAsync(ct), process.StandardError.ReadToEndAsync(ct));
        try
        {
            await process.StandardInput.WriteLineAsync(JsonSerializer.Serialize(task, Json.Options));
            process.StandardInput.Close();
        }
        catch (IOException)
        {
            // It has ended without reading its task. What it has not sent tells the rest.
        }

        using var enough = CancellationTokenSource.CreateLinkedTokenSource(ct);
        enough.CancelAfter(patience);
        try
        {
            await process.WaitForExitAsync(enough.Token);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            process.Kill(entireProcessTree: true);
            return $"The sender has not ended within {patience.TotalSeconds:0} seconds.";
        }

        // 126 and 127: the shell could not start it; 9009 is Windows' word for it. What else the sender says is its own affair.
        if (process.ExitCode is 126 or 127 or 9009)
        {
            var text = string.Join('\n', await said).Trim();
            throw new ConformanceException($"The sender cannot be started: {(text.Length > MostSaid ? text[..MostSaid] : text)}");
        }

        return null;
    }
}

/// <summary>The kit cannot do its work. The message says why.</summary>
internal sealed class ConformanceException(string message) : Exception(message);
