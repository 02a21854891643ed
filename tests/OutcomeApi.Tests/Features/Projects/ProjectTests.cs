namespace OutcomeApi.Tests.Features.Projects;

/// <summary>Projects as whole files.</summary>
public sealed class ProjectTests(ProjectTests.Secretariats api) : IClassFixture<ProjectTests.Secretariats>
{
    public static TheoryData<string> Files => [.. ProjectFiles.Ids];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task A_project_file_is_taken_as_it_is_and_comes_back(string id)
    {
        var file = ProjectFiles.Read(id);
        var address = $"{ApiFactory.Base}/projects/{id}";

        var created = await api.Everywhere.PutAsync(address, file);

        var answer = await created.ShouldBeAsync(HttpStatusCode.Created);
        created.Headers.Location!.OriginalString.ShouldBe("https://localhost" + address);
        created.Headers.ETag!.ToString().ShouldBe("\"1\"");
        var read = await api.Everywhere.GetAsync(address);
        read.Headers.ETag!.ToString().ShouldBe("\"1\"");
        var body = await read.ShouldBeAsync(HttpStatusCode.OK);
        JsonNode.DeepEquals(answer, body).ShouldBeTrue();
        body["id"]!.GetValue<string>().ShouldBe(id);
        body["version"]!.GetValue<int>().ShouldBe(1);
        foreach (var (name, value) in file.Where(m => m.Key != "subprojects"))
        {
            JsonNode.DeepEquals(body[name], value).ShouldBeTrue($"{name}: {body[name]?.ToJsonString()}");
        }

        // Members that a subproject leaves out come back as null.
        foreach (var (sent, back) in file["subprojects"]!.AsArray().Zip(body["subprojects"]!.AsArray()))
        {
            sent!.AsObject().ShouldAllBe(m => JsonNode.DeepEquals(back![m.Key], m.Value));
            back!.AsObject().Where(m => !sent.AsObject().ContainsKey(m.Key)).ShouldAllBe(m => m.Value == null);
        }

        body["goals"]!.AsObject().Select(g => g.Key).ShouldBe(file["goals"]!.AsObject().Select(g => g.Key), "in the order in which they were sent");

        // The same again, and the answer sent back: nothing changes. Without the version: refused.
        await (await api.Everywhere.PutAsync(address, file)).ShouldBeProblemAsync((HttpStatusCode)428, "if-match-required");
        await (await api.Everywhere.PutAsync(address, file, "\"2\"")).ShouldBeProblemAsync(HttpStatusCode.PreconditionFailed, "version-stale");
        foreach (var same in new[] { file, body })
        {
            var again = await api.Everywhere.PutAsync(address, same, "\"1\"");
            (await again.ShouldBeAsync(HttpStatusCode.OK))["version"]!.GetValue<int>().ShouldBe(1);
        }

        body["plannedPlaces"] = 17;
        var changed = await api.Everywhere.PutAsync(address, body, "\"1\"");
        changed.Headers.ETag!.ToString().ShouldBe("\"2\"");
        var second = await changed.ShouldBeAsync(HttpStatusCode.OK);
        second["version"]!.GetValue<int>().ShouldBe(2);
        second["plannedPlaces"]!.GetValue<int>().ShouldBe(17);
        second["receivedAt"]!.ToJsonString().ShouldBe(answer["receivedAt"]!.ToJsonString());
        JsonNode.DeepEquals(second["goals"], file["goals"]).ShouldBeTrue("the goals stay as they were");
    }

    [Fact]
    public async Task A_project_within_reach_is_read_by_others_and_written_by_the_secretariat()
    {
        var address = $"{ApiFactory.Base}/projects/p-roles";
        using var secretariat = await api.ClientAsync("secretariat", associations: ["association-4"]);
        await (await secretariat.PutAsync(address, Small("association-4"))).ShouldBeAsync(HttpStatusCode.Created);

        foreach (var role in new[] { "registrar", "referrer", "steering-group" })
        {
            using var client = await api.ClientAsync(role, ["p-roles"]);
            await (await client.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);
            await (await client.PutAsync(address, Small("association-4"), "\"1\"")).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
            await (await client.PutAsync($"{ApiFactory.Base}/projects/p-new", Small("association-4")))
                .ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        }

        foreach (var role in new[] { "operator", "administrator" })
        {
            using var client = await api.ClientAsync(role, ["p-roles"]);
            await (await client.GetAsync(address)).ShouldBeProblemAsync(HttpStatusCode.Forbidden, "not-allowed");
        }
    }

