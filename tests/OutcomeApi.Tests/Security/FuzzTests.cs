using System.Globalization;
using System.Net.Http.Headers;
using System.Text;
using OutcomeApi.Tests.Contract;
using Xunit.Abstractions;

namespace OutcomeApi.Tests.Security;

/// <summary>
/// Sends nonsense, made from the contract, to every operation. Whatever comes: no answer of 500 or more, nothing of the program's inside in it, and
/// nothing saved by a call that was refused. The seed is printed; another one is taken from OUTCOMEAPI_FUZZ_SEED.
/// </summary>
public sealed class FuzzTests(FuzzTests.Fuzzed api, ITestOutputHelper output) : IClassFixture<FuzzTests.Fuzzed>
{
    private const int PerOperation = 30;

    private static readonly int Seed =
        int.TryParse(Environment.GetEnvironmentVariable("OUTCOMEAPI_FUZZ_SEED"), CultureInfo.InvariantCulture, out var given) ? given : 20261124;

    private static readonly string[] Texts =
    [
        string.Empty, " ", "'", "' OR '1'='1", "\"; DROP TABLE enrollments; --", "%", "_", "../../etc/passwd", "..", ".", "<script>alert(1)</script>",
        "${jndi:ldap://x}", "{{7*7}}", "a/b", "a\\b",
        "\u0000", "a\u0000b", "\r\nX-Injected: 1", "\uFEFF", "å", "\u202E", "e\u0301", "😀", "null", "true", "-1", "0", "NaN", "Infinity", "1e309",
        "9999-12-31",
        "0000-00-00", "2024-02-30",
        "2024-T4", "9999-T3", "189912319812", new string('x', 65), new string('é', 5_000),
    ];

    private static readonly string[] Values =
    [
        "null", "true", "false", "0", "-1", "1.5", "1e400", "-1e400", "99999999999999999999999999", "2147483648", "-2147483649", "0.1e-400", "[]", "{}",
        "[null]", "[[]]", "{\"a\":1}", "[1,\"x\",null,{}]",
        "\"\"", "\"x\"", "\"\\ud800\"", "\"\\u0000\"", "\"2024-02-30\"", "\"0001-01-01\"", "\"9999-12-31\"",
    ];

    private static readonly string[] Bodies =
    [
        string.Empty, " ", "null", "[]", "{}", "\"x\"", "1", "{", "}", "{\"a\"", "{\"a\":}", "{\"a\":1,\"a\":2}", "{\"__proto__\":{}}", "{\"\":1}", "// x",
        "\uFEFF{}", "{}{}", "{\"\\ud800\":1}",
        new string('[', 100), new string('[', 30) + new string(']', 30), "{\"a\":" + new string('[', 5_000) + new string(']', 5_000) + "}",
        "{\"a\":\"" + new string('x', 200_000) + "\"}",
    ];

    private static readonly string[] MediaTypes =
        [
            "text/plain", "application/xml", "application/json; charset=utf-16", "application/json; charset=utf-8", "multipart/form-data",
            "application/x-www-form-urlencoded", "text/csv", "application/x-ndjson", "*/*", "x",
        ];

