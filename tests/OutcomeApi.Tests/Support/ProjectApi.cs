using Dapper;
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
        return string.Join(
            '\n',
            TablesOf(database).Where(name => name != "api_keys").Order(StringComparer.Ordinal)
                .SelectMany(table => RowsOf(database, table).Select(row => table + row)));
    }

    /// <summary>One value out of the database.</summary>
    public T Scalar<T>(string sql)
    {
        using var database = OpenDatabase();
        return database.ExecuteScalar<T>(sql)!;
    }

    /// <summary>One value of each row.</summary>
    public string[] Column(string sql)
    {
        using var database = OpenDatabase();
        return [.. database.Query<string>(sql)];
    }

    async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();

    private Dictionary<string, long> RowsExcept(params string[] tables)
    {
        using var database = OpenDatabase();
        return TablesOf(database).Except(tables).ToDictionary(table => table, table => database.ExecuteScalar<long>($"SELECT COUNT(*) FROM {table}"));
    }
}

/// <summary>IRIS 2: six subprojects, 2023-02-01 to 2026-01-31.</summary>
public sealed class Iris2Api() : ProjectApi("iris2");

/// <summary>FRAM: no subprojects, 2021-01-01 to 2023-12-31, planned for six months.</summary>
public sealed class FramApi() : ProjectApi("fram");

/// <summary>IPS Unga: runs on the day that is today in the tests, 2025-04-01 to 2027-03-31.</summary>
public sealed class IpsUngaApi() : ProjectApi("ips-unga");
