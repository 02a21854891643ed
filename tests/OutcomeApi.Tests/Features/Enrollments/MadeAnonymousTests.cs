namespace OutcomeApi.Tests.Features.Enrollments;

/// <summary>An identified enrollment becomes anonymous: by withdrawn consent with all that hangs on it, by a correction only when nothing does.</summary>
public sealed class MadeAnonymousTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private static readonly string[] OnAnEnrollment = ["steps", "job-offers", "self-assessments", "follow-ups", "exits"];

    public static TheoryData<string> Kinds => [.. OnAnEnrollment];

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task A_correction_is_refused_while_anything_about_the_person_hangs_on_it(string collection)
    {
        var (kind, key) = await CreateAsync(collection, "refused");
        var rows = api.Rows();

        await (await api.Registrar.PutAsync($"{api.Address}/enrollments/{key}", Anonymous(key), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "anonymous-with-identity /anonymous");
        await (await api.Registrar.PutAsync(
            $"{api.Address}/enrollments/{key}", TestData.With(Anonymous(key), ("anonymous", null), ("protectedIdentity", true)), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "anonymous-with-identity /protectedIdentity");

        api.Rows().ShouldBe(rows);
        (await (await api.Registrar.GetAsync($"{api.Address}/{collection}/{kind.Path(key)}")).ShouldBeAsync(HttpStatusCode.OK))["voided"]!.GetValue<bool>()
            .ShouldBeFalse();
    }

    [Fact]
    public async Task Once_everything_is_taken_back_a_correction_forgets_the_person()
    {
        var kinds = OnAnEnrollment.Where(c => c is not ("follow-ups" or "exits")).ToArray();
        await PostAsync("enrollments", TestData.Enrollment("gone", ("subproject", "vsb")));
        foreach (var collection in kinds)
        {
            var kind = RecordCase.Of(collection);
            var body = TestData.With(kind.Body("gone", kind.Full), ("reference", "gone-" + collection));
            await PostAsync(collection, body);
            body["voided"] = true;
            await (await api.Registrar.PutAsync($"{api.Address}/{collection}/gone-{collection}", body, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        }

        var answer = await (await api.Registrar.PutAsync($"{api.Address}/enrollments/gone", Anonymous("gone"), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        answer["participant"].ShouldBeNull();
        answer["birthYear"].ShouldBeNull();
        answer["version"]!.GetValue<int>().ShouldBe(2);
        await NothingIsLeftAsync("gone", kinds.Select(c => $"{c}/gone-{c}"));
    }

    [Fact]
    public async Task Withdrawn_consent_takes_along_everything_and_leaves_the_volume()
    {
        await PostAsync("enrollments", TestData.Enrollment("withdrawn", ("subproject", "vsb")));
        foreach (var collection in new[] { "exits" }.Concat(OnAnEnrollment.Except(["exits"])))
        {
            var kind = RecordCase.Of(collection);
            var body = kind.Body("withdrawn", kind.Full);
            if (kind.KeyMember == "reference")
            {
                body["reference"] = "withdrawn-" + collection;
            }

            await PostAsync(collection, body);
        }

        var withdrawal = TestData.Enrollment("withdrawn", ("subproject", "vsb"), ("consentWithdrawnOn", "2026-11-20"));
        var answer = await (await api.Registrar.PutAsync($"{api.Address}/enrollments/withdrawn", withdrawal, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        answer["anonymous"]!.GetValue<bool>().ShouldBeTrue();
        answer["subproject"]!.GetValue<string>().ShouldBe("vsb");
        await NothingIsLeftAsync(
            "withdrawn",
            [
                "exits/withdrawn", "follow-ups/withdrawn/3", "steps/withdrawn-steps", "job-offers/withdrawn-job-offers",
                "self-assessments/withdrawn-self-assessments",
            ]);
    }

    private static JsonObject Anonymous(string reference) =>
        new() { ["reference"] = reference, ["anonymous"] = true, ["gender"] = "woman", ["subproject"] = "vsb", ["startedOn"] = "2024-02-01" };

    /// <summary>Neither rows nor history but the new enrollment's own.</summary>
    private async Task NothingIsLeftAsync(string reference, IEnumerable<string> addresses)
    {
        foreach (var address in addresses)
        {
            (await api.Registrar.GetAsync($"{api.Address}/{address}")).StatusCode.ShouldBe(HttpStatusCode.Gone, address);
        }

        api.Scalar<long>(
            "SELECT COUNT(*) FROM record_history WHERE version > 0 "
            + $"AND (record_key = '{reference}' OR record_key LIKE '{reference}-%' OR record_key LIKE '{reference}/%')")
            .ShouldBe(1);
        var content = api.Scalar<string>($"SELECT content FROM record_history WHERE kind = 'enrollment' AND record_key = '{reference}'");
        content.ShouldNotContain($"P-{reference}");
        content.ShouldNotContain("1990");
    }

    private async Task<(RecordCase Kind, string Key)> CreateAsync(string collection, string name)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key(name);
        await kind.PrepareAsync(api.Registrar, api.Address, key);
        await PostAsync(collection, kind.Body(key, kind.Full));
        if (collection == "follow-ups")
        {
            // What hangs on it is the follow-up alone.
            await (await api.Registrar.PutAsync($"{api.Address}/exits/{key}", TestData.Exit(key, ("voided", true)), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        }

        return (kind, key);
    }

    private async Task PostAsync(string collection, JsonObject body) =>
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
}
