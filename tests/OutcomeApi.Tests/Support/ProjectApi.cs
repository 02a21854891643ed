using Microsoft.Data.Sqlite;

namespace OutcomeApi.Tests.Support;

/// <summary>The service with one registered project, and a client for each role that works with it.</summary>
public abstract class ProjectApi(string project) : ApiFactory, IAsyncLifetime
{
    public string ProjectId => project;

    /// <summary>The project's address.</summary>
    public string Address => $"{Base}/projects/{project}";

    public HttpClient Registrar { get; private set; } = null!;

    public HttpClient Secretariat { get; private set; } = null!;

    public HttpClient SteeringGroup { get; private set; } = null!;

    public virtual async Task InitializeAsync()
    {
        await PutProjectAsync(project);
        Registrar = await ClientAsync("registrar", [project]);
        Secretariat = await ClientAsync("secretariat", associations: [ProjectFiles.Read(project)["association"]!.GetValue<string>()]);
        SteeringGroup = await ClientAsync("steering-group", [project]);
    }

    /// <summary>How many rows every table has that tells what was registered. Reading leaves its traces elsewhere: in the audit, and in runs and jobs.</summary>
    public IReadOnlyDictionary<string, long> Rows()
    {
        using var database = OpenDatabase();
        return Names(database)
            .Except(["audit_events", "computations", "current_runs", "attainment", "outbox", "dirty_marks"])
            .ToDictionary(table => table, table => Scalar<long>(database, $"SELECT COUNT(*) FROM {table}"));
    }

    /// <summary>One value out of the database.</summary>
    public T Scalar<T>(string sql)
    {
        using var database = OpenDatabase();
        return Scalar<T>(database, sql);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private static string[] Names(SqliteConnection database)
    {
        using var command = database.CreateCommand();
        command.CommandText = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%'";
        using var reader = command.ExecuteReader();
        var names = new List<string>();
        while (reader.Read())
        {
            names.Add(reader.GetString(0));
        }

        return [.. names];
    }

    private static T Scalar<T>(SqliteConnection database, string sql)
    {
        using var command = database.CreateCommand();
        command.CommandText = sql;
        return (T)command.ExecuteScalar()!;
    }

    private SqliteConnection OpenDatabase()
    {
        var database = new SqliteConnection($"Data Source={DatabaseFile};Mode=ReadOnly;Pooling=False");
        database.Open();
        return database;
    }
}

/// <summary>IRIS 2: six subprojects, 2023-02-01 to 2026-01-31.</summary>
public sealed class Iris2Api() : ProjectApi("iris2");

/// <summary>FRAM: no subprojects, 2021-01-01 to 2023-12-31, planned for six months.</summary>
public sealed class FramApi() : ProjectApi("fram");

/// <summary>IPS Unga: runs on the day that is today in the tests, 2025-04-01 to 2027-03-31.</summary>
public sealed class IpsUngaApi() : ProjectApi("ips-unga");
