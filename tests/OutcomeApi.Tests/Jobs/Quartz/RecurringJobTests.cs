using System.Globalization;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Jobs;
using OutcomeApi.Tests.Support;
using Quartz;

namespace OutcomeApi.Tests.Jobs.Quartz;

/// <summary>Recurring jobs go by the clock on the wall in Sweden, winter and summer.</summary>
public sealed class RecurringJobTests(ApiFactory api) : IClassFixture<ApiFactory>
{
    [Theory]
    [InlineData("2027-01-14T12:00:00Z", "2027-01-15T01:30:00Z")]
    [InlineData("2027-07-14T12:00:00Z", "2027-07-15T00:30:00Z")]
    [InlineData("2027-10-31T12:00:00Z", "2027-11-01T01:30:00Z")]
    public async Task A_job_at_half_past_two_is_asked_for_at_half_past_two_in_Sweden(string after, string next) =>
        (await TriggerAsync()).GetFireTimeAfter(Instant(after)).ShouldBe(Instant(next));

    [Theory]
    [InlineData("2027-03-27T12:00:00Z", "2027-03-28T12:00:00Z")]
    [InlineData("2027-10-30T12:00:00Z", "2027-10-31T12:00:00Z")]
    public async Task The_night_in_which_the_clock_is_changed_has_its_job(string evening, string noon)
    {
        var next = (await TriggerAsync()).GetFireTimeAfter(Instant(evening));
        next.ShouldNotBeNull();
        next.Value.ShouldBeLessThan(Instant(noon));
    }

    [Fact]
    public async Task What_is_due_goes_through_the_outbox()
    {
        await api.PutProjectAsync("iris2");
        using var registrar = await api.ClientAsync("registrar", ["iris2"]);
        var before = (await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1"))["computation"]!.GetValue<string>();

        await TriggerAsync();
        await (await SchedulerAsync()).TriggerJob(Key);
        await Eventually.HoldsAsync(async () => (await ApiFactory.UpToDateAsync(registrar, "iris2", "limit=1"))["computation"]!.GetValue<string>() != before);
    }

    private static DateTimeOffset Instant(string text) => DateTimeOffset.Parse(text, CultureInfo.InvariantCulture);

    private static JobKey Key => new("recurring-recompute-iris2");

    private async Task<IScheduler> SchedulerAsync() => await api.Services.GetRequiredService<ISchedulerFactory>().GetScheduler();

    private async Task<ITrigger> TriggerAsync()
    {
        var scheduler = await SchedulerAsync();
        if (await scheduler.GetJobDetail(Key) is null)
        {
            await api.Services.GetRequiredService<IJobEngine>().ScheduleAsync([new RecurringJob("recompute", "iris2", 2, 30)], CancellationToken.None);
        }

        return (await scheduler.GetTriggersOfJob(Key)).Single();
    }
}
