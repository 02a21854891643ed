using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OutcomeApi.Benchmarks;
using OutcomeApi.Benchmarks.Load;

switch (args)
{
    case [LoadCommand.Name, .. var rest]:
        return await LoadCommand.RunAsync(rest);
    case [FairnessCommand.Name, .. var rest]:
        return await FairnessCommand.RunAsync(rest);
    case [NeighbourBatchCommand.Name, .. var rest]:
        return await NeighbourBatchCommand.RunAsync(rest);
    case [SoakCommand.Name, .. var rest]:
        return await SoakCommand.RunAsync(rest);
    case [BareEndpoint.Name, var folder]:
        await BareEndpoint.RunAsync(folder);
        return 0;
    default:
        // In this process: the comparison is between two methods of the same run, and no project has to be generated and restored for it.
        BenchmarkSwitcher
            .FromTypes([typeof(EngineBenchmark)])
            .Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
        return 0;
}
