using System.Net.Http.Headers;

namespace OutcomeApi.Tests.Features.FollowUps;

/// <summary>The follow-ups that are due, counted by referrer and as tables. IRIS 2 follows up after three months; it is asked about 2 May 2025.</summary>
public sealed class DueFollowUpCountTests(DueFollowUpCountTests.SomeDue api) : IClassFixture<DueFollowUpCountTests.SomeDue>
{
    private const string AsOf = "?asOf=2025-05-02";

    // Worked by hand. Due on 2 April or later is due (2 April and thirty days is 2 May), on 1 April or earlier overdue, and from 3 May on not due:
    // region 15 March and 30 April; municipality 1 April, 2 April and 2 April; not stated 2 May. "-6" is due on 3 May, 7 is answered, and 8 is deceased.
    private const string Counts =
        """
        {"asOf":"2025-05-02","items":[
        {"referrer":"municipality","due":2,"overdue":1,"oldestDueOn":"2025-04-01"},
        {"referrer":"region","due":1,"overdue":1,"oldestDueOn":"2025-03-15"},
        {"referrer":null,"due":1,"overdue":0,"oldestDueOn":"2025-05-02"}],
        "total":{"due":4,"overdue":2,"oldestDueOn":"2025-03-15"},
        "_links":{"self":{"href":"https://localhost/outcome-api/v1/projects/iris2/follow-ups/due-counts?asOf=2025-05-02"}}}
        """;

    private string Address => $"{api.Address}/follow-ups/due-counts";

    [Fact]
    public async Task The_secretariat_and_registrars_read_counts_by_referrer()
    {
        foreach (var reader in (HttpClient[])[api.Secretariat, api.Registrar])
        {
            (await reader.GetStringAsync(Address + AsOf)).ShouldBe(Counts.ReplaceLineEndings(string.Empty));
        }

        // Only the two of Höganäs: both of the region.
        using var hoganas = await api.ClientAsync("secretariat", associations: ["hoganas"]);
        var own = await (await hoganas.GetAsync(Address + AsOf)).ShouldBeAsync(HttpStatusCode.OK);
        own["items"]!.ToJsonString().ShouldBe("""[{"referrer":"region","due":1,"overdue":1,"oldestDueOn":"2025-03-15"}]""");
    }

    [Fact]
    public async Task Today_is_asked_about_when_no_day_is_named_and_nothing_due_has_no_oldest_day()
    {
        // It is 22 November 2026: all seven are overdue.
        var today = await (await api.Secretariat.GetAsync(Address)).ShouldBeAsync(HttpStatusCode.OK);
        today["asOf"]!.GetValue<string>().ShouldBe("2026-11-22");
        today["total"]!.ToJsonString().ShouldBe("""{"due":0,"overdue":7,"oldestDueOn":"2025-03-15"}""");

        var before = await (await api.Secretariat.GetAsync(Address + "?asOf=2025-03-14")).ShouldBeAsync(HttpStatusCode.OK);
        before["items"]!.AsArray().ShouldBeEmpty();
        before["total"]!.ToJsonString().ShouldBe("""{"due":0,"overdue":0,"oldestDueOn":null}""");
    }

    [Fact]
    public async Task Counts_are_a_table_too()
    {
        const string Table = "\uFEFFreferrer,due,overdue,oldestDueOn\r\nmunicipality,2,1,2025-04-01\r\nregion,1,1,2025-03-15\r\n,1,0,2025-05-02\r\n";
        (await TextAsync(api.Secretariat, Address + AsOf + "&format=csv", null)).ShouldBe(Table);
        (await TextAsync(api.Secretariat, Address + AsOf, "text/csv")).ShouldBe(Table);
    }

    [Fact]
    public async Task The_work_list_is_a_table_of_all_that_is_due_whatever_the_page()
    {
        const string Table =
            """
            enrollmentReference,months,exitedOn,dueOn,state,referrer,subproject
            E-1,3,2024-12-15,2025-03-15,overdue,region,hoganas
            E-3,3,2025-01-01,2025-04-01,overdue,municipality,
            '-4,3,2025-01-02,2025-04-02,due,municipality,
            E-5,3,2025-01-02,2025-04-02,due,municipality,
            E-2,3,2025-01-31,2025-04-30,due,region,hoganas
            E-9,3,2025-02-02,2025-05-02,due,,

            """;
        var address = $"{api.Address}/follow-ups/due{AsOf}&limit=1&page=2";
        var written = "\uFEFF" + Table.ReplaceLineEndings("\r\n");
        (await TextAsync(api.Registrar, address + "&format=csv", null)).ShouldBe(written);
        (await TextAsync(api.Registrar, address, "text/csv, application/json;q=0.5")).ShouldBe(written);

        // The header says JSON, and the parameter comes first; who accepts anything gets JSON.
        (await TextAsync(api.Registrar, address + "&format=csv", "application/json")).ShouldBe(written);
        (await TextAsync(api.Registrar, address, "*/*")).ShouldStartWith("{\"items\":[{\"enrollmentReference\":\"E-3\"");
        var limited = await TextAsync(api.Registrar, $"{api.Address}/follow-ups/due{AsOf}&referrer=region&format=csv", null);
        limited.Split("\r\n").Length.ShouldBe(4);
    }

