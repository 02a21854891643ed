using System.Collections.Concurrent;
using OutcomeApi.Data;
using OutcomeApi.Register;

namespace OutcomeApi.Figures;

/// <summary>
/// Decides what steering groups see of a project before they ask: after a computation or a certification, when somebody has asked for the project before. A decision takes
/// seconds, so it is not made for projects that nobody looks at, and once for all computations that came meanwhile. What is not decided ahead
/// – after a start, on another node, or because a reader was quicker – is decided when it is asked for.
/// </summary>
public sealed class PublicationsAhead(IServiceScopeFactory scopes, Publications publications, BusinessDay day, ILogger<PublicationsAhead> log) : BackgroundService
{
    private readonly ConcurrentDictionary<string, bool> _changed = new();
    private readonly SemaphoreSlim _bell = new(0);

    /// <summary>The project's figures, or what has been told of them, are others.</summary>
    public void HasChanged(string project)
    {
        if (publications.IsAskedFor(project) && _changed.TryAdd(project, true))
        {
            _bell.Release();
        }
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (true)
        {
            await _bell.WaitAsync(stoppingToken);
            foreach (var project in _changed.Keys)
            {
                _changed.TryRemove(project, out _);
                try
                {
                    // A decision can not be broken off; a service that stops does not wait for it.
                    await Task.Run(() => DecideAsync(project, stoppingToken), stoppingToken).WaitAsync(stoppingToken);
                }
                catch (Exception e) when (!stoppingToken.IsCancellationRequested)
                {
                    log.LogError(e, "What steering groups see of {Project} could not be decided ahead", project);
                }
            }
        }
    }

    private async Task DecideAsync(string project, CancellationToken ct)
    {
        await using var scope = scopes.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        await session.BeginSnapshotAsync(ct);
        var facts = await ProjectFacts.LoadAsync(session, scope.ServiceProvider.GetRequiredService<ProjectRegister>(), day, project, ct);
        var rule = await scope.ServiceProvider.GetRequiredService<SmallNumbers>().RuleAsync(session, project, ct);
        await session.EndAsync();
        publications.Of(facts.Project, facts.Book, facts.Facts, facts.CutOff, facts.AsOf, rule);
    }
}
