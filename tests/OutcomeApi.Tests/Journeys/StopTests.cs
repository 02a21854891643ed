namespace OutcomeApi.Tests.Journeys;

/// <summary>Told to stop in the middle of much work, the program ends in the time that it is given, and keeps what it has answered.</summary>
public sealed class StopTests : IDisposable
{
    private const string Project = ApiFactory.Base + "/projects/iris2";

    /// <summary>What a container is usually given between SIGTERM and SIGKILL.</summary>
    private static readonly TimeSpan Grace = TimeSpan.FromSeconds(30);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-stop-");

    [Fact]
    public async Task Told_to_stop_while_much_is_asked_of_it_it_ends_in_time()
    {
        string key;
        var kept = new List<string>();
        using (var service = await ServiceProcess.StartAsync(_folder.FullName))
        {
            using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
            (await administrator.PutAsJsonAsync(Project, ProjectFiles.Read("iris2"))).StatusCode.ShouldBe(HttpStatusCode.Created);
            var made = await administrator.PostAsJsonAsync(
                $"{ApiFactory.Base}/api-keys", new { name = "test", role = "registrar", projects = new[] { "iris2" } });
            key = (await made.ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
            using var registrar = service.ClientWith(key);
            var people = Enumerable.Range(0, 1000).Select(i => TestData.With(TestData.Enrollment("B-" + i, ("subproject", "vsb")), ("record", "enrollment")));
            await (await BatchForms.SendAsync(registrar, Project, "application/x-ndjson", people)).ShouldBeAsync(HttpStatusCode.OK);

            // A batch in which everything is wrong, one in which everything is right, simulations, a body of wrong things, and single records.
            var wrong = Enumerable.Range(0, 20_000).Select(i => TestData.With(TestData.Enrollment("W-" + i, ("gender", "x")), ("record", "enrollment")));
            var right = Enumerable.Range(0, 5_000).Select(i => TestData.With(TestData.Enrollment("R-" + i, ("subproject", "usb")), ("record", "enrollment")));
            var exits = new { count = 1000, gender = "woman", reason = "studies", on = "2025-01-01" };
            await (await BatchForms.SendAsync(registrar, Project, "application/x-ndjson", wrong)).ShouldBeAsync(HttpStatusCode.Accepted);
            await (await BatchForms.SendAsync(registrar, Project, "application/x-ndjson", right)).ShouldBeAsync(HttpStatusCode.Accepted);
            Task<HttpResponseMessage>[] costly =
            [
                .. Enumerable.Range(0, 4).Select(_ => registrar.PostAsJsonAsync($"{Project}/simulations", new { changes = new[] { new { exits } } })),
                registrar.PostAsJsonAsync($"{Project}/enrollments", new { incomeSources = Enumerable.Repeat("gold", 60_000) }),
            ];
            foreach (var i in Enumerable.Range(0, 20))
            {
                await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment("E-" + i, ("subproject", "vsb"))))
                    .ShouldBeAsync(HttpStatusCode.Created);
                kept.Add("E-" + i);
            }

            (await service.StopAsync(Grace)).ShouldBe(0, service.Output);

            // Whoever had no answer yet got one or lost the connection.
            foreach (var request in costly)
            {
                ((int)((await Record.ExceptionAsync(() => request)) is null ? (await request).StatusCode : 0)).ShouldBeLessThan(500);
            }
        }

        using var again = await ServiceProcess.StartAsync(_folder.FullName);
        using var reader = again.ClientWith(key);
        foreach (var reference in kept)
        {
            (await reader.GetAsync($"{Project}/enrollments/{reference}")).StatusCode.ShouldBe(HttpStatusCode.OK, reference);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);
}
