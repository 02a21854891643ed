using System.Text.Json;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>The funnel of a figure: everybody in one step, and the same numbers as the engine.</summary>
public sealed class GoalFunnelTests
{
    private const int CellsOfARegister = 60;

    private static readonly DateOnly AsOf = new(2024, 12, 31);

    private static readonly ProjectFile Project = ProjectFile.Of(
        ProjectFile.Project(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31), ["a", "b"]),
        [
            Goal("g.steps", """{ "subprojects": ["a", "b"], "measure": "share", "of": { "population": "exits" }, "counts": { "step": "any" } }"""),
            Goal("g.work", """
                { "subprojects": ["a", "b"], "measure": "share", "of": { "goal": "g.steps" }, "filter": { "not": { "exitReason": ["deceased"] } },
                  "counts": { "occupationGroup": ["work"] } }
                """),
            Goal("g.starts", """{ "measure": "count", "of": { "population": "enrollments" }, "counts": { "mapped": true } }"""),
            Goal("g.waiting", """{ "measure": "duration" }"""),
            Goal("g.balance", """{ "measure": "balance" }"""),
            Goal("g.reported", """{ "measure": "milestone", "figure": "points" }"""),
        ]);

    private static readonly IReadOnlyList<Participation> Participations =
    [
        Left("error", f => f with { Reason = "registered-in-error" }),
        Left("anonymous", f => f with { Anonymous = true, Exit = null, Reason = null }),
        Left("elsewhere", f => f with { Subproject = "b" }),
        Left("nowhere", f => f with { Subproject = null }),
        Left("there", f => f with { Exit = null, Reason = null }),
        Left("earlier", f => f with { Exit = new DateOnly(2024, 4, 30) }),
        Left("man", f => f with { Gender = "man" }),
        Left("no-step", f => f with { Steps = [] }),
        Left("deceased", f => f with { Reason = "deceased" }),
        Left("moved", f => f with { Reason = "moved" }),
        Left("work", f => f),
        Left("late-start", f => f with { Start = new DateOnly(2024, 5, 20), Referred = new DateOnly(2024, 5, 1), Mapped = new DateOnly(2024, 5, 20) }),
    ];

    private static readonly IReadOnlyList<Participation> Referrals =
    [
        Waits("waits", f => f),
        Waits("closed", f => f with { ReferralClosed = new DateOnly(2024, 8, 31) }),
        Waits("not-yet", f => f with { Queued = new DateOnly(2024, 9, 1) }),
    ];

    [Fact]
    public void Everybody_stands_where_they_are_kept_out_first() =>
        Show("g.work", "a", Gender.Woman).ShouldBe(
            [
                "RegisteredInError: error", "Anonymous: anonymous", "OtherSubproject: elsewhere, nowhere", "NotInWindow: there, earlier", "OtherGender: man",
                "NotInParent: no-step", "FilteredOut: deceased", "InDenominator: moved", "InNumerator: work, late-start",
            ]);

    [Fact]
    public void Pooled_are_those_of_every_subproject_of_the_goal() =>
        Show("g.work", null, null).ShouldBe(
            [
                "RegisteredInError: error", "Anonymous: anonymous", "OtherSubproject: nowhere", "NotInWindow: there, earlier",
                "NotInParent: no-step", "FilteredOut: deceased", "InDenominator: moved", "InNumerator: elsewhere, man, work, late-start",
            ]);

    [Fact]
    public void Of_a_count_anonymous_ones_are_a_part()
    {
        var funnel = Of("g.starts", null, null, Window.SinceStart)!;

        funnel.Steps.Single(s => s.Standing == GoalStanding.InDenominator).References.ShouldContain("anonymous");
        funnel.Count(GoalStanding.Anonymous).ShouldBe(0);
        (funnel.Numerator, funnel.Denominator).ShouldBe((1, 11));
    }

    [Fact]
    public void Of_a_waiting_time_those_who_started_and_those_who_wait() =>
        Show("g.waiting", null, null).ShouldBe(
            [
                "RegisteredInError: error", "Anonymous: anonymous",
                "NotInWindow: elsewhere, nowhere, there, earlier, man, no-step, deceased, moved, work, closed, not-yet", "InNumerator: late-start",
                "StillQueued: waits",
            ]);

    [Fact]
    public void Of_a_balance_those_who_came_and_those_who_left()
    {
        Show("g.balance", null, Gender.Woman).ShouldBe(
            [
                "RegisteredInError: error", "Anonymous: anonymous", "NotInWindow: there, earlier", "OtherGender: man",
                "InDenominator: elsewhere, nowhere, no-step, deceased, moved, work", "InBoth: late-start",
            ]);
        var funnel = Of("g.balance", null, null, Window.Tertial)!;
        (funnel.Numerator, funnel.Denominator).ShouldBe((1, 8));
    }

    [Fact]
    public void What_is_reported_is_nobody() => Of("g.reported", null, null, Window.Tertial)!.Steps.ShouldBeEmpty();

    [Theory]
    [InlineData("g.none", null, "2024-T2")]
    [InlineData("g.work", "c", "2024-T2")]
    [InlineData("g.starts", "a", "2024-T2")]
    [InlineData("g.work", "a", "2023-T3")]
    [InlineData("g.work", "a", "2025-T1")]
    public void Without_a_figure_there_is_no_funnel(string goal, string? subproject, string tertial) =>
        GoalFunnel.Compute(
                Project.Definition.On(AsOf), Project.Book, new RegisteredFacts(Participations, Referrals, []),
                new FigureCell(goal, subproject, Tertial.Parse(tertial), Window.Tertial, null))
            .ShouldBeNull();

    [Fact]
    public void The_funnel_has_the_numbers_of_the_engine() => Check.One(
        Config.QuickThrowOnFailure.WithMaxTest(80), Prop.ForAll(Register.OfBoth(), register =>
        {
            var random = new Random(register.Seed);
            var (time, facts) = (register.Project.Definition.On(register.AsOf), register.ToFacts());
            foreach (var figure in register.Compute().OrderBy(_ => random.Next()).Take(CellsOfARegister))
            {
                var gender = new Gender?[] { Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null }[random.Next(5)];
                var cell = new FigureCell(figure.Goal.Key, figure.Subproject, figure.Tertial, figure.Window, gender);
                var funnel = GoalFunnel.Compute(time, register.Project.Book, facts, cell).ShouldNotBeNull();

                (funnel.Goal, funnel.Cohort).ShouldBe((figure.Goal, figure.Cohort));
                var measure = figure.Goal.Definition!.Measure;
                if (measure == Measure.Duration)
                {
                    funnel.Numerator.ShouldBe(figure.Waiting!.Of(gender).Started?.Count ?? 0, cell.ToString());
                    funnel.Count(GoalStanding.StillQueued).ShouldBe(figure.Waiting.Of(gender).StillQueued?.Count ?? 0, cell.ToString());
                }
                else
                {
                    funnel.Numerator.ShouldBe(figure.Of(gender).Numerator, cell.ToString());
                    funnel.Denominator.ShouldBe(figure.Of(gender).Denominator ?? funnel.Denominator, cell.ToString());
                }

                // Everybody once, of the records that the goal is about.
                var references = funnel.Steps.SelectMany(s => s.References).ToArray();
                var (enrollments, referrals) = (facts.Participations.Select(p => p.Reference), facts.Referrals.Select(r => r.Reference));
                references.ShouldBeUnique();
                (measure switch
                {
                    Measure.Milestone => [],
                    Measure.Duration when funnel.Goal.Definition!.Between != DurationSpan.ReferralToStart => enrollments,
                    Measure.Duration or Measure.QueueTime => enrollments.Concat(referrals),
                    _ => references.Length == 0 || references[0].StartsWith('E') ? references.Length == 0 ? [] : enrollments : referrals,
                }).ShouldBe(references, ignoreOrder: true);
            }
        }));

    private static IEnumerable<string> Show(string goal, string? subproject, Gender? gender) =>
        Of(goal, subproject, gender, Window.Tertial)!.Steps.Where(s => s.Count > 0).Select(s => $"{s.Standing}: {string.Join(", ", s.References)}");

    private static GoalFunnel? Of(string goal, string? subproject, Gender? gender, Window window) => GoalFunnel.Compute(
        Project.Definition.On(AsOf), Project.Book, new RegisteredFacts(Participations, Referrals, []),
        new FigureCell(goal, subproject, Tertial.Parse("2024-T2"), window, gender));

    private static RawGoal Goal(string key, string json)
    {
        var goal = JsonSerializer.Deserialize<Dictionary<string, JsonElement>>(json)!;
        goal["text"] = JsonElement.Parse("""{ "sv": "Mål" }""");
        return new RawGoal(key, 1, new DateOnly(2024, 1, 1), JsonSerializer.SerializeToElement(goal));
    }

    /// <summary>A woman of subproject a who began in the first tertial and left to work in the second, with a step.</summary>
    private static Participation Left(string reference, Func<Fact, Fact> with) => with(new Fact
    {
        Reference = reference,
        Subproject = "a",
        Start = new DateOnly(2024, 2, 1),
        Steps = ["language"],
        Exit = new DateOnly(2024, 6, 1),
        Reason = "work-unsubsidised",
    }).ToParticipation();

    private static Participation Waits(string reference, Func<Fact, Fact> with) => with(new Fact
    {
        IsReferral = true,
        Reference = reference,
        Start = new DateOnly(2024, 5, 1),
        Referred = new DateOnly(2024, 5, 1),
        Queued = new DateOnly(2024, 5, 2),
        ReferralOutcome = "queued",
    }).ToParticipation();
}
