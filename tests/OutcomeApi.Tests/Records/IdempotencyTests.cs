using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Records;

/// <summary>The same request again under an <c>Idempotency-Key</c>.</summary>
public sealed class IdempotencyTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Theory]
    [MemberData(nameof(RecordCase.Collections), MemberType = typeof(RecordCase))]
    public async Task The_same_request_twice_is_answered_the_same_and_done_once(string collection)
    {
        var kind = RecordCase.Of(collection);
        var key = kind.Key("twice");
        await kind.PrepareAsync(api.Registrar, api.Address, key);

        var first = await PostAsync(collection, kind.Body(key, kind.Full), "twice-" + collection);
        var body = await first.ShouldBeAsync(HttpStatusCode.Created);
        var rows = api.Rows();
        var second = await PostAsync(collection, kind.Body(key, kind.Full), "twice-" + collection);

        (await second.ShouldBeAsync(HttpStatusCode.Created))["receivedAt"]!.ToJsonString().ShouldBe(body["receivedAt"]!.ToJsonString());
        second.Headers.Location.ShouldBe(first.Headers.Location);
        second.Headers.ETag.ShouldBe(first.Headers.ETag);
        api.Rows().ShouldBe(rows);
    }

    [Fact]
    public async Task Another_body_another_record_or_another_address_under_the_same_key_is_refused()
    {
        await (await PostAsync("enrollments", TestData.Enrollment("other-1"), "other")).ShouldBeAsync(HttpStatusCode.Created);
        var rows = api.Rows();

        foreach (var (collection, body) in new[]
        {
            ("enrollments", TestData.Enrollment("other-1", ("gender", "man"))),
            ("enrollments", TestData.Enrollment("other-2")),
            ("exits", TestData.Exit("other-1")),
        })
        {
            await (await PostAsync(collection, body, "other")).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        }

        api.Rows().ShouldBe(rows);
    }

    [Fact]
    public async Task A_key_that_came_with_a_record_that_was_there_already_is_used_too()
    {
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("there"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await PostAsync("enrollments", TestData.Enrollment("there"), "there")).ShouldBeAsync(HttpStatusCode.OK);
        await (await PostAsync("enrollments", TestData.Enrollment("there"), "there")).ShouldBeAsync(HttpStatusCode.OK);
        await (await PostAsync("enrollments", TestData.Enrollment("not-there"), "there"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
    }

    [Fact]
    public async Task A_failed_request_is_not_remembered()
    {
        await (await PostAsync("exits", TestData.Exit("late-comer"), "failed"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "enrollment-not-found /enrollmentReference");
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment("late-comer"))).ShouldBeAsync(HttpStatusCode.Created);
        await (await PostAsync("exits", TestData.Exit("late-comer"), "failed")).ShouldBeAsync(HttpStatusCode.Created);

        await (await PostAsync("steps", TestData.Step("S", "late-comer", ("kind", "nonsense")), "failed-form"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /kind");
        await (await PostAsync("steps", TestData.Step("S", "late-comer"), "failed-form")).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task Keys_of_different_credentials_have_nothing_to_do_with_each_other()
    {
        using var colleague = await api.ClientAsync("registrar", ["iris2"]);
        await (await PostAsync("enrollments", TestData.Enrollment("mine"), "shared")).ShouldBeAsync(HttpStatusCode.Created);
        await (await PostAsync("enrollments", TestData.Enrollment("theirs"), "shared", colleague)).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task A_key_is_kept_for_seven_days()
    {
        using var own = new Iris2Api();
        await own.InitializeAsync();
        await (await PostAsync(own, "enrollments", TestData.Enrollment("week-1"), "week")).ShouldBeAsync(HttpStatusCode.Created);

        own.Clock.Moved = TimeSpan.FromDays(7) - TimeSpan.FromHours(1);
        await (await PostAsync(own, "enrollments", TestData.Enrollment("week-2"), "week"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "idempotency-key-reused");
        own.Clock.Moved = TimeSpan.FromDays(7) + TimeSpan.FromHours(1);
        await (await PostAsync(own, "enrollments", TestData.Enrollment("week-2"), "week")).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task While_a_request_runs_its_key_is_taken()
    {
        var credential = api.Scalar<string>("SELECT MIN(public_id) FROM api_keys WHERE role = 'registrar'");
        var caller = new Caller(credential, Role.Registrar, ["iris2"], []);
        var idempotency = api.Services.GetRequiredService<Idempotency>();

        using (idempotency.Claim(caller, "running"))
        {
            await (await PostAsync("enrollments", TestData.Enrollment("running"), "running"))
                .ShouldBeProblemAsync(HttpStatusCode.Conflict, "request-in-progress");
        }

        await (await PostAsync("enrollments", TestData.Enrollment("running"), "running")).ShouldBeAsync(HttpStatusCode.Created);
    }

    private Task<HttpResponseMessage> PostAsync(string collection, JsonObject body, string key, HttpClient? client = null) =>
        PostAsync(api, collection, body, key, client);

    private static async Task<HttpResponseMessage> PostAsync(ProjectApi api, string collection, JsonObject body, string key, HttpClient? client = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/{collection}") { Content = JsonContent.Create(body) };
        request.Headers.Add("Idempotency-Key", key);
        return await (client ?? api.Registrar).SendAsync(request);
    }
}
