using System.Collections.Frozen;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Participations;

/// <summary>A code with its texts and its meaning.</summary>
public sealed record CodeEntry
{
    public required string Code { get; init; }

    public required LocalizedText Text { get; init; }

    /// <summary>How the participation ended. Set only for exit reasons.</summary>
    public Ending? Ending { get; init; }

    /// <summary>The occupation group as in SUS. Set only for exit reasons, and null for a registration in error.</summary>
    public OccupationGroup? Group { get; init; }

    /// <summary>Whether the person has a functioning plan. Set only for follow-up answers.</summary>
    public bool? FunctioningPlan { get; init; }

    /// <summary>Whether the person is in a functioning measure. Set only for follow-up answers.</summary>
    public bool? FunctioningMeasure { get; init; }
}

/// <summary>
/// Holds the code lists of the product: stable codes with texts in Swedish and English. A project selects codes from them and may rename
/// the texts.
/// </summary>
public static class CodeLists
{
    public static readonly FrozenDictionary<string, IReadOnlyList<CodeEntry>> All = new Dictionary<string, IReadOnlyList<CodeEntry>>
    {
        ["genders"] = List<Gender>("Kvinna|Woman", "Man|Man", "Annan könsidentitet|Other gender identity", "Uppgift saknas|Not known"),
        ["referrers"] = List<Referrer>(
            "Arbetsförmedlingen|Employment service", "Försäkringskassan|Social insurance agency", "Kommunen|Municipality", "Regionen|Region",
            "Egenremiss|Self-referral"),
        ["referral-outcomes"] = List<ReferralOutcome>(
            "Öppen|Open", "I kö|In queue", "Påbörjad|Started", "Avböjd|Declined", "Återtagen|Withdrawn", "Vägledd vidare|Guided elsewhere"),
        ["exit-reasons"] = ExitReasonList(),
        ["endings"] = List<Ending>("Planerat|Planned", "Avbrutet|Interrupted", "Ogiltigt|Void"),
        ["occupation-groups"] = List<OccupationGroup>("Arbete|Work", "Studier|Studies", "Arbetssökande|Job-seeking", "Annat|Other"),
        ["step-kinds"] = List<StepKind>(
            "Språk|Language", "Fortsatta studier i svenska|Further studies of Swedish", "Bättre hälsa|Better health",
            "Bättre social situation|Better social situation",
            "Föreningsaktivitet|Activity in an association", "Bruten isolering|Broken isolation", "Närmare arbetsmarknaden|Nearer the labour market",
            "Praktik|Work placement", "Studiebesök|Study visit", "Kartläggning klar|Mapped", "Mål satt|Goal set",
            "Kontakt med arbetsgivare|Contact with an employer", "Ansökan skickad|Application sent", "Anställningsintervju|Job interview"),
        ["placement-kinds"] = List<PlacementKind>("Arbete|Work", "Studier|Studies"),
        ["follow-up-answers"] = FollowUpAnswerList(),
        ["unobtainable-reasons"] = List<UnobtainableReason>(
            "Avslutad hos remittenten|Closed at the referrer", "Remittenten svarar inte|No reply from the referrer",
            "Skyddade personuppgifter|Protected identity"),
        ["assessment-occasions"] = List<AssessmentOccasion>(
            "Start|Start", "Var tredje månad|Every third month", "Var sjätte månad|Every sixth month", "Avslut|Exit"),
        ["fidelity-reviewers"] = List<FidelityReviewer>("Det egna teamet|The own team", "Ett annat team|Another team", "Extern granskare|External"),
        ["income-sources"] = List<IncomeSource>(
            "Sjukpenning|Sickness benefit", "Rehabiliteringspenning|Rehabilitation benefit", "Aktivitetsersättning|Activity compensation",
            "Sjukersättning|Sickness compensation", "Arbetslöshetsersättning|Unemployment insurance", "Aktivitetsstöd|Activity grant",
            "Etableringsersättning|Establishment benefit", "Försörjningsstöd|Social assistance", "Studiestöd|Student aid", "Lön|Wage",
            "Föräldrapenning|Parental benefit", "Annan|Other", "Ingen|None"),
        ["education"] = List<Education>(
            "Ej fullföljd grundskola|Below compulsory school", "Grundskola|Compulsory school", "Gymnasieskola|Upper secondary",
            "Eftergymnasial|Post-secondary", "Uppgift saknas|Not known"),
        ["corrections"] = List<Correction>(
            "Fel datum|Wrong date", "Fel kod|Wrong code", "Sen uppgift|Late information", "Dubblett|Duplicate", "Annat|Other"),
    }.ToFrozenDictionary();

