using OutcomeApi.Demo.Sandbox;
using OutcomeApi.Hosting;

namespace OutcomeApi.Demo;

/// <summary>
/// Serves a demonstration: a fresh database below the working directory with the four projects and made-up participants, computed, and one key for each role.
/// </summary>
internal static class DemoProgram
{
    private static async Task Main(string[] args)
    {
        string[] settings = [.. args.Where(argument => argument != SandboxMode.Argument)];
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = settings, ContentRootPath = AppContext.BaseDirectory });
        DemoRegister.UseFreshDatabase(builder);
        builder.AddOutcomeApi();
        if (args.Contains(SandboxMode.Argument))
        {
            builder.Services.AddSandbox();
        }

        var app = builder.Build();
        app.MapOutcomeApi();
        await app.PrepareDatabaseAsync(CancellationToken.None);
        await DemoRegister.FillAsync(app, CancellationToken.None);
        await app.RunAsync();
    }
}
