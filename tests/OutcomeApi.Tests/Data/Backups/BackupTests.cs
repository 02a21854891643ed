using Microsoft.Data.Sqlite;
using OutcomeApi.Data.Backups;

namespace OutcomeApi.Tests.Data.Backups;

/// <summary>
/// A backup is made while the service runs and is the whole register of a moment. A restored one goes on with positions that nobody has seen.
/// </summary>
public sealed class BackupTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-backup-");

    private string Backup => Path.Combine(_folder.FullName, "register.backup");

    public void Dispose() => _folder.Delete(recursive: true);

    [SqliteFact]
    public async Task A_restored_register_has_what_the_backup_has_and_its_feed_says_what_is_gone()
    {
        var restored = Path.Combine(_folder.FullName, "restored", "outcome-api.db");
        string registrarKey;
        long before, after;
        using (var api = new Iris2Api())
        {
            await api.InitializeAsync();
            (_, registrarKey) = await api.NewKeyAsync("registrar", ["iris2"]);
            await RegisterAsync(api.Registrar, "E-1");
            before = await LastAsync(api.Registrar);

            // Others write meanwhile: a backup is of one moment, and nobody waits for it.
            var writing = Task.WhenAll(Enumerable.Range(0, 20).Select(i => RegisterAsync(api.Registrar, $"W-{i}")));
            var (code, text) = Run(output => BackupCommand.Run("sqlite", $"Data Source={api.DatabaseFile}", Backup, output));
            code.ShouldBe(0, text);
            await writing;
            await RegisterAsync(api.Registrar, "E-LOST");
            after = await LastAsync(api.Registrar);

            Run(output => BackupCommand.Run("sqlite", $"Data Source={api.DatabaseFile}", Backup, output)).Code.ShouldBe(1, "it exists already");
            Task<(int Code, string Text)> RestoreAsync(string file) =>
                RunAsync(output => RestoreCommand.RunAsync("sqlite", $"Data Source={file}", api.Services, Backup, output));
            var there = await RestoreAsync(api.DatabaseFile);
            (there.Code, there.Text.Contains("Nothing is overwritten", StringComparison.Ordinal)).ShouldBe((1, true), there.Text);
            var done = await RestoreAsync(restored);
            done.Code.ShouldBe(0, done.Text);
        }

        using var again = new RestoredApi(restored);
        using var registrar = again.ClientWith(registrarKey);
        (await registrar.GetAsync("/outcome-api/v1/projects/iris2/enrollments/E-1")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await registrar.GetAsync("/outcome-api/v1/projects/iris2/enrollments/E-LOST")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Who has read no more than the backup holds goes on; who has read what is gone is told, also when the new entries are more than the old ones.
        (await ChangesAsync(registrar, before)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var gone = await (await ChangesAsync(registrar, after)).ShouldBeProblemAsync(HttpStatusCode.Gone, "feed-restarted /since");
        var last = await LastAsync(registrar);
        gone["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain($"since={last}");
        for (var i = 0; i < 30; i++)
        {
            await RegisterAsync(registrar, $"N-{i}");
        }

        await (await ChangesAsync(registrar, after)).ShouldBeProblemAsync(HttpStatusCode.Gone, "feed-restarted /since");
        var news = await (await ChangesAsync(registrar, last)).ShouldBeAsync(HttpStatusCode.OK);
        news["items"]!.AsArray().Count.ShouldBe(30);
        news["items"]![0]!["position"]!.GetValue<long>().ShouldBeInRange(after + 1, 1L << 53);
        (await ChangesAsync(registrar, await LastAsync(registrar))).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void What_is_no_database_of_the_service_is_no_backup()
    {
        var file = Path.Combine(_folder.FullName, "other.db");
        using (var other = new SqliteConnection($"Data Source={file};Pooling=False"))
        {
            other.Open();
            using var command = other.CreateCommand();
            command.CommandText = "CREATE TABLE other (id INTEGER)";
            command.ExecuteNonQuery();
        }

        var (code, text) = Run(output => BackupCommand.Run("sqlite", $"Data Source={file}", Backup, output));
        code.ShouldBe(1);
        text.ShouldContain("not a database of this service");
        Directory.GetFiles(_folder.FullName).ShouldBe([file]);
        Run(output => BackupCommand.Run("sqlserver", "Server=nowhere", Backup, output)).Code.ShouldBe(2);
    }

    private static async Task RegisterAsync(HttpClient registrar, string reference) =>
        await (await registrar.PostAsJsonAsync("/outcome-api/v1/projects/iris2/enrollments", TestData.Enrollment(reference)))
            .ShouldBeAsync(HttpStatusCode.Created);

    private static Task<HttpResponseMessage> ChangesAsync(HttpClient registrar, long since) =>
        registrar.GetAsync($"/outcome-api/v1/projects/iris2/changes?since={since}&limit=500");

    /// <summary>The last position of the feed.</summary>
    private static async Task<long> LastAsync(HttpClient registrar) =>
        (await (await ChangesAsync(registrar, 0)).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray().Max(item => item!["position"]!.GetValue<long>());

    private static (int Code, string Text) Run(Func<TextWriter, int> command)
    {
        using var output = new StringWriter();
        return (command(output), output.ToString());
    }

    private static async Task<(int Code, string Text)> RunAsync(Func<TextWriter, Task<int>> command)
    {
        await using var output = new StringWriter();
        return (await command(output), output.ToString());
    }

    /// <summary>The service on a database that was restored.</summary>
    private sealed class RestoredApi : ApiFactory
    {
        public RestoredApi(string file) => File.Copy(file, DatabaseFile, overwrite: true);

        protected override bool IsOnServer => false;
    }
}
