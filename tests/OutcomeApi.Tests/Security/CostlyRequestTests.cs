using System.Data.Common;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Security;

namespace OutcomeApi.Tests.Security;

/// <summary>What computes much: two requests of a credential at a time, two wait, more are refused, and nobody else waits for them.</summary>
public sealed class CostlyRequestTests
{
    [Fact]
    public async Task A_credential_has_two_costly_requests_at_a_time()
    {
        using var api = new HeldApi();
        await api.InitializeAsync();
        using var other = await api.ClientAsync("registrar", ["fram"]);
        await ApiFactory.UpToDateAsync(api.Registrar, "fram");
        await api.AtRestAsync();

        api.Hold();
        var mine = Enumerable.Range(0, 6).Select(_ => SimulateAsync(api.Registrar, api.Address)).ToArray();

        // Two are worked on and two wait, whichever came first; the fifth and the sixth do not, nor does one of any other kind.
        await Eventually.HoldsAsync(() => Task.FromResult(api.Held == 2 && mine.Count(one => one.IsCompleted) == 2));
        var (ended, waiting) = (mine.Where(one => one.IsCompleted).ToArray(), mine.Where(one => !one.IsCompleted).ToArray());
        (await Task.WhenAll(ended)).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.TooManyRequests);
        var refused = await api.Registrar.GetAsync($"{api.Address}/attainment/fram.next-step/2022-T1/explanation");
        await refused.ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-costly-requests");
        refused.Headers.RetryAfter!.Delta!.Value.ShouldBe(TimeSpan.FromSeconds(2));
        await (await api.Registrar.GetAsync($"{api.Address}/participants/P-1/extract"))
            .ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-costly-requests");
        await (await api.Registrar.GetAsync($"{api.Address}/tertial-reports/2022-T1?format=xlsx"))
            .ShouldBeProblemAsync(HttpStatusCode.TooManyRequests, "too-many-costly-requests");

        // What is not costly goes on, and so does somebody else.
        (await api.Registrar.GetAsync($"{api.Address}/tertial-reports/2022-T1?format=csv")).StatusCode.ShouldBe(HttpStatusCode.OK);
        (await api.Registrar.GetAsync($"{api.Address}/enrollments")).StatusCode.ShouldBe(HttpStatusCode.OK);
        var others = SimulateAsync(other, api.Address);
        await Eventually.HoldsAsync(() => Task.FromResult(api.Held == 3));

        api.LetGo();
        (await Task.WhenAll([.. waiting, others])).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.OK);
        (await SimulateAsync(api.Registrar, api.Address)).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task What_is_costly_is_declared()
    {
        using var api = new ApiFactory();
        using var client = api.ClientWith(null);
        await client.GetAsync($"{ApiFactory.Base}/api-info");
        api.Services.GetRequiredService<Microsoft.AspNetCore.Routing.EndpointDataSource>().Endpoints
            .Where(endpoint => endpoint.Metadata.GetMetadata<CostlyRequest>() is not null)
            .Select(endpoint => endpoint.Metadata.GetMetadata<Microsoft.AspNetCore.Routing.IEndpointNameMetadata>()?.EndpointName)
            .OfType<string>()
            .Order()
            .ShouldBe(
            [
                "explain-figure", "get-association-report", "get-participant-extract", "get-report-version", "get-tertial-report", "put-goal", "simulate",
            ]);
    }

    private static Task<HttpResponseMessage> SimulateAsync(HttpClient client, string project) => client.PostAsJsonAsync(
        $"{project}/simulations", new { changes = new[] { new { exits = new { count = 1, gender = "man", reason = "moved", on = "2022-01-01" } } } });

    /// <summary>FRAM on a database in which snapshots wait while a test holds them.</summary>
    private sealed class HeldApi() : ProjectApi("fram")
    {
        private TaskCompletionSource _gate = Open();
        private int _held;

        public int Held => Volatile.Read(ref _held);

        protected override bool FiguresFollow => false;

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void LetGo() => _gate.SetResult();

        public async Task WaitAsync()
        {
            Interlocked.Increment(ref _held);
            await _gate.Task;
            Interlocked.Decrement(ref _held);
        }

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(
                new HeldDialect(NewDialect(), WaitAsync))));
        }

        private static TaskCompletionSource Open()
        {
            var gate = new TaskCompletionSource();
            gate.SetResult();
            return gate;
        }
    }

    private sealed class HeldDialect(ISqlDialect inner, Func<Task> wait) : DialectAround(inner)
    {
        public override async Task<DbTransaction> BeginSnapshotAsync(DbConnection connection, string resource, CancellationToken ct)
        {
            await wait();
            return await base.BeginSnapshotAsync(connection, resource, ct);
        }
    }
}
