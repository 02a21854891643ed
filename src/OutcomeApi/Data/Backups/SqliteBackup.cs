using System.Globalization;
using Microsoft.Data.Sqlite;

namespace OutcomeApi.Data.Backups;

/// <summary>Copies a SQLite database into one file, while others read and write it.</summary>
internal static class SqliteBackup
{
    private const string CountTablesSqliteSql = "SELECT COUNT(*) FROM sqlite_master WHERE name IN ('schema_migrations', 'record_history')";

    /// <summary>Copies a database by SQLite's online backup, and checks the copy.</summary>
    /// <param name="connectionString">The database.</param>
    /// <param name="file">The file to create.</param>
    /// <exception cref="InvalidDataException">The copy is not a whole database of this service.</exception>
    public static void Copy(string connectionString, string file)
    {
        using var source = new SqliteConnection(connectionString);
        source.Open();
        using var copy = new SqliteConnection(new SqliteConnectionStringBuilder { DataSource = file, Pooling = false }.ToString());
        copy.Open();
        source.BackupDatabase(copy);

        // One file, without a log beside it.
        Ask(copy, "PRAGMA journal_mode = DELETE");
        var check = Ask(copy, "PRAGMA integrity_check");
        if (check != "ok")
        {
            throw new InvalidDataException($"The copy is damaged: {check}");
        }

        if (Ask(copy, CountTablesSqliteSql) != "2")
        {
            throw new InvalidDataException("It is not a database of this service.");
        }
    }

    private static string Ask(SqliteConnection connection, string sql)
    {
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        return Convert.ToString(command.ExecuteScalar(), CultureInfo.InvariantCulture)!;
    }
}
