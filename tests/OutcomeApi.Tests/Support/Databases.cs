using System.Reflection;
using System.Runtime.CompilerServices;
using Dapper;
using Microsoft.Data.SqlClient;
using Microsoft.Extensions.Logging.Abstractions;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Data.Migrations;
using OutcomeApi.Data.TypeHandlers;
using Xunit.Sdk;

namespace OutcomeApi.Tests.Support;

/// <summary>Databases of a test class's own, made and migrated when they are first asked for.</summary>
public sealed class Databases : IAsyncLifetime
{
    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-tests-");
    private readonly Dictionary<string, ISqlDialect> _migrated = [];
    private readonly List<string> _onServer = [];

    /// <summary>A migrated database, the same one for all tests of the class.</summary>
    /// <param name="engine">sqlite or sqlserver.</param>
    public async Task<ISqlDialect> OpenAsync(string engine)
    {
        if (!_migrated.TryGetValue(engine, out var dialect))
        {
            dialect = await EmptyAsync(engine);
            await new Migrator(dialect, TimeProvider.System, NullLogger<Migrator>.Instance).MigrateAsync(CancellationToken.None);
            _migrated[engine] = dialect;
        }

        return dialect;
    }

    /// <summary>A new database without any table.</summary>
    public async Task<ISqlDialect> EmptyAsync(string engine)
    {
        SqlTypes.Register();
        return engine == "sqlite" ? new SqliteDialect(NewFile()) : new SqlServerDialect(await CreateOnServerAsync());
    }

    /// <summary>Connection string of a SQLite file that is not there yet.</summary>
    public string NewFile() => $"Data Source={Path.Combine(_folder.FullName, Path.GetRandomFileName())};Pooling=False";

    /// <summary>Makes an empty database on the server of <see cref="SqlServer"/>; it is dropped with the class.</summary>
    /// <param name="isSet">False for one that is not set as the service needs it.</param>
    public async Task<string> CreateOnServerAsync(bool isSet = true)
    {
        var name = "outcome_api_test_" + Guid.CreateVersion7().ToString("N");
        await using var connection = new SqlConnection(SqlServer.ConnectionString);
        await connection.ExecuteAsync($"CREATE DATABASE {name}");
        _onServer.Add(name);
        if (isSet)
        {
            await connection.ExecuteAsync($"ALTER DATABASE {name} SET READ_COMMITTED_SNAPSHOT ON");
            await connection.ExecuteAsync($"ALTER DATABASE {name} SET ALLOW_SNAPSHOT_ISOLATION ON");
        }

        return new SqlConnectionStringBuilder(SqlServer.ConnectionString) { InitialCatalog = name, Pooling = false }.ToString();
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public async Task DisposeAsync()
    {
        foreach (var dialect in _migrated.Values.OfType<IDisposable>())
        {
            dialect.Dispose();
        }

        _folder.Delete(recursive: true);
        foreach (var name in _onServer)
        {
            await using var connection = new SqlConnection(SqlServer.ConnectionString);
            await connection.ExecuteAsync($"DROP DATABASE {name}");
        }
    }
}

/// <summary>A real SQL Server to test on, when somebody has given one.</summary>
public static class SqlServer
{
    public const string Variable = "OUTCOMEAPI_TEST_SQLSERVER";

    public static string? ConnectionString => Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : null;

    /// <summary>Why tests on SQL Server are skipped; null: they are not.</summary>
    public static string? Missing => ConnectionString is null ? $"{Variable} is not set" : null;
}

/// <summary>A test that needs a real SQL Server.</summary>
public sealed class SqlServerFactAttribute : FactAttribute
{
    public SqlServerFactAttribute([CallerMemberName] string test = "")
    {
        // The reason is in the name, too: `dotnet test` shows skipped tests by name alone.
        Skip = SqlServer.Missing;
        DisplayName = Skip is null ? null : $"{test} ({Skip})";
    }
}

/// <summary>Runs a theory on SQLite.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqliteAttribute : DataAttribute
{
    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [["sqlite"]];
}

/// <summary>Runs a theory on SQL Server, too.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class OnSqlServerAttribute : DataAttribute
{
    public OnSqlServerAttribute() => Skip = SqlServer.Missing;

    public override IEnumerable<object[]> GetData(MethodInfo testMethod) => [[Skip is null ? "sqlserver" : $"sqlserver ({Skip})"]];
}
