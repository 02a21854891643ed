namespace OutcomeApi.Tests.Support;

/// <summary>One kind of record as tests of what all kinds share see it.</summary>
/// <param name="Collection">Path word.</param>
/// <param name="KeyMember">The member that is the key.</param>
/// <param name="Minimal">Only what is required.</param>
/// <param name="Full">Every member that the kind has.</param>
/// <param name="Other">For every member of <paramref name="Full"/> but the key: another value.</param>
/// <param name="Defaults">For every member that need not be sent: what it is then.</param>
public sealed record RecordCase(string Collection, string KeyMember, JsonObject Minimal, JsonObject Full, JsonObject Other, JsonObject Defaults)
{
    public static readonly IReadOnlyList<RecordCase> All =
    [
        new(
            "enrollments",
            "reference",
            Json("""{ "participant": "P-1", "consentGivenOn": "2024-02-01", "gender": "woman", "birthYear": 1990, "startedOn": "2024-02-01" }"""),
            Json(
                """
                { "participant": "P-1", "anonymous": false, "protectedIdentity": false, "carriedOver": false, "consentGivenOn": "2024-02-01",
                  "consentWithdrawnOn": null, "gender": "woman", "birthYear": 1990, "subproject": "vsb", "referralReference": null,
                  "referredOn": "2024-01-10", "referrer": "region", "referrerUnit": null, "mappedOn": "2024-01-25", "startedOn": "2024-02-01",
                  "education": "upper-secondary", "incomeSources": ["social-assistance", "parental-benefit", "other"], "monthsWithoutWork": 30,
                  "monthsOnSickLeave": 12, "monthsOnPublicSupport": 40, "occupation": { "group": "other", "extent": 25 }, "voided": false }
                """),
            Json(
                """
                { "participant": "P-2", "anonymous": true, "protectedIdentity": true, "carriedOver": true, "consentGivenOn": "2024-02-02",
                  "consentWithdrawnOn": "2024-03-01", "gender": "man", "birthYear": 1991, "subproject": "usb", "referralReference": "R-1",
                  "referredOn": "2024-01-11", "referrer": "municipality", "referrerUnit": "ung-malmo", "mappedOn": "2024-01-26", "startedOn": "2024-02-02",
                  "education": "compulsory", "incomeSources": ["wage"], "monthsWithoutWork": 31,
                  "monthsOnSickLeave": 13, "monthsOnPublicSupport": 41, "occupation": { "group": "work" }, "voided": true }
                """),
            Json(
                """
                { "anonymous": false, "protectedIdentity": false, "carriedOver": false, "voided": false, "consentWithdrawnOn": null, "subproject": null,
                  "referralReference": null, "referredOn": null, "referrer": null, "referrerUnit": null, "mappedOn": null, "education": null, "incomeSources": null,
                  "monthsWithoutWork": null, "monthsOnSickLeave": null, "monthsOnPublicSupport": null, "occupation": null }
                """)),
        new(
            "exits",
            "enrollmentReference",
            Json("""{ "exitedOn": "2024-06-01", "reason": "work-unsubsidised" }"""),
            Json(
                """
                { "exitedOn": "2024-06-01", "reason": "work-unsubsidised", "extent": 50, "nextStepStartsOn": "2024-06-03", "nextMeasureReady": true,
                  "documentationGivenToReferrerOn": "2024-05-30", "documentationGivenToParticipantOn": "2024-05-31",
                  "incomeSources": ["wage", "activity-compensation"], "occupation": { "group": "work", "extent": 50 }, "voided": false }
                """),
            Json(
                """
                { "exitedOn": "2024-06-02", "reason": "moved", "extent": 51, "nextStepStartsOn": "2024-06-04", "nextMeasureReady": false,
                  "documentationGivenToReferrerOn": "2024-05-29", "documentationGivenToParticipantOn": "2024-05-28",
                  "incomeSources": ["wage"], "occupation": { "group": "work", "extent": 51 }, "voided": true }
                """),
            Json(
                """
                { "extent": null, "nextStepStartsOn": null, "nextMeasureReady": null, "documentationGivenToReferrerOn": null,
                  "documentationGivenToParticipantOn": null, "incomeSources": null, "occupation": null, "voided": false }
                """)),
        new(
            "steps",
            "reference",
            Json("""{ "kind": "language", "on": "2024-03-01" }"""),
            Json("""{ "kind": "language", "on": "2024-03-01", "voided": false }"""),
            Json("""{ "enrollmentReference": "E-other", "kind": "better-health", "on": "2024-03-02", "voided": true }"""),
            Json("""{ "voided": false }""")),
        new(
            "placements",
            "reference",
            Json("""{ "kind": "work", "startedOn": "2024-03-01" }"""),
            Json(
                """
                { "kind": "work", "startedOn": "2024-03-01", "endedOn": "2024-05-01", "subsidised": false, "extent": 50, "openToAll": true,
                  "voided": false }
                """),
            Json(
                """
                { "enrollmentReference": "E-other", "kind": "studies", "startedOn": "2024-03-02", "endedOn": "2024-05-02", "subsidised": true, "extent": 51,
                  "openToAll": false, "voided": true }
                """),
            Json("""{ "endedOn": null, "subsidised": null, "extent": null, "openToAll": null, "voided": false }""")),
        new(
            "job-offers",
            "reference",
            Json("""{ "on": "2024-03-01", "subsidised": false }"""),
            Json("""{ "on": "2024-03-01", "subsidised": false, "otherField": true, "voided": false }"""),
            Json("""{ "enrollmentReference": "E-other", "on": "2024-03-02", "subsidised": true, "otherField": false, "voided": true }"""),
            Json("""{ "otherField": false, "voided": false }""")),
        new(
            "referrals",
            "reference",
            Json("""{ "gender": "woman", "referredOn": "2024-01-10" }"""),
            Json(
                """
                { "participant": "P-1", "gender": "woman", "birthYear": 1990, "subproject": "vsb", "referrer": "region", "referrerUnit": null,
                  "referredOn": "2024-01-10", "queuedOn": "2024-01-12", "offeredOn": "2024-01-20", "outcome": "declined", "closedOn": "2024-02-01", "voided": false }
                """),
            Json(
                """
                { "participant": "P-2", "gender": "man", "birthYear": 1991, "subproject": "usb", "referrer": "municipality", "referrerUnit": "ung-malmo",
                  "referredOn": "2024-01-11", "queuedOn": "2024-01-13", "offeredOn": "2024-01-21", "outcome": "withdrawn", "closedOn": "2024-02-02", "voided": true }
                """),
            Json(
                """
                { "participant": null, "birthYear": null, "subproject": null, "referrer": null, "referrerUnit": null, "queuedOn": null, "offeredOn": null, "outcome": "open",
                  "closedOn": null, "voided": false }
                """)),
        new(
            "follow-ups",
            "enrollmentReference",
            Json("""{ "followedUpOn": "2024-09-02", "answer": "work" }"""),
            Json("""{ "followedUpOn": "2024-09-02", "answer": "work", "unobtainable": null, "reportedBy": "region", "voided": false }"""),
            Json("""{ "followedUpOn": "2024-09-03", "answer": "studies", "unobtainable": "referrer-closed", "reportedBy": "municipality", "voided": true }"""),
            Json("""{ "unobtainable": null, "reportedBy": null, "voided": false }""")),
        new(
            "self-assessments",
            "reference",
            Json("""{ "on": "2024-02-01", "occasion": "start", "ratings": [3, 2, 4, null, 3, 5] }"""),
            Json("""{ "on": "2024-02-01", "occasion": "start", "instrument": "skapa", "ratings": [3, 2, 4, null, 3, 5], "voided": false }"""),
            Json(
                """
                { "enrollmentReference": "E-other", "on": "2024-02-02", "occasion": "exit", "instrument": "whoqol-bref", "ratings": [3, 2, 4, 3, null, 5],
                  "voided": true }
                """),
            Json("""{ "instrument": "skapa", "voided": false }""")),
        new(
            "fidelity-reviews",
            "reference",
            Json("""{ "on": "2024-04-29", "scale": "ips-y-35", "scores": { "1": 5, "3B": 4 } }"""),
            Json(
                """
                { "on": "2024-04-29", "scale": "ips-y-35", "scores": { "1": 5, "3B": 4 }, "reviewer": "own-team", "comments": { "3B": "Om teamet." },
                  "plan": [{ "item": "3B", "activity": "Göra mer.", "until": "2024-12-31", "doneOn": "2024-06-01" }], "voided": false }
                """),
            Json(
                """
                { "on": "2024-04-30", "scale": "ips-25", "scores": { "1": 5, "3B": 3 }, "reviewer": "external", "comments": { "1": "Om teamet." },
                  "plan": [{ "item": "3B", "activity": "Göra mer.", "until": "2024-12-31", "doneOn": null }], "voided": true }
                """),
            Json("""{ "reviewer": null, "comments": null, "plan": null, "voided": false }""")),
        new(
            "reported-figures",
            "reference",
            Json("""{ "figure": "permanent-job-specialists", "on": "2024-12-31", "value": 3 }"""),
            Json("""{ "figure": "baseline-share", "on": "2024-12-31", "value": null, "numerator": 12, "denominator": 80, "voided": false }"""),
            Json("""{ "figure": "baseline", "on": "2024-12-30", "value": 1, "numerator": 13, "denominator": 81, "voided": true }"""),
            Json("""{ "numerator": null, "denominator": null, "voided": false }""")),
    ];

