using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Tests.Registrations;

/// <summary>
/// What speaks against a registration. Every line of a table is a good registration with one thing changed, and all that is said about it, as
/// <c>code pointer</c>; nothing: it is good. The rules are those of api.md (checks, bodies) and domain.md §2 and §9.
/// </summary>
public sealed class RegistrationRulesTests
{
    private static readonly DateOnly Today = new(2025, 3, 1);

    private static readonly ProjectDefinition Project = new()
    {
        Id = "example",
        Name = new LocalizedText { Sv = "Exempel" },
        Association = "lund",
        Period = new ReportingPeriod(new DateOnly(2023, 2, 1), new DateOnly(2026, 1, 31)),
        PlannedMonths = 12,
        Ages = new AgeSpan { From = 16, To = 65 },
        Subprojects = [new Subproject { Id = "usb", Ages = new AgeSpan { From = 16, To = 29 }, PlannedMonths = 6 }, new Subproject { Id = "vsb" }],
        Referrers = ["region", "municipality"],
        ExitReasons = ["work-unsubsidised", "moved", "deceased", "registered-in-error"],
        FollowUpAnswers = ["work", "moved"],
        ReferrerUnits = [new("maria-skane", "region", new LocalizedText { Sv = "Maria Skåne" }, true), new("ung", "municipality", new LocalizedText(), false)],
        StepKinds = [new("language", StepKind.Language), new("yoga-group", StepKind.BetterHealth), new("cooking", null)],
    };

    // The same project when it is over: a day can lie after its end and still not ahead.
    private static readonly ProjectDefinition Over = Project with { Period = new ReportingPeriod(new DateOnly(2023, 2, 1), new DateOnly(2025, 1, 31)) };

    private static readonly Referral Proposed = new() { Reference = "R-1", Gender = "woman", Referrer = "region", ReferredOn = Date("2024-01-10") };

    private static readonly Enrollment Identified = new()
    {
        Reference = "E-1",
        Participant = "P-1",
        Gender = "woman",
        BirthYear = 2001,
        ConsentGivenOn = Date("2024-02-01"),
        Subproject = "usb",
        Referrer = "region",
        ReferredOn = Date("2024-01-10"),
        MappedOn = Date("2024-01-25"),
        StartedOn = Date("2024-02-01"),
        IncomeSources = ["wage"],
    };

    private static readonly Enrollment Anonymous = new() { Reference = "E-1", Anonymous = true, Gender = "woman", StartedOn = Date("2024-02-01") };

    private static readonly Exit Ended = new() { EnrollmentReference = "E-1", ExitedOn = Date("2024-11-30"), Reason = "moved" };

    private static readonly FollowUp Answered = new()
    {
        EnrollmentReference = "E-1",
        Months = 3,
        FollowedUpOn = Date("2025-02-28"),
        Answer = "work",
        ReportedBy = "region",
    };

    private static readonly Step Stepped = new() { Reference = "S-1", EnrollmentReference = "E-1", Kind = "language", On = Date("2024-05-02") };

    private static readonly JobOffer Offer = new() { Reference = "O-1", EnrollmentReference = "E-1", On = Date("2024-09-01"), Subsidised = false };

    private static SelfAssessment Rated(string occasion, string on) =>
        new() { Reference = "A-1", EnrollmentReference = "E-1", Occasion = occasion, On = Date(on), Ratings = [1, 2, 3, 4, 5, null] };

