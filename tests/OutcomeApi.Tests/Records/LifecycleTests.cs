using System.Text.Json;

namespace OutcomeApi.Tests.Records;

/// <summary>A record comes in, comes again, and is read: the same for every kind.</summary>
public sealed class LifecycleTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task The_first_answers_201_with_its_address_and_version(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("first");
        await kind.PrepareAsync(api.Registrar, api.Address, key);

        var created = await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Minimal));

        var body = await created.ShouldBeAsync(HttpStatusCode.Created);
        created.Headers.Location!.OriginalString.ShouldBe($"https://localhost{api.Address}/{collection}/{kind.Path(key)}");
        created.Headers.ETag!.ToString().ShouldBe("\"1\"");
        body["version"]!.GetValue<int>().ShouldBe(1);
        body["_links"]!["self"]!["href"]!.GetValue<string>().ShouldBe(created.Headers.Location.OriginalString);
        body["receivedAt"]!.GetValue<string>().ShouldMatch("^2026-11-22T11:.*Z$");
        body["changedAt"]!.GetValue<string>().ShouldBe(body["receivedAt"]!.GetValue<string>());
        body.ContainsKey("correction").ShouldBeFalse();
        body["warnings"].ShouldBeOfType<JsonArray>();

        var read = await api.Registrar.GetAsync(created.Headers.Location);
        read.Headers.ETag!.ToString().ShouldBe("\"1\"");
        body.Remove("warnings");
        JsonNode.DeepEquals(await read.ShouldBeAsync(HttpStatusCode.OK), body).ShouldBeTrue();
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task Everything_that_was_sent_comes_back_and_what_was_not_sent_is_its_default(string collection)
    {
        var kind = RecordCase.Of(collection);
        foreach (var (key, members) in new[] { (kind.Key("all"), kind.Full), (kind.Key("least"), kind.Minimal) })
        {
            await kind.PrepareAsync(api.Registrar, api.Address, key);
            var body = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, members)))
                .ShouldBeAsync(HttpStatusCode.Created);

            var expected = kind.Body(key, kind.Defaults);
            foreach (var (name, value) in members)
            {
                expected[name] = value?.DeepClone();
            }

            foreach (var (name, value) in expected)
            {
                body.ContainsKey(name).ShouldBeTrue(name);
                Sorted(body[name]).ShouldBe(Sorted(value), name);
            }
        }
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task The_same_again_answers_200_with_what_is_stored(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("again");
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        var sent = kind.Body(key, kind.Full);
        (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", sent)).StatusCode.ShouldBe(HttpStatusCode.Created);
        var rows = api.Rows();

        // Other order of members and of the values of sets; a value twice; a correction's reason, which is no content.
        var reordered = new JsonObject(sent.Reverse().Select(m => KeyValuePair.Create(m.Key, m.Value?.DeepClone())));
        if (sent["incomeSources"] is JsonArray sources)
        {
            reordered["incomeSources"] = new JsonArray([.. sources.Reverse().Append(sources[0]).Select(s => s!.DeepClone())]);
        }

        reordered["correction"] = "other";
        foreach (var body in new[] { sent, reordered })
        {
            var again = await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body);
            (await again.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);
            again.Headers.ETag!.ToString().ShouldBe("\"1\"");
        }

        api.Rows().ShouldBe(rows);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task Absent_equals_null_and_default(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("nulls");
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        var bare = kind.Body(key, kind.Minimal);
        var explicitly = kind.Body(key, kind.Minimal);
        foreach (var (name, value) in kind.Defaults)
        {
            explicitly[name] = value?.DeepClone();
        }

        explicitly["correction"] = null;
        (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", explicitly)).StatusCode.ShouldBe(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", bare)).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", explicitly)).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task Other_content_answers_409_and_names_every_field_that_differs(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("differs");
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Full))).StatusCode.ShouldBe(HttpStatusCode.Created);
        var rows = api.Rows();
        string[] always = collection == "exits" ? ["second-exit /enrollmentReference"] : [];

        var everything = await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Other));
        var problem = await everything.ShouldBeProblemAsync(
            HttpStatusCode.Conflict, [.. kind.Other.Select(m => $"content-differs /{m.Key}"), .. always]);
        problem["errors"]!.AsArray().First()!["howToFix"]!.GetValue<string>().ShouldContain("PUT");

        foreach (var (name, value) in kind.Other.Where(m => m.Key is not ("protectedIdentity" or "consentWithdrawnOn")))
        {
            var one = kind.Body(key, kind.Full);
            one[name] = value!.DeepClone();
            var answer = await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", one);
            await answer.ShouldBeProblemAsync(HttpStatusCode.Conflict, [$"content-differs /{name}", .. always]);
        }

        api.Rows().ShouldBe(rows);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task Sent_many_times_at_once_it_is_created_once(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("crowd");
        await kind.PrepareAsync(api.Registrar, api.Address, key);

        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Full))));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(11);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task What_was_never_sent_is_not_found(string collection) =>
        await (await api.Registrar.GetAsync($"{api.Address}/{collection}/{RecordCase.Of(collection).Path("nobody")}"))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");

    [Fact]
    public async Task Protected_identity_is_stored_as_anonymous_and_equals_itself_sent_again()
    {
        var body = new JsonObject { ["reference"] = "protected", ["protectedIdentity"] = true, ["gender"] = "other", ["startedOn"] = "2024-02-01" };
        var created = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.Created);
        created["anonymous"]!.GetValue<bool>().ShouldBeTrue();
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task An_anonymous_participation_can_end_only_as_registered_in_error()
    {
        var body = new JsonObject { ["reference"] = "anonymous", ["anonymous"] = true, ["gender"] = "woman", ["startedOn"] = "2024-02-01" };
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.Created);

        foreach (var collection in new[] { "exits", "steps", "placements", "job-offers", "follow-ups", "self-assessments" })
        {
            var kind = RecordCase.Of(collection);
            var refused = await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body("anonymous", kind.Minimal));
            await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "anonymous-with-identity /enrollmentReference");
        }

        var exit = TestData.Exit("anonymous", ("reason", "registered-in-error"));
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", exit)).ShouldBeAsync(HttpStatusCode.Created);
    }

    /// <summary>The values of sets in order, so that two texts can be compared.</summary>
    private static string Sorted(JsonNode? node) => node switch
    {
        null => "null",
        JsonArray list when list.All(v => v?.GetValueKind() == JsonValueKind.String) =>
            string.Join(",", list.Select(v => v!.ToJsonString()).Order(StringComparer.Ordinal)),
        JsonObject group =>
            string.Join(",", group.Where(m => m.Value is not null).Select(m => $"{m.Key}:{m.Value!.ToJsonString()}").Order(StringComparer.Ordinal)),
        _ => node.ToJsonString(),
    };
}
