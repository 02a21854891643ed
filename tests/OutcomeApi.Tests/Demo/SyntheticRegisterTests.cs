using OutcomeApi.Demo;
using OutcomeApi.Domain.Calendar;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Tests.Demo;

/// <summary>The demo says of Uppsala what is published (domain.md §7), and leaves nothing open that nobody has left open.</summary>
public sealed class SyntheticRegisterTests
{
    private static readonly DateOnly YearBegins = new(2025, 1, 1), Today = new(2026, 11, 22);

    private static readonly Registration[] Uppsala =
        [.. SyntheticRegister.Until(Today).Where(s => s.Project == "uppsala").Select(s => s.Registration)];

    [Fact]
    public void Everybody_in_the_queue_was_offered_a_place_or_guided_elsewhere()
    {
        var started = Uppsala.OfType<Enrollment>().Where(e => e.ReferralReference is not null).ToDictionary(e => e.ReferralReference!, e => e.StartedOn);
        var queue = Uppsala.OfType<Referral>()
            .Where(r => r.QueuedOn <= YearBegins && !((started.GetValueOrDefault(r.Reference!) ?? r.ClosedOn) <= YearBegins)).ToArray();

        queue.Length.ShouldBe(112);
        queue.ShouldAllBe(r => r.OfferedOn != null || r.Outcome == "guided-elsewhere");
        queue.ShouldAllBe(r => !(r.OfferedOn < r.ReferredOn));
        (YearBegins.DayNumber - queue.Min(r => r.ReferredOn!.Value).DayNumber).ShouldBeInRange(366, 500);
    }

    [Fact]
    public void Those_carried_over_had_been_there_for_years_and_the_new_ones_who_left_for_months()
    {
        var carriedOver = Uppsala.OfType<Enrollment>().Where(e => e.CarriedOver).ToArray();
        carriedOver.Length.ShouldBe(124);
        carriedOver.ShouldAllBe(e => e.StartedOn > YearBegins.AddYears(-7) && e.StartedOn <= YearBegins.AddYears(-1));

        var started = Uppsala.OfType<Enrollment>().Where(e => !e.CarriedOver).ToDictionary(e => e.Reference!, e => e.StartedOn!.Value);
        started.Count.ShouldBe(97);
        var left = Uppsala.OfType<Exit>().Where(x => started.ContainsKey(x.EnrollmentReference!)).ToArray();
        left.Length.ShouldBeGreaterThan(10);
        left.ShouldAllBe(x => x.ExitedOn >= started[x.EnrollmentReference!].AddMonths(6) && x.ExitedOn <= started[x.EnrollmentReference!].AddMonths(10));
    }

    [Fact]
    public void Women_and_men_leave_as_they_were_enrolled()
    {
        var gender = Uppsala.OfType<Enrollment>().ToDictionary(e => e.Reference!, e => e.Gender);
        var exits = Uppsala.OfType<Exit>().ToArray();
        static double Women(IEnumerable<string?> genders) => genders.Average(g => g == "woman" ? 100.0 : 0.0);

        var enrolled = Women(Uppsala.OfType<Enrollment>().Select(e => e.Gender));
        Women([.. exits.Select(x => gender[x.EnrollmentReference!])]).ShouldBe(enrolled, 5);
        foreach (var reasons in (string[][])[["work-unsubsidised", "work-subsidised"], ["studies", "studies-completed"]])
        {
            Women(exits.Where(x => reasons.Contains(x.Reason)).Select(x => gender[x.EnrollmentReference!])).ShouldBe(enrolled, 10);
        }

        // Published: 20 to work, 4 who completed studies and 20 who began them.
        exits.GroupBy(x => x.Reason).Select(reason => $"{reason.Key} {reason.Count()}").Order(StringComparer.Ordinal).ShouldBe(
            ["dropped-out 12", "health-care 14", "studies 20", "studies-completed 4", "work-subsidised 8", "work-unsubsidised 12"]);
    }

    [Fact]
    public void Fewer_were_supported_in_the_year_before()
    {
        var baseline = Uppsala.OfType<ReportedFigure>().Single();
        (baseline.Numerator, baseline.On).ShouldBe((26 + 8, new DateOnly(2024, 12, 31)));
        baseline.Denominator!.Value.ShouldBeLessThan(124 + 97);
    }

    [Theory]
    [InlineData("2023-05-01")]
    [InlineData("2025-07-15")]
    [InlineData("2026-11-22")]
    public void No_follow_up_is_overdue(string today)
    {
        var day = DateOnly.ParseExact(today, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        var registered = SyntheticRegister.Until(day);
        var followedUp = registered.Where(s => s.Registration is FollowUp).Select(s => (s.Project, ((FollowUp)s.Registration).EnrollmentReference)).ToHashSet();
        var due = registered.Where(s => s.Registration is Exit exit && exit.ExitedOn!.Value.AddMonths(3).AddDays(30) < day)
            .Select(s => (s.Project, ((Exit)s.Registration).EnrollmentReference)).ToArray();

        due.ShouldNotBeEmpty();
        due.Except(followedUp).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("2026-11-22")]
    [InlineData("2027-02-01")]
    public void No_rating_is_overdue_and_nobody_stays_when_a_project_has_ended(string today)
    {
        var day = DateOnly.ParseExact(today, "yyyy-MM-dd", System.Globalization.CultureInfo.InvariantCulture);
        (string Project, DateOnly StartsOn, DateOnly EndsOn)[] projects =
        [
            ("fram", new(2021, 1, 1), new(2023, 12, 31)), ("iris2", new(2023, 2, 1), new(2026, 1, 31)), ("ips-unga", new(2025, 4, 1), new(2027, 3, 31)),
        ];
        var registered = SyntheticRegister.Until(day);
        foreach (var (project, startsOn, endsOn) in projects)
        {
            var ofProject = registered.Where(s => s.Project == project).Select(s => s.Registration).ToArray();
            var exits = ofProject.OfType<Exit>().ToDictionary(exit => exit.EnrollmentReference!);
            var given = ofProject.OfType<SelfAssessment>()
                .ToLookup(rating => rating.EnrollmentReference, rating => (Code.Parse<AssessmentOccasion>(rating.Occasion!), rating.On!.Value));
            var enrollments = ofProject.OfType<Enrollment>().ToArray();
            if (given.Count > 0)
            {
                var due = enrollments.SelectMany(enrollment => AssessmentSchedule.DueOf(
                    enrollment.StartedOn!.Value,
                    exits.GetValueOrDefault(enrollment.Reference!) is { } exit ? (exit.ExitedOn!.Value, Code.Parse<ExitReason>(exit.Reason!)) : null,
                    startsOn,
                    [.. given[enrollment.Reference]],
                    day));
                due.Where(rating => rating.DueOn.AddDays(FollowUpSchedule.GraceDays) < day).ShouldBeEmpty(project);
            }

            if (day > endsOn)
            {
                enrollments.Select(enrollment => enrollment.Reference).Except(exits.Keys).ShouldBeEmpty(project);
            }
        }
    }
}
