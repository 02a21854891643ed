using System.Reflection;
using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Http.Problems;

/// <summary>Every code, provoked. What is refused leaves no trace.</summary>
public sealed partial class FaultTests(FaultTests.Prepared api) : IClassFixture<FaultTests.Prepared>
{
    /// <summary>A body of one byte more than is taken.</summary>
    private const string TooLarge = "<too large>";

    /// <summary>Lists in lists, one more than is taken.</summary>
    private const string TooDeep = "<too deep>";

    /// <summary>Codes that no call can provoke, and why.</summary>
    private static readonly Dictionary<string, string> NotProvoked = new()
    {
        [FaultCodes.ServerFault] = "means a bug",
        [FaultCodes.TooManyRequests] = "needs a small limit: RateLimitTests",
        [FaultCodes.TooManyCostlyRequests] = "needs requests at the same time: CostlyRequestTests",
        [FaultCodes.DatabaseBusy] = "needs a database that is held: BusyTests",
        [FaultCodes.DatabaseUnavailable] = "needs a database that cannot be used: BrokenStorageTests",
        [FaultCodes.DiskFull] = "needs a full disk: BrokenStorageTests",
        [FaultCodes.FiguresNotReady] = "needs a project whose first run has not been made: FreshnessTests",
        [FaultCodes.RequestTimedOut] = "needs a short time: RequestTimeTests",
        [FaultCodes.BodyTooSlow] = "needs a socket: RequestTimeTests",
        [FaultCodes.PersonalNumberInvalid] = "needs a configured key: PersonalNumberTests",
        [FaultCodes.UnitOfOtherReferrer] = "needs a project with units: ReferrerUnitTests",
        [FaultCodes.WarningNotAcknowledged] = "needs a report with warnings: CertificationTests",
        [FaultCodes.SheetUnknown] = "needs a workbook: WorkbookBatchTests",
        [FaultCodes.DuplicateInBatch] = "stands in a batch's answer: BatchTests",
        [FaultCodes.Erased] = "needs an erasure: ErasureTests",
        [FaultCodes.FeedRestarted] = "needs a restored backup: BackupTests",
        [FaultCodes.ValuesRemoved] = "needs a stored record: CorrectionTests",
        [FaultCodes.ShareLinkNotValid] = "is told on a page: ShareLinkTests",
        [FaultCodes.ReferenceTaken] = "needs a credential of parts: PartTests",
        [FaultCodes.CodeNotValid] = "needs a project that uses a code for a time: ProjectCodeTests",
    };

    /// <summary>GenderGroup, what, headers, body; then the status and all errors.</summary>
    public static TheoryData<string, string, string, string, int, string> Faults { get; } = MakeFaults();

    /// <summary>What is kept with a warning.</summary>
    public static TheoryData<string, string, string> Warnings => new()
    {
        // USB is for 16 to 29 years.
        {
            "enrollments", TestData.Enrollment("W-old", ("subproject", "usb"), ("birthYear", 1994), ("startedOn", "2024-02-01")).ToJsonString(),
            "age-unusual /birthYear, late-registration /startedOn"
        },
        {
            "enrollments", TestData.Enrollment("W-young", ("subproject", "usb"), ("birthYear", 2009), ("startedOn", "2024-02-01")).ToJsonString(),
            "age-unusual /birthYear, late-registration /startedOn"
        },
        {
            "enrollments", TestData.Enrollment("W-29", ("subproject", "usb"), ("birthYear", 1995), ("startedOn", "2024-02-01")).ToJsonString(),
            "late-registration /startedOn"
        },
        {
            "enrollments", TestData.Enrollment("W-16", ("subproject", "usb"), ("birthYear", 2008), ("startedOn", "2024-02-01")).ToJsonString(),
            "late-registration /startedOn"
        },

        // VSB plans twelve months; E-long began on 2024-02-01.
        { "exits", TestData.Exit("E-long", ("exitedOn", "2025-02-02")).ToJsonString(), "long-enrollment /exitedOn, late-registration /exitedOn" },
        { "exits", TestData.Exit("E-year", ("exitedOn", "2025-02-01")).ToJsonString(), "late-registration /exitedOn" },

        // P-E-ended took part from 2024-02-01 to 2024-06-01, P-E-long is taking part.
        {
            "enrollments", TestData.Enrollment("W-again-1", ("participant", "P-E-ended"), ("startedOn", "2024-06-01")).ToJsonString(),
            "overlapping-enrollment /startedOn, late-registration /startedOn"
        },
        {
            "enrollments", TestData.Enrollment("W-again-2", ("participant", "P-E-ended-2"), ("startedOn", "2024-06-02")).ToJsonString(),
            "late-registration /startedOn"
        },
        {
            "enrollments", TestData.Enrollment("W-again-3", ("participant", "P-E-running"), ("startedOn", "2024-06-02")).ToJsonString(),
            "overlapping-enrollment /startedOn, late-registration /startedOn"
        },
        {
            "exits", TestData.Exit("E-offers", ("exitedOn", "2024-06-01"), ("reason", "studies")).ToJsonString(),
            "late-registration /exitedOn, exit-in-no-goal /reason"
        },
        {
            "follow-ups",
            """{ "enrollmentReference": "E-ended", "months": 6, "followedUpOn": "2024-12-02", "answer": "work" }""",
            "months-not-followed-up /months, late-registration /followedUpOn"
        },
        { "steps", TestData.Step("W-step", "E-long").ToJsonString(), "late-registration /on" },
        {
            "placements",
            TestData.Placement("W-placement", "E-placed", ("startedOn", "2024-03-02")).ToJsonString(),
            "late-registration /startedOn, same-placement /startedOn"
        },
        { "job-offers", TestData.JobOffer("W-offer", "E-long").ToJsonString(), "late-registration /on" },
    };

    [Theory]
    [MemberData(nameof(Faults))]
    public async Task What_is_wrong_is_refused_with_its_code_and_place_and_leaves_nothing(
        string who, string call, string headers, string body, int status, string errors)
    {
        var before = await api.RowsAtRestAsync();

        var answer = await SendAsync(who, call, headers, body);

        await answer.ShouldBeProblemAsync((HttpStatusCode)status, errors.Split(", "));
        var after = await api.RowsAtRestAsync();
        after.Where(table => table.Key != "audit_events").ShouldBe(before.Where(table => table.Key != "audit_events"));

        // Only that something stored was told is noted.
        var tells = RecordCase.All.Any(kind => call.Contains('/' + kind.Collection, StringComparison.Ordinal))
            && NoteRead.IsTold(errors.Split(", ").Select(error => new Fault(error.Split(' ')[0], string.Empty)));
        (after["audit_events"] - before["audit_events"]).ShouldBe(tells ? 1 : 0);
    }

    /// <summary>Title, detail, message and how to mend it: what is expected in a place too, which stands in the texts as a detail.</summary>
    [Theory]
    [MemberData(nameof(Faults))]
    public async Task In_Swedish_the_same_is_said_in_Swedish(string who, string call, string headers, string body, int status, string errors)
    {
        var english = await (await SendAsync(who, call, headers, body)).ShouldBeProblemAsync((HttpStatusCode)status, errors.Split(", "));
        var swedish = await (await SendAsync(who, call, headers, body, "sv")).ShouldBeProblemAsync((HttpStatusCode)status, errors.Split(", "));

        foreach (var member in new[] { "title", "detail" })
        {
            swedish[member]!.GetValue<string>().ShouldNotBe(english[member]!.GetValue<string>());
        }

        foreach (var (sv, en) in swedish["errors"]!.AsArray().Zip(english["errors"]!.AsArray()))
        {
            $"{sv!["code"]} {sv["pointer"]}".ShouldBe($"{en!["code"]} {en["pointer"]}");
            foreach (var member in new[] { "message", "howToFix" })
            {
                var text = sv[member]!.GetValue<string>();
                text.ShouldNotBe(en[member]!.GetValue<string>());
                EnglishWord().Matches(text).Select(m => m.Value).ShouldBeEmpty(text);
            }
        }
    }

