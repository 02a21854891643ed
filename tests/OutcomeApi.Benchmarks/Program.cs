using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Running;
using BenchmarkDotNet.Toolchains.InProcess.Emit;
using OutcomeApi.Benchmarks;

// In this process: the comparison is between two methods of the same run, and no project has to be generated and restored for it.
BenchmarkSwitcher
    .FromTypes([typeof(EngineBenchmark)])
    .Run(args, DefaultConfig.Instance.AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance)));
