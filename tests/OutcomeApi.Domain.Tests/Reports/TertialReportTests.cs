using System.Globalization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>
/// Small registers whose reports were counted by hand. The project runs 2025-03-01–2026-06-30; it is 2025-11-15 unless a case says otherwise.
/// </summary>
public sealed class TertialReportTests
{
    private static readonly ProjectDefinition Project =
        ProjectFile.Project(new DateOnly(2025, 3, 1), new DateOnly(2026, 6, 30), ["a"]) with { PlannedMonths = 6 };

    private int _number;

    [Fact]
    public void A_flow_counted_by_hand_balances_in_each_window()
    {
        var report = Report(
            "2025-T2",
            Participation("2024-11-01", carriedOver: true), // there the whole time
            Participation("2024-11-01", carriedOver: true, exit: "2025-04-30"), // exits on T1's last day: out when T2 begins
            Participation("2025-03-01", Gender.Man, exit: "2025-05-01"), // starts on the project's first day, exits on T2's first
            Participation("2025-05-01", Gender.Other, exit: "2025-08-31"), // first and last day of T2: not ongoing at its end
            Participation("2025-08-31", Gender.Unknown), // starts on the last day: ongoing at the end
            Participation("2025-09-01")); // after the tertial

        Flow(report, Window.Tertial, "ongoing-at-start").ShouldBe([1, 1, 0, 2]);
        Flow(report, Window.Tertial, "started").ShouldBe([0, 0, 2, 2]);
        Flow(report, Window.Tertial, "exited").ShouldBe([0, 1, 1, 2]);
        Flow(report, Window.Tertial, "ongoing-at-end").ShouldBe([1, 0, 1, 2]);

        Flow(report, Window.SinceStart, "ongoing-at-start").ShouldBe([2, 0, 0, 2]);
        Flow(report, Window.SinceStart, "started").ShouldBe([0, 1, 2, 3]);
        Flow(report, Window.SinceStart, "exited").ShouldBe([1, 1, 1, 3]);
        Flow(report, Window.SinceStart, "ongoing-at-end").ShouldBe([1, 0, 1, 2]);
    }

    [Fact]
    public void Windows_are_clipped_to_the_project_and_say_so()
    {
        var report = Report("2025-T1");

        report.Tables.Where(t => t.Section == ReportSection.Flow).Select(t => (t.Window, t.Cohort)).ShouldBe(
        [
            (Window.Tertial, new Cohort(Day("2025-03-01"), Day("2025-04-30"), true)),
            (Window.YearToDate, new Cohort(Day("2025-03-01"), Day("2025-04-30"), true)),
            (Window.SinceStart, new Cohort(Day("2025-03-01"), Day("2025-04-30"), false)),
        ]);
    }

    [Theory]
    [InlineData("2025-T1", "2025-05-31")]
    [InlineData("2025-T2", "2025-09-30")]
    [InlineData("2025-T3", "2026-01-31")]
    public void The_deadline_is_the_last_day_of_the_next_month(string tertial, string deadline) =>
        TertialReport.DeadlineOf(Tertial.Parse(tertial)).ShouldBe(Day(deadline));

    [Theory]
    [InlineData("2025-T1", 15, "2025-05-15")]
    [InlineData("2025-T3", 45, "2026-02-14")]
    public void An_association_can_give_another_number_of_days(string tertial, int days, string deadline) =>
        TertialReport.DeadlineOf(Tertial.Parse(tertial), days).ShouldBe(Day(deadline));

    [Theory]
    [InlineData("2024-T3", false)] // before the project
    [InlineData("2025-T1", true)]
    [InlineData("2025-T3", true)] // has begun
    [InlineData("2026-T1", false)] // has not
    public void There_is_a_report_of_every_tertial_of_the_project_that_has_begun(string tertial, bool exists) =>
        TertialReport.Exists(Project, Tertial.Parse(tertial), Day("2025-11-15")).ShouldBe(exists);

    [Theory]
    [InlineData("2026-T2", true)] // the project's last
    [InlineData("2026-T3", false)]
    public void There_is_no_report_after_the_project(string tertial, bool exists) =>
        TertialReport.Exists(Project, Tertial.Parse(tertial), Day("2027-01-01")).ShouldBe(exists);

    [Fact]
    public void Anonymous_participations_stand_beside_the_balance_and_in_no_share()
    {
        var report = Report(
            "2025-T2",
            Participation("2025-06-01", Gender.Man) with { Anonymous = true },
            Participation("2025-03-10") with { Anonymous = true },
            Participation("2024-03-10", carriedOver: true) with { Anonymous = true });

        Flow(report, Window.Tertial, "anonymous-started").ShouldBe([0, 1, 0, 1]);
        Flow(report, Window.SinceStart, "anonymous-started").ShouldBe([1, 1, 0, 2]);
        foreach (var key in new[] { "ongoing-at-start", "started", "exited", "ongoing-at-end" })
        {
            Flow(report, Window.SinceStart, key).ShouldBe([0, 0, 0, 0]);
        }
    }

    [Fact]
    public void A_registration_in_error_counts_nowhere()
    {
        var report = Report(
            "2025-T2",
            Participation("2025-05-02", Gender.Unknown, exit: "2025-05-03", reason: ExitReason.RegisteredInError) with { StartReceivedOn = Day("2025-08-01") });

        NaiveTertialReport.CellsOf(report).Where(cell => cell.Value > 0).ShouldBeEmpty();
        report.Table(ReportSection.Exits, Window.Tertial).Rows.ShouldNotContain(row => row.Key == "registered-in-error");
    }

    [Fact]
    public void Referrals_count_by_their_day_and_by_the_day_of_their_closing()
    {
        var report = ReportOfReferrals(
            "2025-T2",
            Referral("2025-04-30", ReferralOutcome.Declined, closed: "2025-05-01"), // referred in T1, closed in T2
            Referral("2025-05-01", ReferralOutcome.GuidedElsewhere, closed: "2025-09-01"), // referred in T2, closed in T3
            Referral("2025-08-31", ReferralOutcome.Started, closed: "2025-08-31"), // started: closed, but not without a start
            Referral("2025-02-28", ReferralOutcome.Withdrawn, closed: "2025-03-01"), // before the project, closed in it
            Referral("2025-06-01", ReferralOutcome.Open));

        Flow(report, Window.Tertial, "referred").ShouldBe([3, 0, 0, 3]);
        Flow(report, Window.Tertial, "not-started").ShouldBe([1, 0, 0, 1]);
        Flow(report, Window.SinceStart, "referred").ShouldBe([4, 0, 0, 4]);
        Flow(report, Window.SinceStart, "not-started").ShouldBe([2, 0, 0, 2]);
    }

    [Fact]
    public void The_queue_is_that_of_the_windows_last_day()
    {
        var report = ReportOfReferrals(
            "2025-T2",
            Referral("2025-08-01", ReferralOutcome.Queued, queued: "2025-08-31"), // joins on the last day
            Referral("2025-08-01", ReferralOutcome.Queued, queued: "2025-09-01"), // a day later
            Referral("2025-08-01", ReferralOutcome.Started, queued: "2025-08-02", closed: "2025-08-31"), // leaves on the last day
            Referral("2025-08-01", ReferralOutcome.Started, queued: "2025-08-02", closed: "2025-09-01"), // leaves a day later
            Referral("2025-08-01", ReferralOutcome.Open)); // never queued

        foreach (var window in Enum.GetValues<Window>())
        {
            Flow(report, window, "queued-at-end").ShouldBe([2, 0, 0, 2]);
        }
    }

    [Fact]
    public void Waiting_is_from_referral_to_start_and_nobody_has_none()
    {
        var report = Report(
            "2025-T2",
            Participation("2025-05-11") with { ReferredOn = Day("2025-05-01") }, // 10 days
            Participation("2025-06-01") with { ReferredOn = Day("2025-05-01") }, // 31 days
            Participation("2025-06-01", Gender.Man) with { ReferredOn = Day("2025-06-01") }, // 0 days
            Participation("2025-06-01", Gender.Man), // no referral
            Participation("2025-04-30", Gender.Man) with { ReferredOn = Day("2025-01-01") }); // started in T1: 119 days

        Flow(report, Window.Tertial, "waiting-days-median").ShouldBe([20.5m, 0, null, 10]);
        Flow(report, Window.Tertial, "waiting-days-longest").ShouldBe([31, 0, null, 31]);
        Flow(report, Window.SinceStart, "waiting-days-median").ShouldBe([20.5m, 59.5m, null, 20.5m]);
        Flow(report, Window.SinceStart, "waiting-days-longest").ShouldBe([31, 119, null, 119]);
    }

