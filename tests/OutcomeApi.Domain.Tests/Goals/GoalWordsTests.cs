using System.Text.Json;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>
/// Definitions in words. <c>goal-words.json</c> holds the sentences of every goal of the four projects, as people have read and approved them.
/// </summary>
public sealed class GoalWordsTests
{
    private static readonly ProjectDefinition Project = ProjectFile.Project(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31), []) with
    {
        Subprojects =
        [
            new Subproject { Id = "north", Name = new LocalizedText { Sv = "Norr", En = "North" } },
            new Subproject { Id = "south", Name = new LocalizedText { Sv = "Söder", En = "South" } },
        ],
        ReferrerUnits =
        [
            new("maria", "region", new LocalizedText { Sv = "Maria Skåne" }, true), new("ung", "municipality", new LocalizedText { En = "Young" }, false),
        ],
    };

    public static TheoryData<string> Names => [.. ProjectFile.Names];

    /// <summary>A condition, and what stands after "where" in Swedish and English.</summary>
    public static TheoryData<string, string, string> Conditions => new()
    {
        { """{ "exitReason": "moved" }""", "avslutsorsaken är Flytt från kommunen", "the exit reason is Moved from the municipality" },
        {
            """{ "not": { "exitReason": ["moved", "unknown"] } }""",
            "avslutsorsaken inte är Flytt från kommunen eller Uppgift saknas",
            "the exit reason is not Moved from the municipality or Not known"
        },
        { """{ "ending": "planned" }""", "avslutet var planerat", "the exit was planned" },
        { """{ "not": { "ending": "interrupted" } }""", "deltagandet inte avbröts", "the participation was not interrupted" },
        {
            """{ "occupationGroup": "work" }""",
            "avslutsorsaken är Arbete utan lönestöd eller Arbete med lönestöd",
            "the exit reason is Work without wage subsidy or Work with wage subsidy"
        },
        { """{ "step": "any" }""", "en stegförflyttning är dokumenterad", "a step is documented" },
        { """{ "not": { "step": "any" } }""", "ingen stegförflyttning är dokumenterad", "no step is documented" },
        {
            """{ "step": ["language", "study-visit"] }""",
            "en stegförflyttning är dokumenterad: Språk eller Studiebesök",
            "a step is documented: Language or Study visit"
        },
        { """{ "not": { "step": "language" } }""", "ingen stegförflyttning är dokumenterad av slaget Språk", "no step is documented of the kind Language" },
        { """{ "placement": {} }""", "ett arbete eller en studieplats har börjat under stödet", "a job or a course began while the support went on" },
        {
            """{ "placement": { "kind": "work", "subsidised": false, "openToAll": true, "lastedWeeks": 13, "begun": "in-window" } }""",
            "ett arbete utan lönestöd som alla kunde söka har börjat under stödet i perioden och har varat minst 13 veckor",
            "a job without wage subsidy that anybody could apply for began while the support went on in the window and has lasted at least 13 weeks"
        },
        { """{ "not": { "placement": { "kind": "studies" } } }""", "ingen studieplats har börjat under stödet", "no course began while the support went on" },
        {
            """{ "extentAtLeast": 50 }""", "omfattningen vid avslut är minst 50 % av heltid", "the extent at exit is at least 50 % of full time"
        },
        {
            """{ "not": { "extentAtLeast": 50 } }""", "omfattningen vid avslut är okänd eller lägre än 50 % av heltid",
            "the extent at exit is not known or less than 50 % of full time"
        },
        {
            """{ "incomeAtStart": ["social-assistance", "wage"] }""", "bland inkomsterna vid start finns Försörjningsstöd eller Lön",
            "the sources of income at the start include Social assistance or Wage"
        },
        {
            """{ "not": { "incomeAtExit": "wage" } }""", "inkomsterna vid avslut är okända eller utan Lön",
            "the sources of income at the exit are not known or do not include Wage"
        },
        {
            """{ "educationAtStart": ["compulsory", "upper-secondary"] }""", "utbildningen vid start är Grundskola eller Gymnasieskola",
            "the education at the start is Compulsory school or Upper secondary"
        },
        {
            """{ "not": { "educationAtStart": "compulsory" } }""", "utbildningen vid start är okänd eller inte Grundskola",
            "the education at the start is not known or not Compulsory school"
        },
        {
            """{ "referrerUnit": ["maria", "ung"] }""", "den remitterande enheten är Maria Skåne eller Young", "the referring unit is Maria Skåne or Young"
        },
        { """{ "not": { "referrerUnit": "ung" } }""", "den remitterande enheten inte är Young", "the referring unit is not Young" },
        {
            """{ "referrerUnit": { "integrated": true } }""",
            "den remitterande enheten är ett integrerat team",
            "the referring unit is an integrated team"
        },
        {
            """{ "not": { "referrerUnit": { "integrated": false } } }""",
            "den remitterande enheten är okänd eller ett integrerat team",
            "the referring unit is not known or an integrated team"
        },
        {
            """{ "selfAssessment": {} }""",
            "självskattningen av något område har stigit minst 1 från start till senaste",
            "the self-assessment of some area has risen by at least 1 from start to latest"
        },
        {
            """{ "selfAssessment": { "area": "managing-a-job", "by": 2 } }""",
            "självskattningen av ”Tro på att klara ett arbete” har stigit minst 2 från start till senaste",
            "the self-assessment of “Belief that I can manage a job” has risen by at least 2 from start to latest"
        },
        {
            """{ "not": { "selfAssessment": { "by": 1 } } }""",
            "självskattningen av inget område har stigit minst 1 från start till senaste",
            "the self-assessment of no area has risen by at least 1 from start to latest"
        },
        { """{ "jobOffer": {} }""", "ett arbete har erbjudits", "a job was offered" },
        { """{ "jobOffer": { "subsidised": true } }""", "ett arbete har erbjudits med lönestöd", "a job was offered with wage subsidy" },
        {
            """{ "not": { "jobOffer": { "otherField": false } } }""",
            "inget arbete har erbjudits inom det först avsedda området",
            "no job was offered in the field that was first meant"
        },
        {
            """{ "jobOffer": { "subsidised": false, "otherField": true } }""",
            "ett arbete har erbjudits utan lönestöd inom ett annat område än det först avsedda",
            "a job was offered without wage subsidy in another field than first meant"
        },
        { """{ "documentation": "referrer" }""", "slutdokumentation har lämnats till remittenten", "final documentation was given to the referrer" },
        {
            """{ "not": { "documentation": "participant" } }""",
            "slutdokumentation inte har lämnats till deltagaren",
            "final documentation was not given to the participant"
        },
        {
            """{ "documentation": "both" }""",
            "slutdokumentation har lämnats till både remittent och deltagare",
            "final documentation was given to both referrer and participant"
        },
        { """{ "nextMeasureReady": true }""", "nästa insats var klar vid avslut", "the next measure was ready at exit" },
        { """{ "nextMeasureReady": false }""", "nästa insats inte var klar vid avslut", "the next measure was not ready at exit" },
        { """{ "not": { "nextMeasureReady": false } }""", "nästa insats var klar vid avslut", "the next measure was ready at exit" },
        {
            """{ "nextStepWithinDays": 30 }""",
            "nästa steg börjar inom 30 dagar från avslut, eller står utan datum",
            "the next step begins within 30 days of exit, or stands without a date"
        },
        {
            """{ "returnedWithinMonths": 12 }""",
            "deltagaren har skrivits in på nytt inom 12 månader",
            "the participant is enrolled again within 12 months"
        },
        {
            """{ "not": { "returnedWithinMonths": 12 } }""",
            "deltagaren inte har skrivits in på nytt inom 12 månader",
            "the participant is not enrolled again within 12 months"
        },
        {
            """{ "exitedMonthsAgo": 12 }""",
            "12 månader har gått sedan avslutet",
            "12 months have passed since the exit"
        },
        {
            """{ "not": { "exitedMonthsAgo": 12 } }""",
            "12 månader inte har gått sedan avslutet",
            "12 months have not passed since the exit"
        },
        {
            """{ "not": { "nextStepWithinDays": 30 } }""",
            "nästa steg börjar mer än 30 dagar efter avslut",
            "the next step begins more than 30 days after exit"
        },
        {
            """{ "followUpAnswer": ["moved", "unreachable"] }""",
            "uppföljningens svar efter 3 månader är Flyttat eller Ej nåbar",
            "the follow-up's answer after 3 months is Moved or Unreachable"
        },
        { """{ "functioningPlan": true }""", "svaret efter 3 månader innebär en fungerande planering", "the answer after 3 months means a functioning plan" },
        { """{ "functioningPlan": false }""", "svaret efter 3 månader inte innebär en fungerande planering", "the answer after 3 months does not mean a functioning plan" },
        { """{ "functioningMeasure": true }""", "svaret efter 3 månader innebär en fungerande insats", "the answer after 3 months means a functioning measure" },
        { """{ "referrer": ["region", "self-referral"] }""", "remittenten är Regionen eller Egenremiss", "the referrer is Region or Self-referral" },
        { """{ "referralOutcome": "declined" }""", "anvisningens utfall är Avböjd", "the referral's outcome is Declined" },
        { """{ "offered": true }""", "en plats har erbjudits", "a place was offered" },
        { """{ "offered": false }""", "ingen plats har erbjudits", "no place was offered" },
        { """{ "mapped": true }""", "deltagandet började efter kartläggning", "the participation started after mapping" },
        { """{ "mapped": false }""", "deltagandet började utan kartläggning före", "the participation started without mapping before it" },
        { """{ "ageAtStart": { "from": 16, "to": 29 } }""", "åldern vid start är 16–29 år", "the age at start is 16–29" },
        { """{ "ageAtStart": { "from": 30 } }""", "åldern vid start är minst 30 år", "the age at start is at least 30" },
        {
            """{ "not": { "ageAtStart": { "to": 29 } } }""",
            "åldern vid start är okänd eller inte högst 29 år",
            "the age at start is not known or not at most 29"
        },
        { """{ "carriedOver": true }""", "deltagandet pågick redan när projektet började", "the participation was running when the project began" },
        { """{ "carriedOver": false }""", "deltagandet inte pågick redan när projektet började", "the participation was not running when the project began" },
        { """{ "inGoal": "g.work" }""", "det räknas i ”Till arbete”", "it counts in “To work”" },
        { """{ "not": { "inGoal": "g.work" } }""", "det inte räknas i ”Till arbete”", "it does not count in “To work”" },
        { """{ "inGoal": ["g.work", "g.studies"] }""", "det räknas i ”Till arbete” eller ”Till studier”", "it counts in “To work” or “To studies”" },
        {
            """{ "not": [{ "inGoal": ["g.work", "g.studies"] }] }""",
            "det varken räknas i ”Till arbete” eller i ”Till studier”",
            "it counts in neither of “To work” and “To studies”"
        },

        // Several words in one object all hold; what stands in another is held together; a negation is said at the parts.
        {
            """{ "mapped": true, "offered": true }""",
            "deltagandet började efter kartläggning, och en plats har erbjudits",
            "the participation started after mapping, and a place was offered"
        },
        {
            """{ "any": [{ "mapped": true, "offered": true }, { "step": "any" }] }""",
            "(deltagandet började efter kartläggning, och en plats har erbjudits), eller en stegförflyttning är dokumenterad",
            "(the participation started after mapping, and a place was offered), or a step is documented"
        },
        {
            """{ "not": [{ "exitReason": "moved" }, { "step": "any" }] }""",
            "avslutsorsaken inte är Flytt från kommunen, och ingen stegförflyttning är dokumenterad",
            "the exit reason is not Moved from the municipality, and no step is documented"
        },
        {
            """{ "not": { "all": [{ "exitReason": "moved" }, { "step": "any" }] } }""",
            "avslutsorsaken inte är Flytt från kommunen, eller ingen stegförflyttning är dokumenterad",
            "the exit reason is not Moved from the municipality, or no step is documented"
        },
        { """{ "all": [{ "any": [{ "step": "any" }] }] }""", "en stegförflyttning är dokumenterad", "a step is documented" },
    };

    /// <summary>A definition without its text, and the whole of its sentences.</summary>
    public static TheoryData<string, string, string> Definitions => new()
    {
        {
            """{ "measure": "share", "of": { "population": "referrals" }, "kind": "capacity" }""",
            "Kapacitet: av alla anvisningar, alla. Inget målvärde.", "Capacity: of all referrals, all of them. No target."
        },
        {
            """{ "measure": "count", "of": { "population": "exits" }, "subprojects": ["north"], "filter": { "mapped": true }, "counts": { "step": "any" }, "targets": [{ "atMost": 7, "gender": "other" }], "judged": "calendar-year" }""",
            "Mål: antalet deltaganden som har avslutats i Norr där deltagandet började efter kartläggning, och en stegförflyttning är dokumenterad. "
                + "Målvärde: annan könsidentitet högst 7. Bedöms för hela kalenderår, när de är slut.",
            "Goal: the number of participations that have ended in North where the participation started after mapping, and a step is documented. "
                + "Target: other gender identity at most 7. Judged for whole calendar years, when they have ended."
        },
        {
            """{ "measure": "share", "of": { "goal": "g.work" }, "subprojects": ["north", "south"], "counts": { "mapped": true }, "targets": [{ "between": ["12.5%", "60%"], "subproject": "south" }, { "atLeast": "5%" }], "eachOf": ["unknown"], "judged": "project-end" }""",
            "Mål: av dem som räknas i ”Till arbete” i Norr och Söder (var för sig och tillsammans), andelen där deltagandet började efter kartläggning. "
                + "Målvärde: Söder: mellan 12,5 % och 60 % för uppgift saknas om kön; minst 5 % för uppgift saknas om kön. Bedöms när projektet har slutat.",
            "Goal: of those who count in “To work” in North and South (each, and together), the share where the participation started after mapping. "
                + "Target: South: between 12.5 % and 60 % for gender not known; at least 5 % for gender not known. Judged when the project has ended."
        },
        {
            """{ "measure": "balance", "subprojects": ["north"], "filter": { "mapped": true } }""",
            "Mål: antalet som har börjat delat med antalet som har avslutats i Norr där deltagandet började efter kartläggning. Inget målvärde.",
            "Goal: the number of starts divided by the number of exits in North where the participation started after mapping. No target."
        },
        {
            """{ "measure": "duration", "filter": { "referrer": "region" } }""",
            "Mål: median och längsta väntetid från anvisning till start där remittenten är Regionen. Inget målvärde.",
            "Goal: median and longest waiting time from referral to start where the referrer is Region. No target."
        },
        {
            """{ "measure": "share", "of": { "population": "supported-in-window" }, "counts": { "step": "any" }, "targets": [{ "atLeast": "100%" }], "judged": "project-end" }""",
            "Mål: av alla deltaganden som pågick någon gång under perioden, andelen där en stegförflyttning är dokumenterad. Målvärde: 100 %. "
                + "Bedöms när projektet har slutat.",
            "Goal: of all participations that were going on at any time in the window, the share where a step is documented. Target: 100 %. "
                + "Judged when the project has ended."
        },
    };

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_goal_of_the_four_projects_reads_as_approved(string name)
    {
        using var approved = JsonDocument.Parse(File.ReadAllText(Path.Combine(AppContext.BaseDirectory, "Goals", "goal-words.json")));
        var file = ProjectFile.Load(name);
        var goals = file.Book.Versions.Select(v => v.Definition!).ToArray();
        goals.ShouldNotBeEmpty();
        foreach (var goal in goals)
        {
            approved.RootElement.TryGetProperty(goal.Key, out var words).ShouldBeTrue(goal.Key);
            GoalWords.Write(goal, file.Definition, goals, Language.Swedish).ShouldBe(words.GetProperty("sv").GetString());
            GoalWords.Write(goal, file.Definition, goals, Language.English).ShouldBe(words.GetProperty("en").GetString());
        }
    }

    [Theory]
    [MemberData(nameof(Conditions))]
    public void Every_condition_has_words_and_so_has_its_opposite(string condition, string sv, string en)
    {
        var goal = Parse($$"""{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": {{condition}} }""");
        Words(goal, Language.Swedish).ShouldBe($"Mål: av alla deltaganden som har avslutats, andelen där {sv}. Inget målvärde.");
        Words(goal, Language.English).ShouldBe($"Goal: of all participations that have ended, the share where {en}. No target.");
    }

    [Fact]
    public void No_word_of_the_vocabulary_is_forgotten() =>
        GoalVocabulary.Words.Select(word => word.Name)
            .Where(word => !Conditions.Any(row => ((string)row[0]).Contains($"\"{word}\"", StringComparison.Ordinal))).ShouldBeEmpty();

    [Theory]
    [MemberData(nameof(Definitions))]
    public void The_parts_of_a_definition_make_sentences(string definition, string sv, string en)
    {
        var goal = Parse(definition.Insert(1, """ "text": { "sv": "x" },"""));
        Words(goal, Language.Swedish).ShouldBe(sv);
        Words(goal, Language.English).ShouldBe(en);
    }

    [Fact]
    public void Every_measure_population_and_time_of_judging_has_words()
    {
        foreach (var measure in Enum.GetValues<Measure>())
        {
            foreach (var population in Enum.GetValues<Population>())
            {
                foreach (var judged in Enum.GetValues<Judged>())
                {
                    var goal = new GoalDefinition
                    {
                        Key = "g.x",
                        Kind = GoalKind.Goal,
                        Text = new LocalizedText { Sv = "x" },
                        Measure = measure,
                        Population = population,
                        Figure = "x",
                        Judged = judged,
                    };
                    Words(goal, Language.Swedish).ShouldNotBe(Words(goal, Language.English));
                }
            }
        }
    }

    private static string Words(GoalDefinition goal, Language language) => GoalWords.Write(goal, Project, Others(), language);

    private static GoalDefinition[] Others() =>
    [
        Read("g.work", """{ "text": { "sv": "Till arbete", "en": "To work" }, "measure": "share", "of": { "population": "exits" } }"""),
        Read("g.studies", """{ "text": { "sv": "Till studier", "en": "To studies" }, "measure": "share", "of": { "population": "exits" } }"""),
    ];

    private static GoalDefinition Parse(string json)
    {
        var (goal, faults) = GoalParser.ParseOne("g.example", JsonDocument.Parse(json).RootElement, Others(), Project);
        faults.ShouldBeEmpty(json);
        return goal!;
    }

    private static GoalDefinition Read(string key, string json) => GoalParser.ParseStored(key, JsonDocument.Parse(json).RootElement);
}
