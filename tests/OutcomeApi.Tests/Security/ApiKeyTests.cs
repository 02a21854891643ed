using System.Security.Cryptography;
using System.Text;

namespace OutcomeApi.Tests.Security;

/// <summary>API keys: made, shown once, listed, revoked.</summary>
public sealed class ApiKeyTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    [Fact]
    public async Task A_key_is_shown_once_and_only_its_hash_is_kept()
    {
        using var administrator = api.Administrator();
        var answer = await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys",
            new
            {
                name = "Treserva Lund",
                role = "registrar",
                projects = new[] { "iris2", "later" },
                associations = new[] { "also-later" },
                expiresOn = "2027-12-31",
            });

        var created = await answer.ShouldBeAsync(HttpStatusCode.Created);
        var key = created["key"]!.GetValue<string>();
        key.ShouldMatch("^ok_[A-Za-z0-9_-]{43}$");
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        answer.Headers.Location!.OriginalString.ShouldEndWith("/api-keys/" + created["id"]);

        var list = await (await administrator.GetAsync($"{ApiFactory.Base}/api-keys?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        list.ToJsonString().ShouldNotContain(key);
        list.ToJsonString().ShouldNotContain("\"key\"");
        var item = list["items"]!.AsArray().Single(k => k!["id"]!.GetValue<string>() == created["id"]!.GetValue<string>())!.AsObject();
        created.Remove("key");
        item.ToJsonString().ShouldBe(created.ToJsonString());

        api.Scalar<string>("SELECT sha256 FROM api_keys WHERE name = 'Treserva Lund'")
            .ShouldBe(Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(key))));
        (await api.IsOnDiskAsync(created["id"]!.GetValue<string>())).ShouldBeTrue("the search finds what is there");
        (await api.IsOnDiskAsync(key)).ShouldBeFalse();
        (await api.IsOnDiskAsync(key["ok_".Length..])).ShouldBeFalse();
        (await api.IsOnDiskAsync(ApiFactory.AdministratorKey)).ShouldBeFalse();
    }

    [Fact]
    public async Task A_revoked_key_stops_working_with_the_answer()
    {
        using var administrator = api.Administrator();
        var created = await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys", new { name = "short", role = "registrar", projects = new[] { "iris2" } })).ShouldBeAsync(HttpStatusCode.Created);
        using var client = api.ClientWith(created["key"]!.GetValue<string>());
        await (await client.GetAsync($"{api.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);

        (await administrator.DeleteAsync($"{ApiFactory.Base}/api-keys/{created["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await client.GetAsync($"{api.Address}/enrollments")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-authenticated");
        var revokedAt = await RevokedAtAsync();
        revokedAt.ShouldNotBeNull();

        (await administrator.DeleteAsync($"{ApiFactory.Base}/api-keys/{created["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        (await RevokedAtAsync()).ShouldBe(revokedAt);

        async Task<string?> RevokedAtAsync() =>
            (await (await administrator.GetAsync($"{ApiFactory.Base}/api-keys?limit=500")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
                .Single(k => k!["id"]!.GetValue<string>() == created["id"]!.GetValue<string>())!["revokedAt"]?.GetValue<string>();
    }

    [Fact]
    public async Task A_key_works_on_its_last_day_in_Stockholm_and_not_after()
    {
        using var own = new Iris2Api();
        await own.InitializeAsync();
        using var administrator = own.Administrator();
        var created = await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys",
            new { name = "month", role = "registrar", projects = new[] { "iris2" }, expiresOn = "2026-11-30" })).ShouldBeAsync(HttpStatusCode.Created);
        using var client = own.ClientWith(created["key"]!.GetValue<string>());

        // Midnight in Stockholm is 23:00 UTC; the clock began at 11:00 UTC on 22 November.
        own.Clock.Moved = TimeSpan.FromDays(8) + TimeSpan.FromHours(11) + TimeSpan.FromMinutes(30);
        await (await client.GetAsync($"{own.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);
        own.Clock.Moved += TimeSpan.FromHours(1);
        await (await client.GetAsync($"{own.Address}/enrollments")).ShouldBeProblemAsync(HttpStatusCode.Unauthorized, "not-authenticated");
    }

    [Fact]
    public async Task A_credential_has_exactly_one_role()
    {
        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", new { name = "both", role = new[] { "registrar", "secretariat" } }))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /role");
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", new { name = "both", role = "registrar,secretariat" }))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /role");
    }

    [Fact]
    public async Task A_key_is_replaced_and_both_work_for_the_overlap()
    {
        using var own = new Iris2Api();
        await own.InitializeAsync();
        using var administrator = own.Administrator();
        var old = await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys",
            new { name = "case system", role = "registrar", projects = new[] { "iris2" } })).ShouldBeAsync(HttpStatusCode.Created);
        var rotations = $"{ApiFactory.Base}/api-keys/{old["id"]}/rotations";
        var answer = await administrator.PostAsJsonAsync(rotations, new { overlapHours = 2, expiresOn = "2027-06-30" });
        var replacing = await answer.ShouldBeAsync(HttpStatusCode.Created);

        answer.Headers.Location!.OriginalString.ShouldEndWith("/api-keys/" + replacing["id"]);
        replacing["key"]!.GetValue<string>().ShouldNotBe(old["key"]!.GetValue<string>());
        replacing["replaces"]!.GetValue<string>().ShouldBe(old["id"]!.GetValue<string>());
        foreach (var member in new[] { "name", "role", "projects", "associations", "referrers" })
        {
            replacing[member]!.ToJsonString().ShouldBe(old[member]!.ToJsonString());
        }

        replacing["expiresOn"]!.GetValue<string>().ShouldBe("2027-06-30");
        (await KeyAsync(administrator, old))["worksUntil"]!.GetValue<string>().ShouldStartWith("2026-11-22T13:");

        using var before = own.ClientWith(old["key"]!.GetValue<string>());
        using var after = own.ClientWith(replacing["key"]!.GetValue<string>());
        foreach (var (moved, oldWorks) in new[]
        {
            (TimeSpan.Zero, true), (TimeSpan.FromMinutes(119), true), (TimeSpan.FromHours(2) + TimeSpan.FromMinutes(1), false),
        })
        {
            own.Clock.Moved = moved;
            (await before.GetAsync($"{own.Address}/enrollments"))
                .StatusCode.ShouldBe(oldWorks ? HttpStatusCode.OK : HttpStatusCode.Unauthorized, moved.ToString());
            (await after.GetAsync($"{own.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        // What is replaced, revoked or not there can not be replaced.
        await (await administrator.PostAsJsonAsync(rotations, new { })).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys/none/rotations", new { }))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        (await administrator.DeleteAsync($"{ApiFactory.Base}/api-keys/{replacing["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys/{replacing["id"]}/rotations", new { }))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_key_says_when_it_was_last_used_to_the_minute()
    {
        using var own = new Iris2Api();
        await own.InitializeAsync();
        using var administrator = own.Administrator();
        var created = await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys", new { name = "used", role = "registrar", projects = new[] { "iris2" } })).ShouldBeAsync(HttpStatusCode.Created);
        using var client = own.ClientWith(created["key"]!.GetValue<string>());
        (await KeyAsync(administrator, created))["lastUsedAt"].ShouldBeNull();

        await (await client.GetAsync($"{own.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);
        var first = (await KeyAsync(administrator, created))["lastUsedAt"]!.GetValue<string>();
        own.Clock.Moved = TimeSpan.FromSeconds(20);
        await (await client.GetAsync($"{own.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);
        (await KeyAsync(administrator, created))["lastUsedAt"]!.GetValue<string>().ShouldBe(first);
        own.Clock.Moved = TimeSpan.FromSeconds(61);
        await (await client.GetAsync($"{own.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK);
        (await KeyAsync(administrator, created))["lastUsedAt"]!.GetValue<string>().ShouldBeGreaterThan(first);
    }

    private static async Task<JsonNode> KeyAsync(HttpClient administrator, JsonObject key) =>
        (await (await administrator.GetAsync($"{ApiFactory.Base}/api-keys?limit=500")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Single(k => k!["id"]!.GetValue<string>() == key["id"]!.GetValue<string>())!;
}
