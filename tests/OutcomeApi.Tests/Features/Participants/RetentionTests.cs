using MediatR;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Features.Participants;

namespace OutcomeApi.Tests.Features.Participants;

/// <summary>What goes when its time is over, and what stops a night that the clock alone asks for. The project keeps records for 60 months.</summary>
public sealed class RetentionTests
{
    [Fact]
    public async Task It_goes_by_the_exit_and_is_shown_beforehand()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await SendAsync(api, Referral("R-early"), Enrollment("early", "R-early"), Exit("early"), Enrollment("running"), Referral("R-lone"));

        // The exit of 2024-06-01 is kept through 2029-06-01; the project's last day is 2026-01-31.
        using var administrator = api.Administrator();
        foreach (var (day, enrollments, referrals) in new[] { ("2029-06-01", 0, 0), ("2029-06-02", 1, 0), ("2031-01-31", 1, 0), ("2031-02-01", 2, 1) })
        {
            var preview = await (await administrator.GetAsync($"{api.Address}/retention?asOf={day}")).ShouldBeAsync(HttpStatusCode.OK);
            preview["retentionMonths"]!.GetValue<int>().ShouldBe(60);
            (preview["enrollments"]!.GetValue<int>(), preview["referrals"]!.GetValue<int>()).ShouldBe((enrollments, referrals), day);
        }

