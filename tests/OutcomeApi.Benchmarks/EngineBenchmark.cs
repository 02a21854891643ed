using BenchmarkDotNet.Attributes;
using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Benchmarks;

/// <summary>
/// The goal engine against simply summing one integer field over the same list: 20 goals of every measure, 6 subprojects, 15 tertials, three windows,
/// five rows. The ratio says what a project's whole attainment costs; the allocation, the same for 5,000 and 50,000 participations, that none of it
/// is per participation; the 21st goal, that a goal costs a constant.
/// </summary>
[MemoryDiagnoser]
public class EngineBenchmark
{
    private RegisteredFacts _facts = new([], [], []);

    [Params(5_000, 50_000)]
    public int Participations { get; set; }

    [GlobalSetup]
    public void Fill() => _facts = LargeProject.Facts(Participations);

    [Benchmark(Baseline = true, Description = "sum of one integer field")]
    public int SumOfOneField()
    {
        var sum = 0;
        var participations = _facts.Participations;
        for (var i = 0; i < participations.Count; i++)
        {
            sum += participations[i].StepKinds;
        }

        return sum;
    }

    [Benchmark(Description = "20 goals")]
    public IReadOnlyList<GoalFigure> TwentyGoals() => GoalEngine.Compute(LargeProject.Time, LargeProject.Goals(20), _facts);

    [Benchmark(Description = "21 goals")]
    public IReadOnlyList<GoalFigure> TwentyOneGoals() => GoalEngine.Compute(LargeProject.Time, LargeProject.Goals(21), _facts);
}
