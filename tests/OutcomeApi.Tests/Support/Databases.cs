using System.Reflection;
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
    public Task<string> CreateOnServerAsync(bool isSet = true)
    {
        _onServer.Add(SqlServer.CreateDatabase(isSet));
        return Task.FromResult(_onServer[^1]);
    }

    public Task InitializeAsync() => Task.CompletedTask;

    public Task DisposeAsync()
    {
        foreach (var dialect in _migrated.Values.OfType<IDisposable>())
        {
            dialect.Dispose();
        }

        _folder.Delete(recursive: true);
        _onServer.ForEach(SqlServer.DropDatabase);
        return Task.CompletedTask;
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