    /// <summary>What is stated, and every fault that is expected, parted by commas.</summary>
    private static readonly IReadOnlyList<(string Name, Func<IEnumerable<Fault>> Faults, string Expected)> Registrations =
    [
        ("enrollment: good", () => Of(Identified), ""),
        ("enrollment: without participant", () => Of(Identified with { Participant = null }), "required-missing /participant"),
        ("enrollment: without birth year", () => Of(Identified with { BirthYear = null }), "required-missing /birthYear"),
        ("enrollment: without consent", () => Of(Identified with { ConsentGivenOn = null }), "consent-missing /consentGivenOn"),
        ("enrollment: all three are missing, all three are said",
            () => Of(new Enrollment { Reference = "E-1", Gender = "man", StartedOn = Date("2024-02-01") }),
            "required-missing /participant, required-missing /birthYear, consent-missing /consentGivenOn"),
        ("enrollment: starts today", () => Of(Identified with { StartedOn = Today }), ""),
        ("enrollment: starts tomorrow", () => Of(Identified with { StartedOn = Today.AddDays(1) }), "date-in-future /startedOn"),
        ("enrollment: every day lies ahead",
            () => Of(Identified with
            {
                StartedOn = Today.AddDays(2),
                ReferredOn = Today.AddDays(1),
                MappedOn = Today.AddDays(1),
                ConsentGivenOn = Today.AddDays(1),
            }),
            "date-in-future /startedOn, date-in-future /referredOn, date-in-future /mappedOn, date-in-future /consentGivenOn"),
        ("enrollment: unknown subproject", () => Of(Identified with { Subproject = "ips" }), "subproject-unknown /subproject"),
        ("enrollment: without a subproject", () => Of(Identified with { Subproject = null }), ""),
        ("enrollment: a referrer that the project does not use", () => Of(Identified with { Referrer = "self-referral" }), "code-not-used /referrer"),
        ("enrollment: a referrer that is no code is the form's fault", () => Of(Identified with { Referrer = "neighbour" }), ""),
        ("enrollment: of a unit", () => Of(Identified with { ReferrerUnit = "maria-skane" }), ""),
        ("enrollment: of a unit, and no word of the referrer", () => Of(Identified with { Referrer = null, ReferrerUnit = "ung" }), ""),
        ("enrollment: of a unit that the project does not name", () => Of(Identified with { ReferrerUnit = "psykiatrin" }), "unknown-code /referrerUnit"),
        ("enrollment: of a unit of another referrer", () => Of(Identified with { ReferrerUnit = "ung" }), "unit-of-other-referrer /referrerUnit"),
        ("enrollment: of the unit of its referral",
            () => Of(
                Identified with { ReferralReference = "R-1", ReferrerUnit = "maria-skane" }, referral: Proposed with { ReferrerUnit = "maria-skane" }),
            ""),
        ("enrollment: of a unit of which its referral says nothing",
            () => Of(Identified with { ReferralReference = "R-1", ReferrerUnit = "maria-skane" }, referral: Proposed), "referral-differs /referrerUnit"),
        ("referral: of a unit", () => (Proposed with { ReferrerUnit = "maria-skane" }).Faults(Project, Today), ""),
        ("referral: of a unit that the project does not name", () => (Proposed with { ReferrerUnit = "region" }).Faults(Project, Today),
            "unknown-code /referrerUnit"),
        ("referral: of a unit of another referrer", () => (Proposed with { ReferrerUnit = "ung" }).Faults(Project, Today),
            "unit-of-other-referrer /referrerUnit"),
        ("enrollment: starts on the project's first day", () => Of(Early("2023-02-01")), ""),
        ("enrollment: starts before the project", () => Of(Early("2023-01-31")), "start-outside-project /startedOn"),
        ("enrollment: carried over from before the project", () => Of(Early("2023-01-31") with { CarriedOver = true }), ""),
        ("enrollment: carried over from its first day", () => Of(Early("2023-02-01") with { CarriedOver = true }), "start-outside-project /carriedOver"),
        ("enrollment: starts on the project's last day", () => Of(Identified with { StartedOn = Date("2025-01-31") }, project: Over), ""),
        ("enrollment: starts after the project", () => Of(Identified with { StartedOn = Date("2025-02-01") }, project: Over),
            "start-outside-project /startedOn"),
        ("enrollment: starts after the project, carried over",
            () => Of(Identified with { StartedOn = Date("2025-02-01"), CarriedOver = true }, project: Over), "start-outside-project /startedOn"),
        ("enrollment: referred on the day of the start", () => Of(Identified with { ReferredOn = Date("2024-02-01") }), ""),
        ("enrollment: referred after the start", () => Of(Identified with { ReferredOn = Date("2024-02-02") }), "start-before-referral /startedOn"),
        ("enrollment: born after the start", () => Of(Identified with { BirthYear = 2025 }), "number-out-of-range /birthYear"),
        ("enrollment: moved to the day of its exit", () => Of(Identified with { StartedOn = Ended.ExitedOn }, Ended), ""),
        ("enrollment: moved beyond its exit", () => Of(Identified with { StartedOn = Date("2024-12-01") }, Ended), "exit-before-start /startedOn"),
        ("enrollment: names its referral and says no more",
            () => Of(Identified with { ReferralReference = "R-1", ReferredOn = null, Referrer = null }, referral: Proposed), ""),
        ("enrollment: says the same as its referral", () => Of(Identified with { ReferralReference = "R-1" }, referral: Proposed), ""),
        ("enrollment: says another than its referral",
            () => Of(Identified with { ReferralReference = "R-1", ReferredOn = Date("2024-01-09"), Referrer = "municipality" }, referral: Proposed),
            "referral-differs /referredOn, referral-differs /referrer"),
        ("enrollment: names a referral that is not there", () => Of(Identified with { ReferralReference = "R-9" }), "referral-not-found /referralReference"),
        ("enrollment: starts before its referral",
            () => Of(Identified with { ReferralReference = "R-1", ReferredOn = null, Referrer = null, StartedOn = Date("2024-01-09") }, referral: Proposed),
            "start-before-referral /startedOn"),

        ("anonymous: good", () => Of(Anonymous), ""),
        ("anonymous: may be mapped, referred and in a subproject",
            () => Of(Anonymous with { MappedOn = Date("2024-01-25"), ReferredOn = Date("2024-01-10"), Referrer = "region", Subproject = "usb" }), ""),
        ("anonymous: everything about the person is refused",
            () => Of(Anonymous with
            {
                Participant = "P-1",
                BirthYear = 2001,
                ConsentGivenOn = Date("2024-02-01"),
                ReferralReference = "R-1",
                Education = "compulsory",
                IncomeSources = ["wage"],
                MonthsWithoutWork = 0,
                MonthsOnSickLeave = 0,
                MonthsOnPublicSupport = 0,
                Occupation = new Occupation { Group = "work" },
            }, referral: Proposed),
            "anonymous-with-identity /participant, anonymous-with-identity /birthYear, anonymous-with-identity /consentGivenOn, "
            + "anonymous-with-identity /referralReference, anonymous-with-identity /education, anonymous-with-identity /incomeSources, "
            + "anonymous-with-identity /monthsWithoutWork, anonymous-with-identity /monthsOnSickLeave, anonymous-with-identity /monthsOnPublicSupport, "
            + "anonymous-with-identity /occupation"),
        ("anonymous: no sources of income are nothing about the person", () => Of(Anonymous with { IncomeSources = [] }), ""),
        ("anonymous: not once there is an exit", () => Of(Anonymous, Ended), "anonymous-with-identity /anonymous"),
        ("anonymous: not while anything hangs on it",
            () => Anonymous.Faults(Project, Today, null, null, carriesRecords: true), "anonymous-with-identity /anonymous"),
        ("anonymous: protected, not while anything hangs on it",
            () => (Anonymous with { ProtectedIdentity = true }).Faults(Project, Today, null, null, carriesRecords: true),
            "anonymous-with-identity /protectedIdentity"),
        ("anonymous: withdrawn takes along what hangs on it",
            () => ((Enrollment)(Identified with { ConsentWithdrawnOn = Today }).Normalised()).Faults(Project, Today, Ended, null, carriesRecords: true), ""),
        ("identified: whatever hangs on it", () => Identified.Faults(Project, Today, Ended, null, carriesRecords: true), ""),
        ("anonymous: even so where the exit is an error", () => Of(Anonymous, Ended with { Reason = "registered-in-error" }), ""),

        // Protected identity is always anonymous.
        ("protected: good", () => Of(Anonymous with { Anonymous = false, ProtectedIdentity = true }), ""),
        ("protected: the person is refused", () => Of(Identified with { ProtectedIdentity = true, IncomeSources = null }),
            "anonymous-with-identity /participant, anonymous-with-identity /birthYear, anonymous-with-identity /consentGivenOn"),

        // Withdrawn consent turns the record into an anonymous one, whatever else is sent with it.
        ("withdrawn: good", () => Of(Identified with { ConsentWithdrawnOn = Today }), ""),
        ("withdrawn: after the exit", () => Of(Identified with { ConsentWithdrawnOn = Today }, Ended), ""),
        ("withdrawn: without the person", () => Of(Anonymous with { Anonymous = false, ConsentWithdrawnOn = Today }), ""),
        ("withdrawn: on the day of the consent", () => Of(Identified with { ConsentWithdrawnOn = Date("2024-02-01") }), ""),
        ("withdrawn: before the consent", () => Of(Identified with { ConsentWithdrawnOn = Date("2024-01-31") }),
            "consent-withdrawn-before-given /consentWithdrawnOn"),
        ("withdrawn: before the consent that is stored",
            () => ((Enrollment)(Identified with { ConsentGivenOn = null, ConsentWithdrawnOn = Date("2024-01-31") }).Normalised())
                .Faults(Project, Today, null, null, consentGivenOn: Date("2024-02-01")),
            "consent-withdrawn-before-given /consentWithdrawnOn"),
        ("withdrawn: tomorrow is refused, for nothing brings the record back", () => Of(Identified with { ConsentWithdrawnOn = Today.AddDays(1) }),
            "date-in-future /consentWithdrawnOn"),
        ("withdrawn: what is kept is still checked",
            () => Of(Identified with { ConsentWithdrawnOn = Today, Subproject = "ips", StartedOn = Date("2023-01-31") }),
            "subproject-unknown /subproject, start-outside-project /startedOn"),

        ("exit: good", () => Of(Ended, Identified), ""),
        ("exit: without an enrollment", () => Of(Ended, null), "enrollment-not-found /enrollmentReference"),
        ("exit: of an anonymous one", () => Of(Ended, Anonymous), "anonymous-with-identity /enrollmentReference"),
        ("exit: of an anonymous one, as an error", () => Of(Ended with { Reason = "registered-in-error" }, Anonymous), ""),
        ("exit: on the day of the start", () => Of(Ended with { ExitedOn = Date("2024-02-01") }, Identified), ""),
        ("exit: before the start", () => Of(Ended with { ExitedOn = Date("2024-01-31") }, Identified), "exit-before-start /exitedOn"),
        ("exit: before the project", () => Of(Ended with { ExitedOn = Date("2023-01-31") }, Early("2023-01-01")), "exit-outside-project /exitedOn"),
        ("exit: on the project's last day", () => Of(Ended with { ExitedOn = Date("2025-01-31") }, Identified, Over), ""),
        ("exit: after the project", () => Of(Ended with { ExitedOn = Date("2025-02-01") }, Identified, Over), "exit-outside-project /exitedOn"),
        ("exit: tomorrow", () => Of(Ended with { ExitedOn = Today.AddDays(1) }, Identified), "date-in-future /exitedOn"),
        ("exit: the next step may lie ahead", () => Of(Ended with { NextStepStartsOn = Today.AddDays(60) }, Identified), ""),
        ("exit: the next step on the day of the exit", () => Of(Ended with { NextStepStartsOn = Date("2024-11-30") }, Identified), ""),
        ("exit: the next step a year later", () => Of(Ended with { NextStepStartsOn = Date("2025-11-30") }, Identified), ""),
        ("exit: the next step before it", () => Of(Ended with { NextStepStartsOn = Date("2024-11-29") }, Identified),
            "next-step-out-of-range /nextStepStartsOn"),
        ("exit: the next step more than a year later", () => Of(Ended with { NextStepStartsOn = Date("2025-12-01") }, Identified),
            "next-step-out-of-range /nextStepStartsOn"),
        ("exit: documentation may not",
            () => Of(Ended with { DocumentationGivenToReferrerOn = Today.AddDays(1), DocumentationGivenToParticipantOn = Today.AddDays(1) }, Identified),
            "date-in-future /documentationGivenToReferrerOn, date-in-future /documentationGivenToParticipantOn"),
        ("exit: a reason that the project does not use", () => Of(Ended with { Reason = "studies" }, Identified), "code-not-used /reason"),
        ("exit: all at once", () => Of(new Exit { EnrollmentReference = "E-9", ExitedOn = Date("2026-02-01"), Reason = "studies" }, null),
            "enrollment-not-found /enrollmentReference, date-in-future /exitedOn, exit-outside-project /exitedOn, code-not-used /reason"),

        ("step: good", () => Stepped.Faults(Project, Today, Identified, Ended), ""),
        ("step: of a kind of the project's own", () => (Stepped with { Kind = "yoga-group" }).Faults(Project, Today, Identified, Ended), ""),
        ("step: of one that counts as no other", () => (Stepped with { Kind = "cooking" }).Faults(Project, Today, Identified, Ended), ""),
        ("step: of a kind that the project does not use", () => (Stepped with { Kind = "interview" }).Faults(Project, Today, Identified, Ended),
            "code-not-used /kind"),
        ("step: of a kind that nobody has", () => (Stepped with { Kind = "dancing" }).Faults(Project, Today, Identified, Ended), "unknown-code /kind"),
        ("step: of a kind that was used, taken back",
            () => (Stepped with { Kind = "dancing", Voided = true }).Faults(Project, Today, Identified, Ended), ""),
        ("step: without an enrollment", () => Stepped.Faults(Project, Today, null, null), "enrollment-not-found /enrollmentReference"),
        ("step: of an anonymous one", () => Stepped.Faults(Project, Today, Anonymous, null), "anonymous-with-identity /enrollmentReference"),
        ("step: tomorrow", () => (Stepped with { On = Today.AddDays(1) }).Faults(Project, Today, Identified, null), "date-in-future /on"),
        ("step: on the first day", () => (Stepped with { On = Date("2024-02-01") }).Faults(Project, Today, Identified, Ended), ""),
        ("step: before the first day", () => (Stepped with { On = Date("2024-01-31") }).Faults(Project, Today, Identified, Ended), "outside-participation /on"),
        ("step: on the day of the exit", () => (Stepped with { On = Ended.ExitedOn }).Faults(Project, Today, Identified, Ended), ""),
        ("step: after the exit", () => (Stepped with { On = Date("2024-12-01") }).Faults(Project, Today, Identified, Ended), "outside-participation /on"),
        ("step: nothing bounds it while it is running", () => (Stepped with { On = Date("2024-12-01") }).Faults(Project, Today, Identified, null), ""),
        ("step: taken back wherever it lies", () => (Stepped with { On = Date("2024-12-01"), Voided = true }).Faults(Project, Today, Identified, Ended), ""),
        ("step: of an anonymous one, and outside", () => (Stepped with { On = Date("2024-01-31") }).Faults(Project, Today, Anonymous, null),
            "anonymous-with-identity /enrollmentReference"),
        ("job offer: thirty days after the exit", () => (Offer with { On = Date("2024-12-30") }).Faults(Today, Identified, Ended), ""),
        ("job offer: thirty-one days after the exit", () => (Offer with { On = Date("2024-12-31") }).Faults(Today, Identified, Ended),
            "outside-participation /on"),
        ("rating: at the exit, thirty days after it", () => Rated("exit", "2024-12-30").Faults(Today, Identified, Ended), ""),
        ("rating: at the exit, thirty-one days after it", () => Rated("exit", "2024-12-31").Faults(Today, Identified, Ended), "outside-participation /on"),
        ("rating: of another occasion, a day after the exit", () => Rated("third-month", "2024-12-01").Faults(Today, Identified, Ended),
            "outside-participation /on"),
        ("job offer: good", () => Offer.Faults(Today, Identified, Ended), ""),
        ("job offer: without an enrollment, tomorrow", () => (Offer with { On = Today.AddDays(1) }).Faults(Today, null, null),
            "enrollment-not-found /enrollmentReference, date-in-future /on"),
        ("job offer: of an anonymous one", () => Offer.Faults(Today, Anonymous, null), "anonymous-with-identity /enrollmentReference"),

        ("referral: good", () => Proposed.Faults(Project, Today), ""),
        ("referral: before the project", () => (Proposed with { ReferredOn = Date("2020-01-01") }).Faults(Project, Today), ""),
        ("referral: every day lies ahead",
            () => (Proposed with { ReferredOn = Today.AddDays(1), QueuedOn = Today.AddDays(1), OfferedOn = Today.AddDays(1), ClosedOn = Today.AddDays(1) })
                .Faults(Project, Today),
            "date-in-future /referredOn, date-in-future /queuedOn, date-in-future /offeredOn, date-in-future /closedOn"),
        ("referral: unknown subproject, unused referrer", () => (Proposed with { Subproject = "ips", Referrer = "self-referral" }).Faults(Project, Today),
            "subproject-unknown /subproject, code-not-used /referrer"),

        ("follow-up: good", () => Of(Answered, Identified, Ended), ""),
        ("follow-up: unobtainable", () => Of(Answered with { Answer = null, Unobtainable = "referrer-closed" }, Identified, Ended), ""),
        ("follow-up: neither answer nor unobtainable", () => Of(Answered with { Answer = null }, Identified, Ended), "required-missing /answer"),
        ("follow-up: both", () => Of(Answered with { Unobtainable = "referrer-closed" }, Identified, Ended), "type-wrong /unobtainable"),
        ("follow-up: without an enrollment", () => Of(Answered, null, null), "enrollment-not-found /enrollmentReference"),
        ("follow-up: of an anonymous one", () => Of(Answered, Anonymous, null), "anonymous-with-identity /enrollmentReference"),
        ("follow-up: while it is running", () => Of(Answered, Identified, null), "follow-up-without-exit /enrollmentReference"),
        ("follow-up: of a registration in error", () => Of(Answered, Identified, Ended with { Reason = "registered-in-error" }),
            "follow-up-without-exit /enrollmentReference"),
        ("follow-up: of somebody who has died", () => Of(Answered, Identified, Ended with { Reason = "deceased" }),
            "follow-up-without-exit /enrollmentReference"),
        ("follow-up: taken back after the exit was corrected to a death",
            () => Of(Answered with { Voided = true }, Identified, Ended with { Reason = "deceased" }), ""),
        ("follow-up: taken back after the exit was taken back", () => Of(Answered with { Voided = true }, Identified, null), ""),
        ("follow-up: two weeks before it is due", () => Of(Answered with { FollowedUpOn = Date("2025-02-14") }, Identified, Ended), ""),
        ("follow-up: earlier", () => Of(Answered with { FollowedUpOn = Date("2025-02-13") }, Identified, Ended), "follow-up-too-early /followedUpOn"),
        ("follow-up: six months, earlier", () => Of(Answered with { Months = 6 }, Identified, Ended), "follow-up-too-early /followedUpOn"),
        ("follow-up: earlier, taken back", () => Of(Answered with { FollowedUpOn = Date("2025-02-13"), Voided = true }, Identified, Ended), ""),
        ("follow-up: before the exit", () => Of(Answered with { FollowedUpOn = Date("2024-11-29") }, Identified, Ended), "follow-up-before-exit /followedUpOn"),
        ("follow-up: after the project", () => Answered.Faults(Over, Today, Identified, Ended), ""),
        ("follow-up: tomorrow", () => Of(Answered with { FollowedUpOn = Today.AddDays(1) }, Identified, Ended), "date-in-future /followedUpOn"),
        ("follow-up: an answer that the project does not use", () => Of(Answered with { Answer = "studies" }, Identified, Ended), "code-not-used /answer"),

        // Worth a second look: the record is kept.
        ("warning: none", () => Worth(Identified with { StartedOn = Today.AddDays(-30), BirthYear = 2000 }), ""),
        ("warning: late after thirty days", () => Worth(Identified with { StartedOn = Today.AddDays(-31), BirthYear = 2000 }), "late-registration /startedOn"),
        ("warning: as young as the subproject says", () => Worth(Identified with { StartedOn = Today, BirthYear = 2009 }), ""),
        ("warning: too young", () => Worth(Identified with { StartedOn = Today, BirthYear = 2010 }), "age-unusual /birthYear"),
        ("warning: as old as the subproject says", () => Worth(Identified with { StartedOn = Today, BirthYear = 1996 }), ""),
        ("warning: too old", () => Worth(Identified with { StartedOn = Today, BirthYear = 1995 }), "age-unusual /birthYear"),
        ("warning: a subproject without ages has the project's", () => Worth(Identified with { StartedOn = Today, BirthYear = 1960, Subproject = "vsb" }), ""),
        ("warning: too old for the project", () => Worth(Identified with { StartedOn = Today, BirthYear = 1959, Subproject = null }), "age-unusual /birthYear"),
        ("warning: of an age that nobody has said", () => Worth(Anonymous with { StartedOn = Today }), ""),
        ("warning: overlaps with oneself",
            () => (Identified with { StartedOn = Today, BirthYear = 2000 }).Warnings(Project, Today, overlapsOwn: true, null, []),
            "overlapping-enrollment /startedOn"),
        ("warning: the start lies after a step",
            () => (Identified with { StartedOn = Today, BirthYear = 2000 })
                .Warnings(Project, Today, overlapsOwn: false, null, [Belonging(Today.AddDays(-1), Today)]),
            "outside-participation /startedOn"),
        ("warning: the exit lies before a step", () => (Ended with { ExitedOn = Today })
            .Warnings(Project, Today, Identified with { StartedOn = Today }, [Belonging(Today, Today.AddDays(1))]),
            "outside-participation /exitedOn"),
        ("warning: the exit lies thirty-one days before an offer", () => (Ended with { ExitedOn = Today })
            .Warnings(Project, Today, Identified with { StartedOn = Today }, [Belonging(Today, Today.AddDays(31), mayFollowExit: true)]),
            "outside-participation /exitedOn"),
        ("warning: the exit lies thirty days before an offer", () => (Ended with { ExitedOn = Today })
            .Warnings(Project, Today, Identified with { StartedOn = Today }, [Belonging(Today, Today.AddDays(30), mayFollowExit: true)]), ""),
        ("warning: an exit that is taken back bounds nothing", () => (Ended with { ExitedOn = Today, Voided = true })
            .Warnings(Project, Today, Identified with { StartedOn = Today }, [Belonging(Today, Today.AddDays(1))]), ""),
        ("warning: all three", () => (Identified with { BirthYear = 1950 }).Warnings(Project, Today, overlapsOwn: true, null, []),
            "age-unusual /birthYear, overlapping-enrollment /startedOn, late-registration /startedOn"),
        ("warning: as long as the subproject plans",
            () => Worth(Ended with { ExitedOn = Date("2025-02-28") }, Identified with { StartedOn = Date("2024-08-28") }), ""),
        ("warning: longer than the subproject plans",
            () => Worth(Ended with { ExitedOn = Date("2025-02-28") }, Identified with { StartedOn = Date("2024-08-27") }),
            "long-enrollment /exitedOn"),
        ("warning: six months from the end of August are clipped",
            () => Worth(Ended with { ExitedOn = Date("2025-02-28") }, Identified with { StartedOn = Date("2024-08-31") }), ""),
        ("warning: as long as the project plans",
            () => Worth(Ended with { ExitedOn = Date("2025-02-28") }, Identified with { StartedOn = Date("2024-02-28"), Subproject = "vsb" }), ""),
        ("warning: longer, and late",
            () => Worth(Ended with { ExitedOn = Date("2025-01-29") }, Identified with { StartedOn = Date("2024-01-28"), Subproject = null }),
            "long-enrollment /exitedOn, late-registration /exitedOn"),
        ("warning: a late step", () => Stepped.Warnings(Today), "late-registration /on"),
        ("warning: a step in time", () => (Stepped with { On = Today.AddDays(-30) }).Warnings(Today), ""),
        ("warning: a late offer", () => Offer.Warnings(Today), "late-registration /on"),
        ("warning: a late referral", () => Proposed.Warnings(Today), "late-registration /referredOn"),
        ("warning: a follow-up in time", () => Answered.Warnings(Project, Today), ""),
        ("warning: a follow-up after months that the project does not name",
            () => (Answered with { Months = 6 }).Warnings(Project, Today), "months-not-followed-up /months"),
        ("warning: the same, taken back", () => (Answered with { Months = 6, Voided = true }).Warnings(Project, Today), ""),
        ("warning: a late follow-up", () => Answered.Warnings(Project, Date("2025-03-31")), "late-registration /followedUpOn"),
    ];

