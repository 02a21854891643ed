using System.Globalization;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using OutcomeApi.Data.Backups;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Features.Audit;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Data.Backups;

/// <summary>A register moves into another database: whole, the same, and with ids that go on.</summary>
public sealed class CopyTests(Databases databases) : IClassFixture<Databases>, IDisposable
{
    private const string Project = ApiFactory.Base + "/projects/iris2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-copy-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task A_copy_has_every_row_and_goes_on_where_the_register_was()
    {
        var to = (await databases.EmptyAsync("sqlite")).Connect().ConnectionString;
        await MoveAsync(to, "sqlite", api => api.UseSetting("Database:ConnectionString", to));

        // One row for each line that the command has said, counted in the copy itself.
        await using var copy = new SqliteConnection(to);
        await copy.OpenAsync();
        foreach (var line in _said.Split('\n').Where(line => line.StartsWith("    ", StringComparison.Ordinal)))
        {
            var words = line.Split(' ', StringSplitOptions.RemoveEmptyEntries);
            await using var count = copy.CreateCommand();
            count.CommandText = $"SELECT COUNT(*) FROM {words[1]}";
            ((long)(await count.ExecuteScalarAsync())!).ShouldBeGreaterThanOrEqualTo(long.Parse(words[0], CultureInfo.InvariantCulture), line);
        }
    }

    [SqlServerFact]
    public async Task A_copy_on_SQL_Server_has_every_row_and_goes_on_where_the_register_was()
    {
        var to = await databases.CreateOnServerAsync();
        await MoveAsync(to, "sqlserver", api =>
        {
            api.UseSetting("Database:Provider", "sqlserver");
            api.UseSetting("Database:ConnectionString", to);
        });
    }

    [Fact]
    public async Task Nothing_is_copied_over_rows_that_are_there()
    {
        var from = await databases.OpenAsync("sqlite");
        var to = await MigratedAsync();
        await ExecuteAsync(to, "INSERT INTO associations (id, content, version, received_at, changed_at) VALUES ('a', '{}', 1, 'x', 'x')");

        var refused = await CopyAsync(from.Connect().ConnectionString, to, "sqlite");

        refused.Code.ShouldBe(2);
        refused.Text.ShouldContain("Nothing has been copied: The database to fill has rows in associations already.");
    }

    [Fact]
    public async Task Both_databases_must_be_of_this_version()
    {
        var from = (await databases.OpenAsync("sqlite")).Connect().ConnectionString;
        var refused = await CopyAsync(from, (await databases.EmptyAsync("sqlite")).Connect().ConnectionString, "sqlite");
        refused.Code.ShouldBe(2);
        refused.Text.ShouldContain("Nothing has been copied: The database to fill is not up to date");

        var server = await CopyAsync("Server=127.0.0.1,1", from, "sqlite", "--Database:Provider=sqlserver");
        server.Code.ShouldBe(2);
        server.Text.ShouldContain("Nothing has been copied: Only the embedded database is copied.");
    }

    [Fact]
    public async Task What_arrives_otherwise_is_taken_back()
    {
        var from = await MigratedAsync();
        await ExecuteAsync(from, "INSERT INTO associations (id, content, version, received_at, changed_at) VALUES ('a', '{}', 1, 'x', 'x')");
        var to = await MigratedAsync();
        await ExecuteAsync(to, "CREATE TRIGGER spoils AFTER INSERT ON associations BEGIN UPDATE associations SET content = '[]'; END");

        using var source = new SqliteDialect(from);
        using var target = new SqliteDialect(to);
        (await Should.ThrowAsync<InvalidDataException>(new DatabaseCopy(source, target).RunAsync(CancellationToken.None)))
            .Message.ShouldStartWith("associations has arrived otherwise: 1 rows of ");

        await using var left = new SqliteConnection(to);
        await left.OpenAsync();
        await using var count = left.CreateCommand();
        count.CommandText = "SELECT COUNT(*) FROM associations";
        (await count.ExecuteScalarAsync()).ShouldBe(0L);
    }

    private string _said = string.Empty;

