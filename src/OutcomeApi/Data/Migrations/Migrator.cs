using System.Data.Common;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data.Migrations;

/// <summary>A migration script. All scripts are embedded in the program.</summary>
/// <param name="Name">File name. Scripts run in the order of their names. New scripts are added; existing ones are never changed.</param>
/// <param name="Script">The text of the script.</param>
public sealed record Migration(string Name, string Script)
{
    /// <summary>
    /// True when the script contains everything that earlier scripts made, up to its own number. A database that has them has the baseline already.
    /// </summary>
    public bool IsBaseline => Name.EndsWith("_baseline.sql", StringComparison.Ordinal);

    /// <summary>SHA-256 of the script after its line ends are normalised to LF.</summary>
    public string Checksum => Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(Script.ReplaceLineEndings("\n"))));

    /// <summary>
    /// The single statements of the script. A statement ends with a semicolon at the end of a line. They run one by one, because SQL Server requires
    /// CREATE VIEW to be alone in its batch.
    /// </summary>
    public IEnumerable<string> Statements =>
        Script.ReplaceLineEndings("\n").Split(";\n", StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Returns the scripts of a dialect in the order in which they run.</summary>
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

/// <summary>
/// Updates a database to the newest schema. A journal in the database lists the scripts that have run, with their checksums. Only one node migrates at a
/// time. Each script runs in a transaction, so it takes effect completely or not at all.
/// </summary>
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
    public Task<IReadOnlyList<string>> MigrateAsync(CancellationToken ct) => MigrateAsync(Migration.AllFor(dialect.Name), ct);

    /// <summary>Runs the scripts that have not run yet.</summary>
    /// <returns>The names of the scripts that were run.</returns>
    /// <exception cref="InvalidOperationException">
    /// A script was changed after it had run, or the database is newer than this program or too old for it.
    /// </exception>
    public async Task<IReadOnlyList<string>> MigrateAsync(IReadOnlyList<Migration> scripts, CancellationToken ct)
    {
        await using var connection = await dialect.OpenAsync(ct);
        await dialect.PrepareForWritingAsync(connection, ct);
        await dialect.RequireSettingsAsync(connection, ct);
        await using var alone = await dialect.LockSchemaAsync(connection, ct);

        await connection.ExecuteAsync(new CommandDefinition(
            dialect.Name == "sqlite" ? CreateJournalSqliteSql : CreateJournalSqlServerSql, cancellationToken: ct));
        var done = new List<string>();
        foreach (var script in Pending(scripts, await JournalAsync(connection, null, ct)))
        {
            if (await ApplyAsync(connection, script, ct))
            {
                done.Add(script.Name);
            }
        }

        return done;
    }

    /// <summary>Returns the names of the scripts that have not run yet, and changes nothing.</summary>
    /// <exception cref="InvalidOperationException">
    /// A script was changed after it had run, or the database is newer than this program or too old for it, or it is not set as the service needs it.
    /// </exception>
    public async Task<IReadOnlyList<string>> FindPendingAsync(CancellationToken ct)
    {
        await using var connection = await dialect.OpenAsync(ct);
        await dialect.RequireSettingsAsync(connection, ct);
        var scripts = Migration.AllFor(dialect.Name);
        try
        {
            return [.. Pending(scripts, await JournalAsync(connection, null, ct)).Select(script => script.Name)];
        }
        catch (DbException e) when (dialect.WhyNotWritten(e) is null)
        {
            // There is no journal: nothing has run.
            return [.. scripts.Select(script => script.Name)];
        }
    }

    /// <summary>Returns the scripts that are not in the journal. Those that are must be the same.</summary>
    private static IEnumerable<Migration> Pending(IReadOnlyList<Migration> scripts, Dictionary<string, string> applied)
    {
        if (scripts.FirstOrDefault(s => s.IsBaseline) is { } baseline)
        {
            TakeOver(applied, baseline);
        }

        if (applied.Keys.Except(scripts.Select(s => s.Name)).FirstOrDefault() is { } foreign)
        {
            throw new InvalidOperationException($"The database has the migration {foreign}, which this program does not know. Run a newer program.");
        }

        foreach (var script in scripts)
        {
            if (!applied.TryGetValue(script.Name, out var checksum))
            {
                yield return script;
            }
            else if (checksum != script.Checksum)
            {
                throw new InvalidOperationException($"The migration {script.Name} has run with another text. Scripts are only ever added, never changed.");
            }
        }
    }

    /// <summary>
    /// Replaces the scripts that the baseline contains by the baseline. An earlier program has run them one by one.
    /// </summary>
    private static void TakeOver(Dictionary<string, string> applied, Migration baseline)
    {
        static string NumberOf(string name) => name.Split('_')[0];
        static bool IsBefore(string name, string other) => string.CompareOrdinal(NumberOf(name), NumberOf(other)) < 0;
        string[] contained = [.. applied.Keys.Where(name => name != baseline.Name && !IsBefore(baseline.Name, name))];
        if (contained.Length == 0)
        {
            return;
        }

        if (applied.Keys.All(name => IsBefore(name, baseline.Name)))
        {
            throw new InvalidOperationException(
                $"The database ends with the migration {contained.Max(StringComparer.Ordinal)}. This program continues after {NumberOf(baseline.Name)}. "
                + "Start version 0.1 once, which runs the migrations between, and then this program.");
        }

        foreach (var name in contained)
        {
            applied.Remove(name);
        }

        applied[baseline.Name] = baseline.Checksum;
    }

    /// <summary>Runs a script. Returns false if another process has run it meanwhile.</summary>
    private async Task<bool> ApplyAsync(DbConnection connection, Migration script, CancellationToken ct)
    {
        await using var transaction = await connection.BeginTransactionAsync(ct);

        // On SQLite the schema lock only covers this process, not others on the same file.
        if ((await JournalAsync(connection, transaction, ct)).ContainsKey(script.Name))
        {
            return false;
        }

        foreach (var statement in script.Statements)
        {
            // An index on a large table takes as long as it takes.
            await connection.ExecuteAsync(new CommandDefinition(statement, transaction: transaction, commandTimeout: 0, cancellationToken: ct));
        }

        await connection.ExecuteAsync(new CommandDefinition(
            InsertJournalSql, new { script.Name, script.Checksum, AppliedAt = clock.GetUtcNow() }, transaction, cancellationToken: ct));
        await transaction.CommitAsync(ct);
        log.LogInformation("Applied migration {Migration}", script.Name);
        return true;
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
