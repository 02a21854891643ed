namespace OutcomeApi.Tests.Records;

/// <summary>A stored record is corrected: with the version that is meant, and nothing is forgotten.</summary>
public sealed class CorrectionTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    /// <summary>For each kind, one member and another value for it that is right too.</summary>
    public static TheoryData<string, string, string> Corrections => new()
    {
        { "enrollments", "gender", "\"man\"" },
        { "exits", "reason", "\"moved\"" },
        { "steps", "kind", "\"better-health\"" },
        { "placements", "endedOn", "\"2024-05-02\"" },
        { "job-offers", "subsidised", "true" },
        { "referrals", "outcome", "\"withdrawn\"" },
        { "follow-ups", "answer", "\"studies\"" },
        { "self-assessments", "ratings", "[3,2,4,5,3,5]" },
        { "fidelity-reviews", "scores", "{\"1\":4,\"3B\":4}" },
        { "reported-figures", "numerator", "13" },
    };

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task A_correction_names_the_version_that_it_corrects(string collection, string member, string value)
    {
        var (kind, key, address) = await CreateAsync(collection, "named");
        var corrected = kind.Body(key, kind.Full);
        corrected[member] = JsonNode.Parse(value);
        corrected["correction"] = "wrong-code";
        var rows = api.Rows();

        await (await api.Registrar.PutAsync(address, corrected)).ShouldBeProblemAsync((HttpStatusCode)428, "if-match-required");
        foreach (var stale in new[] { "\"2\"", "\"0\"", "W/\"1\"", "1", "\"x\"", "\"2\", \"3\"" })
        {
            await (await api.Registrar.PutAsync(address, corrected, stale)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        }

        api.Rows().ShouldBe(rows);

        var answer = await api.Registrar.PutAsync(address, corrected, "\"1\"");
        var body = await answer.ShouldBeAsync(HttpStatusCode.OK);
        answer.Headers.ETag!.ToString().ShouldBe("\"2\"");
        answer.Headers.Location.ShouldBeNull();
        body["version"]!.GetValue<int>().ShouldBe(2);
        body[member]!.ToJsonString().ShouldBe(value);
        body.ContainsKey("correction").ShouldBeFalse();

        // Its sender may have missed the answer and sends it again: nothing is changed. Something else is refused.
        (await (await api.Registrar.PutAsync(address, corrected, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(2);
        await (await api.Registrar.PutAsync(address, kind.Body(key, kind.Full), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");

        // The next one, whoever is first: a list of versions, or any.
        var back = await api.Registrar.PutAsync(address, kind.Body(key, kind.Full), "\"7\", \"2\"");
        (await back.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(3);
        var any = await api.Registrar.PutAsync(address, corrected, "*");
        (await any.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(4);
        (await (await api.Registrar.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(4);
    }

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task Every_version_stays_in_the_history_with_its_reason(string collection, string member, string value)
    {
        var (kind, key, address) = await CreateAsync(collection, "history");
        var corrected = kind.Body(key, kind.Full);
        corrected[member] = JsonNode.Parse(value);
        corrected["correction"] = "late-information";
        await (await api.Registrar.PutAsync(address, corrected, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        var name = collection.TrimEnd('s');
        string Of(int version, string what) =>
            $"SELECT COALESCE({what}, '') FROM record_history WHERE kind = '{name}' AND record_key = '{kind.Path(key)}' AND version = {version}";
        JsonNode.Parse(api.Scalar<string>(Of(1, "content")))![member]!.ToJsonString().ShouldBe(kind.Full[member]!.ToJsonString());
        JsonNode.Parse(api.Scalar<string>(Of(2, "content")))![member]!.ToJsonString().ShouldBe(value);
        api.Scalar<string>(Of(1, "correction")).ShouldBeEmpty();
        api.Scalar<string>(Of(2, "correction")).ShouldBe("late-information");
        api.Scalar<string>(Of(2, "recorded_by")).ShouldBe(api.Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar'"));
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task What_is_unchanged_keeps_its_version(string collection)
    {
        var (kind, key, address) = await CreateAsync(collection, "unchanged");
        var rows = api.Rows();

        var answer = await api.Registrar.PutAsync(address, kind.Body(key, kind.Full), "\"1\"");

        (await answer.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);
        answer.Headers.ETag!.ToString().ShouldBe("\"1\"");
        api.Rows().ShouldBe(rows);
    }

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task An_answer_can_be_changed_and_sent_back_as_it_is(string collection, string member, string value)
    {
        var (_, _, address) = await CreateAsync(collection, "back");
        var read = await api.Registrar.GetAsync(address);
        var body = await read.ShouldBeAsync(HttpStatusCode.OK);

        var same = await api.Registrar.PutAsync(address, body, read.Headers.ETag!.ToString());
        (await same.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);

        body[member] = JsonNode.Parse(value);
        var corrected = await api.Registrar.PutAsync(address, body, read.Headers.ETag!.ToString());
        var answer = await corrected.ShouldBeAsync(HttpStatusCode.OK);
        answer["version"]!.GetValue<int>().ShouldBe(2);
        answer[member]!.ToJsonString().ShouldBe(value);

        // The answer to a write carries warnings beside; they go back just as well.
        answer.ContainsKey("warnings").ShouldBeTrue();
        (await (await api.Registrar.PutAsync(address, answer, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(2);
    }

    [Fact]
    public async Task What_a_correction_leaves_out_is_removed_and_named()
    {
        var (kind, key, address) = await CreateAsync("exits", "removed");
        var stored = kind.Body(key, kind.Full);
        var left = kind.Body(key, kind.Minimal);
        string[] removed =
        [
            .. stored.Where(member => member is { Value: not null, Key: not "voided" }).Select(member => member.Key).Except(left.Select(member => member.Key))
        ];
        removed.Length.ShouldBeGreaterThan(2);

        var answer = await (await api.Registrar.PutAsync(address, left, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        answer["warnings"]!.AsArray().Where(warning => warning!["code"]!.GetValue<string>() == "values-removed")
            .Select(warning => warning!["pointer"]!.GetValue<string>()).ShouldBe(removed.Select(name => "/" + name), ignoreOrder: true);
        removed.ShouldAllBe(name => answer[name] == null);

        // A correction that leaves nothing out names nothing; that it is sent again is not told anew.
        answer = await (await api.Registrar.PutAsync(address, stored, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        answer["warnings"]!.AsArray().ShouldNotContain(warning => warning!["code"]!.GetValue<string>() == "values-removed");
    }

    [Theory]
    [InlineData("enrollments")]
    [InlineData("exits")]
    public async Task A_record_is_put_again_when_the_answer_to_its_creation_was_lost(string collection)
    {
        var (kind, key, address) = await CreateAsync(collection, "put");

        var again = await (await api.Registrar.PutAsync(address, kind.Body(key, kind.Full))).ShouldBeAsync(HttpStatusCode.OK);

        again["version"]!.GetValue<int>().ShouldBe(1);
        await (await api.Registrar.PutAsync(address, kind.Body(key, kind.Minimal))).ShouldBeProblemAsync((HttpStatusCode)428, "if-match-required");
    }

    [Fact]
    public async Task An_exit_is_not_moved_behind_its_follow_up()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-moved"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("E-moved"))).ShouldBeAsync(HttpStatusCode.Created);
        JsonObject FollowUp(int months, string on) =>
            new() { ["enrollmentReference"] = "E-moved", ["months"] = months, ["followedUpOn"] = on, ["answer"] = "work" };
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/follow-ups", FollowUp(6, "2024-12-02"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/follow-ups", FollowUp(3, "2024-09-02"))).ShouldBeAsync(HttpStatusCode.Created);
        var exit = $"{api.Address}/exits/E-moved";

        await (await api.Registrar.PutAsync(exit, TestData.Exit("E-moved", ("exitedOn", "2024-09-03")), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "follow-up-before-exit /exitedOn");
        await (await api.Registrar.PutAsync(exit, TestData.Exit("E-moved", ("exitedOn", "2024-09-02")), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        // What is taken back is in nobody's way, and an exit can always be taken back.
        await (await api.Registrar.PutAsync($"{api.Address}/follow-ups/E-moved/3", TestData.With(FollowUp(3, "2024-09-02"), ("voided", true)), "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.PutAsync(exit, TestData.Exit("E-moved", ("exitedOn", "2024-12-02")), "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Registrar.PutAsync(exit, TestData.Exit("E-moved", ("exitedOn", "2024-12-03"), ("voided", true)), "\"3\""))
            .ShouldBeAsync(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(Corrections))]
    public async Task If_None_Match_creates_and_does_not_correct(string collection, string member, string value)
    {
        var (kind, key, address) = await CreateAsync(collection, "none-match");
        var corrected = kind.Body(key, kind.Full);
        corrected[member] = JsonNode.Parse(value);

        foreach (var taken in new[] { "*", "\"1\"", "W/\"1\"", "\"7\", \"1\"" })
        {
            await (await SendAsync(taken)).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        }

        // Not this version: then a correction still has to say which.
        await (await SendAsync("\"2\"")).ShouldBeProblemAsync((HttpStatusCode)428, "if-match-required");
        (await (await api.Registrar.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);

        Task<HttpResponseMessage> SendAsync(string ifNoneMatch)
        {
            var request = new HttpRequestMessage(HttpMethod.Put, address) { Content = JsonContent.Create(corrected) };
            request.Headers.TryAddWithoutValidation("If-None-Match", ifNoneMatch);
            return api.Registrar.SendAsync(request);
        }
    }

    [Fact]
    public async Task If_None_Match_on_an_address_that_holds_nothing_creates()
    {
        using var request = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/enrollments/E-none")
        {
            Content = JsonContent.Create(TestData.Enrollment("E-none")),
        };
        request.Headers.TryAddWithoutValidation("If-None-Match", "*");
        await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Other_content_points_to_the_address_to_correct_it_at()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-pointed"))).ShouldBeAsync(HttpStatusCode.Created);
        var problem = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-pointed", ("gender", "man"))))
            .ShouldBeProblemAsync(HttpStatusCode.Conflict, "content-differs /gender");
        problem["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain("PUT /outcome-api/v1/projects/iris2/enrollments/E-pointed");
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task An_address_that_holds_nothing_is_created(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("empty");
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        var address = $"{api.Address}/{collection}/{kind.Path(key)}";

        await (await api.Registrar.PutAsync(address, kind.Body(key, kind.Full), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        await (await api.Registrar.PutAsync(address, kind.Body(key, kind.Full), "*")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");

        var created = await api.Registrar.PutAsync(address, kind.Body(key, kind.Full));
        (await created.ShouldBeAsync(HttpStatusCode.Created))["version"]!.GetValue<int>().ShouldBe(1);
        created.Headers.Location!.OriginalString.ShouldBe("https://localhost" + address);
        created.Headers.ETag!.ToString().ShouldBe("\"1\"");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", kind.Body(key, kind.Full))).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task The_key_in_the_body_is_the_one_in_the_address(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("this");
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        var rows = api.Rows();

        var other = await api.Registrar.PutAsync($"{api.Address}/{collection}/{kind.Path("another")}", kind.Body(key, kind.Full));
        await other.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, $"reference-differs /{kind.KeyMember}");
        var without = kind.Body(key, kind.Full);
        without.Remove(kind.KeyMember);
        await (await api.Registrar.PutAsync($"{api.Address}/{collection}/{kind.Path(key)}", without))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, $"required-missing /{kind.KeyMember}");

        api.Rows().ShouldBe(rows);
    }

    [Theory]
    [InlineData("enrollments", "startedOn", "2099-01-01", "date-in-future")]
    [InlineData("exits", "exitedOn", "2024-01-31", "exit-before-start")]
    [InlineData("steps", "on", "2099-01-01", "date-in-future")]
    [InlineData("placements", "startedOn", "2099-01-01", "date-in-future")]
    [InlineData("job-offers", "on", "2099-01-01", "date-in-future")]
    [InlineData("referrals", "closedOn", "2099-01-01", "date-in-future")]
    [InlineData("follow-ups", "followedUpOn", "2024-05-31", "follow-up-before-exit")]
    [InlineData("self-assessments", "on", "2099-01-01", "date-in-future")]
    [InlineData("fidelity-reviews", "scale", "ips-1", "unknown-code")]
    public async Task A_correction_is_checked_like_a_first_registration(string collection, string member, string value, string code)
    {
        var (kind, key, address) = await CreateAsync(collection, "checked");
        var rows = api.Rows();
        var wrong = kind.Body(key, kind.Full);
        wrong[member] = value;

        var problem = await (await api.Registrar.PutAsync(address, wrong, "\"1\"")).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);

        problem["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}").ShouldContain($"{code} /{member}");
        api.Rows().ShouldBe(rows);
        (await (await api.Registrar.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task An_enrollment_can_not_be_moved_behind_its_exit_nor_made_anonymous_with_one()
    {
        var (_, key, _) = await CreateAsync("exits", "behind");
        var address = $"{api.Address}/enrollments/{key}";

        await (await api.Registrar.PutAsync(address, TestData.Enrollment(key, ("startedOn", "2024-06-02")), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "exit-before-start /startedOn");
        var anonymous = new JsonObject { ["reference"] = key, ["anonymous"] = true, ["gender"] = "woman", ["startedOn"] = "2024-02-01" };
        await (await api.Registrar.PutAsync(address, anonymous, "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "anonymous-with-identity /anonymous");
    }

    [Fact]
    public async Task Two_corrections_of_the_same_version_at_once_are_one_correction()
    {
        var (_, key, address) = await CreateAsync("enrollments", "race");
        var answers = await Task.WhenAll(
            Enumerable.Range(1980, 10).Select(year => api.Registrar.PutAsync(address, TestData.Enrollment(key, ("birthYear", year)), "\"1\"")));

        answers.Count(a => a.StatusCode == HttpStatusCode.OK).ShouldBe(1);
        answers.Count(a => a.StatusCode == HttpStatusCode.PreconditionFailed).ShouldBe(9);
    }

    [Fact]
    public async Task Reads_and_writes_are_audited_with_their_purpose()
    {
        await CreateAsync("enrollments", "audited");
        using var read = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/enrollments/enrollments-audited") { Headers = { { "Purpose", "case 17" } } };
        await (await api.Registrar.SendAsync(read)).ShouldBeAsync(HttpStatusCode.OK);

        api.Scalar<long>("SELECT COUNT(*) FROM audit_events WHERE action = 'read' AND kind = 'enrollment' AND purpose = 'case 17' AND role = 'registrar'")
            .ShouldBe(1);
        api.Scalar<long>(
            """
            SELECT COUNT(*) FROM audit_events a JOIN record_history h ON h.id = a.change_id
            WHERE a.action = 'create' AND h.kind = 'enrollment' AND h.record_key = 'enrollments-audited' AND a.project_id = 'iris2'
            """).ShouldBe(1);
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
