using System.Diagnostics;
using System.Globalization;
using Microsoft.AspNetCore.Hosting.Server;
using Microsoft.AspNetCore.Hosting.Server.Features;
using Microsoft.Extensions.Hosting;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Hosting;
using OutcomeApi.Http;
using OutcomeApi.Security;

namespace OutcomeApi.Demo;

/// <summary>
/// Fills the register when the program listens at its addresses, says how far it is, and prints the ways in. Until then every address answers 503 and says
/// how far it is.
/// </summary>
internal sealed class DemoStart(IServiceProvider services, IServer server, Readiness readiness, DemoSignIn signIn) : IHostedLifecycleService
{
    /// <summary>Where each role begins.</summary>
    private static readonly (Role Role, string Page)[] FirstPages =
    [
        (Role.SteeringGroup, "/projekt/iris2"), (Role.Secretariat, "/kansli"), (Role.Registrar, "/projekt/ips-unga/arbete"),
        (Role.Referrer, "/projekt/fram/arbete"), (Role.Administrator, "/administration"), (Role.Operator, "/drift"),
    ];

    /// <summary>Middleware that answers for the service until it is ready. The probes answer themselves.</summary>
    public static Task ShowProgressAsync(HttpContext http, RequestDelegate next)
    {
        var readiness = http.RequestServices.GetRequiredService<Readiness>();
        if (readiness.WaitsFor is not { } wait || http.Request.Path.StartsWithSegments("/health"))
        {
            return next(http);
        }

        http.Response.StatusCode = StatusCodes.Status503ServiceUnavailable;
        http.Response.Headers.RetryAfter = "2";
        http.Response.Headers.CacheControl = "no-store";
        http.Response.Headers["Refresh"] = "2";
        return http.Response.WriteAsync($"Demonstrationen förbereds. / The demonstration is being prepared.\n{wait}\n", http.RequestAborted);
    }

    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        var started = Stopwatch.GetTimestamp();
        var address = AddressOf(server);
        Console.WriteLine($"The demonstration is being prepared. It will be at {address}");
        var access = await DemoRegister.FillAsync(services, Say, cancellationToken);
        await DemoRegister.AddExamplesAsync(services, cancellationToken);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{access.Records} synthetic records in four projects, registered and computed in {Stopwatch.GetElapsedTime(started).TotalSeconds:0.0} s."));
        await DemoRegister.PrintAttainmentAsync(services, "iris2", cancellationToken);
        Print(access, address);
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <summary>The first address, as somebody on this machine writes it.</summary>
    private static string AddressOf(IServer server) => server.Features.Get<IServerAddressesFeature>()!.Addresses.First()
        .Replace("[::]", "localhost", StringComparison.Ordinal).Replace("0.0.0.0", "localhost", StringComparison.Ordinal);

    private void Say(string progress)
    {
        readiness.WaitsFor = progress;
        Console.WriteLine("  " + progress);
    }

    private void Print(DemoAccess access, string address)
    {
        Console.WriteLine();
        Console.WriteLine("One key for each role (Authorization: Bearer …):");
        foreach (var (role, key) in access.Keys)
        {
            Console.WriteLine($"  {Code.Format(role),-15}{key.Key}");
        }

        Console.WriteLine();
        Console.WriteLine("Pages to click, signed in with a role. Each link works once; the first page takes the keys above:");
        foreach (var (role, page) in FirstPages)
        {
            var caller = DemoRegister.CallerOf(role, access.Keys.Single(known => known.Role == role).Key.Row.PublicId);
            Console.WriteLine($"  {Code.Format(role),-15}{address}{signIn.Create(caller, page)}");
        }

        Console.WriteLine($"  {"share link",-15}{address}{ShareLink.Path}/{access.Link} (a steering group of IRIS 2, as often as it likes)");
        Console.WriteLine();
        Console.WriteLine("One call to paste:");
        Console.WriteLine(
            $"  curl -H 'Authorization: Bearer {access.Keys.Single(known => known.Role == Role.Registrar).Key.Key}' "
            + $"'{address}{Addresses.Base}/projects/iris2/attainment?from=2025-T3&to=2025-T3&window=since-start&limit=1'");
        Console.WriteLine();
        Console.WriteLine($"Interface      {address}{Addresses.Base}");
        Console.WriteLine($"Documentation  {address}/docs");
    }
}
