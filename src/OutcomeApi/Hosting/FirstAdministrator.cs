using Microsoft.Extensions.Options;
using OutcomeApi.Features.Administration;

namespace OutcomeApi.Hosting;

/// <summary>
/// Makes sure that there is an administrator, when the program listens at its addresses: the key of the first one is shown once, and would be lost if
/// the program ended because an address is taken. Then the program is ready.
/// </summary>
public sealed class FirstAdministrator(IServiceScopeFactory scopes, IOptions<SecurityOptions> options, Readiness readiness) : IHostedLifecycleService
{
    public async Task StartedAsync(CancellationToken cancellationToken)
    {
        await using var scope = scopes.CreateAsyncScope();
        var mediator = scope.ServiceProvider.GetRequiredService<IMediator>();
        if ((await mediator.Send(new EnsureAdministrator(options.Value.BootstrapKey), cancellationToken)).Value?.ToShow is { } key)
        {
            Console.WriteLine($"First administrator's API key, shown this once: {key}");
        }

        readiness.WaitsFor = null;
    }

    public Task StartingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppingAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StoppedAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}
