namespace OutcomeApi.Tests.Features.Projects;

/// <summary>
/// What associations have agreed to. "north" and "south" are registered; a project of north has a part of south where a test says so.
/// </summary>
public sealed class AgreementTests(AgreementTests.Associations api) : IClassFixture<AgreementTests.Associations>
{
    private const string NotReached = "association-not-reached";

    [Fact]
    public async Task A_key_for_one_project_does_not_move_it_to_another_association()
    {
        await MakeAsync("moved");
        using var thief = await api.ClientAsync("secretariat", ["moved"]);
        using var south = await api.ClientAsync("secretariat", ["moved"], ["south"]);
        var rows = api.Rows();

        await RefuseAsync(thief, "moved", File("south"), $"{NotReached} /association");

        // Nor does a key that reaches the one association and the project by its name.
        await RefuseAsync(south, "moved", File("south"), $"{NotReached} /association");
        await RefuseAsync(south, "moved", File("no-such-association"), $"{NotReached} /association");
        api.Rows().ShouldBe(rows);

        // What is not about associations it changes.
        var file = File("north");
        file["plannedPlaces"] = 17;
        await (await thief.PutAsync(Address("moved"), file, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task Who_reaches_both_associations_moves_a_project_and_so_does_an_administrator()
    {
        await MakeAsync("agreed");
        using var both = await api.ClientAsync("secretariat", associations: ["north", "south"]);
        await (await both.PutAsync(Address("agreed"), File("south"), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await api.North.GetAsync(Address("agreed"))).StatusCode.ShouldBe(HttpStatusCode.NotFound);

        using var administrator = api.Administrator();
        await (await administrator.PutAsync(Address("agreed"), File("north"), "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await api.North.GetAsync(Address("agreed"))).StatusCode.ShouldBe(HttpStatusCode.OK);

        // The audit says which, from what, to what, also of the part.
        await (await administrator.PutAsync(Address("agreed"), File("north", ("a", "south")), "\"3\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await EventsAsync("project=agreed")).ShouldBe(
        [
            """create project  -> {"association":"north"}""",
            """correct project {"association":"north"} -> {"association":"south"}""",
            """correct project {"association":"south"} -> {"association":"north"}""",
            """correct project {"subprojects/a":null} -> {"subprojects/a":"south"}""",
        ]);
    }

    [Fact]
    public async Task A_part_of_a_foreign_association_needs_its_consent()
    {
        await MakeAsync("parted", "north", ("a", null));
        var file = File("north", ("a", "south"));
        await RefuseAsync(api.North, "parted", file, $"{NotReached} /subprojects/0/association");
        await RefuseAsync(api.North, "new", file, $"{NotReached} /subprojects/0/association");
        await RefuseAsync(api.North, "parted", File("north", ("a", "no-such-association")), $"{NotReached} /subprojects/0/association");

        // Acceptance of another part, or for another project, is none.
        await AcceptAsync(api.South, "south", "parted", "b", HttpStatusCode.Created);
        await AcceptAsync(api.South, "south", "other", "a", HttpStatusCode.Created);
        await RefuseAsync(api.North, "parted", file, $"{NotReached} /subprojects/0/association");

        await AcceptAsync(api.South, "south", "parted", "a", HttpStatusCode.Created);
        await AcceptAsync(api.South, "south", "parted", "a", HttpStatusCode.OK);
        await (await api.North.PutAsync(Address("parted"), file, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await api.South.GetAsync(Address("parted") + "/attainment")).StatusCode.ShouldBe(HttpStatusCode.OK);

        // What has been agreed is not asked again, and the part's association cannot be replaced by a third one.
        file["plannedPlaces"] = 17;
        await (await api.North.PutAsync(Address("parted"), file, "\"2\"")).ShouldBeAsync(HttpStatusCode.OK);
        await RefuseAsync(api.North, "parted", File("north", ("a", "third")), $"{NotReached} /subprojects/0/association");
    }

    [Fact]
    public async Task An_association_may_accept_a_part_before_the_project_is_there()
    {
        await AcceptAsync(api.South, "south", "early", "a", HttpStatusCode.Created);
        using var administrator = api.Administrator();
        await AcceptAsync(administrator, "third", "early", "b", HttpStatusCode.Created);
        await (await api.North.PutAsync(Address("early"), File("north", ("a", "south"), ("b", "third")))).ShouldBeAsync(HttpStatusCode.Created);

        // Nobody accepts for another association, or for one that is not there.
        await AcceptAsync(api.North, "south", "early", "c", HttpStatusCode.NotFound);
        await AcceptAsync(administrator, "no-such-association", "early", "c", HttpStatusCode.NotFound);
        await AcceptAsync(api.South, "south", "ea rly", "c", HttpStatusCode.BadRequest);
        (await EventsAsync("project=early&action=accept")).ShouldBe(
            ["""accept part south -> {"subproject":"a"}""", """accept part third -> {"subproject":"b"}"""]);
    }

    [Fact]
    public async Task What_was_accepted_is_taken_back_before_a_project_names_it()
    {
        using var administrator = api.Administrator();
        await AcceptAsync(api.South, "south", "undone", "a", HttpStatusCode.Created);
        await AcceptAsync(api.South, "south", "undone", "b", HttpStatusCode.Created);
        async Task WithdrawAsync(HttpClient client, string part, HttpStatusCode status) =>
            (await client.DeleteAsync($"{ApiFactory.Base}/associations/south/parts/undone/{part}")).StatusCode.ShouldBe(status);

        await WithdrawAsync(api.North, "a", HttpStatusCode.NotFound);
        await WithdrawAsync(api.South, "a", HttpStatusCode.NoContent);
        await WithdrawAsync(api.South, "a", HttpStatusCode.NotFound);
        await RefuseAsync(api.North, "undone", File("north", ("a", "south"), ("b", "south")), $"{NotReached} /subprojects/0/association");

        // A project that names the part keeps it.
        await MakeAsync("undone", "north", ("a", null), ("b", "south"));
        await WithdrawAsync(administrator, "b", HttpStatusCode.NoContent);
        await (await api.North.PutAsync(Address("undone"), File("north", ("a", null), ("b", "south"), ("c", null)), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await EventsAsync("project=undone&action=revoke")).ShouldBe(
            ["""revoke part south {"subproject":"a"} -> {"subproject":null}""", """revoke part south {"subproject":"b"} -> {"subproject":null}"""]);
    }

    [Fact]
    public async Task A_key_for_one_project_changes_no_parts()
    {
        await MakeAsync("limited", "north", ("a", "north"), ("b", null));
        using var limited = await api.ClientAsync("secretariat", ["limited"]);
        await AcceptAsync(api.South, "south", "limited", "a", HttpStatusCode.Created);
        foreach (var parts in new (string, string?)[][]
        {
            [("a", "north")], [("a", "north"), ("b", null), ("c", null)], [("a", null), ("b", null)], [("a", "south"), ("b", null)],
        })
        {
            await RefuseAsync(limited, "limited", File("north", parts), $"{NotReached} /subprojects");
        }

        var named = File("north", ("a", "north"), ("b", null));
        named["subprojects"]![1]!["name"] = new JsonObject { ["sv"] = "Annat namn" };
        await (await limited.PutAsync(Address("limited"), named, "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        (await limited.PutAsync($"{ApiFactory.Base}/associations/north", [], "\"1\"")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await limited.PutAsync($"{ApiFactory.Base}/associations/north/parts/limited/a", null)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task An_unknown_association_is_made_by_administrators_only()
    {
        long Count(string id) => api.Scalar<long>($"SELECT COUNT(*) FROM associations WHERE id = '{id}'");
        using var administrator = api.Administrator();
        var key = await (await administrator.PostAsJsonAsync(
            $"{ApiFactory.Base}/api-keys", new { name = "test", role = "secretariat", associations = new[] { "north", "to-be", "to-be-2" } }))
            .ShouldBeAsync(HttpStatusCode.Created);
        using var secretariat = api.ClientWith(key["key"]!.GetValue<string>());

        await RefuseAsync(secretariat, "unknown", File("to-be"), "association-unknown /association");
        await RefuseAsync(secretariat, "unknown", File("north", ("a", "to-be-2")), "association-unknown /subprojects/0/association");
        (Count("to-be"), Count("to-be-2")).ShouldBe((0, 0));

        await (await administrator.PutAsync(Address("unknown"), File("to-be", ("a", "to-be-2")))).ShouldBeAsync(HttpStatusCode.Created);
        (Count("to-be"), Count("to-be-2")).ShouldBe((1, 1));
        await (await secretariat.PutAsync(Address("unknown-2"), File("to-be", ("a", "to-be-2")))).ShouldBeAsync(HttpStatusCode.Created);
    }

    [Fact]
    public async Task The_highest_threshold_of_the_associations_concerned_holds()
    {
        using var administrator = api.Administrator();
        foreach (var (id, k) in new (string, int?)[] { ("low", 4), ("high", 12), ("silent", null) })
        {
            await (await administrator.PutAsync($"{ApiFactory.Base}/associations/{id}", new JsonObject { ["smallNumberThreshold"] = k }))
                .ShouldBeAsync(HttpStatusCode.Created);
        }

        (string Id, (string Id, string? Association)[] Parts, int Threshold)[] cases =
        [
            ("k-low", [], 4), ("k-high", [("a", "high")], 12), ("k-silent", [("a", "silent")], 5), ("k-all", [("a", "silent"), ("b", "high")], 12),
        ];
        foreach (var (id, parts, threshold) in cases)
        {
            await (await administrator.PutAsync(Address(id), File("low", parts))).ShouldBeAsync(HttpStatusCode.Created);
            using var steering = await api.ClientAsync("steering-group", [id]);
            (await ThresholdAsync(steering, id)).ShouldBe(threshold, id);
        }

        // It follows the parts, and the associations.
        await (await administrator.PutAsync(Address("k-high"), File("low"), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        using var reader = await api.ClientAsync("steering-group", ["k-high", "k-all"]);
        (await ThresholdAsync(reader, "k-high")).ShouldBe(4);
        await api.SetThresholdAsync("high", 20);
        (await ThresholdAsync(reader, "k-all")).ShouldBe(20);
        (await EventsAsync("action=correct")).Where(e => e.Contains(" association high ", StringComparison.Ordinal)).ShouldBe(
            ["""correct association high {"smallNumberThreshold":12} -> {"smallNumberThreshold":20}"""]);
    }

    [Fact]
    public async Task The_board_of_an_association_reads_its_part_of_a_foreign_project()
    {
        await MakeAsync("board", "north", ("a", "south"), ("b", null));
        using var board = await api.ClientAsync("steering-group", associations: ["south"]);
        var answer = await ApiFactory.UpToDateAsync(board, "board");
        answer["items"]!.AsArray().Select(item => item!["subproject"]?.GetValue<string>()).Distinct().ShouldBeSubsetOf(["a"]);
        (await board.GetAsync(Address("board") + "/attainment?subproject=b")).StatusCode.ShouldBe(HttpStatusCode.UnprocessableEntity);
        (await (await board.GetAsync($"{ApiFactory.Base}/projects?limit=500")).ShouldBeAsync(HttpStatusCode.OK))["items"]!.AsArray()
            .Select(item => item!["id"]!.GetValue<string>()).ShouldContain("board");
    }

    /// <summary>A body that is wrong is answered alike, whether a project of this id is there or not. What is right would make a project.</summary>
    [Fact]
    public async Task A_foreign_project_and_none_are_answered_alike_whatever_is_sent()
    {
        await MakeAsync("foreign", "south");
        using var named = await api.ClientAsync("secretariat", ["elsewhere"]);
        foreach (var (client, association) in new[] { (api.North, "north"), (api.North, "south"), (named, "south"), (named, "north") })
        {
            var right = File(association);
            var wrong = File(association);
            wrong["endsOn"] = "2020-01-01";
            wrong["colour"] = "red";
            foreach (var (body, ifMatch) in new[]
            {
                ("{}", null), ("{", null), ("[]", null), (wrong.ToJsonString(), null), (wrong.ToJsonString(), "\"1\""), (right.ToJsonString(), "\"1\""),
            })
            {
                var answers = new List<string>();
                foreach (var id in new[] { "foreign", "nothing" })
                {
                    using var request = new HttpRequestMessage(HttpMethod.Put, Address(id))
                    {
                        Content = new StringContent(body, System.Text.Encoding.UTF8, "application/json"),
                    };
                    if (ifMatch is not null)
                    {
                        request.Headers.TryAddWithoutValidation("If-Match", ifMatch);
                    }

                    using var answer = await client.SendAsync(request);
                    var problem = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject();
                    problem.Remove("instance");
                    problem.Remove("traceId");
                    answers.Add($"{(int)answer.StatusCode} {problem.ToJsonString()}");
                }

                answers[0].ShouldBe(answers[1], $"{association} {ifMatch} {body}");
            }
        }
    }

    private static string Address(string project) => $"{ApiFactory.Base}/projects/{project}";

    private static JsonObject File(string association, params (string Id, string? Association)[] parts) => new()
    {
        ["name"] = new JsonObject { ["sv"] = "Litet" },
        ["association"] = association,
        ["startsOn"] = "2026-01-01",
        ["endsOn"] = "2027-12-31",
        ["subprojects"] = new JsonArray(
        [
            .. parts.Select(part => new JsonObject
            {
                ["id"] = part.Id, ["name"] = new JsonObject { ["sv"] = part.Id }, ["association"] = part.Association,
            }),
        ]),
        ["goals"] = parts.Length == 0 ? [] : new JsonObject
        {
            ["p.started"] = JsonNode.Parse(
                """{ "text": { "sv": "Start" }, "measure": "count", "of": { "population": "enrollments" }, "subprojects": ["a"] }"""),
        },
    };

    private static async Task<int> ThresholdAsync(HttpClient steering, string project) =>
        (await ApiFactory.UpToDateAsync(steering, project))["smallGroups"]!["threshold"]!.GetValue<int>();

    private static async Task RefuseAsync(HttpClient client, string project, JsonObject file, string error) =>
        await (await client.PutAsync(Address(project), file, (await client.GetAsync(Address(project))).Headers.ETag?.Tag))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, error);

    private static async Task AcceptAsync(HttpClient client, string association, string project, string part, HttpStatusCode status) =>
        (await client.PutAsync($"{ApiFactory.Base}/associations/{association}/parts/{Uri.EscapeDataString(project)}/{part}", null))
            .StatusCode.ShouldBe(status);

    private async Task MakeAsync(string project, string association = "north", params (string Id, string? Association)[] parts)
    {
        using var administrator = api.Administrator();
        await (await administrator.PutAsync(Address(project), File(association, parts))).ShouldBeAsync(HttpStatusCode.Created);
    }

    private async Task<IReadOnlyList<string>> EventsAsync(string query)
    {
        using var administrator = api.Administrator();
        var page = await (await administrator.GetAsync($"{ApiFactory.Base}/audit-events?limit=500&{query}")).ShouldBeAsync(HttpStatusCode.OK);
        return
        [
            .. page["items"]!.AsArray().Where(e => e!["became"] is not null).Select(e => string.Join(
                ' ',
                new[]
                {
                    e!["action"]!.GetValue<string>(), e["kind"]!.GetValue<string>(), e["subject"]?.GetValue<string>(), e["was"]?.ToJsonString(), "->",
                    e["became"]!.ToJsonString(),
                }.Select((word, at) => word ?? (at == 3 && e["subject"] is null ? string.Empty : null)).OfType<string>())),
        ];
    }

    public sealed class Associations() : ProjectApi("none")
    {
        public HttpClient North { get; private set; } = null!;

        public HttpClient South { get; private set; } = null!;

        public override async Task InitializeAsync()
        {
            North = await ClientAsync("secretariat", associations: ["north"]);
            South = await ClientAsync("secretariat", associations: ["south"]);
            (await NewKeyAsync("secretariat", associations: ["third"])).Key.ShouldNotBeEmpty();
        }
    }
}
