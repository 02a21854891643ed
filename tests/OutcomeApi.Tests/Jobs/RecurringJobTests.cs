using System.Globalization;
using Hangfire;
using Hangfire.InMemory;
using Hangfire.Storage;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Jobs;
using OutcomeApi.Tests.Support;
using RecurringJob = OutcomeApi.Jobs.RecurringJob;

namespace OutcomeApi.Tests.Jobs;

/// <summary>Recurring jobs go by the clock on the wall in Sweden, winter and summer.</summary>
public sealed class RecurringJobTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    private static readonly RecurringJob HalfPastTwo = new("nightly-project", "iris2", 2, 30);

    // In the last two nights the clock is changed: half past two is not there (the night has its job all the same, when the clock is put on), or is there twice.
    [Theory]
    [InlineData("2027-01-14T12:00:00Z", "2027-01-15T01:30:00Z")]
    [InlineData("2027-07-14T12:00:00Z", "2027-07-15T00:30:00Z")]
    [InlineData("2027-03-27T12:00:00Z", "2027-03-28T01:00:00Z")]
    [InlineData("2027-03-28T12:00:00Z", "2027-03-29T00:30:00Z")]
    [InlineData("2027-10-30T12:00:00Z", "2027-10-31T00:30:00Z")]
    [InlineData("2027-10-31T00:31:00Z", "2027-11-01T01:30:00Z")]
    public void A_job_at_half_past_two_is_asked_for_at_half_past_two_in_Sweden(string after, string next)
    {
        using var storage = new InMemoryStorage();
        EngineAt(storage, after).Schedule([HalfPastTwo]);
        Scheduled(storage).ShouldHaveSingleItem().NextExecution.ShouldBe(Instant(next).UtcDateTime);
    }

    [Fact]
    public void What_an_older_program_has_scheduled_goes()
    {
        using var storage = new InMemoryStorage();
        EngineAt(storage, "2027-01-14T12:00:00Z").Schedule([HalfPastTwo, new RecurringJob("long-gone", string.Empty, 3, 0)]);
        EngineAt(storage, "2027-01-14T12:00:00Z").Schedule([HalfPastTwo]);
        Scheduled(storage).Select(job => job.Id).ShouldBe(["recurring-nightly-project-iris2"]);
    }

    [Fact]
    public async Task What_is_due_goes_through_the_outbox()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        var before = (await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1"))["computation"]!.GetValue<string>();

        api.Services.GetRequiredService<HangfireEngine>().Schedule([HalfPastTwo]);
        new RecurringJobManager(api.Services.GetRequiredService<JobStorage>()).Trigger("recurring-nightly-project-iris2");
        await Eventually.HoldsAsync(async () => (await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1"))["computation"]!.GetValue<string>() != before);
    }

    private static HangfireEngine EngineAt(JobStorage storage, string now) =>
        new(storage, new StillClock { Now = Instant(now) }, TimeZoneInfo.FindSystemTimeZoneById("Europe/Stockholm"));

    private static List<RecurringJobDto> Scheduled(JobStorage storage)
    {
        using var connection = storage.GetConnection();
        return connection.GetRecurringJobs();
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);
}
