using System.Data.Common;
using System.Net.Sockets;
using Microsoft.AspNetCore.Connections;
using Microsoft.Extensions.Options;

namespace OutcomeApi.Hosting;

/// <summary>The service as its settings make it. What keeps it from starting is said in one line each, and the exit code is 2.</summary>
/// <param name="settings">The arguments that are settings, such as <c>--urls</c> and <c>--Database:Provider</c>.</param>
/// <param name="errors">Where faults and warnings are said.</param>
public sealed class ServiceProgram(string[] settings, TextWriter errors)
{
    /// <summary>The exit code of a program that could not do what it was asked to do.</summary>
    public const int CouldNot = 2;

    /// <summary>The framework's log of the start. It shows a fault with its whole stack, and the fault is said in one line already.</summary>
    private const string HostLog = "Microsoft.Extensions.Hosting.Internal.Host";

    /// <summary>What is added to the settings and services, or changed in them, before they are made. The demonstration does that.</summary>
    public Action<WebApplicationBuilder>? Before { get; init; }

    /// <summary>What is added to the pipeline before the service itself.</summary>
    public Action<WebApplication>? InFront { get; init; }

    /// <summary>Brings the database up to date and serves until the program is told to stop.</summary>
    public Task<int> ServeAsync() => OnAppAsync(async app =>
    {
        InFront?.Invoke(app);

        // Each takes about a second of one processor, and neither needs the other.
        await Task.WhenAll(Task.Run(() => PrepareDatabaseAsync(app)), Task.Run(app.MapOutcomeApi));
        var stopping = app.Lifetime.ApplicationStopping;
        try
        {
            await app.RunAsync();
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            // It was told to stop while it started.
        }

        return 0;
    });

    /// <inheritdoc cref="OutcomeApi.Data.OnServices"/>
    public Task<int> OnServices(Func<IServiceProvider, Task<int>> run) => OnAppAsync(app => run(app.Services));

    /// <summary>Brings the database up to date and then does as <see cref="OnServices"/>.</summary>
    public Task<int> OnDatabase(Func<IServiceProvider, Task<int>> run) => OnAppAsync(async app =>
    {
        await PrepareDatabaseAsync(app);
        return await run(app.Services);
    });

    /// <summary>Makes the services without a check of the settings, and without a word about them.</summary>
    public WebApplicationBuilder CreateBuilder()
    {
        // Settings lie beside the program, whatever the working directory is; the database lies below the working directory.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        SecretFiles.AddTo(builder.Configuration);
        Before?.Invoke(builder);
        return builder;
    }

    /// <summary>Returns what keeps the program from starting, in one line. Null when the exception is a fault of the program itself.</summary>
    /// <param name="exception">What has happened.</param>
    /// <param name="file">The file of the embedded database. Null when the database is on a server.</param>
    public static string? Explain(Exception exception, string? file) => exception switch
    {
        OptionsValidationException e => string.Join(' ', e.Failures),
        StartRefusedException => exception.Message,
        DbException or DatabaseBusyException =>
            $"The database{(file is null ? string.Empty : " " + file)} cannot be used: {OneLine(exception)} Database__ConnectionString says where it lies.",
        SocketException => $"ASPNETCORE_URLS: an address cannot be served at: {OneLine(exception)}",
        IOException { InnerException: AddressInUseException } =>
            $"ASPNETCORE_URLS: {OneLine(exception)} Stop what serves there, or choose another address.",
        InvalidOperationException { Source: { } source } when source.StartsWith("Microsoft.AspNetCore.Server.Kestrel", StringComparison.Ordinal) =>
            $"ASPNETCORE_URLS: {OneLine(exception)}",
        IOException or UnauthorizedAccessException => $"A file or folder cannot be used: {OneLine(exception)}",
        _ => null,
    };

    private async Task<int> OnAppAsync(Func<WebApplication, Task<int>> run)
    {
        WebApplicationBuilder builder;
        try
        {
            builder = CreateBuilder();
        }
        catch (Exception e) when (Explain(e, null) is { } line)
        {
            Say([line]);
            return CouldNot;
        }

        Say(Settings.UnknownOf(builder.Configuration).Select(unknown => "Warning: " + unknown));
        var faults = Settings.FaultsOf(builder.Configuration);
        if (faults.Count > 0)
        {
            Say(faults);
            return CouldNot;
        }

        var hasStarted = false;
        builder.Logging.AddFilter(HostLog, level => level >= LogLevel.Information && Volatile.Read(ref hasStarted));
        builder.AddOutcomeApi();
        await using var app = builder.Build();
        app.Lifetime.ApplicationStarted.Register(() => Volatile.Write(ref hasStarted, true));

        // Before the run: a program that could not start has disposed of its services.
        var file = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value.File;
        try
        {
            return await run(app);
        }
        catch (Exception e) when (!Volatile.Read(ref hasStarted) && Explain(e, file) is { } line)
        {
            Say([line]);
            return CouldNot;
        }
    }

    private static async Task PrepareDatabaseAsync(WebApplication app)
    {
        try
        {
            await app.PrepareDatabaseAsync(CancellationToken.None);
        }
        catch (InvalidOperationException e)
        {
            throw new StartRefusedException(OneLine(e), e);
        }
    }

    private static string OneLine(Exception exception) => exception.Message.ReplaceLineEndings(" ");

    private void Say(IEnumerable<string> lines)
    {
        foreach (var line in lines)
        {
            errors.WriteLine(line);
        }
    }

    private sealed class StartRefusedException(string message, Exception inner) : Exception(message, inner);
}