    [Fact]
    public void Exits_show_every_reason_of_the_project_and_those_it_no_longer_uses()
    {
        var project = Project with { ExitReasons = ["studies-completed", "registered-in-error", "moved"] };
        var report = TertialReport.Compute(
            project,
            Tertial.Parse("2025-T2"),
            Facts(
            [
                Participation("2025-03-01", exit: "2025-05-01", reason: ExitReason.StudiesCompleted),
                Participation("2025-03-01", Gender.Man, exit: "2025-05-01", reason: ExitReason.WorkTraining),
                Participation("2025-03-01", exit: "2025-04-30", reason: ExitReason.Moved),
            ]),
            Day("2025-11-15"));

        report.Table(ReportSection.Exits, Window.Tertial).Rows.Select(r =>
            (r.Key, r.Label("ending"), r.Label("group"), r[GenderGroup.Woman], r[GenderGroup.Man], r[GenderGroup.Total])).ShouldBe(
        [
            ("studies-completed", "planned", "studies", 1, 0, 1),
            ("moved", "interrupted", "other", 0, 0, 0),
            ("work-training", "planned", "other", 0, 1, 1),
            ("ending:planned", "planned", null, 1, 1, 2),
            ("ending:interrupted", "interrupted", null, 0, 0, 0),
            ("group:work", null, "work", 0, 0, 0),
            ("group:studies", null, "studies", 1, 0, 1),
            ("group:job-seeking", null, "job-seeking", 0, 0, 0),
            ("group:other", null, "other", 0, 1, 1),
            ("total", null, null, 1, 1, 2),
        ]);
    }

    [Fact]
    public void Time_in_the_project_is_that_of_those_who_exited()
    {
        var report = Report(
            "2025-T2",
            Participation("2025-05-01", exit: "2025-05-01"), // 0 days
            Participation("2025-05-01", exit: "2025-06-01"), // 31
            Participation("2024-05-01", carriedOver: true, exit: "2025-05-01"), // 365, from the real start
            Participation("2025-05-01", Gender.Unknown, exit: "2025-05-11"), // 10
            Participation("2025-03-01", exit: "2025-04-30"), // T1
            Participation("2025-05-01")); // still there

        var table = report.Table(ReportSection.TimeInProject, Window.Tertial);
        CellsOf(table, "days-median").ShouldBe([31, null, 10, 20.5m]);
        CellsOf(table, "days-longest").ShouldBe([365, null, 10, 365]);
        CellsOf(table, "n").ShouldBe([3, 0, 1, 4]);
    }

    [Fact]
    public void Referrers_show_referrals_and_starts_and_who_has_none()
    {
        var project = Project with { Referrers = ["region", "municipality"] };
        var report = TertialReport.Compute(
            project,
            Tertial.Parse("2025-T2"),
            new ReportFacts
            {
                Participations =
                [
                    Participation("2025-05-01") with { Referrer = Referrer.Region },
                    Participation("2025-05-01", Gender.Man) with { Referrer = Referrer.SelfReferral }, // not the project's any longer
                    Participation("2025-05-01", Gender.Man), // not stated
                    Participation("2025-05-01") with { Referrer = Referrer.Region, Anonymous = true }, // beside the flow
                ],
                Referrals =
                [
                    Referral("2025-05-01", ReferralOutcome.Open) with { Referrer = Referrer.Region },
                    Referral("2025-09-01", ReferralOutcome.Open) with { Referrer = Referrer.Region }, // T3
                ],
            },
            Day("2025-11-15"));

        report.Table(ReportSection.Referrers, Window.Tertial).Rows.Select(r => (r.Key, r[GenderGroup.Total])).ShouldBe(
        [
            ("referred:region", 1), ("started:region", 1), ("referred:municipality", 0), ("started:municipality", 0),
            ("referred:self-referral", 0), ("started:self-referral", 1), ("referred:not-stated", 0), ("started:not-stated", 1),
        ]);
    }

    /// <summary>Ten exits: of seven due three have answered, two of them with a plan; an early answer makes four of eight. Fractions by hand.</summary>
    [Fact]
    public void Shares_of_the_follow_ups_have_two_bases_and_the_bounds_that_the_unanswered_allow()
    {
        var report = Report(
            "2025-T2",
            Participation("2025-03-01", exit: "2025-05-01") with { FollowUps = [new(3, FollowUpAnswer.Work)] },
            Participation("2025-03-01", exit: "2025-05-01") with { FollowUps = [new(3, FollowUpAnswer.PlanWithoutMeasure)] },
            Participation("2025-03-01", exit: "2025-05-01") with { FollowUps = [new(3, FollowUpAnswer.Moved)] },
            Participation("2025-03-01", exit: "2025-08-31") with { FollowUps = [new(3, FollowUpAnswer.Studies)] }, // before its day: due all the same
            Participation("2025-03-01", exit: "2025-05-01") with { FollowUps = [new(3, null)] }, // unanswered
            Participation("2025-03-01", exit: "2025-05-01"), // overdue
            Participation("2025-03-01", exit: "2025-08-01"), // due
            Participation("2025-03-01", exit: "2025-08-15"), // due today
            Participation("2025-03-01", exit: "2025-08-16"), // due tomorrow: not yet
            Participation("2025-03-01", exit: "2025-08-31") with { FollowUps = [new(3, null)] }, // not yet
            Participation("2025-03-01", exit: "2025-05-01", reason: ExitReason.Deceased)); // not followed up

        var rows = report.Table(ReportSection.FollowUpShares, Window.Tertial).Rows;
        decimal?[] Of(string key) => [.. rows.Where(r => r.Key == key).Select(r => r[GenderGroup.Total])];
        rows.Take(5).Select(r => r.Figure).ShouldBe([Figure.Numerator, Figure.Denominator, Figure.Share, Figure.Lowest, Figure.Highest]);
        Of("functioning-plan:answered").ShouldBe([3, 4, 0.75m, 0.375m, 0.875m]); // 3/4; 3/8 to 7/8
        Of("functioning-plan:due").ShouldBe([3, 8, 0.375m, 0.375m, 0.875m]);
        Of("functioning-measure:due").ShouldBe([2, 8, 0.25m, 0.25m, 0.75m]);
        Of("answer:moved:due").ShouldBe([1, 8, 0.125m, 0.125m, 0.625m]);
        rows.Where(r => r.Key == "functioning-plan:due").Select(r => r[GenderGroup.Man]).ShouldBe([0, 0, null, null, null]);
    }

    [Fact]
    public void The_work_list_of_follow_ups_flows_from_month_to_month()
    {
        var report = Report(
            "2025-T3", // today is 2025-11-15
            Participation("2025-03-01", exit: "2025-05-20"), // due 20 August: open at the start, and since
            Participation("2025-03-01", exit: "2025-06-30") with { FollowUps = [new(3, FollowUpAnswer.Work, Day("2025-10-01"))] }, // due 30 September
            Participation("2025-03-01", exit: "2025-07-01") with { FollowUps = [new(3, null, Day("2025-10-31"))] }, // due 1 October
            Participation("2025-03-01", exit: "2025-07-01") with { FollowUps = [new(3, FollowUpAnswer.Work, Day("2025-09-30"))] }, // before its day
            Participation("2025-03-01", Gender.Man, exit: "2025-08-16"), // due tomorrow
            Participation("2025-03-01", exit: "2025-05-20", reason: ExitReason.Deceased));

        report.Table(ReportSection.FollowUpsByMonth, Window.Tertial).Rows.Select(r => (r.Key, r[GenderGroup.Total])).ShouldBe(
        [
            ("open-at-start:2025-09", 1), ("new-due:2025-09", 1), ("answered:2025-09", 0),
            ("unobtainable:2025-09", 0), ("open-at-end:2025-09", 2), ("closed-before-due:2025-09", 1),
            ("open-at-start:2025-10", 2), ("new-due:2025-10", 1), ("answered:2025-10", 1),
            ("unobtainable:2025-10", 1), ("open-at-end:2025-10", 1), ("closed-before-due:2025-10", 0),
            ("open-at-start:2025-11", 1), ("new-due:2025-11", 0), ("answered:2025-11", 0),
            ("unobtainable:2025-11", 0), ("open-at-end:2025-11", 1), ("closed-before-due:2025-11", 0),
        ]);
    }

    [Fact]
    public void Months_are_cut_by_the_project()
    {
        var rows = Report("2025-T1").Table(ReportSection.FollowUpsByMonth, Window.SinceStart).Rows;

        rows.Select(r => r.Label("month")).Distinct().ShouldBe(["2025-03", "2025-04"]);
    }

