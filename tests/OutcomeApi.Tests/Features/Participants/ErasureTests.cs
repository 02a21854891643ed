using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Features.Participants;

/// <summary>What a person can ask for: to see everything, and that it goes.</summary>
public sealed class ErasureTests
{
    private const string Erasures = ApiFactory.Base + "/erasures";

    [Fact]
    public async Task An_extract_holds_every_version_of_everything_about_a_participant_and_nothing_about_others()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await RegisterAsync(api, "PLANTED");
        await RegisterAsync(api, "OTHER");
        await CorrectAsync(api, "PLANTED");
        api.Registrar.DefaultRequestHeaders.TryAddWithoutValidation("Purpose", "asked on 2026-11-20");

        var extract = await (await api.Registrar.GetAsync($"{api.Address}/participants/P-PLANTED/extract")).ShouldBeAsync(HttpStatusCode.OK);

        extract["participant"]!.GetValue<string>().ShouldBe("P-PLANTED");
        extract["records"]!.AsArray().Select(r => $"{r!["record"]} {r["reference"]} {r["versions"]!.AsArray().Count}").ShouldBe(
            [
                "referral R-PLANTED 1", "enrollment E-PLANTED 1", "exit E-PLANTED 2", "follow-up E-PLANTED/3 1", "step S-PLANTED 1", "job-offer O-PLANTED 1",
                "placement PL-PLANTED 1",
                "self-assessment A-PLANTED 1",
            ]);
        var exit = extract["records"]!.AsArray().Single(r => r!["record"]!.GetValue<string>() == "exit")!["versions"]!.AsArray();
        exit.Select(v => v!["content"]!["reason"]!.GetValue<string>()).ShouldBe(["work-unsubsidised", "studies"]);
        exit[1]!["correction"]!.GetValue<string>().ShouldBe("wrong-code");
        exit[1]!["recordedBy"]!.GetValue<string>().ShouldBe(api.Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar'"));
        extract.ToJsonString().ShouldNotContain("OTHER", Case.Sensitive);
        api.Scalar<string>("SELECT CONCAT(action, ' ', kind, ' ', record_count, ' ', purpose) FROM audit_events WHERE action = 'extract'")
            .ShouldBe("extract participant 8 asked on 2026-11-20");

        await (await api.Registrar.GetAsync($"{api.Address}/participants/P-NOBODY/extract")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        (await api.Secretariat.GetAsync($"{api.Address}/participants/P-PLANTED/extract")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Theory]
    [InlineData("participant", "P-PLANTED")]
    [InlineData("enrollmentReference", "E-PLANTED")]
    public async Task What_is_erased_is_in_no_file_of_the_database_and_the_rest_is(string member, string value)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        foreach (var name in Enumerable.Range(0, 20).Select(i => $"OTHER-{i}").Append("PLANTED"))
        {
            await RegisterAsync(api, name);
        }

        await CorrectAsync(api, "PLANTED");
        (await api.IsOnDiskAsync("PLANTED")).ShouldBeTrue("the search finds what is there");
        using var administrator = api.Administrator();

        var erasure = await (await administrator.PostAsJsonAsync(Erasures, new JsonObject { ["project"] = "iris2", [member] = value }))
            .ShouldBeAsync(HttpStatusCode.OK);

        // One enrollment, one referral; eight records, one of them in two versions.
        erasure["enrollments"]!.GetValue<int>().ShouldBe(1);
        erasure["referrals"]!.GetValue<int>().ShouldBe(1);
        erasure["history"]!.GetValue<int>().ShouldBe(9);
        await api.AtRestAsync();
        (await api.IsOnDiskAsync("P-PLANTED")).ShouldBeFalse();
        (await api.IsOnDiskAsync("OTHER-7")).ShouldBeTrue();

        // Only the feed still says the keys, of what is gone.
        var feed = await (await api.Registrar.GetAsync($"{api.Address}/changes?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        feed["items"]!.AsArray().Where(change => change!["reference"]!.GetValue<string>().Contains("PLANTED", StringComparison.Ordinal))
            .Select(change => $"{change!["record"]} {change["version"]} {change["gone"]}").Order().ShouldBe(
            [
                "enrollment 0 true", "exit 0 true", "follow-up 0 true", "job-offer 0 true", "placement 0 true", "referral 0 true", "self-assessment 0 true",
                "step 0 true",
            ]);
        api.Scalar<long>("SELECT COUNT(*) FROM record_history WHERE content LIKE '%PLANTED%'").ShouldBe(0);

        // An erased record stays taken: what is sent again does not come back.
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/E-PLANTED")).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-PLANTED")))
            .ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.PutAsync($"{api.Address}/enrollments/E-PLANTED", TestData.Enrollment("E-PLANTED"), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.PatchAsync($"{api.Address}/enrollments/E-PLANTED", [], "*")).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.GetAsync($"{api.Address}/enrollments/E-PLANTED/versions")).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/exits", TestData.Exit("E-PLANTED"))).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.GetAsync($"{api.Address}/exits/E-PLANTED")).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        (await (await api.Registrar.GetAsync($"{api.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK))["_meta"]!["totalRecords"]!.GetValue<int>()
            .ShouldBe(20);
        api.Scalar<string>("SELECT CONCAT(project_id, ' ', reason, ' ', enrollments, ' ', referrals, ' ', history) FROM erasures")
            .ShouldBe("iris2 request 1 1 9");
        (await api.Registrar.GetAsync($"{api.Address}/changes?limit=500")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The figures follow: twenty women were left.
        var figures = await ApiFactory.UpToDateAsync(
            api.Registrar, "iris2", "goal=iris2.work-or-studies&subproject=vsb&window=tertial&from=2024-T2&to=2024-T2&gender=woman");
        figures["items"]![0]!["rows"]![0]!["denominator"]!.GetValue<int>().ShouldBe(20);

        await (await administrator.PostAsJsonAsync(Erasures, new JsonObject { ["project"] = "iris2", [member] = value }))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Another_person_of_nearly_the_same_reference_stays()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        foreach (var name in new[] { "A_1", "AX1", "A_11", "a_1" })
        {
            await RegisterAsync(api, name);
        }

        using var administrator = api.Administrator();
        var erasure = await (await administrator.PostAsJsonAsync(Erasures, new { project = "iris2", participant = "P-A_1" })).ShouldBeAsync(HttpStatusCode.OK);
        erasure["history"]!.GetValue<int>().ShouldBe(8);
        api.Scalar<long>("SELECT COUNT(*) FROM record_history WHERE kind = 'exit' AND version > 0").ShouldBe(3);
        foreach (var name in new[] { "AX1", "A_11", "a_1" })
        {
            (await api.Registrar.GetAsync($"{api.Address}/participants/P-{name}/extract")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }
    }

    [Fact]
    public async Task Who_is_named_by_mistake_in_another_record_goes_from_its_history_too()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await RegisterAsync(api, "PLANTED");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("E-wrong", ("participant", "P-PLANTED"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        using var correction = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/enrollments/E-wrong")
        {
            Content = JsonContent.Create(TestData.Enrollment("E-wrong", ("participant", "P-right"))),
        };
        correction.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await (await api.Registrar.SendAsync(correction)).ShouldBeAsync(HttpStatusCode.OK);

        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync(Erasures, new { project = "iris2", participant = "P-PLANTED" })).ShouldBeAsync(HttpStatusCode.OK);
        await api.AtRestAsync();
        (await api.IsOnDiskAsync("P-PLANTED")).ShouldBeFalse();
        (await api.Registrar.GetAsync($"{api.Address}/participants/P-right/extract")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_batch_that_waits_and_names_the_person_is_cancelled()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        await RegisterAsync(api, "PLANTED");
        var ids = new List<string>();
        foreach (var record in new[]
        {
            TestData.With(TestData.Enrollment("E-again", ("participant", "P-PLANTED")), ("record", "enrollment")),
            TestData.With(TestData.Exit("E-PLANTED"), ("record", "exit")),
            TestData.With(TestData.Enrollment("E-PLANTED"), ("record", "enrollment")),
            TestData.With(TestData.Enrollment("E-somebody"), ("record", "enrollment")),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/batches")
            {
                Content = JsonContent.Create(new { records = new[] { record } }),
                Headers = { { "Prefer", "respond-async" } },
            };
            ids.Add((await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>());
        }

        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync(Erasures, new { project = "iris2", participant = "P-PLANTED" })).ShouldBeAsync(HttpStatusCode.OK);

        ids.Select(id => api.Scalar<string>(
                $"SELECT CONCAT(b.status, ' ', c.waiting IS NULL) FROM batches b JOIN batch_chunks c ON c.batch = b.public_id WHERE b.public_id = '{id}'"))
            .ShouldBe(["cancelled 1", "cancelled 1", "cancelled 1", "queued 0"]);
    }

    [Fact]
    public async Task Withdrawn_consent_goes_from_the_files_too_and_a_correction_leaves_them()
    {
        using var api = new WithoutJobs();
        await api.InitializeAsync();
        const string Scrubs = "SELECT COUNT(*) FROM scrub_requests";
        await RegisterAsync(api, "PLANTED");
        await CorrectAsync(api, "PLANTED");
        api.Scalar<long>(Scrubs).ShouldBe(0);

        var withdrawn = TestData.Enrollment(
            "E-PLANTED", ("participant", "P-PLANTED"), ("subproject", "vsb"), ("referralReference", "R-PLANTED"), ("consentWithdrawnOn", "2026-11-20"));
        using var withdrawal = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/enrollments/E-PLANTED") { Content = JsonContent.Create(withdrawn) };
        withdrawal.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await (await api.Registrar.SendAsync(withdrawal)).ShouldBeAsync(HttpStatusCode.OK);
        api.Scalar<long>(Scrubs).ShouldBe(1);
    }

    [Fact]
    public async Task Exactly_one_name_is_needed()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync(Erasures, new { project = "iris2" }))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "required-missing /participant");
        await (await administrator.PostAsJsonAsync(Erasures, new { project = "iris2", participant = "P", enrollmentReference = "E" }))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /enrollmentReference");
        await (await administrator.PostAsJsonAsync(Erasures, new { project = "none", participant = "P" }))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    /// <summary>A person with a record of every kind, all of them remembered for an Idempotency-Key.</summary>
    private static async Task RegisterAsync(ProjectApi api, string name)
    {
        foreach (var (collection, body) in new (string, JsonObject)[]
        {
            ("referrals", new JsonObject
            {
                ["reference"] = "R-" + name,
                ["participant"] = "P-" + name,
                ["gender"] = "woman",
                ["referredOn"] = "2024-01-10",
                ["referrer"] = "region",
            }),
            ("enrollments", TestData.Enrollment("E-" + name, ("participant", "P-" + name), ("subproject", "vsb"), ("referralReference", "R-" + name))),
            ("exits", TestData.Exit("E-" + name)),
            ("follow-ups", new JsonObject { ["enrollmentReference"] = "E-" + name, ["months"] = 3, ["followedUpOn"] = "2024-09-02", ["answer"] = "work" }),
            ("steps", TestData.Step("S-" + name, "E-" + name)),
            ("placements", TestData.Placement("PL-" + name, "E-" + name)),
            ("job-offers", TestData.JobOffer("O-" + name, "E-" + name)),
            ("self-assessments", new JsonObject
            {
                ["reference"] = "A-" + name,
                ["enrollmentReference"] = "E-" + name,
                ["on"] = "2024-02-01",
                ["occasion"] = "start",
                ["ratings"] = new JsonArray(3, 2, 4, null, 3, 5),
            }),
        })
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/{collection}") { Content = JsonContent.Create(body) };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", Guid.CreateVersion7().ToString());
            await (await api.Registrar.SendAsync(request)).ShouldBeAsync(HttpStatusCode.Created);
        }
    }

    private static async Task CorrectAsync(ProjectApi api, string name)
    {
        using var correction = new HttpRequestMessage(HttpMethod.Put, $"{api.Address}/exits/E-{name}")
        {
            Content = JsonContent.Create(TestData.Exit("E-" + name, ("reason", "studies"), ("correction", "wrong-code"))),
        };
        correction.Headers.TryAddWithoutValidation("If-Match", "\"1\"");
        await (await api.Registrar.SendAsync(correction)).ShouldBeAsync(HttpStatusCode.OK);
    }

    /// <summary>A node that answers and runs no jobs.</summary>
    private sealed class WithoutJobs() : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
        }
    }
}
