using System.Collections.Frozen;
using System.Globalization;

namespace OutcomeApi.Http.Problems;

/// <summary>The HTTP status and the texts of a fault code. <c>{0}</c> and <c>{1}</c> in a text are placeholders for the details of the fault.</summary>
/// <param name="Status">The HTTP status of a problem with this code. 0 means that the code is a warning.</param>
/// <param name="Sv">What is wrong, in Swedish.</param>
/// <param name="SvFix">How to fix it, in Swedish.</param>
/// <param name="En">What is wrong, in English.</param>
/// <param name="EnFix">How to fix it, in English.</param>
public sealed record FaultText(int Status, string Sv, string SvFix, string En, string EnFix)
{
    /// <summary>Returns what is wrong, with the details filled in.</summary>
    public string Message(Language language, IReadOnlyList<string> details) =>
        language == Language.Swedish ? Fill(Sv, InSwedish(details)) : Fill(En, details);

    /// <summary>Returns how to fix it, with the details filled in.</summary>
    public string HowToFix(Language language, IReadOnlyList<string> details) =>
        language == Language.Swedish ? Fill(SvFix, InSwedish(details)) : Fill(EnFix, details);

    private static string[] InSwedish(IReadOnlyList<string> details) => [.. details.Select(ExpectedTexts.InSwedish)];

    private static string Fill(string text, IReadOnlyList<string> details)
    {
        for (var i = 0; i < details.Count; i++)
        {
            text = text.Replace("{" + i.ToString(CultureInfo.InvariantCulture) + "}", details[i], StringComparison.Ordinal);
        }

        return text;
    }
}

