namespace OutcomeApi.Tests.Features.TertialReports;

/// <summary>The report of a tertial over HTTP. It is 22 November 2026; each test has a project of its own.</summary>
public sealed class TertialReportTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private static readonly string[] Windows = ["tertial", "yearToDate", "sinceStart"];

    [Fact]
    public async Task A_report_shows_every_section_of_what_is_registered()
    {
        using var registrar = await RegistrarAsync("uppsala");
        await EnrollAsync(registrar, "uppsala", "E-1", ("startedOn", "2024-06-01"), ("carriedOver", true));
        await EnrollAsync(registrar, "uppsala", "E-2", ("startedOn", "2025-09-20"), ("referredOn", "2025-09-01"), ("gender", "man"));
        await EnrollAsync(registrar, "uppsala", "E-3", ("startedOn", "2025-09-11"), ("referredOn", "2025-09-01"), ("gender", "man"));
        await EnrollAsync(
            registrar, "uppsala", "E-4", ("startedOn", "2025-10-01"), ("anonymous", true), ("participant", null), ("birthYear", null),
            ("consentGivenOn", null));
        await SendAsync(
            registrar, "uppsala", "steps",
            new JsonObject { ["reference"] = "S-1", ["enrollmentReference"] = "E-2", ["kind"] = "language", ["on"] = "2025-10-05" });
        await SendAsync(registrar, "uppsala", "self-assessments", new JsonObject
        {
            ["reference"] = "A-1",
            ["enrollmentReference"] = "E-2",
            ["on"] = "2025-10-05",
            ["occasion"] = "start",
            ["ratings"] = JsonNode.Parse("[3,2,4,null,3,5]"),
        });
        await SendAsync(registrar, "uppsala", "fidelity-reviews", new JsonObject
        {
            ["reference"] = "F-1",
            ["on"] = "2025-10-29",
            ["scale"] = "ips-y-35",
            ["scores"] = new JsonObject { ["1"] = 5, ["3B"] = 4 },
            ["comments"] = new JsonObject { ["3B"] = "Alla har gått kursen." },
            ["plan"] = JsonNode.Parse("""[{ "item": "1", "activity": "Behålla det.", "until": "2026-11-21" }]"""),
        });
        await SendAsync(registrar, "uppsala", "exits", TestData.Exit(
            "E-2", ("exitedOn", "2025-12-31"), ("reason", "studies-completed"), ("documentationGivenToReferrerOn", "2025-12-30")));
        await SendAsync(registrar, "uppsala", "follow-ups", new JsonObject
        {
            ["enrollmentReference"] = "E-2",
            ["months"] = 3,
            ["followedUpOn"] = "2026-04-01",
            ["answer"] = "work",
            ["reportedBy"] = "region",
        });
        await SendAsync(registrar, "uppsala", "referrals", new JsonObject
        {
            ["reference"] = "R-1",
            ["gender"] = "other",
            ["referredOn"] = "2025-10-01",
            ["queuedOn"] = "2025-10-02",
            ["outcome"] = "queued",
        });

        var report = await ReportAsync(registrar, "uppsala", "2025-T3");

        report.Select(p => p.Key).ShouldBe(
        [
            "project", "subproject", "tertial", "status", "version", "upToDate", "deadline", "computedAt", "asOf", "windows", "balances", "flow", "referrers",
            "exits", "timeInProject", "goals", "followUps", "followUpShares", "followUpsByReferrer", "followUpsByMonth", "documentation", "stepsByMonth",
            "unitsByMonth", "placements", "selfAssessments", "selfAssessmentsGiven", "fidelity", "fidelityPlan", "reportedFigures", "beforeAndAfter",
            "dataQuality", "lateness", "comment", "finsamCounts", "followUpWorkLists", "_links",
        ]);
        Text(report["project"]).ShouldBe("uppsala");
        Text(report["tertial"]).ShouldBe("2025-T3");
        Text(report["status"]).ShouldBe("open");
        report["version"].ShouldBeNull();
        report["upToDate"]!.GetValue<bool>().ShouldBeTrue();
        Text(report["deadline"]).ShouldBe("2026-01-31");
        Text(report["asOf"]).ShouldBe("2026-11-22");
        report["comment"].ShouldBeNull();
        ShouldBeJson(report["windows"]!["tertial"], """{"from":"2025-09-01","to":"2025-12-31","partial":false}""");
        ShouldBeJson(report["windows"]!["yearToDate"], """{"from":"2025-01-01","to":"2025-12-31","partial":false}""");
        foreach (var table in report.Select(p => p.Key)
            .Except(["goals", "fidelity", "reportedFigures", "dataQuality", "finsamCounts", "_links"]).Where(name => report[name] is JsonObject))
        {
            report[table]!.AsObject().Select(p => p.Key).ShouldBe(Windows);
        }

        ShouldBeJson(
            report["flow"]!["tertial"],
            """
            [{"key":"ongoing-at-start","woman":1,"man":0,"otherOrUnknown":0,"total":1},{"key":"started","woman":0,"man":2,"otherOrUnknown":0,"total":2},
             {"key":"exited","woman":0,"man":1,"otherOrUnknown":0,"total":1},{"key":"ongoing-at-end","woman":1,"man":1,"otherOrUnknown":0,"total":2},
             {"key":"anonymous-started","woman":1,"man":0,"otherOrUnknown":0,"total":1},{"key":"referred","woman":0,"man":0,"otherOrUnknown":1,"total":1},
             {"key":"not-started","woman":0,"man":0,"otherOrUnknown":0,"total":0},{"key":"queued-at-end","woman":0,"man":0,"otherOrUnknown":1,"total":1},
             {"key":"waiting-days-median","woman":null,"man":14.5,"otherOrUnknown":null,"total":14.5},
             {"key":"waiting-days-longest","woman":null,"man":19,"otherOrUnknown":null,"total":19}]
            """);
        ShouldBeJson(
            Row(report["exits"]!["tertial"], "studies-completed"),
            """{"key":"studies-completed","ending":"planned","group":"studies","woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        ShouldBeJson(
            Row(report["exits"]!["tertial"], "total"), """{"key":"total","ending":null,"group":null,"woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        report["exits"]!["tertial"]!.AsArray().Count.ShouldBe(20 + 2 + 4 + 1);
        ShouldBeJson(
            Row(report["exits"]!["tertial"], "group:studies"),
            """{"key":"group:studies","ending":null,"group":"studies","woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        ShouldBeJson(report["balances"]!["tertial"], """{"flow":true,"followUpsByMonth":true}""");
        ShouldBeJson(
            Row(report["referrers"]!["tertial"], "referred:not-stated"),
            """{"key":"referred:not-stated","referrer":"not-stated","woman":0,"man":0,"otherOrUnknown":1,"total":1}""");
        ShouldBeJson(
            report["timeInProject"]!["tertial"],
            """
            [{"key":"days-median","woman":null,"man":102,"otherOrUnknown":null,"total":102},{"key":"days-longest","woman":null,"man":102,"otherOrUnknown":null,"total":102},
             {"key":"n","woman":0,"man":1,"otherOrUnknown":0,"total":1}]
            """);
        ShouldBeJson(
            report["followUpShares"]!["tertial"]!.AsArray().First(),
            """
            {"key":"functioning-plan","months":3,"basis":"answered","rows":[
             {"gender":"woman","numerator":0,"denominator":0,"share":null,"lowest":null,"highest":null},{"gender":"man","numerator":1,"denominator":1,"share":1,"lowest":1,"highest":1},
             {"gender":"other-or-unknown","numerator":0,"denominator":0,"share":null,"lowest":null,"highest":null},{"gender":"total","numerator":1,"denominator":1,"share":1,"lowest":1,"highest":1}]}
            """);
        ShouldBeJson(
            Row(report["followUpsByReferrer"]!["tertial"], "answer:work:not-stated"),
            """{"key":"answer:work:not-stated","months":3,"referrer":"not-stated","woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        ShouldBeJson(
            Row(report["followUpsByMonth"]!["tertial"], "open-at-end:2025-12"),
            """{"key":"open-at-end:2025-12","months":3,"month":"2025-12","woman":0,"man":0,"otherOrUnknown":0,"total":0}""");
        ShouldBeJson(
            Row(report["stepsByMonth"]!["tertial"], "2025-10:language"),
            """{"key":"2025-10:language","month":"2025-10","kind":"language","subproject":null,"woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        report["followUps"]!["tertial"]!.AsArray().Take(6).Select(r => Text(r!["key"])).ShouldBe(
            ["not-due", "due", "overdue", "answered", "unobtainable", "answer:work"]);
        ShouldBeJson(
            Row(report["followUps"]!["sinceStart"], "answer:work"),
            """{"key":"answer:work","months":3,"woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        ShouldBeJson(
            Row(report["documentation"]!["tertial"], "given-to-referrer"), """{"key":"given-to-referrer","woman":0,"man":1,"otherOrUnknown":0,"total":1}""");
        var items = report["fidelity"]![0]!["items"]!.AsArray();
        items.Count.ShouldBe(35);
        ShouldBeJson(
            items[3],
            """{"item":"3B","name":{"sv":"Vana vid unga vuxna","en":"Used to young adults"},"group":"staffing","score":4,"comment":"Alla har gått kursen."}""");
        report["fidelity"]![0]!.AsObject().Remove("items");
        ShouldBeJson(
            report["fidelityPlan"],
            """
            [{"key":"F-1:1","item":"1","name":{"sv":"Antal deltagare per jobbcoach","en":"Participants per specialist"},"score":5,
              "activity":"Behålla det.","until":"2026-11-21","doneOn":null,"state":"overdue"}]
            """);
        ShouldBeJson(
            report["selfAssessmentsGiven"]!["tertial"]![0],
            """
            {"key":"skapa:with-start","instrument":"skapa","occasion":"start","rows":[{"gender":"woman","numerator":0,"denominator":0},
             {"gender":"man","numerator":1,"denominator":2},{"gender":"other-or-unknown","numerator":0,"denominator":0},
             {"gender":"total","numerator":1,"denominator":2}]}
            """);
        ShouldBeJson(
            report["fidelity"],
            """[{"reference":"F-1","on":"2025-10-29","scale":"ips-y-35","total":null,"maximum":175,"band":null,"partial":true,"itemsScored":2}]""");
        report["selfAssessments"]!["tertial"]!.AsArray().Count.ShouldBe(6 * 5);
        ShouldBeJson(
            report["selfAssessments"]!["tertial"]!.AsArray().First(),
            """
            {"area":"health-and-work","occasion":"start","rows":[{"gender":"woman","n":0,"mean":null},{"gender":"man","n":1,"mean":3},
             {"gender":"other-or-unknown","n":0,"mean":null},{"gender":"total","n":1,"mean":3}]}
            """);
        ShouldBeJson(
            report["dataQuality"],
            """
            [{"code":"start-outside-project","class":"error","count":0},{"code":"exit-outside-project","class":"error","count":0},
             {"code":"subproject-unknown","class":"error","count":0},{"code":"referral-closed-without-date","class":"error","count":0},
             {"code":"outside-participation","class":"error","count":0},{"code":"follow-up-too-early","class":"error","count":0},
             {"code":"double-registration","class":"error","count":0},
             {"code":"gender-unknown","class":"warning","count":0},{"code":"exit-reason-unknown","class":"warning","count":0},
             {"code":"exit-without-documentation","class":"warning","count":1},{"code":"follow-up-overdue","class":"warning","count":0},{"code":"exit-in-no-goal","class":"warning","count":0},{"code":"figure-in-no-goal","class":"warning","count":0},
             {"code":"open-longer-than-planned","class":"warning","count":0},{"code":"open-after-project-end","class":"warning","count":0},
             {"code":"overlapping-enrollment","class":"warning","count":0},
             {"code":"follow-up-due","class":"note","count":0},{"code":"late-registration","class":"note","count":4},
             {"code":"sender-volume-jumped","class":"warning","count":0},
             {"code":"sender-volume-dropped","class":"warning","count":0}]
            """);
        ShouldBeJson(
            report["finsamCounts"],
            """
            {"year":2025,"startedInYear":{"woman":1,"man":2,"otherOrUnknown":0,"total":3},"ongoingInYear":{"woman":2,"man":2,"otherOrUnknown":0,"total":4},
             "associations":[{"association":"uppsala","startedInYear":{"woman":1,"man":2,"otherOrUnknown":0,"total":3},
              "ongoingInYear":{"woman":2,"man":2,"otherOrUnknown":0,"total":4}}]}
            """);
    }

    [Fact]
    public async Task Its_goals_are_the_attainment_of_the_tertial()
    {
        using var registrar = await RegistrarAsync("iris2");
        foreach (var (number, gender) in new[] { "woman", "man", "woman", "other" }.Index())
        {
            await EnrollAsync(registrar, "iris2", $"E-{number}", ("subproject", number < 3 ? "vsb" : "usb"), ("gender", gender));
            await SendAsync(registrar, "iris2", "exits", TestData.Exit($"E-{number}", ("reason", number == 0 ? "moved" : "studies")));
        }

        var attainment = await ApiFactory.UpToDateAsync(registrar, "iris2", "from=2024-T2&to=2024-T2&limit=500");
        var report = await ReportAsync(registrar, "iris2", "2024-T2");

        report["goals"]!.AsArray().Count.ShouldBeGreaterThan(0);
        ShouldBeJson(report["goals"], attainment["items"]!.ToJsonString());
        ShouldBeJson(
            (await ReportAsync(registrar, "iris2", "2024-T2?subproject=usb"))["goals"],
            new JsonArray(
                [.. attainment["items"]!.AsArray().Where(i => i!["subproject"]?.GetValue<string>() == "usb").Select(i => i!.DeepClone())]).ToJsonString());
    }

    [Fact]
    public async Task Steering_groups_see_totals_and_women_and_men_apart_where_no_group_is_small()
    {
        using var registrar = await RegistrarAsync("ips-unga");
        using var steeringGroup = await api.ClientAsync("steering-group", ["ips-unga"]);
        foreach (var number in Enumerable.Range(1, 5))
        {
            await EnrollAsync(registrar, "ips-unga", $"E-{number}", ("startedOn", "2025-09-01"), ("mappedOn", "2025-09-01"), ("birthYear", 2004));
        }

        // Five women started, nobody left: no group is small.
        var shown = await ReportAsync(steeringGroup, "ips-unga", "2025-T3");
        Row(shown["flow"]!["tertial"], "started")!["woman"]!.GetValue<int>().ShouldBe(5);
        foreach (var section in new[] { "flow", "goals" })
        {
            shown[section]!.ToJsonString().ShouldNotContain("hidden");
            shown[section]!.ToJsonString().ShouldNotContain("fewerThan");
        }

        // One leaves. How many came and went is exact, but not of women and men.
        await SendAsync(registrar, "ips-unga", "exits", TestData.Exit("E-1", ("exitedOn", "2026-02-01")));
        var exact = await ReportAsync(registrar, "ips-unga", "2026-T1");
        var hidden = await ReportAsync(steeringGroup, "ips-unga", "2026-T1");
        Row(exact["flow"]!["tertial"], "exited")!["woman"]!.GetValue<int>().ShouldBe(1);
        foreach (var said in new[] { "hidden", "fewerThan", "categories", "smallGroups" })
        {
            exact.ToJsonString().ShouldNotContain(said);
        }

        hidden["smallGroups"]!["threshold"]!.GetValue<int>().ShouldBe(5);
        ShouldBeJson(
            new JsonArray([.. hidden["flow"]!["tertial"]!.AsArray().Take(5).Select(row => row!.DeepClone())]),
            """
            [{"key":"ongoing-at-start","woman":null,"man":null,"total":5,"hidden":"small-group"},
             {"key":"started","woman":null,"man":null,"total":0,"hidden":"small-group"},
             {"key":"exited","woman":null,"man":null,"total":1,"hidden":"small-group"},
             {"key":"ongoing-at-end","woman":null,"man":null,"total":4,"hidden":"small-group"},
             {"key":"anonymous-started","woman":0,"man":0,"total":0}]
            """);
        ShouldBeJson(
            Row(hidden["exits"]!["tertial"], "total"),
            """{"key":"total","ending":null,"group":null,"woman":null,"man":null,"total":1,"hidden":"small-group"}""");
        var reasons = Row(hidden["exits"]!["tertial"], "merged")!;
        reasons["total"]!.GetValue<int>().ShouldBe(1);
        reasons["categories"]!.AsArray().Select(Text).ShouldBe(
            exact["exits"]!["tertial"]!.AsArray().Select(row => Text(row!["key"])).Where(key => key != "total" && !key.Contains(':')));
        ShouldBeJson(
            Row(hidden["documentation"]!["tertial"], "exits"), """{"key":"exits","woman":null,"man":null,"total":null,"hidden":"small-group","fewerThan":5}""");

        // Findings are about the work. Only how many genders are missing is about few people.
        string Finding(JsonNode? finding) => $"{finding!["code"]} {finding["class"]} {finding["count"]} {finding["hidden"]}";
        hidden["dataQuality"]!.AsArray().Select(Finding).ShouldBe(
            exact["dataQuality"]!.AsArray().Select(f => Text(f!["code"]) == "gender-unknown" ? "gender-unknown warning  small-group" : Finding(f)));
        ShouldBeJson(hidden["lateness"], exact["lateness"]!.ToJsonString());
        var rows = hidden["goals"]!.AsArray().Single(g => Text(g!["goal"]) == "ips-unga.work-or-studies" && Text(g["window"]) == "tertial")!["rows"]!.AsArray();
        rows.Select(row => $"{row!["gender"]} {row["numerator"]} {row["denominator"]} {row["share"]} {row["hidden"]} {row["fewerThan"]}")
            .ShouldBe(["woman    small-group ", "man    small-group ", "total     5"]);

        // Of the year's counts – nobody started, five were ongoing – none is small.
        ShouldBeJson(
            hidden["finsamCounts"],
            """
            {"year":2026,"startedInYear":{"woman":0,"man":0,"total":0},"ongoingInYear":{"woman":5,"man":0,"total":5},
             "associations":[{"association":"finsam-malmo","startedInYear":{"woman":0,"man":0,"total":0},"ongoingInYear":{"woman":5,"man":0,"total":5}}]}
            """);
    }

    [Fact]
    public async Task A_subproject_has_a_report_of_its_own_for_steering_groups_too()
    {
        await PutProjectAsync(
            "parts", "2025-01-01", "2027-03-31", ("subprojects", JsonNode.Parse("""[{"id":"a","name":{"sv":"A"}},{"id":"b","name":{"sv":"B"}}]""")));
        using var registrar = await api.ClientAsync("registrar", ["parts"]);
        using var steeringGroup = await api.ClientAsync("steering-group", ["parts"]);
        foreach (var number in Enumerable.Range(1, 10))
        {
            await EnrollAsync(registrar, "parts", $"E-{number}", ("startedOn", "2025-09-02"), ("subproject", number <= 6 ? "a" : "b"));
        }

        async Task<string> StartedAsync(HttpClient reader, string part)
        {
            var report = await ReportAsync(reader, "parts", "2025-T3" + (part.Length == 0 ? string.Empty : "?subproject=" + part));
            (report["subproject"]?.GetValue<string>() ?? string.Empty).ShouldBe(part);
            var started = Row(report["flow"]!["tertial"], "started")!;
            return $"{started["woman"]} {started["man"]} {started["total"]} {started["hidden"]}";
        }

        // Four women are a small group: their number is the total, which tells how many came.
        (await StartedAsync(registrar, "a")).ShouldBe("6 0 6 ");
        (await StartedAsync(steeringGroup, "a")).ShouldBe("6 0 6 ");
        (await StartedAsync(steeringGroup, "b")).ShouldBe("  4 small-group");
        (await StartedAsync(steeringGroup, string.Empty)).ShouldBe("10 0 10 ");

        await (await registrar.GetAsync(ApiFactory.Base + "/projects/parts/tertial-reports/2025-T3?subproject=c"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
    }

    [Fact]
    public async Task Small_categories_are_one_line_and_small_means_not_shown()
    {
        await PutProjectAsync("sections", "2025-01-01", "2027-03-31");
        using var registrar = await api.ClientAsync("registrar", ["sections"]);
        using var steeringGroup = await api.ClientAsync("steering-group", ["sections"]);
        foreach (var number in Enumerable.Range(1, 6))
        {
            await EnrollAsync(registrar, "sections", $"E-{number}", ("startedOn", "2025-09-02"), ("referrer", number == 1 ? "region" : "municipality"));
            await SendAsync(registrar, "sections", "exits", TestData.Exit($"E-{number}", ("exitedOn", "2025-10-02"), ("reason", "studies")));
            await SendAsync(registrar, "sections", "follow-ups", new JsonObject
            {
                ["enrollmentReference"] = $"E-{number}",
                ["months"] = 3,
                ["followedUpOn"] = number == 1 ? "2025-12-20" : "2026-01-05",
                ["answer"] = number == 1 ? "work" : "studies",
                ["reportedBy"] = "municipality",
            });
        }

        await SendAsync(
            registrar, "sections", "steps",
            new JsonObject { ["reference"] = "S-1", ["enrollmentReference"] = "E-1", ["kind"] = "language", ["on"] = "2025-10-01" });

        await SendAsync(registrar, "sections", "self-assessments", new JsonObject
        {
            ["reference"] = "A-1",
            ["enrollmentReference"] = "E-1",
            ["on"] = "2025-10-01",
            ["occasion"] = "start",
            ["ratings"] = JsonNode.Parse("[3,2,4,null,3,5]"),
        });

        // Six women started, exited, have a functioning plan: of the totals no number is small. By referrer, by answer, by month and by kind there is one.
        var report = await ReportAsync(steeringGroup, "sections", "2025-T3");
        var exact = await ReportAsync(registrar, "sections", "2025-T3");
        JsonArray Table(string section) => report[section]!["tertial"]!.AsArray();
        foreach (var section in new[] { "flow", "exits", "timeInProject", "followUps", "followUpShares" })
        {
            Table(section).ToJsonString().ShouldNotContain("hidden", Case.Insensitive, section);
            Table(section).ToJsonString().ShouldNotContain("fewerThan", Case.Insensitive, section);
        }

        // The one whom the region referred would be the rest of six: so the line takes in the smallest that is shown, the five of the municipality.
        ShouldBeJson(
            report["referrers"]!["tertial"],
            """
            [{"key":"referred:merged","referrer":"merged","woman":0,"man":0,"total":0,"categories":[
              "referred:employment-service","referred:social-insurance-agency","referred:municipality",
              "referred:region","referred:self-referral","referred:not-stated"]},
             {"key":"started:merged","referrer":"merged","woman":6,"man":0,"total":6,"categories":[
              "started:employment-service","started:social-insurance-agency","started:municipality",
              "started:region","started:self-referral","started:not-stated"]}]
            """);
        ShouldBeJson(
            new JsonArray([.. Table("followUps").Take(2).Select(row => row!.DeepClone())]),
            """
            [{"key":"answered","months":3,"woman":6,"man":0,"total":6},
             {"key":"merged","months":3,"woman":0,"man":0,"total":0,"categories":["not-due","due","overdue","unobtainable"]}]
            """);
        Table("followUps").Select(row => $"{row!["key"]} {row["total"]}").ShouldBe(["answered 6", "merged 0", "answer:merged 6"]);
        Table("exits").Select(row => $"{row!["key"]} {row["woman"]} {row["man"]} {row["total"]}").ShouldBe(
            ["studies 6 0 6", "merged 0 0 0", "ending:planned 6 0 6", "ending:merged 0 0 0", "group:studies 6 0 6", "group:merged 0 0 0", "total 6 0 6"],
            ignoreOrder: true);
        Table("followUpShares").Where(row => row!["categories"] is not null)
            .Select(row => $"{row!["key"]} {row["basis"]} {row["rows"]![0]!["numerator"]} {row["rows"]![0]!["denominator"]}")
            .ShouldBe(["answer:merged answered 6 6", "answer:merged due 6 6"]);

        // Crossed tables have totals only. Their small rows and columns are together.
        ShouldBeJson(
            new JsonArray([.. Table("followUpsByReferrer").Take(1).Select(row => row!.DeepClone())]),
            """
            [{"key":"answered:merged","months":3,"referrer":"merged","referrers":[
              "employment-service","social-insurance-agency","municipality","region","self-referral","not-stated"],
              "woman":null,"man":null,"total":6,"hidden":"small-group"}]
            """);
        Table("followUpsByReferrer").Select(row => $"{row!["key"]} {row["total"]}")
            .ShouldBe(["answered:merged 6", "merged:merged 0", "answer:merged:merged 6"]);
        Table("stepsByMonth").Select(row => $"{row!["key"]} {row["woman"]} {row["total"]} {row["hidden"]}")
            .ShouldBe(["total  1 small-group", "kind:merged  1 small-group", "merged:merged  1 small-group"]);
        Row(report["stepsByMonth"]!["tertial"], "kind:merged")!["categories"]!.AsArray().Count.ShouldBe(14);
        Row(report["stepsByMonth"]!["tertial"], "merged:merged")!["months"]!.AsArray().Select(Text).ShouldBe(["2025-09", "2025-10", "2025-11", "2025-12"]);

        // Months have the totals of the exact report. Women and men stand in those in which nothing happened.
        var months = exact["followUpsByMonth"]!["tertial"]!.AsArray();
        Table("followUpsByMonth").Select(row => $"{row!["key"]} {row["total"]}").ShouldBe(months.Select(row => $"{row!["key"]} {row["total"]}"));
        Table("followUpsByMonth").Where(row => row!["hidden"] is not null).Select(row => Text(row!["month"])).Distinct().ShouldBe(["2025-12"]);

        // One has rated five areas, nobody the fourth.
        var ratings = Table("selfAssessments").Where(row => Text(row!["occasion"]) == "start").Select(row => row!["rows"]!.AsArray()).ToArray();
        ratings.Select(rows => string.Join(", ", rows.Select(row => $"{row!["n"]} {row["mean"]} {row["hidden"]} {row["fewerThan"]}")))
            .ShouldBe([.. Enumerable.Range(1, 6).Select(area => area == 4 ? "0   , 0   , 0   " : "  small-group ,   small-group ,    5")]);
    }

    [Fact]
    public async Task The_deadline_is_the_associations()
    {
        await PutProjectAsync("own-deadline", "2025-01-01", "2027-03-31", ("association", "in-a-hurry"));
        using var administrator = api.ClientWith(ApiFactory.AdministratorKey);
        var path = ApiFactory.Base + "/associations/in-a-hurry";
        administrator.DefaultRequestHeaders.TryAddWithoutValidation("If-Match", (await administrator.GetAsync(path)).Headers.ETag!.ToString());
        await (await administrator.PutAsJsonAsync(path, new JsonObject { ["name"] = new JsonObject { ["sv"] = "Snabb" }, ["reportDeadlineDays"] = 20 }))
            .ShouldBeAsync(HttpStatusCode.OK);
        using var registrar = await api.ClientAsync("registrar", ["own-deadline"]);

        Text((await ReportAsync(registrar, "own-deadline", "2025-T3"))["deadline"]).ShouldBe("2026-01-20");
    }

    [Fact]
    public async Task A_wait_that_few_have_behind_them_is_withheld_too()
    {
        await PutProjectAsync("waiting", "2025-01-01", "2027-03-31");
        using var registrar = await api.ClientAsync("registrar", ["waiting"]);
        using var steeringGroup = await api.ClientAsync("steering-group", ["waiting"]);
        foreach (var number in Enumerable.Range(1, 5))
        {
            await EnrollAsync(registrar, "waiting", $"E-{number}", ("startedOn", "2025-09-02"), ("referredOn", number == 1 ? "2025-09-01" : null));
        }

        var report = await ReportAsync(steeringGroup, "waiting", "2025-T3");

        foreach (var key in new[] { "waiting-days-median", "waiting-days-longest" })
        {
            ShouldBeJson(
                Row(report["flow"]!["tertial"], key), $$"""{"key":"{{key}}","woman":null,"man":null,"total":null,"hidden":"small-group","fewerThan":5}""");
        }

        ShouldBeJson(Row(report["flow"]!["tertial"], "started"), """{"key":"started","woman":5,"man":0,"total":5}""");
        report["exits"]!["tertial"]!.AsArray().ShouldAllBe(row => row!["total"]!.GetValue<int>() == 0);
    }

    [Fact]
    public async Task Figures_are_for_three_roles_within_their_reach()
    {
        await api.PutProjectAsync("fram");
        const string Path = ApiFactory.Base + "/projects/fram/tertial-reports/2023-T3";
        foreach (var role in new[] { "steering-group", "registrar", "secretariat" })
        {
            using var inside = await api.ClientAsync(role, ["fram"]);
            await (await inside.GetAsync(Path)).ShouldBeAsync(HttpStatusCode.OK);
            using var outside = await api.ClientAsync(role, ["another"]);
            await (await outside.GetAsync(Path)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        }

        foreach (var role in new[] { "referrer", "operator", "administrator" })
        {
            using var client = await api.ClientAsync(role, role == "administrator" ? [] : ["fram"]);
            (await client.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        }

        using var nobody = api.ClientWith(null);
        (await nobody.GetAsync(Path)).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task There_is_a_report_of_tertials_of_the_project_that_have_begun()
    {
        await PutProjectAsync("running", "2025-05-15", "2027-03-31");
        await PutProjectAsync("past", "2023-01-01", "2025-08-31");
        using var registrar = await api.ClientAsync("registrar", ["running", "past"]);
        Task<HttpResponseMessage> GetAsync(string project, string tertial) =>
            registrar.GetAsync($"{ApiFactory.Base}/projects/{project}/tertial-reports/{tertial}");

        await (await GetAsync("running", "2025-T1")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await GetAsync("running", "2025-T2")).ShouldBeAsync(HttpStatusCode.OK);
        await (await GetAsync("running", "2026-T3")).ShouldBeAsync(HttpStatusCode.OK);
        await (await GetAsync("running", "2027-T1")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await GetAsync("past", "2025-T2")).ShouldBeAsync(HttpStatusCode.OK);
        await (await GetAsync("past", "2025-T3")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await GetAsync("running", "2025-T4")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /tertial");
        await (await GetAsync("running", "2025-T3?window=tertial")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "query-unknown /window");
    }

    private static string Text(JsonNode? node) => node!.GetValue<string>();

    private static JsonNode? Row(JsonNode? table, string key) => table!.AsArray().Single(r => Text(r!["key"]) == key);

    private static void ShouldBeJson(JsonNode? node, string json) =>
        node!.ToJsonString().ShouldBe(JsonNode.Parse(json)!.ToJsonString());

    private static Task EnrollAsync(HttpClient registrar, string project, string reference, params (string Name, JsonNode? Value)[] members) =>
        SendAsync(registrar, project, "enrollments", TestData.Enrollment(reference, members));

    private static async Task SendAsync(HttpClient registrar, string project, string collection, JsonObject body) =>
        await (await registrar.PostAsJsonAsync($"{ApiFactory.Base}/projects/{project}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);

    private static async Task<JsonObject> ReportAsync(HttpClient reader, string project, string tertial) =>
        await (await reader.GetAsync($"{ApiFactory.Base}/projects/{project}/tertial-reports/{tertial}")).ShouldBeAsync(HttpStatusCode.OK);

    private async Task PutProjectAsync(string id, string startsOn, string endsOn, params (string Name, JsonNode? Value)[] members)
    {
        var file = TestData.With(ProjectFiles.Read("fram"), [("startsOn", startsOn), ("endsOn", endsOn), ("goals", new JsonObject()), .. members]);
        using var secretariat = await api.ClientAsync("secretariat", associations: [Text(file["association"])]);
        await (await secretariat.PutAsJsonAsync($"{ApiFactory.Base}/projects/{id}", file)).ShouldBeAsync(HttpStatusCode.Created);
    }

    private async Task<HttpClient> RegistrarAsync(string project)
    {
        await api.PutProjectAsync(project);
        return await api.ClientAsync("registrar", [project]);
    }
}
