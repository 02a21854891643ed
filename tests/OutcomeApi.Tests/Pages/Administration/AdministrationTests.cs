using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Pages.Administration;

/// <summary>What administrators and operators do by hand: keys, the audit log, erasures, the state of the jobs. It is 22 November 2026.</summary>
public sealed partial class AdministrationTests(AdministrationTests.Administered api) : IClassFixture<AdministrationTests.Administered>
{
    private const string Keys = "/administration";

    private const string NewKey = "/administration/nycklar/ny";

    private const string Erase = "/administration/radera";

    [Fact]
    public async Task A_key_is_shown_once_works_and_is_revoked()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        await administrator.GetAsync(NewKey);
        var answer = await administrator.SendFormAsync(
            ("name", "Journalsystemet"), ("role", "registrar"), ("projects", "iris2, fram"), ("expiresOn", "2027-06-30"));

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Headers.CacheControl!.NoStore.ShouldBeTrue();
        var key = KeyOn(administrator.Page);
        administrator.Page.ShouldContain("https://localhost/outcome-api/v1/api-info");
        using var client = api.ClientWith(key);
        var projects = await (await client.GetAsync($"{ApiFactory.Base}/projects")).ShouldBeAsync(HttpStatusCode.OK);
        projects["items"]!.AsArray().Select(project => project!["id"]!.GetValue<string>()).ShouldBe(["iris2"]);
        var id = await IdOfAsync("Journalsystemet");

        await administrator.GetAsync(Keys);
        administrator.Page.ShouldNotContain(key);
        RowOf(administrator.Page, id).ShouldBe("Journalsystemet|Registrerare|projekt fram, iris2|2026-11-22 kl. 12.00|2027-06-30|2026-11-22 kl. 12.00|gäller|");

        var revoke = $"{Keys}/nycklar/{id}/aterkalla";
        administrator.Page.ShouldContain($"href=\"{revoke}\"");
        (await administrator.GetAsync(revoke)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync($"{ApiFactory.Base}/projects")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var revoked = await administrator.SendFormAsync();
        revoked.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        revoked.Headers.Location!.OriginalString.ShouldBe(Keys);
        (await client.GetAsync($"{ApiFactory.Base}/projects")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        await administrator.GetAsync(Keys);
        RowOf(administrator.Page, id).ShouldEndWith("återkallad 2026-11-22 kl. 12.00|");
        (await administrator.GetAsync(revoke)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_of_parts_and_referrers_is_made()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        await administrator.GetAsync(NewKey);
        var answer = await administrator.SendFormAsync(
            ("name", "Remitterande enheter"), ("role", "referrer"), ("subprojects", "iris2/vsb iris2/usb"), ("referrers", "region"),
            ("referrers", "municipality"));
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, administrator.Page);

        var made = await api.KeyAsync("Remitterande enheter");
        made["subprojects"]!["iris2"]!.AsArray().Select(part => part!.GetValue<string>()).ShouldBe(["usb", "vsb"]);
        made["referrers"]!.AsArray().Select(referrer => referrer!.GetValue<string>()).ShouldBe(["municipality", "region"]);
        await administrator.GetAsync(Keys);
        administrator.Page.ShouldContain("delprojekt iris2/usb, iris2/vsb; anvisade av Kommunen, Regionen");
    }

    [Theory]
    [InlineData("name", "", "registrar", "", "")]
    [InlineData("role", "Felroll", "bird", "", "")]
    [InlineData("subprojects", "Felprojekt", "registrar", "iris2", "")]
    [InlineData("subprojects", "Felkansli", "secretariat", "iris2/vsb", "")]
    [InlineData("expiresOn", "Felslut", "registrar", "", "2026-11-21")]
    [InlineData("expiresOn", "Feldag", "registrar", "", "i morgon")]
    public async Task What_is_wrong_with_a_key_stands_at_its_field_and_none_is_made(string field, string name, string role, string parts, string expiresOn)
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        await administrator.GetAsync(NewKey);
        var answer = await administrator.SendFormAsync(("name", name), ("role", role), ("subprojects", parts), ("expiresOn", expiresOn));

        answer.StatusCode.ShouldBe(field == "role" ? HttpStatusCode.UnprocessableEntity : HttpStatusCode.BadRequest);
        administrator.Page.ShouldContain("Ingen nyckel har gjorts.");
        FaultyField().Matches(administrator.Page).Select(match => match.Groups[1].Value).ShouldBe([field]);
        KeyShown().IsMatch(administrator.Page).ShouldBeFalse();
        (await api.AllKeysAsync()).ShouldNotContain(key => key["name"]!.GetValue<string>() == name);
    }

