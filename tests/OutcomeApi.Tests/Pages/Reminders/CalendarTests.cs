using System.Net.Http.Headers;
using Ical.Net;

namespace OutcomeApi.Tests.Pages.Reminders;

/// <summary>
/// The calendar of a share link, read by a calendar program: dates and counts, worked by hand. It is 22 November 2026. IPS Unga runs from 1 April 2025 to
/// 31 March 2027 and follows up after three months.
/// </summary>
public sealed class CalendarTests(CalendarTests.Reminded api) : IClassFixture<CalendarTests.Reminded>
{
    [Fact]
    public async Task A_link_to_a_project_has_its_deadlines_reviews_plan_and_counts()
    {
        // Reports: the last day of the month after the tertial. 2025-T1 is certified. Fidelity: eighteen months after the start, and what of the plan is
        // not done. Follow-ups: three months after the exit; of 20 July, due on 20 October, it is overdue since 20 November. Self-assessments: of the
        // exits since thirty days or more seven, of the six who remain the one at the start and after three months: 19. To come: theirs after six months
        // and nine; after twelve the project has ended.
        (await EventsAsync(await api.NewCalendarAsync("projects/ips-unga"))).ShouldBe(
        [
            "2025-09-30 Försenad: tertialrapport 2025-T2 skulle ha lämnats – IPS Unga",
            "2026-01-31 Försenad: tertialrapport 2025-T3 skulle ha lämnats – IPS Unga",
            "2026-05-31 Försenad: tertialrapport 2026-T1 skulle ha lämnats – IPS Unga",
            "2026-08-31 Försenad: utvecklingsplanens punkt 2 skulle ha varit klar – IPS Unga",
            "2026-09-30 Försenad: tertialrapport 2026-T2 skulle ha lämnats – IPS Unga",
            "2026-10-01 Försenad: programtrohetsmätning skulle ha gjorts – IPS Unga",
            "2026-10-01 Självskattningar att göra i oktober 2026: färre än 5 – IPS Unga",
            "2026-11-01 Uppföljningar att göra i november 2026: färre än 5 – IPS Unga",
            "2026-11-22 Försenade självskattningar: 19 – IPS Unga",
            "2026-11-22 Försenade uppföljningar: färre än 5 – IPS Unga",
            "2026-12-01 Självskattningar att göra i december 2026: 6 – IPS Unga",
            "2026-12-01 Uppföljningar att göra i december 2026: 5 – IPS Unga",
            "2026-12-15 Utvecklingsplanens punkt 1 ska vara klar – IPS Unga",
            "2027-01-01 Uppföljningar att göra i januari 2027: färre än 5 – IPS Unga",
            "2027-01-31 Tertialrapport 2026-T3 ska lämnas – IPS Unga",
            "2027-03-01 Självskattningar att göra i mars 2027: 6 – IPS Unga",
        ]);
    }

    [Fact]
    public async Task It_is_in_English_for_those_who_ask()
    {
        var events = await EventsAsync(await api.NewCalendarAsync("projects/ips-unga") + "?lang=en");

        events.ShouldContain("2026-11-22 Overdue follow-ups: fewer than 5 – IPS Unga (IPS for young adults)");
        events.ShouldContain("2026-12-01 Self-assessments that fall due in December 2026: 6 – IPS Unga (IPS for young adults)");
        events.ShouldContain("2027-01-31 The tertial report 2026-T3 is to be submitted – IPS Unga (IPS for young adults)");
        events.ShouldContain("2026-12-15 Item 1 of the development plan is to be done – IPS Unga (IPS for young adults)");
    }

    [Fact]
    public async Task A_link_to_a_part_counts_the_part_only()
    {
        // Seven exits of IRIS 2 have no answer: one of Höganäs and six of VSB.
        (await EventsAsync(await api.NewCalendarAsync("projects/iris2"))).ShouldContain("2026-11-22 Försenade uppföljningar: 7 – IRIS 2");
        (await EventsAsync(await api.NewCalendarAsync("projects/iris2", "hoganas")))
            .ShouldContain("2026-11-22 Försenade uppföljningar: färre än 5 – IRIS 2 (Höganäs)");
        (await EventsAsync(await api.NewCalendarAsync("projects/iris2", "vsb"))).ShouldContain("2026-11-22 Försenade uppföljningar: 6 – IRIS 2 (VSB)");
    }

    [Fact]
    public async Task A_link_to_an_association_has_all_that_its_board_reaches()
    {
        var own = await EventsAsync(await api.NewCalendarAsync("associations/finsam-malmo"));
        own.Where(one => one.EndsWith(" – IPS Unga", StringComparison.Ordinal)).Count().ShouldBe(16);
        own.ShouldContain("2026-11-22 Försenade självskattningar: färre än 5 – Liten");
        own.ShouldNotContain(one => one.Contains("IRIS", StringComparison.Ordinal));

        // Höganäs has a part of IRIS 2.
        var ofPart = await EventsAsync(await api.NewCalendarAsync("associations/hoganas"));
        ofPart.ShouldContain("2026-11-22 Försenade uppföljningar: färre än 5 – IRIS 2 (Höganäs)");
        ofPart.ShouldContain("2026-05-31 Försenad: tertialrapport 2026-T1 skulle ha lämnats – IRIS 2 (Höganäs)");
    }

