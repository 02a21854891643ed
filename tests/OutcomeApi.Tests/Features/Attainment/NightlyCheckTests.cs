using System.IO.Compression;
using System.Text;
using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data;
using OutcomeApi.Features.Attainment;
using OutcomeApi.Stored;

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

        // Another version of the program may compress a report in another way. That is no difference.
        await ChangeReportAsync(json => json);
        (await CheckAsync()).ShouldBe(0);
        await ChangeReportAsync(json => json.Replace("\"cells\":[[0", "\"cells\":[[1", StringComparison.Ordinal));
        (await CheckAsync()).ShouldBe(1);
    }

    /// <summary>Changes the first report of the current run, and compresses it otherwise than the program does.</summary>
    private async Task ChangeReportAsync(Func<string, string> change)
    {
        const string First =
            "computation_id IN (SELECT computation_id FROM current_runs) AND part = '' AND association = '' "
            + "AND tertial = (SELECT MIN(tertial) FROM run_reports)";
        await using var scope = api.Services.CreateAsyncScope();
        var session = scope.ServiceProvider.GetRequiredService<DbSession>();
        var content = (await session.ScalarAsync<byte[]>($"SELECT content FROM run_reports WHERE {First}", null, default))!;
        var json = Encoding.UTF8.GetString(StoredJson.UnpackBytes(content));
        using var packed = new MemoryStream();
        await using (var brotli = new BrotliStream(packed, CompressionLevel.SmallestSize, leaveOpen: true))
        {
            await brotli.WriteAsync(Encoding.UTF8.GetBytes(change(json)));
        }

        packed.ToArray().ShouldNotBe(content);
        await session.WriteAsync(
            () => session.ExecuteAsync($"UPDATE run_reports SET content = @Content WHERE {First}", new { Content = packed.ToArray() }, default), default);
    }

    private async Task<int?> CheckAsync()
    {
        await using var scope = api.Services.CreateAsyncScope();
        return (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new CheckProject("fram"))).Value!.Differences;
    }
}