    [Fact]
    public async Task No_request_breaks_the_service_or_is_refused_and_saved()
    {
        var contract = await ServedContract.ReadAsync(api);
        var random = new Random(Seed);
        var requests = 0;
        var refused = 0;
        var offenders = new List<string>();
        foreach (var operation in contract.Operations)
        {
            using var client = await ClientForAsync(operation);
            for (var i = 0; i < PerOperation; i++)
            {
                requests++;
                var (request, what) = Make(operation, random);
                using (request)
                {
                    var before = api.Rows();
                    using var answer = await client.SendAsync(request);
                    var text = await answer.Content.ReadAsStringAsync();
                    var isRefused = (int)answer.StatusCode >= 400;
                    refused += isRefused ? 1 : 0;
                    if ((int)answer.StatusCode >= 500)
                    {
                        offenders.Add($"{operation} {what}: {(int)answer.StatusCode}");
                    }

                    if (text.Contains("Exception", StringComparison.Ordinal)
                        || text.Contains("   at ", StringComparison.Ordinal) || text.Contains("SQLite", StringComparison.OrdinalIgnoreCase))
                    {
                        offenders.Add($"{operation} {what}: tells about its inside");
                    }

                    if (answer.Headers.Contains("X-Injected"))
                    {
                        offenders.Add($"{operation} {what}: a header was put in");
                    }

                    if (isRefused && !api.Rows().SequenceEqual(before))
                    {
                        offenders.Add($"{operation} {what}: refused and saved");
                    }
                }
            }
        }

        output.WriteLine($"seed {Seed}: {requests} requests to {contract.Operations.Count} operations, {refused} refused");
        offenders.ShouldBeEmpty($"seed {Seed}");
        requests.ShouldBe(contract.Operations.Count * PerOperation);
        refused.ShouldBeGreaterThan(requests / 2);
    }

    private static T One<T>(Random random, IReadOnlyList<T> of) => of[random.Next(of.Count)];