    [Fact]
    public async Task It_names_nobody_begins_no_session_and_is_written_down()
    {
        var address = await api.NewCalendarAsync("projects/ips-unga");
        using var program = new Visitor(api, "text/calendar");
        var answer = await program.GetAsync(address);

        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        answer.Content.Headers.ContentType!.ToString().ShouldBe("text/calendar; charset=utf-8");
        answer.Headers.Contains("Set-Cookie").ShouldBeFalse();
        (await program.GetAsync("/projekt/ips-unga")).StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        var text = (await TextAsync(address)).Replace("\r\n ", string.Empty, StringComparison.Ordinal);
        text.ShouldContain("SUMMARY:Försenade självskattningar: 19");
        api.References.Count.ShouldBe(21);
        api.References.ShouldAllBe(reference => !text.Contains(reference, StringComparison.OrdinalIgnoreCase));
        text.ShouldNotContain("Ring fler", Case.Sensitive, "what a plan says in words stays on the page");
        api.Scalar<long>(
            "SELECT COUNT(*) FROM audit_events WHERE action = 'read' AND kind = 'share-link' AND credential LIKE 'link:%' AND project_id = 'ips-unga'")
            .ShouldBeGreaterThanOrEqualTo(2);
    }

    [Fact]
    public async Task A_program_that_has_it_is_told_so_until_something_changes()
    {
        await api.EnrollAsync("small", "ENR-new", "2026-10-01");
        await ApiFactory.UpToDateAsync(api.Secretariat, "small");
        var address = await api.NewCalendarAsync("projects/small");
        using var program = api.CreateClient();
        using var first = await program.GetAsync(address);
        var tag = first.Headers.ETag!;
        (await StatusAsync(program, address, tag)).ShouldBe(HttpStatusCode.NotModified);

        await api.LeaveAsync("small", "ENR-new", "2026-10-05");

        (await StatusAsync(program, address, tag)).ShouldBe(HttpStatusCode.OK);
        (await EventsAsync(address)).ShouldContain("2027-01-01 Uppföljningar att göra i januari 2027: färre än 5 – Liten");
    }

    [Fact]
    public async Task An_event_keeps_its_name_from_day_to_day()
    {
        var address = await api.NewCalendarAsync("projects/ips-unga");
        var today = Calendar.Load(await TextAsync(address))!.Events.Select(e => e.Uid!).ToArray();
        today.Length.ShouldBe(16);
        today.ShouldBeUnique();
        var before = api.Clock.Moved;
        try
        {
            api.Clock.Moved = before + TimeSpan.FromHours(24);
            var tomorrow = Calendar.Load(await TextAsync(address))!.Events;
            tomorrow.Select(e => e.Uid!).ShouldBe(today);
            tomorrow.Single(e => e.Uid!.EndsWith("follow-ups-overdue", StringComparison.Ordinal)).Start!.Value.ShouldBe(new DateTime(2026, 11, 23));
        }
        finally
        {
            api.Clock.Moved = before;
        }
    }

    [Fact]
    public async Task A_link_that_is_revoked_or_has_expired_has_no_calendar()
    {
        using var program = api.CreateClient();
        var made = await api.NewLinkAsync("projects/ips-unga", null, "2026-11-22");
        var address = made["calendar"]!.GetValue<string>();
        address.ShouldBe(made["address"]!.GetValue<string>() + "/kalender.ics");
        (await program.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        var before = api.Clock.Moved;
        try
        {
            // The tests begin at noon: thirteen hours later it is the day after.
            api.Clock.Moved = before + TimeSpan.FromHours(13);
            await (await program.GetAsync(address)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "share-link-not-valid");
        }
        finally
        {
            api.Clock.Moved = before;
        }

        (await program.GetAsync(address)).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.Secretariat.DeleteAsync($"{api.Address}/share-links/{made["id"]}")).StatusCode.ShouldBe(HttpStatusCode.NoContent);
        await (await program.GetAsync(address)).ShouldBeProblemAsync(HttpStatusCode.NotFound, "share-link-not-valid");
        await (await program.GetAsync("/delad/nothing/kalender.ics")).ShouldBeProblemAsync(HttpStatusCode.NotFound, "share-link-not-valid");

        var listed = await (await api.Secretariat.GetAsync($"{api.Address}/share-links?limit=500")).ShouldBeAsync(HttpStatusCode.OK);
        listed["items"]!.AsArray().ShouldAllBe(item => item!["calendar"] == null);
    }

