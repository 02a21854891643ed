using Dapper;
using Hangfire.SqlServer;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Jobs;

/// <summary>Makes Hangfire's own tables on SQL Server. Beside the embedded database there are none.</summary>
public sealed class JobTables(ISqlDialect dialect)
{
    /// <summary>The schema of the tables.</summary>
    public const string Schema = "HangFire";

    /// <summary>The version of the tables that this Hangfire needs. It goes on working with a newer one.</summary>
    private const int Version = 9;

    private const string FindSqlServerSql = "SELECT OBJECT_ID('HangFire.Schema')";

    private const string SelectVersionSqlServerSql = "SELECT MAX(Version) FROM HangFire.[Schema]";

    /// <summary>Returns whether the tables are not there, or those of an earlier version.</summary>
    public async Task<bool> AreMissingAsync(CancellationToken ct)
    {
        if (dialect is not SqlServerDialect)
        {
            return false;
        }

        await using var connection = await dialect.OpenAsync(ct);
        return await connection.ExecuteScalarAsync<int?>(new CommandDefinition(FindSqlServerSql, cancellationToken: ct)) is null
            || await connection.ExecuteScalarAsync<int?>(new CommandDefinition(SelectVersionSqlServerSql, cancellationToken: ct)) is null or < Version;
    }

    /// <summary>Makes the tables, or brings them up to date. Nodes that do it at once wait for each other.</summary>
    /// <returns>True if there was something to do.</returns>
    public async Task<bool> MakeAsync(CancellationToken ct)
    {
        if (!await AreMissingAsync(ct))
        {
            return false;
        }

        await using var connection = await dialect.OpenAsync(ct);
        SqlServerObjectsInstaller.Install(connection, Schema, enableHeavyMigrations: true);
        return true;
    }
}
