using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>What the checks find, by hand. The project runs 2025-03-01–2026-06-30.</summary>
public sealed class DataQualityTests
{
    private static readonly ProjectDefinition Project = ProjectFile.Project(new DateOnly(2025, 3, 1), new DateOnly(2026, 6, 30), ["a"]);

    [Fact]
    public void Records_that_a_changed_project_leaves_outside_are_errors()
    {
        var found = Found(
            "2025-T2",
            "2025-11-15",
            [
                Participation("early", "2025-02-28"),
                Participation("first-day", "2025-03-01"),
                Participation("carried", "2025-02-28") with { CarriedOver = true },
                Participation("carried-within", "2025-03-01") with { CarriedOver = true },
                Participation("late", "2026-07-01"),
                Participation("left-early", "2025-02-01", exit: "2025-02-28") with { CarriedOver = true },
                Participation("left-late", "2025-05-01", exit: "2026-07-01"),
                Participation("last-day", "2025-05-01", exit: "2026-06-30"),
                Participation("part", "2025-05-01") with { Subproject = "a" },
                Participation("no-part", "2025-05-01") with { Subproject = "b" },
                Participation("no-part-later", "2025-09-01") with { Subproject = "b" },
            ],
            [Referral("referred-to-no-part", "2025-05-01", ReferralOutcome.Open) with { Subproject = "b" }]);

        found["start-outside-project"].ShouldBe((FindingClass.Error, "enrollment carried-within, enrollment early, enrollment late"));
        found["exit-outside-project"].ShouldBe((FindingClass.Error, "exit left-early, exit left-late"));
        found["subproject-unknown"].ShouldBe((FindingClass.Error, "enrollment no-part, referral referred-to-no-part"));
    }

    [Fact]
    public void A_referral_that_was_closed_on_an_unknown_day_is_an_error_however_it_was_closed()
    {
        Participation Closed(string reference, ReferralOutcome outcome, string referred = "2025-05-01") => Referral(reference, referred, outcome);

        var found = Found(
            "2025-T2",
            "2025-11-15",
            [],
            [
                Closed("open", ReferralOutcome.Open), Closed("queued", ReferralOutcome.Queued), Closed("started", ReferralOutcome.Started),
                Closed("declined", ReferralOutcome.Declined),
                Closed("withdrawn", ReferralOutcome.Withdrawn), Closed("guided", ReferralOutcome.GuidedElsewhere),
                Closed("later", ReferralOutcome.Declined, "2025-09-01"),
                Closed("dated", ReferralOutcome.Declined) with { ReferralClosedOn = new DateOnly(2025, 6, 1) },
            ]);

        found["referral-closed-without-date"].ShouldBe((FindingClass.Error, "referral declined, referral guided, referral started, referral withdrawn"));
    }

    [Theory]
    [InlineData("2025-08-30", "", "")] // not due: never found
    [InlineData("2025-08-31", "exit left", "")]
    [InlineData("2025-09-30", "exit left", "")]
    [InlineData("2025-10-01", "", "exit left")]
    public void A_follow_up_is_found_when_it_is_due(string asOf, string due, string overdue)
    {
        var found = Found(
            "2025-T2",
            asOf,
            [
                Participation("left", "2025-04-01", exit: "2025-05-31"),
                Participation("answered", "2025-04-01", exit: "2025-05-31") with { FollowUps = [new(3, FollowUpAnswer.Work)] },
                Participation("unobtainable", "2025-04-01", exit: "2025-05-31") with { FollowUps = [new(3, null)] },
                Participation("deceased", "2025-04-01", exit: "2025-05-31", reason: ExitReason.Deceased),
                Participation("before", "2025-04-01", exit: "2025-04-30"),
            ],
            []);

        found["follow-up-due"].ShouldBe((FindingClass.Note, due));
        found["follow-up-overdue"].ShouldBe((FindingClass.Warning, overdue));
    }

