using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using OutcomeApi.Features.Participants;
using OutcomeApi.Hosting;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Features.Participants;

/// <summary>
/// The key of the hashes of personal identity numbers is changed in place: the service is started again and again on one database, each time with other keys.
/// The numbers have right check digits and belong to nobody who could be enrolled: born in 1899.
/// </summary>
public sealed class HashKeyTests : IDisposable
{
    private const string FirstKey = "a key that only the tests have";
    private const string SecondKey = "another key";

    private static readonly string[] Numbers = ["189912319812", "189912309813", "189912299816"];

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-keys-");
    private readonly KeptLog _log = new();

    [Fact]
    public async Task People_are_recognised_before_during_and_after_a_change_of_the_key()
    {
        string[] first = [.. Numbers.Select(number => "pn-" + Hash(FirstKey, number))];
        string[] second = [.. Numbers.Select(number => "pn-2026." + Hash(SecondKey, number))];

        // What databases hold from before keys had ids: computed with another program.
        first[0].ShouldBe("pn-qEErtvO163HXWpkj6_cRqMP1vG7wYcPSI6cg0-o7Mlo");

        // Before: one key without an id. Three people; one of them in two projects, and there with a corrected referral.
        await using (var api = new WithKeys(this, FirstKey, null))
        {
            await api.PutProjectAsync("iris2");
            await api.PutProjectAsync("fram");
            using var registrar = await api.ClientAsync("registrar", ["iris2", "fram"]);
            for (var i = 0; i < 3; i++)
            {
                (await ParticipantAsync(registrar, "iris2", $"E-{i}", Numbers[i], HttpStatusCode.Created)).ShouldBe(first[i]);
            }

            (await ReferAsync(registrar, "declined", HttpMethod.Post)).ShouldBe(first[0]);
            (await ReferAsync(registrar, "withdrawn", HttpMethod.Put)).ShouldBe(first[0]);
            (await CommandAsync(api)).ShouldBe(
                "current key (without an id): 4 referrals and enrollments, 5 versions in the history\n"
                    + "of no configured key: 0. They are not recognised by a number.\n");
        }

        // During: the new key makes the references, the old one recognises.
        await using (var api = new WithKeys(this, SecondKey, "2026", (null, FirstKey)))
        {
            using var registrar = await api.ClientAsync("registrar", ["iris2", "fram"]);

            // Sent again as it was: the stored record, renewed wherever the person is.
            (await ParticipantAsync(registrar, "iris2", "E-0", Numbers[0], HttpStatusCode.OK)).ShouldBe(second[0]);
            (await ReadAsync(registrar, "fram/referrals/R-0"))["participant"]!.GetValue<string>().ShouldBe(second[0]);
            (await registrar.GetAsync($"{ApiFactory.Base}/projects/fram/participants/{first[0]}/extract")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
            var extract = await ReadAsync(registrar, $"fram/participants/{second[0]}/extract");
            extract["records"]![0]!["versions"]!.AsArray().Select(v => v!["content"]!["participant"]!.GetValue<string>()).ShouldBe([second[0], second[0]]);
            (await CommandAsync(api)).ShouldBe(
                "current key 2026: 2 referrals and enrollments, 3 versions in the history\n"
                    + "earlier key (without an id): 2 referrals and enrollments, 2 versions in the history\n"
                + "of no configured key: 0. They are not recognised by a number.\n");

            // A new participation of a person who is known by the old key: the overlap is seen, and both have the new reference.
            var again = await PostAsync(registrar, "iris2", "E-1-again", Numbers[1], HttpStatusCode.Created);
            again["participant"]!.GetValue<string>().ShouldBe(second[1]);
            again["warnings"]!.AsArray().Select(w => w!["code"]!.GetValue<string>()).ShouldContain("overlapping-enrollment");
            (await ReadAsync(registrar, "iris2/enrollments/E-1"))["participant"]!.GetValue<string>().ShouldBe(second[1]);

            // A dry run keeps nothing, and renews nothing.
            await BatchAsync(registrar, dryRun: true, HttpStatusCode.OK);
            (await ReadAsync(registrar, "iris2/enrollments/E-2"))["participant"]!.GetValue<string>().ShouldBe(first[2]);
        }

        // A batch that waits knows the person by both, and waits without the number.
        await using (var api = new WithKeys(this, SecondKey, "2026", (null, FirstKey)) { RunsJobs = false })
        {
            using var registrar = await api.ClientAsync("registrar", ["iris2"]);
            await BatchAsync(registrar, dryRun: false, HttpStatusCode.Accepted);
        }

        await using (var api = new WithKeys(this, SecondKey, "2026", (null, FirstKey)))
        {
            using var registrar = await api.ClientAsync("registrar", ["iris2"]);
            await Eventually.HoldsAsync(async () => (await registrar.GetAsync($"{ApiFactory.Base}/projects/iris2/enrollments/E-2-again")).IsSuccessStatusCode);
            (await ReadAsync(registrar, "iris2/enrollments/E-2"))["participant"]!.GetValue<string>().ShouldBe(second[2]);
            (await CommandAsync(api)).ShouldContain("earlier key (without an id): 0 referrals and enrollments, 0 versions in the history\n");
        }

        // After: the old key is gone, and everybody who was sent in the meantime is recognised.
        await using (var api = new WithKeys(this, SecondKey, "2026"))
        {
            using var registrar = await api.ClientAsync("registrar", ["iris2"]);
            for (var i = 0; i < 3; i++)
            {
                (await ParticipantAsync(registrar, "iris2", $"E-{i}", Numbers[i], HttpStatusCode.OK)).ShouldBe(second[i]);
            }
        }

        _log.Lines.ShouldNotBeEmpty();
        foreach (var number in Numbers)
        {
            OnDisk(number).ShouldBeFalse();
            _log.Lines.ShouldNotContain(line => line.Contains(number, StringComparison.Ordinal));
        }
    }

    [Fact]
    public async Task Who_rests_on_a_key_that_is_retired_is_not_recognised()
    {
        await using (var api = new WithKeys(this, FirstKey, null))
        {
            await api.PutProjectAsync("iris2");
            using var registrar = await api.ClientAsync("registrar", ["iris2"]);
            await ParticipantAsync(registrar, "iris2", "E-0", Numbers[0], HttpStatusCode.Created);
        }

        await using (var api = new WithKeys(this, SecondKey, "2026"))
        {
            using var registrar = await api.ClientAsync("registrar", ["iris2"]);
            await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/iris2/enrollments", Enrollment("E-0", Numbers[0])))
                .ShouldBeProblemAsync(HttpStatusCode.Conflict, "content-differs /participant");
            (await CommandAsync(api)).ShouldBe(
                "current key 2026: 0 referrals and enrollments, 0 versions in the history\nof no configured key: 1. They are not recognised by a number.\n");
        }
    }

    /// <summary>A plain hash of a body would let whoever has the database try every number: what is kept of a request needs the key.</summary>
    [Fact]
    public async Task What_is_remembered_of_a_request_needs_the_key_and_survives_its_change()
    {
        var body = Encoding.UTF8.GetBytes(Enrollment("E-0", Numbers[0]).ToJsonString());
        var path = $"{ApiFactory.Base}/projects/iris2/enrollments";
        var plain = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"POST {path} {Convert.ToHexStringLower(SHA256.HashData(body))}")));
        async Task<HttpStatusCode> SendAsync(HttpClient client)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, path) { Content = new ByteArrayContent(body) };
            request.Content.Headers.ContentType = new("application/json");
            request.Headers.Add("Idempotency-Key", "once");
            return (await client.SendAsync(request)).StatusCode;
        }

        string key;
        await using (var api = new WithKeys(this, FirstKey, null))
        {
            await api.PutProjectAsync("iris2");
            using var registrar = await api.ClientAsync("registrar", ["iris2"]);
            key = registrar.DefaultRequestHeaders.Authorization!.Parameter!;
            (await SendAsync(registrar)).ShouldBe(HttpStatusCode.Created);
            OnDisk(plain).ShouldBeFalse();
            OnDisk(Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(FirstKey), Encoding.ASCII.GetBytes(plain)))).ShouldBeTrue();
        }

        await using (var api = new WithKeys(this, SecondKey, "2026", (null, FirstKey)))
        {
            using var registrar = api.ClientWith(key);
            (await SendAsync(registrar)).ShouldBe(HttpStatusCode.Created);
        }
    }

    [Theory]
    [InlineData(null, null, "first", "a key", "PreviousHashKeys")]
    [InlineData("a key", null, "first", "", "needs a Key")]
    [InlineData("a key", null, null, "another", "same id")]
    [InlineData("a key", "first", "first", "another", "same id")]
    [InlineData("a key", "First", "", "another", "a-z")]
    [InlineData("a key", "more-than-sixteen", "", "another", "a-z")]
    public void Keys_that_can_not_be_told_apart_stop_the_start(string? current, string? currentId, string? id, string key, string says)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(new Dictionary<string, string?>
        {
            ["Security:HashKey"] = current,
            ["Security:HashKeyId"] = currentId,
            ["Security:PreviousHashKeys:0:Id"] = id,
            ["Security:PreviousHashKeys:0:Key"] = key,
        }).Build();

        Settings.FaultsOf(configuration).ShouldHaveSingleItem().ShouldContain(says);
    }

    [Fact]
    public void A_reference_with_the_longest_id_is_still_one()
    {
        var numbers = new PersonalNumbers(Options.Create(new PersonalNumberOptions { HashKey = "a key", HashKeyId = "sixteen-is-most-" }));

        OutcomeApi.Domain.Registrations.ReferenceAttribute.IsReference(numbers.ReferenceOf(Numbers[0], protectedIdentity: false).Reference!.Current)
            .ShouldBeTrue();
    }

    public void Dispose()
    {
        _log.Dispose();
        _folder.Delete(recursive: true);
    }

    private static string Hash(string key, string number) =>
        Base64Url.EncodeToString(HMACSHA256.HashData(Encoding.UTF8.GetBytes(key), Encoding.ASCII.GetBytes(number)));

    private static JsonObject Enrollment(string reference, string number) =>
        TestData.Enrollment(reference, ("participant", new JsonObject { ["personalIdentityNumber"] = number }));

    private static async Task<JsonObject> PostAsync(HttpClient registrar, string project, string reference, string number, HttpStatusCode status) =>
        await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/enrollments", Enrollment(reference, number))).ShouldBeAsync(status);

    private static async Task<string> ParticipantAsync(HttpClient registrar, string project, string reference, string number, HttpStatusCode status) =>
        (await PostAsync(registrar, project, reference, number, status))["participant"]!.GetValue<string>();

    /// <summary>A referral of the first person to FRAM; the second time it corrects the first.</summary>
    private static async Task<string> ReferAsync(HttpClient registrar, string outcome, HttpMethod method)
    {
        var path = $"{ApiFactory.Base}/projects/fram/referrals" + (method == HttpMethod.Put ? "/R-0" : string.Empty);
        using var request = new HttpRequestMessage(method, path)
        {
            Content = JsonContent.Create(new
            {
                reference = "R-0",
                participant = new { personalIdentityNumber = Numbers[0] },
                gender = "woman",
                referredOn = "2023-02-01",
                closedOn = "2023-03-01",
                outcome,
            }),
        };
        if (method == HttpMethod.Put)
        {
            request.Headers.Add("If-Match", "\"1\"");
        }

        return (await (await registrar.SendAsync(request))
            .ShouldBeAsync(method == HttpMethod.Put ? HttpStatusCode.OK : HttpStatusCode.Created))["participant"]!.GetValue<string>();
    }

    private static async Task BatchAsync(HttpClient registrar, bool dryRun, HttpStatusCode status)
    {
        var record = Enrollment("E-2-again", Numbers[2]);
        record["record"] = "enrollment";
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ApiFactory.Base}/projects/iris2/batches")
        {
            Content = JsonContent.Create(new JsonObject { ["dryRun"] = dryRun, ["records"] = new JsonArray(record) }),
        };
        if (!dryRun)
        {
            request.Headers.Add("Prefer", "respond-async");
        }

        await (await registrar.SendAsync(request)).ShouldBeAsync(status);
    }

    private static async Task<JsonObject> ReadAsync(HttpClient registrar, string path) =>
        await (await registrar.GetAsync($"{ApiFactory.Base}/projects/{path}")).ShouldBeAsync(HttpStatusCode.OK);

    private static async Task<string> CommandAsync(ApiFactory api)
    {
        await using var output = new StringWriter { NewLine = "\n" };
        await HashKeysCommand.RunAsync(api.Services, output);
        return output.ToString();
    }

    private bool OnDisk(string text)
    {
        var files = _folder.GetFiles();
        files.ShouldNotBeEmpty();
        return files.Any(file =>
        {
            try
            {
                using var stream = new FileStream(file.FullName, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
                using var memory = new MemoryStream();
                stream.CopyTo(memory);
                return memory.ToArray().AsSpan().IndexOf(Encoding.UTF8.GetBytes(text)) >= 0;
            }
            catch (FileNotFoundException)
            {
                // The last connection that is closed removes the log and its index: what is gone holds nothing.
                return false;
            }
        });
    }

    /// <summary>The service on the one database, with keys.</summary>
    private sealed class WithKeys(HashKeyTests tests, string? key, string? id, params (string? Id, string Key)[] earlier) : ApiFactory
    {
        public bool RunsJobs { get; init; } = true;

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Database:ConnectionString", $"Data Source={Path.Combine(tests._folder.FullName, "outcome-api.db")};Pooling=False");
            builder.UseSetting("Jobs:RunServer", RunsJobs ? "true" : "false");
            builder.UseSetting("Security:HashKey", key);
            builder.UseSetting("Security:HashKeyId", id);
            foreach (var (earlierKey, position) in earlier.Select((k, i) => (k, i)))
            {
                builder.UseSetting($"Security:PreviousHashKeys:{position}:Id", earlierKey.Id);
                builder.UseSetting($"Security:PreviousHashKeys:{position}:Key", earlierKey.Key);
            }

            builder.ConfigureLogging(logging => logging.SetMinimumLevel(LogLevel.Trace).AddProvider(tests._log));
        }
    }
}
