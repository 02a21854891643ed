using System.Net.Http.Headers;
using Microsoft.Data.Sqlite;

namespace OutcomeApi.Tests.SmallGroups;

/// <summary>
/// What a steering group reads of a certified version stays as it was, of the whole and of each part: its figures, the k of its day, and the rows in which
/// people of another or unknown gender are counted. 64 people take part since October 2025, 48 of them to December. It is 22 November 2026.
/// </summary>
public sealed class CertifiedViewTests : IDisposable
{
    private const string Project = ApiFactory.Base + "/projects/uppsala";
    private const string Report = Project + "/tertial-reports/2025-T3";

    private static readonly string[] Addresses = [Report, Report + "?subproject=ips", Report + "?subproject=sed"];

    private readonly ApiFactory _api = new();

    [SqliteFact]
    public async Task A_certified_version_keeps_what_the_steering_group_sees_its_k_and_its_two_rows()
    {
        var (keyOfSteeringGroup, registrar) = await CertifyAsync();
        using var steeringGroup = _api.ClientWith(keyOfSteeringGroup);
        var certified = await ReadAsync(steeringGroup);
        certified.ShouldAllBe(read => read.Report["status"]!.GetValue<string>() == "certified");
        certified.ShouldAllBe(read => read.Report["smallGroups"]!["threshold"]!.GetValue<int>() == 5);
        certified.ShouldAllBe(read => !read.Report["differsFromCurrent"]!.GetValue<bool>());
        certified.ShouldAllBe(read => read.Figures.Contains("small-group") && read.Figures.Contains("categories"));
        certified.Select(read => read.Figures).Distinct().Count().ShouldBe(Addresses.Length);
        var started = certified[0].Report["flow"]!["tertial"]!.AsArray().Single(row => row!["key"]!.GetValue<string>() == "started")!;
        ((int)started["woman"]! + (int)started["man"]!, (int)started["total"]!).ShouldBe((64, 64));

        // Exits that were none, reasons that were others, people whose gender becomes known, and another k.
        await CorrectAsync(registrar);
        await _api.SetThresholdAsync("uppsala", 10);
        await ApiFactory.UpToDateAsync(registrar, "uppsala");
        var now = await ReadAsync(steeringGroup);
        now.Select(read => read.Figures).ShouldBe(certified.Select(read => read.Figures));
        now.ShouldAllBe(read => read.Report["differsFromCurrent"]!.GetValue<bool>());
        var current = await ReadAsync(steeringGroup, Report + "?view=current");
        current.Figures.ShouldNotBe(certified[0].Figures);
        current.Report["smallGroups"]!["threshold"]!.GetValue<int>().ShouldBe(10);

        // Another process, on the same database: the same bytes, and the reader who has them need not read them again.
        using var again = new OnCopyOf(_api.DatabaseFile);
        using var reader = again.ClientWith(keyOfSteeringGroup);
        foreach (var (address, before) in Addresses.Zip(now))
        {
            var after = await ReadAsync(reader, address);
            after.Bytes.ShouldBe(before.Bytes, address);
            after.ETag.ShouldBe(before.ETag, address);
            using var request = Swedish(address);
            request.Headers.Add("If-None-Match", before.ETag);
            (await reader.SendAsync(request)).StatusCode.ShouldBe(HttpStatusCode.NotModified);
        }

        // The open view, too, has everybody in the row of before.
        (await ReadAsync(reader, Report + "?view=current")).Figures.ShouldBe(current.Figures);
    }

    [Fact]
    public async Task Restating_makes_the_next_view_by_the_k_of_its_day()
    {
        var (keyOfSteeringGroup, registrar) = await CertifyAsync();
        using var steeringGroup = _api.ClientWith(keyOfSteeringGroup);
        await CorrectAsync(registrar);
        await _api.SetThresholdAsync("uppsala", 10);
        using var secretariat = await _api.ClientAsync("secretariat", associations: ["uppsala"]);
        await CertifyAsync(secretariat, new { reason = "Rättelser." });
        var second = await ReadAsync(steeringGroup);
        second.ShouldAllBe(read => read.Report["version"]!.GetValue<int>() == 2 && read.Report["smallGroups"]!["threshold"]!.GetValue<int>() == 10);

        await _api.SetThresholdAsync("uppsala", 3);
        (await ReadAsync(steeringGroup)).Select(read => read.Figures).ShouldBe(second.Select(read => read.Figures));
    }

    public void Dispose() => _api.Dispose();

