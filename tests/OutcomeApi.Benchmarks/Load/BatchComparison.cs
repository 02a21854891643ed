using System.Diagnostics;
using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// <c>batch</c>: sends a batch to a service on a database of its own, and then inserts the rows that came of it (records, history, audit) into an empty
/// database of the same schema, with prepared statements and in one transaction. Nothing is checked there.
/// </summary>
internal static class BatchComparison
{
    public const string Name = "batch";

    /// <summary>The share of the rate of bare inserts that is to be reached.</summary>
    private const double Least = 0.2;

    /// <summary>Records that are sent before, so that the code is compiled.</summary>
    private const int Warm = 2000;

    private static readonly int[] Sizes = [10_000, 100_000];

    private static readonly string[] Tables = ["enrollments", "exits", "steps", "follow_ups", "record_history", "audit_events"];

    /// <summary>Measures batches of several sizes, and says how they compare.</summary>
    public static async Task<IReadOnlyList<string>> RunAsync(LoadOptions options, string folder, CancellationToken ct)
    {
        var lines = new List<string>();
        var first = 0.0;
        foreach (var size in Sizes)
        {
            var place = Directory.CreateDirectory(Path.Combine(folder, string.Create(CultureInfo.InvariantCulture, $"batch-{size}"))).FullName;
            var (received, done, before, peak) = await SendAsync(options, place, size, ct);
            var (all, rows) = Insert(Path.Combine(place, OutcomeService.DatabaseFile), Path.Combine(place, "bare.db"));

            // The rows of what was sent to warm up are among them.
            var bare = all * size / (size + Warm);
            first = first == 0 ? peak : first;
            lines.Add(string.Create(
                CultureInfo.InvariantCulture,
                $"| {size} | {received.TotalSeconds:0.0} s | {done.TotalSeconds:0.0} s | {bare.TotalSeconds:0.00} s ({rows} rows) | {bare / done:0.000} "
                + $"| {Least} "
                + $"| {before:0} MB | {peak:0} MB | {peak / first:0.00} |"));
            Console.WriteLine(lines[^1]);
        }

        return
        [
            "| records | answered 202 | done | bare inserts | ratio | asked for | memory before | peak | of the first |",
            "| --: | --: | --: | --: | --: | --: | --: | --: | --: |",
            .. lines,
        ];
    }

    private static async Task<(TimeSpan Received, TimeSpan Done, double Before, double Peak)> SendAsync(
        LoadOptions options, string folder, int size, CancellationToken ct)
    {
        using var service = await OutcomeService.StartAsync(folder, options.Patience, ct);
        await service.PutProjectAsync(ct);

        // Two small ones first, so that the code is compiled and the service is as large as any that has taken a batch.
        var warm = MadeUpRegister.Records(Warm).Take(Warm).ToArray();
        await service.RegisterAsync(warm, ct);
        await service.UpToDateAsync(ct);
        await service.Process.RestAsync(options.Patience, ct);
        var before = service.Process.WorkingSet().Now;
        var body = string.Join('\n', MadeUpRegister.Records(size).Take(size).Select(Renamed));
        var started = Stopwatch.GetTimestamp();
        var answer = await service.PostLinesAsync(body, ct);
        var received = Stopwatch.GetElapsedTime(started);
        var batch = await service.BatchDoneAsync(answer, ct);
        var done = Stopwatch.GetElapsedTime(started);
        var peak = service.Process.WorkingSet().Most;
        return batch.GetProperty("created").GetInt32() == size
            ? (received, done, before, peak)
            : throw new InvalidOperationException("Not everything was created: " + batch);
    }

    /// <summary>Gives the records other references than those that were sent to warm up.</summary>
    private static string Renamed(string record) =>
        new[] { "E-", "S-", "P-" }.Aggregate(record, (text, prefix) => text.Replace($"\"{prefix}", $"\"B{prefix}", StringComparison.Ordinal));

    private static (TimeSpan Time, int Rows) Insert(string from, string to)
    {
        using var source = new SqliteConnection($"Data Source={from}");
        source.Open();
        using var target = new SqliteConnection($"Data Source={to}");
        target.Open();
        Execute(target, "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;");
        const string Schema =
            "SELECT sql FROM sqlite_master WHERE type IN ('table', 'index') AND sql IS NOT NULL AND name NOT LIKE 'sqlite_%' ORDER BY type DESC";
        foreach (var sql in Rows(source, Schema))
        {
            Execute(target, (string)sql[0]);
        }

        Insert(target, ReadTables(source, "associations", "projects"));
        var tables = ReadTables(source, Tables);
        var started = Stopwatch.GetTimestamp();
        Insert(target, tables);
        return (Stopwatch.GetElapsedTime(started), tables.Sum(t => t.Rows.Count));
    }

    private static (string Table, List<object[]> Rows)[] ReadTables(SqliteConnection source, params string[] tables) =>
        [.. tables.Select(table => (table, Rows(source, $"SELECT * FROM {table} ORDER BY id")))];

    /// <summary>Inserts rows with one prepared statement a table, in one transaction.</summary>
    private static void Insert(SqliteConnection target, (string Table, List<object[]> Rows)[] tables)
    {
        using var transaction = target.BeginTransaction();
        foreach (var (table, rows) in tables.Where(t => t.Rows.Count > 0))
        {
            using var insert = target.CreateCommand();
            insert.Transaction = transaction;
            var parameters = rows[0].Select((_, i) => insert.Parameters.Add(new SqliteParameter("$" + i, null))).ToArray();
            insert.CommandText = $"INSERT INTO {table} VALUES ({string.Join(", ", parameters.Select(p => p.ParameterName))})";
            foreach (var row in rows)
            {
                for (var i = 0; i < row.Length; i++)
                {
                    parameters[i].Value = row[i];
                }

                insert.ExecuteNonQuery();
            }
        }

        transaction.Commit();
    }

    private static List<object[]> Rows(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<object[]>();
        while (reader.Read())
        {
            var row = new object[reader.FieldCount];
            reader.GetValues(row);
            rows.Add(row);
        }

        return rows;
    }

    private static void Execute(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }
}
