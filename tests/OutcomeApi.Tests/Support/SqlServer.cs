using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.SqlClient;

namespace OutcomeApi.Tests.Support;

/// <summary>A real SQL Server to test on, when somebody has given one.</summary>
public static class SqlServer
{
    public const string Variable = "OUTCOMEAPI_TEST_SQLSERVER";

    /// <summary>With the value <c>sqlserver</c>, every service of the tests has its database on the server.</summary>
    public const string SuiteVariable = "OUTCOMEAPI_TEST_ON";

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>Why tests on SQL Server are skipped; null: they are not.</summary>
    public static string? Missing => ConnectionString is null ? $"{Variable} is not set" : null;

    /// <summary>Does the whole suite run on it?</summary>
    public static bool HasSuite => ConnectionString is not null && Environment.GetEnvironmentVariable(SuiteVariable) == "sqlserver";

    /// <summary>Makes an empty database.</summary>
    /// <param name="isSet">False for one that is not set as the service needs it.</param>
    /// <returns>Its connection string.</returns>
    public static string CreateDatabase(bool isSet = true)
    {
        var name = "outcome_api_test_" + Guid.CreateVersion7().ToString("N");
        using var connection = new SqlConnection(ConnectionString);
        connection.Execute($"CREATE DATABASE {name}");
        if (isSet)
        {
            connection.Execute($"ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON");
            connection.Execute($"ALTER DATABASE {name} SET ALLOW_SNAPSHOT_ISOLATION ON");
        }

        return new SqlConnectionStringBuilder(ConnectionString) { InitialCatalog = name, Pooling = false }.ToString();
    }

    /// <summary>Removes a database that <see cref="CreateDatabase"/> has made, also from under whoever still uses it.</summary>
    public static void DropDatabase(string connectionString)
    {
        using (var used = new SqlConnection(connectionString))
        {
            SqlConnection.ClearPool(used);
        }

        using var connection = new SqlConnection(ConnectionString);
        var name = new SqlConnectionStringBuilder(connectionString).InitialCatalog;
        connection.Execute($"ALTER DATABASE {name} SET SINGLE_USER WITH ROLLBACK IMMEDIATE");
        connection.Execute($"DROP DATABASE {name}");
    }
}

/// <summary>A test that needs a real SQL Server.</summary>
public class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute([CallerMemberName] string test = "")
        : this(SqlServer.Missing, test)
    {
    }

    /// <param name="missing">Why it is skipped. Null: it is not.</param>
    /// <param name="test">Name of the test.</param>
    protected SqlServerFactAttribute(string? missing, string test) => this.SkipFor(missing, test);
}

/// <summary>A test of two versions of the program on a real SQL Server.</summary>
public sealed class UpgradeFactAttribute([CallerMemberName] string test = "") : SqlServerFactAttribute(SqlServer.Missing ?? OldBuild.Missing, test);

/// <summary>A build of an earlier commit of the program, when somebody has given one.</summary>
public static class OldBuild
{
    private const string Variable = "OUTCOMEAPI_TEST_OLD_BUILD";

    /// <summary>The program.</summary>
    public static string Program => Path.Combine(Environment.GetEnvironmentVariable(Variable)!, "OutcomeApi.dll");

    /// <summary>Why tests with it are skipped; null: they are not.</summary>
    public static string? Missing => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } ? null : $"{Variable} is not set";
}

/// <summary>A test that looks into the file of the embedded database. It is skipped where the suite runs on SQL Server.</summary>
public sealed class SqliteFactAttribute : FactAttribute
{
    public SqliteFactAttribute([CallerMemberName] string test = "") =>
        this.SkipFor(SqlServer.HasSuite ? "it looks into the file of the embedded database" : null, test);
}
