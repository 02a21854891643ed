using OutcomeApi.Demo.Sandbox;
using OutcomeApi.Hosting;

namespace OutcomeApi.Demo;

/// <summary>
/// Serves a demonstration: a fresh database below the working directory with the four projects and made-up participants, computed, and a way in for each role.
/// </summary>
internal static class DemoProgram
{
    private static Task<int> Main(string[] args) => new ServiceProgram([.. args.Where(argument => argument != SandboxMode.Argument)], Console.Error)
    {
        Before = builder =>
        {
            DemoRegister.UseFreshDatabase(builder);
            builder.Services.AddSingleton<DemoSignIn>();

            // Before the services of the program: it is ready when the register is filled.
            builder.Services.AddHostedService<DemoStart>();
            if (args.Contains(SandboxMode.Argument))
            {
                builder.Services.AddSandbox();
            }
        },
        InFront = app =>
        {
            app.Use(DemoStart.ShowProgressAsync);
            DemoSignIn.Map(app);
        },
    }.ServeAsync();
}
