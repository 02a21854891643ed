using System.Globalization;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>What is measured, and how long.</summary>
internal sealed record LoadOptions
{
    public const string Usage =
        """
        load [--participations 3000] [--seconds 4] [--rounds 2] [--connections 64] [--patience 60]
             [--keep folder] [--only name]

          --participations  how many the made-up project has
          --seconds         of a round
          --rounds          of each scenario, after one to warm up, in turn with those that it is compared with
          --connections     that ask at the same time
          --patience        seconds that are waited for the first answer of a scenario
          --keep            where the filled register is kept for the next time, or taken from if it is there: filling it takes minutes
          --only            scenarios whose name begins so; a comma between several. batch: batches of 10,000 and 100,000 records, and nothing else.
                            million: writing, start and working set with 1,000,000 participations (or as many as are given) in 300 projects
        """;

    public int Participations { get; private init; } = 3000;

    public TimeSpan Round { get; private init; } = TimeSpan.FromSeconds(4);

    public int Rounds { get; private init; } = 2;

    public int Connections { get; private init; } = 64;

    public TimeSpan Patience { get; private init; } = TimeSpan.FromSeconds(60);

    /// <summary>Where filled registers are kept; null: nowhere.</summary>
    public string? Keep { get; private init; }

    public IReadOnlyList<Scenario> Scenarios { get; private init; } = Scenario.All;

    /// <summary>What is compared instead of the scenarios; null: they are measured.</summary>
    public Func<LoadOptions, string, CancellationToken, Task<IReadOnlyList<string>>>? Comparison { get; private init; }

    /// <summary>Null: they can not be understood.</summary>
    public static LoadOptions? Parse(ReadOnlySpan<string> args) => args switch
    {
        [] => new LoadOptions(),
        [.. var others, "--only", BatchComparison.Name] => Comparing(others, BatchComparison.RunAsync),
        [.. var others, "--only", MillionComparison.Name] =>
            Comparing(["--participations", MillionComparison.Participations, .. others], MillionComparison.RunAsync),
        [.. var others, "--only", var names] => Parse(others) is { } options && Named(names) is { Length: > 0 } scenarios
            ? options with { Scenarios = scenarios }
            : null,
        [.. var others, "--keep", var folder] => Parse(others) is { } options ? options with { Keep = Path.GetFullPath(folder) } : null,
        [.. var others, var name, var text] => Parse(others) is { } options && NumberOf(text) is { } number
            ? options.With(name, number)
            : null,
        _ => null,
    };

    private static LoadOptions? Comparing(
        ReadOnlySpan<string> others, Func<LoadOptions, string, CancellationToken, Task<IReadOnlyList<string>>> comparison) =>
        Parse(others) is { } options ? options with { Comparison = comparison } : null;

    private LoadOptions? With(string name, int number) => name switch
    {
        "--participations" => this with { Participations = number },
        "--seconds" => this with { Round = TimeSpan.FromSeconds(number) },
        "--rounds" => this with { Rounds = number },
        "--connections" => this with { Connections = number },
        "--patience" => this with { Patience = TimeSpan.FromSeconds(number) },
        _ => null,
    };

    private static int? NumberOf(string text) =>
        int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0 ? number : null;

    private static Scenario[] Named(string names) =>
        [.. Scenario.All.Where(scenario => names.Split(',').Any(name => scenario.Name.StartsWith(name, StringComparison.Ordinal)))];
}
