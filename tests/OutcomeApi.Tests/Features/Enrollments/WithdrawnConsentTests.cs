namespace OutcomeApi.Tests.Features.Enrollments;

/// <summary>Withdrawn consent and the referral that led to the participation: the person goes, the numbers stay.</summary>
public sealed class WithdrawnConsentTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Fact]
    public async Task The_referral_loses_the_person_and_does_not_come_back_into_the_queue()
    {
        var queued = await QueuedAsync();
        await PostAsync("referrals", Referral("left"));
        (await QueuedAsync()).ShouldBe(queued + 1);
        await PostAsync("enrollments", TestData.Enrollment("left", ("referralReference", "R-left"), ("startedOn", "2024-03-05")));
        (await QueuedAsync()).ShouldBe(queued);

        await PutAsync(
            "enrollments/left", TestData.Enrollment("left", ("referralReference", "R-left"), ("startedOn", "2024-03-05"), ("consentWithdrawnOn", "2024-04-01")),
            "1");

        var referral = await (await api.Registrar.GetAsync($"{api.Address}/referrals/R-left")).ShouldBeAsync(HttpStatusCode.OK);
        referral["outcome"]!.GetValue<string>().ShouldBe("started");
        referral["closedOn"]!.GetValue<string>().ShouldBe("2024-03-05");
        referral["participant"].ShouldBeNull();
        referral["birthYear"].ShouldBeNull();
        referral["version"]!.GetValue<int>().ShouldBe(2);
        (await QueuedAsync()).ShouldBe(queued);
        (await ChangesOfAsync("R-left")).ShouldBe([2]);
        (await api.Registrar.PutAsync($"{api.Address}/referrals/R-left", Referral("left"), "\"1\"")).StatusCode.ShouldBe(HttpStatusCode.Gone);
    }

    [Fact]
    public async Task A_referral_that_another_participation_names_stays()
    {
        await PostAsync("referrals", Referral("twice"));
        await PostAsync("enrollments", TestData.Enrollment("once", ("referralReference", "R-twice")));
        await PostAsync("enrollments", TestData.Enrollment("again", ("referralReference", "R-twice")));

        await PutAsync("enrollments/once", TestData.Enrollment("once", ("referralReference", "R-twice"), ("consentWithdrawnOn", "2024-04-01")), "1");

        var referral = await (await api.Registrar.GetAsync($"{api.Address}/referrals/R-twice")).ShouldBeAsync(HttpStatusCode.OK);
        referral["participant"]!.GetValue<string>().ShouldBe("P-twice");
        referral["outcome"]!.GetValue<string>().ShouldBe("started");
    }

    [Fact]
    public async Task The_exit_of_a_registration_in_error_stays_and_any_other_goes()
    {
        foreach (var (reference, reason) in new[] { ("in-error", "registered-in-error"), ("at-work", "work-unsubsidised") })
        {
            await PostAsync("enrollments", TestData.Enrollment(reference));
            await PostAsync("exits", TestData.Exit(reference, ("reason", reason)));
            await PutAsync($"enrollments/{reference}", TestData.Enrollment(reference, ("consentWithdrawnOn", "2024-07-01")), "1");
        }

        (await ChangesOfAsync("in-error")).ShouldBe([1, 2]);
        var exit = await (await api.Registrar.GetAsync($"{api.Address}/exits/in-error")).ShouldBeAsync(HttpStatusCode.OK);
        exit["reason"]!.GetValue<string>().ShouldBe("registered-in-error");
        (await ChangesOfAsync("at-work")).ShouldBe([0, 2]);
        await (await api.Registrar.GetAsync($"{api.Address}/exits/at-work")).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
    }

    [Fact]
    public async Task Who_has_been_forgotten_does_not_come_back_under_the_same_reference()
    {
        await PostAsync("referrals", Referral("back"));
        await PostAsync("enrollments", TestData.Enrollment("back", ("referralReference", "R-back")));
        await PutAsync("enrollments/back", TestData.Enrollment("back", ("referralReference", "R-back"), ("consentWithdrawnOn", "2024-04-01")), "1");
        var rows = api.Rows();

        await (await api.Registrar.PutAsync($"{api.Address}/enrollments/back", TestData.Enrollment("back"), "\"2\""))
            .ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("back")))
            .ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");

        // The withdrawal itself can be sent again.
        await PutAsync("enrollments/back", TestData.Enrollment("back", ("referralReference", "R-back"), ("consentWithdrawnOn", "2024-04-01")), "2");
        var batch = new { records = new[] { TestData.With(TestData.Enrollment("back"), ("record", "enrollment"), ("correction", "other")) } };
        (await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", batch)).ShouldBeAsync(HttpStatusCode.OK))["rejected"]!.GetValue<int>()
            .ShouldBe(1);
        await (await api.Registrar.PutAsync($"{api.Address}/referrals/R-back", Referral("back"), "\"2\""))
            .ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");

        string[] ofBatches = ["batches", "batch_chunks"];
        api.Rows().Where(table => !ofBatches.Contains(table.Key)).ShouldBe(rows.Where(table => !ofBatches.Contains(table.Key)));
        (await (await api.Registrar.GetAsync($"{api.Address}/enrollments/back")).ShouldBeAsync(HttpStatusCode.OK))["participant"].ShouldBeNull();

        // What is not about the person can be corrected still.
        var anonymous = new JsonObject { ["reference"] = "back", ["anonymous"] = true, ["gender"] = "man", ["startedOn"] = "2024-02-01" };
        await PutAsync("enrollments/back", anonymous, "2");
        await PutAsync("referrals/R-back", TestData.With(Referral("back"), ("participant", null), ("birthYear", null), ("gender", "man")), "2");
    }

    [Fact]
    public async Task Who_was_anonymous_from_the_start_can_consent()
    {
        var anonymous = new JsonObject { ["reference"] = "later", ["anonymous"] = true, ["gender"] = "woman", ["startedOn"] = "2024-02-01" };
        await PostAsync("enrollments", anonymous);
        await PutAsync("enrollments/later", TestData.With(anonymous, ("gender", "man")), "1");
        await PutAsync("enrollments/later", TestData.Enrollment("later"), "2");
    }

    private static JsonObject Referral(string name) => new()
    {
        ["reference"] = "R-" + name,
        ["participant"] = "P-" + name,
        ["gender"] = "woman",
        ["birthYear"] = 1990,
        ["referredOn"] = "2024-01-10",
        ["queuedOn"] = "2024-01-12",
        ["outcome"] = "queued",
    };

    private async Task PostAsync(string collection, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    private async Task PutAsync(string path, JsonObject body, string version) =>
        await (await api.Registrar.PutAsync($"{api.Address}/{path}", body, $"\"{version}\"")).ShouldBeAsync(HttpStatusCode.OK);

    private async Task<int> QueuedAsync()
    {
        var report = await (await api.Registrar.GetAsync($"{api.Address}/tertial-reports/2024-T1")).ShouldBeAsync(HttpStatusCode.OK);
        var row = report["flow"]!["tertial"]!.AsArray().Single(r => r!["key"]!.GetValue<string>() == "queued-at-end")!;
        return row["total"]!.GetValue<int>();
    }

    private async Task<int[]> ChangesOfAsync(string reference)
    {
        var feed = await (await api.Registrar.GetAsync($"{api.Address}/changes?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        return [.. feed["items"]!.AsArray().Where(c => c!["reference"]!.GetValue<string>() == reference).Select(c => c!["version"]!.GetValue<int>())];
    }
}
