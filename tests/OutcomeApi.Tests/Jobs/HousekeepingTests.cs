using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Features.Housekeeping;
using OutcomeApi.Runs;

namespace OutcomeApi.Tests.Jobs;

/// <summary>What has served its time goes.</summary>
public sealed class HousekeepingTests
{
    [Fact]
    public async Task Computations_batches_and_idempotency_keys_go_when_their_time_is_over_and_records_stay()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        using var post = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/enrollments")
        {
            Content = JsonContent.Create(TestData.Enrollment("E-1")),
            Headers = { { "Idempotency-Key", "key-1" } },
        };
        await (await api.Registrar.SendAsync(post)).ShouldBeAsync(HttpStatusCode.Created);
        var batch = new { records = new[] { TestData.With(TestData.Enrollment("E-2"), ("record", "enrollment")) } };
        var id = (await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", batch)).ShouldBeAsync(HttpStatusCode.OK))["id"]!.GetValue<string>();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await SendAsync(api, new ComputeProject("iris2", null, "nightly"));
        await api.RowsAtRestAsync();
        api.Scalar<long>("SELECT COUNT(*) FROM computations").ShouldBeGreaterThan(1);

        // 7 days for keys, 30 for the others; one second before and after.
        api.Clock.Moved = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);
        (await SendAsync(api, new KeepHouse())).ShouldBe(new KeptHouse(0, 0, 0, 0));
        api.Clock.Moved = TimeSpan.FromDays(7);
        (await SendAsync(api, new KeepHouse())).ShouldBe(new KeptHouse(1, 0, 0, 0));
        api.Clock.Moved = TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1);
        (await SendAsync(api, new KeepHouse())).ShouldBe(new KeptHouse(0, 0, 0, 0));
        api.Clock.Moved = TimeSpan.FromDays(30);
        var kept = await SendAsync(api, new KeepHouse());
        kept.Batches.ShouldBe(1);
        kept.Computations.ShouldBeGreaterThan(0);

        (await api.Registrar.GetAsync($"{api.Address}/batches/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        api.Scalar<long>("SELECT COUNT(*) FROM computations").ShouldBe(1);
        api.Scalar<long>("SELECT COUNT(*) FROM attainment WHERE computation_id NOT IN (SELECT computation_id FROM current_runs)").ShouldBe(0);
        (await (await api.Registrar.GetAsync($"{api.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK))["_meta"]!["totalRecords"]!.GetValue<int>()
            .ShouldBe(2);
        (await api.Registrar.GetAsync($"{api.Address}/attainment?limit=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    private static async Task<T> SendAsync<T>(ApiFactory api, IRequest<Domain.Results.Result<T>> request)
        where T : class
    {
        await using var scope = api.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Value!;
    }
}