    private static (HttpRequestMessage Request, string What) Make(ServedContract.Operation operation, Random random)
    {
        var method = operation.Method;
        var body = operation.Body?.ToJsonString();
        var mediaType = "application/json";
        var path = PathOf(operation, null);
        var query = string.Empty;
        var headers = new List<(string Name, string Value)>();
        string what;
        switch (random.Next(operation.Path.Contains('{') ? 0 : 1, body is null ? 5 : 9))
        {
            case 0:
                // A path with a null the server itself refuses, and the tests' own server does not even take.
                var text = One(random, Texts).Replace("\0", "%", StringComparison.Ordinal);
                (path, what) = (PathOf(operation, text), "path " + Show(text));
                break;
            case 1:
                method = One(random, ["GET", "POST", "PUT", "DELETE", "PATCH", "HEAD", "OPTIONS", "TRACE", "PROPFIND"]);
                what = "method " + method;
                break;
            case 2:
                var names = operation.Parameters.Where(p => p["in"]!.GetValue<string>() == "query")
                    .Select(p => p["name"]!.GetValue<string>()).Append("unknown").ToArray();
                var pairs = Enumerable.Range(0, random.Next(1, 4)).Select(_ => (Name: One(random, names), Value: One(random, Texts))).ToArray();
                query = "?" + string.Join('&', pairs.Select(p => $"{p.Name}={Uri.EscapeDataString(p.Value)}"));
                what = "query " + string.Join(' ', pairs.Select(p => $"{p.Name}={Show(p.Value)}"));
                break;
            case 3:
                string[] fields =
                [
                    "Accept", "Accept-Language", "If-Match", "If-None-Match", "Idempotency-Key", "Purpose", "Prefer", "traceparent", "Range", "Expect",
                    "X-HTTP-Method-Override",
                ];
                var header = (Name: One(random, fields), Value: One(random, Texts));
                headers.Add(header);
                what = $"header {header.Name}: {Show(header.Value)}";
                break;
            case 4:
                query = "?" + One(
                    random,
                    ["limit=0", "limit=501", "limit=1e3", "page=99999999999", "page=0", "limit=-1", "%", "=", "&&&", "a[]=1", "limit=1&limit=2", "format=exe"]);
                what = "query " + query;
                break;
            case 5:
                body = One(random, Bodies);
                what = "body " + Show(body);
                break;
            case 6:
                mediaType = One(random, MediaTypes);
                what = "media type " + mediaType;
                break;
            default:
                (body, what) = Mutate(operation.Body!, random);
                break;
        }

        var request = new HttpRequestMessage(new HttpMethod(method), ApiFactory.Base + path + query);
        if (body is not null && method is not ("GET" or "HEAD" or "TRACE"))
        {
            request.Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body));
            request.Content.Headers.TryAddWithoutValidation("Content-Type", mediaType);
        }

        foreach (var (name, value) in headers)
        {
            // What can not be sent in a header at all is not the service's to refuse.
            request.Headers.TryAddWithoutValidation(name, new string([.. value.Where(c => c is >= ' ' and < '\u007f')]));
        }

        return (request, what);
    }

    /// <summary>The example with one to three of its members changed, left out or added.</summary>
    private static (string Body, string What) Mutate(JsonObject example, Random random)
    {
        var body = example.DeepClone().AsObject();
        var places = Places(body).ToArray();
        var what = new List<string>();
        var text = body.ToJsonString();
        for (var i = random.Next(1, 4); i > 0; i--)
        {
            var (group, name) = One(random, places);
            switch (random.Next(6))
            {
                case 0:
                    group.Remove(name);
                    what.Add($"without {name}");
                    break;
                case 1:
                    var added = One(random, Texts);
                    group["x" + added] = 1;
                    what.Add("with x" + Show(added));
                    break;
                case 2:
                    var replaced = One(random, Texts);
                    group[name] = replaced;
                    what.Add($"{name}={Show(replaced)}");
                    break;
                default:
                    // Raw: some of it is no JSON that the library could hold.
                    var raw = One(random, Values);
                    group[name] = "\u0001" + raw;
                    what.Add($"{name}={raw}");
                    break;
            }
        }

        text = body.ToJsonString();
        foreach (var raw in Values)
        {
            text = text.Replace(JsonValue.Create("\u0001" + raw)!.ToJsonString(), raw, StringComparison.Ordinal);
        }

        return (text, "body " + string.Join(", ", what));
    }

    private static IEnumerable<(JsonObject Group, string Name)> Places(JsonNode? node) => node switch
    {
        JsonObject group => group.SelectMany(m => Places(m.Value).Prepend((group, m.Key))),
        JsonArray list => list.SelectMany(Places),
        _ => [],
    };

    private static string PathOf(ServedContract.Operation operation, string? instead) =>
        operation.Parameters.Where(p => p["in"]!.GetValue<string>() == "path").Aggregate(operation.Path, (path, p) => path.Replace(
            "{" + p["name"]!.GetValue<string>() + "}",
            Uri.EscapeDataString(instead is null || (instead.Length == 0) ? p["example"]!.ToString() : instead),
            StringComparison.Ordinal));

    private static string Show(string text) => JsonValue.Create(text.Length > 60 ? $"{text[..60]}… ({text.Length})" : text)!.ToJsonString();

    /// <summary>A client of the first role that is allowed; nobody where nobody needs to be.</summary>
    private async Task<HttpClient> ClientForAsync(ServedContract.Operation operation)
    {
        if (operation.Json["security"]!.AsArray().Count == 0)
        {
            return api.ClientWith(null);
        }

        var roles = operation.Json["description"]!.GetValue<string>();
        var role = roles[(roles.LastIndexOf("Roles: ", StringComparison.Ordinal) + "Roles: ".Length)..].TrimEnd('.').Split(", ")[0];
        return await api.ClientAsync(role, ["iris2"], ["lund"]);
    }

    /// <summary>IRIS 2 on a node that runs no jobs: nothing happens beside what is asked.</summary>
    public sealed class Fuzzed() : ProjectApi("iris2")
    {
        protected override bool FiguresFollow => false;

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await (await Registrar.PostAsync($"{Address}/enrollments", Json(TestData.Enrollment("E-2024-0117"))))
                .ShouldBeAsync(System.Net.HttpStatusCode.Created);
            await (await Registrar.PostAsync($"{Address}/exits", Json(TestData.Exit("E-2024-0117")))).ShouldBeAsync(System.Net.HttpStatusCode.Created);
            await ComputeAsync(ProjectId);
        }

        protected override void ConfigureWebHost(Microsoft.AspNetCore.Hosting.IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }

        private static ByteArrayContent Json(JsonObject body) =>
            new(Encoding.UTF8.GetBytes(body.ToJsonString())) { Headers = { ContentType = new MediaTypeHeaderValue("application/json") } };
    }
}