    [Theory]
    [InlineData("2026-T2", "2026-06-30", "")]
    [InlineData("2026-T2", "2026-07-01", "enrollment open")]
    [InlineData("2026-T1", "2026-07-01", "")]
    public void Who_is_left_when_the_project_has_ended_is_a_warning(string tertial, string asOf, string open)
    {
        Participation[] participations =
            [
                Participation("open", "2026-01-01"), Participation("closed", "2026-01-01", exit: "2026-06-30"),
                Participation("anonymous", "2026-05-01") with { Anonymous = true },
            ];

        Found(tertial, asOf, participations, [])["open-after-project-end"].ShouldBe((FindingClass.Warning, open));
    }

    [Fact]
    public void Lateness_is_the_days_from_event_to_first_receipt()
    {
        // Days 0–9 by hand: the middle two are 4 and 5; nine of ten had come after 8 days.
        var starts = Enumerable.Range(0, 10)
            .Select(days => Participation("E-" + days, "2025-05-01") with { StartReceivedOn = new DateOnly(2025, 5, 1).AddDays(days) }).ToArray();
        var exit = Participation("X", "2025-04-01", exit: "2025-06-01");
        Participation[] others =
        [
            exit with { Exit = exit.Exit! with { ReceivedOn = new DateOnly(2025, 6, 8) } },
            Participation("unknown", "2025-05-01"), // nobody knows when it came
            Participation("before", "2025-04-30") with { StartReceivedOn = new DateOnly(2026, 1, 1) },
            Participation("carried", "2025-02-01") with { CarriedOver = true, StartReceivedOn = new DateOnly(2026, 1, 1) },
        ];

        Lateness.Compute(In("2025-T2", [.. starts, .. others])).ShouldBe([new Lateness("enrollment", 10, 4.5m, 8), new Lateness("exit", 1, 7m, 7)]);
        Lateness.Compute(In("2025-T3", starts)).ShouldBe([new Lateness("enrollment", 0, null, null), new Lateness("exit", 0, null, null)]);
    }

    [Theory]
    [InlineData(1, 1)] // 0
    [InlineData(2, 2)] // of two, two are needed for nine tenths
    [InlineData(9, 9)]
    [InlineData(10, 9)]
    [InlineData(11, 10)]
    [InlineData(20, 18)]
    [InlineData(21, 19)]
    public void The_ninetieth_percentile_is_the_nearest_rank(int events, int rank)
    {
        var starts = Enumerable.Range(1, events)
            .Select(days => Participation("E-" + days, "2025-05-01") with { StartReceivedOn = new DateOnly(2025, 5, 1).AddDays(days) });

        Lateness.Compute(In("2025-T2", [.. starts]))[0].NinetiethPercentile.ShouldBe(rank);
    }

    // Of three earlier tertials the mean is 20. Alarm: by more than 5, and by more than 50 %.
    [Theory]
    [InlineData(30, null)] // half more
    [InlineData(31, VolumeChange.Jump)]
    [InlineData(10, null)]
    [InlineData(9, VolumeChange.Drop)]
    [InlineData(0, VolumeChange.Drop)]
    public void A_volume_is_alarming_beyond_both_thresholds(int count, VolumeChange? change) =>
        Volume(count, [10, 20, 30], new VolumeAlarm(5, 50)).ShouldBe(new SenderVolume("a", count, 60, 3, change));

    [Theory]
    [InlineData(3, null)] // 200 % more, and only two
    [InlineData(6, null)]
    [InlineData(7, VolumeChange.Jump)]
    public void A_small_sender_may_double(int count, VolumeChange? change) => Volume(count, [1], new VolumeAlarm(5, 50)).Change.ShouldBe(change);

    [Fact]
    public void Means_are_not_rounded()
    {
        // Mean 10/3: 5 is exactly 50 % more, so is 1.67 in count.
        Volume(5, [3, 3, 4], new VolumeAlarm(1, 50)).Change.ShouldBeNull();
        Volume(5, [3, 3, 4], new VolumeAlarm(1, 49)).Change.ShouldBe(VolumeChange.Jump);
        Volume(5, [3, 3, 4], new VolumeAlarm(2, 49)).Change.ShouldBeNull();
    }

