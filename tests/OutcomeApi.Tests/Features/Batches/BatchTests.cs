namespace OutcomeApi.Tests.Features.Batches;

/// <summary>Many records in one call.</summary>
public sealed class BatchTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private const string Ips = ApiFactory.Base + "/projects/ips-unga";
    private const string Uppsala = ApiFactory.Base + "/projects/uppsala";
    private const string Iris2 = ApiFactory.Base + "/projects/iris2";

    [Fact]
    public async Task Every_form_and_any_order_gives_the_same_register_as_the_records_sent_singly()
    {
        var single = await ProjectAsync("single");
        var records = Register(count: 12);
        foreach (var record in records)
        {
            var alone = record.DeepClone().AsObject();
            alone.Remove("record");
            await (await single.Client.PostAsJsonAsync($"{single.Address}/{CollectionOf(record)}", alone)).ShouldBeAsync(HttpStatusCode.Created);
        }

        var expected = await RegisterOfAsync(single);
        expected.Count.ShouldBe(records.Length);
        var figures = Numbers(await ApiFactory.UpToDateAsync(single.Client, "fram-single"));
        figures.Sum().ShouldBeGreaterThan(0);

        // In an order that puts what hangs on others first.
        var random = new Random(4711);
        foreach (var mediaType in BatchForms.MediaTypes)
        {
            var id = mediaType.Split('/', '-')[^1];
            var batch = await ProjectAsync(id);
            var shuffled = records.OrderBy(_ => random.Next()).ToArray();

            var result = await (await BatchForms.SendAsync(batch.Client, batch.Address, mediaType, shuffled)).ShouldBeAsync(HttpStatusCode.OK);

            result["errors"]!.AsArray().ShouldBeEmpty(mediaType);
            Counts(result).ShouldBe([records.Length, 0, 0, 0], mediaType);
            (await RegisterOfAsync(batch)).ShouldBe(expected, mediaType);
            Numbers(await ApiFactory.UpToDateAsync(batch.Client, "fram-" + id)).ShouldBe(figures, mediaType);

            var again = await (await BatchForms.SendAsync(batch.Client, batch.Address, mediaType, shuffled.Reverse(), "?mode=all"))
                .ShouldBeAsync(HttpStatusCode.OK);
            Counts(again).ShouldBe([0, records.Length, 0, 0], mediaType);
        }
    }

    [Theory]
    [InlineData(
        "application/x-ndjson",
        "malformed-json /records/1, type-wrong /records/2, required-missing /records/3/record, unknown-code /records/4/gender, malformed-json /records/6, "
            + "body-too-deep /records/7")]
    [InlineData(
        "text/csv",
        "malformed-csv /records/1, malformed-csv /records/2, required-missing /records/3/record, unknown-code /records/4/gender, "
            + "type-wrong /records/6/birthYear, field-unknown /records/7/firstName")]
    public async Task A_line_that_can_not_be_read_does_not_stop_the_others(string mediaType, string errors)
    {
        var (client, address) = await ProjectAsync("lines-" + mediaType.Split('/', '-')[^1]);
        var good = new[] { "L-1", "L-2" }.Select(r => Enrollment(r, "2022-02-01")).ToArray();
        var lost = Enrollment("L-3", "2022-02-01");
        lost.Remove("record");
        var wrong = Enrollment("L-4", "2022-02-01");
        wrong["gender"] = "x";
        string[] lines;
        if (mediaType == "text/csv")
        {
            var rows = BatchForms.TextOf(
                mediaType,
                [
                    good[0], good[1], wrong, TestData.With(Enrollment("L-5", "2022-02-01"), ("birthYear", "old")),
                    TestData.With(Enrollment("L-6", "2022-02-01"), ("firstName", "x")),
                ]).Split("\r\n");
            lines =
            [
                "\uFEFF" + rows[0], rows[1], rows[2] + ",", "enrollment,\"L-9,P-9,2022-02-01,woman,1990,2022-02-01,",
                rows[3].Replace("enrollment", string.Empty, StringComparison.Ordinal).Replace(",x,", ",woman,", StringComparison.Ordinal), rows[3], " ",
                rows[2], rows[4], rows[5], string.Empty,
            ];
        }
        else
        {
            lines =
            [
                "\uFEFF" + good[0].ToJsonString(), "{ \"record\": \"enrollment\" ", "[]", lost.ToJsonString(), wrong.ToJsonString(), "  ",
                good[1].ToJsonString() + "\r", "{\"record\":\"exit\",\"record\":\"exit\"}", new string('[', 40) + new string(']', 40), string.Empty,
            ];
        }

        var all = await (await BatchForms.SendTextAsync(client, address, mediaType, string.Join('\n', lines), "?mode=all")).ShouldBeAsync(HttpStatusCode.OK);
        Counts(all).ShouldBe([0, 0, 0, 8]);
        Errors(all).ShouldBe(errors.Split(", ").Order());
        (await client.GetAsync($"{address}/enrollments/L-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        var each = await (await BatchForms.SendTextAsync(client, address, mediaType, string.Join('\n', lines))).ShouldBeAsync(HttpStatusCode.OK);
        Counts(each).ShouldBe([2, 0, 0, 6]);
        Errors(each).ShouldBe(errors.Split(", ").Order());
        (await client.GetAsync($"{address}/enrollments/L-2")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_spreadsheet_that_separates_by_semicolons_is_read_too()
    {
        var (client, address) = await ProjectAsync("semicolon");
        const string Text =
            "record;reference;participant;consentGivenOn;gender;birthYear;startedOn;anonymous;incomeSources;occupation.group;occupation.extent\r\n"
            + "enrollment;S-1;\"P-1\";2022-02-01;woman;1990;2022-02-01;FALSE;wage|student-aid;work;50\r\n;;;;;;;;;;\r\n";

        Counts(await (await BatchForms.SendTextAsync(client, address, "text/csv", Text)).ShouldBeAsync(HttpStatusCode.OK)).ShouldBe([1, 0, 0, 0]);

        var stored = await (await client.GetAsync($"{address}/enrollments/S-1")).ShouldBeAsync(HttpStatusCode.OK);
        stored["participant"]!.GetValue<string>().ShouldBe("P-1");
        stored["incomeSources"]!.ToJsonString().ShouldBe("""["student-aid","wage"]""");
        stored["occupation"]!.ToJsonString().ShouldBe("""{"group":"work","extent":50}""");
    }

    [Fact]
    public async Task Names_of_columns_that_no_kind_has_are_refused_where_they_have_a_value()
    {
        var (client, address) = await ProjectAsync("names");
        var deep = string.Join('.', Enumerable.Repeat("a", 200));
        var text = $"record,reference,participant,participant.personalIdentityNumber,occupation.group,occupation.group.name,{deep},.\n"
            + "exit,,,,,,,\nstep,,,,work,,x,y\nenrollment,,P-1,189912319812,,name,,\n";

        var result = await (await BatchForms.SendTextAsync(client, address, "text/csv", text)).ShouldBeAsync(HttpStatusCode.OK);

        var unknown = Errors(result).Where(e => e.StartsWith("field-unknown ", StringComparison.Ordinal));
        unknown.ShouldBe(new[]
        {
            "field-unknown /records/1/occupation", "field-unknown /records/1/a", "field-unknown /records/1/",
            "field-unknown /records/2/participant.personalIdentityNumber", "field-unknown /records/2/occupation/group.name",
        }.Order());
        result["rejected"]!.GetValue<int>().ShouldBe(3);
    }

    [Theory]
    [InlineData("application/json")]
    [InlineData("application/x-ndjson")]
    [InlineData("text/csv")]
    public async Task A_trial_asked_for_in_the_query_keeps_nothing_in_any_form(string mediaType)
    {
        var (client, address) = await ProjectAsync("trial-" + mediaType.Split('/', '-')[^1]);

        var trial = await (await BatchForms.SendAsync(client, address, mediaType, [Enrollment("T-1", "2022-02-01")], "?dryRun=true"))
            .ShouldBeAsync(HttpStatusCode.OK);

        trial["dryRun"]!.GetValue<bool>().ShouldBeTrue();
        Counts(trial).ShouldBe([1, 0, 0, 0]);
        (await client.GetAsync($"{address}/enrollments/T-1")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_batch_has_a_largest_size_in_bytes_and_in_records()
    {
        var (client, address) = await ProjectAsync("size");
        var tooLarge = new ByteArrayContent(new byte[50_000_001]) { Headers = { ContentType = new("text/csv") } };
        await (await client.PostAsync($"{address}/batches", tooLarge)).ShouldBeProblemAsync(HttpStatusCode.RequestEntityTooLarge, "body-too-large");
        foreach (var mediaType in new[] { "application/x-ndjson", "text/csv" })
        {
            foreach (var (query, most) in new[] { ("?mode=each", 100_000), ("?mode=all", 10_000), ("?dryRun=true", 10_000) })
            {
                var text = "record\n" + string.Concat(Enumerable.Repeat("1\n", most + 1));
                await (await BatchForms.SendTextAsync(client, address, mediaType, text, query))
                    .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "number-out-of-range /records");
            }
        }
    }

    [Fact]
    public async Task Each_keeps_the_good_and_all_keeps_nothing_beside_a_bad_one()
    {
        await api.PutProjectAsync("uppsala");
        using var registrar = await api.ClientAsync("registrar", ["uppsala"]);
        JsonObject[] records =
        [
            Enrollment("E-1", "2025-02-01"), Exit("E-1", "2025-01-31"), Enrollment("E-1", "2025-02-02"), new JsonObject { ["record"] = "visit" },
            Enrollment("E-2", "2025-02-01"),
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
    private static JsonObject[] Register(int count) =>
    [
        .. Of(count, n => new JsonObject
        {
            ["record"] = "referral", ["reference"] = $"R-{n}", ["participant"] = $"P-{n}", ["gender"] = "woman", ["referredOn"] = "2022-01-10",
            ["referrer"] = "region", ["queuedOn"] = "2022-01-12",
        }),
        .. Of(count, n => TestData.With(
            Enrollment($"E-{n}", "2022-02-01"),
            ("referralReference", $"R-{n}"),
            ("incomeSources", n % 3 == 0 ? null : new JsonArray("wage", "student-aid")),
            ("occupation", n % 2 == 0 ? null : new JsonObject { ["group"] = "studies", ["extent"] = 50 }))),
        .. Of(2, n =>
            new JsonObject { ["record"] = "enrollment", ["reference"] = $"AN-{n}", ["anonymous"] = true, ["gender"] = "man", ["startedOn"] = "2022-02-01" }),
        .. Of(count, n => TestData.With(Exit($"E-{n}", "2022-06-01"), ("reason", n % 2 == 0 ? "studies" : "moved"), ("nextMeasureReady", n % 3 == 0))),
        .. Of(count, n => TestData.With(TestData.Step($"S-{n}", $"E-{n}"), ("record", "step"), ("on", "2022-03-01"))),
        .. Of(count, n => TestData.With(TestData.JobOffer($"O-{n}", $"E-{n}"), ("record", "job-offer"), ("on", "2022-03-01"), ("otherField", n % 2 == 0))),
        .. Of(count / 2, n => new JsonObject
        {
            ["record"] = "follow-up",
            ["enrollmentReference"] = $"E-{n}",
            ["months"] = 3,
            ["followedUpOn"] = "2022-09-05",
            ["answer"] = "work",
        }),
        .. Of(count, n => TestData.With(
            TestData.SelfAssessment($"A-{n}", $"E-{n}"), ("record", "self-assessment"), ("on", "2022-02-02"),
            ("ratings", new JsonArray(n % 2 == 0 ? 4 : null, 2, null, 5, 1, n % 3 == 0 ? null : 3)))),
        .. Of(2, n => TestData.With(TestData.FidelityReview($"F-{n}"), ("record", "fidelity-review"), ("on", $"2022-0{n}-10"))),
        .. Of(2, n => TestData.With(TestData.ReportedFigure($"B-{n}"), ("record", "reported-figure"), ("voided", n == 2))),
    ];

    private static IEnumerable<JsonObject> Of(int count, Func<int, JsonObject> record) => Enumerable.Range(1, count).Select(record);

    private static string CollectionOf(JsonObject record) => record["record"]!.GetValue<string>() + "s";

    /// <summary>FRAM under an id of its own, and a registrar for it.</summary>
    private async Task<(HttpClient Client, string Address)> ProjectAsync(string name)
    {
        var id = "fram-" + name;
        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        await (await secretariat.PutAsync($"{ApiFactory.Base}/projects/{id}", ProjectFiles.Read("fram"))).ShouldBeAsync(HttpStatusCode.Created);
        return (await api.ClientAsync("registrar", [id]), $"{ApiFactory.Base}/projects/{id}");
    }

    /// <summary>Every record of a project as it is read, without what differs between two projects: when it came, and where it stands.</summary>
    private static async Task<IReadOnlyList<string>> RegisterOfAsync((HttpClient Client, string Address) project)
    {
        var records = new List<string>();
        foreach (var kind in RecordCase.All)
        {
            var list = await (await project.Client.GetAsync($"{project.Address}/{kind.Collection}?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
            records.AddRange(list["items"]!.AsArray().Select(item =>
            {
                var record = item!.AsObject();
                new[] { "receivedAt", "changedAt", "_links" }.ToList().ForEach(name => record.Remove(name).ShouldBeTrue());
                return $"{kind.Collection} {Sorted(record)}";
            }));
        }

        return [.. records.Order(StringComparer.Ordinal)];
    }

    /// <summary>The JSON with the members of objects in the order of their names.</summary>
    private static string Sorted(JsonNode? node) => node switch
    {
        JsonObject group => "{" + string.Join(",", group.OrderBy(m => m.Key, StringComparer.Ordinal).Select(m => $"{m.Key}:{Sorted(m.Value)}")) + "}",
        _ => node?.ToJsonString() ?? "null",
    };

    private static IEnumerable<string> Errors(JsonObject batch) => batch["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}").Order();

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
            .SelectMany(r => new[] { r!["numerator"]?.GetValue<int>() ?? 0, r["denominator"]?.GetValue<int>() ?? 0 })
    ];
}
