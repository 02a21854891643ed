using System.Buffers.Binary;
using System.Data;
using System.Data.Common;
using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Dapper;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Data.Backups;

/// <summary>A table that has been copied.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Rows">The number of its rows.</param>
/// <param name="Sum">What all its rows add up to, whatever their order: the sum of the SHA-256 of every row.</param>
public sealed record CopiedTable(string Name, long Rows, string Sum);

/// <summary>
/// Copies every table of an embedded database into another database with the same schema, in one transaction: whole or not at all. Ids stay, and none that
/// was ever given is given again.
/// </summary>
public sealed class DatabaseCopy(SqliteDialect source, ISqlDialect target)
{
    /// <summary>Rows that are sent together. A row with a stored report is large, so not many.</summary>
    private const int RowsAtOnce = 500;

    /// <summary>Tables that migrations fill.</summary>
    private static readonly IReadOnlyList<string> FilledByMigrations = ["schema_migrations", "readiness"];

    private const string SelectTablesSqliteSql =
        "SELECT name FROM pragma_table_list WHERE type = 'table' AND schema = 'main' AND name NOT LIKE 'sqlite%' ORDER BY name";

    private const string SelectColumnsSqliteSql = "SELECT name FROM pragma_table_info(@Table) ORDER BY cid";

    private const string SelectReferencesSqliteSql = """SELECT DISTINCT "table" FROM pragma_foreign_key_list(@Table)""";

    private const string SelectSequencesSqliteSql = "SELECT name, seq AS last FROM sqlite_sequence";

    private const string UpdateSequenceSqliteSql = "UPDATE sqlite_sequence SET seq = @Last WHERE name = @Name";

    private const string InsertSequenceSqliteSql =
        "INSERT INTO sqlite_sequence (name, seq) SELECT @Name, @Last WHERE NOT EXISTS (SELECT 1 FROM sqlite_sequence WHERE name = @Name)";

    private const string SelectColumnTypesSqlServerSql =
        "SELECT COLUMN_NAME AS name, DATA_TYPE AS type FROM INFORMATION_SCHEMA.COLUMNS WHERE TABLE_NAME = @Table AND TABLE_SCHEMA = SCHEMA_NAME()";

    /// <summary>Copies, and compares what has arrived.</summary>
    /// <exception cref="InvalidOperationException">The target has rows already.</exception>
    /// <exception cref="InvalidDataException">What has arrived is not what was sent. Nothing has been copied.</exception>
    public async Task<IReadOnlyList<CopiedTable>> RunAsync(CancellationToken ct)
    {
        await using var from = await source.OpenAsync(ct);
        await using var state = await source.BeginSnapshotAsync(from, string.Empty, ct);
        await using var write = await target.BeginWriteAsync(target.OpenAsync, isShort: false, ct);
        var tables = await ReadTablesAsync(from);
        foreach (var table in tables)
        {
            await RequireEmptyAsync(write, table.Name);
        }

        var copied = new List<CopiedTable>();
        foreach (var table in tables)
        {
            copied.Add(await CopyAsync(from, write, table, ct));
        }

        await KeepIdsAsync(from, write);
        await write.CommitAsync();
        return copied;
    }

    /// <summary>Reads the tables, those that others refer to first.</summary>
    private static async Task<IReadOnlyList<Table>> ReadTablesAsync(DbConnection from)
    {
        var waiting = new List<(string Name, HashSet<string> RefersTo)>();
        foreach (var name in (await from.QueryAsync<string>(SelectTablesSqliteSql)).Except(FilledByMigrations))
        {
            var others = (await from.QueryAsync<string>(SelectReferencesSqliteSql, new { Table = name })).Where(other => other != name);
            waiting.Add((name, [.. others]));
        }

        var tables = new List<Table>();
        while (waiting.Count > 0)
        {
            var next = waiting.First(table => !table.RefersTo.Overlaps(waiting.Select(other => other.Name)));
            waiting.Remove(next);
            tables.Add(new Table(next.Name, [.. await from.QueryAsync<string>(SelectColumnsSqliteSql, new { Table = next.Name })]));
        }

        return tables;
    }

    private static async Task RequireEmptyAsync(IWriteTransaction write, string table)
    {
        // The name comes from the schema, not from anybody.
        if (await write.Connection.ExecuteScalarAsync<long>($"SELECT COUNT(*) FROM {table}", null, write.Transaction) > 0)
        {
            throw new InvalidOperationException(
                $"The database to fill has rows in {table} already. Make an empty one, run \"OutcomeApi migrate\", and do not start a service on it before.");
        }
    }

    private async Task<CopiedTable> CopyAsync(DbConnection from, IWriteTransaction write, Table table, CancellationToken ct)
    {
        var select = $"SELECT {string.Join(", ", table.Columns)} FROM {table.Name}";
        var read = await ReadersAsync(write, table);
        var sent = new Sum();
        await using (var rows = await from.ExecuteReaderAsync(select))
        {
            var chunk = new List<object?[]>(RowsAtOnce);
            while (await rows.ReadAsync(ct))
            {
                var row = new object?[table.Columns.Count];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = await rows.IsDBNullAsync(i, ct) ? null : read[i](rows.GetValue(i));
                }

                sent.Add(row);
                chunk.Add(row);
                if (chunk.Count == RowsAtOnce)
                {
                    await InsertAsync(chunk);
                }
            }

            await InsertAsync(chunk);
        }

