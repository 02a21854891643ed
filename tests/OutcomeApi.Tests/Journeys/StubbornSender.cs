using System.Net.Http.Headers;

namespace OutcomeApi.Tests.Journeys;

/// <summary>
/// A project system that registers, corrects and reads, one thing after the other. What is not answered it sends again, unless it gives up. It remembers
/// what it was told, and finds every answer that is wrong.
/// </summary>
internal sealed class StubbornSender(CurrentService service, int number, Random chance)
{
    public const string Project = ApiFactory.Base + "/projects/iris2";

    public static readonly string[] Collections = ["enrollments", "exits", "steps"];

    /// <summary>What it does, and how often.</summary>
    private static readonly (int Weight, Func<StubbornSender, Task> Act)[] Repertoire =
    [
        (5, sender => sender.RegisterAsync()),
        (1, sender => sender.RegisterTogetherAsync()),
        (2, sender => sender.CorrectAsync(HttpMethod.Put)),
        (2, sender => sender.CorrectAsync(HttpMethod.Patch)),
        (1, sender => sender.TakeBackAsync()),
        (3, sender => sender.ReadAsync()),
    ];

    private int _next;

    /// <summary>Everything that it has sent.</summary>
    public List<SentRecord> Records { get; } = [];

    /// <summary>How many writes were acknowledged.</summary>
    public int Acknowledged { get; private set; }

    /// <summary>Works until it is told to stop, and finishes what it has begun.</summary>
    public async Task WorkAsync(CancellationToken enough)
    {
        var acts = Repertoire.SelectMany(one => Enumerable.Repeat(one.Act, one.Weight)).ToArray();
        while (!enough.IsCancellationRequested)
        {
            await acts[chance.Next(acts.Length)](this);
        }
    }

    /// <summary>Registers an enrollment, the exit of one, or a step in one.</summary>
    private Task RegisterAsync()
    {
        var name = NextName();
        var enrollment = Any(record => record.Collection == "enrollments");
        return (enrollment is null ? 0 : chance.Next(3)) switch
        {
            0 => PostAsync("enrollments", name, Enrollment(name)),
            1 when Records.All(record => record.Collection != "exits" || record.Key != enrollment!.Key) =>
                PostAsync("exits", enrollment!.Key, TestData.Exit(enrollment.Key)),
            _ => PostAsync("steps", name, TestData.Step(name, enrollment!.Key)),
        };
    }

    /// <summary>Sends three enrollments in a batch of which all are kept or none.</summary>
    private async Task RegisterTogetherAsync()
    {
        var batch = NextName();
        var sent = Enumerable.Range(0, 3).Select(part => $"{batch}-{part}")
            .Select(name => new SentRecord("enrollments", name) { Together = batch, Pending = Enrollment(name) }).ToArray();
        Records.AddRange(sent);
        var body = new { mode = "all", records = sent.Select(record => TestData.With(record.Pending!.DeepClone().AsObject(), ("record", "enrollment"))) };
        var (answer, _) = await UntilAnsweredAsync(async client => await client.PostAsJsonAsync($"{Project}/batches", body));
        if (answer is not null)
        {
            var result = await answer.ShouldBeAsync(HttpStatusCode.OK);
            (result["created"]!.GetValue<int>() + result["unchanged"]!.GetValue<int>()).ShouldBe(3, result.ToJsonString());
            Array.ForEach(sent, record => Acknowledge(record, 1));
        }
    }

    /// <summary>Corrects a member of a record.</summary>
    /// <param name="method">PUT of everything, or PATCH of the member alone.</param>
    private Task CorrectAsync(HttpMethod method)
    {
        if (Any(record => record.Known?["voided"] is null) is not { } record)
        {
            return Task.CompletedTask;
        }

        (string Name, JsonNode? Value) member = record.Collection switch
        {
            "enrollments" => ("birthYear", 1950 + chance.Next(50)),
            "exits" => ("reason", Among("moved", "studies", "dropped-out")),
            _ => ("kind", Among("language", "better-health", "study-visit")),
        };
        return ChangeAsync(record, method, member);
    }

    private Task TakeBackAsync() => Any(record => record.Collection == "steps") is { } record
        ? ChangeAsync(record, HttpMethod.Put, ("voided", record.Known!["voided"] is null ? true : null))
        : Task.CompletedTask;

    private async Task ReadAsync()
    {
        if (Any(_ => true) is not { } record)
        {
            return;
        }

        var (answer, _) = await UntilAnsweredAsync(client => client.GetAsync(record.Address));
        if (answer is not null)
        {
            var found = await answer.ShouldBeAsync(HttpStatusCode.OK);
            record.Fits(found).ShouldBeTrue($"{record} is read as {found.ToJsonString()}");
        }
    }

