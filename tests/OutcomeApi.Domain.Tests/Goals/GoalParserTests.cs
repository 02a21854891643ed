using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

public sealed class GoalParserTests
{
    // Uses every code but one of each kind that a project chooses from.
    private static readonly ProjectDefinition Project = ProjectFile.Project(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31), ["a", "b"]) with
    {
        ExitReasons = [.. Code.All<ExitReason>().Where(code => code != "daily-activity")],
        FollowUpAnswers = [.. Code.All<FollowUpAnswer>().Where(code => code != "unreachable")],
        Referrers = [.. Code.All<Referrer>().Where(code => code != "region")],
        ReferrerUnits = [new("maria", "municipality", new LocalizedText(), true), new("ung", "municipality", new LocalizedText(), false)],
    };

    private static readonly JsonObject Share = Object("""{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" } }""");

    [Theory]
    [InlineData("fram", 10)]
    [InlineData("iris2", 12)]
    [InlineData("ips-unga", 8)]
    [InlineData("uppsala", 6)]
    public void Every_project_file_is_read_without_fault(string name, int goals)
    {
        var project = ProjectFile.Load(name);
        var (definitions, faults) = GoalParser.ParseAll(ProjectFile.Json(name).GetProperty("goals"), project.Definition, "/goals");

        faults.ShouldBeEmpty();
        definitions.Count.ShouldBe(goals);
        definitions.Select(d => d.Key).ShouldBe(project.Raw.Select(r => r.Key));
        definitions.ShouldAllBe(d => !string.IsNullOrEmpty(d.Text.Sv) && !string.IsNullOrEmpty(d.Text.En) && d.ValidFrom == project.Definition.Period.StartsOn);
    }

    [Fact]
    public void The_contracts_example_is_read_in_full()
    {
        var insam = ProjectFile.Load("iris2").Definition;
        var (goal, faults) = GoalParser.ParseOne("iris2-insam.work-or-vocational-studies", Element("""
            { "kind": "desired-effect",
              "text": { "sv": "Arbete eller yrkesinriktade studier", "en": "Work or vocational studies" },
              "validFrom": "2023-02-01", "subprojects": ["insam"], "measure": "share", "of": { "goal": "iris2-insam.steps" },
              "counts": { "any": [{ "exitReason": ["work-unsubsidised", "work-subsidised", "vocational-studies"] }] },
              "filter": { "carriedOver": false },
              "targets": [{ "between": ["30%", "87.5%"], "subproject": "insam", "gender": "woman" }, { "atLeast": "30%" }],
              "eachOf": ["woman", "man"], "judged": "project-end" }
            """), [.. ProjectFile.Load("iris2").Book.Versions.Select(v => v.Definition!)], insam);

        faults.ShouldBeEmpty();
        goal.ShouldNotBeNull();
        goal.Key.ShouldBe("iris2-insam.work-or-vocational-studies");
        goal.Kind.ShouldBe(GoalKind.DesiredEffect);
        goal.Text.ShouldBe(new LocalizedText { Sv = "Arbete eller yrkesinriktade studier", En = "Work or vocational studies" });
        goal.ValidFrom.ShouldBe(new DateOnly(2023, 2, 1));
        goal.Subprojects.ShouldBe(["insam"]);
        goal.Measure.ShouldBe(Measure.Share);
        goal.OfGoal.ShouldBe("iris2-insam.steps");
        goal.Population.ShouldBeNull();
        goal.Counts.ShouldNotBeNull();
        goal.Filter.ShouldBe(new CarriedOver(false));
        goal.EachOf.ShouldBe([Gender.Woman, Gender.Man]);
        goal.Judged.ShouldBe(Judged.ProjectEnd);
        goal.Targets.Count.ShouldBe(2);
        goal.Targets[0].Subproject.ShouldBe("insam");
        goal.Targets[0].Gender.ShouldBe(Gender.Woman);
        goal.Targets[0].AtLeast!.Written.ShouldBe("30%");
        goal.Targets[0].AtMost!.Written.ShouldBe("87.5%");
        goal.Targets[1].AtLeast!.Value.ShouldBe(Domain.Statistics.Fraction.From(3, 10));
        goal.Targets[1].AtMost.ShouldBeNull();
        goal.References.ShouldBe(["iris2-insam.steps"]);
    }

    [Fact]
    public void What_is_left_out_has_a_default_and_null_is_the_same_as_left_out()
    {
        var (goals, faults) = GoalParser.ParseAll(Element("""
            { "g.short": { "text": { "sv": "x" }, "measure": "count", "of": { "population": "enrollments" } },
              "g.nulls": { "kind": null, "text": { "sv": "x" }, "validFrom": null, "subprojects": null, "measure": "count",
                           "of": { "population": "enrollments" }, "counts": null, "filter": null, "figure": null, "targets": null,
                           "eachOf": null, "judged": null } }
            """), Project, "/goals");

        faults.ShouldBeEmpty();
        foreach (var goal in goals)
        {
            goal.Kind.ShouldBe(GoalKind.Goal);
            goal.Judged.ShouldBe(Judged.ProjectEnd);
            goal.ValidFrom.ShouldBeNull();
            (goal.Subprojects.Count, goal.Targets.Count, goal.EachOf.Count).ShouldBe((0, 0, 0));
            (goal.Counts, goal.Filter, goal.Figure, goal.OfGoal).ShouldBe((null, null, null, null));
        }
    }

    [Theory]
    [InlineData("""{ "exitReason": "work-unsubsidised" }""")]
    [InlineData("""{ "exitReason": ["work-unsubsidised", "registered-in-error"] }""")]
    [InlineData("""{ "ending": ["planned", "interrupted", "void"] }""")]
    [InlineData("""{ "occupationGroup": "job-seeking" }""")]
    [InlineData("""{ "step": "any" }""")]
    [InlineData("""{ "step": ["language"] }""")]
    [InlineData("""{ "placement": { "kind": "work", "subsidised": false, "openToAll": true, "lastedWeeks": 13, "begun": "by-end" } }""")]
    [InlineData("""{ "extentAtLeast": 50 }""")]
    [InlineData("""{ "incomeAtStart": ["social-assistance", "none"] }""")]
    [InlineData("""{ "incomeAtExit": "wage" }""")]
    [InlineData("""{ "educationAtStart": ["below-compulsory", "unknown"] }""")]
    [InlineData("""{ "referrerUnit": "maria" }""")]
    [InlineData("""{ "referrerUnit": ["maria", "ung"] }""")]
    [InlineData("""{ "referrerUnit": { "integrated": false } }""")]
    [InlineData("""{ "selfAssessment": {} }""")]
    [InlineData("""{ "selfAssessment": { "area": "any", "by": 1 } }""")]
    [InlineData("""{ "selfAssessment": { "area": "social", "by": 4 } }""")]
    [InlineData("""{ "jobOffer": { "subsidised": false } }""")]
    [InlineData("""{ "jobOffer": { "subsidised": false, "otherField": true } }""")]
    [InlineData("""{ "documentation": "referrer" }""")]
    [InlineData("""{ "documentation": "participant" }""")]
    [InlineData("""{ "documentation": "both" }""")]
    [InlineData("""{ "nextMeasureReady": false }""")]
    [InlineData("""{ "nextStepWithinDays": 0 }""")]
    [InlineData("""{ "followUpAnswer": ["work"] }""")]
    [InlineData("""{ "functioningPlan": true }""")]
    [InlineData("""{ "functioningMeasure": true }""")]
    [InlineData("""{ "referrer": ["municipality"] }""")]
    [InlineData("""{ "referralOutcome": ["guided-elsewhere"] }""")]
    [InlineData("""{ "offered": true }""")]
    [InlineData("""{ "mapped": true }""")]
    [InlineData("""{ "ageAtStart": { "from": 16, "to": 29 } }""")]
    [InlineData("""{ "ageAtStart": { "from": 29, "to": 29 } }""")]
    [InlineData("""{ "carriedOver": false }""")]
    [InlineData("""{ "inGoal": "g.other" }""")]
    [InlineData("""{ "inGoal": ["g.other"] }""")]
    [InlineData("""{ "any": [{ "offered": true }, { "mapped": true }] }""")]
    [InlineData("""{ "all": [{ "offered": true }, { "mapped": true }] }""")]
    [InlineData("""{ "not": { "offered": true } }""")]
    [InlineData("""{ "not": [{ "offered": true }, { "mapped": true }] }""")]
    [InlineData("""{ "offered": true, "mapped": true }""")]
    public void Every_word_is_read_in_counts_and_in_filter(string condition)
    {
        foreach (var member in new[] { "counts", "filter" })
        {
            var goal = Share.DeepClone().AsObject();
            goal[member] = JsonNode.Parse(condition);
            Pointers(new JsonObject { ["g.x"] = goal, ["g.other"] = Share.DeepClone() }).ShouldBeEmpty();
        }
    }

    // Members that replace those of a plain share over exits ("–" takes one away), and where the faults are, in their order.
    [Theory]

    // The goal itself.
    [InlineData("""{ "target": [] }""", "/target")]
    [InlineData("""{ "a/b~c": 1 }""", "/a~1b~0c")]
    [InlineData("""{ "Measure": "share" }""", "/Measure")]
    [InlineData("""{ "measure": "–" }""", "/measure")]
    [InlineData("""{ "measure": null }""", "/measure")]
    [InlineData("""{ "measure": "ratio" }""", "/measure")]
    [InlineData("""{ "measure": "Share" }""", "/measure")]
    [InlineData("""{ "measure": 0 }""", "/measure")]
    [InlineData("""{ "kind": "promise" }""", "/kind")]
    [InlineData("""{ "kind": 1 }""", "/kind")]
    [InlineData("""{ "judged": "yearly" }""", "/judged")]
    [InlineData("""{ "judged": ["project-end"] }""", "/judged")]
    [InlineData("""{ "validFrom": "2024-02-30" }""", "/validFrom")]
    [InlineData("""{ "validFrom": "2024-2-3" }""", "/validFrom")]
    [InlineData("""{ "validFrom": "2024-02-03T00:00:00" }""", "/validFrom")]
    [InlineData("""{ "validFrom": 20240203 }""", "/validFrom")]

    // Text.
    [InlineData("""{ "text": "–" }""", "/text")]
    [InlineData("""{ "text": null }""", "/text")]
    [InlineData("""{ "text": "x" }""", "/text")]
    [InlineData("""{ "text": {} }""", "/text")]
    [InlineData("""{ "text": { "sv": "" } }""", "/text/sv")]
    [InlineData("""{ "text": { "sv": 5, "en": null } }""", "/text/sv", "/text/en")]
    [InlineData("""{ "text": { "sv": "x", "fi": "x" } }""", "/text/fi")]

    // Subprojects and genders.
    [InlineData("""{ "subprojects": "a" }""", "/subprojects")]
    [InlineData("""{ "subprojects": ["a", "c"] }""", "/subprojects/1")]
    [InlineData("""{ "subprojects": [1, "b", null] }""", "/subprojects/0", "/subprojects/2")]
    [InlineData("""{ "eachOf": "woman" }""", "/eachOf")]
    [InlineData("""{ "eachOf": ["woman", "men"] }""", "/eachOf/1")]

    // Of.
    [InlineData("""{ "of": "–" }""", "/of")]
    [InlineData("""{ "of": null }""", "/of")]
    [InlineData("""{ "of": "exits" }""", "/of")]
    [InlineData("""{ "of": {} }""", "/of")]
    [InlineData("""{ "of": { "population": "exits", "goal": "g.other" } }""", "/of")]
    [InlineData("""{ "of": { "population": "people" } }""", "/of/population")]
    [InlineData("""{ "of": { "population": null } }""", "/of/population")]
    [InlineData("""{ "of": { "goal": 5 } }""", "/of/goal")]
    [InlineData("""{ "of": { "goal": "g.missing" } }""", "/of/goal")]
    [InlineData("""{ "of": { "goals": "g.other" } }""", "/of/goals")]
    [InlineData("""{ "measure": "count", "of": "–" }""", "/of")]

    // Figures.
    [InlineData("""{ "measure": "milestone", "of": "–" }""", "/figure")]
    [InlineData("""{ "measure": "change-from-baseline" }""", "/figure")]
    [InlineData("""{ "measure": "milestone", "of": "–", "figure": "Two words" }""", "/figure")]
    [InlineData("""{ "figure": 5 }""", "/figure")]

    // Conditions: shape.
    [InlineData("""{ "counts": [] }""", "/counts")]
    [InlineData("""{ "counts": {} }""", "/counts")]
    [InlineData("""{ "counts": "exits" }""", "/counts")]
    [InlineData("""{ "counts": true }""", "/counts")]
    [InlineData("""{ "counts": { "exitreason": ["moved"] } }""", "/counts/exitreason")]
    [InlineData("""{ "filter": { "gender": "woman", "x": 1 } }""", "/filter/gender", "/filter/x")]
    [InlineData("""{ "counts": { "any": {} } }""", "/counts/any")]
    [InlineData("""{ "counts": { "any": [] } }""", "/counts/any")]
    [InlineData("""{ "counts": { "all": [{}, { "mapped": true }] } }""", "/counts/all/0")]
    [InlineData("""{ "counts": { "all": ["mapped"] } }""", "/counts/all/0")]
    [InlineData("""{ "counts": { "not": 5 } }""", "/counts/not")]
    [InlineData("""{ "counts": { "not": [] } }""", "/counts/not")]
    [InlineData("""{ "counts": { "not": {} } }""", "/counts/not")]
    [InlineData("""{ "counts": { "not": [{ "mapped": 1 }] } }""", "/counts/not/0/mapped")]
    [InlineData(
        """{ "counts": { "any": [{ "mapped": true }, { "all": [{ "not": { "exitReason": ["moved", "gone"] } }] }] } }""",
        "/counts/any/1/all/0/not/exitReason/1")]

    // Conditions: codes.
    [InlineData("""{ "counts": { "exitReason": ["moved", "gone", "Moved"] } }""", "/counts/exitReason/1", "/counts/exitReason/2")]
    [InlineData("""{ "counts": { "exitReason": ["moved", "daily-activity"] } }""", "/counts/exitReason/1")]
    [InlineData("""{ "counts": { "exitReason": "daily-activity" } }""", "/counts/exitReason")]
    [InlineData("""{ "counts": { "exitReason": "gone" } }""", "/counts/exitReason")]
    [InlineData("""{ "counts": { "exitReason": [] } }""", "/counts/exitReason")]
    [InlineData("""{ "counts": { "exitReason": null } }""", "/counts/exitReason")]
    [InlineData("""{ "counts": { "exitReason": { "moved": true } } }""", "/counts/exitReason")]
    [InlineData("""{ "counts": { "exitReason": [["moved"]] } }""", "/counts/exitReason/0")]
    [InlineData("""{ "counts": { "ending": ["finished"] } }""", "/counts/ending/0")]
    [InlineData("""{ "counts": { "occupationGroup": ["work", "leisure"] } }""", "/counts/occupationGroup/1")]
    [InlineData("""{ "counts": { "step": "all" } }""", "/counts/step")]
    [InlineData("""{ "counts": { "step": ["language", "any"] } }""", "/counts/step/1")]
    [InlineData("""{ "followUpMonths": 6 }""", "/followUpMonths")]
    [InlineData("""{ "followUpMonths": "3" }""", "/followUpMonths")]
    [InlineData("""{ "counts": { "followUpAnswer": ["unreachable"] } }""", "/counts/followUpAnswer/0")]
    [InlineData("""{ "counts": { "followUpAnswer": ["maybe"] } }""", "/counts/followUpAnswer/0")]
    [InlineData("""{ "counts": { "referrer": ["municipality", "region"] } }""", "/counts/referrer/1")]
    [InlineData("""{ "counts": { "referralOutcome": ["closed"] } }""", "/counts/referralOutcome/0")]

    // Conditions: values.
    [InlineData("""{ "counts": { "placement": "work" } }""", "/counts/placement")]
    [InlineData(
        """{ "counts": { "placement": { "kind": "job", "subsidised": 1, "lastedWeeks": 0, "begun": "ever", "open": true } } }""",
        "/counts/placement/kind", "/counts/placement/subsidised", "/counts/placement/lastedWeeks", "/counts/placement/begun", "/counts/placement/open")]
    [InlineData("""{ "counts": { "extentAtLeast": 0 } }""", "/counts/extentAtLeast")]
    [InlineData("""{ "counts": { "extentAtLeast": "50%" } }""", "/counts/extentAtLeast")]
    [InlineData("""{ "counts": { "incomeAtStart": ["wage", "salary"] } }""", "/counts/incomeAtStart/1")]
    [InlineData("""{ "counts": { "incomeAtExit": true } }""", "/counts/incomeAtExit")]
    [InlineData("""{ "counts": { "educationAtStart": "university" } }""", "/counts/educationAtStart")]
    [InlineData("""{ "counts": { "referrerUnit": true } }""", "/counts/referrerUnit")]
    [InlineData("""{ "counts": { "referrerUnit": [] } }""", "/counts/referrerUnit")]
    [InlineData("""{ "counts": { "referrerUnit": "gone" } }""", "/counts/referrerUnit")]
    [InlineData("""{ "counts": { "referrerUnit": ["maria", "gone", 1] } }""", "/counts/referrerUnit/1", "/counts/referrerUnit/2")]
    [InlineData("""{ "counts": { "referrerUnit": {} } }""", "/counts/referrerUnit")]
    [InlineData(
        """{ "counts": { "referrerUnit": { "integrated": 1, "team": true } } }""", "/counts/referrerUnit/integrated", "/counts/referrerUnit/team")]
    [InlineData("""{ "counts": { "selfAssessment": "any" } }""", "/counts/selfAssessment")]
    [InlineData(
        """{ "counts": { "selfAssessment": { "area": "happiness", "by": 0, "instrument": "skapa" } } }""",
        "/counts/selfAssessment/area", "/counts/selfAssessment/by", "/counts/selfAssessment/instrument")]
    [InlineData("""{ "counts": { "jobOffer": true } }""", "/counts/jobOffer")]
    [InlineData("""{ "counts": { "jobOffer": { "subsidised": "no", "field": true } } }""", "/counts/jobOffer/subsidised", "/counts/jobOffer/field")]
    [InlineData("""{ "counts": { "documentation": "all" } }""", "/counts/documentation")]
    [InlineData("""{ "counts": { "documentation": true } }""", "/counts/documentation")]
    [InlineData("""{ "counts": { "nextMeasureReady": "true" } }""", "/counts/nextMeasureReady")]
    [InlineData("""{ "counts": { "nextStepWithinDays": "30" } }""", "/counts/nextStepWithinDays")]
    [InlineData("""{ "counts": { "nextStepWithinDays": -1 } }""", "/counts/nextStepWithinDays")]
    [InlineData("""{ "counts": { "nextStepWithinDays": 30.5 } }""", "/counts/nextStepWithinDays")]
    [InlineData("""{ "counts": { "nextStepWithinDays": 99999999999999999999 } }""", "/counts/nextStepWithinDays")]
    [InlineData("""{ "counts": { "functioningPlan": "yes" } }""", "/counts/functioningPlan")]
    [InlineData("""{ "counts": { "functioningMeasure": 1 } }""", "/counts/functioningMeasure")]
    [InlineData("""{ "counts": { "offered": null } }""", "/counts/offered")]
    [InlineData("""{ "counts": { "mapped": [] } }""", "/counts/mapped")]
    [InlineData("""{ "counts": { "carriedOver": "no" } }""", "/counts/carriedOver")]
    [InlineData("""{ "counts": { "ageAtStart": 18 } }""", "/counts/ageAtStart")]
    [InlineData("""{ "counts": { "ageAtStart": {} } }""", "/counts/ageAtStart")]
    [InlineData("""{ "counts": { "ageAtStart": { "from": -1, "to": 151 } } }""", "/counts/ageAtStart/from", "/counts/ageAtStart/to")]
    [InlineData("""{ "counts": { "ageAtStart": { "min": 18 } } }""", "/counts/ageAtStart/min")]
    [InlineData("""{ "counts": { "ageAtStart": { "from": 30, "to": 29 } } }""", "/counts/ageAtStart")]
    [InlineData("""{ "counts": { "inGoal": 5 } }""", "/counts/inGoal")]
    [InlineData("""{ "counts": { "inGoal": [] } }""", "/counts/inGoal")]
    [InlineData("""{ "counts": { "inGoal": ["g.other", 5] } }""", "/counts/inGoal/1")]
    [InlineData("""{ "counts": { "inGoal": "g.missing" } }""", "/counts/inGoal")]
    [InlineData("""{ "counts": { "any": [{ "mapped": true }, { "inGoal": ["g.other", "g.missing"] }] } }""", "/counts/any/1/inGoal/1")]

    // Targets.
    [InlineData("""{ "targets": {} }""", "/targets")]
    [InlineData("""{ "targets": "20%" }""", "/targets")]
    [InlineData("""{ "targets": ["20%"] }""", "/targets/0")]
    [InlineData("""{ "targets": [{}] }""", "/targets/0")]
    [InlineData("""{ "targets": [{ "gender": "woman" }] }""", "/targets/0")]
    [InlineData("""{ "targets": [{ "atLeast": "20%", "atMost": "30%" }] }""", "/targets/0")]
    [InlineData("""{ "targets": [{ "atLeast": "20%", "between": ["20%", "30%"] }] }""", "/targets/0")]
    [InlineData("""{ "targets": [{ "atLeast": "20%", "least": 1 }] }""", "/targets/0/least")]
    [InlineData("""{ "targets": [{ "atLeast": "101%" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": "100.000001%" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": "20" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": 20 }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": 0.2 }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": "20 %" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": "-5%" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": "12,5%" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atLeast": null }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "targets": [{ "atMost": { "share": "20%" } }] }""", "/targets/0/atMost")]
    [InlineData("""{ "targets": [{ "between": ["80%", "20%"] }] }""", "/targets/0/between")]
    [InlineData("""{ "targets": [{ "between": ["20%"] }] }""", "/targets/0/between")]
    [InlineData("""{ "targets": [{ "between": ["20%", "30%", "40%"] }] }""", "/targets/0/between")]
    [InlineData("""{ "targets": [{ "between": "20%" }] }""", "/targets/0/between")]
    [InlineData("""{ "targets": [{ "between": ["20", "120%"] }] }""", "/targets/0/between/0", "/targets/0/between/1")]
    [InlineData("""{ "targets": [{ "atLeast": "20%", "subproject": "c" }] }""", "/targets/0/subproject")]
    [InlineData("""{ "targets": [{ "atLeast": "20%", "gender": "female" }] }""", "/targets/0/gender")]
    [InlineData("""{ "targets": [{ "atLeast": "20%", "gender": "total" }] }""", "/targets/0/gender")]
    [InlineData("""{ "targets": [{ "atLeast": "20%" }, { "atMost": "30%" }] }""", "/targets/1")]
    [InlineData(
        """{ "subprojects": ["a"], "targets": [{ "atLeast": "20%", "subproject": "a", "gender": "man" }, { "atLeast": "20%" }, { "gender": "man", "subproject": "a", "atLeast": "30%" }] }""",
        "/targets/2")]
    [InlineData("""{ "measure": "count", "targets": [{ "atLeast": "450" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "count", "targets": [{ "atLeast": "45%" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "count", "targets": [{ "atLeast": 4.5 }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "count", "targets": [{ "atLeast": -1 }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "count", "targets": [{ "atLeast": 99999999999 }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "duration", "of": "–", "targets": [{ "atMost": "30" }] }""", "/targets/0/atMost")]
    [InlineData("""{ "measure": "balance", "of": "–", "targets": [{ "atMost": "30%" }] }""", "/targets/0/atMost")]
    [InlineData("""{ "measure": "balance", "of": "–", "targets": [{ "atLeast": "92233720368547759" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "balance", "of": "–", "targets": [{ "between": ["1.25", "0.8"] }] }""", "/targets/0/between")]
    [InlineData("""{ "measure": "change-from-baseline", "figure": "f", "targets": [{ "atLeast": 0 }] }""", "/targets/0/atLeast")]

    // What says nothing for the measure, and what is impossible for it.
    [InlineData("""{ "figure": "f" }""", "/figure")]
    [InlineData("""{ "measure": "count", "figure": "f" }""", "/figure")]
    [InlineData(
        """{ "measure": "milestone", "of": { "population": "exits" }, "figure": "f", "counts": { "step": "any" }, "filter": { "mapped": true }, "eachOf": ["woman"] }""",
        "/of", "/counts", "/filter", "/eachOf")]
    [InlineData("""{ "measure": "milestone", "of": "–", "figure": "f", "subprojects": ["a", "b"] }""", "/subprojects")]
    [InlineData("""{ "measure": "milestone", "of": "–", "figure": "f", "targets": [{ "atLeast": 3, "gender": "woman" }] }""", "/targets/0/gender")]
    [InlineData("""{ "measure": "milestone", "of": "–", "figure": "f", "targets": [{ "atLeast": "80%" }] }""", "/targets/0/atLeast")]
    [InlineData("""{ "measure": "duration", "counts": { "step": "any" }, "figure": "f" }""", "/of", "/counts", "/figure")]
    [InlineData("""{ "measure": "duration", "of": "–", "filter": { "inGoal": "g.other" } }""", "/filter/inGoal")]
    [InlineData("""{ "measure": "duration", "of": "–", "targets": [{ "between": [40, 30] }] }""", "/targets/0/between")]
    [InlineData("""{ "measure": "balance", "of": { "goal": "g.other" }, "counts": { "step": "any" }, "figure": "f" }""", "/of", "/counts", "/figure")]
    [InlineData(
        """{ "measure": "change-from-baseline", "of": "–", "figure": "f", "eachOf": ["woman", "man"], "subprojects": ["a", "b"], "targets": [{ "atLeast": "101%" }] }""",
        "/of", "/eachOf", "/subprojects", "/targets/0/atLeast")]
    [InlineData(
        """{ "measure": "change-from-baseline", "figure": "f", "targets": [{ "atLeast": "1%" }, { "atLeast": "1%", "gender": "man" }] }""",
        "/targets/1/gender")]

    // Goals that can never meet: of other records, or of what happens and who is present. g.other is about exits.
    [InlineData("""{ "of": { "population": "referrals" }, "counts": { "inGoal": "g.other" } }""", "/counts/inGoal")]
    [InlineData(
        """{ "of": { "population": "referrals-queued-at-project-start" }, "filter": { "not": [{ "inGoal": ["g.other"] }] } }""", "/filter/not/0/inGoal/0")]

    // Several at once.
    [InlineData(
        """{ "kind": "x", "measure": "x", "text": {}, "of": {}, "counts": { "step": 1, "x": 1 }, "targets": [{}], "judged": 1, "eachOf": 1, "extra": 1 }""",
        "/extra", "/measure", "/of", "/kind", "/text", "/counts/step", "/counts/x", "/targets/0", "/eachOf", "/judged")]
    public void A_fault_is_reported_where_it_stands(string members, params string[] pointers)
    {
        var goal = Share.DeepClone().AsObject();
        foreach (var (name, value) in Object(members))
        {
            if (value?.GetValueKind() == JsonValueKind.String && value.GetValue<string>() == "–")
            {
                goal.Remove(name);
            }
            else
            {
                goal[name] = value?.DeepClone();
            }
        }

        Pointers(new JsonObject { ["g.other"] = Share.DeepClone(), ["g.x"] = goal }).ShouldBe(pointers.Select(p => "/goals/g.x" + p), ignoreOrder: true);

        // One goal by itself: the same faults, seen from the goal.
        var other = GoalParser.ParseAll(Element(new JsonObject { ["g.other"] = Share.DeepClone() }), Project, "").Goals;
        var (definition, faults) = GoalParser.ParseOne("g.x", Element(goal), other, Project);
        faults.Select(f => f.Pointer).ShouldBe(pointers, ignoreOrder: true);
        (definition is null || faults.Count > 0).ShouldBeTrue();
    }

    [Theory]
    [InlineData("""{ "measure": "count", "targets": [{ "atLeast": 0 }] }""")]
    [InlineData("""{ "targets": [{ "atLeast": "0%" }] }""")]
    [InlineData("""{ "targets": [{ "atMost": "100%" }] }""")]
    [InlineData("""{ "targets": [{ "between": ["20%", "20%"] }] }""")]
    [InlineData("""{ "targets": [{ "atLeast": "20%" }, { "atLeast": "20%", "gender": "man" }, { "atLeast": "20%", "subproject": "a" }] }""")]
    [InlineData("""{ "measure": "balance", "of": null, "targets": [{ "between": ["0.8", "1.25"] }] }""")]
    [InlineData("""{ "measure": "duration", "of": null, "targets": [{ "atMost": 30 }] }""")]
    [InlineData("""{ "measure": "duration", "of": null, "targets": [{ "atLeast": 5 }], "filter": { "referrer": "municipality" } }""")]
    [InlineData("""{ "measure": "duration", "of": null, "counts": null, "targets": [{ "atMost": 30, "gender": "woman" }], "eachOf": ["woman"] }""")]
    [InlineData("""{ "measure": "balance", "of": null, "filter": { "referrer": "municipality" }, "subprojects": ["a", "b"] }""")]
    [InlineData("""{ "measure": "milestone", "of": null, "figure": "f", "subprojects": ["a"], "eachOf": [] }""")]
    [InlineData("""{ "measure": "change-from-baseline", "figure": "f", "targets": [{ "atLeast": "100%" }] }""")]
    [InlineData("""{ "measure": "milestone", "of": null, "figure": "ips-y-35", "targets": [{ "atLeast": 140 }] }""")]
    [InlineData("""{ "measure": "change-from-baseline", "figure": "baseline-share", "targets": [{ "atLeast": "0%" }] }""")]
    public void Targets_have_the_form_of_their_measure(string members)
    {
        var goal = Share.DeepClone().AsObject();
        foreach (var (name, value) in Object(members))
        {
            goal[name] = value?.DeepClone();
        }

        Pointers(new JsonObject { ["g.x"] = goal }).ShouldBeEmpty();
    }

    [Fact]
    public void Faults_of_all_goals_are_reported_together_and_name_no_value_that_was_sent()
    {
        var (_, faults) = GoalParser.ParseAll(Element("""
            { "g.one": { "text": { "sv": "x" }, "measure": "hemligt-1", "of": { "population": "hemligt-2" } },
              "g.two": { "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": { "exitReason": ["hemligt-3"] },
                         "targets": [{ "atLeast": "hemligt-4" }, { "atLeast": "20%", "gender": "hemligt-5", "subproject": "hemligt-6" }] },
              "g.three": "hemligt-7" }
            """), Project, "/goals");

        faults.Select(f => f.Pointer).ShouldBe(
            [
                "/goals/g.one/measure", "/goals/g.one/of/population", "/goals/g.two/counts/exitReason/0", "/goals/g.two/targets/0/atLeast",
                "/goals/g.two/targets/1/gender", "/goals/g.two/targets/1/subproject", "/goals/g.three",
            ],
            ignoreOrder: true);
        faults.ShouldAllBe(f => f.Code == FaultCodes.GoalInvalid && f.Details.Count > 0);
        faults.SelectMany(f => f.Details).ShouldAllBe(d => d.Length > 0 && !d.Contains("hemligt", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"goals\"")]
    [InlineData("5")]
    public void Goals_are_an_object(string json) =>
        GoalParser.ParseAll(Element(json), Project, "/goals").Faults.ShouldHaveSingleItem().Pointer.ShouldBe("/goals");

    [Theory]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("\"goal\"")]
    [InlineData("5")]
    public void A_goal_is_an_object(string json)
    {
        Pointers(new JsonObject { ["g.x"] = JsonNode.Parse(json) }).ShouldBe(["/goals/g.x"]);
        GoalParser.ParseOne("g.x", Element(json), [], Project).Faults.ShouldHaveSingleItem().Pointer.ShouldBe("");
    }

    [Theory]
    [InlineData("", "/goals/")]
    [InlineData("G.x", "/goals/G.x")]
    [InlineData("g x", "/goals/g x")]
    [InlineData("g..x", "/goals/g..x")]
    [InlineData(".g", "/goals/.g")]
    [InlineData("g/x~y", "/goals/g~1x~0y")]
    [InlineData("mål", "/goals/mål")]
    public void A_key_has_lower_case_words(string key, string pointer)
    {
        GoalParser.IsKey(key).ShouldBeFalse();
        Pointers(new JsonObject { [key] = Share.DeepClone() }).ShouldBe([pointer]);
    }

    [Fact]
    public void A_key_has_at_most_100_characters()
    {
        GoalParser.IsKey(new string('g', 100)).ShouldBeTrue();
        GoalParser.IsKey(new string('g', 101)).ShouldBeFalse();
    }

    [Theory]
    [InlineData(500, false)]
    [InlineData(501, true)]
    public void A_text_has_at_most_500_characters(int length, bool isFault)
    {
        var goal = Share.DeepClone().AsObject();
        goal["text"] = new JsonObject { ["sv"] = "x", ["en"] = new string('x', length) };

        Pointers(new JsonObject { ["g.x"] = goal }).ShouldBe(isFault ? ["/goals/g.x/text/en"] : []);
    }

    [Fact]
    public void A_circle_of_of_is_reported_at_every_goal_in_it() => Pointers(
            ("g.a", """{ "goal": "g.b" }""", null),
            ("g.b", """{ "goal": "g.a" }""", null),
            ("g.c", """{ "goal": "g.a" }""", null),
            ("g.d", """{ "population": "exits" }""", null))
        .ShouldBe(["/goals/g.a", "/goals/g.b"]);

    [Fact]
    public void A_circle_of_in_goal_is_reported_at_every_goal_in_it() => Pointers(
            ("g.a", """{ "population": "exits" }""", """{ "not": [{ "any": [{ "inGoal": ["g.d", "g.b"] }] }] }"""),
            ("g.b", """{ "population": "exits" }""", """{ "inGoal": "g.c" }"""),
            ("g.c", """{ "population": "exits" }""", """{ "not": { "inGoal": "g.a" } }"""),
            ("g.d", """{ "population": "exits" }""", null))
        .ShouldBe(["/goals/g.a", "/goals/g.b", "/goals/g.c"]);

    [Fact]
    public void A_circle_of_both_is_reported() => Pointers(
            ("g.a", """{ "goal": "g.b" }""", null),
            ("g.b", """{ "population": "exits" }""", """{ "inGoal": "g.a" }"""))
        .ShouldBe(["/goals/g.a", "/goals/g.b"]);

    [Theory]
    [InlineData("""{ "goal": "g.a" }""", null)]
    [InlineData("""{ "population": "exits" }""", """{ "inGoal": "g.a" }""")]
    public void A_goal_does_not_refer_to_itself(string of, string? counts) => Pointers(("g.a", of, counts)).ShouldBe(["/goals/g.a"]);

    [Fact]
    public void Goals_may_share_what_they_refer_to() => Pointers(
            ("g.a", """{ "goal": "g.b" }""", """{ "inGoal": ["g.c", "g.d"] }"""),
            ("g.b", """{ "goal": "g.d" }""", null),
            ("g.c", """{ "goal": "g.d" }""", null),
            ("g.d", """{ "population": "exits" }""", null))
        .ShouldBeEmpty();

    [Fact]
    public void A_goal_refers_only_to_goals_that_count_participations()
    {
        var goals = new JsonObject
        {
            ["g.figure"] = JsonNode.Parse("""{ "text": { "sv": "x" }, "measure": "milestone", "figure": "x" }"""),
            ["g.part"] = JsonNode.Parse("""{ "text": { "sv": "x" }, "measure": "share", "of": { "goal": "g.figure" } }"""),
            ["g.rest"] = JsonNode.Parse(
                """{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": { "any": [{ "mapped": true }, { "inGoal": ["g.part", "g.figure"] }] } }"""),
        };

        Pointers(goals).ShouldBe(["/goals/g.part/of/goal", "/goals/g.rest/counts/any/1/inGoal/1"]);
    }

    [Theory]
    [InlineData("exits", "enrollments", true)]
    [InlineData("follow-ups-due", "exits", true)]
    [InlineData("supported-in-window", "exits", true)]
    [InlineData("supported-in-window", "supported-in-window", true)]
    [InlineData("referrals-queued-at-project-start", "referrals", true)]
    [InlineData("referrals-closed-or-started", "referrals", true)]
    [InlineData("exits", "supported-in-window", false)]
    [InlineData("enrollments", "referrals", false)]
    [InlineData("referrals", "exits", false)]
    [InlineData("referrals", "referrals-queued-at-project-start", false)]
    [InlineData("supported-in-window", "referrals", false)]
    [InlineData("referrals-queued-at-project-start", "supported-in-window", false)]
    public void Goals_refer_to_goals_that_they_can_meet(string population, string other, bool meet) => Pointers(
            ("g.a", $$"""{ "population": "{{population}}" }""", """{ "inGoal": "g.b" }"""),
            ("g.b", $$"""{ "population": "{{other}}" }""", null),
            ("g.c", """{ "goal": "g.b" }""", """{ "inGoal": "g.a" }"""))
        .Where(p => p.StartsWith("/goals/g.a", StringComparison.Ordinal))
        .ShouldBe(meet ? [] : ["/goals/g.a/counts/inGoal"]);

    [Theory]
    [InlineData("""{ "measure": "milestone", "figure": "f" }""")]
    [InlineData("""{ "measure": "duration" }""")]
    [InlineData("""{ "measure": "balance" }""")]
    public void A_goal_without_a_numerator_is_nothing_to_be_of(string measure)
    {
        var without = Object(measure);
        without["text"] = Share["text"]!.DeepClone();
        var goals = Goals(("g.a", """{ "goal": "g.x" }""", null), ("g.b", """{ "population": "exits" }""", """{ "inGoal": "g.x" }"""));
        goals["g.x"] = without;

        Pointers(goals).ShouldBe(["/goals/g.a/of/goal", "/goals/g.b/counts/inGoal"]);
    }

    [Fact]
    public void A_stored_goal_is_read_without_what_its_measure_has_no_use_for()
    {
        var goal = Share.DeepClone().AsObject();
        goal["measure"] = "duration";
        goal["counts"] = new JsonObject { ["step"] = "any" };

        Pointers(new JsonObject { ["g.x"] = goal.DeepClone() }).ShouldBe(["/goals/g.x/of", "/goals/g.x/counts"]);
        var stored = GoalParser.ParseStored("g.x", Element(goal));
        (stored.Measure, stored.Population, stored.Counts).ShouldBe((Measure.Duration, null, null));
    }

    [Fact]
    public void A_goal_that_refers_to_a_faulty_one_is_not_at_fault() => Pointers(
            ("g.a", """{ "population": "people" }""", null),
            ("g.b", """{ "goal": "g.a" }""", """{ "inGoal": "g.a" }"""))
        .ShouldBe(["/goals/g.a/of/population"]);

    [Fact]
    public void A_key_that_stands_twice_is_a_fault()
    {
        var (_, faults) = GoalParser.ParseAll(
            Element($$"""{ "g.x": {{Share.ToJsonString()}}, "g.y": {{Share.ToJsonString()}}, "g.x": {{Share.ToJsonString()}} }"""), Project, "/goals");

        faults.Select(f => f.Pointer).ShouldBe(["/goals/g.x"]);
    }

    [Theory]
    [InlineData("""{ "g.x": { "text": { "sv": "\ud800" }, "measure": "share", "of": { "population": "exits" } } }""", "/goals/g.x/text/sv")]
    [InlineData("""{ "g.x": { "text": { "sv": "x" }, "measure": "\udc00", "of": { "population": "exits" } } }""", "/goals/g.x/measure")]
    [InlineData(
        """{ "g.x": { "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": { "inGoal": ["\ud800x"] } } }""",
        "/goals/g.x/counts/inGoal/0")]
    [InlineData("""{ "g.x": { "\ud800": 1, "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" } } }""", "/goals/g.x")]
    [InlineData("""{ "\ud800": {} }""", "/goals")]
    public void A_text_that_is_no_text_is_a_fault_and_no_exception(string json, string pointer) =>
        GoalParser.ParseAll(Element(json), Project, "/goals").Faults.Select(f => f.Pointer).ShouldBe([pointer]);

    [Fact]
    public void A_pointer_names_at_most_100_characters_of_a_name()
    {
        var goal = Share.DeepClone().AsObject();
        goal[new string('~', 101)] = 1;

        Pointers(new JsonObject { ["g.x"] = goal }).ShouldBe(["/goals/g.x/" + string.Concat(Enumerable.Repeat("~0", 100))]);
    }

    [Fact]
    public void One_goal_is_read_among_the_others_and_replaces_the_one_of_its_key()
    {
        var others = GoalParser.ParseAll(Element(Goals(
            ("g.a", """{ "population": "exits" }""", null),
            ("g.b", """{ "goal": "g.a" }""", null))), Project, "/goals").Goals;

        Faults("g.a", """{ "population": "enrollments" }""").ShouldBeEmpty();
        Faults("g.c", """{ "goal": "g.b" }""").ShouldBeEmpty();
        Faults("g.c", """{ "goal": "g.missing" }""").ShouldBe(["/of/goal"]);
        Faults("g.a", """{ "goal": "g.b" }""").ShouldBe([""]);
        Faults("g.c", """{ "goal": "g.c" }""").ShouldBe([""]);

        IEnumerable<string> Faults(string key, string of) =>
            GoalParser.ParseOne(key, Element(Goals((key, of, null))[key]!), others, Project).Faults.Select(f => f.Pointer);
    }

    private static IReadOnlyList<string> Pointers(params (string Key, string Of, string? Counts)[] goals) => Pointers(Goals(goals));

    private static IReadOnlyList<string> Pointers(JsonObject goals)
    {
        var (_, faults) = GoalParser.ParseAll(Element(goals), Project, "/goals");
        faults.ShouldAllBe(f => f.Code == FaultCodes.GoalInvalid && f.Details.Count > 0);
        return [.. faults.Select(f => f.Pointer)];
    }

    private static JsonObject Goals(params (string Key, string Of, string? Counts)[] goals)
    {
        var all = new JsonObject();
        foreach (var (key, of, counts) in goals)
        {
            var goal = Share.DeepClone().AsObject();
            goal["of"] = JsonNode.Parse(of);
            goal["counts"] = counts is null ? null : JsonNode.Parse(counts);
            all[key] = goal;
        }

        return all;
    }

    private static JsonObject Object(string json) => JsonNode.Parse(json)!.AsObject();

    private static JsonElement Element(JsonNode json) => Element(json.ToJsonString());

    private static JsonElement Element(string json) => JsonDocument.Parse(json).RootElement;
}
