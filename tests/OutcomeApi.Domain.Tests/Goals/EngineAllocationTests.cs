using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>A computation allocates what its figures need, and nothing for each participation.</summary>
public sealed class EngineAllocationTests
{
    [Theory]
    [InlineData("fram")]
    [InlineData("iris2")]
    [InlineData("ips-unga")]
    [InlineData("uppsala")]
    public void Nothing_is_allocated_per_participation(string project)
    {
        // The same facts, once and a hundred times: the same tertials, the same waits.
        Register[] registers = [.. Enumerable.Range(1, 8).Select(seed => Register.OfProject(project, seed))];
        var once = registers[0] with
        {
            AsOf = registers[0].Project.Definition.Period.EndsOn,
            Facts = [.. registers.SelectMany(r => r.Facts)],
            Referrals = [.. registers.SelectMany(r => r.Referrals)],
        };
        var often = once with { Facts = Times(once.Facts), Referrals = Times(once.Referrals) };
        once.Facts.Count.ShouldBeGreaterThan(50);

        // The smallest object has 24 bytes. The compiler allocates differently once it has optimised, so a few bytes in all are nobody's.
        var further = often.Facts.Count + often.Referrals.Count - once.Facts.Count - once.Referrals.Count;
        (AllocatedBy(often) - AllocatedBy(once)).ShouldBeLessThan(further);
    }

    private static long AllocatedBy(Register register)
    {
        var (time, book, facts) = (register.Project.Definition.On(register.AsOf), register.Project.Book, register.ToFacts());
        GoalEngine.Compute(time, book, facts);
        var before = GC.GetAllocatedBytesForCurrentThread();
        GoalEngine.Compute(time, book, facts);
        return GC.GetAllocatedBytesForCurrentThread() - before;
    }

    private static Fact[] Times(IReadOnlyList<Fact> facts) => [.. Enumerable.Range(0, 100).SelectMany(_ => facts)];
}
