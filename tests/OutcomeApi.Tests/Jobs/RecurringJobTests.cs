using System.Globalization;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Jobs;

namespace OutcomeApi.Tests.Jobs;

/// <summary>The nights' jobs go by the clock on the wall in Sweden, winter and summer.</summary>
public sealed class RecurringJobTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    // In the last two nights the clock is changed: half past two is not there (the night has its job all the same, when the clock is put on), or is
    // there twice.
    [Theory]
    [InlineData("2027-01-14T12:00:00Z", "2027-01-15T01:30:00Z")]
    [InlineData("2027-07-14T12:00:00Z", "2027-07-15T00:30:00Z")]
    [InlineData("2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2027-03-28T12:00:00Z", "2027-03-29T00:30:00Z")]
    [InlineData("2027-10-30T12:00:00Z", "2027-10-31T00:30:00Z")]
    [InlineData("2027-10-31T00:31:00Z", "2027-11-01T01:30:00Z")]
    public void The_job_of_half_past_two_comes_at_half_past_two_in_Sweden(string after, string next)
    {
        using var storage = new InMemoryStorage();
        NightsAt(storage, after).Keep();
        Scheduled(storage)["ApplyAllRetention"].ShouldBe(Instant(next).UtcDateTime);
    }

    [Fact]
    public void The_audit_is_sealed_and_a_night_keeps_house_erases_and_checks_and_nothing_of_an_older_program()
    {
        using var storage = new InMemoryStorage();
        new RecurringJobManager(storage).AddOrUpdate<BackgroundJobs>("long-gone", job => job.KeepHouse(CancellationToken.None), Cron.Daily(3));
        NightsAt(storage, "2027-01-14T12:00:00Z").Keep();
        Scheduled(storage).Keys.Order().ShouldBe(["ApplyAllRetention", "CheckAllFigures", "KeepHouse", "SealAudit"]);
    }

    [Fact]
    public async Task The_check_of_the_night_computes_every_project_anew()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        var before = (await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1"))["computation"]!.GetValue<string>();

        // Far ahead of the machine's clock: nothing is due by itself.
        var storage = api.Services.GetRequiredService<JobStorage>();
        NightsAt(storage, "2099-01-14T12:00:00Z").Keep();
        new RecurringJobManager(storage).Trigger("CheckAllFigures");
        await Eventually.HoldsAsync(async () => (await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1"))["computation"]!.GetValue<string>() != before);
    }

    private static RecurringJobs NightsAt(JobStorage storage, string now) =>
        new(storage, new StillClock { Now = Instant(now) }, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    private static Dictionary<string, DateTime?> Scheduled(JobStorage storage)
    {
        using var connection = storage.GetConnection();
        return connection.GetRecurringJobs().ToDictionary(job => job.Id, job => job.NextExecution);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