    [Fact]
    public void Steps_are_listed_by_month_kind_and_subproject_where_there_were_some()
    {
        var report = Report(
            "2025-T2",
            Participation("2025-03-01") with
            {
                Subproject = "a",
                Steps =
                [
                    new TakenStep(StepKind.StudyVisit, Day("2025-05-01")), new TakenStep(StepKind.Language, Day("2025-05-31")),
                    new TakenStep(StepKind.Language, Day("2025-05-31")),
                    new TakenStep(StepKind.Language, Day("2025-04-30")), // T1
                ],
            },
            Participation("2025-03-01", Gender.Man) with { Steps = [new TakenStep(StepKind.Language, Day("2025-05-02"))] });

        var rows = report.Table(ReportSection.StepsByMonth, Window.Tertial).Rows;
        rows.Where(r => r[GenderGroup.Total] > 0).Select(r => (r.Key, r[GenderGroup.Woman], r[GenderGroup.Man], r.ListedWhenFilled)).ShouldBe(
        [
            ("total", 3, 1, false), ("kind:language", 2, 1, false), ("kind:study-visit", 1, 0, false),
            ("2025-05:language:a", 2, 0, true), ("2025-05:language", 0, 1, true), ("2025-05:study-visit:a", 1, 0, true),
        ]);
        rows.Single(r => r.Key == "2025-05:language:a")
            .Labels.ShouldBe([new RowLabel("month", "2025-05"), new RowLabel("kind", "language"), new RowLabel("subproject", "a")]);
        rows.Count.ShouldBe(1 + 14 + 3);
    }

    [Fact]
    public void Steps_of_a_kind_of_the_projects_own_count_as_what_the_project_says()
    {
        // Better health is listed because the yoga group counts as it. A kind that the project has given up is among the earlier ones.
        var project = Project with
        {
            StepKinds =
            [
                new("cooking", null), new("yoga-group", StepKind.BetterHealth), new("interview", StepKind.Interview), new("language", StepKind.Language),
            ],
        };
        TakenStep Step(string code, string on) => project.StepOf(code, Day(on));
        var report = TertialReport.Compute(
            project,
            Tertial.Parse("2025-T2"),
            Facts(
            [
                Participation("2025-03-01") with { Steps = [Step("yoga-group", "2025-05-02"), Step("cooking", "2025-05-02"), Step("language", "2025-06-01")] },
                Participation("2025-03-01", Gender.Man) with { Steps = [Step("study-visit", "2025-06-01"), Step("gone", "2025-06-01")] },
            ]),
            Day("2025-11-15"));

        report.Table(ReportSection.StepsByMonth, Window.Tertial).Rows.Select(r => (r.Key, r[GenderGroup.Woman], r[GenderGroup.Man])).ShouldBe(
        [
            ("total", 3, 2), ("kind:language", 1, 0), ("kind:better-health", 1, 0), ("kind:interview", 0, 0), ("kind:cooking", 1, 0), ("kind:earlier", 0, 2),
            ("2025-05:better-health", 1, 0), ("2025-05:cooking", 1, 0), ("2025-06:language", 1, 0), ("2025-06:earlier", 0, 2),
        ]);
    }

    [Fact]
    public void What_happens_with_the_people_of_a_unit_is_counted_month_by_month()
    {
        var project = Project with
        {
            ReferrerUnits = [new("maria", "region", new LocalizedText(), true), new("ung", "municipality", new LocalizedText(), false)],
            StepKinds = [new("mapped", StepKind.Mapped), new("interview", StepKind.Interview)],
        };
        TakenStep Step(StepKind kind, string on) => new(kind, Day(on));
        Participation Referral(string on, string? unit) =>
            Participation(on) with { ReferredOn = Day(on), ReferralOutcome = ReferralOutcome.Open, ReferrerUnit = unit };
        var report = TertialReport.Compute(
            project,
            Tertial.Parse("2025-T2"),
            Facts(
            [
                Participation("2025-05-12") with
                {
                    ReferrerUnit = "maria",
                    Steps = [Step(StepKind.Mapped, "2025-05-20"), Step(StepKind.Interview, "2025-06-03"), Step(StepKind.Interview, "2025-06-04")],
                },
                Participation("2025-04-01", Gender.Man) with { ReferrerUnit = "maria", Steps = [Step(StepKind.Mapped, "2025-05-01")] }, // starts in T1
                Participation("2024-11-01", carriedOver: true) with { ReferrerUnit = "ung" }, // never started in a window
                Participation("2025-05-12") with { ReferrerUnit = "ung", Anonymous = true }, // beside the table
                Participation("2025-08-31"), // of no unit
            ],
            Referral("2025-05-02", "maria"), Referral("2025-06-02", "maria"), Referral("2025-04-30", "maria"), Referral("2025-06-02", "closed")),
            Day("2025-11-15"));

        var rows = report.Table(ReportSection.UnitsByMonth, Window.Tertial).Rows;
        rows.Where(r => r[GenderGroup.Total] > 0).Select(r => (r.Key, r[GenderGroup.Woman], r[GenderGroup.Man], r.ListedWhenFilled)).ShouldBe(
        [
            ("maria:referred", 2, 0, false), ("maria:started", 1, 0, false), ("maria:mapped", 1, 1, false), ("maria:interview", 2, 0, false),
            ("earlier:referred", 1, 0, true), ("not-stated:started", 1, 0, false),
            ("2025-05:maria:referred", 1, 0, true), ("2025-05:maria:started", 1, 0, true), ("2025-05:maria:mapped", 1, 1, true),
            ("2025-06:maria:referred", 1, 0, true), ("2025-06:maria:interview", 2, 0, true), ("2025-06:earlier:referred", 1, 0, true),
            ("2025-08:not-stated:started", 1, 0, true),
        ]);
        rows.Count(r => r.Label("month") is null).ShouldBe(4 * 4, "every unit with every kind, the earlier units and those not stated too");

        // By unit alone, as by referrer: what is there no more keeps its code, and is listed where it has something.
        var referrers = report.Table(ReportSection.Referrers, Window.Tertial).Rows;
        referrers.Where(r => r.Key.Contains("-unit:", StringComparison.Ordinal)).Select(r => $"{r.Key} {r.Label("referrer")} {r[GenderGroup.Total]}").ShouldBe(
        [
            "referred-unit:maria region 2", "referred-unit:ung municipality 0", "referred-unit:closed not-stated 1", "referred-unit:not-stated not-stated 0",
            "started-unit:maria region 1", "started-unit:ung municipality 0", "started-unit:not-stated not-stated 1",
        ]);
    }

    [Fact]
    public void A_project_without_units_has_no_table_of_them() => Report("2025-T2", Participation("2025-05-01"))
        .Tables.Where(table => table.Section == ReportSection.UnitsByMonth).ShouldAllBe(table => table.Rows.Count == 0);

