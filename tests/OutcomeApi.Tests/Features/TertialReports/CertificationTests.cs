using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using Dapper;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Stored;

namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>Certified reports and their restatements. It is 22 November 2026; each test has a project of its own.</summary>
public sealed class CertificationTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    private const int Many = 3000;

    [Theory]
    [InlineData("csv")]
    [InlineData("xlsx")]
    public async Task A_form_of_a_certified_report_is_stored_as_it_was_answered(string form)
    {
        var people = await ProjectAsync("forms-" + form);
        await EnrollAsync(people, "E-1", "woman", "2025-09-20");
        await (await people.Secretariat.PostAsync($"{people.Report("2025-T3")}/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        var answered = await people.Secretariat.GetByteArrayAsync($"{people.Report("2025-T3")}/versions/1?format={form}");

        // Who asks when memory has forgotten it gets what is stored.
        await using var database = api.OpenDatabase();
        var stored = await database.QuerySingleAsync<byte[]>("SELECT content FROM certified_forms WHERE project_id = @Id", new { Id = "forms-" + form });
        StoredJson.UnpackBytes(stored).ShouldBe(answered);
    }

    [Fact]
    public async Task A_certified_report_is_the_open_one_with_its_hash()
    {
        var people = await ProjectAsync("frozen");
        await EnrollAsync(people, "E-1", "woman", "2025-09-20");
        await ExitAsync(people, "E-1", "2025-12-01");
        await (await people.Registrar.PutAsync($"{people.Report("2025-T3")}/comment", new JsonObject { ["text"] = "Lugnt." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        people.Secretariat.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var open = await GetAsync(people.Secretariat, people.Report("2025-T3"));
        var openPart = await GetAsync(people.Secretariat, people.Report("2025-T3") + "?subproject=usb");

        var created = await people.Secretariat.PostAsync($"{people.Report("2025-T3")}/certifications", null);

        var version = await created.ShouldBeAsync(HttpStatusCode.Created);
        var address = created.Headers.Location!.ToString();
        address.ShouldEndWith("/projects/frozen/tertial-reports/2025-T3/versions/1");
        version["_links"]!["self"]!["href"]!.GetValue<string>().ShouldBe(address);
        (version["version"]!.GetValue<int>(), version["asOf"]!.GetValue<string>(), version["certifiedByName"]!.GetValue<string>())
            .ShouldBe((1, "2026-11-22", "test secretariat"));
        version["exception"].ShouldBeNull();
        version["dataCutOff"]!.GetValue<long>().ShouldBe(Cut("frozen"));

        var signed = await people.Secretariat.GetAsync(address);
        var bytes = await signed.Content.ReadAsByteArrayAsync();
        var hash = SHA256.HashData(bytes);
        version["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(hash));
        signed.Headers.ETag!.Tag.ShouldBe($"\"{Convert.ToHexStringLower(hash)}\"");
        signed.Headers.GetValues("Repr-Digest").Single().ShouldBe($"sha-256=:{Convert.ToBase64String(hash)}:");
        signed.Content.Headers.ContentType!.MediaType.ShouldBe("application/json");
        CanonicalJson.Write(JsonElement.Parse(bytes)).ShouldBe(bytes);

        var document = JsonNode.Parse(bytes)!.AsObject();
        document["certification"]!["goalVersions"]!.AsArray().Count.ShouldBeGreaterThan(5);
        document["certification"]!["certifiedBy"]!.GetValue<string>().ShouldBe(version["certifiedBy"]!.GetValue<string>());
        document["report"]!.AsObject().ContainsKey("certification").ShouldBeFalse();
        document["report"]!["comment"]!.GetValue<string>().ShouldBe("Lugnt.");
        Figures(document["report"]!).ShouldBe(Figures(open));
        document["subprojects"]!.AsArray().Select(r => r!["subproject"]!.GetValue<string>())
            .ShouldBe(["usb", "vsb", "insam", "kompetenstrappan", "hoganas", "sydost"]);
        Figures(document["subprojects"]!.AsArray().Single(r => r!["subproject"]!.GetValue<string>() == "usb")!).ShouldBe(Figures(openPart));

        // And so it is shown.
        var shown = await GetAsync(people.Secretariat, people.Report("2025-T3"));
        (shown["status"]!.GetValue<string>(), shown["version"]!.GetValue<int>(), shown["differsFromCurrent"]!.GetValue<bool>())
            .ShouldBe(("certified", 1, false));
        Figures(shown).ShouldBe(Figures(open));
        shown["certification"]!["sha256"]!.GetValue<string>().ShouldBe(Convert.ToHexStringLower(hash));
        shown["certification"]!["certifiedByName"]!.GetValue<string>().ShouldBe("test secretariat");
        Figures(await GetAsync(people.Registrar, people.Report("2025-T3") + "?subproject=usb")).ShouldBe(Figures(openPart));
        (await GetAsync(people.Secretariat, people.Report("2025-T3") + "?view=current"))["status"]!.GetValue<string>().ShouldBe("open");
        api.Scalar<long>("SELECT COUNT(*) FROM audit_events WHERE action = 'certify' AND project_id = 'frozen'").ShouldBe(1);
    }

    [Fact]
    public async Task Thousands_of_later_corrections_leave_it_byte_for_byte_the_same()
    {
        var people = await ProjectAsync("many");
        await BatchAsync(people, Enumerable.Range(1, Many).Select(n => Enrollment($"E-{n}", n % 2 == 0 ? "woman" : "man", "2024-09-10")));
        await CertifyAsync(people, "2024-T3", null);
        var before = await BytesAsync(people, "2024-T3", 1);
        var shownBefore = Figures(await GetAsync(people.Registrar, people.Report("2024-T3")));

        // Every participation is corrected, and half of them end.
        await BatchAsync(
            people, Enumerable.Range(1, Many).Select(n => TestData.With(Enrollment($"E-{n}", "woman", "2024-09-11"), ("correction", "wrong-code"))));
        await BatchAsync(
            people, Enumerable.Range(1, Many / 2).Select(n => TestData.With(TestData.Exit($"E-{n}", ("exitedOn", "2024-12-01")), ("record", "exit"))));

        (await BytesAsync(people, "2024-T3", 1)).ShouldBe(before);
        var shown = await GetAsync(people.Registrar, people.Report("2024-T3"));
        Figures(shown).ShouldBe(shownBefore);
        shown["differsFromCurrent"]!.GetValue<bool>().ShouldBeTrue();
        Row(shown, "flow", "tertial", "started")["man"]!.GetValue<int>().ShouldBe(Many / 2);
        var current = await GetAsync(people.Registrar, people.Report("2024-T3") + "?view=current");
        Row(current, "flow", "tertial", "started")["man"]!.GetValue<int>().ShouldBe(0);
        Row(current, "flow", "tertial", "exited")["total"]!.GetValue<int>().ShouldBe(Many / 2);

        var changes = await GetAsync(people.Secretariat, $"{people.Report("2024-T3")}/versions/1/changes?limit=20");
        var exited = changes["items"]!.AsArray().Single(i => Is(i!, "flow", "tertial", "exited", "total") && i!["subproject"] == null)!;
        (exited["was"]!.GetValue<int>(), exited["is"]!.GetValue<int>()).ShouldBe((0, Many / 2));
        exited["registrations"]!.AsArray().Count.ShouldBe(Many + (Many / 2));
        changes["registrations"]!.AsArray().Count.ShouldBe(Many + (Many / 2));
    }

    [Fact]
    public async Task Steering_groups_read_the_certified_report_as_they_could_see_it_then()
    {
        var people = await ProjectAsync("steered");
        foreach (var number in Enumerable.Range(1, 5))
        {
            await EnrollAsync(people, $"E-{number}", "woman", "2025-09-20");
        }

        await ExitAsync(people, "E-1", "2025-12-01");
        var open = await GetAsync(people.SteeringGroup, people.Report("2025-T3"));
        foreach (var said in new[] { "\"hidden\":\"small-group\"", "\"fewerThan\":5", "\"categories\":[" })
        {
            open.ToJsonString().ShouldContain(said);
        }

        await CertifyAsync(people, "2025-T3", null);

        people.SteeringGroup.DefaultRequestHeaders.AcceptLanguage.ParseAdd("sv");
        var swedish = await GetAsync(people.SteeringGroup, people.Report("2025-T3") + "?view=current");
        var shown = await GetAsync(people.SteeringGroup, people.Report("2025-T3"));
        Figures(shown).ShouldBe(Figures(swedish));
        shown["status"]!.GetValue<string>().ShouldBe("certified");
        shown["certification"]!["certifiedByName"]!.GetValue<string>().ShouldBe("test secretariat");
        shown["certification"]!["sha256"].ShouldBeNull();

        // Whatever comes later changes what they see of the current run, and nothing of this.
        await ExitAsync(people, "E-2", "2025-12-02");
        var later = await GetAsync(people.SteeringGroup, people.Report("2025-T3"));
        Figures(later).ShouldBe(Figures(shown));
        (shown["differsFromCurrent"]!.GetValue<bool>(), later["differsFromCurrent"]!.GetValue<bool>()).ShouldBe((false, true));
        foreach (var path in new[] { "versions", "versions/1", "versions/1/changes" })
        {
            foreach (var reader in new[] { people.SteeringGroup, people.Registrar })
            {
                (await reader.GetAsync($"{people.Report("2025-T3")}/{path}")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
            }
        }
    }

    [Fact]
    public async Task A_restatement_needs_a_change_and_a_reason_and_lists_what_changed()
    {
        var people = await ProjectAsync("restated");
        foreach (var number in Enumerable.Range(1, 6))
        {
            await EnrollAsync(people, $"E-{number}", number < 4 ? "woman" : "man", "2025-02-20", number % 2 == 0 ? "vsb" : "usb");
        }

        await ExitAsync(people, "E-2", "2025-11-01", "moved");
        await CertifyAsync(people, "2025-T3", null);
        await (await PostAsync(people, "2025-T3", null)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "nothing-changed");
        await (await PostAsync(people, "2025-T3", new { reason = "Again." })).ShouldBeProblemAsync(HttpStatusCode.Conflict, "nothing-changed");
        var first = await BytesAsync(people, "2025-T3", 1);

        // One reason is corrected, one exit comes late, and something happens after the tertial.
        await (await people.Registrar.PutAsync(
            $"{people.Address}/exits/E-2", TestData.Exit("E-2", ("exitedOn", "2025-11-01"), ("reason", "studies"), ("correction", "wrong-code")),
            "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await ExitAsync(people, "E-4", "2025-12-24", "studies");
        await ExitAsync(people, "E-5", "2026-01-10", "moved");
        await (await PostAsync(people, "2025-T3", null)).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "required-missing /reason");
        var second = await CertifyAsync(people, "2025-T3", new { reason = "Sena avslut." });

        second["version"]!.GetValue<int>().ShouldBe(2);
        (await BytesAsync(people, "2025-T3", 1)).ShouldBe(first);
        (await GetAsync(people.Registrar, people.Report("2025-T3")))["version"]!.GetValue<int>().ShouldBe(2);
        var versions = await GetAsync(people.Secretariat, $"{people.Report("2025-T3")}/versions");
        versions["items"]!.AsArray().Select(v => $"{v!["version"]} {v["reason"]}").ShouldBe(["1 ", "2 Sena avslut."]);

        var changes = await ChangesAsync(people, "2025-T3", 1, "to=2&");
        var byHand = ByHand(JsonNode.Parse(first)!, JsonNode.Parse(await BytesAsync(people, "2025-T3", 2))!).ToArray();
        byHand.Length.ShouldBeGreaterThan(50);
        byHand.Except(Told(changes)).ShouldBeEmpty("changes that are not told");
        Told(changes).Except(byHand).ShouldBeEmpty("what is told and has not changed");
        Told(changes).Count().ShouldBe(byHand.Length);

        var studies = changes["items"]!.AsArray().Single(i => Is(i!, "exits", "tertial", "studies", "woman") && i!["subproject"] == null)!;
        (studies["was"]!.GetValue<int>(), studies["is"]!.GetValue<int>(), studies["byTimeOnly"]!.GetValue<bool>()).ShouldBe((0, 1, false));
        studies["cohort"]!.ToJsonString().ShouldBe("""{"from":"2025-09-01","to":"2025-12-31","partial":false}""");
        var behind = Behind(changes, studies).ShouldHaveSingleItem();
        (behind["record"]!.GetValue<string>(), behind["version"]!.GetValue<int>(), behind["correction"]!.GetValue<string>(),
            behind["senderName"]!.GetValue<string>()).ShouldBe(("exit", 2, "wrong-code", "test registrar"));
        Behind(changes, changes["items"]!.AsArray().Single(i => Is(i!, "exits", "tertial", "studies", "total") && i!["subproject"] == null)!).Count.ShouldBe(2);
        Behind(changes, changes["items"]!.AsArray()
            .Single(i => Is(i!, "exits", "tertial", "studies", "woman") && i!["subproject"]?.GetValue<string>() == "vsb")!).Count.ShouldBe(1);
        changes["items"]!.AsArray().ShouldAllBe(i => i!["registrations"]!.AsArray().Count > 0);
        changes.ToJsonString().ShouldNotContain("E-2");
        changes["verdicts"]!.AsArray().Select(v => $"{v!["goal"]} {v["subproject"]} {v["window"]} {v["was"]} {v["is"]} {v["standingWas"]} {v["standingIs"]}")
            .ShouldContain("iris2.work-or-studies vsb tertial not-due not-due not-assessable meets");

        // The registrar finds the record where the position says.
        var position = behind["position"]!.GetValue<long>();
        var feed = await GetAsync(people.Registrar, $"{people.Address}/changes?since={position - 1}&limit=1");
        feed["items"]![0]!["reference"]!.GetValue<string>().ShouldBe("E-2");

        // Nothing has changed since version 2; from version 1 the current figures differ as version 2 does.
        var none = await GetAsync(people.Secretariat, $"{people.Report("2025-T3")}/versions/2/changes");
        (none["items"]!.AsArray().Count, none["_meta"]!["totalRecords"]!.GetValue<int>(), none["verdicts"]!.AsArray().Count).ShouldBe((0, 0, 0));
        Told(await ChangesAsync(people, "2025-T3", 1)).ShouldBe(Told(changes));
        var page = await GetAsync(people.Secretariat, $"{people.Report("2025-T3")}/versions/1/changes?to=2&limit=1&page=2");
        page["items"]!.AsArray().Single()!.ToJsonString().ShouldBe(changes["items"]![1]!.ToJsonString());

        // As a table it has all of them, a row for each: in this tertial a woman of VSB left to study, and nobody before.
        var table = (await people.Secretariat.GetStringAsync($"{people.Report("2025-T3")}/versions/1/changes?to=2&format=csv&limit=1")).Split("\r\n");
        table[0].TrimStart('\uFEFF').ShouldBe("subproject,section,window,from,to,partial,key,figure,gender,was,is,byTimeOnly,registrations");
        table[1..^1].Length.ShouldBe(page["_meta"]!["totalRecords"]!.GetValue<int>());
        table.ShouldContain($"vsb,exits,tertial,2025-09-01,2025-12-31,false,studies,count,woman,0,1,false,{position}");
    }

    [Fact]
    public async Task Of_several_who_certify_at_once_one_does()
    {
        var people = await ProjectAsync("crowded");
        await EnrollAsync(people, "E-1", "woman", "2025-09-20");

        var answers = await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => PostAsync(people, "2025-T3", null)));

        answers.Count(a => a.StatusCode == HttpStatusCode.Created).ShouldBe(1);
        foreach (var late in answers.Where(a => a.StatusCode != HttpStatusCode.Created))
        {
            await late.ShouldBeProblemAsync(HttpStatusCode.Conflict, "nothing-changed");
        }

        // With a change and a reason it is the same: one makes the next version, and for the others nothing has changed since.
        await ExitAsync(people, "E-1", "2025-12-01");
        var again = await Task.WhenAll(Enumerable.Range(0, 4).Select(n => PostAsync(people, "2025-T3", new { reason = $"Sent avslut, {n}." })));
        again.Select(a => (int)a.StatusCode).Order().ShouldBe([201, 409, 409, 409]);
        (await GetAsync(people.Secretariat, $"{people.Report("2025-T3")}/versions"))["items"]!.AsArray().Select(v => v!["version"]!.GetValue<int>())
            .ShouldBe([1, 2]);
    }

    [Fact]
    public async Task A_comment_alone_is_a_change()
    {
        var people = await ProjectAsync("commented");
        await CertifyAsync(people, "2025-T3", null);
        await (await people.Registrar.PutAsync($"{people.Report("2025-T3")}/comment", new JsonObject { ["text"] = "Nytt." }))
            .ShouldBeAsync(HttpStatusCode.Created);

        var shown = await GetAsync(people.Registrar, people.Report("2025-T3"));
        shown["comment"].ShouldBeNull();
        shown["differsFromCurrent"]!.GetValue<bool>().ShouldBeTrue();
        var changes = await GetAsync(people.Secretariat, $"{people.Report("2025-T3")}/versions/1/changes");
        (changes["commentChanged"]!.GetValue<bool>(), changes["items"]!.AsArray().Count).ShouldBe((true, 0));
        await CertifyAsync(people, "2025-T3", new { reason = "Kommentar." });
        (await GetAsync(people.Registrar, people.Report("2025-T3")))["comment"]!.GetValue<string>().ShouldBe("Nytt.");
    }

    [Fact]
    public async Task Errors_in_the_data_block_unless_an_exception_is_stated()
    {
        var people = await ProjectAsync("blocked");
        foreach (var number in Enumerable.Range(1, 2))
        {
            await SendAsync(
                people, "referrals",
                new JsonObject { ["reference"] = $"R-{number}", ["gender"] = "woman", ["referredOn"] = "2025-10-01", ["outcome"] = "declined" });
        }

        var refused = await PostAsync(people, "2025-T3", null);
        var problem = await refused.ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "certification-blocked");
        problem["errors"]![0]!["message"]!.GetValue<string>().ShouldBe("The data hold errors: referral-closed-without-date (2).");
        (await GetAsync(people.Registrar, people.Report("2025-T3")))["status"]!.GetValue<string>().ShouldBe("open");

        // The errors are of later referrals: the tertial before is not blocked.
        await CertifyAsync(people, "2025-T2", null);
        var version = await CertifyAsync(people, "2025-T3", new { exception = "Remittenten kan inte säga när." });
        version["exception"]!.GetValue<string>().ShouldBe("Remittenten kan inte säga när.");
        JsonNode.Parse(await BytesAsync(people, "2025-T3", 1))!["certification"]!["exception"]!.GetValue<string>().ShouldBe("Remittenten kan inte säga när.");
    }

    [Fact]
    public async Task Warnings_that_are_acknowledged_are_kept_with_the_version()
    {
        var people = await ProjectAsync("warned");
        await EnrollAsync(people, "E-1", "unknown", "2025-09-20");
        await ExitAsync(people, "E-1", "2025-12-01", "moved");
        var quality = await GetAsync(people.Registrar, $"{people.Address}/data-quality?tertial=2025-T3");
        string[] warnings =
        [
            .. quality["findings"]!.AsArray().Where(f => f!["class"]!.GetValue<string>() == "warning" && f["count"]!.GetValue<int>() > 0)
                .Select(f => f!["code"]!.GetValue<string>())
        ];
        warnings.ShouldContain("gender-unknown");

        var refused = await PostAsync(people, "2025-T3", new { acknowledgements = Array.Empty<object>() });
        var problem = await refused.ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
        problem["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]} {e["message"]}").Order().ShouldBe(
            warnings.Select(w => $"warning-not-acknowledged /acknowledgements A warning is not acknowledged: {w} (1).").Order());
        var known = warnings.Select(finding => new { finding, reason = $"Känt: {finding}." }).ToArray();
        (await (await PostAsync(people, "2025-T3", new { acknowledgements = known.Append(new { finding = "late-registration", reason = "Nej." }) }))
            .ShouldBeAsync(HttpStatusCode.UnprocessableEntity))["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}")
            .ShouldBe([$"unknown-code /acknowledgements/{warnings.Length}/finding"]);
        (await (await PostAsync(people, "2025-T3", new { acknowledgements = new[] { new { finding = "gender-unknown" } } }))
            .ShouldBeAsync(HttpStatusCode.BadRequest))["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}")
            .ShouldContain("required-missing /acknowledgements/0/reason");

        var version = await CertifyAsync(people, "2025-T3", new { acknowledgements = known });
        Acknowledged(version).ShouldBe(known.Select(one => (one.finding, one.reason)));
        Acknowledged(JsonNode.Parse(await BytesAsync(people, "2025-T3", 1))!["certification"]!).ShouldBe(known.Select(one => (one.finding, one.reason)));
        Acknowledged((await GetAsync(people.Secretariat, people.Report("2025-T3")))["certification"]!).ShouldBe(known.Select(one => (one.finding, one.reason)));
        (await people.Secretariat.GetStringAsync(people.Report("2025-T3") + "?format=html")).ShouldContain("Känt: gender-unknown.");

        static IEnumerable<(string, string)> Acknowledged(JsonNode certified) => certified["acknowledgements"]!.AsArray()
            .Select(one => (one!["finding"]!.GetValue<string>(), one["reason"]!.GetValue<string>()));
    }

    [Fact]
    public async Task A_tertial_is_certified_when_its_last_day_is_over()
    {
        await api.PutProjectAsync("ips-unga");
        using var secretariat = await api.ClientAsync("secretariat", associations: ["finsam-malmo"]);
        const string Address = ApiFactory.Base + "/projects/ips-unga/tertial-reports/";
        await (await secretariat.PostAsync(Address + "2026-T3/certifications", null))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "tertial-not-ended");
        using var nothing = new StringContent(string.Empty, Encoding.UTF8, "application/json");
        await (await secretariat.PostAsync(Address + "2026-T3/certifications", nothing))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "tertial-not-ended");
        await (await secretariat.PostAsync(Address + "2026-T2/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        await (await secretariat.PostAsync(Address + "2027-T1/certifications", null)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task A_certified_report_outlives_its_tertial_and_what_the_project_was()
    {
        var people = await ProjectAsync("shortened");
        await CertifyAsync(people, "2026-T1", null);
        var before = Figures(await GetAsync(people.Registrar, people.Report("2026-T1")));

        // The project ends earlier than was thought: there is no such tertial any more.
        var file = TestData.With(ProjectFiles.Read("iris2"), ("endsOn", "2025-12-31"));
        await (await people.Secretariat.PutAsync(people.Address, file, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);

        var shown = await GetAsync(people.Registrar, people.Report("2026-T1"));
        Figures(shown).ShouldBe(before);
        shown["differsFromCurrent"]!.GetValue<bool>().ShouldBeTrue();
        await (await people.Registrar.GetAsync(people.Report("2026-T1") + "?view=current")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    private static IReadOnlyList<JsonNode> Behind(JsonObject changes, JsonNode item)
    {
        var positions = item["registrations"]!.AsArray().Select(p => p!.GetValue<long>()).ToHashSet();
        return [.. changes["registrations"]!.AsArray().Where(r => positions.Contains(r!["position"]!.GetValue<long>()))!];
    }

    private static bool Is(JsonNode item, string section, string window, string key, string gender) =>
        (item["section"]!.GetValue<string>(), item["window"]!.GetValue<string>(), item["key"]!.GetValue<string>(), item["gender"]!.GetValue<string>())
            == (section, window, key, gender);

    private static JsonNode Row(JsonObject report, string section, string window, string key) =>
        report[section]![window]!.AsArray().Single(r => r!["key"]!.GetValue<string>() == key)!;

    /// <summary>The report without what says when it was computed and what became of it.</summary>
    private static string Figures(JsonNode report)
    {
        var rest = report.DeepClone().AsObject();
        foreach (var member in new[] { "status", "version", "certification", "differsFromCurrent", "upToDate", "computedAt", "followUpWorkLists", "_links" })
        {
            rest.Remove(member);
        }

        return Encoding.UTF8.GetString(CanonicalJson.Write(JsonElement.Parse(rest.ToJsonString())));
    }

    /// <summary>The changes that are told, of tables with a row for each key and of goals.</summary>
    private static IEnumerable<string> Told(JsonObject changes) => changes["items"]!.AsArray()
        .Where(i =>
            i!["section"]!.GetValue<string>() is "flow" or "exits" or "follow-ups" or "documentation" or "referrers" or "follow-ups-by-referrer" or "goals")
        .Select(i =>
            $"{i!["subproject"]} {i["section"]} {i["window"]} {i["key"]} {(i["section"]!.GetValue<string>() == "goals" ? i["figure"] : null)} {i["gender"]} "
                + $"{Number(i["was"])} {Number(i["is"])}");

    /// <summary>The same, by walking through both signed documents.</summary>
    private static IEnumerable<string> ByHand(JsonNode before, JsonNode after)
    {
        var (was, now) = (Cells(before), Cells(after));
        return was.Keys.Union(now.Keys)
            .Select(cell => (Cell: cell, Was: was.GetValueOrDefault(cell, Number(null)), Is: now.GetValueOrDefault(cell, Number(null))))
            .Where(c => c.Was != c.Is)
            .Select(c => $"{c.Cell} {c.Was} {c.Is}");
    }

    private static Dictionary<string, string> Cells(JsonNode document)
    {
        var cells = new Dictionary<string, string>();
        foreach (var report in document["subprojects"]!.AsArray().Prepend(document["report"]))
        {
            foreach (var (member, section) in new[]
            {
                ("flow", "flow"), ("exits", "exits"), ("followUps", "follow-ups"), ("documentation", "documentation"),
                ("referrers", "referrers"), ("followUpsByReferrer", "follow-ups-by-referrer"),
            })
            {
                foreach (var (name, window) in new[] { ("tertial", "tertial"), ("yearToDate", "year-to-date"), ("sinceStart", "since-start") })
                {
                    foreach (var row in report![member]![name]!.AsArray())
                    {
                        foreach (var (column, gender) in new[]
                        {
                            ("woman", "woman"), ("man", "man"), ("otherOrUnknown", "other-or-unknown"), ("total", "total"),
                        })
                        {
                            cells.Add($"{report["subproject"]} {section} {window} {row!["key"]}  {gender}", Number(row[column]));
                        }
                    }
                }
            }
        }

        foreach (var goal in document["report"]!["goals"]!.AsArray())
        {
            foreach (var row in goal!["rows"]!.AsArray())
            {
                foreach (var figure in new[] { "numerator", "denominator" })
                {
                    var key = goal["goal"] + (goal["subproject"] is { } subproject ? ":" + subproject : string.Empty);
                    cells.Add($" goals {goal["window"]} {key} {figure} {row!["gender"]}", Number(row[figure]));
                }
            }
        }

        return cells;
    }

    private static string Number(JsonNode? number) => number is null ? "none" : number.GetValue<decimal>().ToString(CultureInfo.InvariantCulture);

    private static JsonObject Enrollment(string reference, string gender, string startedOn, string? subproject = null) => TestData.With(
        TestData.Enrollment(reference, ("gender", gender), ("startedOn", startedOn), ("subproject", subproject)), ("record", "enrollment"));

    private static Task EnrollAsync(People people, string reference, string gender, string startedOn, string? subproject = null) =>
        SendAsync(people, "enrollments", TestData.With(Enrollment(reference, gender, startedOn, subproject), ("record", null)));

    private static Task ExitAsync(People people, string reference, string exitedOn, string reason = "studies") =>
        SendAsync(people, "exits", TestData.Exit(reference, ("exitedOn", exitedOn), ("reason", reason)));

    private static async Task SendAsync(People people, string collection, JsonObject body) =>
        await (await people.Registrar.PostAsJsonAsync($"{people.Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    private static async Task BatchAsync(People people, IEnumerable<JsonObject> records)
    {
        foreach (var some in records.Chunk(1000))
        {
            var result = await (await people.Registrar.PostAsJsonAsync($"{people.Address}/batches", new { records = some })).ShouldBeAsync(HttpStatusCode.OK);
            result["rejected"]!.GetValue<int>().ShouldBe(0, result["errors"]!.ToJsonString());
        }
    }

    private static Task<HttpResponseMessage> PostAsync(People people, string tertial, object? body) =>
        people.Secretariat.PostAsync($"{people.Report(tertial)}/certifications", body is null ? null : JsonContent.Create(body));

    private static async Task<JsonObject> CertifyAsync(People people, string tertial, object? body) =>
        await (await PostAsync(people, tertial, body)).ShouldBeAsync(HttpStatusCode.Created);

    /// <summary>All pages of changes as one.</summary>
    private static async Task<JsonObject> ChangesAsync(People people, string tertial, int version, string query = "")
    {
        var all = await GetAsync(people.Secretariat, $"{people.Report(tertial)}/versions/{version}/changes?{query}limit=500");
        for (var next = all; next["_links"]!["next"] is { } link;)
        {
            next = await GetAsync(people.Secretariat, link["href"]!.GetValue<string>());
            foreach (var item in next["items"]!.AsArray())
            {
                all["items"]!.AsArray().Add(item!.DeepClone());
            }

            foreach (var registration in next["registrations"]!.AsArray()
                .Where(r => all["registrations"]!.AsArray().All(known => !JsonNode.DeepEquals(known, r))))
            {
                all["registrations"]!.AsArray().Add(registration!.DeepClone());
            }
        }

        all["items"]!.AsArray().Count.ShouldBe(all["_meta"]!["totalRecords"]!.GetValue<int>());
        return all;
    }

    private static async Task<byte[]> BytesAsync(People people, string tertial, int version) =>
        await people.Secretariat.GetByteArrayAsync($"{people.Report(tertial)}/versions/{version}");

    private static async Task<JsonObject> GetAsync(HttpClient client, string address) =>
        await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);

    private long Cut(string project) => api.Scalar<long>($"SELECT MAX(id) FROM record_history WHERE project_id = '{project}'");

    /// <summary>IRIS 2 under another name, without planned months, and somebody of each role.</summary>
    private async Task<People> ProjectAsync(string id)
    {
        var secretariat = await api.ClientAsync("secretariat", associations: ["lund"]);
        using var administrator = api.Administrator();
        await (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/{id}", ProjectFiles.Read("iris2"))).ShouldBeAsync(HttpStatusCode.Created);
        return new People(id, await api.ClientAsync("registrar", [id]), secretariat, await api.ClientAsync("steering-group", [id]));
    }

    private sealed record People(string Project, HttpClient Registrar, HttpClient Secretariat, HttpClient SteeringGroup)
    {
        public string Address => $"{ApiFactory.Base}/projects/{Project}";

        public string Report(string tertial) => $"{Address}/tertial-reports/{tertial}";
    }
}
