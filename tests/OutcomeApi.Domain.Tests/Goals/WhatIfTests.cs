using System.Text.Json;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>Registers that might be, and changes of goals that only move exit reasons.</summary>
public sealed class WhatIfTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31));

    [Fact]
    public void The_earliest_due_date_is_answered_first_then_the_reference()
    {
        Participation[] register =
        [
            Left("c", "2024-03-31"), Left("B", "2024-03-31"), Left("a", "2024-03-31"), Left("late", "2024-05-01"),

            // Due on 29 February, the end of a month: before everybody else.
            Left("first", "2023-11-30") with { Exit = Left("x", "2024-01-15").Exit },
        ];

        Answered(register, 1).ShouldBe("first");
        Answered(register, 3).ShouldBe("B a first");
        Answered(register, 99).ShouldBe("B a c first late");
        WhatIf.Answer(register, Change(99), Period, new DateOnly(2024, 12, 31)).Available.ShouldBe(5);

        // In whatever order they come; and the others are the very same.
        Answered([.. register.Reverse()], 3).ShouldBe("B a first");
        WhatIf.Answer(register, Change(1), Period, new DateOnly(2024, 12, 31)).Participations.Zip(register).Count(pair => ReferenceEquals(pair.First, pair.Second)).ShouldBe(4);
    }

    [Fact]
    public void Only_follow_ups_that_are_due_and_unanswered_are_answered()
    {
        Participation[] register =
        [
            Left("due", "2024-09-30"),
            Left("not-due", "2024-10-01"),
            Left("running", "2024-09-30") with { Exit = null },
            Left("answered", "2024-09-30") with { FollowUpAnswer = FollowUpAnswer.Moved },
            Left("unobtainable", "2024-09-30") with { FollowUpUnobtainable = true },
            Left("anonymous", "2024-09-30") with { Anonymous = true },
            Left("error", "2024-09-30", ExitReason.RegisteredInError),
            Left("deceased", "2024-09-30", ExitReason.Deceased),
            Left("outside", "2023-12-31"),
        ];

        // Three months after 30 September is 30 December; after 1 October, 1 January.
        var (participations, available) = WhatIf.Answer(register, Change(99), Period, new DateOnly(2024, 12, 31));
        available.ShouldBe(1);
        participations.Where(p => p.FollowUpAnswer == FollowUpAnswer.Work).Select(p => p.Reference).ShouldBe(["due"]);
    }

    [Fact]
    public void They_can_be_narrowed_down()
    {
        Participation[] register =
        [
            Left("w-region", "2024-03-01") with { Referrer = Referrer.Region },
            Left("m-region", "2024-03-01") with { Referrer = Referrer.Region, Gender = Gender.Man },
            Left("m-none", "2024-03-01") with { Gender = Gender.Man },
            Left("w-later", "2024-05-01"),
        ];

        string Of(AnsweredFollowUps change) =>
            string.Join(' ', WhatIf.Answer(register, change, Period, new DateOnly(2024, 12, 31)).Participations.Where(p => p.FollowUpAnswer is not null).Select(p => p.Reference));
        Of(Change(9) with { Referrer = Referrer.Region }).ShouldBe("w-region m-region");
        Of(Change(9) with { Gender = Gender.Man }).ShouldBe("m-region m-none");
        Of(Change(9) with { Tertial = new Tertial(2024, 2) }).ShouldBe("w-later");
        Of(Change(9) with { Referrer = Referrer.Region, Gender = Gender.Woman, Tertial = new Tertial(2024, 1) }).ShouldBe("w-region");
    }

    [Fact]
    public void Added_exits_begin_with_the_project_and_nothing_else_is_known_of_them()
    {
        var register = WhatIf.Add([Left("a", "2024-03-01")], new AddedExits(2, Gender.Man, ExitReason.Studies, "north", new DateOnly(2024, 6, 30)), Period);

        register.Count.ShouldBe(3);
        register[0].Reference.ShouldBe("a");
        register.Select(p => p.Reference).Distinct().Count().ShouldBe(3);
        foreach (var added in register.Skip(1))
        {
            added.ShouldBe(new Participation
            {
                Reference = added.Reference,
                Gender = Gender.Man,
                Subproject = "north",
                StartedOn = new DateOnly(2024, 1, 1),
                Exit = new ParticipationExit { On = new DateOnly(2024, 6, 30), Reason = ExitReason.Studies },
                FollowUpUnobtainable = true,
            });
        }

        // A change that follows does not answer for people who are made up.
        WhatIf.Answer(register, Change(9), Period, new DateOnly(2025, 12, 31)).Available.ShouldBe(1);
    }

    /// <summary>The reasons that are moved; "-": something else is changed, too.</summary>
    [Theory]
    [InlineData("""{ "exitReason": ["studies", "moved"] }""", """{ "exitReason": ["studies", "work-placement"] }""", "work-placement moved")]
    [InlineData("""{ "exitReason": "studies" }""", """{ "exitReason": "studies" }""", "")]
    [InlineData("""{ "exitReason": "studies" }""", """{ "any": [{ "exitReason": "studies" }, { "exitReason": "moved" }] }""", "moved")]
    [InlineData("""{ "not": { "exitReason": "moved" } }""", """{ "not": [{ "exitReason": "moved" }, { "exitReason": "unknown" }] }""", "unknown")]
    [InlineData("""{ "ending": "planned" }""", """{ "ending": "planned", "not": { "exitReason": "daily-activity" } }""", "daily-activity")]
    [InlineData("""{ "exitReason": "studies", "nextStepWithinDays": 30 }""", """{ "exitReason": "moved", "nextStepWithinDays": 30 }""", "studies moved")]
    [InlineData("""{ "exitReason": "studies", "nextStepWithinDays": 30 }""", """{ "exitReason": "studies", "nextStepWithinDays": 31 }""", "-")]
    [InlineData("""{ "exitReason": "studies" }""", """{ "exitReason": "studies", "mapped": true }""", "-")]
    [InlineData("""{ "exitReason": "studies" }""", """{ "any": [{ "exitReason": "studies" }, { "mapped": true }] }""", "-")]
    public void What_is_moved_is_known(string before, string after, string reasons)
    {
        var moved = MovedReasons.Between(Goal(before), Goal(after));
        (moved is null ? "-" : string.Join(' ', moved.Select(m => m.Key["g.x.".Length..]))).ShouldBe(reasons);
    }

    [Theory]
    [InlineData(""" "of": { "population": "follow-ups-answered" } """)]
    [InlineData(""" "of": { "goal": "g.y" } """)]
    [InlineData(""" "of": { "population": "exits" }, "filter": { "mapped": true } """)]
    [InlineData(""" "of": { "population": "exits" }, "subprojects": ["north"] """)]
    public void Whom_it_is_about_is_something_else(string of)
    {
        var other = Read($$"""{ "text": { "sv": "x" }, "measure": "share", "counts": { "exitReason": "studies" }, {{of}} }""");
        MovedReasons.Between(Goal("""{ "exitReason": "studies" }"""), other).ShouldBeNull();
        MovedReasons.Between(other, Goal("""{ "exitReason": "studies" }""")).ShouldBeNull();
    }

    /// <summary>The goal of a moved reason counts what the engine gains by moving it.</summary>
    [Fact]
    public void The_goals_of_moved_reasons_add_up_to_the_difference()
    {
        Participation[] register =
        [
            .. Enumerable.Range(0, 7).Select(i => Left($"p{i}", "2024-02-01", ExitReason.WorkPlacement)),
            .. Enumerable.Range(0, 3).Select(i => Left($"m{i}", "2024-02-01", ExitReason.Moved) with { Gender = Gender.Man }),
            .. Enumerable.Range(0, 2).Select(i => Left($"s{i}", "2024-02-01", ExitReason.Studies)),
        ];
        var moved = MovedReasons.Between(Goal("""{ "exitReason": "studies" }"""), Goal("""{ "exitReason": ["work-placement", "moved"] }"""))!;
        var book = new GoalBook([.. moved.Select(m => new GoalVersion(m.Key, 1, Period.StartsOn, m))]);

        GoalEngine.Compute(Period, book, new RegisteredFacts(register, [], []), new DateOnly(2024, 3, 1)).Where(f => f.Window == Window.Tertial)
            .Select(f => $"{f.Goal.Key} {f.Woman.Numerator} {f.Man.Numerator}")
            .ShouldBe(["g.x.studies 2 0", "g.x.work-placement 7 0", "g.x.moved 0 3"]);
    }

    [Theory]
    [InlineData(""" "of": { "population": "follow-ups-due" } """, true)]
    [InlineData(""" "of": { "population": "follow-ups-answered" } """, true)]
    [InlineData(""" "of": { "population": "exits" }, "counts": { "any": [{ "mapped": true }, { "not": { "functioningPlan": true } }] } """, true)]
    [InlineData(""" "of": { "population": "exits" }, "filter": { "all": [{ "followUpAnswer": "work" }] } """, true)]
    [InlineData(""" "of": { "population": "exits" }, "counts": { "mapped": true } """, false)]
    public void A_goal_asks_follow_ups_wherever_it_does(string of, bool asks) =>
        Read($$"""{ "text": { "sv": "x" }, "measure": "share", {{of}} }""").AsksFollowUps.ShouldBe(asks);

    private static string Answered(IReadOnlyList<Participation> register, int count) => string.Join(
        ' ',
        WhatIf.Answer(register, Change(count), Period, new DateOnly(2024, 12, 31)).Participations
            .Where(p => p.FollowUpAnswer == FollowUpAnswer.Work).Select(p => p.Reference).Order(StringComparer.Ordinal));

    private static AnsweredFollowUps Change(int count) => new(null, null, null, count, FollowUpAnswer.Work);

    private static Participation Left(string reference, string on, ExitReason reason = ExitReason.Studies) => new()
    {
        Reference = reference,
        Gender = Gender.Woman,
        StartedOn = new DateOnly(2024, 1, 1),
        Exit = new ParticipationExit { On = ProjectFile.Date(on), Reason = reason },
    };

    private static GoalDefinition Goal(string counts) =>
        Read($$"""{ "text": { "sv": "x" }, "measure": "share", "of": { "population": "exits" }, "counts": {{counts}} }""");

    private static GoalDefinition Read(string json) => GoalParser.ParseStored("g.x", JsonDocument.Parse(json).RootElement);
}
