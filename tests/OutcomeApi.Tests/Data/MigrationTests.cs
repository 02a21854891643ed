using System.Text.RegularExpressions;
using Dapper;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.SqlServer.TransactSql.ScriptDom;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Tests.Stored;

namespace OutcomeApi.Tests.Data;

/// <summary>The scripts of <c>db/</c>: the same for both databases, and run whole or not at all.</summary>
public sealed partial class MigrationTests(Databases databases) : IClassFixture<Databases>
{
    private static readonly IReadOnlyList<Migration> ForSqlite = Migration.AllFor("sqlite");
    private static readonly IReadOnlyList<Migration> ForSqlServer = Migration.AllFor("sqlserver");

    [Fact]
    public void Both_databases_have_the_same_scripts()
    {
        ForSqlite.Count.ShouldBeGreaterThanOrEqualTo(4);
        ForSqlite[0].IsBaseline.ShouldBeTrue();
        ForSqlServer.Select(m => m.Name).ShouldBe(ForSqlite.Select(m => m.Name));
        ForSqlite.Select(m => m.Name).ShouldBe(Repository.Files("db/sqlite", "*.sql").Select(f => Path.GetFileName(f)));
        ForSqlite.Select(m => m.Name[..4]).ShouldAllBe(number => number.All(char.IsAsciiDigit));
        ForSqlite.Select(m => m.Name[..4]).ShouldBe(ForSqlite.Select(m => m.Name[..4]).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Every_script_for_SQL_Server_parses()
    {
        // Whole, a view is not alone in its batch, which only the server minds.
        ForSqlServer.SelectMany(m => Statements.TSqlFaults(m.Name, WithoutViews(m))).ShouldBeEmpty();
        ForSqlServer.SelectMany(m => m.Statements.SelectMany((s, i) => Statements.TSqlFaults($"{m.Name} statement {i + 1}", s))).ShouldBeEmpty();
    }

    [Fact]
    public void Scripts_keep_to_plain_statements()
    {
        var kinds = ForSqlServer.SelectMany(m => m.Statements.Select(s => (m.Name, Statement: Schema.ParseOne(s)))).ToArray();
        kinds.ShouldNotBeEmpty();
        kinds
            .Where(k => k.Statement is not (CreateTableStatement or CreateIndexStatement or CreateViewStatement
                or InsertStatement or UpdateStatement or DeleteStatement or DropTableStatement
                or AlterTableDropTableElementStatement { AlterTableDropTableElements.Count: 1 }
                or AlterTableAddTableElementStatement { Definition: { ColumnDefinitions.Count: 1, TableConstraints.Count: 0 } }))
            .Select(k => $"sqlserver/{k.Name}: {k.Statement.GetType().Name}")
            .Concat(ForSqlite.SelectMany(m => m.Statements
                .Select(s => Comment().Replace(s, string.Empty).Trim())
                .Where(s => !PlainStatement().IsMatch(s))
                .Select(s => $"sqlite/{m.Name}: {s.Split('\n')[0]}")))
            .ShouldBeEmpty();
    }

    [Fact]
    public async Task Both_databases_have_the_same_schema()
    {
        await using var connection = await ConnectAsync(await databases.OpenAsync("sqlite"));
        var sqlite = Schema.OfSqlite(connection);
        sqlite.Count.ShouldBeGreaterThan(100);
        var sqlServer = Schema.OfSqlServer(ForSqlServer);

        sqlite.Except(sqlServer).Select(line => "only on SQLite: " + line)
            .Concat(sqlServer.Except(sqlite).Select(line => "only on SQL Server: " + line))
            .Order()
            .ShouldBeEmpty();
        sqlServer.Count.ShouldBe(sqlite.Count);
    }

    [Fact]
    public void Bytes_are_never_null()
    {
        // A null goes to the server as a text, and of all types only bytes cannot be made of one.
        var bytes = Schema.OfSqlServer(ForSqlServer).Where(line => line.Contains(" BLOB", StringComparison.Ordinal)).ToArray();
        bytes.ShouldNotBeEmpty();
        bytes.ShouldAllBe(line => line.EndsWith(" BLOB NOT NULL", StringComparison.Ordinal));
    }

    [Fact]
    public async Task All_SQLite_tables_are_strict()
    {
        await using var connection = await ConnectAsync(await databases.OpenAsync("sqlite"));
        var tables = connection.Query<(string Name, long Strict)>(
            "SELECT name, strict FROM pragma_table_list WHERE type = 'table' AND name NOT LIKE 'sqlite%'").ToArray();
        tables.Length.ShouldBeGreaterThan(10);
        tables.Where(t => t.Strict != 1).Select(t => t.Name).ShouldBeEmpty();
    }

    [Fact]
    public async Task The_baseline_makes_what_the_scripts_before_it_made()
    {
        var dialect = await databases.EmptyAsync("sqlite");
        await MigratorOf(dialect).MigrateAsync([ForSqlite[0]], CancellationToken.None);
        await using var connection = await ConnectAsync(dialect);

        Schema.Definitions(connection.Query<string>(
                "SELECT sql FROM sqlite_master WHERE sql IS NOT NULL AND name NOT LIKE 'sqlite%' AND name <> 'schema_migrations'"))
            .ShouldBe(GoldenSchema("sqlite"));
        Schema.Definitions(ForSqlServer[0].Statements).ShouldBe(GoldenSchema("sqlserver"));

        static string[] GoldenSchema(string engine) =>
            Repository.Read($"tests/OutcomeApi.Tests/Data/golden/schema-0019-{engine}.txt").Split('\n', StringSplitOptions.RemoveEmptyEntries);
    }

    [Fact]
    public async Task A_database_of_version_0_1_is_taken_over_without_its_journal_being_changed()
    {
        var file = databases.NewFile();
        await File.WriteAllBytesAsync(new SqliteConnectionStringBuilder(file).DataSource, GoldenFiles.Bytes("database.db"));
        using var dialect = new SqliteDialect(file);
        await using var connection = await ConnectAsync(dialect);
        var before = Journal(connection);
        before[^1].ShouldBe("0019_what_certified_reports_told.sql");

        await MigratorOf(dialect).MigrateAsync(CancellationToken.None);
        Journal(connection).ShouldBe([.. before, .. ForSqlite.Skip(1).Select(m => m.Name)]);
        await MigratorOf(dialect).MigrateAsync(CancellationToken.None);
        Schema.OfSqlite(connection).ShouldBe(Schema.OfSqlServer(ForSqlServer));
    }

    [Fact]
    public async Task A_database_that_already_has_later_scripts_is_taken_over()
    {
        var dialect = await DatabaseWithJournalAsync(["0001_a.sql", "0019_b.sql", ForSqlite[1].Name], ForSqlite[1].Checksum);
        await MigratorOf(dialect).MigrateAsync([.. ForSqlite.Take(2)], CancellationToken.None);

        await using var connection = await ConnectAsync(dialect);
        Journal(connection).ShouldBe(["0001_a.sql", "0019_b.sql", ForSqlite[1].Name]);
    }

    [Fact]
    public async Task A_database_that_stops_before_the_baseline_is_refused_with_the_version_that_can_help()
    {
        var dialect = await DatabaseWithJournalAsync(["0001_a.sql", "0018_b.sql"], "1");
        var refused = await Should.ThrowAsync<InvalidOperationException>(MigratorOf(dialect).MigrateAsync(CancellationToken.None));
        refused.Message.ShouldContain("0018_b.sql");
        refused.Message.ShouldContain("version 0.1");

        await using var connection = await ConnectAsync(dialect);
        Journal(connection).ShouldBe(["0001_a.sql", "0018_b.sql"]);
        connection.Query<string>("SELECT name FROM sqlite_master WHERE name = 'projects'").ShouldBeEmpty();
    }

    [Theory]
    [OnSqlite]
    [OnSqlServer]
    public async Task A_new_database_gets_every_script_once(string engine)
    {
        var dialect = await databases.EmptyAsync(engine);
        await MigratorOf(dialect).MigrateAsync(CancellationToken.None);
        await using var connection = dialect.Connect();
        var first = (await connection.QueryAsync<DateTimeOffset>("SELECT applied_at FROM schema_migrations ORDER BY name")).ToArray();
        first.Length.ShouldBe(ForSqlite.Count);

        await MigratorOf(dialect).MigrateAsync(CancellationToken.None);
        (await connection.QueryAsync<DateTimeOffset>("SELECT applied_at FROM schema_migrations ORDER BY name")).ShouldBe(first);
    }

    [Fact]
    public async Task A_script_that_has_run_and_is_another_now_stops_the_start()
    {
        var dialect = await databases.EmptyAsync("sqlite");
        await MigratorOf(dialect).MigrateAsync([new("0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT;\n")], CancellationToken.None);

        await MigratorOf(dialect).MigrateAsync([new("0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT;\r\n")], CancellationToken.None);
        (await Should.ThrowAsync<InvalidOperationException>(
            MigratorOf(dialect).MigrateAsync([new("0001_a.sql", "CREATE TABLE a (id TEXT) STRICT;\n")], CancellationToken.None)))
            .Message.ShouldContain("0001_a.sql");
    }

    [Fact]
    public async Task A_database_that_is_ahead_of_the_program_stops_the_start()
    {
        var dialect = await databases.EmptyAsync("sqlite");
        await MigratorOf(dialect).MigrateAsync(CancellationToken.None);
        (await Should.ThrowAsync<InvalidOperationException>(MigratorOf(dialect).MigrateAsync([.. ForSqlite.SkipLast(1)], CancellationToken.None)))
            .Message.ShouldContain(ForSqlite[^1].Name);
    }

    [Fact]
    public async Task A_script_that_fails_leaves_nothing_behind()
    {
        var dialect = await databases.EmptyAsync("sqlite");
        Migration good = new("0001_a.sql", "CREATE TABLE a (id INTEGER) STRICT;\n");
        Migration bad = new("0002_b.sql", "CREATE TABLE b (id INTEGER) STRICT;\nCREATE INDEX ix_b ON b (nowhere);\n");
        await Should.ThrowAsync<SqliteException>(MigratorOf(dialect).MigrateAsync([good, bad], CancellationToken.None));

        await using var connection = await ConnectAsync(dialect);
        connection.Query<string>("SELECT name FROM sqlite_master WHERE name IN ('a', 'b')").ShouldBe(["a"]);
        connection.Query<string>("SELECT name FROM schema_migrations").ShouldBe([good.Name]);

        await MigratorOf(dialect).MigrateAsync([good, bad with { Script = "CREATE TABLE b (id INTEGER) STRICT;\n" }], CancellationToken.None);
        connection.Query<string>("SELECT name FROM schema_migrations ORDER BY name").ShouldBe([good.Name, bad.Name]);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Two_that_migrate_at_once_do_it_once(bool inOneProcess)
    {
        // Another process has a dialect, and so a writer's turn, of its own.
        var file = databases.NewFile();
        using var one = new SqliteDialect(file);
        using var other = new SqliteDialect(file);
        using var start = new Barrier(2);
        await Task.WhenAll(new[] { one, inOneProcess ? one : other }.Select(dialect => Task.Run(async () =>
        {
            start.SignalAndWait();
            await MigratorOf(dialect).MigrateAsync(CancellationToken.None);
        })));

        await using var connection = await ConnectAsync(one);
        connection.Query<string>("SELECT name FROM schema_migrations ORDER BY name").ShouldBe(ForSqlite.Select(m => m.Name));
    }

    [SqlServerFact]
    public async Task A_script_that_fails_on_SQL_Server_leaves_nothing_behind()
    {
        var dialect = await databases.EmptyAsync("sqlserver");
        Migration bad = new("0001_b.sql", "CREATE TABLE b (id int);\nCREATE INDEX ix_b ON b (nowhere);\n");
        await Should.ThrowAsync<Microsoft.Data.SqlClient.SqlException>(MigratorOf(dialect).MigrateAsync([bad], CancellationToken.None));
        await using var connection = dialect.Connect();
        (await connection.ExecuteScalarAsync<int>("SELECT COUNT(*) FROM sys.tables WHERE name = 'b'")).ShouldBe(0);
    }

    private static Migrator MigratorOf(ISqlDialect dialect) => new(dialect, TimeProvider.System, NullLogger<Migrator>.Instance);

    private static async Task<SqliteConnection> ConnectAsync(ISqlDialect dialect)
    {
        var connection = (SqliteConnection)dialect.Connect();
        await connection.OpenAsync();
        return connection;
    }

    /// <summary>A database without any other table than the journal, which says what has run.</summary>
    private async Task<ISqlDialect> DatabaseWithJournalAsync(string[] names, string checksum)
    {
        var dialect = await databases.EmptyAsync("sqlite");
        await MigratorOf(dialect).MigrateAsync([], CancellationToken.None);
        await using var connection = await ConnectAsync(dialect);
        await connection.ExecuteAsync(
            "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES (@name, @checksum, '2026-11-01')",
            names.Select(name => new { name, checksum }));
        return dialect;
    }

    private static string[] Journal(SqliteConnection connection) => [.. connection.Query<string>("SELECT name FROM schema_migrations ORDER BY name")];

    private static string WithoutViews(Migration migration) =>
        string.Join(";\n", migration.Statements.Where(s => Schema.ParseOne(s) is not CreateViewStatement)) + ";\n";

    [GeneratedRegex("--.*")]
    private static partial Regex Comment();

    [GeneratedRegex(
        @"^(INSERT INTO|CREATE TABLE|CREATE (UNIQUE )?INDEX|CREATE VIEW|ALTER TABLE \w+ (ADD(?! CONSTRAINT)|DROP COLUMN)|DROP TABLE|UPDATE|DELETE FROM) ")]
    private static partial Regex PlainStatement();
}
