namespace OutcomeApi.Tests.Records;

/// <summary>A correction of single members (RFC 7396), and the versions that it leaves behind.</summary>
public sealed class PatchTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Theory]
    [MemberData(nameof(CorrectionTests.Corrections), MemberType = typeof(CorrectionTests))]
    public async Task A_patch_changes_what_it_names_and_nothing_else(string collection, string member, string value)
    {
        var (kind, _, address) = await CreateAsync(collection, "patched");
        var before = await (await api.Registrar.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);
        var patch = new JsonObject { [member] = JsonNode.Parse(value), ["correction"] = "wrong-code" };
        if (kind.Full[member] is JsonObject nested)
        {
            // A nested object is changed member by member, so what it does not name stays.
            foreach (var name in nested.Select(n => n.Key).Except(patch[member]!.AsObject().Select(n => n.Key)).ToArray())
            {
                patch[member]![name] = null;
            }
        }

        var rows = api.Rows();
        await (await api.Registrar.PatchAsync(address, patch)).ShouldBeProblemAsync((HttpStatusCode)428, "if-match-required");
        foreach (var stale in new[] { "\"2\"", "W/\"1\"", "\"x\"" })
        {
            await (await api.Registrar.PatchAsync(address, patch, stale)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        }

        api.Rows().ShouldBe(rows);

        var answer = await api.Registrar.PatchAsync(address, patch, "\"1\"");
        var body = await answer.ShouldBeAsync(HttpStatusCode.OK);
        answer.Headers.ETag!.ToString().ShouldBe("\"2\"");
        body["version"]!.GetValue<int>().ShouldBe(2);
        body[member]!.ToJsonString().ShouldBe(value);
        foreach (var other in before.Where(m => m.Key != member && m.Key is not ("version" or "changedAt") && !IsComputed(m.Key)))
        {
            JsonNode.DeepEquals(body[other.Key], other.Value).ShouldBeTrue(other.Key);
        }

        // Its sender may have missed the answer and sends it again: nothing is changed. Another one of the old version is refused.
        rows = api.Rows();
        (await (await api.Registrar.PatchAsync(address, patch, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(2);
        await (await api.Registrar.PatchAsync(address, new JsonObject { [member] = kind.Full[member]!.DeepClone() }, "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        (await (await api.Registrar.PatchAsync(address, [], "\"2\"")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(2);
        api.Rows().ShouldBe(rows);

        var versions = await (await api.Registrar.GetAsync(address + "/versions")).ShouldBeAsync(HttpStatusCode.OK);
        var (first, second) = (versions["items"]![0]!, versions["items"]![1]!);
        versions["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(2);
        first["version"]!.GetValue<int>().ShouldBe(1);
        first["changed"]!.AsArray().ShouldBeEmpty();
        JsonNode.DeepEquals(first["content"]![member], before[member]).ShouldBeTrue();
        second["version"]!.GetValue<int>().ShouldBe(2);
        second["changed"]!.AsArray().Select(c => c!.GetValue<string>()).ShouldBe(["/" + member]);
        second["correction"]!.GetValue<string>().ShouldBe("wrong-code");
        second["content"]![member]!.ToJsonString().ShouldBe(value);
        second["recordedBy"]!.GetValue<string>().ShouldBe(api.Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar'"));
        second["recordedAt"]!.GetValue<string>().ShouldBe(body["changedAt"]!.GetValue<string>());

        var page = await (await api.Registrar.GetAsync(address + "/versions?limit=1&page=2")).ShouldBeAsync(HttpStatusCode.OK);
        JsonNode.DeepEquals(page["items"]![0], second).ShouldBeTrue();
        api.Scalar<long>($"SELECT COUNT(*) FROM audit_events WHERE action = 'read' AND kind = '{collection.TrimEnd('s')}' AND record_count = 2").ShouldBe(1);

        bool IsComputed(string name) => collection == "fidelity-reviews" && kind.Full[name] is null;
    }

    [Fact]
    public async Task Null_removes_a_value_and_nested_members_are_changed_one_by_one()
    {
        var (_, _, address) = await CreateAsync("exits", "nulls");
        var occupation = new JsonObject { ["group"] = "work", ["extent"] = 50 };
        var body = await (await api.Registrar.PatchAsync(address, new JsonObject { ["extent"] = 75, ["occupation"] = occupation }, "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        body["occupation"]!.ToJsonString().ShouldBe("""{"group":"work","extent":50}""");

        body = await (await api.Registrar.PatchAsync(address, JsonNode.Parse("""{"extent":null,"occupation":{"extent":null}}""")!.AsObject(), "\"2\""))
            .ShouldBeAsync(HttpStatusCode.OK);

        body["extent"].ShouldBeNull();
        body["occupation"]!["group"]!.GetValue<string>().ShouldBe("work");
        body["occupation"]!["extent"].ShouldBeNull();
        body["warnings"]!.AsArray().ShouldNotContain(warning => warning!["code"]!.GetValue<string>() == "values-removed");
    }

    [Theory]
    [InlineData("""{"reason":null}""", 400, "required-missing /reason")]
    [InlineData("""{"reason":7}""", 400, "type-wrong /reason")]
    [InlineData("""{"reazon":"moved"}""", 400, "field-unknown /reazon")]
    [InlineData("""{"occupation":{"grupp":"work"}}""", 400, "field-unknown /occupation/grupp")]
    [InlineData("""{"reason":"nonsense"}""", 422, "unknown-code /reason")]
    [InlineData("""{"exitedOn":"2024-01-31"}""", 422, "exit-before-start /exitedOn")]
    [InlineData("""{"enrollmentReference":"E-other"}""", 422, "reference-differs /enrollmentReference")]
    [InlineData("[]", 400, "type-wrong ")]
    [InlineData("{", 400, "malformed-json ")]
    public async Task A_wrong_patch_is_refused_and_changes_nothing(string patch, int status, string fault)
    {
        var (_, _, address) = await CreateAsync("exits", "refused-" + Guid.NewGuid().ToString("N")[..8]);
        var rows = api.Rows();
        using var request = new HttpRequestMessage(HttpMethod.Patch, address)
        {
            Content = new StringContent(patch, System.Text.Encoding.UTF8, "application/merge-patch+json"),
        };
        request.Headers.TryAddWithoutValidation("If-Match", "\"1\"");

        await (await api.Registrar.SendAsync(request)).ShouldBeProblemAsync((HttpStatusCode)status, fault.TrimEnd());

        api.Rows().ShouldBe(rows);
    }

    [Fact]
    public async Task A_patch_of_nothing_is_not_found_and_another_media_type_is_told_which_one()
    {
        var (_, _, address) = await CreateAsync("exits", "media");
        await (await api.Registrar.PatchAsync($"{api.Address}/exits/E-nowhere", new JsonObject { ["reason"] = "moved" }, "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await api.Registrar.GetAsync($"{api.Address}/exits/E-nowhere/versions")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");

        var answer = await api.Registrar.PatchAsJsonAsync(address, new { reason = "moved" });
        var problem = await answer.ShouldBeProblemAsync(HttpStatusCode.UnsupportedMediaType, "media-type-unsupported");
        problem["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain("application/merge-patch+json");
    }

    [Fact]
    public async Task A_record_is_taken_back_and_given_back_by_a_patch()
    {
        var (_, key, address) = await CreateAsync("exits", "voided");
        await (await api.Registrar.PatchAsync(address, new JsonObject { ["voided"] = true, ["correction"] = "duplicate" }, "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        api.Scalar<long>($"SELECT x.voided FROM exits x JOIN enrollments e ON e.id = x.enrollment_id WHERE e.reference = '{key}'").ShouldBe(1);

        var body = await (await api.Registrar.PatchAsync(address, new JsonObject { ["voided"] = false }, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        body["voided"]!.GetValue<bool>().ShouldBeFalse();
        body["version"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("PUT")]
    [InlineData("PATCH")]
    public async Task A_correction_under_an_idempotency_key_is_made_once(string method)
    {
        var (kind, key, address) = await CreateAsync("exits", "keyed-" + method);
        var corrected = TestData.With(kind.Body(key, kind.Full), ("reason", "moved"));
        var (first, other) = method == "PUT"
            ? (corrected, TestData.With(kind.Body(key, kind.Full), ("reason", "unknown")))
            : (new JsonObject { ["reason"] = "moved" }, new JsonObject { ["reason"] = "unknown" });

        var body = await (await SendAsync(first, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        body["version"]!.GetValue<int>().ShouldBe(2);

        // Somebody else corrects the record in between. The request is still answered as done, and does not undo that.
        await (await api.Registrar.PatchAsync(address, new JsonObject { ["extent"] = 25 }, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        var rows = api.Rows();
        var again = await (await SendAsync(first, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        again["version"]!.GetValue<int>().ShouldBe(3);
        await (await SendAsync(other, "\"3\"")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        api.Rows().ShouldBe(rows);

        Task<HttpResponseMessage> SendAsync(JsonObject sent, string ifMatch)
        {
            if (method == "PATCH")
            {
                return api.Registrar.PatchAsync(address, sent, ifMatch, "correction-" + method);
            }

            var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(sent) };
            request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
            request.Headers.Add("Idempotency-Key", "correction-" + method);
            return api.Registrar.SendAsync(request);
        }
    }

    [Fact]
    public async Task The_same_patch_many_times_at_once_is_one_correction_and_everybody_is_answered()
    {
        var (_, key, address) = await CreateAsync("enrollments", "race");
        var answers = await Task.WhenAll(
            Enumerable.Range(0, 12).Select(_ => api.Registrar.PatchAsync(address, new JsonObject { ["birthYear"] = 1979 }, "\"1\"")));

        answers.Select(a => a.StatusCode).ShouldAllBe(status => status == HttpStatusCode.OK);
        api.Scalar<long>($"SELECT COUNT(*) FROM record_history WHERE kind = 'enrollment' AND record_key = '{key}'").ShouldBe(2);

        // Different patches of the same version: one is made.
        answers = await Task.WhenAll(
            Enumerable.Range(1980, 10).Select(year => api.Registrar.PatchAsync(address, new JsonObject { ["birthYear"] = year }, "\"2\"")));
        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(9);
    }

    private async Task<(RecordCase Kind, string Key, string Address)> CreateAsync(string collection, string name)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key(name);
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Full))).ShouldBeAsync(HttpStatusCode.Created);
        return (kind, key, $"{api.Address}/{collection}/{kind.Path(key)}");
    }
}
