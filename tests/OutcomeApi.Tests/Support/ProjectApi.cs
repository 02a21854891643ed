using System.Text;
using Microsoft.Data.Sqlite;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Pipeline;

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

    /// <summary>How many rows every table has that says what was registered. Jobs and reads leave their traces in the others.</summary>
    public IReadOnlyDictionary<string, long> Rows() =>
        RowsExcept("audit_events", "computations", "current_runs", "attainment", "run_reports", "certified_forms", "scrub_requests", "readiness");

    /// <summary>How many rows every table has, once no job is left that could change them.</summary>
    public async Task<IReadOnlyDictionary<string, long>> RowsAtRestAsync()
    {
        await AtRestAsync();
        return RowsExcept();
    }

    /// <summary>Waits until no job is left.</summary>
    public Task AtRestAsync() => Eventually.HoldsAsync(() =>
    {
        var jobs = Services.GetRequiredService<IJobsState>().Read();
        return Task.FromResult(
            jobs.Running + jobs.Retrying + jobs.Queues.Sum(queue => queue.Length) + Scalar<long>("SELECT COUNT(*) FROM scrub_requests") == 0);
    });

    /// <summary>Everything in the database, as text. Not the keys: that one is used is noted on it.</summary>
    public string Dump()
    {
        using var database = OpenDatabase();
        var text = new StringBuilder();
        foreach (var table in Names(database).Where(name => name != "api_keys").Order(StringComparer.Ordinal))
        {
            using var command = database.CreateCommand();
            command.CommandText = $"SELECT * FROM {table} ORDER BY 1, 2";
            using var reader = command.ExecuteReader();
            while (reader.Read())
            {
                text.Append(table).AppendJoin('|', Enumerable.Range(0, reader.FieldCount).Select(reader.GetValue)).AppendLine();
            }
        }

        return text.ToString();
    }

    /// <summary>One value out of the database.</summary>
    public T Scalar<T>(string sql)
    {
        using var database = OpenDatabase();
        return Scalar<T>(database, sql);
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private Dictionary<string, long> RowsExcept(params string[] tables)
    {
        using var database = OpenDatabase();
        return Names(database).Except(tables).ToDictionary(table => table, table => Scalar<long>(database, $"SELECT COUNT(*) FROM {table}"));
    }

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