/// <summary>
/// The catalogue of all fault and warning codes. Each code has an HTTP status and says what is wrong and how to fix it, in Swedish and English.
/// No text repeats a value that was sent: it could be personal data.
/// </summary>
public static class FaultTexts
{
    /// <summary>Maps each code to its texts.</summary>
    public static readonly FrozenDictionary<string, FaultText> All = new Dictionary<string, FaultText>
    {
        [FaultCodes.MalformedJson] = new(400,
            "Det som skickades är inte giltig JSON i UTF-8.", "Skicka ett JSON-objekt där varje fält förekommer en gång.",
            "What was sent is not valid JSON in UTF-8.", "Send one JSON object in which every field occurs once."),
        [FaultCodes.MalformedCsv] = new(400,
            "Raden är inte giltig CSV i UTF-8.",
            "Skicka lika många celler som rubrikraden har, var och en av dem en gång namngiven, och avsluta varje citat.",
            "The row is not valid CSV in UTF-8.", "Send as many cells as the header row has, name each column once, and close every quote."),
        [FaultCodes.FieldUnknown] = new(400,
            "Fältet finns inte.", "Ta bort fältet eller rätta namnet. Tillåtna fält: {0}.",
            "There is no such field.", "Remove the field or correct its name. Fields: {0}."),
        [FaultCodes.RequiredMissing] = new(400,
            "Fältet är obligatoriskt.", "Skicka fältet med ett värde.",
            "The field is required.", "Send the field with a value."),
        [FaultCodes.TypeWrong] = new(400,
            "Värdet har fel typ eller form.", "Skicka {0}.",
            "The value has the wrong type or form.", "Send {0}."),
        [FaultCodes.ReferenceInvalid] = new(400,
            "Referensen har fel form.",
            "Använd 1–64 tecken ur A–Z, a–z, 0–9, punkt, understreck och bindestreck. Ett personnummer är ingen referens: det "
                + "skickas bara i participant, som personalIdentityNumber.",
            "The reference has the wrong form.",
            "Use 1–64 characters from A–Z, a–z, 0–9, dot, underscore and hyphen. A personal identity number is not a reference: "
                + "send it only in participant, as personalIdentityNumber."),
        [FaultCodes.NumberOutOfRange] = new(400,
            "Värdet ligger utanför det tillåtna.", "Skicka ett värde från {0} till {1}.",
            "The value is out of range.", "Send a value from {0} to {1}."),
        [FaultCodes.RatingOutOfRange] = new(400,
            "Skattningen ligger utanför skalan.", "Skicka ett heltal från {0} till {1}.",
            "The rating lies outside the scale.", "Send a whole number from {0} to {1}."),
        [FaultCodes.TextTooLong] = new(400,
            "Texten är för lång eller tom.", "Skicka 1–{0} tecken.",
            "The text is too long or empty.", "Send 1–{0} characters."),
        [FaultCodes.QueryUnknown] = new(400,
            "Frågeparametern finns inte.", "Ta bort parametern eller rätta namnet. Tillåtna: {0}.",
            "There is no such query parameter.", "Remove the parameter or correct its name. Allowed: {0}."),
        [FaultCodes.BodyTooDeep] = new(400,
            "Innehållet är nästlat för djupt.", "Nästla högst {0} nivåer.",
            "The body is nested too deeply.", "Nest at most {0} levels."),

        [FaultCodes.ExitBeforeStart] = new(422,
            "Avslutet ligger före inskrivningens start.", "Rätta avslutsdatumet eller inskrivningens startdatum.",
            "The exit lies before the start of the enrollment.", "Correct the exit date, or the enrollment's start date."),
        [FaultCodes.StartOutsideProject] = new(422,
            "Starten ligger utanför projektets tid ({0}–{1}).",
            "Rätta startdatumet. Pågick insatsen redan när projektet började: skicka carriedOver true och en start före {0}.",
            "The start lies outside the project's period ({0}–{1}).",
            "Correct the start date. If the participation was already running when the project began, send carriedOver true and a start before {0}."),
        [FaultCodes.ExitOutsideProject] = new(422,
            "Avslutet ligger utanför projektets tid ({0}–{1}).", "Rätta avslutsdatumet.",
            "The exit lies outside the project's period ({0}–{1}).", "Correct the exit date."),
        [FaultCodes.FollowUpBeforeExit] = new(422,
            "Uppföljningen ligger före avslutet.", "Rätta uppföljningens datum eller avslutets.",
            "The follow-up lies before the exit.", "Correct the date of the follow-up, or that of the exit."),
        [FaultCodes.FollowUpTooEarly] = new(422,
            "Uppföljningen ligger för tidigt: tidigast {0}.", "Rätta uppföljningens datum eller månader.",
            "The follow-up is too early: {0} at the earliest.", "Correct the day of the follow-up, or its months."),
        [FaultCodes.OutsideParticipation] = new(422,
            "Dagen ligger utanför deltagandet ({0}–{1}).", "Rätta datumet, eller inskrivningens start eller avslut.",
            "The day lies outside the participation ({0}–{1}).", "Correct the day, or the start or the exit of the participation."),
        [FaultCodes.NextStepOutOfRange] = new(422,
            "Nästa steg ska börja mellan avslutet och ett år senare ({0}–{1}).", "Rätta datumet, eller utelämna det.",
            "The next step begins between the exit and a year later ({0}–{1}).", "Correct the day, or leave it out."),
        [FaultCodes.FigureUnknown] = new(422,
            "Inget av projektets mål läser värdet, och projektet anger det inte.",
            "Använd ett av: {0}. Eller låt sekretariatet lägga till det i projektets figures.",
            "No goal of the project reads the figure, and the project does not list it.",
            "Use one of: {0}. Or have the secretariat add it to the project's figures."),
        [FaultCodes.ConsentWithdrawnBeforeGiven] = new(422,
            "Samtycket är återkallat före det gavs.", "Rätta något av datumen. Ett återkallat samtycke går inte att ångra.",
            "The consent is withdrawn before it was given.", "Correct one of the days. A withdrawal can not be undone."),
        [FaultCodes.FollowUpWithoutExit] = new(422,
            "Inskrivningen har inget avslut som följs upp.", "Skicka avslutet först. Felregistrering och dödsfall följs inte upp.",
            "The enrollment has no exit that is followed up.", "Send the exit first. Registrations in error and deaths are not followed up."),
        [FaultCodes.ReferralDiffers] = new(422,
            "Värdet är ett annat än i anvisningen.", "Utelämna fältet, eller rätta anvisningen.",
            "The value differs from that of the referral.", "Leave the field out, or correct the referral."),
        [FaultCodes.ReferralNotFound] = new(422,
            "Det finns ingen anvisning med den referensen i projektet.", "Skicka anvisningen först, eller rätta referensen.",
            "The project has no referral with that reference.", "Send the referral first, or correct the reference."),
        [FaultCodes.EnrollmentNotFound] = new(422,
            "Det finns ingen inskrivning med den referensen i projektet.", "Skicka inskrivningen först, eller rätta referensen.",
            "The project has no enrollment with that reference.", "Send the enrollment first, or correct the reference."),
        [FaultCodes.UnknownCode] = new(422,
            "Koden finns inte.", "Använd en av: {0}.",
            "There is no such code.", "Use one of: {0}."),
        [FaultCodes.CodeNotUsed] = new(422,
            "Koden används inte i projektet.", "Använd en av: {0}. Eller låt kansliet lägga till koden i projektet.",
            "The project does not use the code.", "Use one of: {0}. Or have the secretariat add the code to the project."),
        [FaultCodes.SubprojectUnknown] = new(422,
            "Projektet har inget sådant delprojekt.", "Använd ett av: {0}. Eller utelämna fältet.",
            "The project has no such subproject.", "Use one of: {0}. Or leave the field out."),
        [FaultCodes.DateInFuture] = new(422,
            "Händelsen ligger i framtiden.", "Skicka händelsen när den har inträffat.",
            "The event lies in the future.", "Send the event once it has happened."),
        [FaultCodes.StartBeforeReferral] = new(422,
            "Starten ligger före anvisningen.", "Rätta startdatumet eller anvisningens datum.",
            "The start lies before the referral.", "Correct the start date or the date of the referral."),
        [FaultCodes.AnonymousWithIdentity] = new(422,
            "Ett anonymt deltagande kan inte ha uppgifter om personen.",
            "Utelämna fältet, eller skicka deltagandet med samtycke i stället. Ett lagrat deltagande görs anonymt med allt som hör "
                + "till det genom consentWithdrawnOn, och förblir det: den som samtycker på nytt får ett nytt deltagande.",
            "An anonymous participation cannot hold data about the person.",
            "Leave the field out, or send the participation with consent instead. Sending consentWithdrawnOn makes a stored participation "
                + "anonymous, with everything that belongs to it, and this cannot be undone: a person who consents again gets a new "
                + "participation."),
        [FaultCodes.ConsentMissing] = new(422,
            "Samtycke saknas.", "Skicka consentGivenOn, eller skicka deltagandet som anonymt (anonymous true, utan uppgifter om personen).",
            "Consent is missing.", "Send consentGivenOn, or send the participation as anonymous (anonymous true, with nothing about the person)."),
        [FaultCodes.DuplicateInBatch] = new(422,
            "Samma referens förekommer tidigare i satsen med annat innehåll.", "Skicka varje post en gång.",
            "The same reference occurs earlier in the batch with different content.", "Send each record once."),
        [FaultCodes.GoalInvalid] = new(422,
            "Målets definition är felaktig.", "Här väntas: {0}.",
            "The goal's definition is wrong.", "Expected here: {0}."),
        [FaultCodes.FollowUpsTooFew] = new(422,
            "Så många obesvarade uppföljningar finns det inte.", "Skicka ett antal på högst {0}.",
            "There are not that many unanswered follow-ups.", "Send a count of at most {0}."),
        [FaultCodes.ProjectInvalid] = new(422,
            "Projektets uppgifter går inte ihop.", "Här väntas: {0}.",
            "The project's data are inconsistent.", "Expected here: {0}."),
        [FaultCodes.ReferenceDiffers] = new(422,
            "Referensen i innehållet är en annan än den i adressen.", "Skicka samma referens i båda.",
            "The reference in the body differs from the one in the address.", "Send the same reference in both."),
        [FaultCodes.CodeNotValid] = new(422,
            "Koden gäller inte på händelsens dag.", "Använd en kod som gäller den dagen (projektet använder denna {0}–{1}).",
            "The code is not valid on the day of the event.", "Use a code that is valid on that day (the project uses this one {0}–{1})."),
        [FaultCodes.PersonalNumberInvalid] = new(422,
            "Personnumret är inte giltigt.", "Skicka tolv siffror med giltigt datum och kontrollsiffra (samordningsnummer: dag + 60).",
            "The personal identity number is not valid.", "Send twelve digits with a valid date and check digit (coordination number: day + 60)."),
        [FaultCodes.PersonalNumberProtected] = new(422,
            "Den som har skyddade personuppgifter registreras utan personnummer.", "Skicka deltagandet som anonymt.",
            "A person with protected personal data is registered without a number.", "Send the participation as anonymous."),
        [FaultCodes.PersonalNumberNotConfigured] = new(422,
            "Tjänsten tar inte emot personnummer.", "Skicka en egen, ogenomskinlig referens till deltagaren.",
            "The service does not accept personal identity numbers.", "Send an opaque reference of your own for the participant."),
        [FaultCodes.IdempotencyKeyReused] = new(422,
            "Samma Idempotency-Key har redan använts för ett annat innehåll.", "Använd en ny nyckel för varje ny begäran.",
            "The same Idempotency-Key has already been used with a different body.", "Use a new key for every new request."),

        [FaultCodes.TertialNotEnded] = new(422,
            "Perioden är inte slut. Dess sista dag är {0}.", "Certifiera rapporten när perioden är slut.",
            "The tertial has not ended. Its last day is {0}.", "Certify the report when it has."),
        [FaultCodes.CertificationBlocked] = new(422,
            "Uppgifterna innehåller fel: {0} ({1}).",
            "Låt projektet rätta posterna (se projektets data-quality), eller skicka exception med skälet till att rapporten certifieras ändå.",
            "The data hold errors: {0} ({1}).",
            "Have the project correct the records (see its data-quality), or send exception with the reason for certifying despite the errors."),
        [FaultCodes.NothingChanged] = new(409,
            "Rapporten är redan certifierad och ingen siffra har ändrats.", "Använd den certifierade versionen.",
            "The report is already certified, and no figure has changed.", "Use the certified version."),

        [FaultCodes.SecondExit] = new(409,
            "Inskrivningen har redan ett avslut.", "Rätta det lagrade avslutet med PUT och If-Match.",
            "The enrollment already has an exit.", "Correct the stored exit with PUT and If-Match."),
        [FaultCodes.ContentDiffers] = new(409,
            "Det finns redan en post med samma referens och annat innehåll i fältet.", "Rätta den lagrade posten med PUT och If-Match: {0}.",
            "A record with the same reference is already stored, with different content in this field.",
            "Correct the stored record with PUT and If-Match: {0}."),
        [FaultCodes.ReferenceTaken] = new(409,
            "Referensen är upptagen.", "Ge posten en annan referens.",
            "The reference is taken.", "Give the record another reference."),
        [FaultCodes.RequestInProgress] = new(409,
            "En begäran med samma Idempotency-Key pågår.", "Försök igen om en stund.",
            "A request with the same Idempotency-Key is in progress.", "Try again in a moment."),
        [FaultCodes.VersionStale] = new(412,
            "Det som är lagrat är inte det som If-Match eller If-None-Match förutsätter.",
            "Hämta posten igen och skicka rättelsen med dess ETag i If-Match.",
            "What is stored does not meet the condition in If-Match or If-None-Match.",
            "Get the record again and send the correction with its ETag in If-Match."),
        [FaultCodes.IfMatchRequired] = new(428,
            "En rättelse behöver If-Match.", "Hämta posten och skicka dess ETag i If-Match.",
            "A correction needs If-Match.", "Get the record and send its ETag in If-Match."),

        [FaultCodes.NotFound] = new(404,
            "Det finns inget på den adressen, eller inget som nyckeln når.", "Kontrollera adressen och nyckelns projekt.",
            "There is nothing at this address, or nothing within the key's reach.", "Check the address and the projects of the key."),
        [FaultCodes.Erased] = new(410,
            "Posten är raderad, eller samtycket är återkallat.", "Skicka den inte igen. En ny medverkan registreras med en ny referens och ett nytt samtycke.",
            "The record has been erased, or the consent was withdrawn.",
            "Do not send it again. A new participation is registered under a new reference and with a new consent."),
        [FaultCodes.ComputationGone] = new(404,
            "Beräkningen finns inte kvar.", "Börja om från första sidan utan parametern computation.",
            "The computation is no longer kept.", "Begin again from the first page without the parameter computation."),
        [FaultCodes.NotAuthenticated] = new(401,
            "Nyckel saknas eller gäller inte.", "Skicka Authorization: Bearer med en giltig nyckel.",
            "The key is missing or not valid.", "Send Authorization: Bearer with a valid key."),
        [FaultCodes.NotAllowed] = new(403,
            "Nyckelns roll får inte göra detta.", "Använd en nyckel med en av rollerna: {0}.",
            "The role of the key may not do this.", "Use a key with one of the roles: {0}."),
        [FaultCodes.MethodNotAllowed] = new(405,
            "Metoden finns inte på den adressen.", "Använd en av metoderna i svarets Allow.",
            "The address does not have this method.", "Use one of the methods in the Allow header of the answer."),
        [FaultCodes.NotAcceptable] = new(406,
            "Svaret kan inte ges i den form som Accept ber om.", "Be om: {0}.",
            "The answer cannot be given in a form that Accept asks for.", "Ask for: {0}."),
        [FaultCodes.MediaTypeUnsupported] = new(415,
            "Innehållets typ tas inte emot här.", "Skicka Content-Type: {0}.",
            "The type of the body is not accepted here.", "Send Content-Type: {0}."),
        [FaultCodes.BodyTooLarge] = new(413,
            "Innehållet är för stort.", "Skicka högst {0} byte.",
            "The body is too large.", "Send at most {0} bytes."),
        [FaultCodes.BodyTooSlow] = new(408,
            "Innehållet kom för långsamt.", "Skicka det på nytt, jämnt och utan uppehåll.",
            "The body arrived too slowly.", "Send it again, steadily and without pauses."),
        [FaultCodes.TooManyRequests] = new(429,
            "För många anrop.", "Vänta så länge som Retry-After anger.",
            "Too many requests.", "Wait as long as Retry-After says."),
        [FaultCodes.DatabaseBusy] = new(503,
            "Någon annan skriver i projektet och har gjort det länge.",
            "Skicka samma sak igen om så många sekunder som Retry-After anger: inget har sparats.",
            "Another request has been writing to the project for a long time.",
            "Send the same request again after the number of seconds in Retry-After. Nothing was saved."),
        [FaultCodes.FiguresNotReady] = new(503,
            "Projektets första siffror beräknas.", "Fråga igen om så många sekunder som Retry-After anger.",
            "The project's first figures are being computed.", "Ask again after the number of seconds in Retry-After."),
        [FaultCodes.RequestTimedOut] = new(503,
            "Begäran tog för lång tid och avbröts.",
            "Skicka samma sak igen om så många sekunder som Retry-After anger, gärna i mindre delar: inget är halvt sparat.",
            "The request took too long and was cancelled.",
            "Send the same request again after the number of seconds in Retry-After, in smaller parts if possible. Nothing was partly saved."),
        [FaultCodes.ServerFault] = new(500,
            "Något gick fel hos tjänsten.", "Försök igen. Uppge traceId om felet består.",
            "Something went wrong in the service.", "Try again. Quote the traceId if it persists."),

        [FaultCodes.AgeUnusual] = new(0,
            "Åldern är ovanlig för projektet.", "Kontrollera födelseåret.",
            "The age is unusual for the project.", "Check the birth year."),
        [FaultCodes.LongEnrollment] = new(0,
            "Insatsen har varit längre än projektet planerar.", "Kontrollera datumen.",
            "The participation was longer than the project plans.", "Check the dates."),
        [FaultCodes.OverlappingEnrollment] = new(0,
            "Deltagaren är redan inskriven i projektet under samma tid.", "Kontrollera att det inte är samma deltagande två gånger.",
            "The participant is already enrolled in the project during the same time.", "Check that it is not the same participation twice."),
        [FaultCodes.LateRegistration] = new(0,
            "Registreringen kommer mer än {0} dagar efter händelsen.", "Registrera händelser när de inträffar.",
            "The registration comes more than {0} days after the event.", "Register events as they happen."),
    }.ToFrozenDictionary();

    /// <summary>Returns the title of a problem with an HTTP status.</summary>
    public static (string Sv, string En) Title(int status) => status switch
    {
        400 => ("Begäran går inte att läsa", "The request can not be read"),
        401 => ("Inte inloggad", "Not authenticated"),
        403 => ("Inte tillåtet", "Not allowed"),
        404 => ("Finns inte", "Not found"),
        405 => ("Metoden finns inte här", "Method not allowed"),
        406 => ("Formen finns inte", "Not acceptable"),
        408 => ("Begäran kom för långsamt", "The request arrived too slowly"),
        409 => ("Begäran strider mot det som är lagrat", "The request conflicts with what is stored"),
        410 => ("Finns inte längre", "Gone"),
        412 => ("Versionen är inaktuell", "The version is stale"),
        413 => ("Innehållet är för stort", "The body is too large"),
        415 => ("Innehållets typ tas inte emot", "Unsupported media type"),
        422 => ("Uppgifterna går inte ihop", "The data are inconsistent"),
        428 => ("If-Match saknas", "If-Match is required"),
        429 => ("För många anrop", "Too many requests"),
        503 => ("Tjänsten är upptagen", "The service is busy"),
        _ => ("Tjänsten har ett fel", "The service has a fault"),
    };
}