    /// <summary>Registers, copies into an empty database, and goes on there.</summary>
    private async Task MoveAsync(string to, string provider, Action<IWebHostBuilder> settings)
    {
        string registrarKey, figures, file = Path.Combine(_folder.FullName, "register.db");
        long last;
        using (var api = new Register())
        {
            await api.InitializeAsync();
            (_, registrarKey) = await api.NewKeyAsync("registrar", ["iris2"]);
            foreach (var i in Enumerable.Range(0, 7))
            {
                await (await api.Registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment($"E-{i}", ("subproject", "vsb"))))
                    .ShouldBeAsync(HttpStatusCode.Created);
            }

            await (await api.Registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit("E-1"))).ShouldBeAsync(HttpStatusCode.Created);
            figures = await FiguresAsync(api.Registrar);
            last = await LastAsync(api.Registrar);
            BackupCommand.Run("sqlite", $"Data Source={api.DatabaseFile}", file, TextWriter.Null).ShouldBe(0);
        }

        var migrated = await InProcessAsync("migrate", $"--Database:Provider={provider}", $"--Database:ConnectionString={to}");
        migrated.Code.ShouldBe(0, migrated.Text);
        var copied = await CopyAsync($"Data Source={file};Pooling=False", to, provider);
        copied.Code.ShouldBe(0, copied.Text);
        copied.Text.ShouldContain("           7 enrollments ");
        copied.Text.ShouldContain("           1 exits ");
        copied.Text.ShouldContain("Counts and sums of both are the same.");
        _said = copied.Text;

        await using var moved = new MovedApi(settings);
        using var registrar = moved.ClientWith(registrarKey);
        (await FiguresAsync(registrar)).ShouldBe(figures);
        (await (await registrar.GetAsync($"{Project}/enrollments/E-3")).ShouldBeAsync(HttpStatusCode.OK))["reference"]!.GetValue<string>().ShouldBe("E-3");
        await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-new", ("subproject", "vsb"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        (await LastAsync(registrar)).ShouldBeInRange(last + 1, last + 2);
        await using var output = new StringWriter();
        (await VerifyAuditCommand.RunAsync(moved.Services, null, output)).ShouldBe(0, output.ToString());
    }

    private static async Task<string> FiguresAsync(HttpClient registrar) => (await ApiFactory.UpToDateAsync(
        registrar, "iris2", "goal=iris2.work-or-studies&subproject=vsb&from=2024-T2&to=2024-T2&window=tertial"))["items"]!.ToJsonString();

    private static async Task<long> LastAsync(HttpClient registrar) =>
        (await (await registrar.GetAsync($"{Project}/changes?since=0&limit=500")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Max(item => item!["position"]!.GetValue<long>());

    private async Task<string> MigratedAsync()
    {
        var dialect = await databases.EmptyAsync("sqlite");
        using var owns = (IDisposable)dialect;
        await new Migrator(dialect, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);
        return dialect.Connect().ConnectionString;
    }

    private static async Task ExecuteAsync(string connectionString, string sql)
    {
        await using var connection = new SqliteConnection(connectionString);
        await connection.OpenAsync();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await command.ExecuteNonQueryAsync();
    }

    private async Task<(int Code, string Text)> CopyAsync(string from, string to, string provider, params string[] others)
    {
        var file = Path.Combine(_folder.FullName, "to.txt");
        await File.WriteAllTextAsync(file, to + "\n");
        return await InProcessAsync(["copy", "--to", file, "--to-provider", provider, $"--Database:ConnectionString={from}", .. others]);
    }

    private static async Task<(int Code, string Text)> InProcessAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var code = await CommandLine.RunAsync(args, output, output);
        return (code, output.ToString());
    }

    /// <summary>The service on the file that is copied.</summary>
    private sealed class Register() : ProjectApi("iris2")
    {
        protected override bool IsOnServer => false;
    }

    /// <summary>The service on the database that was filled.</summary>
    private sealed class MovedApi(Action<IWebHostBuilder> settings) : ApiFactory
    {
        protected override bool IsOnServer => false;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            settings(builder);
        }
    }
}