        var arrived = new Sum();
        await using (var rows = await write.Connection.ExecuteReaderAsync(new CommandDefinition(select, transaction: write.Transaction, commandTimeout: 0)))
        {
            while (await rows.ReadAsync(ct))
            {
                var row = new object?[table.Columns.Count];
                for (var i = 0; i < row.Length; i++)
                {
                    row[i] = await rows.IsDBNullAsync(i, ct) ? null : target is SqliteDialect ? read[i](rows.GetValue(i)) : rows.GetValue(i);
                }

                arrived.Add(row);
            }
        }

        return sent.Equals(arrived)
            ? new CopiedTable(table.Name, sent.Rows, sent.ToString())
            : throw new InvalidDataException(
                $"{table.Name} has arrived otherwise: {sent.Rows} rows of {sent} were sent, {arrived.Rows} rows of {arrived} are there.");

        async Task InsertAsync(List<object?[]> chunk)
        {
            if (chunk.Count > 0)
            {
                await target.BulkInsertAsync(write.Connection, write.Transaction, table.Name, table.Columns, chunk, null, ct);
                chunk.Clear();
            }
        }
    }

    /// <summary>Returns for each column how its values on SQLite become those of the target.</summary>
    private async Task<IReadOnlyList<Func<object, object>>> ReadersAsync(IWriteTransaction write, Table table)
    {
        if (target is SqliteDialect)
        {
            return [.. table.Columns.Select(_ => (Func<object, object>)(value => value))];
        }

        var columns = await write.Connection.QueryAsync<(string Name, string Type)>(
            SelectColumnTypesSqlServerSql, new { Table = table.Name }, write.Transaction);
        var types = columns.ToDictionary(column => column.Name, column => column.Type);
        return [.. table.Columns.Select(column => ReaderOf(types[column]))];
    }

    private static Func<object, object> ReaderOf(string type) => type switch
    {
        "date" => value => DateTime.ParseExact((string)value, "yyyy-MM-dd", CultureInfo.InvariantCulture),
        "datetimeoffset" => value => DateTimeOffset.Parse((string)value, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal),
        "bit" => value => Convert.ToInt64(value, CultureInfo.InvariantCulture) != 0,
        "int" => value => Convert.ToInt32(value, CultureInfo.InvariantCulture),
        _ => value => value,
    };

    /// <summary>Makes sure that no id that was ever given on SQLite is given again, also where its row is gone.</summary>
    private async Task KeepIdsAsync(DbConnection from, IWriteTransaction write)
    {
        foreach (var (name, last) in await from.QueryAsync<(string Name, long Last)>(SelectSequencesSqliteSql))
        {
            if (target is not SqliteDialect)
            {
                // A table that has never given an id gives the seed itself, any other one the number after it. None is given twice; one may be left out.
                var statement = string.Create(CultureInfo.InvariantCulture, $"DBCC CHECKIDENT ('{name}', RESEED, {last + 1})");
                await write.Connection.ExecuteAsync(statement, null, write.Transaction);
            }
            else if (await write.Connection.ExecuteAsync(UpdateSequenceSqliteSql, new { Name = name, Last = last }, write.Transaction) == 0)
            {
                await write.Connection.ExecuteAsync(InsertSequenceSqliteSql, new { Name = name, Last = last }, write.Transaction);
            }
        }
    }

    private sealed record Table(string Name, IReadOnlyList<string> Columns);

    /// <summary>Adds up rows in any order. Two databases sort texts in different ways.</summary>
    private sealed class Sum : IEquatable<Sum>
    {
        private readonly ulong[] _lanes = new ulong[SHA256.HashSizeInBytes / sizeof(ulong)];

        public long Rows { get; private set; }

        public void Add(object?[] row)
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            foreach (var value in row)
            {
                var bytes = value as byte[] ?? Encoding.UTF8.GetBytes(TextOf(value));
                hash.AppendData(BitConverter.GetBytes(value is null ? -1 : bytes.Length));
                hash.AppendData(bytes);
            }

            var sum = hash.GetHashAndReset();
            for (var i = 0; i < _lanes.Length; i++)
            {
                _lanes[i] += BinaryPrimitives.ReadUInt64BigEndian(sum.AsSpan(i * sizeof(ulong)));
            }

            Rows++;
        }

        public bool Equals(Sum? other) => other is not null && Rows == other.Rows && _lanes.AsSpan().SequenceEqual(other._lanes);

        public override bool Equals(object? obj) => Equals(obj as Sum);

        public override int GetHashCode() => HashCode.Combine(Rows, _lanes[0]);

        public override string ToString() => string.Concat(_lanes.Select(lane => lane.ToString("x16", CultureInfo.InvariantCulture)));

        private static string TextOf(object? value) => value switch
        {
            null => string.Empty,
            bool yes => yes ? "1" : "0",
            DateTime date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
            DateTimeOffset instant => instant.UtcDateTime.ToString("O", CultureInfo.InvariantCulture),
            _ => Convert.ToString(value, CultureInfo.InvariantCulture)!,
        };
    }
}
