using Hangfire.InMemory;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OutcomeApi.Demo.Sandbox;
using OutcomeApi.Hosting;
using OutcomeApi.Jobs;

namespace OutcomeApi.Tests.Features.Conformance;

/// <summary>The service behind the demonstration's sandbox, on a port of this machine, with the project Uppsala. It is noon on 22 November 2026.</summary>
public sealed class SandboxHost : IAsyncLifetime
{
    public const string Project = "uppsala";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-sandbox-");
    private readonly TestClock _clock = new(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero));
    private WebApplication _app = null!;

    public Uri Url => new(_app.Urls.Single() + "/");

    /// <summary>A registrar's key of the project.</summary>
    public string Key { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { ContentRootPath = AppContext.BaseDirectory });
        builder.Configuration["Database:ConnectionString"] = $"Data Source={Path.Combine(_folder.FullName, "outcome-api.db")};Pooling=False";
        builder.Configuration["Security:BootstrapKey"] = ApiFactory.AdministratorKey;
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        builder.Logging.ClearProviders();
        builder.AddOutcomeApi();
        builder.Services.Replace(
            ServiceDescriptor.Singleton(provider => new RecurringJobs(new InMemoryStorage(), _clock, provider.GetRequiredService<TimeZoneInfo>())));
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(_clock));
        builder.Services.AddSandbox();
        _app = builder.Build();
        _app.MapOutcomeApi();
        await _app.PrepareDatabaseAsync(CancellationToken.None);
        await _app.StartAsync();

        using var administrator = ClientWith(ApiFactory.AdministratorKey);
        (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/{Project}", ProjectFiles.Read(Project))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var made = await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", new { name = "kit", role = "registrar", projects = new[] { Project } });
        Key = (await made.ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }

    public async Task DisposeAsync()
    {
        await _app.DisposeAsync();
        _folder.Delete(recursive: true);
    }

    public HttpClient ClientWith(string key) => new() { BaseAddress = Url, DefaultRequestHeaders = { Authorization = new("Bearer", key) } };
}