        await NightAsync(api, "2029-06-01");
        EnrollmentsOf(api).ShouldBe(["early", "running"]);
        await NightAsync(api, "2029-06-02");
        EnrollmentsOf(api).ShouldBe(["running"]);
        api.Scalar<string>("SELECT CONCAT(reason, ' ', requested_by, ' ', enrollments, ' ', referrals) FROM erasures").ShouldBe("retention retention 1 1");
        await NightAsync(api, "2031-02-01");
        EnrollmentsOf(api).ShouldBeEmpty();
        api.Scalar<long>("SELECT COUNT(*) FROM referrals").ShouldBe(0);
    }

    [Fact]
    public async Task With_a_clock_set_years_ahead_for_one_night_nothing_is_removed()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await SendAsync(api, Enrollment("early"), Exit("early"));
        using var administrator = api.Administrator();

        Move(api, "2036-12-01");
        await RetainAsync(api);
        EnrollmentsOf(api).ShouldBe(["early"]);
        var preview = await PreviewAsync(api, administrator);
        preview.ToString().ShouldBe("1 of 1, most 0, nothing-registered, confirmed False");

        // An administrator is asked, lets this night go ahead, and no other.
        (await api.Registrar.GetAsync($"{api.Address}/retention")).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        (await api.Secretariat.PostAsync($"{api.Address}/retention/confirmations", null)).StatusCode.ShouldBe(HttpStatusCode.Forbidden);
        await (await administrator.PostAsync($"{api.Address}/retention/confirmations", null)).ShouldBeAsync(HttpStatusCode.Created);
        (await PreviewAsync(api, administrator)).ToString().ShouldBe("1 of 1, most 0, nothing-registered, confirmed True");
        Move(api, "2036-12-03");
        await RetainAsync(api);
        EnrollmentsOf(api).ShouldBe(["early"], "the night that was confirmed is over");
        await (await administrator.PostAsync($"{api.Address}/retention/confirmations", null)).ShouldBeAsync(HttpStatusCode.Created);
        await RetainAsync(api);
        EnrollmentsOf(api).ShouldBeEmpty();
        (await PreviewAsync(api, administrator)).ToString().ShouldBe("0 of 0, most 1, , confirmed False");
    }

    [Theory]
    [InlineData(14, true)]
    [InlineData(15, false)]
    public async Task The_clock_is_believed_for_fourteen_days_after_a_registration(int days, bool isRemoved)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await SendAsync(api, Enrollment("early"), Exit("early"));
        Move(api, "2031-02-01");
        await SendAsync(api, Enrollment("later"));
        api.Clock.Moved += TimeSpan.FromDays(days);
        await RetainAsync(api);
        EnrollmentsOf(api).Contains("early").ShouldBe(!isRemoved);
    }

    /// <summary>Ten are always removed, and 5 % of the project, and as many as on an earlier night.</summary>
    [Theory]
    [InlineData(10, 12, true)]
    [InlineData(11, 12, false)]
    [InlineData(11, 219, false)]
    [InlineData(11, 220, true)]
    public async Task More_than_usual_is_stopped(int over, int stored, bool isRemoved)
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        using var administrator = api.Administrator();
        await ExitedAsync(api, "first", over);
        Move(api, "2029-06-02");
        await SendAsync(api, [.. Enumerable.Range(0, stored - over).Select(n => Enrollment($"running-{n}"))]);

        await RetainAsync(api);

        EnrollmentsOf(api).Count(e => e.StartsWith("first", StringComparison.Ordinal)).ShouldBe(isRemoved ? 0 : over);
        if (isRemoved)
        {
            return;
        }

        (await PreviewAsync(api, administrator)).ToString().ShouldBe($"{over} of {stored}, most 0, unusually-many, confirmed False");
        await (await administrator.PostAsync($"{api.Address}/retention/confirmations", null)).ShouldBeAsync(HttpStatusCode.Created);
        await RetainAsync(api);

        // As many as once before go without being asked for; one more is stopped again.
        await ExitedAsync(api, "second", over);
        await RetainAsync(api);
        await ExitedAsync(api, "third", over + 1);
        await RetainAsync(api);
        EnrollmentsOf(api).Where(e => e[0] is 's' or 'f').ShouldBeEmpty();
        var isMoreThanAShare = (over + 1) * 20 > stored + 1;
        EnrollmentsOf(api).Count(e => e[0] == 't').ShouldBe(isMoreThanAShare ? over + 1 : 0);
    }

    /// <summary>A night that an administrator lets go ahead.</summary>
    private static async Task NightAsync(ProjectApi api, string day)
    {
        Move(api, day);
        using var administrator = api.Administrator();
        await (await administrator.PostAsync($"{api.Address}/retention/confirmations", null)).ShouldBeAsync(HttpStatusCode.Created);
        await RetainAsync(api);
    }

    private static void Move(ProjectApi api, string day) =>
        api.Clock.Moved = DateTimeOffset.Parse(day + "T12:00:00Z", null) - new DateTimeOffset(2026, 11, 22, 11, 0, 0, TimeSpan.Zero);

    private static async Task RetainAsync(ProjectApi api)
    {
        await using var scope = api.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new RetainProject("iris2"))).IsSuccess.ShouldBeTrue();
    }

    private static async Task<Preview> PreviewAsync(ProjectApi api, HttpClient administrator)
    {
        var preview = await (await administrator.GetAsync($"{api.Address}/retention")).ShouldBeAsync(HttpStatusCode.OK);
        return new Preview(
            preview["records"]!.GetValue<int>(),
            preview["stored"]!.GetValue<int>(),
            preview["mostOnANight"]!.GetValue<int>(),
            string.Join(' ', preview["stoppedBy"]!.AsArray().Select(s => s!.GetValue<string>())),
            preview["confirmedUntil"] is not null);
    }

    private static IReadOnlyList<string> EnrollmentsOf(ProjectApi api) => api.Column("SELECT reference FROM enrollments ORDER BY reference");

    private static Task ExitedAsync(ProjectApi api, string name, int count) =>
        SendAsync(api, [.. Enumerable.Range(0, count).SelectMany(n => new[] { Enrollment($"{name}-{n}"), Exit($"{name}-{n}") })]);

    private static JsonObject Referral(string reference) =>
        new() { ["record"] = "referral", ["reference"] = reference, ["gender"] = "man", ["referredOn"] = "2024-01-10" };

    private static JsonObject Enrollment(string reference, string? referral = null) =>
        TestData.With(TestData.Enrollment(reference, ("referralReference", referral)), ("record", "enrollment"));

    private static JsonObject Exit(string enrollment) => TestData.With(TestData.Exit(enrollment, ("exitedOn", "2024-06-01")), ("record", "exit"));

    private static async Task SendAsync(ProjectApi api, params JsonObject[] records)
    {
        var result = await (await api.Registrar.PostAsJsonAsync($"{api.Address}/batches", new { mode = "all", records })).ShouldBeAsync(HttpStatusCode.OK);
        result["errors"]!.AsArray().ShouldBeEmpty(result["errors"]!.ToJsonString());
    }

    private sealed record Preview(int Records, int Stored, int Most, string StoppedBy, bool IsConfirmed)
    {
        public override string ToString() => $"{Records} of {Stored}, most {Most}, {StoppedBy}, confirmed {IsConfirmed}";
    }
}
