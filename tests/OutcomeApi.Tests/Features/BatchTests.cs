using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Tests.Support;

namespace OutcomeApi.Tests.Features;

/// <summary>Many records in one call.</summary>
public sealed class BatchTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string Fram = ApiFactory.Base + "/projects/fram";
    private const string Ips = ApiFactory.Base + "/projects/ips-unga";
    private const string Uppsala = ApiFactory.Base + "/projects/uppsala";
    private const string Iris2 = ApiFactory.Base + "/projects/iris2";

    [Fact]
    public async Task Any_order_gives_the_same_figures_as_the_records_sent_singly()
    {
        await api.PutProjectAsync("fram");
        using var registrar = await api.ClientAsync("registrar", ["fram"]);
        var records = Register(prefix: "S", count: 20);
        foreach (var record in records)
        {
            var collection = record["record"]!.GetValue<string>() + "s";
            var single = record.DeepClone().AsObject();
            single.Remove("record");
            await (await registrar.PostAsJsonAsync($"{Fram}/{collection}", single)).ShouldBeAsync(HttpStatusCode.Created);
        }

        var singly = Numbers(await ApiFactory.UpToDateAsync(registrar, "fram"));

        // The same again under other references doubles every count; in an order that puts what hangs on others first.
        var random = new Random(4711);
        var shuffled = Register(prefix: "B", count: 20).OrderBy(_ => random.Next()).ToArray();
        var result = await SendAsync(registrar, Fram, "each", shuffled);
        result["created"]!.GetValue<int>().ShouldBe(records.Length);
        result["errors"]!.AsArray().ShouldBeEmpty();
        Numbers(await ApiFactory.UpToDateAsync(registrar, "fram")).ShouldBe(singly.Select(n => n * 2));

        var again = await SendAsync(registrar, Fram, "each", shuffled);
        again["unchanged"]!.GetValue<int>().ShouldBe(records.Length);
    }

    [Fact]
    public async Task Each_keeps_the_good_and_all_keeps_nothing_beside_a_bad_one()
    {
        await api.PutProjectAsync("uppsala");
        using var registrar = await api.ClientAsync("registrar", ["uppsala"]);
        JsonObject[] records =
        [
            Enrollment("E-1", "2025-02-01"), Exit("E-1", "2025-01-31"), Enrollment("E-1", "2025-02-02"), new JsonObject { ["record"] = "visit" }, Enrollment("E-2", "2025-02-01"),
        ];

        var all = await SendAsync(registrar, Uppsala, "all", records);
        Counts(all).ShouldBe([0, 0, 0, 5]);
        all["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}").Order()
            .ShouldBe(["duplicate-in-batch /records/2/reference", "exit-before-start /records/1/exitedOn", "unknown-code /records/3/record"]);
        (await registrar.GetAsync($"{Uppsala}/enrollments/E-2")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var each = await SendAsync(registrar, Uppsala, "each", records);
        Counts(each).ShouldBe([2, 0, 0, 3]);
        (await registrar.GetAsync($"{Uppsala}/enrollments/E-2")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await registrar.GetAsync($"{Uppsala}/exits/E-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_trial_keeps_nothing_and_a_correction_says_why()
    {
        await api.PutProjectAsync("ips-unga");
        using var registrar = await api.ClientAsync("registrar", ["ips-unga"]);
        var trial = new JsonObject { ["dryRun"] = true, ["records"] = new JsonArray(Enrollment("E-1", "2025-09-01")) };
        Counts(await (await registrar.PostAsJsonAsync($"{Ips}/batches", trial)).ShouldBeAsync(HttpStatusCode.OK)).ShouldBe([1, 0, 0, 0]);
        (await registrar.GetAsync($"{Ips}/enrollments/E-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        Counts(await SendAsync(registrar, Ips, "each", Enrollment("E-1", "2025-09-01"))).ShouldBe([1, 0, 0, 0]);
        Counts(await SendAsync(registrar, Ips, "each", Enrollment("E-1", "2025-09-02"))).ShouldBe([0, 0, 0, 1]);
        var correction = Enrollment("E-1", "2025-09-02");
        correction["correction"] = "wrong-date";
        Counts(await SendAsync(registrar, Ips, "each", correction)).ShouldBe([0, 0, 1, 0]);
        (await registrar.GetAsync($"{Ips}/enrollments/E-1")).Headers.ETag!.Tag.ShouldBe("\"2\"");
    }

    [Fact]
    public async Task More_than_a_thousand_become_a_job_that_ends_with_the_same_result()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        var records = new JsonArray([.. Enumerable.Range(1, 1001).Select(n => (JsonNode)Enrollment($"L-{n}", "2024-02-01"))]);
        var answer = await registrar.PostAsJsonAsync($"{Iris2}/batches", new JsonObject { ["records"] = records });
        (await answer.ShouldBeAsync(HttpStatusCode.Accepted))["status"]!.GetValue<string>().ShouldBe("queued");

        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(50));
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        JsonObject batch;
        do
        {
            await timer.WaitForNextTickAsync(patience.Token);
            batch = (await registrar.GetFromJsonAsync<JsonObject>(answer.Headers.Location, patience.Token))!;
        }
        while (batch["status"]!.GetValue<string>() is "queued" or "running");

        batch["status"]!.GetValue<string>().ShouldBe("completed");
        batch["progress"]!.GetValue<int>().ShouldBe(100);
        Counts(batch).ShouldBe([1001, 0, 0, 0]);
    }

    private static JsonObject Enrollment(string reference, string startedOn) =>
        TestData.With(TestData.Enrollment(reference), ("record", "enrollment"), ("startedOn", startedOn), ("consentGivenOn", startedOn));

    private static JsonObject Exit(string enrollment, string exitedOn) => TestData.With(TestData.Exit(enrollment), ("record", "exit"), ("exitedOn", exitedOn));

    /// <summary>Records of every kind, in the order in which they can be sent singly.</summary>
    private static JsonObject[] Register(string prefix, int count) =>
    [
        .. Enumerable.Range(1, count).Select(n => new JsonObject { ["record"] = "referral", ["reference"] = $"{prefix}-R-{n}", ["gender"] = "woman", ["referredOn"] = "2022-01-10", ["referrer"] = "region" }),
        .. Enumerable.Range(1, count).Select(n => TestData.With(Enrollment($"{prefix}-E-{n}", "2022-02-01"), ("referralReference", $"{prefix}-R-{n}"))),
        .. Enumerable.Range(1, count).Select(n => TestData.With(Exit($"{prefix}-E-{n}", "2022-06-01"), ("reason", n % 2 == 0 ? "studies" : "moved"))),
        .. Enumerable.Range(1, count).Select(n => TestData.With(TestData.Step($"{prefix}-S-{n}", $"{prefix}-E-{n}"), ("record", "step"), ("on", "2022-03-01"))),
        .. Enumerable.Range(1, count).Select(n => TestData.With(TestData.JobOffer($"{prefix}-O-{n}", $"{prefix}-E-{n}"), ("record", "job-offer"), ("on", "2022-03-01"))),
        .. Enumerable.Range(1, count / 2).Select(n => new JsonObject { ["record"] = "follow-up", ["enrollmentReference"] = $"{prefix}-E-{n}", ["months"] = 3, ["followedUpOn"] = "2022-09-05", ["answer"] = "work" }),
    ];

    private static async Task<JsonObject> SendAsync(HttpClient registrar, string project, string mode, params JsonObject[] records)
    {
        var body = new JsonObject { ["mode"] = mode, ["records"] = new JsonArray([.. records.Select(r => r.DeepClone())]) };
        return await (await registrar.PostAsJsonAsync($"{project}/batches", body)).ShouldBeAsync(HttpStatusCode.OK);
    }

    private static int[] Counts(JsonObject batch) =>
        [.. new[] { "created", "unchanged", "corrected", "rejected" }.Select(name => batch[name]!.GetValue<int>())];

    private static int[] Numbers(JsonObject attainment) =>
    [
        .. attainment["items"]!.AsArray().SelectMany(i => i!["rows"]!.AsArray())
            .SelectMany(r => new[] { r!["numerator"]!.GetValue<int>(), r["denominator"]?.GetValue<int>() ?? 0 })
    ];
}
