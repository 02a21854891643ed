using System.Globalization;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>What came of a scenario.</summary>
/// <param name="First">How long the first answer took; null: it did not come.</param>
/// <param name="Bytes">Its length.</param>
internal sealed record ScenarioResult(Scenario Scenario, TimeSpan? First, int Bytes)
{
    public const string Header =
        "| Scenario | answers/s | compared with | answers/s | ratio | to reach | p50 ms | p99 ms | p99/p50 | processor ms | of compared | first answer ms "
        + "| bytes | remarks |\n"
        + "| --- | --: | --- | --: | --: | --: | --: | --: | --: | --: | --: | --: | --: | --- |";

    /// <summary>How many times as long as half of the answers the slowest in a hundred may take.</summary>
    private const double LongestTail = 10;

    /// <summary>The measured rounds; null: there were none.</summary>
    public LoadRound? Measured { get; init; }

    /// <summary>The rounds that they are compared with; null: there were none.</summary>
    public LoadRound? Compared { get; init; }

    public string Remark { get; init; } = string.Empty;

    /// <summary>What the service said instead of answering; null: it answered.</summary>
    public string? Refusal { get; init; }

    public bool HasFailed => Refusal is not null || Measured?.Failures.Length > 0 || Compared?.Failures.Length > 0;

    /// <summary>The measured rate, of the compared one.</summary>
    public double Ratio => Measured!.Rate / Compared!.Rate;

    private double Half => Measured!.Latencies.Milliseconds(0.5);

    private double NearlyAll => Measured!.Latencies.Milliseconds(0.99);

    private double Tail => NearlyAll / Half;

    /// <summary>A row of the table.</summary>
    public override string ToString()
    {
        var figures = Measured is null || Compared is null
            ? $"| | | | {Scenario.Least} | | | | |"
            : $"{Measured.Rate:0} | {(Scenario.IsWhileWriting ? "quiet" : "bare")} | {Compared.Rate:0} | {Ratio:0.000} | {Scenario.Least} "
                + $"| {Show(Half, "0.00")} | {Show(NearlyAll, "0.00")} | {Show(Tail, "0.0")} | {Show(Measured.Cost, "0.000")} | {Show(Compared.Cost, "0.000")}";
        var bytes = Scenario.IsConditional ? 0 : Bytes;
        return $"| {Scenario.Name} | {figures} | {First?.TotalMilliseconds:0} | {bytes} | {string.Join("; ", Remarks())} |";
    }

    private static string Show(double number, string form) =>
        double.IsNaN(number) ? string.Empty : number.ToString(form, CultureInfo.InvariantCulture);

    private IEnumerable<string> Remarks()
    {
        if (HasFailed)
        {
            var compared = Compared?.Failures.Length > 0 ? " compared: " + Compared.Failures : string.Empty;
            yield return $"FAILED: {Refusal}{Measured?.Failures}{compared}";
        }

        if (Measured is not null && Compared is not null)
        {
            if (Measured.Unanswered > 0)
            {
                yield return $"{Measured.Unanswered} given up unanswered";
            }

            if (!(Ratio >= Scenario.Least))
            {
                yield return "not reached";
            }

            if (Tail > LongestTail)
            {
                yield return "p99 too long";
            }
        }

        if (Remark.Length > 0)
        {
            yield return Remark;
        }
    }
}
