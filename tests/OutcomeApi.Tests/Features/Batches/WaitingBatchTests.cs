using MediatR;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Features.Batches;

namespace OutcomeApi.Tests.Features.Batches;

/// <summary>Batches that wait for their job. Here jobs run when a test says so.</summary>
public sealed class WaitingBatchTests(WaitingBatchTests.WithoutServer api) : IClassFixture<WaitingBatchTests.WithoutServer>
{
    /// <summary>A right check digit; born in 1899, it belongs to nobody who could be enrolled.</summary>
    private const string Number = "189912319812";

    /// <summary>The same with a wrong one.</summary>
    private const string WrongNumber = "189912319813";

    public static TheoryData<string> Forms => [.. BatchForms.MediaTypes];

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task What_waits_ends_with_what_an_answer_at_once_would_have_said(string mediaType)
    {
        var prefix = mediaType.Split('/', '-')[^1];
        JsonObject[] Records(string suffix) =>
        [
            TestData.With(TestData.Exit($"{prefix}-1{suffix}"), ("record", "exit"), ("exitedOn", "2024-01-31")),
            TestData.With(TestData.Enrollment($"{prefix}-1{suffix}", ("subproject", "vsb")), ("record", "enrollment")),
            TestData.With(
                TestData.Enrollment($"{prefix}-2{suffix}", ("birthYear", "old"), ("gender", "x"), ("subproject", "nowhere")), ("record", "enrollment")),
            TestData.With(TestData.Enrollment($"{prefix}-3{suffix}", ("personalIdentityNumber", Number)), ("record", "enrollment")),
            TestData.With(TestData.Enrollment($"{prefix}-1{suffix}", ("gender", "man")), ("record", "enrollment")),
            new JsonObject { ["record"] = "visit", ["reference"] = Number },
            TestData.With(
                TestData.SelfAssessment($"{prefix}-A{suffix}", $"{prefix}-1{suffix}", ("ratings", new JsonArray(1, null, 9, 2, 3, 4))),
                ("record", "self-assessment")),
            TestData.With(TestData.Step($"{prefix}-S{suffix}", $"{prefix}-1{suffix}"), ("record", "step")),
        ];
        var now = await (await BatchForms.SendAsync(api.Registrar, api.Address, mediaType, Records("-now"))).ShouldBeAsync(HttpStatusCode.OK);

        var answer = await BatchForms.SendAsync(api.Registrar, api.Address, mediaType, Records("-later"), prefer: "respond-async");

        var waiting = await answer.ShouldBeAsync(HttpStatusCode.Accepted);
        answer.Headers.GetValues("Preference-Applied").ShouldBe(["respond-async"]);
        answer.Headers.Location!.OriginalString.ShouldBe(waiting["_links"]!["self"]!["href"]!.GetValue<string>());
        Progress(waiting).ShouldBe("queued 0 of 8");
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/{prefix}-1-later")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.IsOnDiskAsync(Number)).ShouldBeFalse();

        await api.WorkAsync(waiting["id"]!.GetValue<string>());

        var done = await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
        Progress(done).ShouldBe("completed 100 of 8");
        foreach (var member in new[] { "created", "unchanged", "corrected", "rejected", "errors", "warnings" })
        {
            done[member]!.ToJsonString().ShouldBe(now[member]!.ToJsonString().Replace("-now", "-later", StringComparison.Ordinal), member);
        }

        now["created"]!.GetValue<int>().ShouldBe(2);
        now["rejected"]!.GetValue<int>().ShouldBe(6);
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/{prefix}-1-later")).StatusCode.ShouldBe(HttpStatusCode.OK);
        api.Scalar<long>($"SELECT COUNT(*) FROM batches WHERE public_id = '{waiting["id"]}' AND completed_at IS NOT NULL").ShouldBe(1);
        api.Scalar<long>($"SELECT COUNT(*) FROM batch_chunks WHERE batch = '{waiting["id"]}' AND waiting IS NOT NULL").ShouldBe(0);
    }

