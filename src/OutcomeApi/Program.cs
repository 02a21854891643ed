using OutcomeApi.Hosting;

// Settings lie beside the program, whatever the working directory is; the database lies below the working directory.
var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
builder.AddOutcomeApi();
var app = builder.Build();
app.MapOutcomeApi();
await app.PrepareDatabaseAsync(CancellationToken.None);
await app.RunAsync();
