using Microsoft.AspNetCore.Authorization;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Security;

/// <summary>
/// Who reaches parts of a project gets what belongs to these parts, and nothing else. IRIS 2 has a participation with every kind of record in Höganäs, in
/// USB and in the project as such. It is 22 November 2026.
/// </summary>
public sealed class PartTests(PartTests.ThreeScopes api) : IClassFixture<PartTests.ThreeScopes>
{
    private const string Address = ApiFactory.Base + "/projects/iris2";

    /// <summary>The kinds of record that belong to a part by themselves or by their enrollment.</summary>
    private static readonly string[] Collections = ["referrals", "enrollments", "exits", "follow-ups", "steps", "placements", "job-offers", "self-assessments"];

    /// <summary>
    /// What is there for a caller who reaches only parts of a project. Every other operation is about the project as a whole. An operation that is added
    /// stands here, or is out of reach.
    /// </summary>
    private static readonly string[] ForParts =
    [
        "get-project", "list-goals", "get-goal", "list-goal-versions", "get-project-exit-reasons", "get-project-follow-up-answers", "list-referrals",
        "create-referral", "get-referral", "put-referral", "patch-referral", "list-referral-versions", "list-enrollments", "create-enrollment",
        "get-enrollment", "put-enrollment", "patch-enrollment", "list-enrollment-versions", "list-exits", "create-exit", "get-exit", "put-exit", "patch-exit",
        "list-exit-versions", "list-follow-ups", "create-follow-up", "get-follow-up", "put-follow-up", "patch-follow-up", "list-follow-up-versions",
        "list-due-follow-ups", "list-steps", "create-step", "get-step", "put-step", "patch-step", "list-step-versions", "list-job-offers", "create-job-offer",
        "get-job-offer", "put-job-offer", "patch-job-offer", "list-job-offer-versions", "list-self-assessments",
        "list-due-self-assessments", "create-self-assessment",
        "get-self-assessment", "put-self-assessment", "patch-self-assessment", "list-self-assessment-versions", "send-batch", "get-batch", "cancel-batch",
        "get-batch-template",
        "list-changes", "get-participant-extract", "get-attainment", "explain-figure", "simulate", "get-tertial-report", "get-data-quality",
        "list-found-records", "create-share-link", "list-share-links", "revoke-share-link", "list-placements", "create-placement", "get-placement",
        "put-placement", "patch-placement", "list-placement-versions", "get-project-step-kinds", "get-project-referrer-units",
        "list-tertial-reports", "count-due-follow-ups",
    ];

    public static TheoryData<string> Kinds => [.. Collections];

