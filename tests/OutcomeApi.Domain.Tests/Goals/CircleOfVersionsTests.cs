using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>
/// Each version was good among the newest of the others when it came in. On a day that one of them is dated back to, two can meet that never held
/// together.
/// </summary>
public sealed class CircleOfVersionsTests
{
    private static readonly GoalDefinition Exits = new()
    {
        Key = "g.exits",
        Kind = GoalKind.Goal,
        Text = new() { Sv = "Mål" },
        Measure = Measure.Count,
        Population = Population.Exits,
    };

    // g.a leans on g.b until 2025; g.b, dated back to the middle of 2024, leans on g.a. g.c leans on both.
    private static readonly GoalBook Book = new(
    [
        new GoalVersion("g.a", 1, new DateOnly(2024, 1, 1), Exits with { Key = "g.a", Counts = new InGoal("g.b") }),
        new GoalVersion("g.b", 1, new DateOnly(2024, 1, 1), Exits with { Key = "g.b" }),
        new GoalVersion("g.a", 2, new DateOnly(2025, 1, 1), Exits with { Key = "g.a" }),
        new GoalVersion("g.b", 2, new DateOnly(2024, 6, 1), Exits with { Key = "g.b", Counts = new InGoal("g.a") }),
        new GoalVersion("g.c", 1, new DateOnly(2024, 1, 1), Exits with { Key = "g.c", Counts = new Not(new InGoal("g.a")) }),
        new GoalVersion("g.d", 1, new DateOnly(2024, 1, 1), Exits with { Key = "g.d", Population = null, OfGoal = "g.b" }),
    ]);

    [Fact]
    public void Goals_in_a_circle_are_not_computed_while_it_lasts()
    {
        var facts = new RegisteredFacts(
            [new Fact { Start = new DateOnly(2024, 2, 1), Exit = new DateOnly(2024, 3, 1), Reason = "moved" }.ToParticipation()], [], []);

        var period = new ReportingPeriod(new DateOnly(2024, 1, 1), new DateOnly(2025, 4, 30));
        var figures = GoalEngine.Compute(new Timeline(period, new DateOnly(2025, 4, 30)), Book, facts);

        figures.Where(f => f.Window == Window.SinceStart).Select(f => $"{f.Tertial} {f.Goal.Key} {f.Total.Numerator}").Order().ShouldBe(
            [
                "2024-T1 g.a 1", "2024-T1 g.b 1", "2024-T1 g.c 0", "2024-T1 g.d 1",
                "2024-T2 g.c 1",
                "2024-T3 g.c 1",
                "2025-T1 g.a 1", "2025-T1 g.b 1", "2025-T1 g.c 0", "2025-T1 g.d 1",
            ]);
    }
}