    public static TheoryData<string> Collections => [.. All.Select(c => c.Collection)];

    public static RecordCase Of(string collection) => All.Single(c => c.Collection == collection);

    /// <summary>A key of this kind's own: enrollments that others hang on have the same one.</summary>
    public string Key(string name) => $"{Collection}-{name}";

    /// <summary>Where the record of a key stands below its collection. A follow-up is named by its enrollment and the months, here always three.</summary>
    public string Path(string key) => Collection == "follow-ups" ? key + "/3" : key;

    /// <summary>The body under a key; what hangs on an enrollment hangs on that of the same reference.</summary>
    public JsonObject Body(string key, JsonObject members)
    {
        var body = new JsonObject { [KeyMember] = key };
        if (Collection is "steps" or "placements" or "job-offers" or "self-assessments")
        {
            body["enrollmentReference"] = key;
        }
        else if (Collection == "follow-ups")
        {
            body["months"] = 3;
        }

        foreach (var (name, value) in members)
        {
            body[name] = value?.DeepClone();
        }

        return body;
    }

    /// <summary>Registers what the record needs to hang on.</summary>
    public async Task PrepareAsync(HttpClient registrar, string project, string key)
    {
        if (Collection is "exits" or "steps" or "placements" or "job-offers" or "self-assessments" or "follow-ups")
        {
            var answer = await registrar.PostAsJsonAsync($"{project}/enrollments", TestData.Enrollment(key));
            await answer.ShouldBeAsync(HttpStatusCode.Created);
        }

        if (Collection == "follow-ups")
        {
            await (await registrar.PostAsJsonAsync($"{project}/exits", TestData.Exit(key))).ShouldBeAsync(HttpStatusCode.Created);
        }
    }

    private static JsonObject Json(string text) => JsonNode.Parse(text)!.AsObject();
}