    [Fact]
    public async Task A_project_out_of_reach_is_like_none()
    {
        using var owner = await api.ClientAsync("secretariat", associations: ["association-5"]);
        using var other = await api.ClientAsync("secretariat", associations: ["association-6"]);
        var address = $"{ApiFactory.Base}/projects/p-reach";
        await (await owner.PutAsync(address, Small("association-5"))).ShouldBeAsync(HttpStatusCode.Created);
        var rows = api.Rows();

        await (await other.GetAsync(address)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        foreach (var association in new[] { "association-5", "association-6" })
        {
            await (await other.PutAsync(address, Small(association))).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        }

        // Nor can the owner give it away, or begin one elsewhere.
        await (await owner.PutAsync(address, Small("association-6"), "\"1\""))
            .ShouldBeProblemAsync(HttpStatusCode.UnprocessableEntity, "association-not-reached /association");
        await (await owner.PutAsync($"{ApiFactory.Base}/projects/p-elsewhere", Small("association-6")))
            .ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        api.Rows().ShouldBe(rows);

        // A key for both may move it.
        using var both = await api.ClientAsync("secretariat", associations: ["association-5", "association-6"]);
        await (await both.PutAsync(address, Small("association-6"), "\"1\"")).ShouldBeAsync(HttpStatusCode.OK);
        await (await owner.GetAsync(address)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "not-found");
        await (await other.GetAsync(address)).ShouldBeAsync(HttpStatusCode.OK);
    }

    [Fact]
    public async Task The_list_holds_what_is_within_reach_by_id()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["association-7"]);
        foreach (var id in new[] { "l-b", "l-c", "l-a" })
        {
            await (await secretariat.PutAsync($"{ApiFactory.Base}/projects/{id}", Small("association-7"))).ShouldBeAsync(HttpStatusCode.Created);
        }

        var all = await (await secretariat.GetAsync($"{ApiFactory.Base}/projects")).ShouldBeAsync(HttpStatusCode.OK);
        all["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()).ShouldBe(["l-a", "l-b", "l-c"]);
        all["items"]![0]!.AsObject().Select(m => m.Key).ShouldBe(["id", "name", "association", "startsOn", "endsOn", "_links"]);
        all["items"]![0]!["_links"]!["self"]!["href"]!.GetValue<string>().ShouldBe($"https://localhost{ApiFactory.Base}/projects/l-a");

        var second = await (await secretariat.GetAsync($"{ApiFactory.Base}/projects?limit=1&page=2")).ShouldBeAsync(HttpStatusCode.OK);
        second["items"]!.AsArray().Single()!["id"]!.GetValue<string>().ShouldBe("l-b");
        second["_meta"]!.ToJsonString().ShouldBe("""{"page":2,"limit":1,"count":1,"totalRecords":3,"totalPages":3}""");

        using var registrar = await api.ClientAsync("registrar", ["l-c", "not-there"]);
        var own = await (await registrar.GetAsync($"{ApiFactory.Base}/projects")).ShouldBeAsync(HttpStatusCode.OK);
        own["items"]!.AsArray().Select(i => i!["id"]!.GetValue<string>()).ShouldBe(["l-c"]);
    }

    [Fact]
    public async Task Codes_that_a_project_leaves_out_are_those_of_the_product()
    {
        using var secretariat = await api.ClientAsync("secretariat", associations: ["association-8"]);
        await (await secretariat.PutAsync($"{ApiFactory.Base}/projects/p-codes", Small("association-8"))).ShouldBeAsync(HttpStatusCode.Created);
        using var registrar = await api.ClientAsync("registrar", ["p-codes"]);
        await (await registrar.PutAsync($"{ApiFactory.Base}/projects/p-codes/enrollments/E-1", TestData.Enrollment("E-1", ("referrer", "self-referral"))))
            .ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PutAsync($"{ApiFactory.Base}/projects/p-codes/exits/E-1", TestData.Exit("E-1", ("reason", "daily-activity"))))
            .ShouldBeAsync(HttpStatusCode.Created);
    }

    private static JsonObject Small(string association) => new()
    {
        ["name"] = new JsonObject { ["sv"] = "Litet", ["en"] = "Small" },
        ["association"] = association,
        ["startsOn"] = "2024-01-01",
        ["endsOn"] = "2027-12-31",
    };

    /// <summary>A secretariat that reaches the associations of all four files. None of the files is registered yet.</summary>
    public sealed class Secretariats() : ProjectApi("none")
    {
        public HttpClient Everywhere { get; private set; } = null!;

        public override async Task InitializeAsync() =>
            Everywhere = await ClientAsync("secretariat", associations: ["finsam-malmo", "lund", "uppsala", "hoganas", "sydostra-skane"]);
    }
}