    [Fact]
    public async Task A_key_is_replaced_and_both_work_until_the_overlap_is_over()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        var (id, old) = await api.NewKeyAsync("registrar", ["iris2"]);
        var replace = $"{Keys}/nycklar/{id}/byt";
        await administrator.GetAsync(replace);
        (await administrator.SendFormAsync(("overlapHours", "9999"))).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        administrator.Page.ShouldContain("Nyckeln har inte bytts.");
        (await administrator.SendFormAsync(("overlapHours", "2"), ("expiresOn", ""))).StatusCode.ShouldBe(HttpStatusCode.OK);

        using var before = api.ClientWith(old);
        using var after = api.ClientWith(KeyOn(administrator.Page));
        foreach (var client in new[] { before, after })
        {
            (await client.GetAsync($"{ApiFactory.Base}/projects/iris2")).StatusCode.ShouldBe(HttpStatusCode.OK);
        }

        // 12.00 and two hours.
        await administrator.GetAsync(Keys);
        RowOf(administrator.Page, id).ShouldEndWith("utbytt, gäller till 2026-11-22 kl. 14.00|");
        (await administrator.GetAsync(replace)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_form_of_another_site_changes_nothing()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        var (id, key) = await api.NewKeyAsync("registrar", ["iris2"]);

        (await administrator.PostAsync(NewKey, ("name", "Främmande"), ("role", "administrator"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        administrator.Page.ShouldContain("legat öppen för länge");
        administrator.Page.ShouldContain("value=\"Främmande\"");
        (await administrator.PostAsync($"{Keys}/nycklar/{id}/aterkalla")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await administrator.PostAsync($"{Keys}/nycklar/{id}/byt", ("overlapHours", "0"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await api.EnrollAsync("FORM");
        (await administrator.PostAsync($"{Erase}/bekrafta", ("project", "iris2"), ("participant", "P-FORM"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);

        using var client = api.ClientWith(key);
        (await client.GetAsync($"{api.Address}/enrollments/FORM")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.AllKeysAsync()).ShouldNotContain(one => one["name"]!.GetValue<string>() == "Främmande");
    }

    [Fact]
    public async Task The_audit_log_is_searched_newest_first_page_by_page()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        using var reading = api.Administrator();
        for (var i = 0; i < 51; i++)
        {
            await api.NewKeyAsync("operator");
        }

        // Of one key from the list of keys: it has done nothing, or that would be listed.
        var (id, _) = await api.NewKeyAsync("operator");
        await administrator.GetAsync(Keys);
        administrator.Page.ShouldContain($"href=\"/administration/granskning?credential={id}\"");
        await administrator.GetAsync($"/administration/granskning?credential={id}");
        administrator.Page.ShouldContain("Inga händelser.");
        administrator.Page.ShouldContain($"value=\"{id}\"");

        var made = await (await reading.GetAsync($"{ApiFactory.Base}/audit-events?action=create&limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        long[] ids = [.. made["items"]!.AsArray().Select(one => one!["id"]!.GetValue<long>()).Reverse()];
        ids.Length.ShouldBeInRange(51, 100);

        await administrator.GetAsync("/administration/granskning?action=create");
        EventsOn(administrator.Page).ShouldBe(ids.Take(50));
        administrator.Page.ShouldContain($"({ids.Length})");
        var older = OlderLink().Match(administrator.Page).Groups[1].Value;
        older.ShouldContain("action=create");
        await administrator.GetAsync(WebUtility.HtmlDecode(older));
        EventsOn(administrator.Page).ShouldBe(ids.Skip(50));

        // Nothing happened on another day, and nothing in a project that does not exist.
        foreach (var nothing in new[] { "from=2026-11-23", "to=2026-11-21", "project=none", "credential=none" })
        {
            await administrator.GetAsync("/administration/granskning?" + nothing);
            administrator.Page.ShouldContain("Inga händelser.", Case.Sensitive, nothing);
        }

        (await administrator.GetAsync("/administration/granskning?from=2026-11-22&to=2026-11-22&sida=9999")).StatusCode.ShouldBe(HttpStatusCode.OK);
        EventsOn(administrator.Page).ShouldNotBeEmpty();
        await administrator.GetAsync("/administration/granskning?from=igår");
        FaultyField().Matches(administrator.Page).Select(match => match.Groups[1].Value).ShouldBe(["from"]);
    }

    [Theory]
    [InlineData("participant", "P-GONE")]
    [InlineData("enrollmentReference", "GONE")]
    public async Task An_erasure_says_first_what_would_go_then_what_has_gone(string field, string value)
    {
        // Each case is about a person of its own.
        var name = $"{value}-{field}";
        var reference = field == "participant" ? name[2..] : name;
        await api.EnrollAsync(reference);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("S1-" + reference, reference))).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Registrar.PostAsJsonAsync($"{api.Address}/steps", TestData.Step("S2-" + reference, reference, ("kind", "better-health"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        using var administrator = await api.AdministratorOnPagesAsync();
        await administrator.GetAsync(Erase);

        var asked = await administrator.SendFormAsync(("project", "iris2"), (field, name));
        asked.StatusCode.ShouldBe(HttpStatusCode.OK, administrator.Page);
        Kind().Matches(administrator.Page).Select(match => $"{match.Groups[1].Value} {match.Groups[2].Value}").ShouldBe(["enrollments 1", "steps 2"]);
        Addresses().Matches(administrator.Page).Select(match => match.Groups[1].Value).ShouldNotContain(address => address.Contains("GONE"));
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/{reference}")).StatusCode.ShouldBe(HttpStatusCode.OK);

        (await administrator.SendFormAsync()).StatusCode.ShouldBe(HttpStatusCode.OK, administrator.Page);
        administrator.Page.ShouldContain("Raderat i projekt iris2: 1 inskrivningar");
        administrator.Page.ShouldContain("och 3 versioner i historiken");
        administrator.Page.ShouldNotContain("GONE");
        (await api.Registrar.GetAsync($"{api.Address}/enrollments/{reference}")).StatusCode.ShouldBe(HttpStatusCode.Gone);

        using var reading = api.Administrator();
        var events = await (await reading.GetAsync($"{ApiFactory.Base}/audit-events?project=iris2&limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        events["items"]!.AsArray().Where(one => one!["kind"]!.GetValue<string>() == "participant")
            .Select(one => $"{one!["action"]} {one["role"]} {one["count"]}").TakeLast(2).ShouldBe(["read administrator 3", "erase administrator 1"]);
    }

    [Fact]
    public async Task What_cannot_be_erased_is_said()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        foreach (var (fields, status, said) in new ((string, string)[], HttpStatusCode, string)[]
        {
            ([("project", "iris2"), ("participant", "P-NOBODY")], HttpStatusCode.NotFound, "inget under den referensen"),
            ([("project", "none"), ("participant", "P-NOBODY")], HttpStatusCode.NotFound, "inget under den referensen"),
            ([("project", "iris2")], HttpStatusCode.BadRequest, "<a href=\"#f-participant\">"),
            ([("project", "iris2"), ("participant", "P"), ("enrollmentReference", "E")], HttpStatusCode.BadRequest, "antingen participant eller"),
        })
        {
            await administrator.GetAsync(Erase);
            (await administrator.SendFormAsync(fields)).StatusCode.ShouldBe(status);
            administrator.Page.ShouldContain("Inget har raderats.");
            administrator.Page.ShouldContain(said);
        }
    }

    [Fact]
    public async Task The_first_page_leads_each_role_to_its_own_and_operators_see_the_jobs()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        await administrator.GetAsync("/");
        administrator.Page.ShouldContain("href=\"/administration\"");
        administrator.Page.ShouldNotContain("href=\"/drift\"");

        using var @operator = await api.OnPagesAsync("operator");
        await @operator.GetAsync("/");
        @operator.Page.ShouldContain("href=\"/drift\"");
        @operator.Page.ShouldContain("href=\"/jobs\"");
        @operator.Page.ShouldNotContain("href=\"/administration\"");
        await api.ComputeAsync("iris2");
        await api.AtRestAsync();
        (await @operator.GetAsync("/drift")).StatusCode.ShouldBe(HttpStatusCode.OK);
        @operator.Page.ShouldContain("<dt>Projekt vars siffror inte har hunnit i kapp</dt><dd>inga</dd>");
        @operator.Page.ShouldContain("<dt>Misslyckade, försöks inte igen</dt><dd>0</dd>");
    }

    [Fact]
    public async Task The_pages_are_in_English_for_those_who_choose_it()
    {
        using var administrator = await api.AdministratorOnPagesAsync();
        await administrator.GetAsync("/sprak/en");
        foreach (var (address, said) in new[]
        {
            (Keys, "Keys that work"), (NewKey, "Make the key"), (Erase, "Show what would go"), ("/administration/granskning", "Audit log"),
        })
        {
            await administrator.GetAsync(address);
            administrator.Page.ShouldContain(said);
        }
    }

    private static string KeyOn(string page) => KeyShown().Match(page) is { Success: true } match
        ? match.Groups[1].Value
        : throw new Xunit.Sdk.XunitException("no key on the page: " + page);

    /// <summary>The cells of a key's row, without the links of the last one.</summary>
    private static string RowOf(string page, string id)
    {
        var row = page.Split($"data-key=\"{id}\"")[1].Split("<tr")[0].Split("</tbody>")[0];
        var cells = Cell().Matches(row).Select(match => match.Groups[1].Value.Trim()).ToArray();
        return string.Join('|', cells[..^1]) + "|";
    }

    private static long[] EventsOn(string page) =>
        [.. Event().Matches(page).Select(match => long.Parse(match.Groups[1].Value, System.Globalization.CultureInfo.InvariantCulture))];

    private async Task<string> IdOfAsync(string name) => (await api.KeyAsync(name))["id"]!.GetValue<string>();

    [GeneratedRegex("<code id=\"key\">(ok_[A-Za-z0-9_-]+)</code>")]
    private static partial Regex KeyShown();

    [GeneratedRegex("<a href=\"#f-([A-Za-z]+)\">")]
    private static partial Regex FaultyField();

    [GeneratedRegex("<t[hd][^>]*>([^<]*)")]
    private static partial Regex Cell();

    [GeneratedRegex("data-event=\"([0-9]+)\"")]
    private static partial Regex Event();

    [GeneratedRegex("href=\"([^\"]+)\">Äldre<")]
    private static partial Regex OlderLink();

    [GeneratedRegex("data-kind=\"([a-z-]+)\"><th scope=\"row\">[^<]*<td>([0-9]+)")]
    private static partial Regex Kind();

    [GeneratedRegex("(?:href|action)=\"([^\"]*)\"")]
    private static partial Regex Addresses();

    /// <summary>IRIS 2, and people who sign in to look after the service.</summary>
    public sealed class Administered() : ProjectApi("iris2")
    {
        internal async Task<Visitor> AdministratorOnPagesAsync()
        {
            var visitor = new Visitor(this);
            await visitor.SignInAsync(AdministratorKey);
            return visitor;
        }

        internal async Task<Visitor> OnPagesAsync(string role)
        {
            var visitor = new Visitor(this);
            await visitor.SignInAsync((await NewKeyAsync(role)).Key);
            return visitor;
        }

        public async Task EnrollAsync(string reference) =>
            await (await Registrar.PostAsJsonAsync($"{Address}/enrollments", TestData.Enrollment(reference, ("subproject", "vsb"))))
                .ShouldBeAsync(HttpStatusCode.Created);

        public async Task<JsonNode[]> AllKeysAsync()
        {
            using var administrator = Administrator();
            var keys = await (await administrator.GetAsync($"{Base}/api-keys?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
            return [.. keys["items"]!.AsArray().Select(key => key!)];
        }

        public async Task<JsonNode> KeyAsync(string name) => (await AllKeysAsync()).Single(key => key["name"]!.GetValue<string>() == name);

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Pages:SignInWithKey", "true");
        }
    }
}
