using System.Text.RegularExpressions;
using Microsoft.Data.Sqlite;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Hosting;

/// <summary>The real program starts, or says in a line for each fault why it does not: without a stack, with exit code 2, and with nothing lost.</summary>
public sealed partial class StartTests : IDisposable
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-start-");

    public void Dispose() => _folder.Delete(recursive: true);

    [Fact]
    public async Task The_first_key_is_not_made_where_the_address_is_taken()
    {
        await using var taken = await LoopbackServer.StartAsync(_ => Task.CompletedTask);

        var refused = await RunAsync([], ("ASPNETCORE_URLS", taken.Address));

        ShouldBeOneLine(refused, $"ASPNETCORE_URLS: Failed to bind to address {taken.Address}: address already in use.");
        using var started = await ServiceProcess.StartAsync(
            _folder.FullName, bootstrapKey: null, ("Database__ConnectionString", "Data Source=data/outcome-api.db"));
        using var administrator = started.ClientWith(Key().Match(started.Output).Value);
        (await administrator.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_folder_that_can_not_be_made_and_a_file_that_is_no_database_are_one_line()
    {
        var file = Path.Combine(_folder.FullName, "text");
        await File.WriteAllTextAsync(file, new string('x', 5000));

        ShouldBeOneLine(await RunAsync([], ("Database__ConnectionString", $"Data Source={file}/below/x.db")), "A file or folder cannot be used: ");
        ShouldBeOneLine(await RunAsync([], ("Database__ConnectionString", $"Data Source={file}")), $"The database {file} cannot be used: ");
        ShouldBeOneLine(await RunAsync(["hash-keys"], ("Database__ConnectionString", $"Data Source={file}")), $"The database {file} cannot be used: ");
    }

    [Fact]
    public async Task All_wrong_settings_are_named_and_unknown_ones_are_warned_of()
    {
        var (code, output, errors) = await RunAsync(
            [], ("Database__Provider", "oracle"), ("Jobs__StatementSeconds", "soon"), ("Security__BootstrapKey", "ok_secret"), ("Databse__Provider", "sqlite"));

        code.ShouldBe(2);
        output.ShouldBeEmpty();
        errors.TrimEnd().Split('\n').ShouldBe(
        [
            "Warning: Databse__Provider is not known. The nearest that is: Database__Provider",
            "Database__Provider: oracle is not allowed. Allowed: sqlite, sqlserver",
            "Jobs__StatementSeconds: soon is not allowed. Allowed: a whole number from 1 to 3600",
            "Security__BootstrapKey: its value is not allowed. Allowed: ok_ and then 43 of A-Z, a-z, 0-9, - and _",
        ]);
    }

    [Fact]
    public async Task The_register_lies_below_the_working_directory()
    {
        (await RunAsync(["hash-keys"])).Code.ShouldBe(0);
        File.Exists(Path.Combine(_folder.FullName, "data/outcome-api.db")).ShouldBeTrue();

        (await RunAsync(["hash-keys"], ("Database__ConnectionString", "Data Source=elsewhere/register.db"))).Code.ShouldBe(0);
        File.Exists(Path.Combine(_folder.FullName, "elsewhere/register.db")).ShouldBeTrue();
    }

    [Fact]
    public async Task Check_says_what_is_well_and_changes_nothing()
    {
        var before = await CheckAsync();
        before.Code.ShouldBe(0, before.Text);
        before.Text.ShouldContain("ok      settings  all are known and allowed");
        before.Text.ShouldContain($"ok      database  {DatabaseFile} is not there yet. The first start makes it");
        before.Text.ShouldContain(" MB are free at ");
        _folder.GetFileSystemInfos().ShouldBeEmpty();

        (await InProcessAsync("hash-keys")).Code.ShouldBe(0);
        var after = await CheckAsync();
        after.Code.ShouldBe(0, after.Text);
        after.Text.ShouldContain($"ok      database  {DatabaseFile} can be read and written, and no migrations wait");

        Execute("DELETE FROM schema_migrations WHERE name = (SELECT MAX(name) FROM schema_migrations)");
        var waiting = await CheckAsync();
        waiting.Code.ShouldBe(0, waiting.Text);
        waiting.Text.ShouldContain($"warning database  {DatabaseFile} can be read. 1 migrations wait, the last is ");

        Execute("UPDATE schema_migrations SET name = '9999_later.sql' WHERE name = (SELECT MAX(name) FROM schema_migrations)");
        var later = await CheckAsync();
        later.Code.ShouldBe(2, later.Text);
        later.Text.ShouldContain("fault   database  The database has the migration 9999_later.sql, which this program does not know. Run a newer program.");
    }

    [Fact]
    public async Task Where_another_account_migrates_a_start_waits_for_it()
    {
        (string, string)[] settings = [("Database__ConnectionString", $"Data Source={DatabaseFile}"), ("Database__MigrateAtStart", "false")];
        var refused = await RunAsync([], settings);
        ShouldBeOneLine(refused, "The database is not up to date: 0019_baseline.sql, ");
        refused.Errors.ShouldContain("Run \"OutcomeApi migrate\"");

        var first = await RunAsync(["migrate"], settings);
        first.Code.ShouldBe(0, first.Errors);
        first.Output.ShouldContain("Done: 0019_baseline.sql\n");
        first.Output.TrimEnd().ShouldEndWith("The database is up to date.");
        (await RunAsync(["migrate"], settings)).Output.Trim().ShouldBe("The database is up to date.");
        using (var started = await ServiceProcess.StartAsync(_folder.FullName, ApiFactory.AdministratorKey, settings))
        {
            using var administrator = started.ClientWith(ApiFactory.AdministratorKey);
            (await administrator.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        Execute("UPDATE schema_migrations SET name = '9999_later.sql' WHERE name = (SELECT MAX(name) FROM schema_migrations)");
        ShouldBeOneLine(await RunAsync(["migrate"], settings), "The database has the migration 9999_later.sql, which this program does not know.");
    }

    [Fact]
    public async Task Check_names_what_is_wrong()
    {
        var settings = await CheckAsync("--Jobs:StatementSeconds=0", "--Jobs:Statements=0");
        settings.Code.ShouldBe(2);
        settings.Text.ShouldContain("warning settings  Jobs__Statements is not known. The nearest that is: Jobs__StatementSeconds");
        settings.Text.ShouldContain("fault   settings  Jobs__StatementSeconds: 0 is not allowed. Allowed: a whole number from 1 to 3600");

        await File.WriteAllTextAsync(DatabaseFile, new string('x', 5000));
        var database = await CheckAsync();
        database.Code.ShouldBe(2);
        database.Text.ShouldContain($"fault   database  The database {DatabaseFile} cannot be used: ");
    }

    [Fact]
    public async Task Check_asks_the_issuer_for_its_configuration()
    {
        var isIssuer = true;
        await using var server = await LoopbackServer.StartAsync(http => Microsoft.AspNetCore.Http.HttpResponseWritingExtensions.WriteAsync(
            http.Response, isIssuer && http.Request.Path == "/.well-known/openid-configuration" ? """{"issuer":"x","jwks_uri":"y"}""" : "{}"));
        string[] arguments = ["--Security:Jwt:Authority=" + server.Address, "--Security:Jwt:Audience=outcome-api"];

        (await CheckAsync(arguments)).Text.ShouldContain($"ok      issuer    {server.Address} publishes its configuration");
        isIssuer = false;
        var other = await CheckAsync(arguments);
        other.Code.ShouldBe(2);
        other.Text.ShouldContain("fault   issuer    Security__Jwt__Authority: ");
        (await CheckAsync("--Security:Jwt:Authority=http://localhost:1", "--Security:Jwt:Audience=outcome-api")).Text
            .ShouldContain("fault   issuer    Security__Jwt__Authority: http://localhost:1/.well-known/openid-configuration cannot be read");
    }

    [Fact]
    public async Task Who_is_locked_out_gets_a_new_key_and_the_audit_says_so()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        var reset = await RunAsync(["administrator", "reset"], ("Database__ConnectionString", $"Data Source={DatabaseFile}"));
        reset.Code.ShouldBe(0, reset.Errors);
        var key = Key().Match(reset.Output).Value;
        reset.Output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Count(line => line.Contains("shown this once", StringComparison.Ordinal)).ShouldBe(1);
        using var first = service.ClientWith(ApiFactory.AdministratorKey);
        using var second = service.ClientWith(key);
        (await first.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await second.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode.ShouldBe(HttpStatusCode.OK);

        var alone = await RunAsync(["administrator", "reset", "--revoke-others"], ("Database__ConnectionString", $"Data Source={DatabaseFile}"));
        alone.Output.ShouldContain("Administrators' keys that were revoked: 2");
        using var third = service.ClientWith(Key().Match(alone.Output).Value);
        await Eventually.HoldsAsync(async () => (await second.GetAsync($"{ApiFactory.Base}/api-keys")).StatusCode == HttpStatusCode.Unauthorized);
        var audit = await (await third.GetAsync($"{ApiFactory.Base}/audit-events?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        audit["items"]!.AsArray()
            .Where(entry => entry!["credential"]!.GetValue<string>() == "command-line")
            .Select(entry => $"{entry!["action"]} {entry["kind"]} {entry["count"]}")
            .Order(StringComparer.Ordinal)
            .ShouldBe(["create api-key 1", "create api-key 1", "revoke api-key 2"]);
    }

    [Fact]
    public async Task Ready_is_said_when_the_start_is_over()
    {
        var readiness = new Readiness();
        var health = new StartHealth(readiness);
        (await health.CheckHealthAsync(new())).ShouldSatisfyAllConditions(
            check => check.Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Unhealthy),
            check => check.Description.ShouldBe("the start"));

        readiness.WaitsFor = null;
        readiness.IsReady.ShouldBeTrue();
        (await health.CheckHealthAsync(new())).Status.ShouldBe(Microsoft.Extensions.Diagnostics.HealthChecks.HealthStatus.Healthy);
    }

    [Fact]
    public async Task The_commands_of_the_README_start_it_for_real()
    {
        var commands = Section().Match(Repository.Read("README.md")).Groups["commands"].Value;
        commands.Split('\n', StringSplitOptions.RemoveEmptyEntries).Length.ShouldBeInRange(7, 12);

        // The build of these tests is what is published, on a port that is free.
        var build = AppContext.BaseDirectory.Contains("/Release/", StringComparison.Ordinal) ? "Release" : "Debug";
        (string Is, string Becomes)[] here =
        [
            ("src/OutcomeApi -c Release", $"{Repository.Root}/src/OutcomeApi -c {build} --no-build"), ("@db/", $"@{Repository.Root}/db/"),
            (":5000", $":{await FreePortAsync()}"),
        ];
        foreach (var (text, becomes) in here)
        {
            commands.ShouldContain(text);
            commands = commands.Replace(text, becomes, StringComparison.Ordinal);
        }

        var script = $"set -e\ntrap 'kill $(jobs -p) 2> /dev/null; wait' EXIT\n{commands}";
        var (code, output, errors) = await ServiceProcess.RunScriptAsync(_folder.FullName, script, TimeSpan.FromMinutes(3));

        code.ShouldBe(0, output + errors);
        File.Exists(Path.Combine(_folder.FullName, "register/outcome-api.db")).ShouldBeTrue("the register lies where README says");
        await using var backup = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "outcome-api.backup")};Mode=ReadOnly;Pooling=False");
        await backup.OpenAsync();
        await using var projects = backup.CreateCommand();
        projects.CommandText = "SELECT COUNT(*) FROM projects WHERE id = 'iris2'";
        (await projects.ExecuteScalarAsync()).ShouldBe(1L);
    }

    private string DatabaseFile => Path.Combine(_folder.FullName, "outcome-api.db");

    private static void ShouldBeOneLine((int Code, string Output, string Errors) run, string beginning)
    {
        run.Code.ShouldBe(2, run.Output + run.Errors);
        run.Errors.TrimEnd().Split('\n').ShouldHaveSingleItem().ShouldStartWith(beginning);
        run.Output.ShouldNotContain("   at ");
        run.Output.ShouldNotContain("ok_");
    }

    private static async Task<int> FreePortAsync()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        return new Uri(server.Address).Port;
    }

    private Task<(int Code, string Output, string Errors)> RunAsync(string[] args, params (string Name, string Value)[] settings) =>
        ServiceProcess.RunAsync(_folder.FullName, args, settings);

    private Task<(int Code, string Text)> CheckAsync(params string[] args) => InProcessAsync(["check", .. args]);

    private async Task<(int Code, string Text)> InProcessAsync(params string[] args)
    {
        await using var output = new StringWriter();
        var code = await CommandLine.RunAsync([.. args, $"--Database:ConnectionString=Data Source={DatabaseFile};Pooling=False"], output, output);
        return (code, output.ToString());
    }

    private void Execute(string sql)
    {
        using var database = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        database.Open();
        using var command = database.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery().ShouldBe(1);
    }

    [GeneratedRegex("ok_[A-Za-z0-9_-]{43}")]
    private static partial Regex Key();

    [GeneratedRegex("## Start for real\n.*?```bash\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Section();
}