    [Theory]
    [MemberData(nameof(Warnings))]
    public async Task What_is_unusual_is_kept_with_a_warning(string collection, string body, string warnings)
    {
        var answer = await (await SendAsync("registrar", $"POST projects/iris2/{collection}", string.Empty, body)).ShouldBeAsync(HttpStatusCode.Created);

        answer["warnings"]!.AsArray().Select(w => $"{w!["code"]} {w["pointer"]}").ShouldBe(warnings.Split(", "));
        answer["warnings"]!.AsArray().ShouldAllBe(w => w!["message"]!.GetValue<string>().Length > 0 && w["howToFix"]!.GetValue<string>().Length > 0);
    }

    [Theory]
    [InlineData("2026-10-23", "")]
    [InlineData("2026-10-22", "late-registration /startedOn")]
    public async Task Late_is_more_than_thirty_days_after_the_event(string startedOn, string warnings)
    {
        // Today is 2026-11-22. 30 days before it is 23 October.
        var body = TestData.Enrollment("late-" + startedOn, ("startedOn", startedOn), ("consentGivenOn", startedOn));
        var answer = await (await SendAsync("registrar", "POST projects/narrow/enrollments", string.Empty, body.ToJsonString()))
            .ShouldBeAsync(HttpStatusCode.Created);
        string.Join(", ", answer["warnings"]!.AsArray().Select(w => $"{w!["code"]} {w["pointer"]}")).ShouldBe(warnings);
    }

    [Fact]
    public void Every_code_is_provoked_here()
    {
        var provoked = Faults.Select(row => (string)row[5]).Concat(Warnings.Select(row => (string)row[2]))
            .SelectMany(errors => errors.Split(", "))
            .Select(error => error.Split(' ')[0])
            .ToHashSet();
        var all = typeof(FaultCodes).GetFields(BindingFlags.Public | BindingFlags.Static).Select(f => (string)f.GetRawConstantValue()!).ToArray();

        all.Length.ShouldBeGreaterThan(40);
        all.Except(provoked).Except(NotProvoked.Keys).ShouldBeEmpty("codes without a row in FaultTests");
        NotProvoked.Keys.Intersect(provoked).ShouldBeEmpty("codes that are provoked after all");
    }

