using Dapper;
using OutcomeApi.Demo;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Tests.Pages.Projects;

/// <summary>Why a figure is what it is, and what would change it: computed when asked for, and the same as the API's.</summary>
[Collection(nameof(ProjectPages))]
public sealed class WhyAndWhatIfTests(ProjectPages pages)
{
    private static readonly string[] Readers = ["steering-group", "registrar", "secretariat"];

    [Theory]
    [InlineData("iris2", "iris2.work-or-studies", "2025-T3", "window=since-start&gender=woman&subproject=vsb", "fonster=since-start&kon=woman&del=vsb")]
    [InlineData("iris2", "iris2-kt.continued-handling", "2026-T1", "gender=man", "kon=man")]
    [InlineData("uppsala", "uppsala.waiting-time", "2025-T1", "window=tertial", "fonster=tertial")]
    [InlineData("ips-unga", "ips-unga.fidelity", "2026-T2", "", "")]
    [InlineData("fram", "fram.next-step", "2023-T3", "window=year-to-date", "fonster=year-to-date")]
    public async Task The_steps_are_those_of_the_API(string project, string goal, string tertial, string ofApi, string ofPage)
    {
        foreach (var reader in Readers)
        {
            var explained = await pages.ApiAsync(reader, $"/projects/{project}/attainment/{goal}/{tertial}/explanation?{ofApi}");
            var page = await pages.PageAsync(reader, $"/projekt/{project}/varfor/{goal}/{tertial}?{ofPage}");

            page.Elements("tr", "data-step")
                .Select(step => $"{step["data-step"]} {step.Content.Elements("th").Single().Text} {step.Content.Elements("td").Single().Text}")
                .ShouldBe(explained["steps"]!.AsArray().Select(step => $"{step!["step"]} {step["text"]} {step["count"]?.ToJsonString() ?? "visas inte"}"));
            page.Text().ShouldContain(explained["words"]!.GetValue<string>());
            page.Text().ShouldContain(explained["figure"]!["sentence"]!.GetValue<string>());
            page.Elements("data").Single()["value"].ShouldBe(explained["figure"]!["rows"]![0]!["share"]?.ToJsonString());
        }
    }

    [Fact]
    public async Task Nobody_is_shown_a_reference_so_no_read_of_people_is_audited()
    {
        const string Reads = "SELECT COUNT(*) FROM audit_events WHERE kind = 'explanation'";
        string[] references =
        [
            .. SyntheticRegister.Until(new DateOnly(2026, 11, 22)).Where(s => s.Project == "fram").Select(s => s.Registration)
                .OfType<Enrollment>().Select(enrollment => enrollment.Reference!)
        ];
        references.Length.ShouldBeGreaterThan(50);
        var before = Scalar(Reads);

        var page = await pages.PageAsync("registrar", "/projekt/fram/varfor/fram.next-step/2023-T3");

        references.Where(reference => page.Contains(reference, StringComparison.Ordinal)).ShouldBeEmpty();
        Scalar(Reads).ShouldBe(before);
    }

    [Fact]
    public async Task A_figure_leads_to_its_explanation()
    {
        var page = await pages.PageAsync("steering-group", "/projekt/ips-unga");
        var links = page.Elements("a", "/varfor/").Select(link => link["href"]!).ToArray();
        links.ShouldContain("/projekt/ips-unga/varfor/ips-unga.work-or-studies/2026-T3?fonster=since-start&kon=woman");
        foreach (var link in links.Where((_, number) => number % 5 == 0))
        {
            (await pages.AskAsync("steering-group", link)).StatusCode.ShouldBe(HttpStatusCode.OK, link);
        }
    }

