using System.Collections.Concurrent;
using System.Diagnostics;

namespace OutcomeApi.Tests.Jobs;

/// <summary>The way of a registration into the figures, through the service and its job engine, in real time.</summary>
public sealed class FreshFiguresTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string Project = ApiFactory.Base + "/projects/iris2";

    [Fact]
    public async Task An_exit_is_in_the_current_run_within_two_seconds()
    {
        using var registrar = await RegistrarAsync();
        await RegisterAsync(registrar, "F-0", "hoganas");
        await ApiFactory.UpToDateAsync(registrar, "iris2");

        // Once in ten is enough: the machine may be busy with something else.
        var times = new List<TimeSpan>();
        for (var i = 1; i <= 10 && times.All(time => time >= TimeSpan.FromSeconds(2)); i++)
        {
            await RegisterAsync(registrar, $"F-{i}", "hoganas");
            var started = Stopwatch.GetTimestamp();
            await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit($"F-{i}"))).ShouldBeAsync(HttpStatusCode.Created);
            await Eventually.HoldsAsync(async () => await ExitsAsync(registrar, "hoganas") == i);
            times.Add(Stopwatch.GetElapsedTime(started));
        }

        times.Min().ShouldBeLessThan(TimeSpan.FromSeconds(2), string.Join(", ", times));
    }

    [Fact]
    public async Task A_run_is_swapped_in_whole()
    {
        using var registrar = await RegistrarAsync();
        await RegisterAsync(registrar, "S-0", "vsb");
        var items = (await ApiFactory.UpToDateAsync(registrar, "iris2", "window=since-start"))["_meta"]!["totalRecords"]!.GetValue<int>();

        // The run that readers see is old when the next one takes its place.
        api.Clock.Moved += TimeSpan.FromHours(1);
        using var written = new CancellationTokenSource();
        var runs = new ConcurrentDictionary<string, bool>();
        var readers = Enumerable.Range(0, 2).Select(_ => Task.Run(() => ReadUntilAsync(registrar, runs, written.Token))).ToArray();

        // Until the readers have met several runs. While more is registered they are far between, so the writer pauses now and then.
        for (var i = 1; i <= 15 || (i <= 300 && runs.Count < 3); i++)
        {
            await RegisterAsync(registrar, $"S-{i}", "vsb");
            await (await registrar.PostAsJsonAsync($"{Project}/exits", TestData.Exit($"S-{i}", ("exitedOn", i % 2 == 0 ? "2024-06-01" : "2024-09-01"))))
                .ShouldBeAsync(HttpStatusCode.Created);
            if (i % 5 == 0)
            {
                await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1");
            }
        }

        await written.CancelAsync();
        var faults = new List<string>();
        foreach (var fault in await Task.WhenAll(readers))
        {
            faults.AddRange(fault);
        }

        faults.ShouldBeEmpty();
        runs.Count.ShouldBeGreaterThan(2);
        (await ApiFactory.UpToDateAsync(registrar, "iris2", "window=since-start"))["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(items);
    }

    /// <summary>Reads page by page; these three goals are about the same exits, so in one run they have the same denominators.</summary>
    private static async Task<List<string>> ReadUntilAsync(HttpClient reader, ConcurrentDictionary<string, bool> runs, CancellationToken written)
    {
        string[] goals = ["iris2.work-or-studies", "iris2.ready-for-regular-measure", "iris2.documented-steps"];
        var faults = new List<string>();
        while (!written.IsCancellationRequested)
        {
            string? computation = null;
            var denominators = new List<(string Place, int Exits)>();
            foreach (var goal in goals)
            {
                var query = $"goal={goal}&window=since-start&subproject=vsb&gender=total"
                    + (computation is null ? string.Empty : $"&computation={computation}");
                var response = await reader.GetAsync($"{Project}/attainment?{query}", CancellationToken.None);
                var answer = await response.ShouldBeAsync(HttpStatusCode.OK);
                computation ??= answer["computation"]!.GetValue<string>();
                denominators.AddRange(answer["items"]!.AsArray().Select(item => (item!["tertial"]!.GetValue<string>(), Denominator(item))));
            }

            var places = denominators.GroupBy(d => d.Place).ToArray();
            runs[computation!] = true;
            faults.AddRange(places.Length == 0
                ? [$"{computation} is empty"]
                : places.Where(p => p.Count() != goals.Length || p.Select(d => d.Exits).Distinct().Count() > 1)
                    .Select(mixed => $"{computation} {mixed.Key}: {string.Join(", ", mixed.Select(d => d.Exits))}"));
        }

        return faults;
    }

    private static int Denominator(JsonNode item) => item["rows"]!.AsArray().Single()!["denominator"]!.GetValue<int>();

    private static async Task<int> ExitsAsync(HttpClient reader, string subproject)
    {
        var answer = await reader.GetFromJsonAsync<JsonObject>(
            $"{Project}/attainment?goal=iris2.work-or-studies&subproject={subproject}&from=2024-T2&to=2024-T2&window=tertial&gender=total");
        return Denominator(answer!["items"]!.AsArray().Single()!);
    }

    private static async Task RegisterAsync(HttpClient registrar, string reference, string subproject) =>
        await (await registrar.PostAsJsonAsync($"{Project}/enrollments", TestData.Enrollment(reference, ("subproject", subproject))))
            .ShouldBeAsync(HttpStatusCode.Created);

    /// <summary>A registrar; the first one finds the project registered.</summary>
    private async Task<HttpClient> RegistrarAsync()
    {
        var registrar = await api.ClientAsync("registrar", ["iris2"]);
        if ((await registrar.GetAsync(Project)).StatusCode == HttpStatusCode.NotFound)
        {
            await api.PutProjectAsync("iris2");
        }

        return registrar;
    }
}