    public static TheoryData<string> Names() => [.. Registrations.Select(s => s.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Everything_that_speaks_against_a_statement_is_said_and_nothing_else(string registration)
    {
        var (_, faults, expected) = Registrations.Single(s => s.Name == registration);

        faults().Select(f => $"{f.Code} {f.Pointer}").ShouldBe(expected.Split(", ", StringSplitOptions.RemoveEmptyEntries), ignoreOrder: true);
    }

    [Fact]
    public void Faults_never_repeat_what_was_sent()
    {
        var sent = Identified with
        {
            Participant = "P-secret",
            Reference = "E-secret",
            ReferralReference = "R-secret",
            Subproject = "subproject-secret",
            StartedOn = Date("2199-12-30"),
            Referrer = "self-referral",
            BirthYear = 2198,
        };

        Of(sent).SelectMany(f => f.Details).Where(d => d.Contains("secret", StringComparison.Ordinal) || d.Contains("219", StringComparison.Ordinal)
            || d.Contains("self-referral", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [Fact]
    public void Protected_identity_is_always_anonymous()
    {
        ((Enrollment)(Identified with { ProtectedIdentity = true }).Normalised()).Anonymous.ShouldBeTrue();
        ((Enrollment)Identified.Normalised()).ShouldBe(Identified);
        ((Enrollment)Anonymous.Normalised()).ShouldBe(Anonymous);
    }

    [Fact]
    public void Withdrawn_consent_leaves_the_volume_and_nothing_about_the_person()
    {
        var withdrawn = (Enrollment)(Identified with
        {
            ConsentWithdrawnOn = Today,
            ReferralReference = "R-1",
            CarriedOver = true,
            Education = "compulsory",
            MonthsWithoutWork = 1,
            MonthsOnSickLeave = 2,
            MonthsOnPublicSupport = 3,
            Occupation = new Occupation { Group = "work" },
            Correction = "other",
        }).Normalised();

        withdrawn.IsWithdrawn.ShouldBeTrue();
        var kept = new Dictionary<string, object?>
        {
            ["Reference"] = "E-1",
            ["Anonymous"] = true,
            ["CarriedOver"] = true,
            ["Gender"] = "woman",
            ["Subproject"] = "usb",
            ["MappedOn"] = Date("2024-01-25"),
            ["StartedOn"] = Date("2024-02-01"),
            ["Correction"] = "other",
        };
        foreach (var property in typeof(Enrollment).GetProperties().Where(p => p.CanWrite && p.SetMethod!.IsPublic))
        {
            var value = property.GetValue(withdrawn);
            (value is false ? null : value).ShouldBe(kept.GetValueOrDefault(property.Name), property.Name);
        }
    }

    [Fact]
    public void Withdrawing_twice_changes_nothing()
    {
        var once = (Identified with { ConsentWithdrawnOn = Today }).Normalised();

        once.Normalised().ShouldBe(once);
    }

    [Theory]
    [InlineData(null, "open")]
    [InlineData("open", "open")]
    [InlineData("declined", "declined")]
    public void A_referral_of_which_nothing_is_said_is_open(string? sent, string kept) =>
        ((Referral)(Proposed with { Outcome = sent }).Normalised()).ShouldBe(Proposed with { Outcome = kept });

    [Fact]
    public void The_others_are_kept_as_they_are_sent()
    {
        Ended.Normalised().ShouldBe(Ended);
        Answered.Normalised().ShouldBe(Answered);
        Stepped.Normalised().ShouldBe(Stepped);
        Offer.Normalised().ShouldBe(Offer);
    }

    private static DateOnly Date(string text) => Support.ProjectFile.Date(text);

    private static Enrollment Early(string startedOn) =>
        Identified with { StartedOn = Date(startedOn), ReferredOn = Date("2022-12-01"), MappedOn = null, ConsentGivenOn = Date("2022-12-01") };

    /// <summary>As the register does: the form in which it is stored is what is checked.</summary>
    private static IEnumerable<Fault> Of(Enrollment enrollment, Exit? exit = null, Referral? referral = null, ProjectDefinition? project = null) =>
        ((Enrollment)enrollment.Normalised()).Faults(project ?? Project, Today, exit, referral);

    private static IEnumerable<Fault> Of(Exit exit, Enrollment? enrollment, ProjectDefinition? project = null) =>
        exit.Faults(project ?? Project, Today, enrollment);

    private static IEnumerable<Fault> Of(FollowUp followUp, Enrollment? enrollment, Exit? exit) => followUp.Faults(Project, Today, enrollment, exit);

    private static BelongingDays Belonging(DateOnly first, DateOnly last, bool mayFollowExit = false) =>
        new() { First = first, Last = last, MayFollowExit = mayFollowExit };

    private static IEnumerable<Fault> Worth(Enrollment enrollment) => enrollment.Warnings(Project, Today, overlapsOwn: false, null, []);

    private static IEnumerable<Fault> Worth(Exit exit, Enrollment enrollment) => exit.Warnings(Project, Today, enrollment, []);
}