    private static TheoryData<string, string, string, string, int, string> MakeFaults()
    {
        var rows = new TheoryData<string, string, string, string, int, string>();
        void Row(string who, string call, string headers, string body, int status, string errors) => rows.Add(who, call, headers, body, status, errors);
        void Enroll(JsonObject body, int status, string errors) =>
            Row("registrar", "POST projects/iris2/enrollments", string.Empty, body.ToJsonString(), status, errors);
        void Exit(JsonObject body, int status, string errors) =>
            Row("registrar", "POST projects/iris2/exits", string.Empty, body.ToJsonString(), status, errors);
        void Step(JsonObject body, int status, string errors) =>
            Row("registrar", "POST projects/iris2/steps", string.Empty, body.ToJsonString(), status, errors);
        void Place(JsonObject body, int status, string errors) =>
            Row("registrar", "POST projects/iris2/placements", string.Empty, body.ToJsonString(), status, errors);
        void Offer(JsonObject body, int status, string errors) =>
            Row("registrar", "POST projects/iris2/job-offers", string.Empty, body.ToJsonString(), status, errors);
        void Project(string id, JsonObject body, int status, string errors) =>
            Row("secretariat", $"PUT projects/{id}", string.Empty, body.ToJsonString(), status, errors);
        void FollowUp((string Name, JsonNode? Value) member, int status, string errors) => Row(
            "registrar", "POST projects/iris2/follow-ups", string.Empty,
            TestData.With(
                new JsonObject { ["enrollmentReference"] = "E-ended", ["months"] = 3, ["followedUpOn"] = "2024-09-02", ["answer"] = "work" },
                member).ToJsonString(),
            status, errors);
        void Assess(JsonObject body, int status, string errors) =>
            Row("registrar", "POST projects/iris2/self-assessments", string.Empty, body.ToJsonString(), status, errors);
        void Review(JsonObject body, int status, string errors) =>
            Row("secretariat", "POST projects/iris2/fidelity-reviews", string.Empty, body.ToJsonString(), status, errors);
        void Figure(JsonObject body, int status, string errors) =>
            Row("secretariat", "POST projects/iris2/reported-figures", string.Empty, body.ToJsonString(), status, errors);
        JsonNode Raw(string json) => JsonNode.Parse(json)!;

        // What belongs to a participation lies within it: E-ended took part from 2024-02-01 to 2024-06-01.
        Step(TestData.Step("F-outside", "E-ended", ("on", "2024-06-02")), 422, "outside-participation /on");
        Offer(TestData.JobOffer("F-outside", "E-ended", ("on", "2024-01-31")), 422, "outside-participation /on");
        Place(TestData.Placement("F-outside", "E-ended", ("startedOn", "2024-06-02")), 422, "outside-participation /startedOn");
        Place(TestData.Placement("F", "E-running", ("endedOn", "2024-02-29")), 422, "end-before-start /endedOn");
        Place(TestData.Placement("F", "E-running", ("extent", 101)), 400, "number-out-of-range /extent");
        Place(TestData.Placement("F", "E-running", ("kind", "hobby")), 422, "unknown-code /kind");
        FollowUp(("followedUpOn", "2024-08-17"), 422, "follow-up-too-early /followedUpOn");
        Exit(TestData.Exit("E-long", ("exitedOn", "2024-06-03"), ("nextStepStartsOn", "2024-06-02")), 422, "next-step-out-of-range /nextStepStartsOn");
        Enroll(
            TestData.Enrollment("F-consent", ("consentGivenOn", "2024-02-01"), ("consentWithdrawnOn", "2024-01-31")),
            422, "consent-withdrawn-before-given /consentWithdrawnOn");

        // What can not be read as JSON.
        const string Post = "POST projects/iris2/enrollments";
        foreach (var body in new[]
        {
            string.Empty, " ", "{", "{}}", "{} {}", "{\"a\":1,}", "{'a':1}", "{\"a\":NaN}", "{\"a\":01}", "// nothing", "\uFEFF{",
            "{\"reference\":\"F\",\"reference\":\"F\"}",
            "{\"reference\":\"F\",\"occupation\":{\"group\":\"work\",\"group\":\"work\"}}", "{\"participant\":\"\\ud800\"}", "{\"\\udc00\":1}",
            "{\"incomeSources\":[\"\\ud800x\"]}",
        })
        {
            Row("registrar", Post, string.Empty, body, 400, "malformed-json");
        }

        Row("registrar", Post, string.Empty, TooDeep, 400, "body-too-deep");
        Row("registrar", Post, string.Empty, TooLarge, 413, "body-too-large");
        foreach (var body in new[] { "[]", "[{}]", "null", "1", "\"E-1\"", "true" })
        {
            Row("registrar", Post, string.Empty, body, 400, "type-wrong");
            Row("registrar", "POST projects/iris2/exits", string.Empty, body, 400, "type-wrong");
            Row("registrar", "PUT projects/iris2/steps/F", string.Empty, body, 400, "type-wrong");
            Row("secretariat", "PUT projects/new", string.Empty, body, 400, "type-wrong");
            Row("secretariat", "POST computations", string.Empty, body, 400, "type-wrong");
            Row("administrator", "POST api-keys", string.Empty, body, 400, "type-wrong");
        }

        // Members.
        Enroll(TestData.Enrollment("F", ("firstName", "x")), 400, "field-unknown /firstName");
        Enroll(TestData.Enrollment("F", ("Gender", "woman")), 400, "field-unknown /Gender");
        Enroll(TestData.Enrollment("F", ("a/b~c", 1)), 400, "field-unknown /a~1b~0c");
        Enroll(TestData.Enrollment("F", ("", 1)), 400, "field-unknown /");
        Enroll(TestData.Enrollment("F", (new string('x', 300), 1)), 400, "field-unknown /" + new string('x', 100));
        Enroll(TestData.Enrollment("F", ("occupation", Raw("""{ "group": "work", "employer": "x" }"""))), 400, "field-unknown /occupation/employer");
        Enroll(
            TestData.Enrollment("F", ("occupation", Raw("""{ "version": 1 }"""))), 400,
            "field-unknown /occupation/version, required-missing /occupation/group");
        Enroll(TestData.Enrollment("F", ("gender", null)), 400, "required-missing /gender");
        Enroll(TestData.Enrollment("F", ("startedOn", null)), 400, "required-missing /startedOn");
        Enroll(TestData.Enrollment("F", ("reference", null)), 400, "required-missing /reference");
        Enroll(TestData.Enrollment("F", ("participant", null), ("birthYear", null)), 400, "required-missing /participant, required-missing /birthYear");
        Enroll(
            [], 400,
            "required-missing /reference, required-missing /gender, required-missing /startedOn, required-missing /participant, required-missing /birthYear, "
                + "consent-missing /consentGivenOn");
        Exit([], 400, "required-missing /enrollmentReference, required-missing /exitedOn, required-missing /reason");
        Step([], 400, "required-missing /reference, required-missing /enrollmentReference, required-missing /kind, required-missing /on");
        Offer([], 400, "required-missing /reference, required-missing /enrollmentReference, required-missing /on, required-missing /subsidised");
        Project("new", new JsonObject { ["association"] = "lund" }, 400, "required-missing /name, required-missing /startsOn, required-missing /endsOn");
        Project("iris2", [], 428, "if-match-required");
        Row("secretariat", "POST computations", string.Empty, "{}", 400, "required-missing /project");
        Row("administrator", "POST api-keys", string.Empty, "{}", 400, "required-missing /name, required-missing /role");

        foreach (var (member, value) in new (string, JsonNode)[]
        {
            ("participant", 17), ("anonymous", "true"), ("protectedIdentity", 0),
            ("carriedOver", Raw("[]")), ("gender", 1), ("birthYear", "1990"), ("birthYear", 1990.5),
            ("startedOn", "2024-2-1"), ("startedOn", "2024-02-30"), ("startedOn", "2024-02-01T00:00:00Z"),
            ("startedOn", 20240201), ("referredOn", ""), ("mappedOn", " 2024-01-25"),
            ("incomeSources", "wage"), ("incomeSources", Raw("{}")), ("occupation", "work"),
            ("occupation", Raw("[]")), ("monthsWithoutWork", true), ("voided", "no"),
            ("correction", 1), ("subproject", Raw("{}")),
        })
        {
            Enroll(TestData.Enrollment("F", (member, value)), 400, "type-wrong /" + member);
        }

        Enroll(
            TestData.Enrollment("F", ("incomeSources", Raw("""["wage", 1, null, "student-aid", "x"]"""))), 400,
            "type-wrong /incomeSources/1, type-wrong /incomeSources/2, unknown-code /incomeSources/4");
        Offer(TestData.JobOffer("F", "E-running", ("subsidised", "no")), 400, "type-wrong /subsidised");

        foreach (var reference in new[] { string.Empty, " ", "a b", "å", "a/b", "a\n", "a\u0000", new string('x', 65), ".", ".." })
        {
            Enroll(TestData.Enrollment("F", ("reference", reference)), 400, "reference-invalid /reference");
            Enroll(TestData.Enrollment("F", ("participant", reference)), 400, "reference-invalid /participant");
        }

        // Personal identity numbers are no references, however they are written: Tolvan's, and the example of a coordination number of Skatteverket.
        foreach (var number in new[] { "191212121212", "19121212-1212", "1212121212", "121212-1212", "197010632391", "701063-2391" })
        {
            Enroll(TestData.Enrollment("F", ("reference", number)), 400, "reference-invalid /reference");
            Enroll(
                TestData.Enrollment("F", ("participant", number), ("referralReference", number)), 400,
                "reference-invalid /participant, reference-invalid /referralReference");
            Exit(TestData.Exit(number), 400, "reference-invalid /enrollmentReference");
            Row(
                "registrar", $"PUT projects/iris2/steps/{number}", string.Empty, TestData.Step(number, number).ToJsonString(), 400,
                "reference-invalid /reference, reference-invalid /enrollmentReference");
        }

        Exit(TestData.Exit("E 1"), 400, "reference-invalid /enrollmentReference");
        Row(
            "registrar", $"PUT projects/iris2/enrollments/{new string('x', 65)}", string.Empty,
            TestData.Enrollment(new string('x', 65), ("participant", "P-1")).ToJsonString(), 400, "reference-invalid /reference");
        Row(
            "administrator", "POST api-keys", string.Empty, """{ "name": "x", "role": "registrar", "projects": ["iris2", "a b"] }""", 400,
            "reference-invalid /projects/1");

        foreach (var (member, value) in new (string, JsonNode)[]
        {
            ("birthYear", 1899), ("birthYear", 2101), ("birthYear", Raw("1e400")), ("birthYear", 2025), ("monthsWithoutWork", -1), ("monthsOnSickLeave", 1201),
            ("monthsOnPublicSupport", Raw("99999999999999999999")), ("startedOn", "1899-12-31"), ("mappedOn", "2200-01-01"), ("referredOn", "0001-01-01"),
        })
        {
            Enroll(TestData.Enrollment("F", (member, value)), 400, "number-out-of-range /" + member);
        }

        Exit(TestData.Exit("E-running", ("extent", 0)), 400, "number-out-of-range /extent");
        Exit(TestData.Exit("E-running", ("extent", 101)), 400, "number-out-of-range /extent");
        Exit(TestData.Exit("E-running", ("occupation", Raw("""{ "group": "work", "extent": 0 }"""))), 400, "number-out-of-range /occupation/extent");
        Row(
            "administrator", "POST api-keys", string.Empty, """{ "name": "x", "role": "registrar", "expiresOn": "2026-11-21" }""", 400,
            "number-out-of-range /expiresOn");
        Row("administrator", "POST api-keys", string.Empty, $$"""{ "name": "{{new string('x', 201)}}", "role": "registrar" }""", 400, "text-too-long /name");
        Row("administrator", "POST api-keys", string.Empty, """{ "name": "", "role": "registrar" }""", 400, "text-too-long /name");

        // Queries.
        Row(
            "registrar", "GET projects/iris2/attainment?colour=red&limit=0", string.Empty, string.Empty, 400,
            "query-unknown /colour, number-out-of-range /limit");
        foreach (var (name, value) in new[] { ("from", "2024"), ("to", "2024-T4"), ("window", "year"), ("gender", "women"), ("subproject", string.Empty) })
        {
            Row("registrar", $"GET projects/iris2/attainment?{name}={value}", string.Empty, string.Empty, 400, "type-wrong /" + name);
        }

        // Codes.
        Enroll(TestData.Enrollment("F", ("gender", "Woman")), 422, "unknown-code /gender");
        Enroll(
            TestData.Enrollment("F", ("gender", "woman "), ("referrer", "x"), ("education", ""), ("correction", "x")), 422,
            "unknown-code /gender, unknown-code /referrer, unknown-code /education, unknown-code /correction");
        Enroll(TestData.Enrollment("F", ("occupation", Raw("""{ "group": "idle" }"""))), 422, "unknown-code /occupation/group");
        Exit(TestData.Exit("E-running", ("reason", "work")), 422, "unknown-code /reason");
        Step(TestData.Step("F", "E-running", ("kind", "leap")), 422, "unknown-code /kind");
        Row("administrator", "POST api-keys", string.Empty, """{ "name": "x", "role": "boss" }""", 422, "unknown-code /role");
        Row(
            "registrar", "POST projects/narrow/exits", string.Empty, TestData.Exit("N-1", ("exitedOn", "2026-06-01"), ("reason", "studies")).ToJsonString(),
            422, "code-not-used /reason");
        Row(
            "registrar", "POST projects/narrow/enrollments", string.Empty,
            TestData.Enrollment("F", ("startedOn", "2026-02-01"), ("referrer", "municipality")).ToJsonString(), 422, "code-not-used /referrer");
        Enroll(TestData.Enrollment("F", ("subproject", "ips")), 422, "subproject-unknown /subproject");
        Row(
            "registrar", "POST projects/narrow/enrollments", string.Empty,
            TestData.Enrollment("F", ("startedOn", "2026-02-01"), ("subproject", "vsb")).ToJsonString(), 422, "subproject-unknown /subproject");

        // Days. IRIS 2 runs from 2023-02-01 to 2026-01-31; today is 2026-11-22. "narrow" runs until 2030.
        Enroll(TestData.Enrollment("F", ("startedOn", "2023-01-31")), 422, "start-outside-project /startedOn");
        Enroll(TestData.Enrollment("F", ("startedOn", "2026-02-01")), 422, "start-outside-project /startedOn");
        Enroll(TestData.Enrollment("F", ("startedOn", "2026-02-01"), ("carriedOver", true)), 422, "start-outside-project /startedOn");
        Enroll(TestData.Enrollment("F", ("startedOn", "2023-02-01"), ("carriedOver", true)), 422, "start-outside-project /carriedOver");
        Enroll(TestData.Enrollment("F", ("startedOn", "2024-02-01"), ("referredOn", "2024-02-02")), 422, "start-before-referral /startedOn");
        foreach (var member in new[] { "referredOn", "mappedOn", "consentGivenOn", "consentWithdrawnOn" })
        {
            Enroll(
                TestData.Enrollment("F", (member, "2026-11-23")), 422,
                "date-in-future /" + member + (member == "referredOn" ? ", start-before-referral /startedOn" : string.Empty));
        }

        Row(
            "registrar", "POST projects/narrow/enrollments", string.Empty, TestData.Enrollment("F", ("startedOn", "2026-11-23")).ToJsonString(), 422,
            "date-in-future /startedOn");
        Row(
            "registrar", "POST projects/narrow/exits", string.Empty, TestData.Exit("N-1", ("exitedOn", "2026-11-23"), ("reason", "moved")).ToJsonString(), 422,
            "date-in-future /exitedOn");
        Exit(
            TestData.Exit("E-running", ("documentationGivenToReferrerOn", "2026-11-23"), ("documentationGivenToParticipantOn", "2026-11-23")), 422,
            "date-in-future /documentationGivenToReferrerOn, date-in-future /documentationGivenToParticipantOn");
        Step(TestData.Step("F", "E-running", ("on", "2026-11-23")), 422, "date-in-future /on");
        Offer(TestData.JobOffer("F", "E-running", ("on", "2026-11-23")), 422, "date-in-future /on");
        Exit(TestData.Exit("E-running", ("exitedOn", "2024-01-31")), 422, "exit-before-start /exitedOn");
        Exit(TestData.Exit("E-running", ("exitedOn", "2026-02-01")), 422, "exit-outside-project /exitedOn");
        Row(
            "registrar", "PUT projects/iris2/enrollments/E-ended", "If-Match: \"1\"",
            TestData.Enrollment("E-ended", ("startedOn", "2024-06-02")).ToJsonString(), 422, "exit-before-start /startedOn");

        // Two things that are wrong with one field are two faults.
        Exit(TestData.Exit("E-running", ("exitedOn", "2022-12-31")), 422, "exit-before-start /exitedOn, exit-outside-project /exitedOn");
        Exit(TestData.Exit("E-running", ("exitedOn", "2026-11-23")), 422, "date-in-future /exitedOn, exit-outside-project /exitedOn");
        Enroll(
            TestData.Enrollment("F", ("startedOn", "2026-11-23"), ("referredOn", "2026-11-24")), 422,
            "date-in-future /startedOn, date-in-future /referredOn, start-outside-project /startedOn, start-before-referral /startedOn");

        // Referrals and follow-ups.
        Enroll(TestData.Enrollment("F", ("referralReference", "R-none")), 422, "referral-not-found /referralReference");
        Enroll(
            TestData.Enrollment("F", ("referralReference", "R-1"), ("referredOn", "2024-01-11"), ("referrer", "municipality")), 422,
            "referral-differs /referredOn, referral-differs /referrer");
        FollowUp(("enrollmentReference", "E-running"), 422, "follow-up-without-exit /enrollmentReference");
        FollowUp(("followedUpOn", "2024-05-31"), 422, "follow-up-before-exit /followedUpOn");
        FollowUp(("unobtainable", "referrer-closed"), 400, "type-wrong /unobtainable");
        FollowUp(("answer", null), 400, "required-missing /answer");
        Row(
            "registrar", "POST projects/iris2/follow-ups", string.Empty,
            """{ "enrollmentReference": "E-ended", "months": 3, "followedUpOn": "2024-09-02", "unobtainable": "no-time" }""", 422,
            "unknown-code /unobtainable");
        FollowUp(("months", 4), 400, "number-out-of-range /months");
        Row(
            "registrar", "POST projects/narrow/follow-ups", string.Empty,
            """{ "enrollmentReference": "N-1", "months": 3, "followedUpOn": "2026-11-02", "unobtainable": "referrer-closed", "reportedBy": "municipality" }""",
            422,
            "follow-up-without-exit /enrollmentReference, code-not-used /reportedBy");

        // Self-assessments.
        Assess(
            [], 400,
            "required-missing /reference, required-missing /enrollmentReference, required-missing /on, required-missing /occasion, required-missing /ratings");
        Assess(
            TestData.SelfAssessment("F", "E-running", ("ratings", Raw("[3, 2, 6, null, 0, 5]"))), 400,
            "rating-out-of-range /ratings/2, rating-out-of-range /ratings/4");
        Assess(
            TestData.SelfAssessment("F", "E-running", ("ratings", Raw("[3, 2, 4.5, \"3\", true, 5]"))), 400,
            "type-wrong /ratings/2, type-wrong /ratings/3, type-wrong /ratings/4");
        Assess(TestData.SelfAssessment("F", "E-running", ("ratings", Raw("[3, 2, 4, 3, 3]"))), 400, "type-wrong /ratings");
        Assess(TestData.SelfAssessment("F", "E-running", ("ratings", Raw("[3, 2, 4, 3, 3, 3, 3]"))), 400, "type-wrong /ratings");
        Assess(TestData.SelfAssessment("F", "E-running", ("ratings", Raw("{ \"1\": 3 }"))), 400, "type-wrong /ratings");
        Assess(TestData.SelfAssessment("F", "E-running", ("ratings", Raw("[null, null, null, null, null, null]"))), 400, "required-missing /ratings");
        Assess(TestData.SelfAssessment("F", "E-running", ("occasion", "later")), 422, "unknown-code /occasion");
        Assess(TestData.SelfAssessment("F", "E-running", ("on", "2026-11-23")), 422, "date-in-future /on");
        Assess(TestData.SelfAssessment("F", "E-running", ("instrument", "whoqol-bref")), 400, "type-wrong /ratings");
        Assess(TestData.SelfAssessment("F", "E-running", ("instrument", "whoqol")), 422, "unknown-code /instrument");
        Assess(
            TestData.SelfAssessment("F", "E-running", ("instrument", "whoqol-bref"), ("ratings", Raw("[" + string.Concat(Enumerable.Repeat("3,", 25)) + "6]"))),
            400, "rating-out-of-range /ratings/25");
        Assess(TestData.SelfAssessment("F", "E-running", ("occasion", "every-third-month")), 422, "unknown-code /occasion");
        Assess(TestData.SelfAssessment("due", "E-running"), 400, "reference-invalid /reference");
        Assess(TestData.SelfAssessment("F", "E-none"), 422, "enrollment-not-found /enrollmentReference");
        Assess(TestData.SelfAssessment("F", "E-anonymous"), 422, "anonymous-with-identity /enrollmentReference");

        // Fidelity reviews.
        Review([], 400, "required-missing /reference, required-missing /on, required-missing /scale, required-missing /scores");
        Review(
            TestData.FidelityReview("F", ("scores", Raw("""{ "1": 0, "2": 6, "3": "5", "99": 5 }"""))), 400,
            "rating-out-of-range /scores/1, rating-out-of-range /scores/2, type-wrong /scores/3");
        Review(
            TestData.FidelityReview("F", ("scores", Raw("""{ "1": 5, "99": 5, "3b": 5, "a/b": 1 }"""))), 422,
            "unknown-code /scores/99, unknown-code /scores/3b, unknown-code /scores/a~1b");
        Review(TestData.FidelityReview("F", ("scale", "ips-25")), 422, "unknown-code /scores/3B");
        Review(TestData.FidelityReview("F", ("scale", "ips-26")), 422, "unknown-code /scale");
        Review(TestData.FidelityReview("F", ("scores", Raw("{}"))), 400, "required-missing /scores");
        Review(TestData.FidelityReview("F", ("scores", Raw("[5, 5]"))), 400, "type-wrong /scores");
        Review(TestData.FidelityReview("F", ("on", "2026-11-23")), 422, "date-in-future /on");
        Review(TestData.FidelityReview("F", ("points", 5)), 400, "field-unknown /points");
        Review(TestData.FidelityReview("F", ("reviewer", "friends")), 422, "unknown-code /reviewer");
        Review(
            TestData.FidelityReview("F", ("comments", Raw("""{ "1": "Bra.", "99": "Bra." }"""))), 422, "unknown-code /comments/99");
        Review(
            TestData.FidelityReview("F", ("comments", new JsonObject { ["1"] = new string('a', 501), ["2"] = new string('a', 500), ["3"] = 5 })), 400,
            "text-too-long /comments/1, type-wrong /comments/3");
        Review(TestData.FidelityReview("F", ("comments", Raw("[]"))), 400, "type-wrong /comments");
        Review(
            TestData.FidelityReview("F", ("plan", Raw("""[{ "item": "99", "activity": "Mer.", "until": "2024-12-31" }]"""))), 422, "unknown-code /plan/0/item");
        Review(
            TestData.FidelityReview("F", ("plan", Raw("""[{ "item": "1", "until": "2024-12-31", "who": "all" }]"""))), 400,
            "field-unknown /plan/0/who, required-missing /plan/0/activity");
        Review(
            TestData.FidelityReview("F", ("plan", Raw("""[{ "item": "1", "activity": "Mer.", "until": "2024-04-28", "doneOn": "2026-11-23" }]"""))), 422,
            "end-before-start /plan/0/until, date-in-future /plan/0/doneOn");

        // Reported figures.
        Figure([], 400, "required-missing /reference, required-missing /figure, required-missing /on, required-missing /value");
        Figure(TestData.ReportedFigure("F", ("on", null)), 400, "required-missing /on");
        Figure(TestData.ReportedFigure("F", ("value", 3)), 400, "type-wrong /value");
        Figure(TestData.ReportedFigure("F", ("value", 3), ("numerator", null)), 400, "type-wrong /value");
        Figure(TestData.ReportedFigure("F", ("numerator", null)), 400, "required-missing /numerator");
        Figure(TestData.ReportedFigure("F", ("denominator", null)), 400, "required-missing /denominator");
        Figure(TestData.ReportedFigure("F", ("numerator", 81)), 400, "number-out-of-range /numerator");
        Figure(TestData.ReportedFigure("F", ("denominator", -1)), 400, "number-out-of-range /denominator");
        Figure(TestData.ReportedFigure("F", ("figure", "Baseline")), 400, "type-wrong /figure");
        Figure(TestData.ReportedFigure("F", ("figure", "base line")), 400, "reference-invalid /figure");
        Figure(TestData.ReportedFigure("F", ("figure", "read-by-no-goal")), 422, "figure-unknown /figure");
        Row("referrer", "POST projects/iris2/reported-figures", string.Empty, TestData.ReportedFigure("F").ToJsonString(), 403, "not-allowed");
        Row("secretariat", "GET projects/iris2/self-assessments", string.Empty, string.Empty, 403, "not-allowed");

        // Persons.
        Enroll(
            TestData.Enrollment("F", ("participant", Raw("""{ "personalIdentityNumber": "189912319812" }"""))), 422,
            "personal-number-not-configured /participant");
        Enroll(
            TestData.With(
                new JsonObject { ["reference"] = "F", ["gender"] = "woman", ["startedOn"] = "2024-02-01", ["protectedIdentity"] = true },
                ("participant", Raw("""{ "personalIdentityNumber": "189912319812" }"""))), 422,
            "personal-number-protected /participant");
        Enroll(TestData.Enrollment("F", ("consentGivenOn", null)), 422, "consent-missing /consentGivenOn");
        var anonymous = TestData.With(
            RecordCase.Of("enrollments").Body("F", RecordCase.Of("enrollments").Full), ("anonymous", true), ("consentWithdrawnOn", "2024-03-01"),
            ("referralReference", "R-1"));
        Enroll(
            anonymous, 422,
            string.Join(", ", new[]
            {
                "participant", "consentGivenOn", "consentWithdrawnOn", "birthYear", "referralReference", "education", "incomeSources", "monthsWithoutWork",
                "monthsOnSickLeave", "monthsOnPublicSupport", "occupation",
            }.Select(m => "anonymous-with-identity /" + m)));
        Enroll(
            TestData.Enrollment("F", ("protectedIdentity", true), ("birthYear", null), ("consentGivenOn", null)), 422, "anonymous-with-identity /participant");
        Exit(TestData.Exit("E-anonymous"), 422, "anonymous-with-identity /enrollmentReference");
        Step(TestData.Step("F", "E-anonymous"), 422, "anonymous-with-identity /enrollmentReference");
        Offer(TestData.JobOffer("F", "E-anonymous"), 422, "anonymous-with-identity /enrollmentReference");
        Exit(TestData.Exit("E-none"), 422, "enrollment-not-found /enrollmentReference");
        Step(TestData.Step("F", "N-1"), 422, "enrollment-not-found /enrollmentReference");
        Offer(TestData.JobOffer("F", "E-none"), 422, "enrollment-not-found /enrollmentReference");

        // What if.
        Row(
            "registrar", "POST projects/iris2/simulations", string.Empty, """{ "changes": [{ "followUps": { "count": 900, "answer": "work" } }] }""", 422,
            "follow-ups-too-few /changes/0/followUps/count");

        // What can not be read and what does not fit, together: 400, and all of it.
        Enroll(
            TestData.Enrollment(
                "F", ("birthYear", "old"), ("gender", "x"), ("subproject", "ips"), ("startedOn", "2023-01-31"), ("extra", 1), ("consentGivenOn", null)), 400,
            "type-wrong /birthYear, unknown-code /gender, subproject-unknown /subproject, start-outside-project /startedOn, field-unknown /extra, "
                + "consent-missing /consentGivenOn");
        Exit(
            TestData.Exit("E-none", ("exitedOn", "2022-01-01"), ("extent", "half")), 400,
            "enrollment-not-found /enrollmentReference, exit-outside-project /exitedOn, type-wrong /extent");
        Step(
            TestData.Step("F", "E-none", ("kind", null), ("on", "2026-11-23")), 400,
            "enrollment-not-found /enrollmentReference, required-missing /kind, date-in-future /on");

        // Against what is stored.
        Exit(
            TestData.Exit("E-ended", ("reason", "moved"), ("extent", 50)), 409,
            "content-differs /reason, content-differs /extent, second-exit /enrollmentReference");
        Enroll(TestData.Enrollment("E-running", ("gender", "man"), ("subproject", "vsb")), 409, "content-differs /gender");
        Row(
            "registrar", "PUT projects/iris2/enrollments/E-running", string.Empty, TestData.Enrollment("E-running", ("gender", "man")).ToJsonString(), 428,
            "if-match-required");
        Row(
            "registrar", "PUT projects/iris2/enrollments/E-running", "If-Match: \"2\"", TestData.Enrollment("E-running", ("gender", "man")).ToJsonString(), 412,
            "version-stale");
        Row("registrar", "PUT projects/iris2/enrollments/F", "If-Match: \"1\"", TestData.Enrollment("F").ToJsonString(), 412, "version-stale");
        Row("registrar", "PUT projects/iris2/enrollments/F", string.Empty, TestData.Enrollment("G").ToJsonString(), 422, "reference-differs /reference");
        Row("registrar", "POST projects/iris2/enrollments", "Idempotency-Key: used", TestData.Enrollment("F").ToJsonString(), 422, "idempotency-key-reused");
        Row("registrar", "POST projects/iris2/enrollments", "Idempotency-Key: running", TestData.Enrollment("F").ToJsonString(), 409, "request-in-progress");

        // Projects.
        Project("new", With(ProjectFiles.Read("iris2"), "endsOn", "2023-01-31"), 422, "project-invalid /endsOn");
        Project("new", With(ProjectFiles.Read("iris2"), "subprojects/6", Raw("""{ "id": "usb", "name": {} }""")), 422, "project-invalid /subprojects/6/id");
        Project("new", With(ProjectFiles.Read("iris2"), "id", "iris2"), 422, "reference-differs /id");
        Project("ny%20plan", With(ProjectFiles.Read("fram"), "association", "lund"), 400, "reference-invalid");
        Project("new", With(ProjectFiles.Read("iris2"), "endsOn", "2199-12-31"), 422, "project-too-large");
        Project("new", With(ProjectFiles.Read("iris2"), "subprojects/0/association", "uppsala"), 422, "association-not-reached /subprojects/0/association");
        Project("new", With(ProjectFiles.Read("iris2"), "subprojects/0/association", "to-be"), 422, "association-unknown /subprojects/0/association");
        Project(
            "new", With(With(ProjectFiles.Read("iris2"), "subprojects/0/name", null), "subprojects/2/colour", "red"), 400,
            "required-missing /subprojects/0/name, field-unknown /subprojects/2/colour");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "followUpMonths", Raw("[3, 25, \"6\"]")), 400,
            "number-out-of-range /followUpMonths/1, type-wrong /followUpMonths/2");
        Project("new", With(ProjectFiles.Read("fram"), "association", "lund", "exitReasons/0", "x"), 422, "unknown-code /exitReasons/0");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "goals/iris2.work-or-studies/measure", "part"), 422, "goal-invalid /goals/iris2.work-or-studies/measure");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "goals/iris2.work-or-studies/targets/0/atLeast", "120%"), 422,
            "goal-invalid /goals/iris2.work-or-studies/targets/0/atLeast");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "goals/iris2.work-or-studies/counts/exitReason/1", "luck"), 422,
            "goal-invalid /goals/iris2.work-or-studies/counts/exitReason/1");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "goals/iris2-insam.work-or-vocational-studies/of/goal", "iris2.none"), 422,
            "goal-invalid /goals/iris2-insam.work-or-vocational-studies/of/goal");
        Project(
            "new", With(
                ProjectFiles.Read("iris2"), "goals/iris2.work-or-studies/eachOf/0", "women", "goals/iris2.work-or-studies/colour", "red",
                "goals/iris2.volume/judged", "never"), 422,
            "goal-invalid /goals/iris2.work-or-studies/eachOf/0, goal-invalid /goals/iris2.work-or-studies/colour, goal-invalid /goals/iris2.volume/judged");
        Project("new", With(ProjectFiles.Read("iris2"), "goals", Raw("[]")), 422, "goal-invalid /goals");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "goals/Bad Key", Raw("{}")), 422,
            "goal-invalid /goals/Bad Key, goal-invalid /goals/Bad Key/measure, goal-invalid /goals/Bad Key/text");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "plannedPlaces", "many", "endsOn", "2023-01-31", "goals/iris2.volume/judged", "never"), 400,
            "type-wrong /plannedPlaces, project-invalid /endsOn, goal-invalid /goals/iris2.volume/judged");
        Project(
            "new", With(ProjectFiles.Read("iris2"), "exitReasons/21", Raw("""{ "code": "moved", "validTo": "2024-05-31" }""")), 422,
            "project-invalid /exitReasons/21");
        Project("new", With(ProjectFiles.Read("iris2"), "followUpAnswers", Raw("""["work", "work"]""")), 422, "project-invalid /followUpAnswers/1");

        // IRIS 2 runs from 2023 to 2026.
        Project(
            "new", With(
                ProjectFiles.Read("iris2"), "budget",
                Raw("""[{ "year": 2022, "amount": 1 }, { "year": 2023, "amount": 1 }, { "year": 2027, "amount": 1 }, { "year": 2023, "amount": 2 }]""")), 422,
            "project-invalid /budget/0/year, project-invalid /budget/2/year, project-invalid /budget/3/year");
        Project(
            "new", With(
                ProjectFiles.Read("iris2"), "budget", Raw("""[{ "year": 2024, "amount": 0 }, { "amount": -5 }, { "year": 2025, "amount": 1.5, "kronor": 1 }, 7]""")), 400,
            "number-out-of-range /budget/0/amount, required-missing /budget/1/year, number-out-of-range /budget/1/amount, type-wrong /budget/2/amount, "
            + "field-unknown /budget/2/kronor, type-wrong /budget/3");

        // 35 items of at most 5 points are 175, 25 items are 125; other reported figures have no most.
        foreach (var (figure, limits, wrong) in new[]
        {
            ("ips-y-35", """{ "atLeast": 176 }""", "/atLeast"), ("ips-y-35", """{ "atMost": 200 }""", "/atMost"),
            ("ips-y-35", """{ "between": [140, 176] }""", "/between/1"),
            ("ips-25", """{ "atLeast": 126 }""", "/atLeast"),
        })
        {
            var goal = Raw($$"""{ "text": { "sv": "Programtrohet" }, "measure": "milestone", "figure": "{{figure}}", "targets": [{{limits}}] }""");
            Project("new", With(ProjectFiles.Read("iris2"), "goals/iris2.fidelity", goal), 422, $"goal-invalid /goals/iris2.fidelity/targets/0{wrong}");
            Row("secretariat", "PUT projects/iris2/goals/iris2.fidelity", string.Empty, goal.ToJsonString(), 422, $"goal-invalid /targets/0{wrong}");
        }

        Project("iris2", ProjectFiles.Read("iris2"), 428, "if-match-required");
        Row("secretariat", "PUT projects/iris2", "If-None-Match: *", ProjectFiles.Read("iris2").ToJsonString(), 412, "version-stale");
        Row("secretariat", "PUT projects/iris2", "If-Match: \"2\"", ProjectFiles.Read("iris2").ToJsonString(), 412, "version-stale");
        Row("secretariat", "PUT projects/new", "If-Match: *", ProjectFiles.Read("iris2").ToJsonString(), 412, "version-stale");
        Project("new", With(ProjectFiles.Read("iris2"), "association", "uppsala"), 404, "not-found");

        // Batches: what is wrong with the whole of one.
        const string Batch = "POST projects/iris2/batches";
        Row("registrar", Batch, string.Empty, "{}", 400, "required-missing /records");
        Row("registrar", Batch, string.Empty, "[]", 400, "type-wrong");
        Row(
            "registrar", Batch, string.Empty, """{ "records": {}, "mode": "some", "colour": 1 }""", 400,
            "type-wrong /records, unknown-code /mode, field-unknown /colour");
        Row("registrar", Batch + "?mode=some", "Content-Type: application/x-ndjson", "{}", 400, "type-wrong /mode");
        Row("registrar", Batch + "?dryRun=1", "Content-Type: application/x-ndjson", "{}", 400, "type-wrong /dryRun");
        Row("registrar", Batch, "Content-Type: text/csv", "record,record\nexit,exit", 400, "malformed-csv");
        Row("registrar", Batch, "Content-Type: text/csv", "record,,reference\nexit,,1", 400, "malformed-csv");
        Row("registrar", Batch, "Content-Type: text/csv", "record,\"reference\nexit,1", 400, "malformed-csv");
        Row("registrar", Batch, "Content-Type: application/xml", "<records/>", 415, "media-type-unsupported");
        Row("registrar", Batch, "Content-Encoding: br", "{}", 415, "encoding-unsupported");
        Row("registrar", Batch, "Content-Type: application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "PK", 400, "malformed-workbook");

        // The call itself.
        Row("registrar", "GET projects/iris2/enrollments/nobody", string.Empty, string.Empty, 404, "not-found");
        Row("registrar", "GET projects/uppsala/enrollments", string.Empty, string.Empty, 404, "not-found");
        Row("registrar", "GET projects/iris2/no-such-thing", string.Empty, string.Empty, 404, "not-found");
        Row("nobody", "GET no-such-thing", string.Empty, string.Empty, 404, "not-found");
        // Certification: IRIS 2 ended in 2026-T1, the narrow project runs, and its report of 2024-T1 is certified. One of its referrals is closed
        // without a date.
        const string Certify = "tertial-reports/2024-T1/certifications";
        Row("secretariat", "POST projects/narrow/tertial-reports/2026-T3/certifications", string.Empty, "{}", 422, "tertial-not-ended, certification-blocked");
        Row("secretariat", "POST projects/narrow/tertial-reports/2025-T3/certifications", string.Empty, "{}", 422, "certification-blocked");
        Row(
            "secretariat", "POST projects/narrow/tertial-reports/2025-T3/certifications", string.Empty,
            """{"exception":"Known.","acknowledgements":[{"finding":"open-too-long","reason":"\u202e"}]}""", 400, "type-wrong /acknowledgements/0/reason, "
            + "unknown-code /acknowledgements/0/finding");
        Row(
            "secretariat", "POST projects/narrow/tertial-reports/2025-T3/certifications", string.Empty, """{"exception":" "}""", 400,
            "text-too-long /exception");
        Row(
            "secretariat", "POST projects/narrow/tertial-reports/2025-T3/certifications", string.Empty, """{"exception":"\u0007","because":"x"}""", 400,
            "type-wrong /exception, field-unknown /because");
        Row("secretariat", "POST projects/narrow/tertial-reports/2031-T1/certifications", string.Empty, "{}", 404, "not-found");
        Row("secretariat", "POST projects/narrow/tertial-reports/2024-T0/certifications", string.Empty, "{}", 400, "type-wrong /tertial");
        Row("secretariat", $"POST projects/narrow/{Certify}", string.Empty, "{}", 409, "nothing-changed");
        Row("secretariat", "GET projects/narrow/tertial-reports/2024-T1/versions/2", string.Empty, string.Empty, 404, "not-found");
        Row("secretariat", "GET projects/narrow/tertial-reports/2024-T1/versions/01", string.Empty, string.Empty, 400, "type-wrong /version");
        Row("secretariat", "GET projects/narrow/tertial-reports/2024-T1/versions/1/changes?to=2", string.Empty, string.Empty, 404, "not-found");
        Row("secretariat", "GET projects/narrow/tertial-reports/2024-T1/versions/1/changes?to=x", string.Empty, string.Empty, 400, "type-wrong /to");
        Row("registrar", $"POST projects/narrow/{Certify}", string.Empty, "{}", 403, "not-allowed");

        Row("secretariat", "GET computations/none", string.Empty, string.Empty, 404, "not-found");
        Row("secretariat", "POST computations", string.Empty, """{ "project": "uppsala" }""", 404, "not-found");
        Row("administrator", "DELETE api-keys/none", string.Empty, string.Empty, 404, "not-found");
        Row("registrar", "GET projects/iris2/attainment?computation=none", string.Empty, string.Empty, 404, "computation-gone /computation");
        Row("nobody", "GET projects", string.Empty, string.Empty, 401, "not-authenticated");
        Row("secretariat", "GET projects/iris2/enrollments", string.Empty, string.Empty, 403, "not-allowed");
        Row("registrar", "DELETE projects/iris2/enrollments/E-running", string.Empty, string.Empty, 405, "method-not-allowed");
        Row("registrar", "GET projects/iris2/enrollments", "Accept: text/html", string.Empty, 406, "not-acceptable");
        Row("registrar", "POST projects/iris2/enrollments", "Accept: application/xml", TestData.Enrollment("F").ToJsonString(), 406, "not-acceptable");
        Row("registrar", "POST projects/iris2/enrollments", "Content-Type: text/plain", TestData.Enrollment("F").ToJsonString(), 415, "media-type-unsupported");
        return rows;
    }

    /// <summary>The body with other values at some places; null removes.</summary>
    private static JsonObject With(JsonObject body, params object?[] placesAndValues)
    {
        foreach (var pair in placesAndValues.Chunk(2))
        {
            var steps = ((string)pair[0]!).Split('/');
            JsonNode parent = steps[..^1].Aggregate((JsonNode)body, (node, step) => node is JsonArray list ? list[int.Parse(step, null)]! : node[step]!);
            var value = pair[1] switch { null => null, JsonNode node => node, var text => JsonValue.Create((string)text) };
            switch (parent)
            {
                case JsonArray list when int.Parse(steps[^1], null) == list.Count:
                    list.Add(value);
                    break;
                case JsonArray list:
                    list[int.Parse(steps[^1], null)] = value;
                    break;
                case JsonObject group when pair[1] is null:
                    group.Remove(steps[^1]);
                    break;
                default:
                    parent[steps[^1]] = value;
                    break;
            }
        }

        return body;
    }

    private async Task<HttpResponseMessage> SendAsync(string who, string call, string headers, string body, string? language = null)
    {
        var (method, path) = (call.Split(' ')[0], call[(call.IndexOf(' ', StringComparison.Ordinal) + 1)..]);
        using var request = new HttpRequestMessage(new HttpMethod(method), $"{ApiFactory.Base}/{path}");
        if (method is "POST" or "PUT")
        {
            request.Content = new StringContent(
                body switch
                {
                    TooLarge => new string(' ', MaxBytesAttribute.Usual - 1) + "{}",
                    TooDeep => new string('[', BodyReader.MaxDepth + 1) + new string(']', BodyReader.MaxDepth + 1),
                    _ => body,
                },
                Encoding.UTF8,
                "application/json");
        }

        if (headers.Split(": ") is [var name, var value])
        {
            if (name == "Content-Type")
            {
                request.Content!.Headers.ContentType = new(value);
            }
            else if (name == "Content-Encoding")
            {
                request.Content!.Headers.ContentEncoding.Add(value);
            }
            else
            {
                request.Headers.TryAddWithoutValidation(name, value);
            }
        }

        if (language is not null)
        {
            request.Headers.AcceptLanguage.ParseAdd(language);
        }

        return await api.As(who).SendAsync(request);
    }

    /// <summary>Words that no Swedish text has; those that are names in the contract as well are not among them.</summary>
    [GeneratedRegex(@"\b(the|is|which|with|that|such as|this|not|than|one of)\b", RegexOptions.IgnoreCase)]
    private static partial Regex EnglishWord();

    /// <summary>IRIS 2 with some enrollments, and a project "narrow" that uses few codes.</summary>
    public sealed class Prepared() : ProjectApi("iris2")
    {
        private readonly Dictionary<string, HttpClient> _clients = [];
        private IDisposable? _claim;

        public HttpClient As(string who) => _clients[who];

        public override async Task InitializeAsync()
        {
            await base.InitializeAsync();
            var narrow = new JsonObject
            {
                ["name"] = new JsonObject { ["sv"] = "Smal", ["en"] = "Narrow" },
                ["association"] = "lund",
                ["startsOn"] = "2024-01-01",
                ["endsOn"] = "2030-12-31",
                ["exitReasons"] = new JsonArray("moved", "deceased"),
                ["referrers"] = new JsonArray("region"),
            };
            await (await Secretariat.PutAsync($"{Base}/projects/narrow", narrow)).ShouldBeAsync(HttpStatusCode.Created);
            _clients["registrar"] = await ClientAsync("registrar", ["iris2", "narrow"]);

            // Of an association that is not registered yet.
            using var administrator = Administrator();
            var key = await administrator.PostAsJsonAsync(
                $"{Base}/api-keys", new { name = "test", role = "secretariat", associations = new[] { "lund", "to-be" } });
            _clients["secretariat"] = ClientWith((await key.ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>());
            foreach (var (association, part) in new[] { ("hoganas", "hoganas"), ("sydostra-skane", "sydost") })
            {
                await (await administrator.PutAsync($"{Base}/associations/{association}/parts/new/{part}", null)).ShouldBeAsync(HttpStatusCode.Created);
            }

            _clients["referrer"] = await ClientAsync("referrer", ["iris2"]);
            _clients["administrator"] = Administrator();
            _clients["nobody"] = ClientWith(null);
            foreach (var reference in new[] { "E-running", "E-ended", "E-ended-2", "E-long", "E-year" })
            {
                await PostAsync("iris2/enrollments", TestData.Enrollment(reference, ("subproject", "vsb")), reference == "E-running" ? "used" : null);
            }

            await PostAsync("iris2/enrollments", TestData.Enrollment("E-offers", ("subproject", "kompetenstrappan")));
            await PostAsync("iris2/enrollments", TestData.Enrollment("E-placed"));
            await PostAsync("iris2/placements", TestData.Placement("PL-placed", "E-placed"));
            await PostAsync("iris2/exits", TestData.Exit("E-ended"));
            await PostAsync(
                "iris2/referrals", new JsonObject { ["reference"] = "R-1", ["gender"] = "woman", ["referredOn"] = "2024-01-10", ["referrer"] = "region" });
            await PostAsync("iris2/exits", TestData.Exit("E-ended-2"));
            await PostAsync(
                "iris2/enrollments",
                new JsonObject { ["reference"] = "E-anonymous", ["anonymous"] = true, ["gender"] = "woman", ["startedOn"] = "2024-02-01" });
            await PostAsync("narrow/enrollments", TestData.Enrollment("N-1"));
            await (await Secretariat.PostAsJsonAsync($"{Base}/projects/narrow/tertial-reports/2024-T1/certifications", new { }))
                .ShouldBeAsync(HttpStatusCode.Created);
            await PostAsync(
                "narrow/referrals", new JsonObject { ["reference"] = "N-R", ["gender"] = "woman", ["referredOn"] = "2025-01-10", ["outcome"] = "declined" });
            await ApiFactory.UpToDateAsync(Secretariat, "iris2");
            await ApiFactory.UpToDateAsync(Secretariat, "narrow");

            // Somebody's request is running all the time.
            var credential = Scalar<string>("SELECT public_id FROM api_keys WHERE role = 'registrar' AND projects LIKE '%narrow%'");
            _claim = Services.GetRequiredService<Idempotency>().Claim(new Caller(credential, Role.Registrar, [], []), "running");
        }

        protected override void Dispose(bool disposing)
        {
            _claim?.Dispose();
            base.Dispose(disposing);
        }

        private async Task PostAsync(string path, JsonObject body, string? key = null)
        {
            using var request = new HttpRequestMessage(HttpMethod.Post, $"{Base}/projects/{path}") { Content = JsonContent.Create(body) };
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key ?? "setup-" + path + body.First().Value);
            await (await _clients["registrar"].SendAsync(request)).ShouldBeAsync(HttpStatusCode.Created);
        }
    }
}