    [Fact]
    public void Follow_ups_belong_to_the_tertial_of_their_exit_and_are_in_one_of_five_states()
    {
        // Three months after: today is 2025-11-15.
        var report = Report(
            "2025-T2",
            Participation("2025-03-01", exit: "2025-08-16"), // due tomorrow
            Participation("2025-03-01", exit: "2025-08-15"), // due today
            Participation("2025-03-01", exit: "2025-07-16"), // due since 30 days
            Participation("2025-03-01", exit: "2025-07-15"), // due since 31 days
            Participation("2025-03-01", exit: "2025-08-31") with { FollowUps = [new(3, FollowUpAnswer.Work)] }, // answered early
            Participation("2025-03-01", Gender.Man, exit: "2025-05-01") with { FollowUps = [new(3, null)] },
            Participation("2025-03-01", exit: "2025-05-01", reason: ExitReason.Deceased), // not followed up
            Participation("2025-03-01", exit: "2025-04-30")); // the cohort of T1

        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "not-due").ShouldBe([1, 0, 0, 1]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "due").ShouldBe([2, 0, 0, 2]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "overdue").ShouldBe([1, 0, 0, 1]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "answered").ShouldBe([1, 0, 0, 1]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "unobtainable").ShouldBe([0, 1, 0, 1]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "answer:work").ShouldBe([1, 0, 0, 1]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.Tertial), "answer:studies").ShouldBe([0, 0, 0, 0]);
        CellsOf(report.Table(ReportSection.FollowUps, Window.SinceStart), "overdue").ShouldBe([2, 0, 0, 2]);
    }

    [Fact]
    public void Documentation_tells_to_whom_it_was_given()
    {
        var report = Report(
            "2025-T2",
            Documented(toReferrer: true, toParticipant: true),
            Documented(toReferrer: true, toParticipant: false),
            Documented(toReferrer: false, toParticipant: true),
            Documented(toReferrer: false, toParticipant: false),
            Documented(toReferrer: true, toParticipant: false));

        report.Table(ReportSection.Documentation, Window.Tertial).Rows.Select(r => (r.Key, r[GenderGroup.Total])).ShouldBe(
            [("given-to-referrer", 3), ("given-to-participant", 2), ("given-to-both", 1), ("exits", 5)]);
    }

    [Fact]
    public void Placements_are_counted_by_participations()
    {
        TakenPlacement Job(string from, string? to = null, bool? subsidised = null, bool? openToAll = null) => new(
            PlacementKind.Work, Day(from), to is null ? null : Day(to), subsidised, openToAll);
        var course = Job("2025-08-01") with { Kind = PlacementKind.Studies };
        var report = Report(
            "2025-T2",

            // Two jobs, one participation. 13 weeks are 91 days: those to 2025-08-31 begin on 2025-06-02.
            Participation("2025-03-01") with { Placements = [Job("2025-04-01", "2025-05-10", subsidised: true), Job("2025-06-02", openToAll: true)] },
            Participation("2025-05-01", Gender.Man) with { Placements = [Job("2025-06-03", subsidised: true), course] },
            Participation("2025-05-01", Gender.Man),
            Participation("2025-01-01", exit: "2025-04-30") with { Placements = [Job("2025-02-01")] });

        var table = report.Table(ReportSection.Placements, Window.Tertial);
        CellsOf(table, "with-placement").ShouldBe([1, 1, 0, 2]);
        CellsOf(table, "placement-begun").ShouldBe([1, 1, 0, 2]);
        CellsOf(table, "placement-begun:work").ShouldBe([1, 1, 0, 2]);
        CellsOf(table, "placement-begun:studies").ShouldBe([0, 1, 0, 1]);
        CellsOf(table, "placement-begun:subsidised").ShouldBe([0, 1, 0, 1]);
        CellsOf(table, "placement-begun:open-to-all").ShouldBe([1, 0, 0, 1]);
        CellsOf(table, "placement-ongoing").ShouldBe([1, 1, 0, 2]);
        CellsOf(table, "placement-lasting-13-weeks").ShouldBe([1, 0, 0, 1]);

        // Of those whose first one began in the window: 33 days after 2025-05-01, 31 after 2025-03-01. The project begins on 2025-03-01, after the third.
        CellsOf(table, "days-to-first-placement-median").ShouldBe([null, 33, null, 33]);
        CellsOf(report.Table(ReportSection.Placements, Window.YearToDate), "days-to-first-placement-median").ShouldBe([31, 33, null, 32]);
    }

    /// <summary>Four who exited in 2025-T2, counted by hand from domain.md §7, point 7; one before, one after and an anonymous one.</summary>
    [Fact]
    public void Before_and_after_are_of_those_who_exited_and_what_is_missing_is_counted()
    {
        static int Bits(params IEnumerable<IncomeSource> sources) => sources.Aggregate(0, (bits, source) => bits | (1 << (int)source));
        Participation Exited(
            string on, ExitReason reason, int? born, int months, Gender gender = Gender.Woman, Education? education = null, OccupationGroup? before = null,
            OccupationGroup? after = null, int? extent = null, IncomeSource[]? atStart = null, IncomeSource[]? atExit = null)
        {
            var participation = Participation("2025-03-01", gender, exit: on, reason: reason);
            return participation with
            {
                BirthYear = born,
                MonthsWithoutWork = months,
                Education = education,
                OccupationAtStart = before,
                IncomeAtStart = Bits(atStart ?? []),
                Exit = participation.Exit! with { Extent = extent, Occupation = after, Income = Bits(atExit ?? []) },
            };
        }

        var report = Report(
            "2025-T2",
            Exited(
                "2025-05-01", ExitReason.WorkUnsubsidised, 2001, 30, education: Education.UpperSecondary, before: OccupationGroup.Other,
                after: OccupationGroup.Work, extent: 50, atStart: [IncomeSource.SocialAssistance, IncomeSource.SicknessBenefit], atExit: [IncomeSource.Wage]),

            // An education that is stated to be unknown, and work of which no extent is stated. "None" is an income that is stated.
            Exited("2025-06-01", ExitReason.WorkSubsidised, 1990, 10, education: Education.Unknown, atExit: [IncomeSource.None]),
            Exited(
                "2025-08-31", ExitReason.Moved, null, 20, Gender.Man, before: OccupationGroup.JobSeeking, after: OccupationGroup.Studies,
                atStart: [IncomeSource.SocialAssistance], atExit: [IncomeSource.Wage, IncomeSource.ActivityCompensation]),
            Exited(
                "2025-06-01", ExitReason.Studies, 1965, 40, Gender.Other, Education.Compulsory, OccupationGroup.Other, OccupationGroup.Work, 100,
                atStart: [IncomeSource.SocialAssistance]),
            Exited("2025-04-30", ExitReason.Moved, 2001, 99),
            Exited("2025-09-01", ExitReason.Moved, 2001, 99),
            Participation("2025-03-01") with { Anonymous = true });

        var table = report.Table(ReportSection.BeforeAndAfter, Window.Tertial);
        table.Rows.Where(row => row.Figure == Figure.Count && row[GenderGroup.Total] > 0)
            .Select(row => $"{row.Key} {string.Join('|', row.Cells.Select(cell => cell.Value))}").ShouldBe(
            [
                "exits 2|1|1|4",
                "education:compulsory 0|0|1|1", "education:upper-secondary 1|0|0|1", "education:not-stated 1|1|0|2",
                "income-at-start:sickness-benefit 1|0|0|1", "income-at-start:social-assistance 1|1|1|3", "income-at-start:not-stated 1|0|0|1",
                "income-at-exit:activity-compensation 0|1|0|1", "income-at-exit:wage 1|1|0|2", "income-at-exit:none 1|0|0|1",
                "income-at-exit:not-stated 0|0|1|1",
                "extent:50-74 1|0|0|1", "extent:100 0|0|1|1", "extent:not-applicable 0|1|0|1", "extent:not-stated 1|0|0|1",
                "age-at-start:20-24 1|0|0|1", "age-at-start:30-39 1|0|0|1", "age-at-start:60-and-over 0|0|1|1", "age-at-start:not-stated 0|1|0|1",
                "months-without-work-stated 2|1|1|4", "months-on-sick-leave-not-stated 2|1|1|4", "months-on-public-support-not-stated 2|1|1|4",
                "occupation:job-seeking:studies 0|1|0|1", "occupation:other:work 1|0|1|2", "occupation:not-stated:not-stated 1|0|0|1",
            ]);

        // Of 10, 20, 30 and 40 the quarters are 15, 25 and 35 (Hyndman and Fan 1996, type 2); of 10 and 30 they are 10, 20 and 30.
        CellsOf(table, "months-without-work-lower-quarter").ShouldBe([10, 20, 40, 15]);
        CellsOf(table, "months-without-work-median").ShouldBe([20, 20, 40, 25]);
        CellsOf(table, "months-without-work-upper-quarter").ShouldBe([30, 20, 40, 35]);
        CellsOf(table, "months-on-sick-leave-median").ShouldBe([null, null, null, null]);

        // With the one who exited on 30 April: 10, 20, 30, 40 and 99.
        var year = report.Table(ReportSection.BeforeAndAfter, Window.YearToDate);
        CellsOf(year, "exits").ShouldBe([3, 1, 1, 5]);
        CellsOf(year, "months-without-work-lower-quarter").ShouldBe([10, 20, 40, 20]);
        CellsOf(year, "months-without-work-median").ShouldBe([30, 20, 40, 30]);
        CellsOf(year, "months-without-work-upper-quarter").ShouldBe([99, 20, 40, 40]);
    }

    [Theory]
    [InlineData(1, "1-24")]
    [InlineData(24, "1-24")]
    [InlineData(25, "25-49")]
    [InlineData(49, "25-49")]
    [InlineData(50, "50-74")]
    [InlineData(74, "50-74")]
    [InlineData(75, "75-99")]
    [InlineData(99, "75-99")]
    [InlineData(100, "100")]
    public void An_extent_is_in_its_group_whatever_the_reason(int extent, string group)
    {
        var participation = Participation("2025-05-01", exit: "2025-06-01", reason: ExitReason.WorkTraining);
        var report = Report("2025-T2", participation with { Exit = participation.Exit! with { Extent = extent } });

        report.Table(ReportSection.BeforeAndAfter, Window.Tertial).Rows
            .Single(r => r.Key.StartsWith("extent:", StringComparison.Ordinal) && r[GenderGroup.Total] == 1)
            .Key.ShouldBe("extent:" + group);
    }

    [Theory]
    [InlineData(19, "under-20")]
    [InlineData(20, "20-24")]
    [InlineData(24, "20-24")]
    [InlineData(25, "25-29")]
    [InlineData(29, "25-29")]
    [InlineData(30, "30-39")]
    [InlineData(40, "40-49")]
    [InlineData(50, "50-59")]
    [InlineData(59, "50-59")]
    [InlineData(60, "60-and-over")]
    public void An_age_is_that_of_the_year_of_the_start(int age, string group)
    {
        var report = Report("2025-T3", Participation("2025-03-01", exit: "2025-10-01") with { BirthYear = 2025 - age });

        report.Table(ReportSection.BeforeAndAfter, Window.Tertial).Rows
            .Single(r => r.Key.StartsWith("age-at-start:", StringComparison.Ordinal) && r[GenderGroup.Total] == 1)
            .Key.ShouldBe("age-at-start:" + group);
    }

    /// <summary>
    /// Plain division, by hand: 1,627,001 by 4 supported and by 2 exits is 406,750.25 and 813,500.5 kronor; 3 ongoing of 8 places are 0.375.
    /// </summary>
    [Fact]
    public void Resources_are_the_budget_of_the_year_divided_by_those_of_the_year_so_far()
    {
        var project = Project with { PlannedPlaces = 8, Budget = new Dictionary<int, int> { [2025] = 1_627_001 } };
        var facts = Facts(
        [
            Participation("2024-11-01", carriedOver: true),
            Participation("2025-05-01", Gender.Man, exit: "2025-08-31"),
            Participation("2025-04-01", Gender.Unknown, exit: "2025-04-30", reason: ExitReason.Studies),
            Participation("2025-08-31") with { Anonymous = true },
            Participation("2025-09-01"),
            Participation("2026-01-01"),
        ]);

        Rows("2025-T2").ShouldBe(
        [
            "places 8", "ongoing-at-end 1|0|0|1", "places-used 0.125", "budget 1627001 (2025)", "supported 2|1|1|4", "cost-per-participation 406750 (2025)",
            "exits-to-work-or-studies 0|1|1|2", "cost-per-exit 813501 (2025)",
        ]);

        // Nobody has left in 2026, and the year has no budget. Those still there are the carried over one and the two who started since.
        Rows("2026-T1").ShouldBe(
        [
            "places 8", "ongoing-at-end 3|0|0|3", "places-used 0.375", "budget  (2026)", "supported 3|0|0|3", "cost-per-participation  (2026)",
            "exits-to-work-or-studies 0|0|0|0", "cost-per-exit  (2026)",
        ]);

        // The budget is of the whole project: a part has none. Neither has a project that states nothing.
        Of(project, "2025-T2", "a").Rows.ShouldBeEmpty();
        Of(Project, "2025-T2", null).Rows.ShouldBeEmpty();
        Of(Project with { PlannedPlaces = 0 }, "2025-T2", null).Rows.Select(row => row[GenderGroup.Total]).ShouldBe([0, 1, null]);

        ReportTable Of(ProjectDefinition project, string tertial, string? subproject) =>
            TertialReport.Compute(project, Tertial.Parse(tertial), facts, Day("2026-11-15"), subproject).Table(ReportSection.Resources, Window.YearToDate);
        IEnumerable<string> Rows(string tertial) => Of(project, tertial, null).Rows.Select(row =>
            $"{row.Key} {string.Join('|', row.Cells.Select(cell => cell.Value?.ToString("0.####", CultureInfo.InvariantCulture)))}"
            + (row.Label("year") is { } year ? $" ({year})" : string.Empty));
    }

    [Fact]
    public void Data_quality_is_that_of_the_tertial()
    {
        var report = TertialReport.Compute(
            Project,
            Tertial.Parse("2025-T2"),
            Facts(
            [
                Participation("2025-06-01", Gender.Unknown), // gender
                Participation("2025-04-01", Gender.Unknown, exit: "2025-04-30"), // out before the tertial
                Participation("2025-06-01", exit: "2025-07-01", reason: ExitReason.Unknown, documented: true), // reason
                Participation("2025-06-01", exit: "2025-07-01", reason: ExitReason.Moved), // no documentation
                Participation("2025-06-01", exit: "2025-07-01", reason: ExitReason.Deceased), // none is due
                Participation("2024-12-01", carriedOver: true), // six months are over since 2025-06-01
                Participation("2025-03-01"), // six months are over on 2025-09-01: not yet
                Participation("2025-06-01") with { StartReceivedOn = Day("2025-07-01") }, // 30 days later: in time
                Participation("2025-06-01") with { StartReceivedOn = Day("2025-07-02") }, // 31 days later
                Participation("2025-04-30") with { StartReceivedOn = Day("2025-07-02") }, // late, but of T1
                Participation("2025-05-01", exit: "2025-06-01", documented: true) with { Participant = "P-same" },
                Participation("2025-06-01") with { Participant = "P-same" }, // overlaps on one day
            ],
            [Referral("2025-05-01", ReferralOutcome.Declined), Referral("2025-05-01", ReferralOutcome.Queued, queued: "2025-05-01")]),
            Day("2025-11-15"));

        report.Table(ReportSection.DataQuality, Window.Tertial).Rows.Select(r => (r.Key, r.Label("class"), r[GenderGroup.Total])).ShouldBe(
        [
            ("start-outside-project", "error", 0),
            ("exit-outside-project", "error", 0),
            ("subproject-unknown", "error", 0),
            ("referral-closed-without-date", "error", 1),
            ("outside-participation", "error", 0),
            ("follow-up-too-early", "error", 0),
            ("double-registration", "error", 0),
            ("gender-unknown", "warning", 1),
            ("exit-reason-unknown", "warning", 1),
            ("exit-without-documentation", "warning", 1),
            ("follow-up-overdue", "warning", 3), // due on 2025-09-01 and twice on 2025-10-01
            ("exit-in-no-goal", "warning", 0),
            ("figure-in-no-goal", "warning", 0),
            ("open-longer-than-planned", "warning", 1),
            ("open-after-project-end", "warning", 0),
            ("overlapping-enrollment", "warning", 1),
            ("follow-up-due", "note", 0),
            ("late-registration", "note", 1),
            ("days-to-receipt-median:enrollment", null, 30.5m), // 30 and 31 days
            ("days-to-receipt-90:enrollment", null, 31),
            ("days-to-receipt-median:exit", null, null),
            ("days-to-receipt-90:exit", null, null),
        ]);
    }

    [Fact]
    public void Planned_months_are_the_subprojects_own_and_are_over_today_at_the_latest()
    {
        var project = Project with { Subprojects = [new Subproject { Id = "a", PlannedMonths = 2 }] };
        Participation[] participations =
        [
            Participation("2025-09-14") with { Subproject = "a" }, Participation("2025-09-15") with { Subproject = "a" }, Participation("2025-09-14"),
        ];

        var report = TertialReport.Compute(project, Tertial.Parse("2025-T3"), Facts(participations), Day("2025-11-15"));

        report.Table(ReportSection.DataQuality, Window.Tertial).Rows.Single(r => r.Key == "open-longer-than-planned")[GenderGroup.Total].ShouldBe(1);
    }

    [Fact]
    public void Finsam_counts_are_of_the_calendar_year_and_count_anonymous_ones()
    {
        Participation[] participations =
        [
            Participation("2024-11-01", carriedOver: true), // ongoing in both years
            Participation("2025-03-01", exit: "2025-12-31"), // ongoing in the first
            Participation("2025-03-01", Gender.Man, exit: "2026-01-01"), // ongoing in both
            Participation("2025-04-01", Gender.Man) with { Anonymous = true }, // has no exit: the first only
            Participation("2024-04-01", Gender.Unknown, carriedOver: true) with { Anonymous = true }, // the first only
            Participation("2026-01-01", Gender.Other), // the second
        ];

        decimal?[] Finsam(string tertial, string key) =>
            CellsOf(TertialReport.Compute(Project, Tertial.Parse(tertial), Facts(participations), Day("2026-05-01"))
                .Table(ReportSection.FinsamCounts, Window.YearToDate), key);
        Finsam("2025-T3", "started-in-year").ShouldBe([1, 2, 0, 3]);
        Finsam("2025-T3", "ongoing-in-year").ShouldBe([2, 2, 1, 5]);
        Finsam("2026-T1", "started-in-year").ShouldBe([0, 0, 1, 1]);
        Finsam("2026-T1", "ongoing-in-year").ShouldBe([1, 1, 1, 3]);
    }

    /// <summary>IRIS 2 is Lund's; its subproject hoganas belongs to hoganas, sydost to sydostra-skane; domain.md §5.</summary>
    [Fact]
    public void A_subproject_counts_for_its_own_association()
    {
        var iris2 = ProjectFile.Load("iris2").Definition;
        Participation[] participations =
        [
            Participation("2025-03-01") with { Subproject = "usb" },
            Participation("2025-03-01", Gender.Man), // the project as such
            Participation("2025-03-01", Gender.Other) with { Subproject = "hoganas" },
            Participation("2024-03-01", Gender.Unknown) with { Subproject = "sydost" }, // ongoing only
        ];

        var rows = TertialReport.Compute(iris2, Tertial.Parse("2025-T1"), Facts(participations), Day("2025-11-15"))
            .Table(ReportSection.FinsamCounts, Window.YearToDate).Rows;

        rows.Select(r => (r.Key, r.Label("association"), r[GenderGroup.Woman], r[GenderGroup.Man], r[GenderGroup.OtherOrUnknown])).ShouldBe(
        [
            ("started-in-year", null, 1, 1, 1), ("ongoing-in-year", null, 1, 1, 2),
            ("started-in-year:lund", "lund", 1, 1, 0), ("ongoing-in-year:lund", "lund", 1, 1, 0),
            ("started-in-year:hoganas", "hoganas", 0, 0, 1), ("ongoing-in-year:hoganas", "hoganas", 0, 0, 1),
            ("started-in-year:sydostra-skane", "sydostra-skane", 0, 0, 0), ("ongoing-in-year:sydostra-skane", "sydostra-skane", 0, 0, 1),
        ]);
    }

    /// <summary>Published: 124 ongoing at the start of 2025 (68 women, 55 men, 1 other), 97 started; domain.md §7.</summary>
    [Fact]
    public void Uppsala_2025_is_reproduced()
    {
        var uppsala = ProjectFile.Load("uppsala").Definition;
        Participation[] participations =
        [
            .. Enumerable.Range(0, 124).Select(n =>
                Participation("2024-06-01", n < 68 ? Gender.Woman : n < 123 ? Gender.Man : Gender.Other, carriedOver: true)),
            .. Enumerable.Range(0, 97).Select(n => Participation("2025-06-01", n < 50 ? Gender.Woman : Gender.Man)),
        ];
        Participation[] referrals =
        [
            .. Enumerable.Range(0, 112).Select(_ => Referral("2024-11-01", ReferralOutcome.Declined, queued: "2024-11-01", closed: "2025-02-01")),
            .. Enumerable.Range(0, 97).Select(_ => Referral("2025-05-01", ReferralOutcome.Started, queued: "2025-05-02", closed: "2025-06-01")),
            .. Enumerable.Range(0, 43).Select(_ => Referral("2025-05-01", ReferralOutcome.Withdrawn, queued: "2025-05-02", closed: "2025-06-01")),
            .. Enumerable.Range(0, 39).Select(_ => Referral("2025-12-01", ReferralOutcome.Queued, queued: "2025-12-01")),
        ];

        var report = TertialReport.Compute(uppsala, Tertial.Parse("2025-T3"), Facts(participations, referrals), Day("2026-01-15"));

        Flow(report, Window.YearToDate, "ongoing-at-start").ShouldBe([68, 55, 1, 124]);
        Flow(report, Window.YearToDate, "started").ShouldBe([50, 47, 0, 97]);
        Flow(report, Window.YearToDate, "referred").ShouldBe([179, 0, 0, 179]);
        Flow(report, Window.YearToDate, "not-started").ShouldBe([155, 0, 0, 155]);
        Flow(report, Window.YearToDate, "queued-at-end").ShouldBe([39, 0, 0, 39]);
    }

    /// <summary>Waits of 10 and 20 days in one project, of 90 in the other: the median of all is 20, not the mean of 15 and 90.</summary>
    [Fact]
    public void An_association_counts_its_projects_together_each_in_its_own_window()
    {
        var late = Project with { Id = "late", Period = new ReportingPeriod(Day("2025-06-01"), Day("2026-06-30")) };
        var foreign = Project with { Id = "foreign", Association = "elsewhere", Subprojects = [new Subproject { Id = "ours", Association = "lund" }] };
        Participation Waited(string start, int days, string? subproject = null) =>
            Participation(start) with { ReferredOn = Day(start).AddDays(-days), Subproject = subproject };

        var report = Associations.Report(
            "lund",
            Tertial.Parse("2025-T2"),
            [
                (late, Facts([Waited("2025-06-01", 90), Waited("2025-05-31", 5)])), // the second before its project
                (foreign, Facts([Waited("2025-05-01", 10, "ours"), Waited("2025-05-01", 20, "ours"), Waited("2025-05-01", 1)])), // the third is another's
                (Project with { Id = "over", Period = new ReportingPeriod(Day("2024-03-01"), Day("2025-04-30")) },
                    Facts([Waited("2025-02-03", 1), Waited("2024-06-03", 1)])),
                (Project with { Id = "long-over", Period = new ReportingPeriod(Day("2023-01-01"), Day("2024-12-31")) }, Facts([Waited("2024-06-03", 1)])),
            ],
            Day("2025-11-15"))!;

        report.Parts.Select(p => p.Project.Id).ShouldBe(["foreign", "late"]);
        var flow = report.Table(ReportSection.Flow, Window.Tertial);
        flow.Cohort.ShouldBe(new Cohort(Day("2025-05-01"), Day("2025-08-31"), true));
        CellsOf(flow, "started").ShouldBe([3, 0, 0, 3]);
        CellsOf(flow, "waiting-days-median").ShouldBe([20, null, null, 20]);

        // What a project that has ended had in the year belongs to the year, though it has no report of the tertial any more: one started in
        // February, two were there. Of the others four were there, the one from before its project too.
        report.EndedInYear.Select(p => p.Project.Id).ShouldBe(["over"]);
        var year = report.Table(ReportSection.FinsamCounts, Window.YearToDate);
        year.Cohort.From.ShouldBe(Day("2025-01-01"));
        CellsOf(year, "started-in-year").ShouldBe([4, 0, 0, 4]);
        CellsOf(year, "ongoing-in-year").ShouldBe([6, 0, 0, 6]);
        Associations.Report("nobody", Tertial.Parse("2025-T2"), [(late, Facts([]))], Day("2025-11-15")).ShouldBeNull();
    }

    /// <summary>Two women and a man; means by hand.</summary>
    [Fact]
    public void Self_assessments_show_start_latest_exit_and_change_area_by_area()
    {
        Participation[] participations =
        [
            Participation("2025-03-01"), Participation("2025-03-01"), Participation("2025-05-01", Gender.Man),
            Participation("2025-05-01") with { Anonymous = true },
        ];
        var number = 0;
        RatedAssessment Rated(int participation, string on, AssessmentOccasion occasion, params int?[] ratings) =>
            new(participations[participation].Reference, $"A-{++number}", Day(on), occasion, ratings);
        var report = TertialReport.Compute(
            Project,
            Tertial.Parse("2025-T2"),
            Facts(participations) with
            {
                SelfAssessments =
                [
                    Rated(0, "2025-03-02", AssessmentOccasion.Start, 1, 2, 3, 4, 5, 1), // start in T1 …
                    Rated(0, "2025-06-02", AssessmentOccasion.ThirdMonth, 2, 2, 3, null, 5, 1),
                    Rated(0, "2025-08-31", AssessmentOccasion.Exit, 4, 2, 2, 4, 5, null), // … latest in T2: +3, 0, −1, 0, 0, –
                    Rated(0, "2025-09-01", AssessmentOccasion.ThirdMonth, 5, 5, 5, 5, 5, 5), // T3
                    Rated(1, "2025-05-01", AssessmentOccasion.Start, 2, 2, 2, 2, 2, 2), // both start and latest: no change
                    Rated(2, "2025-05-02", AssessmentOccasion.Start, 3, 3, 3, 3, 3, 3),
                    Rated(2, "2025-08-02", AssessmentOccasion.ThirdMonth, 4, 3, 3, 3, 3, 3), // +1, 0, 0, 0, 0, 0
                    Rated(3, "2025-05-02", AssessmentOccasion.Start, 5, 5, 5, 5, 5, 5), // anonymous
                    new RatedAssessment("E-gone", "A-0", Day("2025-05-02"), AssessmentOccasion.Start, [5, 5, 5, 5, 5, 5]),
                ],
            },
            Day("2025-11-15"));

        var table = report.Table(ReportSection.SelfAssessments, Window.Tertial);
        decimal?[] Of(string key, Figure figure) => [.. table.Rows.Single(r => r.Key == key && r.Figure == figure).Cells.Select(c => c.Value)];
        Of("health-and-work:start", Figure.Count).ShouldBe([1, 1, 0, 2]);
        Of("health-and-work:start", Figure.Mean).ShouldBe([2, 3, null, 2.5m]);
        Of("health-and-work:latest", Figure.Mean).ShouldBe([3, 4, null, 3.33m]); // (4 + 2) / 2; (4 + 2 + 4) / 3
        Of("health-and-work:exit", Figure.Mean).ShouldBe([4, null, null, 4]);
        Of("health-and-work:change", Figure.Count).ShouldBe([1, 1, 0, 2]);
        Of("health-and-work:change", Figure.Mean).ShouldBe([3, 1, null, 2]);
        Of("time-to-focus:change", Figure.Mean).ShouldBe([-1, 0, null, -0.5m]);
        Of("cooperation:change", Figure.Count).ShouldBe([0, 1, 0, 1]); // left open at the exit
        Of("health-and-work:change-to-exit", Figure.Count).ShouldBe([1, 0, 0, 1]); // the only one with an exit rating
        Of("health-and-work:change-to-exit", Figure.Mean).ShouldBe([3, null, null, 3]); // 4 − 1, the start lies in T1
        Of("time-to-focus:change-to-exit", Figure.Mean).ShouldBe([-1, null, null, -1]); // 2 − 3
        Of("cooperation:change-to-exit", Figure.Count).ShouldBe([0, 0, 0, 0]);
        report.Table(ReportSection.SelfAssessments, Window.SinceStart).Rows
            .Single(r => r.Key == "skills-of-use:start" && r.Figure == Figure.Mean)[GenderGroup.Woman].ShouldBe(3.5m); // (5 + 2) / 2
    }

    [Fact]
    public void Self_assessments_say_how_many_of_how_many_have_rated_themselves()
    {
        Participation[] participations =
        [
            Participation("2025-05-02"), // started in T2, rated
            Participation("2025-05-02"), // started in T2, not rated
            Participation("2025-05-02", Gender.Man) with { Anonymous = true },
            Participation("2025-02-10"), // there for six months on 10 August: rated late, in T3
            Participation("2025-02-10", Gender.Man, exit: "2025-08-10"), // there for six months on the day of the exit: not rated then, but at the exit
            Participation("2025-02-10", Gender.Man, exit: "2025-08-09"), // not there that long
            Participation("2025-01-01", exit: "2025-06-01", reason: ExitReason.Deceased),
        ];
        var number = 0;
        RatedAssessment Rated(int participation, string on, AssessmentOccasion occasion, string instrument = "skapa") =>
            new(participations[participation].Reference, $"A-{++number}", Day(on), occasion, [.. Enumerable.Repeat((int?)3, 26)], instrument);
        var facts = Facts(participations) with
        {
            SelfAssessments =
            [
                Rated(0, "2025-05-03", AssessmentOccasion.Start), Rated(3, "2025-09-02", AssessmentOccasion.SixthMonth),
                Rated(4, "2025-08-20", AssessmentOccasion.Exit),
            ],
        };
        ReportTable Given(ReportFacts of) =>
            TertialReport.Compute(Project, Tertial.Parse("2025-T2"), of, Day("2025-11-15")).Table(ReportSection.SelfAssessmentsGiven, Window.Tertial);
        decimal?[] Of(string key, Figure figure) => [.. Given(facts).Rows.Single(r => r.Key == key && r.Figure == figure).Cells.Select(c => c.Value)];

        Of("skapa:with-start", Figure.Numerator).ShouldBe([1, 0, 0, 1]);
        Of("skapa:with-start", Figure.Denominator).ShouldBe([2, 0, 0, 2]);
        Of("skapa:with-sixth-month", Figure.Numerator).ShouldBe([1, 0, 0, 1]);
        Of("skapa:with-sixth-month", Figure.Denominator).ShouldBe([1, 1, 0, 2]);
        Of("skapa:with-exit", Figure.Numerator).ShouldBe([0, 1, 0, 1]);
        Of("skapa:with-exit", Figure.Denominator).ShouldBe([0, 2, 0, 2]);
        Given(facts).Rows.Select(r => r.Key).Distinct().Count().ShouldBe(3, "no other instrument is used");
        Given(Facts(participations)).Rows.ShouldBeEmpty("a project that rates nobody has no such rows");
        Given(facts with { SelfAssessments = [Rated(0, "2025-05-03", AssessmentOccasion.Start, "whoqol-bref")] }).Rows
            .Single(r => r.Key == "whoqol-bref:with-start" && r.Figure == Figure.Numerator)[GenderGroup.Total].ShouldBe(1);
    }

    [Fact]
    public void Whoqol_shows_four_domains_from_4_to_20()
    {
        var one = Participation("2025-05-02");
        var other = Participation("2025-05-02");

        // The social domain is of items 20, 21 and 22: 3, 3 and 4 give 10 / 3 × 4 = 13.33…; 1, 2 and none give 3 / 2 × 4 = 6. Their mean is 9.67.
        RatedAssessment Rated(Participation p, string on, AssessmentOccasion occasion, int? first, int? second, int? third) => new(
            p.Reference, $"{p.Reference}-{on}", Day(on), occasion, [.. new int?[19], first, second, third, .. new int?[4]], "whoqol-bref");
        var facts = Facts([one, other]) with
        {
            SelfAssessments =
            [
                Rated(one, "2025-05-03", AssessmentOccasion.Start, 3, 3, 4), Rated(other, "2025-05-03", AssessmentOccasion.Start, 1, 2, null),
                Rated(one, "2025-08-03", AssessmentOccasion.ThirdMonth, 5, 5, 5), Rated(other, "2025-08-03", AssessmentOccasion.ThirdMonth, 1, null, null),
            ],
        };
        var table = TertialReport.Compute(Project, Tertial.Parse("2025-T2"), facts, Day("2025-11-15")).Table(ReportSection.SelfAssessments, Window.Tertial);
        decimal? Total(string key, Figure figure) => table.Rows.Single(r => r.Key == key && r.Figure == figure)[GenderGroup.Total];
        (decimal?, decimal?) Of(string key) => (Total(key, Figure.Count), Total(key, Figure.Mean));

        Of("social:start").ShouldBe((2, 9.67m));
        Of("social:latest").ShouldBe((1, 20)); // one rating of three is too few
        Of("social:change").ShouldBe((1, 6.67m)); // 20 − 13.33…
        Of("physical:start").ShouldBe((0, null));
        Of("health-and-work:start").ShouldBe((0, null)); // of another instrument
    }

    // The project starts on 2025-03-01. Three months later is 2025-06-01, thirty days before that 2025-05-02, thirty days after it 2025-07-01.
    [Theory]
    [InlineData("2025-T2", "2025-07-02", null, "3 2025-06-01 overdue")]
    [InlineData("2025-T2", "2025-07-01", null, "3 2025-06-01 due")]
    [InlineData("2025-T2", "2025-05-31", null, "3 2025-06-01 not-due")]
    [InlineData("2025-T2", "2025-07-01", "2025-05-02", "12 2026-03-01 not-due")]
    [InlineData("2025-T2", "2025-07-01", "2025-05-01", "3 2025-06-01 due")]
    [InlineData("2025-T2", "2025-11-15", "2025-10-01", "3 2025-06-01 held")] // after the window
    [InlineData("2026-T1", "2026-04-30", "2026-02-01", null)] // both are met
    public void The_next_review_follows_from_the_months_of_the_project(string tertial, string asOf, string? heldOn, string? next)
    {
        var scale = Scale();
        var facts = new ReportFacts
        {
            FidelityScales = [scale],
            FidelityReviews = heldOn is null
                ? []
                : [new FidelityReview { Reference = "F-1", On = Day(heldOn), Scale = "two", Scores = new Dictionary<string, int> { ["1"] = 5 } }.With(scale)],
        };
        var project = Project with { FidelityMonths = [3, 12] };

        TertialReport.Compute(project, Tertial.Parse(tertial), facts, Day(asOf)).Table(ReportSection.FidelityPlan, Window.SinceStart).Rows
            .Select(r => $"{r[GenderGroup.Total]} {r.Label("due-on")} {r.Label("state")}").ShouldBe(next is null ? [] : [next]);
        TertialReport.Compute(project, Tertial.Parse(tertial), facts, Day(asOf), "a").Table(ReportSection.FidelityPlan, Window.SinceStart).Rows.ShouldBeEmpty();
    }

    [Fact]
    public void Fidelity_shows_every_item_and_the_plan_of_the_latest_review_that_has_one()
    {
        var scale = Scale();
        FidelityReview Review(string reference, string on, Dictionary<string, int> scores, params FidelityActivity[] plan) => new FidelityReview
        {
            Reference = reference,
            On = Day(on),
            Scale = "two",
            Scores = scores,
            Plan = plan,
            Comments = new Dictionary<string, string> { ["2"] = "Om " + reference },
        }.With(scale);
        FidelityActivity Activity(string item, string until, string? doneOn = null) =>
            new() { Item = item, Activity = "Göra " + item, Until = Day(until), DoneOn = doneOn is null ? null : Day(doneOn) };
        var facts = new ReportFacts
        {
            FidelityScales = [scale],
            FidelityReviews =
            [
                Review("F-1", "2025-05-01", new() { ["1"] = 5, ["2"] = 2 }, Activity("1", "2025-06-01")),
                Review(
                    "F-2", "2025-06-01", new() { ["1"] = 4, ["2"] = 3 },
                    Activity("2", "2025-11-14"), Activity("2", "2025-11-15"), Activity("1", "2025-08-01", "2025-09-01"),
                    Activity("1", "2025-08-01", "2025-11-16")),
                Review("F-3", "2025-08-31", new() { ["2"] = 4 }),
                Review("F-4", "2025-09-01", new() { ["1"] = 1, ["2"] = 1 }, Activity("1", "2025-12-01")),
            ],
        };
        var report = TertialReport.Compute(Project, Tertial.Parse("2025-T2"), facts, Day("2025-11-15"));

        var items = report.Table(ReportSection.FidelityItems, Window.SinceStart).Rows;
        items.Select(r => $"{r.Key} {r[GenderGroup.Total]} {r.Label("group")} {r.Label("comment")}").ShouldBe(
        [
            "F-1:1 5 first ", "F-1:2 2 second Om F-1", "F-2:1 4 first ", "F-2:2 3 second Om F-2", "F-3:1  first ", "F-3:2 4 second Om F-3",
        ]);

        // The present score is that of F-3, which has none of item 1. Today is 2025-11-15: what was to be done by the day before is overdue.
        var plan = report.Table(ReportSection.FidelityPlan, Window.SinceStart).Rows;
        plan.Select(r => $"{r.Key} {r.Label("item")} {r[GenderGroup.Total]} {r.Label("state")}").ShouldBe(
            ["F-2:1 2 4 overdue", "F-2:2 2 4 planned", "F-2:3 1  done", "F-2:4 1  overdue"]);
    }

    private static FidelityScale Scale() => new()
    {
        Id = "two",
        Name = new LocalizedText { Sv = "Två" },
        MostOfItem = 5,
        Groups = [],
        Items =
        [
            new FidelityItem { Item = "1", Group = "first", Name = new LocalizedText() },
            new FidelityItem { Item = "2", Group = "second", Name = new LocalizedText() },
        ],
        Bands = [new FidelityBand { Code = "all", Text = new LocalizedText(), From = 2, To = 10 }],
    };

    [Fact]
    public void Fidelity_lists_the_reviews_since_the_start()
    {
        var scale = Scale() with
        {
            Bands =
            [
                new FidelityBand { Code = "good", Text = new LocalizedText { Sv = "God" }, From = 6, To = 10 },
                new FidelityBand { Code = "poor", Text = new LocalizedText { Sv = "Låg" }, From = 2, To = 5 },
            ],
        };
        FidelityReview Review(string reference, string on, params (string Item, int Score)[] scores) =>
            new FidelityReview { Reference = reference, On = Day(on), Scale = "two", Scores = scores.ToDictionary(s => s.Item, s => s.Score) }.With(scale);
        var facts = new ReportFacts
        {
            FidelityScales = [scale],
            FidelityReviews =
            [
                Review("F-3", "2025-08-31", ("1", 5)), Review("F-2", "2025-05-01", ("1", 5), ("2", 4)), Review("F-1", "2025-02-28", ("1", 1), ("2", 1)),
                Review("F-4", "2025-09-01", ("1", 1), ("2", 1)),
            ],
        };

        var rows = TertialReport.Compute(Project, Tertial.Parse("2025-T2"), facts, Day("2025-11-15")).Table(ReportSection.Fidelity, Window.SinceStart).Rows;

        rows.Select(r => (r.Key, r.Figure, r[GenderGroup.Total], r.Label("on"), r.Label("band"))).ShouldBe(
        [
            ("F-2", Figure.Points, 9, "2025-05-01", "good"), ("F-2", Figure.Maximum, 10, "2025-05-01", "good"), ("F-2", Figure.Count, 2, "2025-05-01", "good"),
            ("F-3", Figure.Points, null, "2025-08-31", null), ("F-3", Figure.Maximum, 10, "2025-08-31", null), ("F-3", Figure.Count, 1, "2025-08-31", null),
        ]);
        TertialReport.Compute(Project, Tertial.Parse("2025-T2"), facts, Day("2025-11-15"), "a")
            .Table(ReportSection.Fidelity, Window.SinceStart).Rows.ShouldBeEmpty();
    }

    [Fact]
    public void Figures_without_a_goal_stand_with_their_latest_value()
    {
        static Domain.Goals.ReportedValue Value(string figure, string on, int numerator, int? denominator = null) =>
            new(figure, Day(on), numerator, denominator, new DateTimeOffset(2025, 12, 1, 0, 0, 0, TimeSpan.Zero));
        var project = Project with { Figures = ["training-days", "agreements", "present"] };
        var facts = new ReportFacts
        {
            Reported =
            [
                Value("training-days", "2025-05-31", 3), Value("training-days", "2025-08-31", 5), Value("training-days", "2025-09-01", 9),
                Value("present", "2025-06-30", 12, 80), Value("of-a-goal", "2025-06-30", 7),
            ],
        };

        TertialReport.Compute(project, Tertial.Parse("2025-T2"), facts, Day("2025-11-15")).Table(ReportSection.ReportedFigures, Window.SinceStart).Rows
            .Select(row => $"{row.Key} {row.Figure} {row.Label("on")} {row[GenderGroup.Total]}")
            .ShouldBe(["training-days Count 2025-08-31 5", "agreements Count  ", "present Numerator 2025-06-30 12", "present Denominator 2025-06-30 80"]);

        // They belong to the project.
        TertialReport.Compute(project with { Figures = [] }, Tertial.Parse("2025-T2"), facts, Day("2025-11-15"))
            .Table(ReportSection.ReportedFigures, Window.SinceStart).Rows.ShouldBeEmpty();
        facts.Where(part => part == "ips").Reported.ShouldBeEmpty();
    }

    private static ReportFacts Facts(IReadOnlyList<Participation> participations, params IReadOnlyList<Participation> referrals) =>
        new() { Participations = participations, Referrals = referrals };

    private static DateOnly Day(string day) => ProjectFile.Date(day);

    private static TertialReport Report(string tertial, params Participation[] participations) =>
        TertialReport.Compute(Project, Tertial.Parse(tertial), Facts(participations), Day("2025-11-15"));

    private static TertialReport ReportOfReferrals(string tertial, params Participation[] referrals) =>
        TertialReport.Compute(Project, Tertial.Parse(tertial), Facts([], referrals), Day("2025-11-15"));

    /// <summary>Women, men, other or unknown, total.</summary>
    private static decimal?[] Flow(TertialReport report, Window window, string key) =>
        CellsOf(report.Table(ReportSection.Flow, window), key);

    private static decimal?[] CellsOf(ReportTable table, string key) => [.. table.Rows.Single(r => r.Key == key).Cells.Select(c => c.Value)];

    private Participation Participation(
        string start,
        Gender gender = Gender.Woman,
        bool carriedOver = false,
        string? exit = null,
        ExitReason reason = ExitReason.WorkUnsubsidised,
        bool documented = false) => new()
        {
            Reference = "E-" + ++_number,
            Gender = gender,
            StartedOn = Day(start),
            CarriedOver = carriedOver,
            Exit = exit is null ? null : new ParticipationExit
            {
                On = Day(exit),
                Reason = reason,
                DocumentedToReferrer = documented,
                DocumentedToParticipant = documented,
            },
        };

    private Participation Documented(bool toReferrer, bool toParticipant)
    {
        var participation = Participation("2025-03-01", exit: "2025-06-01");
        return participation with { Exit = participation.Exit! with { DocumentedToReferrer = toReferrer, DocumentedToParticipant = toParticipant } };
    }

    private Participation Referral(string referred, ReferralOutcome outcome, string? queued = null, string? closed = null) => new()
    {
        Reference = "R-" + ++_number,
        Gender = Gender.Woman,
        StartedOn = Day(referred),
        ReferredOn = Day(referred),
        QueuedOn = queued is null ? null : Day(queued),
        ReferralOutcome = outcome,
        ReferralClosedOn = closed is null ? null : Day(closed),
    };
}
