using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Features.Attainment;

namespace OutcomeApi.Tests.Features.Attainment;

/// <summary>The nightly recomputation finds figures that are not what the register says, and mends them.</summary>
public sealed class NightlyCheckTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Fact]
    public async Task A_stored_figure_that_is_wrong_is_counted_and_replaced()
    {
        await api.PutProjectAsync("fram");
        using var registrar = await api.ClientAsync("registrar", ["fram"]);
        const string Fram = ApiFactory.Base + "/projects/fram";
        var enrollment = TestData.Enrollment("E-1", ("startedOn", "2022-02-01"), ("consentGivenOn", "2022-02-01"));
        await (await registrar.PostAsJsonAsync($"{Fram}/enrollments", enrollment)).ShouldBeAsync(HttpStatusCode.Created);
        await (await registrar.PostAsJsonAsync($"{Fram}/exits", TestData.Exit("E-1", ("exitedOn", "2022-06-01")))).ShouldBeAsync(HttpStatusCode.Created);
        await ApiFactory.UpToDateAsync(registrar, "fram");
        (await CheckAsync()).ShouldBe(0);

        await using (var scope = api.Services.CreateAsyncScope())
        {
            var session = scope.ServiceProvider.GetRequiredService<DbSession>();
            var changed = 0;
            await session.WriteAsync(
                async () => changed = await session.ExecuteAsync(
                    "UPDATE attainment SET woman_numerator = woman_numerator + 1 WHERE position = 3 "
                        + "AND computation_id IN (SELECT computation_id FROM current_runs)", null, default),
                default);
            changed.ShouldBe(1);
        }

        (await CheckAsync()).ShouldBe(1);
        (await CheckAsync()).ShouldBe(0);
    }

    private async Task<int?> CheckAsync()
    {
        await using var scope = api.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckProject("fram"))).Value!.Differences;
    }
}
