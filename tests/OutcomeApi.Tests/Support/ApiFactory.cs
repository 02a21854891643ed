using System.Data.Common;
using System.Diagnostics;
using System.Net.Http.Headers;
using System.Text;
using Dapper;
using Hangfire.InMemory;
using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Mvc.Testing;
using Microsoft.Data.SqlClient;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Jobs;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Support;

/// <summary>
/// The whole service on a database of its own: one for each test class. It is a file, or on the server of <see cref="SqlServer"/>. Its clock begins at
/// noon on 22 November 2026 unless a test moves it.
/// </summary>
public class ApiFactory : WebApplicationFactory<Program>
{
    public const string AdministratorKey = "ok_administrator-of-the-tests-0000000000000000";

    public const string Base = "/outcome-api/v1";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-tests-");
    private string? _onServer;

    public TestClock Clock { get; } = new(new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero));

    public string DatabaseFile => Path.Combine(_folder.FullName, "outcome-api.db");

    /// <summary>Connection string of the database.</summary>
    public virtual string ConnectionString => IsOnServer ? _onServer ??= SqlServer.CreateDatabase() : $"Data Source={DatabaseFile};Pooling=False";

    /// <summary>Is the database on the server? Otherwise it is a file, which some tests look into, or bring along.</summary>
    protected virtual bool IsOnServer => SqlServer.HasSuite;

    /// <summary>Where the service is asked.</summary>
    protected virtual Uri Home { get; } = new("https://localhost");

    /// <summary>Do clients wait for the figures of what was registered before? Not where no jobs run: the figures would never follow.</summary>
    protected virtual bool FiguresFollow => true;

    /// <summary>A client with a credential; null: none.</summary>
    public HttpClient ClientWith(string? key)
    {
        var client = CreateDefaultClient(Home, FiguresFollow ? [new FiguresFollow()] : []);
        client.DefaultRequestHeaders.Authorization = key is null ? null : new AuthenticationHeaderValue("Bearer", key);
        return client;
    }

    public HttpClient Administrator() => ClientWith(AdministratorKey);

    /// <summary>A client with a new key of a role.</summary>
    public async Task<HttpClient> ClientAsync(string role, string[]? projects = null, string[]? associations = null) =>
        ClientWith((await NewKeyAsync(role, projects, associations)).Key);

    /// <summary>A new key of a role, with its id. The associations that it names are registered, unless they are already.</summary>
    public async Task<(string Id, string Key)> NewKeyAsync(string role, string[]? projects = null, string[]? associations = null)
    {
        using var administrator = Administrator();
        foreach (var association in associations ?? [])
        {
            (await administrator.PutAsJsonAsync($"{Base}/associations/{association}", new { })).StatusCode
                .ShouldBeOneOf(HttpStatusCode.Created, HttpStatusCode.PreconditionRequired);
        }

        var response = await administrator.PostAsJsonAsync(
            $"{Base}/api-keys", new { name = $"test {role}", role, projects = projects ?? [], associations = associations ?? [] });
        response.EnsureSuccessStatusCode();
        var made = (await response.Content.ReadFromJsonAsync<JsonObject>())!;
        return (made["id"]!.GetValue<string>(), made["key"]!.GetValue<string>());
    }

    /// <summary>Changes the database behind the service's back.</summary>
    /// <returns>How many rows it has changed.</returns>
    public int Execute(string sql)
    {
        using var database = OpenDatabase();
        return database.Execute(sql);
    }

    /// <summary>Opens the database behind the service's back.</summary>
    public DbConnection OpenDatabase()
    {
        DbConnection database = IsOnServer ? new SqlConnection(ConnectionString) : new SqliteConnection(ConnectionString);
        database.Open();
        return database;
    }

    /// <summary>The database as the service uses it, for a dialect around it.</summary>
    public ISqlDialect NewDialect() => IsOnServer ? new SqlServerDialect(ConnectionString) : new SqliteDialect(ConnectionString);

    /// <summary>Registers a project file of <c>db/projects</c>.</summary>
    public async Task PutProjectAsync(string id)
    {
        using var administrator = Administrator();
        (await administrator.PutAsJsonAsync($"{Base}/projects/{id}", ProjectFiles.Read(id))).EnsureSuccessStatusCode();
    }

    /// <summary>Lets an association say how many people make a group that is not small.</summary>
    public Task SetThresholdAsync(string association, int k) => SetOfAssociationAsync(association, "smallNumberThreshold", k);

    /// <summary>Sets a member of an association's file.</summary>
    public async Task SetOfAssociationAsync(string association, string member, int value)
    {
        using var administrator = Administrator();
        var address = $"{Base}/associations/{association}";
        var now = await administrator.GetAsync(address);
        var file = (await now.Content.ReadFromJsonAsync<JsonObject>())!;
        foreach (var other in file.Select(known => known.Key).Except(["name", "parties", "reportDeadlineDays", "smallNumberThreshold"]).ToArray())
        {
            file.Remove(other);
        }

        file[member] = value;
        (await administrator.PutAsync(address, file, now.Headers.ETag!.Tag)).EnsureSuccessStatusCode();
    }

    /// <summary>Counts what is registered of a project, without the job engine.</summary>
    public async Task ComputeAsync(string project)
    {
        await using var scope = Services.CreateAsyncScope();
        var run = await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new ComputeProject(project, null, ComputeProject.Incremental));
        run.Faults.ShouldBeEmpty();
    }

    /// <summary>Waits until the job engine has counted everything that is registered.</summary>
    public static async Task<JsonObject> UpToDateAsync(HttpClient reader, string project, string query = "limit=500", int seconds = 30)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(25));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(seconds));
        while (true)
        {
            var response = await reader.GetAsync($"{Base}/projects/{project}/attainment?{query}", patience.Token);
            if (response.StatusCode != HttpStatusCode.ServiceUnavailable)
            {
                var answer = await response.ShouldBeAsync(HttpStatusCode.OK);
                if (answer["upToDate"]!.GetValue<bool>())
                {
                    return answer;
                }
            }

            await timer.WaitForNextTickAsync(patience.Token);
        }
    }

    /// <summary>Does a text stand in any file of the database? The files of a server are its own: there it is looked for in every row.</summary>
    public async Task<bool> IsOnDiskAsync(string text)
    {
        if (IsOnServer)
        {
            using var database = OpenDatabase();
            return TablesOf(database).Any(table => RowsOf(database, table).Any(row => row.Contains(text, StringComparison.Ordinal)));
        }

        // While somebody reads, the files beside the database do not go.
        await using var reader = new SqliteConnection($"Data Source={DatabaseFile};Mode=ReadOnly;Pooling=False");
        await reader.OpenAsync();
        await using var transaction = await reader.BeginTransactionAsync();
        await using var command = reader.CreateCommand();
        command.CommandText = "SELECT COUNT(*) FROM projects";
        (await command.ExecuteScalarAsync()).ShouldBeOfType<long>().ShouldBeGreaterThan(0);

        var found = false;
        foreach (var file in Directory.GetFiles(_folder.FullName))
        {
            await using var stream = new FileStream(file, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            using var memory = new MemoryStream();
            await stream.CopyToAsync(memory);
            found |= memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
        }

        return found;
    }

    /// <summary>Names of all tables of the service.</summary>
    protected static IReadOnlyList<string> TablesOf(DbConnection database) =>
    [
        .. database.Query<string>(database is SqlConnection
            ? "SELECT TABLE_NAME FROM INFORMATION_SCHEMA.TABLES WHERE TABLE_TYPE = 'BASE TABLE' AND TABLE_SCHEMA = 'dbo'"
            : "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"),
    ];

    /// <summary>The rows of a table as texts.</summary>
    protected static IEnumerable<string> RowsOf(DbConnection database, string table)
    {
        using var reader = database.ExecuteReader($"SELECT * FROM {table} ORDER BY 1, 2");
        while (reader.Read())
        {
            yield return string.Join('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue));
        }
    }

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        builder.UseSetting("Database:Provider", IsOnServer ? "sqlserver" : "sqlite");
        builder.UseSetting("Database:ConnectionString", ConnectionString);
        builder.UseSetting("Security:BootstrapKey", AdministratorKey);
        builder.ConfigureServices(services =>
        {
            // Nights come by the machine's clock, which is none of the tests' business: they are scheduled where nobody looks.
            services.Replace(
                ServiceDescriptor.Singleton(provider => new RecurringJobs(new InMemoryStorage(), Clock, provider.GetRequiredService<TimeZoneInfo>())));
            services.Replace(ServiceDescriptor.Singleton<TimeProvider>(Clock));
        });
    }

    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (disposing && _folder.Exists)
        {
            _folder.Delete(recursive: true);
            if (_onServer is not null)
            {
                SqlServer.DropDatabase(_onServer);
            }
        }
    }
}

/// <summary>
/// A clock that begins at a stated instant and runs on from there. It must run: a job engine that waits for a clock that stands still waits for ever.
/// </summary>
public sealed class TestClock(DateTimeOffset start) : TimeProvider
{
    private readonly long _started = Stopwatch.GetTimestamp();

    /// <summary>How far a test has moved it.</summary>
    public TimeSpan Moved { get; set; }

    public override DateTimeOffset GetUtcNow() => start + Stopwatch.GetElapsedTime(_started) + Moved;
}