    /// <summary>Certified sentences are Swedish.</summary>
    private static HttpRequestMessage Swedish(string address) =>
        new(HttpMethod.Get, address) { Headers = { AcceptLanguage = { new StringWithQualityHeaderValue("sv") } } };

    /// <summary>Reads the report, and that of each part.</summary>
    private static Task<(byte[] Bytes, string ETag, JsonObject Report, string Figures)[]> ReadAsync(HttpClient client) =>
        Task.WhenAll(Addresses.Select(address => ReadAsync(client, address)));

    /// <summary>Reads a report: its bytes, and its figures without what is said of the current run and where to go.</summary>
    private static async Task<(byte[] Bytes, string ETag, JsonObject Report, string Figures)> ReadAsync(HttpClient client, string address)
    {
        using var request = Swedish(address);
        var answer = await client.SendAsync(request);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        var report = await answer.ShouldBeAsync(HttpStatusCode.OK);
        var figures = report.DeepClone().AsObject();
        figures.Remove("differsFromCurrent");
        figures.Remove("_links");
        return (bytes, answer.Headers.ETag!.Tag, report, figures.ToJsonString());
    }

    /// <summary>Registers people of all genders, most of whom leave, and certifies the last tertial of 2025.</summary>
    private async Task<(string KeyOfSteeringGroup, HttpClient Registrar)> CertifyAsync()
    {
        await _api.PutProjectAsync("uppsala");
        var registrar = await _api.ClientAsync("registrar", ["uppsala"]);
        string[] genders = ["woman", "woman", "man", "other", "woman", "man", "unknown", "man"];
        string[] reasons = ["studies", "studies", "work-unsubsidised", "health-care", "studies", "work-unsubsidised", "dropped-out", "health-care", "moved"];
        await BatchAsync(registrar, Enumerable.Range(0, 64).Select(n => Enrollment(n, genders[n % genders.Length])));
        await BatchAsync(registrar, Enumerable.Range(0, 48).Select(n => Exit(n, reasons[n % reasons.Length])));
        await ApiFactory.UpToDateAsync(registrar, "uppsala");
        using var secretariat = await _api.ClientAsync("secretariat", associations: ["uppsala"]);
        await CertifyAsync(secretariat, new { });
        using var administrator = _api.Administrator();
        var body = new { name = "styrgruppen", role = "steering-group", projects = new[] { "uppsala" } };
        var key = await (await administrator.PostAsJsonAsync(ApiFactory.Base + "/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created);
        return (key["key"]!.GetValue<string>(), registrar);
    }

    private static async Task CertifyAsync(HttpClient secretariat, object body) =>
        await (await secretariat.PostAsJsonAsync(Report + "/certifications", body)).ShouldBeAsync(HttpStatusCode.Created);

    private static async Task CorrectAsync(HttpClient registrar) => await BatchAsync(
        registrar,
        [
            .. Enumerable.Range(0, 3).Select(n => TestData.With(Exit(n, "moved"), ("voided", true), ("correction", "other"))),
            .. Enumerable.Range(4, 6).Select(n => TestData.With(Exit(n, "work-subsidised"), ("correction", "wrong-code"))),
            .. Enumerable.Range(40, 24).Select(n => TestData.With(Enrollment(n, "woman"), ("correction", "wrong-code"))),
        ]);

    private static JsonObject Enrollment(int n, string gender)
    {
        var body = TestData.Enrollment($"E-{n}", ("gender", gender), ("subproject", n % 3 == 0 ? "sed" : "ips"));
        return TestData.With(body, ("record", "enrollment"), ("startedOn", "2025-10-01"), ("consentGivenOn", "2025-10-01"));
    }

    private static JsonObject Exit(int n, string reason) =>
        TestData.With(TestData.Exit($"E-{n}", ("exitedOn", "2025-12-01"), ("reason", reason)), ("record", "exit"));

    private static async Task BatchAsync(HttpClient registrar, IEnumerable<JsonObject> records)
    {
        var result = await (await registrar.PostAsJsonAsync(Project + "/batches", new { records })).ShouldBeAsync(HttpStatusCode.OK);
        result["rejected"]!.GetValue<int>().ShouldBe(0, result["errors"]!.ToJsonString());
    }

    /// <summary>The service on what another one has stored so far.</summary>
    private sealed class OnCopyOf : ApiFactory
    {
        public OnCopyOf(string databaseFile)
        {
            using var from = new SqliteConnection($"Data Source={databaseFile};Mode=ReadOnly;Pooling=False");
            using var to = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
            from.Open();
            to.Open();
            from.BackupDatabase(to);
        }
    }
}
