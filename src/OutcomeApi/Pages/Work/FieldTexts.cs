using System.Collections.Frozen;

namespace OutcomeApi.Pages.Work;

/// <summary>What forms call the kinds of record and their values.</summary>
internal static class FieldTexts
{
    /// <summary>Texts are written <c>Swedish|English</c>.</summary>
    private static readonly FrozenDictionary<string, string> Names = new Dictionary<string, string>
    {
        ["reference"] = "Referens|Reference",
        ["enrollmentReference"] = "Inskrivningens referens|Reference of the enrollment",
        ["referralReference"] = "Anvisningens referens|Reference of the referral",
        ["participant"] = "Deltagare (referens)|Participant (reference)",
        ["anonymous"] = "Anonym|Anonymous",
        ["protectedIdentity"] = "Skyddade personuppgifter|Protected identity",
        ["carriedOver"] = "Pågick när projektet började|Was running when the project began",
        ["consentGivenOn"] = "Samtycke gavs|Consent given on",
        ["consentWithdrawnOn"] = "Samtycke återkallades|Consent withdrawn on",
        ["gender"] = "Kön|Gender",
        ["birthYear"] = "Födelseår|Year of birth",
        ["subproject"] = "Delprojekt|Subproject",
        ["referredOn"] = "Anvisad|Referred on",
        ["referrer"] = "Remittent|Referrer",
        ["referrerUnit"] = "Remittentens enhet|Unit of the referrer",
        ["mappedOn"] = "Kartlagd|Mapped on",
        ["startedOn"] = "Startdag|Started on",
        ["endedOn"] = "Slutdag|Ended on",
        ["education"] = "Utbildning|Education",
        ["incomeSources"] = "Försörjning|Income",
        ["monthsWithoutWork"] = "Månader utan arbete|Months without work",
        ["monthsOnSickLeave"] = "Månader sjukskriven|Months on sick leave",
        ["monthsOnPublicSupport"] = "Månader med offentlig försörjning|Months on public support",
        ["occupation.group"] = "Sysselsättning|Occupation",
        ["occupation.extent"] = "Sysselsättningens omfattning, procent|Extent of the occupation, percent",
        ["exitedOn"] = "Avslutsdag|Exited on",
        ["reason"] = "Avslutsorsak|Exit reason",
        ["extent"] = "Omfattning, procent av heltid|Extent, percent of full time",
        ["nextStepStartsOn"] = "Nästa steg börjar|Next step starts on",
        ["nextMeasureReady"] = "Nästa insats är klar|The next measure is ready",
        ["documentationGivenToReferrerOn"] = "Slutdokumentation till remittenten|Documentation given to the referrer on",
        ["documentationGivenToParticipantOn"] = "Slutdokumentation till deltagaren|Documentation given to the participant on",
        ["months"] = "Månader efter avslutet|Months after the exit",
        ["followedUpOn"] = "Uppföljd|Followed up on",
        ["answer"] = "Svar|Answer",
        ["unobtainable"] = "Inget svar går att få, därför att|No answer can be had, because",
        ["reportedBy"] = "Rapporterat av|Reported by",
        ["queuedOn"] = "Ställd i kö|Queued on",
        ["offeredOn"] = "Erbjuden plats|Offered a place on",
        ["outcome"] = "Utfall|Outcome",
        ["closedOn"] = "Avslutad|Closed on",
        ["kind"] = "Slag|Kind",
        ["on"] = "Dag|Day",
        ["subsidised"] = "Med lönestöd|With a wage subsidy",
        ["otherField"] = "Annat område än först tänkt|In another field than first meant",
        ["openToAll"] = "Kunde sökas av alla|Could be applied for by anybody",
        ["occasion"] = "Tillfälle|Occasion",
        ["instrument"] = "Instrument|Instrument",
        ["ratings"] = "Skattning|Ratings",
        ["voided"] = "Ta tillbaka: registrerad av misstag|Take back: registered by mistake",
        ["correction"] = "Varför rättas uppgiften?|Why is the record corrected?",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Hints = new Dictionary<string, string>
    {
        ["participant"] = "En beteckning som ni själva väljer. Inget namn och inget personnummer.|"
            + "A reference that you choose yourselves. No name and no personal identity number.",
        ["enrollmentReference"] = "Den referens som inskrivningen registrerades med.|The reference under which the enrollment was registered.",
        ["anonymous"] = "Utan samtycke: ingen deltagare, inget födelseår.|Without consent: no participant, no year of birth.",
        ["unobtainable"] = "Välj antingen ett svar eller en orsak.|Choose either an answer or a reason.",
        ["nextStepStartsOn"] = "Får ligga fram i tiden.|May lie ahead.",
        ["endedOn"] = "Lämna tomt medan det pågår.|Leave empty while it goes on.",
    }.ToFrozenDictionary();

    private static readonly FrozenDictionary<string, string> Kinds = new Dictionary<string, string>
    {
        ["referrals"] = "Anvisning|Referral",
        ["enrollments"] = "Inskrivning|Enrollment",
        ["exits"] = "Avslut|Exit",
        ["follow-ups"] = "Uppföljning|Follow-up",
        ["steps"] = "Stegförflyttning|Step",
        ["placements"] = "Anställning eller studieplats|Job or course",
        ["job-offers"] = "Erbjudande om arbete|Job offer",
        ["self-assessments"] = "Självskattning|Self-assessment",
    }.ToFrozenDictionary();

    /// <summary>The kinds that have forms, by the name of their collection.</summary>
    public static IReadOnlyList<string> Collections { get; } =
        ["referrals", "enrollments", "exits", "follow-ups", "steps", "placements", "job-offers", "self-assessments"];

    /// <summary>Names a value. A value without a name of its own is called as in the contract.</summary>
    public static string Name(PageFrame frame, string column) => In(frame, Names.GetValueOrDefault(column) ?? $"{column}|{column}");

    /// <summary>Explains a value. Null when it needs no explanation.</summary>
    public static string? Hint(PageFrame frame, string column) => Hints.TryGetValue(column, out var hint) ? In(frame, hint) : null;

    /// <summary>Names a kind of record.</summary>
    public static string Kind(PageFrame frame, string collection) => In(frame, Kinds[collection]);

    private static string In(PageFrame frame, string texts) => frame.In(texts.Split('|')[0], texts.Split('|')[1]);
}
