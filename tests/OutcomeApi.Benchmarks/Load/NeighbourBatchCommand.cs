using System.Globalization;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// <c>neighbour-batch</c>: how long a POST of one credential takes while a batch of another is worked through, in which every record is wrong, against how
/// long it takes while every record is right.
/// </summary>
internal static class NeighbourBatchCommand
{
    public const string Name = "neighbour-batch";

    public const string Usage = "neighbour-batch [records 100000]";

    /// <summary>The most that the slowest hundredth may take, as a multiple of what it takes beside right records. Two runs differ by that much.</summary>
    private const double Most = 1.2;

    private const string Other = "other registrar";

    private static readonly TimeSpan Step = TimeSpan.FromSeconds(1);

    /// <returns>0; 1 when the ratio is exceeded or an answer was wrong; 2 when the arguments can not be understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        var records = 100_000;
        if (args.Length > 1 || (args.Length == 1 && !int.TryParse(args[0], NumberStyles.None, CultureInfo.InvariantCulture, out records)) || records <= 1000)
        {
            await Console.Error.WriteLineAsync(Usage + "; more than 1000");
            return 2;
        }

        var right = await BesideAsync(MadeUpRegister.Records(records).Take(records));
        var wrong = await BesideAsync(Enumerable.Range(0, records).Select(Wrong));
        var ratio = wrong.Latencies.Milliseconds(0.99) / right.Latencies.Milliseconds(0.99);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"p99 beside wrong records of p99 beside right ones: {ratio:0.00}; asked for: at most {Most}"));
        return ratio <= Most && (right.Failures + wrong.Failures).Length == 0 ? 0 : 1;
    }

    /// <summary>A record with an unknown code, an enrollment that is not there, and a date that lies ahead.</summary>
    private static string Wrong(int number) =>
        $$"""{"record":"exit","enrollmentReference":"X-{{number}}","exitedOn":"2199-01-01","reason":"gold"}""";

    private static async Task<LoadRound> BesideAsync(IEnumerable<string> records)
    {
        var folder = Directory.CreateTempSubdirectory("outcome-api-neighbour-");
        try
        {
            using var service = await OutcomeService.StartAsync(folder.FullName, TimeSpan.FromMinutes(5), CancellationToken.None);
            await service.PutProjectAsync(CancellationToken.None);
            await service.MakeKeyAsync(Other, new { name = "Beside", role = OutcomeService.Registrar, projects = new[] { "iris2" } }, CancellationToken.None);
            var next = 0;
            var mine = Target.OfWrites(
                service.Process, OutcomeService.Project + "/enrollments", service.KeyOf(Other), () => MadeUpRegister.NewEnrollment(++next));
            for (var warm = 0; warm < 5; warm++)
            {
                await LoadRound.RunAsync(mine, 1, Step, CancellationToken.None);
            }

            await service.Process.RestAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
            var body = string.Join('\n', records);
            var done = Task.Run(async () => await service.BatchDoneAsync(await service.PostLinesAsync(body, CancellationToken.None), CancellationToken.None));
            var rounds = new List<LoadRound>();
            while (!done.IsCompleted)
            {
                rounds.Add(await LoadRound.RunAsync(mine, 1, Step, CancellationToken.None));
            }

            var batch = await done;
            var sum = LoadRound.Sum(rounds);
            Console.WriteLine(string.Create(
                CultureInfo.InvariantCulture,
                $"{batch.GetProperty("created")} created, {batch.GetProperty("rejected")} rejected in {sum.Time.TotalSeconds:0} s; POST beside it: "
                + $"p50 {sum.Latencies.Milliseconds(0.5):0.0} ms, p99 {sum.Latencies.Milliseconds(0.99):0.0} ms ({sum.Latencies.Count}) {sum.Failures}"));
            return sum;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }
}