    private async Task<string[]> EventsAsync(string address)
    {
        var calendar = Calendar.Load(await TextAsync(address))!;
        calendar.Events.ShouldAllBe(e => !e.Start!.HasTime && e.End!.Value == e.Start.Value.AddDays(1));
        return [.. calendar.Events.Select(e => $"{e.Start!.Value:yyyy-MM-dd} {e.Summary}").Order(StringComparer.Ordinal)];
    }

    private async Task<string> TextAsync(string address)
    {
        using var program = api.CreateClient();
        return await program.GetStringAsync(address);
    }

    private static async Task<HttpStatusCode> StatusAsync(HttpClient program, string address, EntityTagHeaderValue known)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, address) { Headers = { IfNoneMatch = { known } } };
        using var answer = await program.SendAsync(request);
        return answer.StatusCode;
    }

    /// <summary>IPS Unga, a small project of the same association, and IRIS 2.</summary>
    public sealed class Reminded() : ProjectApi("ips-unga")
    {
        /// <summary>The references of all enrollments that are there from the beginning.</summary>
        public List<string> References { get; } = [];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            foreach (var (number, exitedOn) in new[]
            {
                "2026-09-10", "2026-09-10", "2026-09-10", "2026-09-10", "2026-09-10", "2026-10-31", "2026-07-20", "2026-08-10",
                null, null, null, null, null, null,
            }.Index())
            {
                await EnrollAsync("ips-unga", $"ENR-{number}", "2026-06-15");
                References.Add($"ENR-{number}");
                if (exitedOn is not null)
                {
                    await LeaveAsync("ips-unga", $"ENR-{number}", exitedOn);
                }
            }

            await SendAsync("ips-unga", "self-assessments", TestData.SelfAssessment("ASS-1", "ENR-0", ("on", "2026-06-15")));
            await SendAsync("ips-unga", "fidelity-reviews", TestData.FidelityReview("F-1", ("on", "2026-04-29"), ("plan", JsonNode.Parse(
                """
                [{ "item": "1", "activity": "Ring fler.", "until": "2026-12-15" }, { "item": "2", "activity": "Ring fler.", "until": "2026-08-31" },
                 { "item": "3", "activity": "Ring fler.", "until": "2026-08-31", "doneOn": "2026-08-20" }]
                """))));
            await UpToDateAsync(Secretariat, "ips-unga");
            await (await Secretariat.PostAsync(Address + "/tertial-reports/2025-T1/certifications", null)).ShouldBeAsync(HttpStatusCode.Created);

            await PutProjectAsync("iris2");
            foreach (var (number, part) in new[] { "hoganas", "vsb", "vsb", "vsb", "vsb", "vsb", "vsb" }.Index())
            {
                await EnrollAsync("iris2", $"IRIS-{number}", "2024-02-01", part);
                References.Add($"IRIS-{number}");
                await LeaveAsync("iris2", $"IRIS-{number}", "2025-02-01");
            }

            using var administrator = Administrator();
            var small = ProjectFiles.Read("ips-unga");
            small["name"] = new JsonObject { ["sv"] = "Liten", ["en"] = "Small" };
            await (await administrator.PutAsJsonAsync($"{Base}/projects/small", small)).ShouldBeAsync(HttpStatusCode.Created);
            await EnrollAsync("small", "SMALL-1", "2026-06-15");
            await SendAsync("small", "self-assessments", TestData.SelfAssessment("ASS-2", "SMALL-1", ("on", "2026-06-15")));
        }

        public Task EnrollAsync(string project, string reference, string startedOn, string? part = null) => SendAsync(
            project,
            "enrollments",
            TestData.Enrollment(reference, ("startedOn", startedOn), ("consentGivenOn", startedOn), ("subproject", part)));

        public Task LeaveAsync(string project, string reference, string exitedOn) =>
            SendAsync(project, "exits", TestData.Exit(reference, ("exitedOn", exitedOn), ("reason", "moved")));

        public async Task<string> NewCalendarAsync(string to, string? part = null) =>
            (await NewLinkAsync(to, part, "2026-12-31"))["calendar"]!.GetValue<string>();

        public async Task<JsonObject> NewLinkAsync(string to, string? part, string validUntil)
        {
            using var secretariat = await ClientAsync("secretariat", associations: ["finsam-malmo", "lund", "hoganas"]);
            var body = TestData.With(new JsonObject { ["validUntil"] = validUntil }, ("subproject", part));
            return await (await secretariat.PostAsJsonAsync($"{Base}/{to}/share-links", body)).ShouldBeAsync(HttpStatusCode.Created);
        }

        private async Task SendAsync(string project, string collection, JsonObject body)
        {
            using var registrar = await ClientAsync("registrar", [project]);
            await (await registrar.PostAsJsonAsync($"{Base}/projects/{project}/{collection}", body)).ShouldBeAsync(HttpStatusCode.Created);
        }
    }
}
