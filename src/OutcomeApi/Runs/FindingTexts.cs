using System.Collections.Frozen;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Runs;

/// <summary>Describes what a data quality check has found and how to fix it, in Swedish and English.</summary>
public sealed record FindingText(string Sv, string SvFix, string En, string EnFix)
{
    public string Message(Language language) => language == Language.Swedish ? Sv : En;

    public string HowToFix(Language language) => language == Language.Swedish ? SvFix : EnFix;
}

/// <summary>Holds the texts of all data quality checks.</summary>
public static class FindingTexts
{
    /// <summary>Says why no goal counts an exit, by code.</summary>
    public static readonly FrozenDictionary<string, (string Sv, string En)> Why = new Dictionary<string, (string, string)>
    {
        [Code.Format(UncountedBecause.NoOfferRecorded)] = ("inget erbjudande om arbete är registrerat", "no job offer is recorded"),
        [Code.Format(UncountedBecause.NoStepRecorded)] = ("inget steg är registrerat", "no step is recorded"),
        [Code.Format(UncountedBecause.NotCounted)] = ("inget mål räknar ett sådant avslut", "no goal counts such an exit"),
    }.ToFrozenDictionary();

    /// <summary>Returns what a check finds. A check that the service no longer makes is named by its code.</summary>
    public static string NameOf(string code, Language language) => All.GetValueOrDefault(code)?.Message(language) ?? code;

    public static readonly FrozenDictionary<string, FindingText> All = new Dictionary<string, FindingText>
    {
        [DataQualityChecks.StartOutsideProject] = new(
            "Starten ligger utanför projektets tid, eller säger fel om deltagandet pågick när projektet började. Ingen period räknar den rätt.",
            "Rätta startdatumet eller carriedOver, eller låt kansliet rätta projektets tid.",
            "The start lies outside the project's period, or is wrong about whether it was running when the project began. No window counts it right.",
            "Correct the start date or carriedOver, or have the secretariat correct the project's period."),
        [DataQualityChecks.ExitOutsideProject] = new(
            "Avslutet ligger utanför projektets tid. Ingen period räknar det.", "Rätta avslutsdatumet, eller låt kansliet rätta projektets tid.",
            "The exit lies outside the project's period. No window counts it.", "Correct the exit date, or have the secretariat correct the project's period."),
        [DataQualityChecks.SubprojectUnknown] = new(
            "Projektet har inte längre delprojektet. Posten räknas i projektet men inte i någon del.",
            "Rätta delprojektet, eller låt kansliet lägga tillbaka det.",
            "The project no longer has the subproject. The record counts in the project and in none of its parts.",
            "Correct the subproject, or have the secretariat put it back."),
        [DataQuality.ReferralClosedWithoutDate] = new(
            "Anvisningen är stängd utan datum. Ingen period räknar stängningen, och kön räknar den fortfarande.", "Skicka closedOn.",
            "The referral is closed without a date. No window counts the closing, and the queue still counts it.", "Send closedOn."),
        [DataQualityChecks.OutsideParticipation] = new(
            "En rättelse har lagt posten utanför sitt deltagande. Den räknas inte i något mål.",
            "Rätta postens datum, eller inskrivningens start eller avslut.",
            "A correction has left the record outside its participation. It counts in no goal.",
            "Correct the day of the record, or the start or the exit of the participation."),
        [DataQualityChecks.FollowUpTooEarly] = new(
            "En rättelse av avslutet har gjort att uppföljningen ligger för tidigt. Den räknas ändå.", "Rätta avslutets eller uppföljningens datum.",
            "A correction of the exit has left the follow-up too early. It is counted all the same.", "Correct the day of the exit, or of the follow-up."),
        [DataQualityChecks.DoubleRegistration] = new(
            "Deltagaren är inskriven två gånger i samma delprojekt från samma dag.", "Ta tillbaka den ena inskrivningen (felregistrering).",
            "The participant is enrolled twice in the same subproject from the same day.",
            "Void one of the two, or register its exit as a registration in error."),
        [DataQuality.GenderUnknown] = new(
            "Uppgift om kön saknas.", "Rätta kön om uppgiften finns.",
            "The gender is not known.", "Correct the gender if it can be known."),
        [DataQuality.ExitReasonUnknown] = new(
            "Avslutsorsak saknas.", "Rätta orsaken om uppgiften finns.",
            "The exit reason is not known.", "Correct the reason if it can be known."),
        [DataQuality.ExitWithoutDocumentation] = new(
            "Slutdokumentation har inte lämnats till både remittent och deltagare.", "Lämna dokumentationen och rätta avslutet med dagarna.",
            "Final documentation has not been given to both the referrer and the participant.", "Give the documentation and correct the exit with its days."),
        [DataQualityChecks.FollowUpOverdue] = new(
            "Uppföljningen skulle ha gjorts för mer än 30 dagar sedan.", "Skicka uppföljningen, eller varför den inte går att få.",
            "The follow-up was due more than 30 days ago.", "Send the follow-up, or why it can not be obtained."),
        [DataQualityChecks.ExitInNoGoal] = new(
            "Inget mål räknar ett avslut till arbete eller studier.",
            "Registrera erbjudandet eller steget om det finns, eller se över målet. Uppgifterna bakom fyndet säger vad som fattas.",
            "No goal counts an exit to work or studies.",
            "Register the offer or the step if there was one, or review the goal. The records behind the finding say what is missing."),
        [DataQualityChecks.FigureInNoGoal] = new(
            "Inget mål läser en rapporterad siffra.", "Rätta siffrans namn, eller låt kansliet lägga den i projektets figures.",
            "No goal reads a reported figure.", "Correct the name of the figure, or have the secretariat list it in the project's figures."),
        [DataQuality.OpenLongerThanPlanned] = new(
            "Deltagandet har pågått längre än projektet planerar.", "Skicka avslutet om deltagandet är slut.",
            "The participation has been running for longer than the project plans.", "Send the exit if it has ended."),
        [DataQualityChecks.OpenAfterProjectEnd] = new(
            "Projektet är slut men deltagandet har inget avslut.", "Skicka avslutet.",
            "The project has ended and the participation has no exit.", "Send the exit."),
        [DataQualityChecks.FollowUpDue] = new(
            "Uppföljningen ska göras nu.", "Skicka uppföljningen när den är gjord.",
            "The follow-up is due.", "Send the follow-up when it is made."),
        [DataQuality.LateRegistration] = new(
            "Händelsen registrerades mer än 30 dagar efter att den inträffade.", "Registrera händelser när de inträffar.",
            "The event was registered more than 30 days after it happened.", "Register events as they happen."),
        [DataQuality.OverlappingEnrollment] = new(
            "Deltagaren har ett tidigare deltagande i samma delprojekt under samma tid.", "Kontrollera att det inte är samma deltagande två gånger.",
            "The participant has an earlier participation in the same subproject at the same time.", "Check that it is not the same participation twice."),
        [SenderVolumes.Jumped] = new(
            "En avsändare har registrerat ovanligt många deltaganden.", "Kontrollera att avsändaren inte skickar samma deltagande under flera referenser.",
            "A sender has registered unusually many participations.", "Check that the sender does not send the same participation under several references."),
        [SenderVolumes.Dropped] = new(
            "En avsändare har registrerat ovanligt få deltaganden.", "Kontrollera att avsändaren skickar allt.",
            "A sender has registered unusually few participations.", "Check that the sender sends everything."),
    }.ToFrozenDictionary();
}