    /// <summary>Returns the name of the list that holds the codes of an enum. Null when there is none.</summary>
    public static string? NameOf(Type codes)
    {
        var members = Enum.GetNames(codes).Select(Code.Kebab).ToArray();
        return All.FirstOrDefault(list => list.Value.Select(entry => entry.Code).SequenceEqual(members)).Key;
    }

    /// <summary>Pairs the codes of an enum with texts written <c>sv|en</c>, in the order of the members.</summary>
    private static CodeEntry[] List<T>(params string[] texts)
        where T : struct, Enum
    {
        var codes = Code.All<T>();
        return texts.Length == codes.Count
            ? [.. codes.Zip(texts, (code, text) => new CodeEntry { Code = code, Text = Text(text) })]
            : throw new InvalidOperationException($"{typeof(T).Name} has {codes.Count} codes and {texts.Length} texts.");
    }

    private static LocalizedText Text(string text) => new() { Sv = text.Split('|')[0], En = text.Split('|')[1] };

    private static CodeEntry[] ExitReasonList() =>
    [
        .. List<ExitReason>(
                "Arbete utan lönestöd|Work without wage subsidy", "Arbete med lönestöd|Work with wage subsidy", "Studier (påbörjade)|Studies (begun)",
                "Yrkesinriktade studier|Vocational studies", "Studier slutförda|Studies completed",
                "Förstärkt samarbete AF/FK|Coordinated support by the employment service and the social insurance agency",
                "Arbetsförmedlingens ordinarie insats|Regular measure of the employment service",
                "Kommunens ordinarie insats|Regular measure of the municipality",
                "IPS / supported employment|IPS / supported employment", "Praktik|Work placement", "Arbetsträning|Work training",
                "Annan planerad insats|Other planned measure", "Daglig verksamhet (LSS)|Daily activity (LSS)",
                "Vård, sjukskrivning eller utredning|Care, sick leave or examination", "Åter till remittent|Returned to the referrer",
                "Flytt från kommunen|Moved from the municipality", "Avbrutit kontakten|Dropped out",
                "Utskriven, utebliven progression|Discharged, no progress", "Avliden|Deceased", "Uppgift saknas|Not known",
                "Felregistrering|Registered in error")
            .Select(entry => entry with
            {
                Ending = ExitReasons.EndingOf(Code.Parse<ExitReason>(entry.Code)),
                Group = ExitReasons.GroupOf(Code.Parse<ExitReason>(entry.Code)),
            })
    ];

    private static CodeEntry[] FollowUpAnswerList() =>
    [
        .. List<FollowUpAnswer>(
                "Arbete|Work", "Studier|Studies", "I insats|In a measure", "I kö till insats|In queue for a measure",
                "Planering utan insats|A plan without a measure", "Avslutad hos remittenten|Closed at the referrer", "Sjuk utan planering|Ill without a plan",
                "Flyttat|Moved", "Avliden|Deceased", "Ej nåbar|Unreachable")
            .Select(entry => entry with
            {
                FunctioningPlan = FollowUpAnswers.MeansFunctioningPlan(Code.Parse<FollowUpAnswer>(entry.Code)),
                FunctioningMeasure = FollowUpAnswers.MeansFunctioningMeasure(Code.Parse<FollowUpAnswer>(entry.Code)),
            })
    ];
}
