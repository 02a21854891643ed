using System.Diagnostics;

namespace OutcomeApi.Benchmarks.Load;

/// <summary>Measures scenarios, one after the other.</summary>
internal sealed class Measurement(LoadOptions options, OutcomeService service, ChildProcess bare, string folder)
{
    private bool _isCertified;
    private int _steps;

    public async Task<ScenarioResult> OfAsync(Scenario scenario, CancellationToken ct)
    {
        try
        {
            await service.UpToDateAsync(ct);
            await CertifyAsync(scenario, ct);
            if (scenario.Write is { } write)
            {
                return await CompareWithBareInsertAsync(scenario, write, ct);
            }

            var (answer, first) = await Timed.AsyncOf(() => service.GetAsync(scenario.Role, scenario.Path, ct));
            var result = new ScenarioResult(scenario, first, answer.Body.Length);
            return scenario.IsConditional && answer.EntityTag is null ? result with { Remark = "skipped: the answer has no ETag" }
                : scenario.IsWhileWriting ? await CompareWithQuietAsync(result, ct)
                : await CompareWithBareAsync(result, answer, ct);
        }
        catch (TimeoutException e)
        {
            // The service may go on with what nobody waits for.
            await service.RestartAsync(ct);
            return new ScenarioResult(scenario, null, 0) { Remark = e.Message };
        }
        catch (InvalidOperationException e)
        {
            return new ScenarioResult(scenario, null, 0) { Refusal = e.Message };
        }
    }

    private async Task CertifyAsync(Scenario scenario, CancellationToken ct)
    {
        if (scenario.IsCertified && !_isCertified)
        {
            await service.PostAsync(
                OutcomeService.Secretariat, $"{OutcomeService.Project}/tertial-reports/{Scenario.CertifiedTertial}/certifications", null, ct);
            _isCertified = true;
            await service.UpToDateAsync(ct);
        }
    }

    private async Task<ScenarioResult> CompareWithBareAsync(ScenarioResult result, ServiceAnswer answer, CancellationToken ct)
    {
        var entityTag = result.Scenario.IsConditional ? answer.EntityTag : null;
        await BareEndpoint.PutAsync(folder, result.Scenario.Name, new BareAnswer(answer.ContentType, entityTag, answer.Body), ct);
        var ours = TargetOf(result.Scenario, entityTag);
        var theirs = Target.Of(bare, "/" + result.Scenario.Name, service.KeyOf(result.Scenario.Role), entityTag);
        return await AlternateAsync(result, () => RoundAsync(ours, ct), () => RoundAsync(theirs, ct), ct);
    }

    private async Task<ScenarioResult> CompareWithBareInsertAsync(Scenario scenario, Func<int, string> write, CancellationToken ct)
    {
        int ours = 0, theirs = 0;
        var key = service.KeyOf(scenario.Role);
        var measured = Target.OfWrites(service.Process, scenario.Path, key, () => write(Interlocked.Increment(ref ours)));
        var compared = Target.OfWrites(bare, BareEndpoint.InsertPath, key, () => write(Interlocked.Increment(ref theirs)));
        var result = await AlternateAsync(new ScenarioResult(scenario, null, 0), () => RoundAsync(measured, ct), () => RoundAsync(compared, ct), ct);
        for (var more = scenario.IsFollowed ? 2 : 0; more > 0; more--)
        {
            await RoundAsync(measured, ct);
        }

        return result;
    }

    private async Task<ScenarioResult> CompareWithQuietAsync(ScenarioResult result, CancellationToken ct)
    {
        var target = TargetOf(result.Scenario, null);
        var computations = new HashSet<string>();
        var writes = new Latencies();
        var compared = await AlternateAsync(result, WhileWritingAsync, () => RoundAsync(target, ct), ct);
        return compared with
        {
            Remark = $"{writes.Count} writes, p50 {writes.Milliseconds(0.5):0} ms, p99 {writes.Milliseconds(0.99):0} ms; "
                + $"{computations.Count} computations seen",
        };

        async Task<LoadRound> WhileWritingAsync()
        {
            using var over = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var writing = WriteAsync(writes, computations, over.Token);
            var round = await RoundAsync(target, ct);
            await over.CancelAsync();
            await writing;
            await service.UpToDateAsync(ct);
            return round;
        }
    }

    /// <summary>One round each to warm up, then the measured ones in turn: what changes on the machine meanwhile meets both.</summary>
    private async Task<ScenarioResult> AlternateAsync(
        ScenarioResult result, Func<Task<LoadRound>> measure, Func<Task<LoadRound>> compare, CancellationToken ct)
    {
        List<LoadRound> measured = [], compared = [];
        for (var round = 0; round <= options.Rounds; round++)
        {
            measured.Add(await measure());
            await service.Process.RestAsync(options.Patience, ct);
            compared.Add(await compare());
            await service.Process.RestAsync(options.Patience, ct);
        }

        return result with { Measured = LoadRound.Sum(measured[1..]), Compared = LoadRound.Sum(compared[1..]) };
    }

    private Task<LoadRound> RoundAsync(Target target, CancellationToken ct) =>
        LoadRound.RunAsync(target, options.Connections, options.Round, ct);

    private Target TargetOf(Scenario scenario, string? entityTag) =>
        Target.Of(service.Process, scenario.Path, service.KeyOf(scenario.Role), entityTag);

    /// <summary>Registers a step every 100 ms, and looks now and then which computation the figures are of.</summary>
    private async Task WriteAsync(Latencies writes, HashSet<string> computations, CancellationToken over)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(100));
        try
        {
            while (await timer.WaitForNextTickAsync(over))
            {
                var step = MadeUpRegister.Step(++_steps, options.Participations);
                var (_, time) = await Timed.AsyncOf(() => service.PostAsync(OutcomeService.Registrar, OutcomeService.Project + "/steps", step, over));
                writes.Add(time);
                if (_steps % 3 == 0)
                {
                    var attainment = await service.GetAsync(OutcomeService.Secretariat, OutcomeService.Project + "/attainment?limit=1", over);
                    computations.Add(attainment.Json.GetProperty("computation").GetString()!);
                }
            }
        }
        catch (OperationCanceledException) when (over.IsCancellationRequested)
        {
        }
    }
}

/// <summary>How long something took.</summary>
internal static class Timed
{
    public static async Task<(T Value, TimeSpan Time)> AsyncOf<T>(Func<Task<T>> work)
    {
        var started = Stopwatch.GetTimestamp();
        return (await work(), Stopwatch.GetElapsedTime(started));
    }
}
