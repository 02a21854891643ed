using System.Diagnostics;
using Hangfire.Client;
using Hangfire.Common;
using Hangfire.Server;

namespace OutcomeApi.Jobs;

/// <summary>Links a job to the trace of the request that caused it.</summary>
[AttributeUsage(AttributeTargets.Class)]
public sealed class TracedAttribute : JobFilterAttribute, IClientFilter, IServerFilter
{
    public const string ActivitySourceName = "OutcomeApi.Jobs";

    private const string Parent = "traceparent";

    private static readonly ActivitySource Source = new(ActivitySourceName);

    public void OnCreating(CreatingContext context) => context.SetJobParameter(Parent, Activity.Current?.Id);

    public void OnCreated(CreatedContext context)
    {
    }

    public void OnPerforming(PerformingContext context) =>
        context.Items[Parent] = Source.StartActivity(context.BackgroundJob.Job.Method.Name, ActivityKind.Consumer, context.GetJobParameter<string>(Parent));

    public void OnPerformed(PerformedContext context) => (context.Items[Parent] as Activity)?.Dispose();
}
