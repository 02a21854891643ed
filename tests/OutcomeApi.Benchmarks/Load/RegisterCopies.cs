using Microsoft.Data.Sqlite;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// Copies a project within a database that is not in use: its rows with everything that is registered, the history, the audit, and the current run. The
/// copies differ in the ids, the project and the people, and in nothing else.
/// </summary>
internal static class RegisterCopies
{
    /// <summary>The tables that are copied, those that others refer to first.</summary>
    private static readonly string[] Tables =
    [
        "projects", "project_associations", "goal_versions", "enrollments", "steps", "exits", "follow_ups", "record_history", "audit_events", "computations",
        "attainment", "run_reports", "current_runs",
    ];

    /// <summary>Adds copies of a project.</summary>
    /// <returns>The number of rows that were added.</returns>
    public static long Add(string file, string project, int copies)
    {
        using var connection = new SqliteConnection($"Data Source={file};Pooling=False");
        connection.Open();
        using var command = connection.CreateCommand();

        // If the machine fails, the copies are made anew.
        command.CommandText = "PRAGMA synchronous = OFF; PRAGMA cache_size = -400000;";
        command.ExecuteNonQuery();
        var lasts = Tables.ToDictionary(table => table, table => LastOf(connection, table));
        var statements = Tables.Select(table => CopyOf(connection, table, lasts)).ToArray();
        command.Parameters.AddWithValue("$from", project);
        var (copy, number) = (command.Parameters.Add("$project", SqliteType.Text), command.Parameters.Add("$number", SqliteType.Integer));
        var rows = 0L;
        for (var made = 1; made <= copies; made++)
        {
            using var transaction = connection.BeginTransaction();
            (command.Transaction, copy.Value, number.Value) = (transaction, $"{project}-{made}", made);
            foreach (var statement in statements)
            {
                command.CommandText = statement;
                rows += command.ExecuteNonQuery();
            }

            transaction.Commit();
        }

        // On disk before anything is measured: whoever wrote next would wait for it.
        command.Transaction = null;
        command.CommandText = "PRAGMA synchronous = FULL; PRAGMA wal_checkpoint(TRUNCATE)";
        command.ExecuteNonQuery();
        return rows;
    }

    /// <summary>Returns the last id of a table, by which the ids of the copies are moved. 0 when it has no numbers as ids.</summary>
    private static long LastOf(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = table == "projects" || !ColumnsOf(connection, table).Contains("id") ? "SELECT 0" : $"SELECT COALESCE(MAX(id), 0) FROM {table}";
        return (long)command.ExecuteScalar()!;
    }

    private static string CopyOf(SqliteConnection connection, string table, Dictionary<string, long> lasts)
    {
        var columns = ColumnsOf(connection, table);
        var values = columns.Select(column => (table, column) switch
        {
            ("projects", "id") or (_, "project_id") => "$project",
            (_, "id") => MovedBy(table, "id"),
            (_, "enrollment_id") => MovedBy("enrollments", column),
            (_, "computation_id") => MovedBy("computations", column),
            (_, "change_id" or "cut_off") => MovedBy("record_history", column),
            (_, "public_id") => "public_id || '-' || $number",
            (_, "participant") => "REPLACE(participant, 'P-', 'P-' || $number || '-')",
            ("record_history", "content") => """REPLACE(content, '"participant":"P-', '"participant":"P-' || $number || '-')""",
            _ => column,
        });
        var current = "(SELECT r.computation_id FROM current_runs r WHERE r.project_id = $from)";
        var condition = table switch
        {
            "projects" => "id = $from",
            "computations" => $"id = {current}",
            _ when columns.Contains("project_id") => "project_id = $from",
            _ => $"computation_id = {current}",
        };
        return $"INSERT INTO {table} ({string.Join(", ", columns)}) SELECT {string.Join(", ", values)} FROM {table} WHERE {condition}";

        string MovedBy(string others, string column) => FormattableString.Invariant($"{column} + $number * {lasts[others]}");
    }

    private static List<string> ColumnsOf(SqliteConnection connection, string table)
    {
        using var command = connection.CreateCommand();
        command.CommandText = $"SELECT name FROM pragma_table_info('{table}')";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return names;
    }
}
