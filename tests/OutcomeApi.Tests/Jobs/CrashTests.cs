using Microsoft.Data.Sqlite;

namespace OutcomeApi.Tests.Jobs;

/// <summary>The program is killed while its jobs are at work. Batches that are killed: <see cref="Journeys.DurabilityTests"/>.</summary>
public sealed class CrashTests : IDisposable
{
    private const string Project = ApiFactory.Base + "/projects/iris2";

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-crash-");

    [Fact]
    public async Task A_computation_that_was_cut_off_anywhere_is_done_once_within_a_minute()
    {
        var key = string.Empty;
        var asked = new List<Uri>();

        // From the commit that asks for it, over its reading and computing, to its writing and the swap.
        foreach (var delay in new[] { 0, 100, 400, 1000 })
        {
            using var service = await ServiceProcess.StartAsync(_folder.FullName);
            key = key.Length > 0 ? key : await PrepareAsync(service);
            using var secretariat = service.ClientWith(key);
            using var answer = await secretariat.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" });
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            asked.Add(new Uri(answer.Headers.Location!.PathAndQuery, UriKind.Relative));
            using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(Math.Max(1, delay)));
            await timer.WaitForNextTickAsync();
            service.Kill();
        }

        using var again = await ServiceProcess.StartAsync(_folder.FullName);
        using var reader = again.ClientWith(key);
        foreach (var location in asked)
        {
            await Eventually.HoldsAsync(async () => (await reader.GetFromJsonAsync<JsonObject>(location))!["status"]!.GetValue<string>() == "completed");
        }

        await ApiFactory.UpToDateAsync(reader, "iris2", "limit=1");
        using var database = new SqliteConnection($"Data Source={Path.Combine(_folder.FullName, "outcome-api.db")};Mode=ReadOnly;Pooling=False");
        await database.OpenAsync();
        (await ScalarAsync("SELECT COUNT(*) FROM computations WHERE reason = 'requested'")).ShouldBe(asked.Count);
        (await ScalarAsync("SELECT COUNT(*) FROM computations WHERE reason = 'requested' AND status <> 'completed'")).ShouldBe(0);

        // Every run is whole: all that have figures have equally many, and the one that readers see has its reports.
        (await ScalarAsync(
            """
            SELECT COUNT(DISTINCT n) FROM (
                SELECT COUNT(*) AS n FROM attainment a JOIN computations c ON c.id = a.computation_id WHERE c.status = 'completed' GROUP BY c.id)
            """)).ShouldBe(1);
        (await ScalarAsync("SELECT COUNT(*) FROM current_runs r WHERE EXISTS (SELECT 1 FROM run_reports t WHERE t.computation_id = r.computation_id)"))
            .ShouldBe(1);

        async Task<long> ScalarAsync(string sql)
        {
            await using var command = database.CreateCommand();
            command.CommandText = sql;
            return (long)(await command.ExecuteScalarAsync())!;
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Registers IRIS 2 with some people; gives a secretariat's key.</summary>
    private static async Task<string> PrepareAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        var key = await KeyAsync(new { name = "test", role = "secretariat", associations = new[] { "lund" } });
        (await administrator.PutAsJsonAsync(Project, ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
        using var registrar = service.ClientWith(await KeyAsync(new { name = "test", role = "registrar", projects = new[] { "iris2" } }));
        var records = Enumerable.Range(0, 500).Select(i => TestData.With(TestData.Enrollment("B-" + i, ("subproject", "vsb")), ("record", "enrollment")));
        using var answer = await BatchForms.SendAsync(registrar, Project, "application/x-ndjson", records);
        await answer.ShouldBeAsync(HttpStatusCode.OK);
        return key;

        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }
}