    [Fact]
    public async Task A_question_is_answered_as_the_API_answers_it()
    {
        foreach (var reader in Readers)
        {
            var page = await pages.PageAsync(
                reader,
                "/projekt/iris2/tank-om?tertial=2025-T3&mal=iris2.work-or-studies%3Avsb"
                    + "&kvinnor=8&man=4&orsak=work-unsubsidised&andraman=2&annanorsak=moved");
            var simulated = await SimulateAsync(reader, "iris2", new JsonObject
            {
                ["goal"] = "iris2.work-or-studies",
                ["tertial"] = "2025-T3",
                ["window"] = "since-start",
                ["changes"] = new JsonArray(
                    Exits(8, "woman", "work-unsubsidised"), Exits(4, "man", "work-unsubsidised"), Exits(2, "man", "moved")),
            });

            var tables = page.Elements("table", "data-part").Concat(page.Elements("table").Where(table => table["data-part"] is null)).ToArray();
            tables.Length.ShouldBe(2);
            foreach (var item in simulated["items"]!.AsArray())
            {
                var table = tables.Single(table => table["data-part"] == item!["subproject"]?.GetValue<string>());
                table.Content.Elements("td", "data-verdict").Select(cell => $"{cell["data-verdict"]} {cell["data-standing"]}")
                    .ShouldBe(Both(item!).Select(side => $"{side["verdict"]} {side["standing"]}"));
                table.Content.Elements("td", "data-gender=\"total\"").Select(cell => cell.Text[(cell.Text.IndexOf('(', StringComparison.Ordinal) + 1)..^1])
                    .ShouldBe(Both(item!).Select(side => side["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == "total")!)
                        .Select(row => $"{row["numerator"]} av {row["denominator"]}"));
                foreach (var sentence in Both(item!).Select(side => side["sentence"]?.GetValue<string>() ?? string.Empty))
                {
                    table.Text.ShouldContain(sentence);
                }
            }
        }
    }

    [Theory]
    [InlineData("kvinnor=x", "Skriv hela tal från 1 till 1 000, eller lämna fältet tomt.")]
    [InlineData("man=1001", "Skriv hela tal från 1 till 1 000, eller lämna fältet tomt.")]
    [InlineData("kvinnor=&man=0", "Välj ett mål, och skriv hur många som avslutar eller svarar.")]
    [InlineData("kvinnor=1&orsak=nothing", "Koden används inte i projektet.")]
    [InlineData("svar=1000&svarsom=work", "uppföljningar")]
    [InlineData("kvinnor=600&orsak=studies&svar=401&svarsom=work", "högst 1000 personer i alla ändringar tillsammans")]
    public async Task What_is_wrong_with_a_question_is_said_at_its_form(string fields, string fault)
    {
        var page = await pages.PageAsync("registrar", $"/projekt/ips-unga/tank-om?mal=ips-unga.work-or-studies&{fields}");
        var said = page.Elements("ul", "role=\"alert\"").Single().Text;
        said.ShouldNotBeEmpty();
        said.ShouldContain(fault);
        page.ShouldNotContain("Det här är räknat på påhittade uppgifter");
    }

    [Fact]
    public async Task The_form_shows_again_what_was_written_and_every_field_has_a_label()
    {
        var page = await pages.PageAsync(
            "steering-group", "/projekt/ips-unga/tank-om?mal=ips-unga.work-or-studies&kvinnor=%22x&man=3&orsak=studies&svar=&svarsom=studies");
        page.ShouldContain("name=\"kvinnor\" value=\"&quot;x\"");
        page.ShouldContain("name=\"man\" value=\"3\"");
        page.ShouldContain("<option value=\"studies\" selected>");
        var form = page.Elements("form").Single();
        form["method"].ShouldBe("get");
        form.Content.Elements("label").Count.ShouldBe(form.Content.Split("<select").Length - 1 + form.Content.Split("<input name").Length - 1);
    }

    private static IEnumerable<JsonNode> Both(JsonNode item) => [item["before"]!, item["after"]!];

    private static JsonObject Exits(int count, string gender, string reason) => new()
    {
        ["exits"] = new JsonObject { ["count"] = count, ["gender"] = gender, ["reason"] = reason, ["subproject"] = "vsb", ["on"] = "2025-12-31" },
    };

    private async Task<JsonObject> SimulateAsync(string reader, string project, JsonObject question)
    {
        using var client = pages.As(reader);
        using var request = new HttpRequestMessage(HttpMethod.Post, $"{ApiFactory.Base}/projects/{project}/simulations");
        request.Content = JsonContent.Create(question);
        request.Headers.Add("Accept-Language", "sv");
        return await (await client.SendAsync(request)).ShouldBeAsync(HttpStatusCode.OK);
    }

    private long Scalar(string sql)
    {
        using var database = pages.OpenDatabase();
        return database.ExecuteScalar<long>(sql);
    }
}
