using System.Globalization;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>
/// <c>fair</c>: how long a POST of one credential takes while another sends at full speed and four readers ask for the same project, against how long it
/// takes when nobody else is there. Both are measured in turn, in one run.
/// </summary>
internal static class FairnessCommand
{
    public const string Name = "fair";

    public const string Usage = "fair [participations 500] [seconds 5] [rounds 4] [connections 32]";

    /// <summary>The most that the slowest hundredth may take, as a multiple of what it takes in peace.</summary>
    private const double Most = 5;

    private const int Readers = 4;

    private const string Other = "other registrar";

    /// <returns>0; 1 when the ratio is exceeded or an answer was wrong; 2 when the arguments can not be understood.</returns>
    public static async Task<int> RunAsync(string[] args)
    {
        int[] usual = [500, 5, 4, 32];
        if (args.Length > usual.Length || !args.All(text => int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out var number) && number > 0))
        {
            await Console.Error.WriteLineAsync(Usage);
            return 2;
        }

        var numbers = usual.Select((number, place) => place < args.Length ? int.Parse(args[place], CultureInfo.InvariantCulture) : number).ToArray();
        var folder = Directory.CreateTempSubdirectory("outcome-api-fair-");
        try
        {
            return await MeasureAsync(folder.FullName, numbers[0], TimeSpan.FromSeconds(numbers[1]), numbers[2], numbers[3]) ? 0 : 1;
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    private static async Task<bool> MeasureAsync(string folder, int participations, TimeSpan time, int rounds, int connections)
    {
        using var service = await OutcomeService.StartAsync(folder, TimeSpan.FromSeconds(60), CancellationToken.None);
        await service.PutProjectAsync(CancellationToken.None);
        await service.RegisterAsync(MadeUpRegister.Records(participations), CancellationToken.None);
        await service.UpToDateAsync(CancellationToken.None);
        await service.MakeKeyAsync(Other, new { name = "Fair", role = OutcomeService.Registrar, projects = new[] { "iris2" } }, CancellationToken.None);

        var next = 0;
        string Record() => MadeUpRegister.NewEnrollment(Interlocked.Increment(ref next));
        const string Path = OutcomeService.Project + "/enrollments";
        var mine = Target.OfWrites(service.Process, Path, service.KeyOf(Other), Record);
        var theirs = Target.OfWrites(service.Process, Path, service.KeyOf(OutcomeService.Registrar), Record);
        var read = Target.Of(service.Process, OutcomeService.Project + "/attainment?limit=100", service.KeyOf(OutcomeService.Secretariat), null);
        List<LoadRound> quiet = [], loud = [], full = [], others = [];
        for (var round = 0; round <= rounds; round++)
        {
            await service.Process.RestAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
            quiet.Add(await LoadRound.RunAsync(mine, 1, time, CancellationToken.None));
            await service.Process.RestAsync(TimeSpan.FromSeconds(30), CancellationToken.None);
            var reading = LoadRound.RunAsync(read, Readers, time, CancellationToken.None);
            var sending = LoadRound.RunAsync(theirs, connections, time, CancellationToken.None);
            loud.Add(await LoadRound.RunAsync(mine, 1, time, CancellationToken.None));
            full.Add(await sending);
            others.Add(await reading);
        }

        // The first round has warmed up.
        var (inPeace, inCompany, beside) = (LoadRound.Sum(quiet[1..]), LoadRound.Sum(loud[1..]), LoadRound.Sum([.. full, .. others]));
        var ratio = inCompany.Latencies.Milliseconds(0.99) / inPeace.Latencies.Milliseconds(0.99);
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"""
            {participations} participations, {Readers} readers, {connections} connections of another credential at full speed, {rounds} rounds of {time.TotalSeconds} s
            POST alone: p50 {inPeace.Latencies.Milliseconds(0.5):0.0} ms, p99 {inPeace.Latencies.Milliseconds(0.99):0.0} ms ({inPeace.Latencies.Count})
            POST in company: p50 {inCompany.Latencies.Milliseconds(0.5):0.0} ms, p99 {inCompany.Latencies.Milliseconds(0.99):0.0} ms ({inCompany.Latencies.Count})
            the other credential: {LoadRound.Sum(full[1..]).Rate:0} a second
            p99 in company of p99 alone: {ratio:0.0}; asked for: at most {Most:0}
            """));
        var failures = string.Join(", ", new[] { inPeace.Failures, inCompany.Failures, beside.Failures }.Where(text => text.Length > 0));
        if (failures.Length > 0)
        {
            Console.WriteLine("Wrong answers: " + failures);
        }

        return ratio <= Most && failures.Length == 0;
    }
}