    private async Task PostAsync(string collection, string key, JsonObject body)
    {
        var record = new SentRecord(collection, key) { Pending = body };
        Records.Add(record);
        var idempotencyKey = chance.Next(3) == 0 ? $"{collection}-{key}" : null;
        var isTwice = idempotencyKey is null && chance.Next(4) == 0;
        var twin = isTwice ? PostOnceAsync() : null;
        var (answer, attempts) = await UntilAnsweredAsync(_ => PostOnceAsync());
        HttpStatusCode? other = null;
        try
        {
            other = twin is null ? null : (await twin).StatusCode;
        }
        catch (HttpRequestException)
        {
            // Nobody knows whether it has arrived.
        }

        if (answer is null && other is null)
        {
            return;
        }

        HttpStatusCode?[] statuses = [answer?.StatusCode, other];
        statuses.OfType<HttpStatusCode>().ShouldAllBe(status => status == HttpStatusCode.Created || status == HttpStatusCode.OK);
        if (attempts == 1 && answer is not null && (twin is null || other is not null))
        {
            statuses.Count(status => status == HttpStatusCode.Created).ShouldBe(1, "it was created by one of them");
        }
        else if (idempotencyKey is not null)
        {
            answer!.StatusCode.ShouldBe(HttpStatusCode.Created, "the same request is answered the same");
        }

        Acknowledge(record, 1);

        async Task<HttpResponseMessage> PostOnceAsync()
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Project}/{collection}") { Content = JsonContent.Create(body) };
            if (idempotencyKey is not null)
            {
                request.Headers.Add("Idempotency-Key", idempotencyKey);
            }

            return await (await service.ClientAsync()).SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        }
    }

    private async Task ChangeAsync(SentRecord record, HttpMethod method, (string Name, JsonNode? Value) member)
    {
        var whole = TestData.With(record.Known!.DeepClone().AsObject(), member);
        var tag = record.Version;
        var (body, mediaType) = method == HttpMethod.Put
            ? (whole, "application/json")
            : (new JsonObject { [member.Name] = member.Value?.DeepClone() }, "application/merge-patch+json");
        var changes = !record.Fits(whole, tag);
        record.Pending = whole;
        var (answer, _) = await UntilAnsweredAsync(async client =>
        {
            using var request = new HttpRequestMessage(method, record.Address)
            {
                Content = JsonContent.Create(body, new MediaTypeHeaderValue(mediaType)),
            };
            request.Headers.TryAddWithoutValidation("If-Match", $"\"{tag}\"");
            return await client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        });
        if (answer is not null)
        {
            if (answer.StatusCode != HttpStatusCode.OK)
            {
                await answer.ShouldBeAsync(HttpStatusCode.OK);
            }

            var version = changes ? tag + 1 : tag;
            answer.Headers.ETag!.Tag.ShouldBe($"\"{version}\"");
            Acknowledge(record, version);
        }
    }

    /// <summary>Sends until there is an answer, or until it gives up.</summary>
    /// <returns>The answer, null if it has given up; and how often it has tried.</returns>
    private async Task<(HttpResponseMessage? Answer, int Attempts)> UntilAnsweredAsync(Func<HttpClient, Task<HttpResponseMessage>> send)
    {
        for (var attempt = 1; ; attempt++)
        {
            var client = await service.ClientAsync();
            try
            {
                var answer = await send(client);
                service.HasAnswered();
                return (answer, attempt);
            }
            catch (HttpRequestException) when (chance.Next(5) == 0)
            {
                return (null, attempt);
            }
            catch (HttpRequestException)
            {
                // The program was gone before it answered.
            }
        }
    }

    private void Acknowledge(SentRecord record, int version)
    {
        (record.Known, record.Version, record.Pending) = (record.Pending, version, null);
        Acknowledged++;
    }

    private string NextName() => $"K{number}-{_next++}";

    private string Among(params ReadOnlySpan<string> values) => values[chance.Next(values.Length)];

    private JsonObject Enrollment(string name) => TestData.Enrollment(name, ("subproject", "vsb"), ("gender", Among("woman", "man")));

    /// <summary>A record of which it knows what is stored. Null: there is none that fits.</summary>
    private SentRecord? Any(Func<SentRecord, bool> fits)
    {
        for (var attempt = 0; attempt < 20 && Records.Count > 0; attempt++)
        {
            if (Records[chance.Next(Records.Count)] is { Known: not null, Pending: null } record && fits(record))
            {
                return record;
            }
        }

        return null;
    }
}

/// <summary>A record that was sent.</summary>
internal sealed record SentRecord(string Collection, string Key)
{
    /// <summary>What was acknowledged last. Null: nothing yet.</summary>
    public JsonObject? Known { get; set; }

    /// <summary>The version that was acknowledged last. 0: none.</summary>
    public int Version { get; set; }

    /// <summary>What was sent and not answered.</summary>
    public JsonObject? Pending { get; set; }

    /// <summary>The batch of which all are kept or none. Null: it was sent alone.</summary>
    public string? Together { get; init; }

    public string Address => $"{StubbornSender.Project}/{Collection}/{Key}";

    public static string KeyOf(string collection, JsonObject item) =>
        item[collection == "exits" ? "enrollmentReference" : "reference"]!.GetValue<string>();

    /// <summary>Is what is stored what was acknowledged, or what was sent after it and not answered?</summary>
    public bool Fits(JsonObject? stored) =>
        (stored is null && Known is null) || (stored is not null && (Fits(stored, Known, Version) || Fits(stored, Pending, Version + 1)
            || (Known is not null && Fits(stored, Pending, Version))));

    /// <summary>Does a content with this version say what was acknowledged?</summary>
    public bool Fits(JsonObject content, int version) => Fits(TestData.With(content.DeepClone().AsObject(), ("version", version)), Known, Version);

    private static bool Fits(JsonObject stored, JsonObject? content, int version) =>
        content is not null && stored["version"]!.GetValue<int>() == version
        && (stored["voided"]?.GetValue<bool>() ?? false) == (content["voided"]?.GetValue<bool>() ?? false)
        && content.Where(member => member.Value is not null).All(member => stored[member.Key]?.ToJsonString() == member.Value!.ToJsonString());
}
