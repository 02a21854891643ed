namespace OutcomeApi.Tests.Records;

/// <summary>The same request many times at once: it has one effect, and every sender gets a right answer.</summary>
public sealed class ConcurrentRequestTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const int Senders = 12;

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task A_post_with_a_key_creates_once(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("keyed");
        await kind.PrepareAsync(api.Registrar, api.Address, key);

        var answers = await AtOnceAsync(_ => Request(HttpMethod.Post, collection, kind.Body(key, kind.Full), idempotencyKey: "keyed-" + collection));

        // Whoever comes while another's is running is told so; whoever comes after it gets the same answer.
        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.Created);
        await ShouldBeRightAsync(answers, HttpStatusCode.Created, 1, (HttpStatusCode.Conflict, "request-in-progress"));
        ShouldHaveVersions(kind, key, 1);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task A_put_to_an_address_that_holds_nothing_creates_once(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("put");
        await kind.PrepareAsync(api.Registrar, api.Address, key);

        var answers = await AtOnceAsync(_ => Request(HttpMethod.Put, $"{collection}/{kind.Path(key)}", kind.Body(key, kind.Full)));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        await ShouldBeRightAsync([.. answers.Where(answer => answer.StatusCode != HttpStatusCode.Created)], HttpStatusCode.OK, 1);
        ShouldHaveVersions(kind, key, 1);
    }

    [Theory]
    [InlineData("enrollments", "gender", "\"man\"", false)]
    [InlineData("exits", "reason", "\"moved\"", false)]
    [InlineData("follow-ups", "answer", "\"studies\"", false)]
    [InlineData("steps", "kind", "\"better-health\"", false)]
    [InlineData("enrollments", "birthYear", "1991", true)]
    public async Task A_correction_corrects_once(string collection, string member, string value, bool withKey)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("corrected" + withKey);
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Full))).ShouldBeAsync(HttpStatusCode.Created);
        var corrected = TestData.With(kind.Body(key, kind.Full), (member, JsonNode.Parse(value)));

        var answers = await AtOnceAsync(_ => Request(
            HttpMethod.Put, $"{collection}/{kind.Path(key)}", corrected, "\"1\"", withKey ? "corrected" : null));

        answers.ShouldContain(answer => answer.StatusCode == HttpStatusCode.OK);
        await ShouldBeRightAsync(answers, HttpStatusCode.OK, 2, withKey ? (HttpStatusCode.Conflict, "request-in-progress") : null);
        ShouldHaveVersions(kind, key, 2);
    }

    [Fact]
    public async Task One_key_under_different_records_registers_one_of_them()
    {
        var kind = RecordCase.Of("enrollments");
        var answers = await AtOnceAsync(number => Request(HttpMethod.Post, "enrollments", TestData.Enrollment($"one-of-{number}"), idempotencyKey: "one-of"));

        answers.Count(answer => answer.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var (answer, number) in answers.Select((answer, number) => (answer, number)))
        {
            var isCreated = answer.StatusCode == HttpStatusCode.Created;
            ShouldHaveVersions(kind, $"one-of-{number}", isCreated ? 1 : 0);
            if (!isCreated)
            {
                var isRunning = answer.StatusCode == HttpStatusCode.Conflict;
                await answer.ShouldBeProblemAsync(
                    isRunning ? HttpStatusCode.Conflict : HttpStatusCode.UnprocessableEntity, isRunning ? "request-in-progress" : "idempotency-key-reused");
            }
        }
    }

    /// <summary>The record has this many versions in the history, and each is in the audit once.</summary>
    private void ShouldHaveVersions(RecordCase kind, string key, int versions)
    {
        var which = $"h.kind = '{kind.Collection.TrimEnd('s')}' AND h.record_key = '{kind.Path(key)}'";
        api.Scalar<long>($"SELECT COUNT(*) FROM record_history h WHERE {which}").ShouldBe(versions);
        api.Scalar<long>($"SELECT COUNT(*) FROM record_history h JOIN audit_events a ON a.change_id = h.id WHERE {which}").ShouldBe(versions);
    }

    /// <summary>Every answer is the record in this version, or a problem that may be.</summary>
    private static async Task ShouldBeRightAsync(
        IReadOnlyList<HttpResponseMessage> answers, HttpStatusCode status, int version, (HttpStatusCode Status, string Code)? problem = null)
    {
        foreach (var answer in answers)
        {
            if (problem is { } allowed && answer.StatusCode == allowed.Status)
            {
                await answer.ShouldBeProblemAsync(allowed.Status, allowed.Code);
            }
            else
            {
                (await answer.ShouldBeAsync(status))["version"]!.GetValue<int>().ShouldBe(version);
                answer.Headers.ETag!.Tag.ShouldBe($"\"{version}\"");
            }
        }
    }

    private async Task<HttpResponseMessage[]> AtOnceAsync(Func<int, HttpRequestMessage> request) =>
        await Task.WhenAll(Enumerable.Range(0, Senders).Select(number => Task.Run(() => api.Registrar.SendAsync(request(number)))));

    private HttpRequestMessage Request(HttpMethod method, string path, JsonObject body, string? ifMatch = null, string? idempotencyKey = null)
    {
        var request = new HttpRequestMessage(method, $"{api.Address}/{path}") { Content = JsonContent.Create(body) };
        if (ifMatch is not null)
        {
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
        }

        if (idempotencyKey is not null)
        {
            request.Headers.Add("Idempotency-Key", idempotencyKey);
        }

        return request;
    }
}