    [Fact]
    public async Task What_is_about_the_whole_project_is_not_there()
    {
        var endpoints = api.Services.GetRequiredService<EndpointDataSource>().Endpoints.OfType<RouteEndpoint>()
            .Where(e => e.RoutePattern.RawText!.StartsWith(Address.Replace("iris2", "{project}", StringComparison.Ordinal), StringComparison.Ordinal))
            .ToArray();
        endpoints.Where(e => e.Metadata.GetMetadata<ReachesParts>() is not null).Select(NameOf).Order().ShouldBe(ForParts.Order());

        var (asked, offenders) = (0, new List<string>());
        foreach (var endpoint in endpoints.Where(e => !ForParts.Contains(NameOf(e))))
        {
            var roles = Policies.Roles[endpoint.Metadata.GetMetadata<IAuthorizeData>()!.Policy!];
            foreach (var (role, client) in api.OfParts.Where(known => roles.Contains(known.Key)))
            {
                asked++;
                var path = Addresses(endpoint.RoutePattern.RawText!);
                using var request = new HttpRequestMessage(new HttpMethod(endpoint.Metadata.GetMetadata<HttpMethodMetadata>()!.HttpMethods[0]), path)
                {
                    Content = JsonContent.Create(new JsonObject()),
                };
                if (request.Method == HttpMethod.Patch)
                {
                    request.Content.Headers.ContentType = new("application/merge-patch+json");
                }

                using var answer = await client.SendAsync(request);
                if (answer.StatusCode != HttpStatusCode.NotFound)
                {
                    offenders.Add($"{role} {NameOf(endpoint)}: {(int)answer.StatusCode}");
                }
            }
        }

        asked.ShouldBeGreaterThan(15);
        offenders.ShouldBeEmpty();

        static string NameOf(RouteEndpoint endpoint) => endpoint.Metadata.GetMetadata<IEndpointNameMetadata>()!.EndpointName;

        static string Addresses(string template) => template.Replace("{project}", "iris2", StringComparison.Ordinal)
            .Replace("{tertial}", "2024-T2", StringComparison.Ordinal).Replace("{version}", "1", StringComparison.Ordinal)
            .Replace("{key}", "iris2.work-or-studies", StringComparison.Ordinal).Replace("{reference}", "R-1", StringComparison.Ordinal);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Records_of_other_parts_are_not_there(string collection)
    {
        (await api.Own.GetAsync(RecordOf(collection, "hoganas"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        foreach (var scope in (string[])["usb", "whole", "nowhere"])
        {
            await (await api.Own.GetAsync(RecordOf(collection, scope))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        }

        // The key of every record names its scope.
        string[] all = [.. KeysOf(await ListAsync(api.Whole, collection))];
        foreach (var (client, parts) in ((HttpClient, string[])[])[(api.Own, ["hoganas"]), (api.Both, ["hoganas", "usb"])])
        {
            var list = await ListAsync(client, collection);
            KeysOf(list).ShouldBe(all.Where(key => parts.Any(part => key.EndsWith(part, StringComparison.Ordinal))));
            list["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(list["items"]!.AsArray().Count);
        }

        all.Length.ShouldBeGreaterThanOrEqualTo(3);
    }

    [Theory]
    [MemberData(nameof(Kinds))]
    public async Task Records_of_other_parts_are_not_written(string collection)
    {
        foreach (var scope in (string[])["usb", "whole"])
        {
            // The reference is taken, or the enrollment is not there. Nothing tells what it is taken by.
            var expected = KeyMember(collection) == "reference" ? "reference-taken /reference" : "enrollment-not-found /enrollmentReference";
            var status = KeyMember(collection) == "reference" ? HttpStatusCode.Conflict : HttpStatusCode.UnprocessableEntity;
            var body = ThreeScopes.BodyOf(collection, scope, "hoganas");
            await (await api.Own.PostAsJsonAsync($"{Address}/{collection}", body)).ShouldBeProblemAsync(status, expected);
            await (await api.Own.PutAsync(RecordOf(collection, scope), body, "\"1\"")).ShouldBeProblemAsync(
                KeyMember(collection) == "reference" ? status : HttpStatusCode.PreconditionFailed,
                KeyMember(collection) == "reference" ? expected : "version-stale");
            await (await api.Own.PutAsync(RecordOf(collection, scope), body)).ShouldBeProblemAsync(status, expected);
        }

        var before = await (await api.Whole.GetAsync(RecordOf(collection, "usb"))).ShouldBeAsync(HttpStatusCode.OK);
        before["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("referrals")]
    [InlineData("enrollments")]
    public async Task Nothing_is_moved_into_or_out_of_the_parts(string collection)
    {
        foreach (var elsewhere in (string?[])["usb", "sydost", null])
        {
            var moved = ThreeScopes.BodyOf(collection, "hoganas", elsewhere);
            await (await api.Own.PutAsync(RecordOf(collection, "hoganas"), moved, "\"1\""))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
            moved["reference"] = $"{collection}-new";
            await (await api.Own.PostAsJsonAsync($"{Address}/{collection}", moved))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
        }

        var unmoved = await (await api.Whole.GetAsync(RecordOf(collection, "hoganas"))).ShouldBeAsync(HttpStatusCode.OK);
        (unmoved["subproject"]!.GetValue<string>(), unmoved["version"]!.GetValue<int>()).ShouldBe(("hoganas", 1));
    }

    [Fact]
    public async Task An_enrollment_does_not_follow_a_referral_of_another_part()
    {
        foreach (var scope in (string[])["usb", "whole"])
        {
            var body = ThreeScopes.BodyOf("enrollments", "hoganas", "hoganas");
            (body["reference"], body["referralReference"]) = ("E-led", $"referrals-{scope}");
            var refused = await (await api.Own.PostAsJsonAsync($"{Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
            body["referralReference"] = "R-nowhere";
            var unknown = await (await api.Own.PostAsJsonAsync($"{Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.UnprocessableEntity);
            refused["errors"]!.ToJsonString().ShouldBe(unknown["errors"]!.ToJsonString());

            // Voided neither: what is withdrawn later would be that of the other part.
            (body["referralReference"], body["voided"]) = ($"referrals-{scope}", true);
            await (await api.Own.PostAsJsonAsync($"{Address}/enrollments", body))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "referral-not-found /referralReference");
        }
    }

    [Fact]
    public async Task An_enrollment_that_the_project_has_led_to_a_part_is_corrected_there()
    {
        await (await api.Whole.PostAsJsonAsync($"{Address}/referrals", new JsonObject
        {
            ["reference"] = "R-led-hoganas",
            ["gender"] = "woman",
            ["referredOn"] = "2024-01-10",
        })).ShouldBeAsync(HttpStatusCode.Created);
        var body = TestData.Enrollment("E-led-hoganas", ("subproject", "hoganas"), ("referralReference", "R-led-hoganas"));
        await (await api.Whole.PostAsJsonAsync($"{Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.Created);

        body["education"] = "post-secondary";
        await (await api.Own.PutAsync($"{Address}/enrollments/E-led-hoganas", body, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await (await api.Own.GetAsync($"{Address}/referrals/R-led-hoganas")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        body["voided"] = true;
        await (await api.Own.PutAsync($"{Address}/enrollments/E-led-hoganas", body, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_batch_registers_in_its_parts_and_is_known_to_its_sender()
    {
        var records = new JsonArray();
        foreach (var scope in (string[])["usb", "hoganas"])
        {
            var step = TestData.Step("S-batch-" + scope, "enrollments-" + scope);
            step["record"] = "step";
            records.Add((JsonNode)step);
        }

        var result = await (await api.Own.PostAsJsonAsync($"{Address}/batches", new JsonObject { ["records"] = records })).ShouldBeAsync(HttpStatusCode.OK);
        result["errors"]!.AsArray().Select(e => $"{e!["code"]} {e["pointer"]}").ShouldBe(["enrollment-not-found /records/0/enrollmentReference"]);
        result["created"]!.GetValue<int>().ShouldBe(1);

        var own = $"{Address}/batches/{result["id"]}";
        (await api.Own.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.Whole.GetAsync(own)).StatusCode.ShouldBe(HttpStatusCode.OK);
        await (await api.Both.GetAsync(own)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await api.Both.DeleteAsync(own)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        var change = (await api.Whole.GetFromJsonAsync<JsonObject>($"{Address}/steps/S-batch-hoganas"))!;
        await (await api.Own.PutAsync($"{Address}/steps/S-batch-hoganas", TestData.Step(
            "S-batch-hoganas", "enrollments-hoganas", ("voided", true)), $"\"{change["version"]}\"")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_feed_tells_changes_of_the_parts_and_goes_on_past_the_others()
    {
        var (seen, address) = (new List<string>(), $"{Address}/changes?since=0&limit=5");
        for (var asked = 0; asked < 100; asked++)
        {
            var page = await (await api.Own.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);
            seen.AddRange(page["items"]!.AsArray().Select(item => $"{item!["reference"]}"));
            var next = page["_links"]!["next"]!["href"]!.GetValue<string>();
            if (new Uri(next).PathAndQuery == new Uri(new Uri("https://localhost"), address).PathAndQuery)
            {
                break;
            }

            address = new Uri(next).PathAndQuery;
        }

        seen.Count(reference => reference.EndsWith("-hoganas", StringComparison.Ordinal) || reference == "enrollments-hoganas/3")
            .ShouldBeGreaterThanOrEqualTo(Collections.Length);
        seen.ShouldAllBe(reference => reference.Contains("hoganas", StringComparison.Ordinal));
    }

    [Fact]
    public async Task What_is_erased_is_gone_for_its_own_part_and_only_taken_for_others()
    {
        foreach (var part in (string[])["hoganas", "usb"])
        {
            var body = ThreeScopes.BodyOf("enrollments", part, part);
            (body["reference"], body["participant"]) = ($"E-erased-{part}", $"P-erased-{part}");
            await (await api.Whole.PostAsJsonAsync($"{Address}/enrollments", body)).ShouldBeAsync(HttpStatusCode.Created);
            using var administrator = api.Administrator();
            await (await administrator.PostAsJsonAsync(
                $"{ApiFactory.Base}/erasures", new { project = "iris2", participant = $"P-erased-{part}" }))
                .ShouldBeAsync(HttpStatusCode.OK);
        }

        await (await api.Own.GetAsync($"{Address}/enrollments/E-erased-hoganas")).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        await (await api.Own.GetAsync($"{Address}/enrollments/E-erased-usb")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        var again = ThreeScopes.BodyOf("enrollments", "hoganas", "hoganas");
        again["reference"] = "E-erased-hoganas";
        await (await api.Own.PostAsJsonAsync($"{Address}/enrollments", again)).ShouldBeProblemAsync(HttpStatusCode.Gone, "erased");
        again["reference"] = "E-erased-usb";
        await (await api.Own.PostAsJsonAsync($"{Address}/enrollments", again)).ShouldBeProblemAsync(HttpStatusCode.Conflict, "reference-taken /reference");
        var changes = await (await api.Own.GetAsync($"{Address}/changes?since=0&limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        changes["items"]!.AsArray().Where(item => item!["gone"]!.GetValue<bool>()).Select(item => item!["reference"]!.GetValue<string>())
            .ShouldBe(["E-erased-hoganas"]);
    }

    [Fact]
    public async Task An_extract_holds_what_the_parts_hold()
    {
        // The same person is in all three.
        var extract = await (await api.Own.GetAsync($"{Address}/participants/P-same/extract")).ShouldBeAsync(HttpStatusCode.OK);
        extract["records"]!.AsArray().Select(r => r!["reference"]!.GetValue<string>())
            .ShouldAllBe(reference => reference.Contains("hoganas", StringComparison.Ordinal));
        extract["records"]!.AsArray().Count.ShouldBeGreaterThanOrEqualTo(Collections.Length);
        using var elsewhere = await api.PartsAsync("registrar", "vsb");
        await (await elsewhere.GetAsync($"{Address}/participants/P-same/extract")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
    }

    [Fact]
    public async Task Work_lists_are_about_the_parts()
    {
        foreach (var client in (HttpClient[])[api.Own, api.OfParts[Role.Referrer]])
        {
            var due = await (await client.GetAsync($"{Address}/follow-ups/due?asOf=2026-11-22")).ShouldBeAsync(HttpStatusCode.OK);
            due["items"]!.AsArray().Select(item => item!["enrollmentReference"]!.GetValue<string>()).ShouldBe(["E-due-hoganas"]);
            due["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(1);
        }

        // Their counts as well; the secretariat of the part's association reads these, and nobody's reference.
        foreach (var client in (HttpClient[])[api.Own, api.Foreign])
        {
            var counts = await (await client.GetAsync($"{Address}/follow-ups/due-counts?asOf=2026-11-22")).ShouldBeAsync(HttpStatusCode.OK);
            var total = counts["total"]!;
            (total["due"]!.GetValue<int>() + total["overdue"]!.GetValue<int>()).ShouldBe(1);
            counts.ToJsonString().ShouldNotContain("E-due");
        }
    }

    [Fact]
    public async Task Attainment_has_the_items_of_the_parts()
    {
        var all = await FiguresAsync(api.Whole, "/attainment?limit=500&from=2024-T2&to=2024-T2");
        foreach (var (client, parts) in ((HttpClient, string[])[])
            [(api.Own, ["hoganas"]), (api.Both, ["hoganas", "usb"]), (api.OfParts[Role.SteeringGroup], ["hoganas"]), (api.Foreign, ["hoganas"])])
        {
            var own = await FiguresAsync(client, "/attainment?limit=500&from=2024-T2&to=2024-T2");
            own["items"]!.AsArray().Select(item => $"{item!["goal"]} {item["subproject"]} {item["window"]}").ShouldBe(
                all["items"]!.AsArray().Where(item => parts.Contains(item!["subproject"]?.GetValue<string>()))
                    .Select(item => $"{item!["goal"]} {item["subproject"]} {item["window"]}"));
            own["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(own["items"]!.AsArray().Count);
            await (await client.GetAsync($"{Address}/attainment?subproject=kompetenstrappan"))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /subproject");
        }
    }

    [Fact]
    public async Task A_figure_of_a_part_is_explained_by_the_people_of_the_part()
    {
        const string Explanation = "/attainment/iris2.work-or-studies/2024-T2/explanation";
        var own = await FiguresAsync(api.Own, Explanation);
        own["figure"]!["subproject"]!.GetValue<string>().ShouldBe("hoganas");
        own["steps"]!.ToJsonString().ShouldNotContain("usb");
        own["steps"]!.ToJsonString().ShouldNotContain("whole");
        own["registered"]!.GetValue<int>().ShouldBe(2);
        await (await api.Own.GetAsync($"{Address}{Explanation}?subproject=vsb"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /subproject");
        await (await api.Both.GetAsync(Address + Explanation)).ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "unknown-code /subproject");
        (await api.OfParts[Role.SteeringGroup].GetAsync(Address + Explanation)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_simulation_changes_the_parts()
    {
        JsonObject Question(string? subproject) => new()
        {
            ["changes"] = new JsonArray(new JsonObject
            {
                ["exits"] = TestData.With(
                    new JsonObject { ["count"] = 10, ["gender"] = "woman", ["reason"] = "work-unsubsidised", ["on"] = "2024-06-01" },
                    ("subproject", subproject)),
            }),
        };

        foreach (var client in (HttpClient[])[api.Own, api.OfParts[Role.SteeringGroup]])
        {
            var simulated = await (await client.PostAsJsonAsync($"{Address}/simulations", Question("hoganas"))).ShouldBeAsync(HttpStatusCode.OK);
            simulated["items"]!.AsArray().Select(item => item!["subproject"]?.GetValue<string>()).Distinct().ShouldBe(["hoganas"]);
            foreach (var elsewhere in (string?[])["vsb", null])
            {
                await (await client.PostAsJsonAsync($"{Address}/simulations", Question(elsewhere)))
                    .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /changes/0/exits/subproject");
            }
        }
    }

    [Fact]
    public async Task The_report_is_that_of_a_part_and_has_no_comment()
    {
        await (await api.Whole.PutAsJsonAsync($"{Address}/tertial-reports/2025-T2/comment", new { text = "About everybody." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        foreach (var client in (HttpClient[])[api.Own, api.OfParts[Role.SteeringGroup], api.Foreign])
        {
            var report = await FiguresAsync(client, "/tertial-reports/2025-T2");
            report["subproject"]!.GetValue<string>().ShouldBe("hoganas");
            report["comment"].ShouldBeNull();
            report["goals"]!.AsArray().Select(item => item!["subproject"]?.GetValue<string>()).Distinct().ShouldBe(["hoganas"]);
            report["_links"]!.AsObject().Select(link => link.Key).Except(["self", "dataQuality", "dueFollowUps"]).ShouldBeEmpty();
            await (await client.GetAsync($"{Address}/tertial-reports/2025-T2?subproject=usb"))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
            foreach (var form in (string[])["csv", "html"])
            {
                (await client.GetStringAsync($"{Address}/tertial-reports/2025-T2?format={form}")).ShouldNotContain("About everybody.");
            }
        }

        // Of several parts, one is named.
        var refused = await (await api.Both.GetAsync($"{Address}/tertial-reports/2025-T2"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
        refused["errors"]![0]!["howToFix"]!.GetValue<string>().ShouldContain("hoganas, usb");
        (await FiguresAsync(api.Both, "/tertial-reports/2025-T2?subproject=usb"))["subproject"]!.GetValue<string>().ShouldBe("usb");

        // The same address is another answer for another reader.
        var whole = await FiguresAsync(api.Whole, "/tertial-reports/2025-T2");
        (whole["subproject"], whole["comment"]!.GetValue<string>()).ShouldBe((null, "About everybody."));
    }

    [Fact]
    public async Task A_certified_report_is_read_by_part_too()
    {
        await (await api.Whole.PutAsJsonAsync($"{Address}/tertial-reports/2023-T2/comment", new { text = "Signed words." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Secretariat.PostAsync($"{Address}/tertial-reports/2023-T2/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);
        await (await api.Whole.PutAsync($"{Address}/tertial-reports/2023-T2/comment", new JsonObject { ["text"] = "Other words." }, "\"1\""))
            .ShouldBeAsync(HttpStatusCode.OK);
        foreach (var client in (HttpClient[])[api.Own, api.OfParts[Role.SteeringGroup]])
        {
            var report = await (await client.GetAsync($"{Address}/tertial-reports/2023-T2")).ShouldBeAsync(HttpStatusCode.OK);
            (report["status"]!.GetValue<string>(), report["subproject"]!.GetValue<string>()).ShouldBe(("certified", "hoganas"));
            report["comment"].ShouldBeNull();
            report["differsFromCurrent"]!.GetValue<bool>().ShouldBeFalse();
            report["certification"]!.AsObject().Where(member => member.Value is not null).Select(member => member.Key)
                .ShouldBe(["version", "certifiedAt", "certifiedBy", "certifiedByName"], ignoreOrder: true);

            // Whole readers come first, so that a form they left behind is not taken.
            (await api.Whole.GetStringAsync($"{Address}/tertial-reports/2023-T2?subproject=hoganas&format=html")).ShouldContain("Signed words.");
            (await client.GetStringAsync($"{Address}/tertial-reports/2023-T2?format=html")).ShouldNotContain("Signed words.");
        }
    }

    [Fact]
    public async Task Data_quality_is_about_a_part()
    {
        // The three participations began together, and each lacks its gender.
        int Found(JsonObject quality) => quality["findings"]!.AsArray()
            .Single(f => f!["code"]!.GetValue<string>() == "exit-without-documentation")!["count"]!.GetValue<int>();
        Found(await FiguresAsync(api.Whole, "/data-quality?tertial=2024-T2")).ShouldBe(3);
        foreach (var client in (HttpClient[])[api.Own, api.Foreign])
        {
            var quality = await FiguresAsync(client, "/data-quality?tertial=2024-T2");
            (quality["subproject"]!.GetValue<string>(), Found(quality)).ShouldBe(("hoganas", 1));
            quality["senders"]!.AsArray().ShouldBeEmpty();
            await (await client.GetAsync($"{Address}/data-quality?tertial=2024-T2&subproject=usb"))
                .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
        }

        var records = await (await api.Own.GetAsync($"{Address}/data-quality/exit-without-documentation?tertial=2024-T2")).ShouldBeAsync(HttpStatusCode.OK);
        records["items"]!.AsArray().Select(item => item!["reference"]!.GetValue<string>()).ShouldBe(["enrollments-hoganas"]);
        await (await api.Both.GetAsync($"{Address}/data-quality?tertial=2024-T2"))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "subproject-unknown /subproject");
        Found(await FiguresAsync(api.Secretariat, "/data-quality?tertial=2024-T2&subproject=usb")).ShouldBe(1);
    }

    [Fact]
    public async Task The_secretariat_of_a_parts_association_reads_that_part_and_changes_nothing()
    {
        var projects = await (await api.Foreign.GetAsync($"{ApiFactory.Base}/projects")).ShouldBeAsync(HttpStatusCode.OK);
        projects["items"]!.AsArray().Select(item => item!["id"]!.GetValue<string>()).ShouldBe(["iris2"]);

        var file = ProjectFiles.Read("iris2");
        (await api.Foreign.PutAsync(Address, file, "\"1\"")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.Foreign.PostAsJsonAsync($"{ApiFactory.Base}/computations", new { project = "iris2" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await api.Foreign.PostAsync($"{Address}/tertial-reports/2023-T1/certifications", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // Its own report adds up its part, without what the project says of the whole.
        await (await api.Whole.PutAsJsonAsync($"{Address}/tertial-reports/2024-T1/comment", new { text = "Of all six." }))
            .ShouldBeAsync(HttpStatusCode.Created);
        var own = await api.Foreign.GetStringAsync($"{ApiFactory.Base}/associations/hoganas/tertial-reports/2024-T1");
        own.ShouldContain("iris2");
        own.ShouldNotContain("Of all six.");

        // An association without a part in it does not reach the project.
        using var other = await api.ClientAsync("secretariat", associations: ["uppsala"]);
        (await other.GetAsync(Address + "/attainment")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_key_says_its_parts_and_keeps_them_when_it_is_replaced()
    {
        using var administrator = api.Administrator();
        var made = await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", KeyOf("registrar", """{ "iris2": ["usb", "hoganas"] }""")))
            .ShouldBeAsync(HttpStatusCode.Created);
        made["subprojects"]!.ToJsonString().ShouldBe("""{"iris2":["hoganas","usb"]}""");
        var replaced = await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys/{made["id"]}/rotations", new JsonObject()))
            .ShouldBeAsync(HttpStatusCode.Created);
        replaced["subprojects"]!.ToJsonString().ShouldBe("""{"iris2":["hoganas","usb"]}""");
        using var client = api.ClientWith(replaced["key"]!.GetValue<string>());
        (await client.GetAsync(RecordOf("steps", "usb"))).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await client.GetAsync(RecordOf("steps", "whole"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        // A project that is named twice is reached in its parts.
        var twice = KeyOf("registrar", """{ "iris2": ["usb"] }""");
        twice["projects"] = new JsonArray("iris2");
        twice["associations"] = new JsonArray("lund");
        var limited = await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", twice)).ShouldBeAsync(HttpStatusCode.Created);
        using var usb = api.ClientWith(limited["key"]!.GetValue<string>());
        (await usb.GetAsync(RecordOf("steps", "hoganas"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("registrar", """{ "iris2": [] }""", "type-wrong /subprojects/iris2")]
    [InlineData("registrar", """{ "iris2": "usb" }""", "type-wrong /subprojects/iris2")]
    [InlineData("registrar", """{ "iris2": ["u/s"] }""", "reference-invalid /subprojects/iris2/0")]
    [InlineData("registrar", """{ "ir is": ["usb"] }""", "reference-invalid /subprojects/ir is")]
    [InlineData("registrar", """["usb"]""", "type-wrong /subprojects")]
    public async Task Parts_of_a_key_are_lists_of_ids(string role, string subprojects, string fault)
    {
        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", KeyOf(role, subprojects)))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, fault);
    }

    [Theory]
    [InlineData("secretariat")]
    [InlineData("operator")]
    [InlineData("administrator")]
    public async Task Who_works_for_whole_projects_is_not_limited_to_parts(string role)
    {
        using var administrator = api.Administrator();
        await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", KeyOf(role, """{ "iris2": ["usb"] }""")))
            .ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /subprojects");
    }

    private static JsonObject KeyOf(string role, string subprojects) =>
        new() { ["name"] = "test", ["role"] = role, ["subprojects"] = JsonNode.Parse(subprojects) };

    private static string KeyMember(string collection) => RecordCase.Of(collection).KeyMember;

    private static string RecordOf(string collection, string scope) => $"{Address}/{collection}/" + (collection switch
    {
        "exits" => $"enrollments-{scope}",
        "follow-ups" => $"enrollments-{scope}/3",
        _ => $"{collection}-{scope}",
    });

    private static IEnumerable<string> KeysOf(JsonObject list) =>
        list["items"]!.AsArray().Select(item => (item!["reference"] ?? item["enrollmentReference"])!.GetValue<string>());

    private static async Task<JsonObject> ListAsync(HttpClient client, string collection) =>
        await (await client.GetAsync($"{Address}/{collection}?limit=500")).ShouldBeAsync(HttpStatusCode.OK);

    private static async Task<JsonObject> FiguresAsync(HttpClient client, string path)
    {
        using var answer = await client.GetAsync(Address + path);
        return await answer.ShouldBeAsync(HttpStatusCode.OK);
    }

    /// <summary>IRIS 2 with the same person in three scopes: a part, another part, and the project as such.</summary>
    public sealed class ThreeScopes : ApiFactory, IAsyncLifetime
    {
        /// <summary>A registrar of the whole project.</summary>
        public HttpClient Whole { get; private set; } = null!;

        /// <summary>A registrar of Höganäs.</summary>
        public HttpClient Own => OfParts[Role.Registrar];

        /// <summary>A registrar of Höganäs and USB.</summary>
        public HttpClient Both { get; private set; } = null!;

        /// <summary>The secretariat of the project's association.</summary>
        public HttpClient Secretariat { get; private set; } = null!;

        /// <summary>The secretariat of the association that Höganäs belongs to.</summary>
        public HttpClient Foreign => OfParts[Role.Secretariat];

        /// <summary>A client for each role that reaches Höganäs.</summary>
        public Dictionary<Role, HttpClient> OfParts { get; } = [];

        public async Task InitializeAsync()
        {
            await PutProjectAsync("iris2");
            Whole = await ClientAsync("registrar", ["iris2"]);
            Secretariat = await ClientAsync("secretariat", associations: ["lund"]);
            Both = await PartsAsync("registrar", "hoganas", "usb");
            OfParts[Role.Registrar] = await PartsAsync("registrar", "hoganas");
            OfParts[Role.Referrer] = await PartsAsync("referrer", "hoganas");
            OfParts[Role.SteeringGroup] = await PartsAsync("steering-group", "hoganas");
            OfParts[Role.Secretariat] = await ClientAsync("secretariat", associations: ["hoganas"]);
            foreach (var scope in (string?[])["hoganas", "usb", null])
            {
                foreach (var collection in Collections)
                {
                    await (await Whole.PostAsJsonAsync($"{Base}/projects/iris2/{collection}", BodyOf(collection, scope ?? "whole", scope)))
                        .ShouldBeAsync(HttpStatusCode.Created);
                }

                // One whose follow-up is due today.
                var (reference, start) = ($"E-due-{scope ?? "whole"}", "2025-03-01");
                await (await Whole.PostAsJsonAsync($"{Base}/projects/iris2/enrollments", TestData.Enrollment(
                    reference, ("startedOn", start), ("consentGivenOn", start), ("subproject", scope)))).ShouldBeAsync(HttpStatusCode.Created);
                await (await Whole.PostAsJsonAsync($"{Base}/projects/iris2/exits", TestData.Exit(
                    reference, ("exitedOn", "2026-01-20"), ("documentationGivenToReferrerOn", "2026-01-20"),
                    ("documentationGivenToParticipantOn", "2026-01-20")))).ShouldBeAsync(HttpStatusCode.Created);
            }
        }

        /// <summary>A client that reaches parts of IRIS 2.</summary>
        public async Task<HttpClient> PartsAsync(string role, params string[] parts)
        {
            using var administrator = Administrator();
            var made = await (await administrator.PostAsJsonAsync(
                $"{Base}/api-keys", new { name = "test", role, subprojects = new Dictionary<string, string[]> { ["iris2"] = parts } }))
                .ShouldBeAsync(HttpStatusCode.Created);
            return ClientWith(made["key"]!.GetValue<string>());
        }

        /// <summary>A record of a kind whose key names a scope, in a subproject.</summary>
        public static JsonObject BodyOf(string collection, string scope, string? subproject)
        {
            var kind = RecordCase.Of(collection);
            var body = kind.Minimal.DeepClone().AsObject();
            body[kind.KeyMember] = kind.KeyMember == "reference" ? $"{collection}-{scope}" : $"enrollments-{scope}";
            switch (collection)
            {
                case "enrollments" or "referrals":
                    body["participant"] = "P-same";
                    TestData.With(body, ("subproject", subproject));
                    break;
                case "follow-ups":
                    body["months"] = 3;
                    break;
                case not "exits":
                    body["enrollmentReference"] = $"enrollments-{scope}";
                    break;
            }

            return body;
        }

        async Task IAsyncLifetime.DisposeAsync() => await DisposeAsync();
    }
}
