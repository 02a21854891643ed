using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Http.Headers;
using OutcomeApi.Client;

namespace OutcomeApi.Tests.Support;

/// <summary>The real program in a process of its own, on a free port and a database file.</summary>
public sealed class ServiceProcess : IDisposable
{
    /// <summary>The program of this build.</summary>
    public const string Program = "OutcomeApi.dll";

    private const string Listening = "Now listening on: ";

    /// <summary>What the program logs when it has started completely.</summary>
    private const string Started = "Application started";

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _lines = new();
    private bool _isDisposed;
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private ServiceProcess(string program, string folder, string? bootstrapKey, (string Name, string Value)[] settings)
    {
        var start = ToStart(program, folder);
        start.Environment["ASPNETCORE_URLS"] = "http://127.0.0.1:0";
        start.Environment["Database__ConnectionString"] = $"Data Source={Path.Combine(folder, "outcome-api.db")}";
        start.Environment["Security__BootstrapKey"] = bootstrapKey;
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        _process = new Process { StartInfo = start, EnableRaisingEvents = true };
        _process.OutputDataReceived += (_, line) => Read(line.Data);
        _process.ErrorDataReceived += (_, line) => Read(line.Data);
        _process.Exited += (_, _) => HasEnded();
        _process.Start();
        _process.BeginOutputReadLine();
        _process.BeginErrorReadLine();
    }

    public Uri Address { get; private set; } = null!;

    /// <summary>Id of the process.</summary>
    public int Id => _process.Id;

    /// <summary>What it has printed so far.</summary>
    public string Output => string.Join('\n', _lines);

    /// <summary>Runs one of the programs until it ends.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="args">Its arguments.</param>
    /// <param name="settings">Environment variables.</param>
    /// <returns>Its exit code, and what it has printed as result and as fault.</returns>
    public static async Task<(int Code, string Output, string Errors)> RunAsync(
        string folder, string[] args, params (string Name, string Value)[] settings)
    {
        var start = ToStart(Program, folder, args);
        foreach (var (name, value) in settings)
        {
            start.Environment[name] = value;
        }

        return await RunAsync(start, TimeSpan.FromSeconds(60));
    }

    /// <summary>Runs a script of a shell until it ends.</summary>
    /// <param name="folder">Its working directory.</param>
    /// <param name="script">The script.</param>
    /// <param name="patience">How long it may take.</param>
    /// <returns>Its exit code, and what it has printed as result and as fault.</returns>
    public static Task<(int Code, string Output, string Errors)> RunScriptAsync(string folder, string script, TimeSpan patience) => RunAsync(
        new ProcessStartInfo("bash", ["-c", script]) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true }, patience);

    private static async Task<(int Code, string Output, string Errors)> RunAsync(ProcessStartInfo start, TimeSpan patience)
    {
        using var process = Process.Start(start)!;
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(), process.StandardError.ReadToEndAsync());
        try
        {
            await process.WaitForExitAsync(new CancellationTokenSource(patience).Token);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill();
            }
        }

        return (process.ExitCode, await output, await errors);
    }

    /// <summary>The host that runs these tests, and the programs of the build too.</summary>
    public static string Host { get; } = Environment.GetEnvironmentVariable("DOTNET_HOST_PATH")
        ?? (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet" ? Environment.ProcessPath! : "dotnet");

    /// <summary>How a program is started: one of this build by its name, one of another build by its path.</summary>
    public static ProcessStartInfo ToStart(string program, string folder, params string[] args) =>
        new ProcessStartInfo(Host, [Path.Combine(AppContext.BaseDirectory, program), .. args])
        {
            WorkingDirectory = folder,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            Environment = { ["ASPNETCORE_ENVIRONMENT"] = "Production" },
        };

    /// <summary>Starts it and does not wait until it listens.</summary>
    public static ServiceProcess Begin(string folder) => new(Program, folder, ApiFactory.AdministratorKey, []);

    /// <summary>Starts it and waits until it has started.</summary>
    public static Task<ServiceProcess> StartAsync(
        string folder, string? bootstrapKey = ApiFactory.AdministratorKey, params (string Name, string Value)[] settings) =>
        StartBuildAsync(Program, TimeSpan.FromSeconds(60), folder, bootstrapKey, settings);

    /// <summary>Starts a build of the program and waits until it has started.</summary>
    public static async Task<ServiceProcess> StartBuildAsync(
        string program, TimeSpan inTime, string folder, string? bootstrapKey, params (string Name, string Value)[] settings)
    {
        var service = new ServiceProcess(program, folder, bootstrapKey, settings);
        try
        {
            await service._started.Task.WaitAsync(inTime);
            return service;
        }
        catch
        {
            service.Dispose();
            throw;
        }
    }

    public HttpClient ClientWith(string key) =>
        new() { BaseAddress = Address, DefaultRequestHeaders = { Authorization = new AuthenticationHeaderValue("Bearer", key) } };

    /// <summary>A project system with a key, as it is given to those who write one.</summary>
    public OutcomeApiClient SenderWith(string key) => OutcomeApiClient.Create(new OutcomeApiOptions { Url = Address, Key = key });

    /// <summary>Ends it as a power cut would: nothing is closed, nothing is flushed.</summary>
    public void Kill() => _process.Kill();

    /// <summary>Tells it to stop (SIGTERM), and waits until it has.</summary>
    /// <returns>Its exit code. Null when it has not ended in time.</returns>
    public async Task<int?> StopAsync(TimeSpan inTime)
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(System.Globalization.CultureInfo.InvariantCulture)]);
        using var patience = new CancellationTokenSource(inTime);
        try
        {
            await _process.WaitForExitAsync(patience.Token);
            return _process.ExitCode;
        }
        catch (OperationCanceledException)
        {
            return null;
        }
    }

    public void Dispose()
    {
        if (_isDisposed)
        {
            return;
        }

        _isDisposed = true;
        if (!_process.HasExited)
        {
            _process.Kill();
        }

        _process.WaitForExit();
        _process.Dispose();
    }

    private void HasEnded()
    {
        try
        {
            // What it has said last is still on its way.
            _process.WaitForExit();
        }
        catch (InvalidOperationException)
        {
            // Nobody waits for it any more.
        }

        _started.TrySetException(new InvalidOperationException("The program ended: " + Output));
    }

    private void Read(string? line)
    {
        if (line is null)
        {
            return;
        }

        _lines.Enqueue(line);
        if (line.IndexOf(Listening, StringComparison.Ordinal) is var at and >= 0)
        {
            Address = new Uri(line[(at + Listening.Length)..].Split('"')[0].Trim());
        }
        else if (line.Contains(Started, StringComparison.Ordinal))
        {
            _started.TrySetResult();
        }
    }
}
