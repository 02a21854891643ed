using Microsoft.Extensions.Options;
using OutcomeApi.Data.Backups;
using OutcomeApi.Features.Audit;
using OutcomeApi.Features.Batches.CommandLine;
using OutcomeApi.Features.Conformance;
using OutcomeApi.Features.Participants;
using OutcomeApi.Hosting;

// These ask a service over HTTP, and need nothing of one themselves.
if (args is [TemplateCommand.Name, ..])
{
    return await TemplateCommand.RunAsync(args, Console.Out);
}

if (args is [ImportCommand.Name, ..])
{
    return await ImportCommand.RunAsync(args, Console.Out);
}

if (args is [ConformanceCommand.Name, ..])
{
    return await ConformanceCommand.RunAsync(ConformanceCommand.Parse(args), Console.Out);
}

// Settings lie beside the program, whatever the working directory is; the database lies below the working directory.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddOutcomeApi();
var app = builder.Build();
app.MapOutcomeApi();
var database = app.Services.GetRequiredService<IOptions<DatabaseOptions>>().Value;
if (args is [BackupCommand.Name, ..])
{
    return BackupCommand.Run(database.Provider, database.ConnectionString, args, Console.Out);
}

if (args is [RestoreCommand.Name, ..])
{
    return await RestoreCommand.RunAsync(database.Provider, database.ConnectionString, app.Services, args, Console.Out);
}

await app.PrepareDatabaseAsync(CancellationToken.None);
if (args.Contains(VerifyAuditCommand.Name))
{
    return await VerifyAuditCommand.RunAsync(app.Services, args, Console.Out);
}

if (args.Contains(HashKeysCommand.Name))
{
    await HashKeysCommand.RunAsync(app.Services, Console.Out);
    return 0;
}

await app.RunAsync();
return 0;