    [Fact]
    public async Task The_list_of_self_assessments_is_a_table_too()
    {
        // E-1 began on 1 February 2024 and left on 15 December: the one at the exit is due since then. The others are of later exits; "-4" has given one.
        var table = (await TextAsync(api.Registrar, $"{api.Address}/self-assessments/due?asOf=2025-01-01&limit=1&format=csv", null)).Split("\r\n");
        table[0].ShouldBe("\uFEFFenrollmentReference,instrument,occasion,months,dueOn,state,subproject");
        table.ShouldContain("E-1,skapa,exit,,2024-12-15,due,hoganas");
        table.ShouldContain("'-4,skapa,third-month,9,2024-11-01,overdue,");
        table.ShouldNotContain(line => line.StartsWith("'-4,skapa,start", StringComparison.Ordinal));
        table.ShouldContain("E-2,skapa,start,0,2024-02-01,overdue,hoganas");
    }

    [Theory]
    [InlineData("follow-ups/due")]
    [InlineData("follow-ups/due-counts")]
    [InlineData("self-assessments/due")]
    public async Task A_form_that_is_not_there_is_refused(string list)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"{api.Address}/{list}") { Headers = { { "Accept", "application/pdf" } } };
        await (await api.Registrar.SendAsync(request)).ShouldBeProblemAsync(HttpStatusCode.NotAcceptable, "not-acceptable");
        await (await api.Registrar.GetAsync($"{api.Address}/{list}?format=pdf")).ShouldBeProblemAsync(HttpStatusCode.BadRequest, "type-wrong /format");
    }

    private static async Task<string> TextAsync(HttpClient client, string address, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address);
        if (accept is not null)
        {
            request.Headers.Accept.ParseAdd(accept);
        }

        using var answer = await client.SendAsync(request);
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var bytes = await answer.Content.ReadAsByteArrayAsync();
        if (answer.Content.Headers.ContentType!.MediaType == "text/csv")
        {
            answer.Content.Headers.ContentDisposition.ShouldBeOfType<ContentDispositionHeaderValue>().FileName!.Trim('"').ShouldEndWith(".csv");
        }

        return System.Text.Encoding.UTF8.GetString(bytes);
    }

    /// <summary>IRIS 2 with nine exits.</summary>
    public sealed class SomeDue() : ProjectApi("iris2")
    {
        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            await LeaveAsync("E-1", "region", "2024-12-15", "hoganas");
            await LeaveAsync("E-2", "region", "2025-01-31", "hoganas");
            await LeaveAsync("E-3", "municipality", "2025-01-01");
            await LeaveAsync("-4", "municipality", "2025-01-02");
            await LeaveAsync("E-5", "municipality", "2025-01-02");
            await LeaveAsync("-6", "region", "2025-02-03");
            await LeaveAsync("E-7", "region", "2024-12-01");
            await LeaveAsync("E-8", "region", "2024-12-01", null, "deceased");
            await LeaveAsync("E-9", null, "2025-02-02");
            await SendAsync("follow-ups", new JsonObject
            {
                ["enrollmentReference"] = "E-7",
                ["months"] = 3,
                ["followedUpOn"] = "2025-03-01",
                ["answer"] = "work",
            });
            await SendAsync("self-assessments", TestData.SelfAssessment("A-4", "-4"));
        }

        private async Task LeaveAsync(string reference, string? referrer, string exitedOn, string? subproject = null, string reason = "moved")
        {
            await SendAsync("enrollments", TestData.Enrollment(
                reference, ("participant", "P" + reference), ("referrer", referrer), ("subproject", subproject)));
            await SendAsync("exits", TestData.Exit(reference, ("exitedOn", exitedOn), ("reason", reason)));
        }

        private async Task SendAsync(string collection, JsonObject body) =>
            await (await Registrar.PostAsJsonAsync($"{Address}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
    }
}