    [Fact]
    public void A_new_sender_alarms_nobody_and_a_silent_tertial_counts_as_none()
    {
        Volume(1000, [], VolumeAlarm.Usual).ShouldBe(new SenderVolume("a", 1000, 0, 0, null));
        Volume(20, [20, 0, 0, 0], new VolumeAlarm(5, 50)).ShouldBe(new SenderVolume("a", 20, 20, 4, VolumeChange.Jump));
    }

    [Fact]
    public void A_tertial_that_runs_has_not_dropped()
    {
        SenderStarts[] starts = [new("a", new DateOnly(2025, 5, 1), 40)];

        SenderVolumes.Compute(Tertial.Parse("2025-T3"), starts, VolumeAlarm.Usual, new DateOnly(2025, 12, 31))
            .ShouldBe([new SenderVolume("a", 0, 40, 1, null)]);
        SenderVolumes.Compute(Tertial.Parse("2025-T3"), starts, VolumeAlarm.Usual, new DateOnly(2026, 1, 1))
            .ShouldBe([new SenderVolume("a", 0, 40, 1, VolumeChange.Drop)]);
    }

    [Fact]
    public void Senders_are_told_apart_and_what_starts_later_does_not_count()
    {
        SenderStarts[] starts =
        [
            new("b", new DateOnly(2025, 5, 1), 2), new("a", new DateOnly(2025, 8, 31), 3), new("b", new DateOnly(2025, 9, 1), 4),
            new("c", new DateOnly(2026, 1, 1), 5), new("b", new DateOnly(2025, 12, 31), 6),
        ];

        SenderVolumes.Compute(Tertial.Parse("2025-T3"), starts, VolumeAlarm.Usual, new DateOnly(2026, 1, 31)).ShouldBe(
            [new SenderVolume("a", 0, 3, 1, null), new SenderVolume("b", 10, 2, 1, null)]);
    }

    /// <summary>The volume of 2026-T1, with those of the tertials right before it.</summary>
    private static SenderVolume Volume(int count, int[] earlier, VolumeAlarm alarm)
    {
        var tertial = new Tertial(2026, 1);
        var starts = earlier.Append(count).Reverse().Select((c, back) => new SenderStarts("a", new Tertial(tertial.Index - back).FirstDay, c));
        return SenderVolumes.Compute(tertial, starts, alarm, new DateOnly(2026, 5, 1)).Single();
    }

    private static Dictionary<string, (FindingClass Class, string Records)> Found(
        string tertial, string asOf, IReadOnlyList<Participation> participations, IReadOnlyList<Participation> referrals) =>
        DataQualityChecks.Find(
                Project,
                Days(tertial),
                new ReportFacts { Participations = participations, Referrals = referrals },
                DateOnly.Parse(asOf, System.Globalization.CultureInfo.InvariantCulture))
            .ToDictionary(f => f.Code, f => (f.Class, string.Join(", ", f.Records.Select(r => $"{r.Kind} {r.Reference}"))));

    private static ReportPart In(string tertial, IReadOnlyList<Participation> participations) =>
        new ReportFacts { Participations = participations }.In(Days(tertial));

    private static Cohort Days(string tertial) => Project.Period.CohortOf(Tertial.Parse(tertial), Window.Tertial);

    private static Participation Participation(string reference, string start, string? exit = null, ExitReason reason = ExitReason.WorkUnsubsidised) => new()
    {
        Reference = reference,
        Gender = Gender.Woman,
        StartedOn = DateOnly.Parse(start, System.Globalization.CultureInfo.InvariantCulture),
        Exit = exit is null ? null : new ParticipationExit { On = DateOnly.Parse(exit, System.Globalization.CultureInfo.InvariantCulture), Reason = reason },
    };

    private static Participation Referral(string reference, string referred, ReferralOutcome outcome)
    {
        var on = DateOnly.Parse(referred, System.Globalization.CultureInfo.InvariantCulture);
        return new Participation { Reference = reference, Gender = Gender.Woman, StartedOn = on, ReferredOn = on, ReferralOutcome = outcome };
    }
}
