using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Security;

/// <summary>
/// Whoever sends much at once has sixteen requests worked on at a time while others write, too: somebody else waits for these sixteen only. Nobody waits
/// for one that is alone, who has 64.
/// </summary>
public sealed class WritingTurnTests
{
    [Fact]
    public async Task One_that_sends_much_at_once_leaves_turns_to_others()
    {
        using var api = new OrderedApi();
        await api.InitializeAsync();
        using var other = await api.ClientAsync("registrar", ["iris2"]);

        // Both write, too, for that a key is used is noted once in a minute.
        (await PostAsync(api.Registrar, "M-first")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await PostAsync(other, "S-first")).StatusCode.ShouldBe(HttpStatusCode.Created);

        // Nobody gets a turn to write until all have come.
        api.Hold();
        var many = Enumerable.Range(0, 80).Select(i => PostAsync(api.Registrar, $"M-{i}")).ToArray();
        await Eventually.HoldsAsync(() => Task.FromResult(api.Began == 16));
        var single = PostAsync(other, "S-1");
        await Eventually.HoldsAsync(() => Task.FromResult(api.Began == 17));
        many.ShouldAllBe(request => !request.IsCompleted);
        api.LetGo();

        (await Task.WhenAll([.. many, single])).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
        var written = api.Scalar<long>("SELECT COUNT(*) FROM enrollments WHERE id < (SELECT id FROM enrollments WHERE reference = 'S-1')");

        // Of the sixteen some may be done, and followed by others, before the single one has been taken up again.
        written.ShouldBeLessThan(48);

        Task<HttpResponseMessage> PostAsync(HttpClient client, string reference) => EnrollAsync(api, client, reference);
    }

    [Theory]
    [InlineData(9, 16)]
    [InlineData(11, 64)]
    public async Task One_that_writes_alone_has_more_turns_until_somebody_else_writes(int seconds, int turns)
    {
        using var api = new OrderedApi();
        await api.InitializeAsync();
        using var other = await api.ClientAsync("registrar", ["iris2"]);
        (await EnrollAsync(api, api.Registrar, "M-first")).StatusCode.ShouldBe(HttpStatusCode.Created);
        (await EnrollAsync(api, other, "S-first")).StatusCode.ShouldBe(HttpStatusCode.Created);
        api.Clock.Moved += TimeSpan.FromSeconds(seconds);

        api.Hold();
        var many = Enumerable.Range(0, 80).Select(i => EnrollAsync(api, api.Registrar, $"M-{i}")).ToArray();
        await Eventually.HoldsAsync(() => Task.FromResult(api.Began == turns));
        var single = EnrollAsync(api, other, "S-1");
        await Eventually.HoldsAsync(() => Task.FromResult(api.Began == turns + 1));
        api.LetGo();

        (await Task.WhenAll([.. many, single])).ShouldAllBe(answer => answer.StatusCode == HttpStatusCode.Created);
    }

    private static Task<HttpResponseMessage> EnrollAsync(ProjectApi api, HttpClient client, string reference) =>
        client.PostAsJsonAsync($"{api.Address}/enrollments", TestData.Enrollment(reference, ("subproject", "vsb")));

    /// <summary>IRIS 2 on a database whose writers wait before their turn while a test holds them.</summary>
    private sealed class OrderedApi() : ProjectApi("iris2")
    {
        private TaskCompletionSource? _gate;
        private int _began;

        public int Began => Volatile.Read(ref _began);

        protected override bool FiguresFollow => false;

        public void Hold() => _gate = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

        public void LetGo() => _gate!.SetResult();

        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Jobs:RunServer", "false");
            builder.ConfigureTestServices(services => services.Replace(ServiceDescriptor.Singleton<ISqlDialect>(
                new HeldDialect(NewDialect(), WaitAsync))));
        }

        private async Task WaitAsync()
        {
            if (_gate is { } gate)
            {
                Interlocked.Increment(ref _began);
                await gate.Task;
            }
        }
    }

    private sealed class HeldDialect(ISqlDialect inner, Func<Task> wait) : DialectAround(inner)
    {
        public override async Task<IWriteTransaction> BeginWriteAsync(
            Func<CancellationToken, Task<System.Data.Common.DbConnection>> open, bool isShort, CancellationToken ct)
        {
            await wait();
            return await base.BeginWriteAsync(open, isShort, ct);
        }
    }
}
