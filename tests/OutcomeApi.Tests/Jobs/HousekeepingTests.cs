using System.Net;
using System.Net.Http.Json;
using MediatR;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Features.Batches;
using OutcomeApi.Hosting;
using OutcomeApi.Jobs;
using OutcomeApi.Register;
using OutcomeApi.Runs;
using OutcomeApi.Tests.Support;

namespace OutcomeApi.Tests.Jobs;

/// <summary>What has served its time goes.</summary>
public sealed class HousekeepingTests
{
    [Fact]
    public async Task Computations_batches_and_idempotency_keys_go_when_their_time_is_over_and_records_stay()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        using var post = new HttpRequestMessage(HttpMethod.Post, $"{api.Address}/enrollments") { Content = JsonContent.Create(TestData.Enrollment("E-1")), Headers = { { "Idempotency-Key", "key-1" } } };
        await (await api.Registrar.SendAsync(post)).ShouldBeAsync(HttpStatusCode.Created);
        var batch = new { records = new[] { TestData.With(TestData.Enrollment("E-2"), ("record", "enrollment")) } };
        var id = (await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", batch)).ShouldBeAsync(HttpStatusCode.OK))["id"]!.GetValue<string>();
        await ApiFactory.UpToDateAsync(api.Registrar, "iris2", "limit=1");
        await SendAsync(api, new ComputeProject("iris2", null, "nightly"));
        await api.RowsAtRestAsync();
        api.Scalar<long>("SELECT COUNT(*) FROM computations").ShouldBeGreaterThan(1);

        // 7 days for keys, 30 for the others; one second before and after.
        api.Clock.Moved = TimeSpan.FromDays(7) - TimeSpan.FromMinutes(1);
        (await SendAsync(api, new ForgetIdempotencyKeys())).ShouldBe(new ForgottenIdempotencyKeys(0));
        api.Clock.Moved = TimeSpan.FromDays(7);
        (await SendAsync(api, new ForgetIdempotencyKeys())).ShouldBe(new ForgottenIdempotencyKeys(1));
        api.Clock.Moved = TimeSpan.FromDays(30) - TimeSpan.FromMinutes(1);
        (await SendAsync(api, new ForgetBatches())).ShouldBe(new ForgottenBatches(0));
        (await SendAsync(api, new ForgetComputations())).ShouldBe(new ForgottenComputations(0));
        api.Clock.Moved = TimeSpan.FromDays(30);
        (await SendAsync(api, new ForgetBatches())).ShouldBe(new ForgottenBatches(1));
        (await SendAsync(api, new ForgetComputations())).Count.ShouldBeGreaterThan(0);

        (await api.Registrar.GetAsync($"{api.Address}/batches/{id}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        api.Scalar<long>("SELECT COUNT(*) FROM computations").ShouldBe(1);
        api.Scalar<long>("SELECT COUNT(*) FROM attainment WHERE computation_id NOT IN (SELECT computation_id FROM current_runs)").ShouldBe(0);
        (await (await api.Registrar.GetAsync($"{api.Address}/enrollments")).ShouldBeAsync(HttpStatusCode.OK))["_meta"]!["totalRecords"]!.GetValue<int>().ShouldBe(2);
        (await api.Registrar.GetAsync($"{api.Address}/attainment?limit=1")).StatusCode.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public void All_of_it_is_asked_for_every_night()
    {
        // As the program registers them: a service under test has no nights.
        var services = WebApplication.CreateBuilder().AddOutcomeApi().Services;
        var jobs = services.Select(service => service.ImplementationInstance).OfType<JobDefinition>().Select(job => job.Name).ToArray();
        var nightly = services.Select(service => service.ImplementationInstance).OfType<RecurringJob>().Select(job => job.Job).ToArray();
        nightly.ShouldBe(["forget-idempotency-keys", "forget-batches", "forget-computations", "nightly", "retention", "trim-audit"], ignoreOrder: true);
        jobs.Intersect(nightly).Count().ShouldBe(nightly.Length);
    }

    private static async Task<T> SendAsync<T>(ApiFactory api, IRequest<Domain.Results.Result<T>> request)
        where T : class
    {
        await using var scope = api.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(request)).Value!;
    }
}
