using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Logging;
using OutcomeApi.Demo;
using OutcomeApi.Features.Administration;
using OutcomeApi.Hosting;

namespace OutcomeApi.Pages.Tests.Support;

/// <summary>
/// The demo's register – four projects, the associations, everybody in them, all figures computed – with a key for everybody who has one. It is made
/// once; every test class has a copy.
/// </summary>
public sealed class DemoDatabase
{
    private static readonly Lazy<Task<DemoDatabase>> Made = new(MakeAsync);

    /// <summary>Whose keys there are: the role, and what it reaches, as tests name it.</summary>
    private static readonly ApiKeyRequest[] Holders =
    [
        .. ProjectFiles.Ids.SelectMany(project => new[] { "registrar", "referrer", "steering-group" }.Select(
            role => new ApiKeyRequest { Name = $"{role} {project}", Role = role, Projects = [project] })),
        .. DemoRegister.AssociationNames.Select(
            association => new ApiKeyRequest { Name = $"secretariat {association.Id}", Role = "secretariat", Associations = [association.Id] }),
        .. new[] { "registrar", "referrer", "steering-group" }.Select(role => new ApiKeyRequest
        {
            Name = $"{role} iris2/vsb",
            Role = role,
            Subprojects = new Dictionary<string, IReadOnlyList<string>> { ["iris2"] = ["vsb"] },
        }),
        new ApiKeyRequest { Name = "operator", Role = "operator" },
    ];

    private readonly string _file;
    private readonly Dictionary<string, string> _keys;

    private DemoDatabase(string file, Dictionary<string, string> keys, DateTimeOffset filledAt) => (_file, _keys, FilledAt) = (file, keys, filledAt);

    /// <summary>When everything in it had been registered.</summary>
    public DateTimeOffset FilledAt { get; }

    /// <summary>The register, made when it is first asked for.</summary>
    public static Task<DemoDatabase> GetAsync() => Made.Value;

    /// <summary>The key of a role.</summary>
    /// <param name="role">The role, as the API writes it.</param>
    /// <param name="reach">A project, a part of one, or an association; null: for roles that reach everything.</param>
    public string Key(string role, string? reach) => _keys[$"{role} {reach}".TrimEnd()];

    /// <summary>Puts a copy somewhere.</summary>
    public void CopyTo(string file) => File.Copy(_file, file);

    private static async Task<T> SendAsync<T>(WebApplication app, IRequest<T> request)
    {
        await using var scope = app.Services.CreateAsyncScope();
        return await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request);
    }

    private static async Task<DemoDatabase> MakeAsync()
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-pages-");
        AppDomain.CurrentDomain.ProcessExit += (_, _) => folder.Delete(recursive: true);
        var file = Path.Combine(folder.FullName, "demo.db");
        var clock = new TestClock(PagesFixture.Start);
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions
        {
            ApplicationName = typeof(Program).Assembly.GetName().Name,
            ContentRootPath = AppContext.BaseDirectory,
        });
        builder.Logging.ClearProviders();
        builder.Configuration["Database:ConnectionString"] = $"Data Source={file};Pooling=False";
        builder.AddOutcomeApi();
        builder.Services.Replace(ServiceDescriptor.Singleton<TimeProvider>(clock));
        var keys = new Dictionary<string, string> { ["administrator"] = ApiFactory.AdministratorKey };

        // It is never started: nothing else writes, and nobody asks it by HTTP.
        await using (var app = builder.Build())
        {
            await app.PrepareDatabaseAsync(CancellationToken.None);
            await SendAsync(app, new EnsureAdministrator(ApiFactory.AdministratorKey));
            await DemoRegister.FillAsync(app.Services, _ => { }, CancellationToken.None);
            foreach (var holder in Holders)
            {
                var made = await SendAsync(app, new CreateApiKey("tests", holder, []));
                made.Faults.ShouldBeEmpty();
                keys[holder.Name!] = made.Value!.Key;
            }
        }

        // Everything into the one file.
        await using var database = new SqliteConnection($"Data Source={file};Pooling=False");
        await database.OpenAsync();
        await using var command = database.CreateCommand();
        command.CommandText = "PRAGMA wal_checkpoint(TRUNCATE)";
        await command.ExecuteNonQueryAsync();
        return new DemoDatabase(file, keys, clock.GetUtcNow());
    }
}
