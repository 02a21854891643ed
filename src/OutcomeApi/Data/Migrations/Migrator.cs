using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data.Migrations;

/// <summary>One migration script, embedded in the program.</summary>
/// <param name="Name">File name; scripts run in the order of their names and are only ever added.</param>
/// <param name="Script">Its statements.</param>
public sealed record Migration(string Name, string Script)
{
    /// <summary>SHA-256 of the script with line ends normalised.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));

    /// <summary>The statements one by one (a view must be alone in its batch on SQL Server). A statement ends with a semicolon at the end of a line.</summary>
    public IEnumerable<string> Statements =>
        Script.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>The scripts of a dialect, in order.</summary>
    public static IReadOnlyList<Migration> AllFor(string dialect)
    {
        var assembly = typeof(Migration).Assembly;
        var prefix = $"db.{dialect}.";
        return
        [
            .. assembly.GetManifestResourceNames()
                .Where(n => n.StartsWith(prefix, StringComparison.Ordinal))
                .Order(StringComparer.Ordinal)
                .Select(n =>
                {
                    using var reader = new StreamReader(assembly.GetManifestResourceStream(n)!);
                    return new Migration(n[prefix.Length..], reader.ReadToEnd());
                })
        ];
    }
}

/// <summary>Brings a database to the newest schema: a journal with checksums, one node at a time, a script whole or not at all.</summary>
public sealed class Migrator(ISqlDialect dialect, TimeProvider clock, ILogger<Migrator> log)
{
    private const string CreateJournalSqliteSql =
        "CREATE TABLE IF NOT EXISTS schema_migrations (name TEXT NOT NULL PRIMARY KEY, checksum TEXT NOT NULL, applied_at TEXT NOT NULL) STRICT";

    private const string CreateJournalSqlServerSql =
        """
        IF OBJECT_ID('schema_migrations') IS NULL
        CREATE TABLE schema_migrations (name nvarchar(200) NOT NULL PRIMARY KEY, checksum nvarchar(64) NOT NULL, applied_at datetimeoffset(7) NOT NULL)
        """;

    private const string SelectJournalSql = "SELECT name, checksum FROM schema_migrations";

    private const string InsertJournalSql =
        "INSERT INTO schema_migrations (name, checksum, applied_at) VALUES (@Name, @Checksum, @AppliedAt)";

    /// <inheritdoc cref="MigrateAsync(IReadOnlyList{Migration}, CancellationToken)"/>
    public Task MigrateAsync(CancellationToken ct) => MigrateAsync(Migration.AllFor(dialect.Name), ct);

    /// <summary>Runs the scripts that have not run yet.</summary>
    /// <exception cref="InvalidOperationException">A script that has run is another now, or the database is ahead of this program.</exception>
    public async Task MigrateAsync(IReadOnlyList<Migration> scripts, CancellationToken ct)
    {
        await using var connection = dialect.Connect();
        await connection.OpenAsync(ct);
        await dialect.PrepareForWritingAsync(connection, ct);
        await using var alone = await dialect.LockSchemaAsync(connection, ct);

        await connection.ExecuteAsync(new CommandDefinition(
            dialect.Name == "sqlite" ? CreateJournalSqliteSql : CreateJournalSqlServerSql, cancellationToken: ct));
        var applied = await JournalAsync(connection, null, ct);

        if (applied.Keys.Except(scripts.Select(s => s.Name)).FirstOrDefault() is { } foreign)
        {
            throw new InvalidOperationException($"The database has the migration {foreign}, which this program does not know. Run a newer program.");
        }

        foreach (var script in scripts)
        {
            if (!applied.TryGetValue(script.Name, out var checksum))
            {
                await ApplyAsync(connection, script, ct);
            }
            else if (checksum != script.Checksum)
            {
                throw new InvalidOperationException($"The migration {script.Name} has run with another text. Scripts are only ever added, never changed.");
            }
        }
    }

    private async Task ApplyAsync(DbConnection connection, Migration script, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // Another process on the same file (whose lock is its own) may have been quicker.
        if ((await JournalAsync(connection, transaction, ct)).ContainsKey(script.Name))
        {
            return;
        }

        foreach (var statement in script.Statements)
        {
            await connection.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            InsertJournalSql, new { script.Name, script.Checksum, AppliedAt = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        log.LogInformation("Applied migration {Migration}", script.Name);
    }

    private static async Task<Dictionary<string, string>> JournalAsync(DbConnection connection, DbTransaction? transaction, CancellationToken ct) =>
        (await connection.QueryAsync<JournalRow>(new CommandDefinition(SelectJournalSql, transaction: transaction, cancellationToken: ct)))
            .ToDictionary(r => r.Name, r => r.Checksum);

    private sealed record JournalRow
    {
        public required string Name { get; init; }

        public required string Checksum { get; init; }
    }
}