    [Theory]
    [MemberData(nameof(Forms))]
    public async Task A_personal_identity_number_does_not_wait(string mediaType)
    {
        var prefix = mediaType.Split('/', '-')[^1];
        JsonObject Person(string reference, string number, string record = "enrollment") => TestData.With(
            record == "referral"
                ? new JsonObject { ["reference"] = reference, ["gender"] = "woman", ["referredOn"] = "2024-01-10" }
                : TestData.Enrollment(reference),
            ("record", record),
            ("participant", new JsonObject { ["personalIdentityNumber"] = number }));
        JsonObject[] records = [Person($"{prefix}-good", Number), Person($"{prefix}-wrong", WrongNumber), Person($"{prefix}-referral", Number, "referral")];

        var answer = await BatchForms.SendAsync(api.Registrar, api.Address, mediaType, records, prefer: "respond-async");
        var waiting = await answer.ShouldBeAsync(HttpStatusCode.Accepted);
        (await api.IsOnDiskAsync($"{prefix}-good")).ShouldBeTrue();
        (await api.IsOnDiskAsync(Number)).ShouldBeFalse();
        (await api.IsOnDiskAsync(WrongNumber)).ShouldBeFalse();

        await api.WorkAsync(waiting["id"]!.GetValue<string>());

        var done = await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
        done["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}")
            .ShouldBe(["personal-number-invalid /records/1/participant/personalIdentityNumber"]);
        var single = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", WithoutKind(Person($"{prefix}-single", Number))))
            .ShouldBeAsync(HttpStatusCode.Created);
        foreach (var address in new[] { $"enrollments/{prefix}-good", $"referrals/{prefix}-referral" })
        {
            var stored = await (await api.Registrar.GetAsync($"{api.Address}/{address}")).ShouldBeAsync(HttpStatusCode.OK);
            stored["participant"]!.GetValue<string>().ShouldBe(single["participant"]!.GetValue<string>());
        }

        (await api.IsOnDiskAsync(Number)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_batch_that_waits_can_be_cancelled_and_does_nothing_more()
    {
        var answer = await BatchForms.SendAsync(
            api.Registrar, api.Address, "application/json", [TestData.With(TestData.Enrollment("cancelled"), ("record", "enrollment"))],
            prefer: "wait=1, respond-async");
        var id = (await answer.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();

        (await api.Registrar.DeleteAsync(answer.Headers.Location)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await api.WorkAsync(id);

        Progress(await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK)).ShouldBe("cancelled 0 of 1");
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/cancelled")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        api.Scalar<long>($"SELECT COUNT(*) FROM batch_chunks WHERE batch = '{id}' AND waiting IS NULL").ShouldBe(1);

        // What is done stays done.
        var done = await (await BatchForms.SendAsync(api.Registrar, api.Address, "application/json", [])).ShouldBeAsync(HttpStatusCode.OK);
        (await api.Registrar.DeleteAsync($"{api.Address}/batches/{done["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        Progress(await (await api.Registrar.GetAsync($"{api.Address}/batches/{done["id"]}")).ShouldBeAsync(HttpStatusCode.OK)).ShouldBe("completed 100 of 0");
        await (await api.Registrar.DeleteAsync($"{api.Address}/batches/none")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_batch_that_runs_can_be_cancelled_and_what_it_has_kept_stays()
    {
        const int Records = 4000;
        var records = Enumerable.Range(1, Records).Select(n => TestData.With(TestData.Enrollment($"running-{n}"), ("record", "enrollment")));
        var answer = await BatchForms.SendAsync(api.Registrar, api.Address, "application/x-ndjson", records);
        var id = (await answer.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();

        // On a thread of its own: the embedded database answers at once, so nothing in it would give this one back.
        var work = Task.Run(() => api.WorkAsync(id));
        await Eventually.HoldsAsync(async () =>
            Progress((await api.Registrar.GetFromJsonAsync<JsonObject>(answer.Headers.Location))!) != $"queued 0 of {Records}");
        (await api.Registrar.DeleteAsync(answer.Headers.Location)).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await Eventually.HappensAsync(work);

        var batch = await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
        batch["status"]!.GetValue<string>().ShouldBe("cancelled");
        batch["created"]!.GetValue<int>().ShouldBeInRange(1, Records - 1);
        api.Scalar<long>("SELECT COUNT(*) FROM enrollments WHERE reference LIKE 'running-%'").ShouldBe(batch["created"]!.GetValue<int>());
    }

    [Fact]
    public async Task All_or_nothing_and_trials_keep_their_word_when_they_wait()
    {
        JsonObject[] records = [TestData.With(TestData.Enrollment("word"), ("record", "enrollment")), new JsonObject { ["record"] = "visit" }];
        foreach (var (query, counts) in new[] { ("?mode=all", "0 2"), ("?dryRun=true", "1 1") })
        {
            var answer = await BatchForms.SendAsync(api.Registrar, api.Address, "application/x-ndjson", records, query, "respond-async");
            await api.WorkAsync((await answer.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>());

            var done = await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK);
            Progress(done).ShouldBe("completed 100 of 2");
            $"{done["created"]} {done["rejected"]}".ShouldBe(counts);
            (await api.Registrar.GetAsync($"{api.Address}/enrollments/word")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        }
    }

    [Fact]
    public async Task A_batch_that_can_not_be_worked_through_has_failed()
    {
        var record = TestData.With(TestData.Enrollment("broken"), ("record", "enrollment"));
        var answer = await BatchForms.SendAsync(api.Registrar, api.Address, "application/json", [record], prefer: "respond-async");
        var id = (await answer.ShouldBeAsync(HttpStatusCode.Accepted))["id"]!.GetValue<string>();
        api.Execute($"UPDATE batch_chunks SET waiting = 'not what was written' WHERE batch = '{id}'").ShouldBe(1);

        await api.WorkAsync(id);

        Progress(await (await api.Registrar.GetAsync(answer.Headers.Location)).ShouldBeAsync(HttpStatusCode.OK)).ShouldStartWith("failed");
    }

    private static string Progress(JsonObject batch) => $"{batch["status"]} {batch["progress"]} of {batch["received"]}";

    private static JsonObject WithoutKind(JsonObject record)
    {
        record.Remove("record");
        return record;
    }

    /// <summary>IRIS 2, a key for personal numbers, and nobody who runs jobs by himself.</summary>
    public sealed class WithoutServer() : ProjectApi("iris2")
    {
        /// <summary>Does a batch's job.</summary>
        public async Task WorkAsync(string batch)
        {
            await using var scope = Services.CreateAsyncScope();
            await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new WorkThroughBatch(batch));
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
            builder.UseSetting("Security:HashKey", "a key that only the tests have");
        }
    }
}
