using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Headers;
using System.Text;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// <c>soak</c>: every role and hostile bodies at the same time, for some minutes. Nothing may answer 5xx, what was answered with 201 must be there in the
/// end, and memory must stay flat: the last minute has at most 1.1 times that of the third.
/// </summary>
internal static class SoakCommand
{
    public const string Name = "soak";

    public const string Usage = "soak [minutes 10]";

    private const double MostGrowth = 1.1;

    private const int Third = 3;

    /// <summary>The register is that large before, so that what is added meanwhile hardly counts.</summary>
    private const int Participations = 3000;

    /// <returns>0; 1 when something is not as it should be; 2 when the arguments can not be understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var minutes = 10;
        if (args.Length > 1 || (args.Length == 1 && !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out minutes)) || minutes <= Third)
        {
            await Console.Error.WriteLineAsync(Usage + $"; more than {Third} minutes");
            return 2;
        }

        var folder = Directory.CreateTempSubdirectory("outcome-api-soak-");
        try
        {
            return await SoakAsync(folder.FullName, minutes) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> SoakAsync(string folder, int minutes)
    {
        using var service = await OutcomeService.StartAsync(folder, TimeSpan.FromSeconds(60), CancellationToken.None);
        await service.PutProjectAsync(CancellationToken.None);
        await service.RegisterAsync(MadeUpRegister.Records(Participations), CancellationToken.None);
        await service.UpToDateAsync(CancellationToken.None);
        using var over = new CancellationTokenSource();
        var statuses = new ConcurrentDictionary<int, int>();
        var kept = new ConcurrentBag<string>();
        using var http = new HttpClient { Timeout = TimeSpan.FromMinutes(6) };
        Task[] workers =
        [
            .. Visits(service, kept).Select(visit => Task.Run(async () =>
            {
                using var pause = new PeriodicTimer(visit.Pause);
                for (var number = 1; !over.IsCancellationRequested && await pause.WaitForNextTickAsync(CancellationToken.None); number++)
                {
                    var (status, note) = await AskAsync(http, service, visit, number);
                    statuses.AddOrUpdate(status, 1, (_, count) => count + 1);
                    note?.Invoke();
                }
            })),
        ];

        // The mean of a minute: a single look may fall before or after a collection.
        var memory = new List<double>();
        using var clock = new PeriodicTimer(TimeSpan.FromSeconds(1));
        for (var minute = 1; minute <= minutes; minute++)
        {
            var seen = new List<double>();
            for (var second = 0; second < 60 && await clock.WaitForNextTickAsync(); second++)
            {
                seen.Add(service.Process.WorkingSet().Now);
            }

            memory.Add(seen.Average());
            Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"minute {minute}: {memory[^1]:0} MB, {kept.Count} kept, {Write(statuses)}"));
        }

        await over.CancelAsync();
        await Task.WhenAll(workers);
        var lost = await LostAsync(http, service, kept);
        var growth = memory[^1] / memory[Third - 1];
        var faults = statuses.Where(status => status.Key >= 500).Sum(status => status.Value);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"last minute of the third: {growth:0.00} (at most {MostGrowth}); 5xx or broken: {faults}; kept {kept.Count}, lost {lost}"));
        return growth <= MostGrowth && faults == 0 && lost == 0;
    }

    private static IEnumerable<Visit> Visits(OutcomeService service, ConcurrentBag<string> kept)
    {
        const string Project = OutcomeService.Project;
        const string Goal = """{ "text": { "sv": "x" }, "measure": "count", "of": { "population": "enrollments" }, "subprojects": [%] }""";
        var quick = TimeSpan.FromMilliseconds(20);
        var slow = TimeSpan.FromMilliseconds(300);
        var rare = TimeSpan.FromSeconds(2);
        var parts = string.Join(",", Enumerable.Range(0, 150).Select(part => $"\"p{part}\""));
        var large = $$"""
            { "name": { "sv": "Stort" }, "association": "lund", "startsOn": "1950-01-01", "endsOn": "2199-12-31",
              "subprojects": [{{string.Join(",", Enumerable.Range(0, 150).Select(part => $$"""{ "id": "p{{part}}", "name": { "sv": "Del" } }"""))}}],
              "goals": { {{string.Join(",", Enumerable.Range(0, 150).Select(goal => $"\"g.g-{goal}\": {Goal.Replace("%", parts, StringComparison.Ordinal)}"))}} } }
            """;
        string Nested(int depth) => string.Concat(Enumerable.Repeat("""{ "not": """, depth)) + "{}" + new string('}', depth);

        yield return Post(OutcomeService.Registrar, Project + "/enrollments", rare, MadeUpRegister.NewEnrollment) with
        {
            Kept = number => kept.Add($"N-{number}"),
        };
        yield return Get(OutcomeService.Registrar, Project + "/enrollments?limit=500", slow);
        yield return Get(OutcomeService.Registrar, Project + "/attainment?limit=500", quick);
        yield return Get(OutcomeService.Registrar, Project + "/attainment/iris2.work-or-studies/2025-T2/explanation", slow);
        yield return Get(OutcomeService.SteeringGroup, Project + "/tertial-reports/2025-T2", quick);
        yield return Get(OutcomeService.SteeringGroup, Project + "/tertial-reports/2025-T2?format=xlsx", slow);
        yield return Get(OutcomeService.SteeringGroup, "/projekt/iris2", slow);
        yield return Get(OutcomeService.Secretariat, "/outcome-api/v1/associations/lund/tertial-reports/2025-T2", slow);
        yield return Post(
            OutcomeService.Registrar, Project + "/simulations", slow,
            _ => """{ "changes": [{ "exits": { "count": 1000, "gender": "other", "reason": "studies", "on": "2025-01-01" } }] }""");
        yield return Post(
            OutcomeService.SteeringGroup, Project + "/simulations", slow,
            _ => """{ "changes": [{ "exits": { "count": 2000000, "gender": "woman", "reason": "studies", "on": "2025-01-01" } }] }""");
        yield return new Visit(OutcomeService.Secretariat, HttpMethod.Put, "/outcome-api/v1/projects/large", _ => large, slow);
        yield return new Visit(
            OutcomeService.Secretariat, HttpMethod.Put, Project + "/goals/iris2.deep?dryRun=true",
            _ => $$"""{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": {{Nested(28)}} }""", slow);
        yield return Post(
            OutcomeService.Registrar, Project + "/enrollments", slow,
            _ => $$"""{ "incomeSources": [{{string.Join(",", Enumerable.Repeat("\"gold\"", 100_000))}}] }""");
        yield return Post(
            OutcomeService.Registrar, Project + "/enrollments", slow,
            _ => $$"""{ {{string.Join(",", Enumerable.Range(0, 60_000).Select(member => $"\"f{member}\":1"))}} }""");
        yield return Post(OutcomeService.Registrar, Project + "/enrollments", quick, _ => new string('[', 500_000));
        yield return Post(OutcomeService.Registrar, Project + "/batches", TimeSpan.FromSeconds(10), number =>
            $$"""{ "records": [{{string.Join(",", Enumerable.Range(0, 2000).Select(i => $$"""{ "record": "exit", "enrollmentReference": "X-{{number}}-{{i}}" }"""))}}] }""");
        yield return Get("nobody", Project + "/enrollments", quick);
    }

    private static Visit Get(string role, string path, TimeSpan pause) => new(role, HttpMethod.Get, path, null, pause);

    private static Visit Post(string role, string path, TimeSpan pause, Func<int, string> body) => new(role, HttpMethod.Post, path, body, pause);

    /// <returns>The status, 599 for a connection that broke; and what to note when it was 201.</returns>
    private static async Task<(int Status, Action? Note)> AskAsync(HttpClient http, OutcomeService service, Visit visit, int number)
    {
        using var request = new HttpRequestMessage(visit.Method, service.AddressOf(visit.Path));
        request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", visit.Role == "nobody" ? "ok_nobody" : service.KeyOf(visit.Role));
        request.Content = visit.Body is null ? null : new StringContent(visit.Body(number), Encoding.UTF8, "application/json");
        try
        {
            using var answer = await http.SendAsync(request);
            await answer.Content.ReadAsByteArrayAsync();
            return ((int)answer.StatusCode, answer.StatusCode == HttpStatusCode.Created && visit.Kept is { } keep ? () => keep(number) : null);
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            return (599, null);
        }
    }

    private static async Task<int> LostAsync(HttpClient http, OutcomeService service, ConcurrentBag<string> kept)
    {
        var lost = 0;
        foreach (var reference in kept)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, service.AddressOf($"{OutcomeService.Project}/enrollments/{reference}"));
            request.Headers.Authorization = new AuthenticationHeaderValue("Bearer", service.KeyOf(OutcomeService.Registrar));
            using var answer = await http.SendAsync(request);
            lost += answer.StatusCode == HttpStatusCode.OK ? 0 : 1;
        }

        return lost;
    }

    private static string Write(ConcurrentDictionary<int, int> statuses) =>
        string.Join(", ", statuses.OrderBy(status => status.Key).Select(status => $"{status.Key} × {status.Value}"));

    /// <summary>Something that is asked again and again.</summary>
    private sealed record Visit(string Role, HttpMethod Method, string Path, Func<int, string>? Body, TimeSpan Pause)
    {
        /// <summary>Notes what has been kept, by its number.</summary>
        public Action<int>? Kept { get; init; }
    }
}
