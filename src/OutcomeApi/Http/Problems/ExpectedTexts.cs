using System.Globalization;
using System.Text.RegularExpressions;

namespace OutcomeApi.Http.Problems;

/// <summary>
/// Translates the details of faults ("expected …") into Swedish. The source code states each detail in English, next to the rule that
/// raises the fault. That English text is the key here. <c>{0}</c> and <c>{1}</c> are placeholders for names and numbers of the contract.
/// A test compares the keys with the texts in the source code.
/// </summary>
public static class ExpectedTexts
{
    /// <summary>Maps each English text to its Swedish text.</summary>
    public static readonly IReadOnlyDictionary<string, string> Swedish = new Dictionary<string, string>
    {
        ["a JSON object"] = "ett JSON-objekt",
        ["a text"] = "en text",
        ["a text without control characters"] = "en text utan styrtecken",
        ["a whole number"] = "ett heltal",
        ["a whole number, 0 or more"] = "ett heltal, 0 eller mer",
        ["a whole number from 1"] = "ett heltal från 1",
        ["a whole number of {0}–{1}"] = "ett heltal {0}–{1}",
        ["a date YYYY-MM-DD"] = "ett datum ÅÅÅÅ-MM-DD",
        ["a tertial such as 2026-T1"] = "ett tertial som 2026-T1",
        ["a list"] = "en lista",
        ["a list of {0}"] = "en lista med {0}",
        ["a list of records"] = "en lista med poster",
        ["true or false"] = "true eller false",
        ["one value"] = "ett enda värde",
        ["one of {0}"] = "ett av {0}",
        ["exactly one of participant and enrollmentReference"] = "antingen participant eller enrollmentReference",
        ["exactly one of answer and unobtainable"] = "antingen answer eller unobtainable",
        ["either value, or numerator and denominator"] = "antingen value eller numerator och denominator",
        ["lower-case words joined by dots and hyphens"] = "ord med små bokstäver, förenade med punkt och bindestreck",
        ["an object with a member for each goal key"] = "ett objekt med ett fält för varje måls nyckel",
        ["each key once"] = "varje nyckel en gång",
        ["a key of lower-case words joined by dots and hyphens"] = "en nyckel av ord med små bokstäver, förenade med punkt och bindestreck",
        ["an object"] = "ett objekt",
        ["[\"referral\", \"start\"], [\"start\", \"first-placement\"] or [\"exit\", \"next-step\"]"] =
            "[\"referral\", \"start\"], [\"start\", \"first-placement\"] eller [\"exit\", \"next-step\"]",
        ["{\"population\": …} or {\"goal\": …}"] = "{\"population\": …} eller {\"goal\": …}",
        ["{\"sv\": …, \"en\": …}"] = "ett objekt {\"sv\": …, \"en\": …}",
        ["a text of 1–500 characters"] = "en text på 1–500 tecken",
        ["the name of a reported figure"] = "namnet på en rapporterad uppgift",
        ["a list of targets"] = "en lista med målvärden",
        ["one target for each subproject and gender at a time"] = "ett målvärde i taget för varje delprojekt och kön",
        ["a list of two limits"] = "en lista med två gränser",
        ["exactly one of atLeast, atMost, between"] = "en enda av atLeast, atMost och between",
        ["a day that is not before from"] = "en dag som inte ligger före from",
        ["the lower limit first"] = "den lägre gränsen först",
        ["a percentage of 0–100 such as \"65%\""] = "en procentsats 0–100 som \"65%\"",
        ["a percentage of 0–100 such as \"5%\""] = "en procentsats 0–100 som \"5%\"",
        ["a ratio such as \"0.8\""] = "en kvot som \"0.8\"",
        ["an object with at least one condition"] = "ett objekt med minst ett villkor",
        ["a list of at least one condition"] = "en lista med minst ett villkor",
        ["an object such as {0}"] = "ett objekt som {0}",
        ["the lower age first"] = "den lägre åldern först",
        ["the key of a goal, or a list of keys"] = "ett måls nyckel eller en lista med nycklar",
        ["the key of a goal"] = "ett måls nyckel",
        ["the key of a goal of this project"] = "nyckeln till ett av projektets mål",
        ["what the goal {0}, which refers to {1}, can still refer to"] = "något som målet {0}, som hänvisar till {1}, fortfarande kan hänvisa till",
        ["a goal that counts participations: a share, a count or a change from a baseline"] =
            "ett mål som räknar deltaganden: en andel, ett antal eller en förändring mot utgångsläget",
        ["goals that do not refer to themselves, by whatever way"] = "mål som inte hänvisar till sig själva, vare sig direkt eller genom andra",
        ["text of whole characters"] = "en text av hela tecken",
        ["codes that the project uses ({0} is not among them)"] = "koder som projektet använder ({0} är inte en av dem)",
        ["a day that is not before startsOn"] = "en dag som inte ligger före startsOn",
        ["nothing: a {0} has none"] = "inget: det finns inte i ett mål av måttet {0}",
        ["nothing: the project follows up nobody"] = "inget: projektet följer inte upp någon",
        ["nothing: only registrars, referrers and steering groups are limited to parts"] =
            "inget: bara registrerare, remittenter och styrgrupper begränsas till delar",
        ["months after which the project follows up: {0}"] = "ett antal månader efter vilka projektet följer upp: {0}",
        ["no job offer is recorded"] = "inget erbjudande om arbete är registrerat",
        ["no step is recorded"] = "inget steg är registrerat",
        ["no goal counts such an exit"] = "inget mål räknar ett sådant avslut",
        ["a list with at least one element"] = "en lista med minst ett element",
        ["nothing: what is reported has no gender"] = "inget: det som rapporteras har inget kön",
        ["at most one: a figure is reported once for them all"] = "högst ett: en uppgift rapporteras en gång för dem alla",
        ["a goal about the same: none that counts referrals here and enrollments there, or here what happens and there who is present"] =
            "ett mål om detsamma: inte anvisningar här och inskrivningar där, eller här det som sker och där de som är med",
        ["exactly one of followUps, exits, goal"] = "en enda av followUps, exits och goal",
        ["each goal once"] = "varje mål en gång",
        ["a list of 1–{0} changes"] = "en lista med 1–{0} ändringar",
        ["a code that stands once in the list"] = "en kod som står en enda gång i listan",
        ["a year that the project runs in"] = "ett år som projektet pågår under",
        ["a year that no other budget is for"] = "ett år som ingen annan budget gäller",
        ["{0} subprojects"] = "{0} delprojekt",
        ["{0} goals"] = "{0} mål",
        ["{0} words in conditions"] = "{0} ord i villkor",
        ["{0} figures"] = "{0} siffror",
        ["{0} figures ({1} goals with {2} slots × {3} tertials × {4} windows)"] = "{0} siffror ({1} mål med {2} platser × {3} tertial × {4} fönster)",
        ["{0} reports"] = "{0} rapporter",
        ["{0} reports ({1} of parts and associations × {2} tertials)"] = "{0} rapporter ({1} av delar och förbund × {2} tertial)",
        ["at most {0} people in all changes together"] = "högst {0} personer i alla ändringar tillsammans",
        ["another code: this one means something else"] = "en annan kod: den här betyder något annat",
        ["a code of at most 40 characters: lower-case words joined by hyphens"] = "en kod på högst 40 tecken: ord med små bokstäver, förenade med bindestreck",
        ["a code that is not in the product's list"] = "en kod som inte finns i produktens lista",
        ["a referrer that the project uses"] = "en remittent som projektet använder",
        ["nothing: the project names no units"] = "inget: projektet har inga enheter",
        ["the code of a unit, a list of codes, or {\"integrated\": true}"] = "en enhets kod, en lista med koder eller {\"integrated\": true}",
        ["an id that no other subproject has"] = "ett id som inget annat delprojekt har",
    };

    private static readonly (Regex English, string Swedish)[] WithPlaces =
    [
        .. Swedish.Where(text => text.Key.Contains("{0}", StringComparison.Ordinal)).Select(text =>
            (new Regex(
                "^"
                    + Regex.Escape(text.Key)
                        .Replace("\\{0}", "(.+)", StringComparison.Ordinal)
                        .Replace("\\{1}", "(.+)", StringComparison.Ordinal)
                    + "$",
                RegexOptions.Singleline),
                text.Value)),
    ];

    /// <summary>Translates a detail into Swedish. Names, codes and limits are kept as they are. A text without a translation is returned unchanged.</summary>
    public static string InSwedish(string detail)
    {
        if (Swedish.TryGetValue(detail, out var swedish))
        {
            return swedish;
        }

        foreach (var (english, text) in WithPlaces)
        {
            if (english.Match(detail) is { Success: true } match)
            {
                return string.Format(CultureInfo.InvariantCulture, text, [.. match.Groups.Values.Skip(1).Select(group => group.Value)]);
            }
        }

        return detail;
    }
}
