using System.Text.Json;
using static OutcomeApi.Client.Tests.ScriptedService;

namespace OutcomeApi.Client.Tests;

/// <summary>Records are read from newer services too, and say nothing about people where they are written into logs.</summary>
public sealed class RecordTests
{
    private const string ExitJson =
        """
        { "enrollmentReference": "E-1", "exitedOn": "2025-01-31", "reason": "a-reason-that-is-new", "extent": 50, "nextStepStartsOn": null, "nextMeasureReady": true,
          "documentationGivenToReferrerOn": null, "documentationGivenToParticipantOn": null, "incomeSources": ["wage"],
          "occupation": { "group": "work", "extent": 50, "sector": "a member that is new" }, "mood": "a member that is new", "voided": false, "version": 3,
          "receivedAt": "2025-02-01T10:15:30Z", "changedAt": "2025-02-04T08:15:00Z", "_links": { "self": { "href": "https://api.example.se/x" } } }
        """;

    [Fact]
    public async Task A_code_and_a_member_that_are_new_break_no_reader()
    {
        using var client = ClientOf(new ScriptedService(_ => Answer(HttpStatusCode.OK, ExitJson)));

        var stored = await client.GetAsync<Exit>("iris2", "E-1");

        stored.Version.ShouldBe(3);
        stored.IsNew.ShouldBeFalse();
        stored.Warnings.ShouldBeEmpty();
        stored.Content.Reason.ShouldBe("a-reason-that-is-new");
        stored.Content.IncomeSources.ShouldBe(["wage"]);
        stored.Content.Occupation.ShouldBe(new Occupation { Group = "work", Extent = 50 });
    }

    [Fact]
    public async Task A_correction_names_what_changes_removes_what_is_gone_and_leaves_the_rest_alone()
    {
        var service = new ScriptedService(_ => Answer(HttpStatusCode.OK, ExitJson));
        using var client = ClientOf(service);
        var stored = await client.GetAsync<Exit>("iris2", "E-1");

        var occupation = new Occupation { Group = "work", Extent = 75 };
        await client.CorrectAsync("iris2", stored, stored.Content with { Extent = null, IncomeSources = ["wage", "student-aid"], Occupation = occupation });

        var sent = service.Requests[1];
        sent.Address.ShouldBe("/outcome-api/v1/projects/iris2/exits/E-1");
        sent.Headers["If-Match"].ShouldBe("\"3\"");
        JsonNode.DeepEquals(
            JsonNode.Parse(sent.Body!), JsonNode.Parse("""{ "extent": null, "incomeSources": ["wage", "student-aid"], "occupation": { "extent": 75 } }"""))
            .ShouldBeTrue(sent.Body);
    }

    [Fact]
    public async Task What_is_taken_back_is_voided()
    {
        var service = new ScriptedService(_ => Answer(HttpStatusCode.OK, ExitJson));
        using var client = ClientOf(service);

        await client.TakeBackAsync("iris2", await client.GetAsync<Exit>("iris2", "E-1"), Correction.Duplicate);

        service.Requests[1].Body.ShouldBe("""{"voided":true,"correction":"duplicate"}""");
    }

    [Fact]
    public async Task A_whole_record_names_its_version_only_if_there_is_one()
    {
        var service = new ScriptedService(_ => Answer(HttpStatusCode.Created));
        using var client = ClientOf(service);
        var step = new Step { Reference = "S-1", EnrollmentReference = "E-1", Kind = "language", On = new DateOnly(2024, 3, 1) };

        await client.PutAsync("iris2", step);
        await client.PutAsync("iris2", step, version: 4);

        service.Requests.Select(request => request.Headers.GetValueOrDefault("If-Match")).ShouldBe([null, "\"4\""]);
        service.Requests.ShouldAllBe(request => request.Method == "PUT" && request.Address == "/outcome-api/v1/projects/iris2/steps/S-1");
    }

    [Fact]
    public async Task What_the_service_computes_is_read_and_never_sent()
    {
        var service = new ScriptedService(_ => Answer(
            HttpStatusCode.OK,
            """
            { "reference": "F-1", "on": "2026-04-29", "scale": "ips-y-35", "scores": { "1": 5, "3B": 4 }, "reviewer": null, "comments": null, "plan": null,
              "total": 9, "maximum": 175, "band": "fair", "itemsScored": 2, "voided": false, "version": 1, "receivedAt": "2026-11-22T10:15:30Z",
              "changedAt": "2026-11-22T10:15:30Z" }
            """));
        using var client = ClientOf(service);

        var review = (await client.GetAsync<FidelityReview>("ips-unga", "F-1")).Content;
        await client.PutAsync("ips-unga", review, version: 1);

        (review.Total, review.Maximum, review.Band, review.ItemsScored).ShouldBe((9, 175, "fair", 2));
        service.Requests[1].Body.ShouldBe("""{"reference":"F-1","on":"2026-04-29","scale":"ips-y-35","scores":{"1":5,"3B":4},"voided":false}""");
    }

    [Fact]
    public void A_follow_up_has_the_months_in_its_key() =>
        new FollowUp { EnrollmentReference = "E-1", Months = 6, FollowedUpOn = new DateOnly(2025, 5, 2) }.Key.ShouldBe("E-1/6");

    [Fact]
    public void As_a_text_a_record_says_nothing_about_the_person()
    {
        var enrollment = new Enrollment { Reference = "E-1", Participant = "P-secret", Gender = Gender.Woman, StartedOn = new DateOnly(2024, 2, 1) };
        var state = new RecordState { Version = 2, ReceivedAt = default, ChangedAt = default };

        enrollment.ToString().ShouldBe("enrollment E-1");
        new Stored<Enrollment>(enrollment, state).ToString().ShouldBe("enrollment E-1 version 2");
        $"{Participant.FromPersonalIdentityNumber("198701012384")}{enrollment.Participant}".ShouldBe("ParticipantParticipant");
    }

    [Fact]
    public void A_participant_is_a_text_or_an_object_with_a_number()
    {
        JsonSerializer.Serialize<Participant>("P-1").ShouldBe("\"P-1\"");
        JsonSerializer.Serialize(Participant.FromPersonalIdentityNumber("198701012384")).ShouldBe("""{"personalIdentityNumber":"198701012384"}""");
        JsonSerializer.Deserialize<Participant>("\"P-1\"").ShouldBe("P-1");
        JsonSerializer.Deserialize<Participant>("""{"personalIdentityNumber":"198701012384"}""")!.PersonalIdentityNumber.ShouldBe("198701012384");
    }

    private static OutcomeApiClient ClientOf(ScriptedService service) =>
        OutcomeApiClient.Create(new OutcomeApiOptions { Url = new Uri("https://api.example.se"), Key = "ok_test" }, service, TimeProvider.System);
}
