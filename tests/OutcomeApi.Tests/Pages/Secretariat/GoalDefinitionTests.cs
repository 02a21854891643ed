using System.Text.RegularExpressions;
using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Pages.Secretariat;

/// <summary>Goals by hand: read in plain words, tried, changed. It is 22 November 2026.</summary>
public sealed partial class GoalDefinitionTests
{
    private const string Goals = "/kansli/iris2/mal";

    private const string Key = "iris2.work-or-studies";

    private const string Goal = Goals + "/" + Key;

    [Fact]
    public async Task The_goals_are_told_in_plain_words_to_all_who_read_figures()
    {
        await using var api = await PreparedAsync();
        foreach (var key in new[]
        {
            (await api.NewKeyAsync("steering-group", ["iris2"])).Key, (await api.NewKeyAsync("registrar", ["iris2"])).Key,
            (await api.NewKeyAsync("secretariat", associations: ["hoganas"])).Key,
        })
        {
            using var reader = await SignInAsync(api, key);
            await reader.GetAsync(Goals);
            DataGoal().Matches(reader.Page).Select(match => match.Groups[1].Value)
                .ShouldBe(ProjectFiles.Read("iris2")["goals"]!.AsObject().Select(goal => goal.Key));
            await reader.GetAsync(Goal);
            reader.Page.ShouldContain("Mål: av alla deltaganden som har avslutats i VSB, Höganäs och Sydöst (var för sig och tillsammans), andelen där");
            reader.Page.ShouldContain("Målvärde: minst 20 % för kvinnor och män var för sig. Bedöms");
            reader.Page.ShouldContain("<dd>2023-02-01</dd>");
            reader.Page.ShouldContain("<dd>VSB, Höganäs, Sydöst</dd>");

            // They read; a part's secretariat changes no goal of the project, either.
            reader.Page.ShouldNotContain("<textarea");
            ((int)(await reader.PostAsync(Goal, ("definition", "{}"))).StatusCode).ShouldBeInRange(403, 404);
        }

        using var secretariat = await SignInAsync(api);
        await secretariat.GetAsync("/");
        secretariat.Page.ShouldContain($"href=\"{Goals}\"");
        (await secretariat.GetAsync(Goals + "/iris2.none")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_change_is_tried_then_saved_as_a_version()
    {
        await using var api = await PreparedAsync();
        var people = new People(api);
        people.Leave(people.Add(3, "vsb", "woman"), "studies", "2024-06-01");
        people.Leave(people.Add(5, "vsb", "woman"), "moved", "2024-06-01");
        await people.RegisterAsync();
        using var secretariat = await SignInAsync(api);
        await secretariat.GetAsync(Goal);
        var definition = ShownDefinition(secretariat.Page);
        JsonNode.DeepEquals(definition, ProjectFiles.Read("iris2")["goals"]![Key]).ShouldBeTrue();

        // Eight women have left VSB, three to studies, five because they moved. Those who moved count, too: eight of eight instead of three.
        definition["counts"]!["exitReason"]!.AsArray().Add("moved");
        var tried = await secretariat.SendFormToAsync(Goal + "/prova", ("definition", definition.ToJsonString()));
        tried.StatusCode.ShouldBe(HttpStatusCode.OK, secretariat.Page);
        secretariat.Page.ShouldContain("Förhandsgranskat, inget är sparat.");
        Figures(secretariat.Page, "vsb", "2024-T2", "tertial").ShouldBe(
        [
            "Kvinnor: 38 % (3 av 8) → 100 % (8 av 8)", "Män: ingen att räkna på → ingen att räkna på", "Totalt: 38 % (3 av 8) → 100 % (8 av 8)",
        ]);

        // The API says the same of as many figures.
        var answer = await HttpAssert.PutAsync(api.Secretariat, $"{api.Address}/goals/{Key}?dryRun=true", definition, null);
        var preview = (await answer.ShouldBeAsync(HttpStatusCode.OK))["preview"]!;
        secretariat.Page.ShouldContain(
            $"Räknat per 2026-11-22: {preview["items"]!.AsArray().Count} siffror skulle ändras, {preview["unchanged"]} blir som de är.");
        (await VersionAsync(api)).ShouldBe(1);

        var saved = await secretariat.SendFormAsync(("definition", definition.ToJsonString()));
        saved.StatusCode.ShouldBe(HttpStatusCode.Redirect);
        await secretariat.GetAsync(saved.Headers.Location!.OriginalString);
        secretariat.Page.ShouldContain("Version 2 är sparad.");
        Version().Matches(secretariat.Page).Select(match => match.Groups[1].Value).ShouldBe(["2", "1"]);
        (await VersionAsync(api)).ShouldBe(2);
        JsonNode.DeepEquals(ShownDefinition(secretariat.Page), definition).ShouldBeTrue();
    }

    [Fact]
    public async Task Who_comes_second_is_told_and_sees_what_is_stored_now()
    {
        await using var api = await PreparedAsync();
        using var first = await SignInAsync(api);
        using var second = await SignInAsync(api);
        using var third = await SignInAsync(api);
        foreach (var visitor in new[] { first, second, third })
        {
            await visitor.GetAsync(Goal);
        }

        var (mine, theirs) = (ShownDefinition(second.Page), ShownDefinition(first.Page));
        theirs["targets"]![0]!["atLeast"] = "31%";
        mine["targets"]![0]!["atLeast"] = "32%";
        (await first.SendFormAsync(("definition", theirs.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);

        (await third.SendFormToAsync(Goal + "/prova", ("definition", mine.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        third.Page.ShouldContain("har ändrats under tiden");
        (await second.SendFormAsync(("definition", mine.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.PreconditionFailed);
        second.Page.ShouldContain("har ändrats under tiden");
        second.Page.ShouldContain("Sparat nu, version 2");
        WebUtility.HtmlDecode(second.Page.Split("aria-label=\"Sparat nu\"")[1].Split("</pre>")[0]).ShouldContain("\"31%\"");
        ShownDefinition(second.Page)["targets"]![0]!["atLeast"]!.GetValue<string>().ShouldBe("32%");
        (await VersionAsync(api)).ShouldBe(2);

        // Having seen it, the second one decides.
        (await second.SendFormAsync(("definition", mine.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await VersionAsync(api)).ShouldBe(3);
    }

    [Theory]
    [InlineData("{ \"kind\": \"goal\", ", "JSON")]
    [InlineData("[1]", "ett JSON-objekt")]
    [InlineData("{ \"kind\": \"bird\" }", "<code>/kind</code>")]
    public async Task What_is_wrong_with_a_definition_is_told_with_its_place(string definition, string said)
    {
        await using var api = await PreparedAsync();
        using var secretariat = await SignInAsync(api);
        foreach (var address in new[] { Goal, Goal + "/prova" })
        {
            await secretariat.GetAsync(Goal);
            var answer = await secretariat.SendFormToAsync(address, ("definition", definition));
            ((int)answer.StatusCode).ShouldBeInRange(400, 422);
            secretariat.Page.ShouldContain("Inget har sparats.");
            secretariat.Page.Split("id=\"definition-faults\"")[1].Split("</ul>")[0].ShouldContain(said);
            ShownText(secretariat.Page).ShouldBe(definition.Trim());
        }

        (await VersionAsync(api)).ShouldBe(1);
    }

    [Fact]
    public async Task A_form_of_another_site_changes_no_goal()
    {
        await using var api = await PreparedAsync();
        using var secretariat = await SignInAsync(api);
        await secretariat.GetAsync(Goal);
        var changed = ShownDefinition(secretariat.Page);
        changed["targets"]![0]!["atLeast"] = "1%";
        foreach (var address in new[] { Goal, Goal + "/prova" })
        {
            (await secretariat.PostAsync(address, ("definition", changed.ToJsonString()), ("_version", "1"))).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            secretariat.Page.ShouldContain("legat öppen för länge");
        }

        (await VersionAsync(api)).ShouldBe(1);
    }

    [Fact]
    public async Task A_goal_that_was_closed_is_shown_with_its_versions_and_opened_again()
    {
        await using var api = await PreparedAsync();
        const string Closed = "iris2-kt.other-field";
        var now = await api.Secretariat.GetAsync(api.Address);
        var file = ProjectFiles.Read("iris2");
        file["goals"]!.AsObject().Remove(Closed).ShouldBeTrue();
        (await HttpAssert.PutAsync(api.Secretariat, api.Address, file, now.Headers.ETag!.Tag)).StatusCode.ShouldBe(HttpStatusCode.OK);
        using var secretariat = await SignInAsync(api);

        await secretariat.GetAsync(Goals);
        secretariat.Page.ShouldContain($"href=\"{Goals}/{Closed}\"");
        secretariat.Page.ShouldContain("Mål som inte gäller i dag");
        await secretariat.GetAsync($"{Goals}/{Closed}");
        secretariat.Page.ShouldContain("Målet är avslutat från ");
        var definition = ShownDefinition(secretariat.Page);
        (await secretariat.SendFormAsync(("definition", definition.ToJsonString()))).StatusCode.ShouldBe(HttpStatusCode.Redirect);
        (await (await api.Secretariat.GetAsync($"{api.Address}/goals/{Closed}")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(3);
    }

    private static async Task<WithPages> PreparedAsync()
    {
        var api = new WithPages();
        await api.InitializeAsync();
        return api;
    }

    private static async Task<Visitor> SignInAsync(WithPages api, string? key = null)
    {
        var visitor = new Visitor(api);
        await visitor.SignInAsync(key ?? (await api.NewKeyAsync("secretariat", associations: ["lund"])).Key);
        return visitor;
    }

    private static async Task<int> VersionAsync(WithPages api) =>
        (await (await api.Secretariat.GetAsync($"{api.Address}/goals/{Key}")).ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>();

    private static string ShownText(string page) => WebUtility.HtmlDecode(Definition().Match(page).Groups[1].Value);

    private static JsonObject ShownDefinition(string page) => JsonNode.Parse(ShownText(page))!.AsObject();

    /// <summary>The figures of a part in a window, before and after, in the order of the page.</summary>
    private static string[] Figures(string page, string part, string tertial, string window)
    {
        var figure = $"data-goal=\"{Key}\" data-part=\"{part}\" data-tertial=\"{tertial}\" data-window=\"{window}\"";
        return
        [
            .. page.Split(figure)[1].Split("<tr").Skip(1).Take(3)
                .Select(row => Cell().Matches(row).Select(match => match.Groups[1].Value).ToArray())
                .Select(cells => $"{cells[0]}: {cells[1]} → {cells[2]}")
        ];
    }

    [GeneratedRegex("<section aria-labelledby=\"[^\"]+\" data-goal=\"([^\"]+)\"")]
    private static partial Regex DataGoal();

    [GeneratedRegex("<textarea[^>]*>([^<]*)</textarea>")]
    private static partial Regex Definition();

    [GeneratedRegex("<section data-version=\"([0-9]+)\"")]
    private static partial Regex Version();

    [GeneratedRegex("<td[^>]*>([^<]*)")]
    private static partial Regex Cell();

    /// <summary>IRIS 2, with keys that are taken on the pages.</summary>
    private sealed class WithPages() : ProjectApi("iris2")
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Pages:SignInWithKey", "true");
        }
    }
}
