using System.Globalization;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;
using OutcomeApi.Domain.Tests.Reports;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.SmallGroups;

/// <summary>
/// Tables of 2025-T2 as a steering group sees them, worked out by hand; fewer than 5 people are a small group. A line is written as its key, women|men|total,
/// and the categories in it: <c>-</c> is not shown, <c>&lt;5</c> is a total that is small.
/// </summary>
public sealed class SteeringGroupReportTests
{
    private const int K = 5;

    private static readonly ProjectDefinition Project =
        ProjectFile.Project(new DateOnly(2025, 3, 1), new DateOnly(2026, 6, 30), ["a"]) with
        {
            ExitReasons = ["work-unsubsidised", "studies", "moved", "unknown"],
            FollowUpAnswers = ["work", "in-measure", "moved", "unreachable"],
            Referrers = ["employment-service", "region", "municipality"],
            Subprojects = [new Subproject { Id = "a", Association = "hoganas" }],
        };

    private int _number;

    [Fact]
    public void Flow_is_split_where_none_of_its_lines_has_a_few_women_or_men()
    {
        var report = Report([.. Some(5, Gender.Woman), .. Some(5, Gender.Man), .. Some(1, Gender.Woman, p => p with { Anonymous = true })],
            [.. Some(6, Gender.Woman, Referred), .. Some(5, Gender.Man, Referred), .. Some(4, Gender.Man, Declined)]);

        // Four lines, the anonymous, the referrals: three tables, each split by itself.
        Lines(report, ReportSection.Flow).ShouldBe(
        [
            "ongoing-at-start 0|0|0", "started 5|5|10", "exited 0|0|0", "ongoing-at-end 5|5|10",
            "anonymous-started -|-|1",
            "referred -|-|15", "not-started -|-|4", "queued-at-end -|-|0",
            "waiting-days-median ||", "waiting-days-longest ||",
        ]);
    }

    [Fact]
    public void Flow_has_totals_only_where_one_line_has_a_few()
    {
        var report = Report([.. Some(8, Gender.Woman), .. Some(5, Gender.Man), .. Some(1, Gender.Woman, Left(ExitReason.Moved))]);

        Lines(report, ReportSection.Flow)[..4].ShouldBe(["ongoing-at-start -|-|0", "started -|-|14", "exited -|-|1", "ongoing-at-end -|-|13"]);
        Lines(report, ReportSection.Exits)[^1].ShouldBe("total -|-|1");
    }

    [Fact]
    public void Waiting_days_are_shown_by_how_many_waited()
    {
        Participation Waited(Participation p) => p with { ReferredOn = p.StartedOn.AddDays(-10) };
        Lines(Report([.. Some(5, Gender.Woman, Waited), .. Some(5, Gender.Man)]), ReportSection.Flow)[^2..]
            .ShouldBe(["waiting-days-median 10||10", "waiting-days-longest 10||10"]);
        Lines(Report([.. Some(5, Gender.Woman, Waited), .. Some(1, Gender.Man, Waited)]), ReportSection.Flow)[^2..]
            .ShouldBe(["waiting-days-median -|-|10", "waiting-days-longest -|-|10"]);
        Lines(Report([.. Some(3, Gender.Woman, Waited), .. Some(1, Gender.Man, Waited)]), ReportSection.Flow)[^2..]
            .ShouldBe(["waiting-days-median -|-|<5", "waiting-days-longest -|-|<5"]);
    }

    [Theory]
    [InlineData(5, 6, "2|6|8 5|0|5 2|0|2 5|6|11", "31|31|31 31|31|31 5|6|11")]
    [InlineData(5, 0, "2|0|2 5|0|5 2|0|2 5|0|5", "31||31 31||31 5|0|5")]
    [InlineData(5, 4, "-|-|6 -|-|5 -|-|2 -|-|9", "-|-|31 -|-|31 -|-|9")]
    [InlineData(3, 1, "-|-|<5 -|-|<5 -|-|<5 -|-|<5", "-|-|<5 -|-|<5 -|-|<5")]
    [InlineData(0, 0, "0|0|0 0|0|0 0|0|0 0|0|0", "|| || 0|0|0")]
    public void Documentation_and_time_in_project_are_shown_by_how_many_left(int women, int men, string documentation, string days)
    {
        // All men and two women were documented to the referrer, all women to themselves: everybody from 1 May to 1 June.
        Participation Leaves(Participation p, bool toReferrer, bool toParticipant) => p with
        {
            Exit = new ParticipationExit
            {
                On = new DateOnly(2025, 6, 1),
                Reason = ExitReason.Moved,
                DocumentedToReferrer = toReferrer,
                DocumentedToParticipant = toParticipant,
            },
        };
        var number = 0;
        var report = Report([.. Some(women, Gender.Woman, p => Leaves(p, number++ < 2, true)), .. Some(men, Gender.Man, p => Leaves(p, true, false))]);

        Lines(report, ReportSection.Documentation).Select(Numbers).ShouldBe(documentation.Split(' '));
        Lines(report, ReportSection.TimeInProject).Select(Numbers).ShouldBe(days.Split(' '));

        static string Numbers(string line) => line[(line.IndexOf(' ', StringComparison.Ordinal) + 1)..];
    }

    [Fact]
    public void Small_reasons_are_one_line_and_the_smallest_that_is_shown_joins_a_line_of_few()
    {
        var report = Report(
        [
            .. Some(7, Gender.Woman, Left(ExitReason.Studies)), .. Some(5, Gender.Man, Left(ExitReason.Studies)),
            .. Some(7, Gender.Woman, Left(ExitReason.WorkUnsubsidised)),
            .. Some(3, Gender.Woman, Left(ExitReason.Moved)),
        ]);

        Lines(report, ReportSection.Exits).ShouldBe(
        [
            "studies 7|5|12", "merged 10|0|10 of work-unsubsidised moved unknown",
            "ending:merged 17|5|22 of ending:planned ending:interrupted",
            "group:studies 7|5|12", "group:merged 10|0|10 of group:work group:job-seeking group:other",
            "total 17|5|22",
        ]);
    }

    [Fact]
    public void One_man_in_a_merged_line_takes_the_split_from_its_table_and_from_no_other()
    {
        var report = Report(
        [
            .. Some(12, Gender.Woman, Left(ExitReason.Studies)), .. Some(6, Gender.Man, Left(ExitReason.Studies)),
            .. Some(5, Gender.Woman, Left(ExitReason.Moved)),
            .. Some(2, Gender.Woman, Left(ExitReason.Unknown)), .. Some(1, Gender.Man, Left(ExitReason.Unknown)),
        ]);

        // Nobody went to work and three are unknown: three people, so that moved joins.
        Lines(report, ReportSection.Exits).ShouldBe(
        [
            "studies -|-|18", "merged -|-|8 of work-unsubsidised moved unknown",
            "ending:planned -|-|18", "ending:interrupted -|-|8",
            "group:studies -|-|18", "group:other -|-|8", "group:merged -|-|0 of group:work group:job-seeking",
            "total 19|7|26",
        ]);
    }

    [Fact]
    public void Codes_that_the_project_no_longer_uses_are_one_category()
    {
        var report = Report(
        [
            .. Some(12, Gender.Woman, Left(ExitReason.Studies)),
            .. Some(5, Gender.Woman, Left(ExitReason.HealthCare)), .. Some(1, Gender.Woman, Left(ExitReason.DroppedOut)),
        ]);

        Lines(report, ReportSection.Exits)[..3].ShouldBe(["studies 12|0|12", "earlier 6|0|6", "merged 0|0|0 of work-unsubsidised moved unknown"]);
    }

    [Fact]
    public void Referrals_and_starts_by_referrer_are_a_table_each()
    {
        Participation From(Participation p, Referrer? referrer) => p with { Referrer = referrer };
        var report = Report(
            [.. Some(6, Gender.Woman, p => From(p, Referrer.Region)), .. Some(2, Gender.Woman, p => From(p, null))],
            [.. Some(7, Gender.Man, p => From(Referred(p), Referrer.EmploymentService)), .. Some(5, Gender.Woman, p => From(Referred(p), Referrer.Region))]);

        Lines(report, ReportSection.Referrers).ShouldBe(
        [
            "referred:employment-service 0|7|7", "referred:region 5|0|5", "referred:merged 0|0|0 of referred:municipality referred:not-stated",
            "started:merged 8|0|8 of started:employment-service started:region started:municipality started:not-stated",
        ]);
    }

    [Fact]
    public void Answers_that_are_one_line_are_one_share()
    {
        // 14 have answered, two men have not.
        var report = Report(
        [
            .. Some(9, Gender.Woman, Answered(FollowUpAnswer.Work)), .. Some(3, Gender.Man, Answered(FollowUpAnswer.InMeasure)),
            .. Some(2, Gender.Man, Answered(FollowUpAnswer.Moved)), .. Some(2, Gender.Man, Answered(null)),
        ]);

        Lines(report, ReportSection.FollowUps).ShouldBe(
        [
            "merged 9|7|16 of not-due due overdue answered unobtainable",
            "answer:work 9|0|9", "answer:merged 0|5|5 of answer:in-measure answer:moved answer:unreachable",
        ]);
        const string Merged = " of answer:in-measure answer:moved answer:unreachable";
        Shares(report).ShouldBe(
        [
            "functioning-plan:answered 9|3|12 / 9|5|14 = 1|0.6|0.8571 from 1|0.4286|0.75 to 1|0.7143|0.875",
            "functioning-plan:due 9|3|12 / 9|7|16 = 1|0.4286|0.75 from 1|0.4286|0.75 to 1|0.7143|0.875",
            "functioning-measure:answered 9|3|12 / 9|5|14 = 1|0.6|0.8571 from 1|0.4286|0.75 to 1|0.7143|0.875",
            "functioning-measure:due 9|3|12 / 9|7|16 = 1|0.4286|0.75 from 1|0.4286|0.75 to 1|0.7143|0.875",
            "answer:work:answered 9|0|9 / 9|5|14 = 1|0|0.6429 from 1|0|0.5625 to 1|0.2857|0.6875",
            "answer:work:due 9|0|9 / 9|7|16 = 1|0|0.5625 from 1|0|0.5625 to 1|0.2857|0.6875",
            "answer:merged:answered 0|5|5 / 9|5|14 = 0|1|0.3571 from 0|0.7143|0.3125 to 0|1|0.4375" + Merged,
            "answer:merged:due 0|5|5 / 9|7|16 = 0|0.7143|0.3125 from 0|0.7143|0.3125 to 0|1|0.4375" + Merged,
        ]);
    }

    [Fact]
    public void Shares_of_answers_have_totals_only_where_the_answers_have()
    {
        // One woman and four men are in the merged line: 10 women and 7 men have answered, which would be enough for a share.
        var report = Report(
        [
            .. Some(9, Gender.Woman, Answered(FollowUpAnswer.Work)), .. Some(3, Gender.Man, Answered(FollowUpAnswer.Work)),
            .. Some(4, Gender.Man, Answered(FollowUpAnswer.InMeasure)), .. Some(1, Gender.Woman, Answered(FollowUpAnswer.Moved)),
        ]);

        Shares(report)[..2].ShouldBe(
        [
            "functioning-plan:answered 9|7|16 / 10|7|17 = 0.9|1|0.9412 from 0.9|1|0.9412 to 0.9|1|0.9412",
            "functioning-plan:due 9|7|16 / 10|7|17 = 0.9|1|0.9412 from 0.9|1|0.9412 to 0.9|1|0.9412",
        ]);
        Shares(report)[^4..].ShouldBe(
        [
            "answer:work:answered -|-|12 / -|-|17 = -|-|0.7059 from -|-|0.7059 to -|-|0.7059",
            "answer:work:due -|-|12 / -|-|17 = -|-|0.7059 from -|-|0.7059 to -|-|0.7059",
            "answer:merged:answered -|-|5 / -|-|17 = -|-|0.2941 from -|-|0.2941 to -|-|0.2941 of answer:in-measure answer:moved answer:unreachable",
            "answer:merged:due -|-|5 / -|-|17 = -|-|0.2941 from -|-|0.2941 to -|-|0.2941 of answer:in-measure answer:moved answer:unreachable",
        ]);
    }

    [Fact]
    public void Shares_of_a_few_follow_ups_are_not_shown()
    {
        var report = Report([.. Some(3, Gender.Woman, Answered(FollowUpAnswer.Work)), .. Some(2, Gender.Woman, Answered(null))]);

        Shares(report)[..2].ShouldBe(
        [
            "functioning-plan:answered -|-|<5 / -|-|<5 = -|-|<5 from -|-|<5 to -|-|<5",
            "functioning-plan:due 3|0|3 / 5|0|5 = 0.6||0.6 from 0.6||0.6 to 1||1",
        ]);
    }

    [Fact]
    public void Follow_ups_of_small_referrers_are_together_and_each_row_is_a_table_of_its_own()
    {
        Func<Participation, Participation> Of(Referrer referrer, FollowUpAnswer? answer) => p => Answered(answer)(p) with { Referrer = referrer };
        var report = Report(
        [
            .. Some(9, Gender.Woman, Of(Referrer.EmploymentService, FollowUpAnswer.Work)),
            .. Some(3, Gender.Man, Of(Referrer.Region, FollowUpAnswer.InMeasure)), .. Some(2, Gender.Man, Of(Referrer.Region, FollowUpAnswer.Moved)),
            .. Some(2, Gender.Man, Of(Referrer.Municipality, null)),
        ]);

        // Two are the municipality's, nobody is not stated: region joins.
        Lines(report, ReportSection.FollowUpsByReferrer).ShouldBe(
        [
            "answered:employment-service -|-|9", "merged:employment-service -|-|0 of not-due due overdue unobtainable",
            "answer:work:employment-service -|-|9", "answer:merged:employment-service -|-|0 of answer:in-measure answer:moved answer:unreachable",
            "merged:merged -|-|7 of not-due due overdue answered unobtainable in region municipality not-stated",
            "answer:merged:merged -|-|5 of answer:work answer:in-measure answer:moved answer:unreachable in region municipality not-stated",
        ]);
    }

    [Fact]
    public void Steps_of_small_months_are_together_and_each_row_is_a_table_of_its_own()
    {
        // May: six women take seven steps of language, five of them one to better health. June: five again, language. July: two, to a work placement.
        TakenStep Step(StepKind kind, int month) => new(kind, new DateOnly(2025, month, 20));
        var number = 0;
        IReadOnlyList<TakenStep> StepsOf(int n) =>
        [
            Step(StepKind.Language, 5),
            .. n == 0 ? [Step(StepKind.Language, 5)] : new[] { Step(StepKind.BetterHealth, 5), Step(StepKind.Language, 6) },
            .. n is 1 or 2 ? new[] { Step(StepKind.WorkPlacement, 7) } : [],
        ];
        var report = Report([.. Some(6, Gender.Woman, p => p with { Steps = StepsOf(number++) })]);

        var kinds = Code.All<StepKind>();
        string Kinds(string prefix, params string[] without) => string.Join(' ', kinds.Except(without).Select(kind => prefix + kind));
        Lines(report, ReportSection.StepsByMonth).ShouldBe(
        [
            "total 19|0|19",
            "kind:language 12|0|12", "kind:merged 7|0|7 of " + Kinds("kind:", "language"),
            "2025-05:language -|-|7", "2025-05:better-health -|-|5", "2025-05:merged -|-|0 of " + Kinds(string.Empty, "language", "better-health"),
            $"merged:merged -|-|7 of {Kinds(string.Empty)} in 2025-06 2025-07 2025-08",
        ]);
    }

    /// <summary>Four women with two steps each are four women, though each kind has its own.</summary>
    [Fact]
    public void A_line_of_steps_is_split_by_how_many_women_and_men_took_them()
    {
        TakenStep[] steps = [new(StepKind.Language, new DateOnly(2025, 5, 20)), new(StepKind.BetterHealth, new DateOnly(2025, 6, 20))];
        var report = Report([.. Some(4, Gender.Woman, p => p with { Steps = steps })]);

        Lines(report, ReportSection.StepsByMonth)[..2].ShouldBe(
            ["total -|-|8", "kind:merged -|-|8 of " + string.Join(' ', Code.All<StepKind>().Select(kind => "kind:" + kind))]);
    }

    /// <summary>Three women with two steps each are three women: a small group, so the smallest kind that is shown joins.</summary>
    [Fact]
    public void A_line_of_steps_joins_by_how_many_different_people_took_them()
    {
        TakenStep Step(StepKind kind) => new(kind, new DateOnly(2025, 5, 20));
        var report = Report(
        [
            .. Some(3, Gender.Woman, p => p with { Steps = [Step(StepKind.Language), Step(StepKind.BetterHealth)] }),
            .. Some(6, Gender.Woman, p => p with { Steps = [Step(StepKind.WorkPlacement)] }),
            .. Some(7, Gender.Woman, p => p with { Steps = [Step(StepKind.StudyVisit)] }),
        ]);

        string Merged(string prefix) => string.Join(' ', Code.All<StepKind>().Where(kind => kind != "study-visit").Select(kind => prefix + kind));
        Lines(report, ReportSection.StepsByMonth).ShouldBe(
        [
            "total 19|0|19",
            "kind:study-visit 7|0|7", "kind:merged 12|0|12 of " + Merged("kind:"),
            "2025-05:study-visit -|-|7", "2025-05:merged -|-|12 of " + Merged(string.Empty),
            "merged:merged -|-|0 of " + string.Join(' ', Code.All<StepKind>()) + " in 2025-06 2025-07 2025-08",
        ]);
    }

    /// <summary>Three women took one kind, three others another: the line is of six, though neither kind is of five.</summary>
    [Fact]
    public void A_line_of_steps_of_different_people_counts_them_together()
    {
        TakenStep Step(StepKind kind) => new(kind, new DateOnly(2025, 5, 20));
        var report = Report(
        [
            .. Some(3, Gender.Woman, p => p with { Steps = [Step(StepKind.Language)] }),
            .. Some(3, Gender.Woman, p => p with { Steps = [Step(StepKind.BetterHealth)] }),
            .. Some(5, Gender.Man, p => p with { Steps = [Step(StepKind.WorkPlacement)] }),
        ]);

        Lines(report, ReportSection.StepsByMonth)[..3].ShouldBe(
        [
            "total 6|5|11", "kind:work-placement 0|5|5",
            "kind:merged 6|0|6 of " + string.Join(' ', Code.All<StepKind>().Where(kind => kind != "work-placement").Select(kind => "kind:" + kind)),
        ]);
    }

    /// <summary>Three women with two sources of income each are three women: a small group, so the smallest source that is shown joins.</summary>
    [Fact]
    public void Sources_of_income_are_merged_by_how_many_different_people_have_them()
    {
        var report = Report(
        [
            .. Some(3, Gender.Woman, Lived(IncomeSource.SicknessBenefit, IncomeSource.SocialAssistance)),
            .. Some(6, Gender.Woman, Lived(IncomeSource.Wage)), .. Some(7, Gender.Woman, Lived(IncomeSource.StudentAid)),
        ]);

        string Others(string without) => string.Join(
            ' ', Code.All<IncomeSource>().Append("not-stated").Where(code => code != without).Select(code => "income-at-start:" + code));
        Lines(report, ReportSection.BeforeAndAfter).Where(line => line.StartsWith("income-at-start", StringComparison.Ordinal)).ShouldBe(
            ["income-at-start:student-aid 7|0|7", "income-at-start:merged 12|0|12 of " + Others("student-aid")]);
    }

    /// <summary>Four women with two sources each are four women, though five men beside them may be shown.</summary>
    [Fact]
    public void Sources_of_income_are_split_by_how_many_women_and_men_have_them()
    {
        string[] IncomesOf(params Participation[] people) =>
            [.. Lines(Report(people), ReportSection.BeforeAndAfter).Where(line => line.StartsWith("income-at-start", StringComparison.Ordinal))];
        var men = Some(5, Gender.Man, Lived(IncomeSource.SicknessBenefit)).ToArray();
        var all = string.Join(' ', Code.All<IncomeSource>().Append("not-stated").Select(code => "income-at-start:" + code));

        // The sickness benefit of nine is shown, but the line of the others is of four women: it joins.
        IncomesOf([.. men, .. Some(4, Gender.Woman, Lived(IncomeSource.SicknessBenefit, IncomeSource.SocialAssistance))])
            .ShouldBe(["income-at-start:merged -|-|13 of " + all]);
        IncomesOf([.. men, .. Some(5, Gender.Woman, Lived(IncomeSource.SicknessBenefit, IncomeSource.SocialAssistance))]).ShouldBe(
        [
            "income-at-start:sickness-benefit 5|5|10", "income-at-start:social-assistance 5|0|5",
            "income-at-start:merged 0|0|0 of "
                + string.Join(' ', all.Split(' ').Except(["income-at-start:sickness-benefit", "income-at-start:social-assistance"])),
        ]);
    }

    [Fact]
    public void Education_is_merged_months_are_shown_by_how_many_stated_them_and_each_row_of_the_change_is_a_table()
    {
        Participation Exited(Participation p, OccupationGroup? before, OccupationGroup? after) =>
            Left(ExitReason.Moved)(p) is var left ? left with { OccupationAtStart = before, Exit = left.Exit! with { Occupation = after } } : p;
        var report = Report(
        [
            .. Some(6, Gender.Woman, p => Exited(p, OccupationGroup.Other, OccupationGroup.Work) with
            {
                Education = Education.UpperSecondary,
                MonthsWithoutWork = 12,
            }),
            .. Some(6, Gender.Woman, p => Exited(p, OccupationGroup.Other, OccupationGroup.Studies) with { Education = Education.Compulsory }),
            .. Some(3, Gender.Man, p => Exited(p, OccupationGroup.JobSeeking, OccupationGroup.Work) with
            {
                Education = Education.Compulsory,
                MonthsWithoutWork = 24,
            }),
            .. Some(1, Gender.Man, p => Exited(p, null, null) with { MonthsWithoutWork = 24 }), .. Some(1, Gender.Man, p => Exited(p, null, null)),
        ]);

        string[] Of(string table) => [.. Lines(report, ReportSection.BeforeAndAfter).Where(line => line.StartsWith(table, StringComparison.Ordinal))];
        Of("exits").ShouldBe(["exits 12|5|17"]);

        // Two are not stated, and nobody has the other two: a line of two people, which the six with upper secondary join. It has two men.
        Of("education").ShouldBe(
        [
            "education:compulsory -|-|9",
            "education:merged -|-|8 of education:below-compulsory education:upper-secondary education:post-secondary education:not-stated",
        ]);

        // Ten of seventeen have stated their months, four of them men. Of 12 six times and 24 four times, the third and the eighth are the quarters.
        Of("months-without-work").ShouldBe(
        [
            "months-without-work-stated 6|4|10", "months-without-work-not-stated 6|1|7",
            "months-without-work-lower-quarter -|-|12", "months-without-work-median -|-|12", "months-without-work-upper-quarter -|-|24",
        ]);
        Of("months-on-sick-leave").ShouldBe(
        [
            "months-on-sick-leave-stated 0|0|0", "months-on-sick-leave-not-stated 12|5|17",
            "months-on-sick-leave-lower-quarter ||", "months-on-sick-leave-median ||", "months-on-sick-leave-upper-quarter ||",
        ]);
        Of("occupation").ShouldBe(
        [
            "occupation:other:work -|-|6", "occupation:other:studies -|-|6", "occupation:other:merged -|-|0 of job-seeking other not-stated",
            "occupation:merged:merged -|-|5 of work studies job-seeking other not-stated in work studies job-seeking not-stated",
        ]);
    }

    /// <summary>What is spent on three exits is not told, as it would tell that they are three.</summary>
    [Fact]
    public void Costs_are_shown_by_how_many_they_are_divided_by()
    {
        var facts = new ReportFacts
        {
            Participations = [.. Some(3, Gender.Woman), .. Some(3, Gender.Woman, Left(ExitReason.Studies)), .. Some(4, Gender.Man)],
        };
        var project = Project with { PlannedPlaces = 100, Budget = new Dictionary<int, int> { [2025] = 1_000_000 } };
        var table = Seen(TertialReport.Compute(project, Tertial.Parse("2025-T2"), facts, new DateOnly(2026, 6, 30)))
            .Table(ReportSection.Resources, Window.YearToDate);

        table.Rows.Select(row => $"{row.Key} {string.Join('|', row.Cells.Select(Shown))}").ShouldBe(
        [
            "places 100", "ongoing-at-end -|-|7", "places-used 0.07", "budget 1000000", "supported -|-|10", "cost-per-participation 100000",
            "exits-to-work-or-studies -|-|<5", "cost-per-exit <5",
        ]);
    }

    /// <summary>
    /// Six women of Maria were referred, five of them started, each took one step; two women of Ung started. Those of Ung are few, so the smallest unit that
    /// is shown joins them: Maria, the only one. Then eight different people: seven starts, six referrals, five steps.
    /// </summary>
    [Fact]
    public void Small_units_are_together_and_each_row_is_a_table_of_its_own()
    {
        TakenStep[] mapped = [new(StepKind.Mapped, new DateOnly(2025, 6, 2))];
        Participation[] maria = [.. Some(5, Gender.Woman, p => p with { ReferrerUnit = "maria", Steps = mapped })];
        Participation[] ung = [.. Some(2, Gender.Woman, p => p with { ReferrerUnit = "ung" })];
        Participation[] open = [.. Some(1, Gender.Woman, p => Referred(p) with { ReferrerUnit = "maria" })];
        Participation[] referrals =
        [
            .. maria.Select(p => Referred(p) with { Reference = "R-" + p.Reference, EnrollmentReference = p.Reference }), .. open,
        ];
        string[] Seen(params Participation[] participations)
        {
            var report = TertialReport.Compute(
                OfUnits, Tertial.Parse("2025-T2"), new ReportFacts { Participations = participations, Referrals = referrals }, new DateOnly(2026, 6, 30));
            return Lines(report, ReportSection.UnitsByMonth);
        }

        string[] together = ["merged:referred -|-|6", "merged:started -|-|7", "merged:mapped -|-|5", "merged:merged -|-|0 of interview"];
        Seen([.. maria, .. ung]).ShouldBe(together.Select(line => line + " in maria ung not-stated"));

        // Three more of Ung: five are enough. Six of Maria, and their rows are tables of their own; nobody is of no unit.
        Participation[] more = [.. Some(3, Gender.Man, p => p with { ReferrerUnit = "ung" })];
        Seen([.. maria, .. ung, .. more]).ShouldBe(
        [
            "maria:referred -|-|6", "maria:started -|-|5", "maria:mapped -|-|5", "maria:merged -|-|0 of interview",
            "ung:started -|-|5", "ung:merged -|-|0 of referred mapped interview",
            "merged:merged -|-|0 of referred started mapped interview in not-stated",
        ]);
    }

    private static readonly ProjectDefinition OfUnits = Project with
    {
        ReferrerUnits = [new("maria", "region", new LocalizedText(), true), new("ung", "municipality", new LocalizedText(), false)],
        StepKinds = [new("mapped", StepKind.Mapped), new("interview", StepKind.Interview)],
    };

    [Fact]
    public void How_many_are_of_unknown_gender_is_not_shown_and_all_other_findings_are()
    {
        var facts = new ReportFacts { Participations = [.. Some(6, Gender.Unknown, Left(ExitReason.Unknown)), .. Some(2, Gender.Woman)], Referrals = [] };
        var report = TertialReport.Compute(Project, Tertial.Parse("2025-T2"), facts, new DateOnly(2026, 6, 30), sections: s => s == ReportSection.DataQuality);
        var (exact, shown) = (report.Table(ReportSection.DataQuality, Window.Tertial).Rows, Seen(report).Table(ReportSection.DataQuality, Window.Tertial).Rows);

        exact.Single(row => row.Key == "gender-unknown")[GenderGroup.Total].ShouldBe(6);
        shown.Select(row => row.Key).ShouldBe(exact.Select(row => row.Key));
        foreach (var (row, own) in shown.Zip(exact))
        {
            row.Cells.ShouldBe(row.Key == "gender-unknown" ? [new ReportCell(GenderGroup.Total, null, Withheld: true)] : own.Cells, row.Key);
        }
    }

    [Fact]
    public void The_counts_for_the_national_system_are_exact_and_split_for_each_association()
    {
        // The project is Lund's, its part a Höganäs's.
        var report = Report([.. Some(5, Gender.Woman), .. Some(1, Gender.Man), .. Some(5, Gender.Man, p => p with { Subproject = "a" })]);

        Lines(report, ReportSection.FinsamCounts, Window.YearToDate).ShouldBe(
        [
            "started-in-year 5|6|11", "ongoing-in-year 5|6|11",
            "started-in-year:lund -|-|6", "ongoing-in-year:lund -|-|6",
            "started-in-year:hoganas 0|5|5", "ongoing-in-year:hoganas 0|5|5",
        ]);
    }

    [Fact]
    public void The_work_list_of_a_month_is_a_table()
    {
        // Exits on 1 June are followed up on 1 September, in the next tertial.
        var women = Report([.. Some(9, Gender.Woman, Answered(null))], tertial: "2025-T3");
        Lines(women, ReportSection.FollowUpsByMonth)[..2].ShouldBe(["open-at-start:2025-09 0|0|0", "new-due:2025-09 9|0|9"]);

        var alsoAMan = Report([.. Some(9, Gender.Woman, Answered(null)), .. Some(1, Gender.Man, Answered(null))], tertial: "2025-T3");
        Lines(alsoAMan, ReportSection.FollowUpsByMonth)[..2].ShouldBe(["open-at-start:2025-09 -|-|0", "new-due:2025-09 -|-|10"]);
    }

    [Fact]
    public void Lines_add_up_and_nothing_small_stands_in_a_split() => ForAll(50, (exact, shown, k) =>
    {
        foreach (var (own, seen) in exact.Tables.Zip(shown.Tables))
        {
            var where = $"{seen.Section} {seen.Window} k={k}";
            seen.Rows.Select(row => (row.Key, row.Figure)).Distinct().Count().ShouldBe(seen.Rows.Count, where);
            seen.Rows.Where(row => row.Cells.Any(cell => cell.Value is not null && cell.Withheld)).ShouldBeEmpty(where);
            var (tables, lines) = (TablesOf(own), TablesOf(seen));
            lines.Keys.ShouldBe(tables.Keys, ignoreOrder: true, where);
            foreach (var (name, rows) in lines)
            {
                rows.Sum(row => row[GenderGroup.Total]).ShouldBe(tables[name].Sum(row => row[GenderGroup.Total]), $"{where} {name}");
                foreach (var row in rows.Where(row => row[GenderGroup.Woman] is not null))
                {
                    foreach (var who in new[] { GenderGroup.Woman, GenderGroup.Man })
                    {
                        (row[who] == 0 || row[who] >= k).ShouldBeTrue($"{where} {row.Key} {who}");
                    }

                    (row[GenderGroup.Woman] + row[GenderGroup.Man]).ShouldBe(row[GenderGroup.Total], $"{where} {row.Key}");
                }

                // All lines of a table are split, or none.
                rows.Select(row => row[GenderGroup.Woman] is null).Distinct().Count().ShouldBe(1, $"{where} {name}");
            }
        }
    });

    [Fact]
    public void No_category_by_itself_is_small_and_no_merged_line_but_the_only_one() => ForAll(50, (_, shown, k) =>
    {
        var merging = new[]
        {
            ReportSection.Exits, ReportSection.Referrers, ReportSection.FollowUps, ReportSection.FollowUpsByReferrer, ReportSection.BeforeAndAfter,
            ReportSection.UnitsByMonth,
        };
        foreach (var seen in shown.Tables.Where(table => merging.Contains(table.Section)))
        {
            // A crossed table has a table for each of its rows.
            string? OuterOf(ReportRow row) => seen.Section switch
            {
                ReportSection.FollowUpsByReferrer => row.Label("referrer"),
                ReportSection.UnitsByMonth => row.Label("unit"),
                _ => row.Label("at-start"),
            };
            foreach (var rows in seen.Rows.Where(row => row.Key is not ("total" or "exits") && TableOf(seen.Section, row) is not null)
                .GroupBy(row => (TableOf(seen.Section, row), OuterOf(row))))
            {
                foreach (var row in rows)
                {
                    var isMergedOfNobodyOrAlone = row.Categories is not null && (row[GenderGroup.Total] == 0 || rows.Count() == 1);
                    (isMergedOfNobodyOrAlone || row[GenderGroup.Total] >= k)
                        .ShouldBeTrue($"{seen.Section} {seen.Window} {row.Key} {row[GenderGroup.Total]} k={k}");
                }
            }
        }
    });

    /// <summary>In which of the merged and flow tables of its section a row stands; null: it is shown by the group that it speaks of, or whole.</summary>
    private static string? TableOf(ReportSection section, ReportRow row) => section switch
    {
        ReportSection.Flow when row.Figure == Figure.Days => null,
        ReportSection.Flow when row.Key is "referred" or "not-started" or "queued-at-end" => "referrals",
        ReportSection.Flow => row.Key == "anonymous-started" ? "anonymous" : "participations",
        ReportSection.FinsamCounts => "finsam " + row.Label("association"),
        ReportSection.FollowUpsByMonth => $"{row.Label("months")} {row.Label("month")}",
        ReportSection.StepsByMonth when row.Label("month") is not null => "months",
        ReportSection.Exits or ReportSection.StepsByMonth when row.Key == "total" => "total",
        ReportSection.FollowUps or ReportSection.FollowUpsByReferrer =>
            row.Label("months") + (row.Key.Contains("answer:", StringComparison.Ordinal) ? " answers" : " states"),
        ReportSection.BeforeAndAfter when row.Key == "exits" => "exits",
        ReportSection.BeforeAndAfter when row.Key.StartsWith("months-", StringComparison.Ordinal) => null,
        ReportSection.Exits or ReportSection.Referrers or ReportSection.StepsByMonth or ReportSection.BeforeAndAfter => row.Key[..(row.Key.IndexOf(':') + 1)],
        ReportSection.UnitsByMonth when row.Label("month") is null => "units",
        _ => null,
    };

    private static Dictionary<string, ReportRow[]> TablesOf(ReportTable table) => table.Rows
        .Where(row => TableOf(table.Section, row) is not null)
        .GroupBy(row => TableOf(table.Section, row)!)
        .ToDictionary(rows => rows.Key, rows => rows.ToArray());

    private static void ForAll(int times, Action<TertialReport, TertialReport, int> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(ReportRegister.Any(), register =>
        {
            // Everybody is a woman or a man: as if the others were counted with them. What is registered has happened: no step is of a day to come.
            Participation InTwoRows(Participation p) => p with
            {
                Gender = p.Gender is Gender.Woman or Gender.Man ? p.Gender : p.Reference[^1] % 2 == 0 ? Gender.Woman : Gender.Man,
                Steps = [.. p.Steps.Where(step => step.On <= register.AsOf)],
            };
            var two = register with { Participations = [.. register.Participations.Select(InTwoRows)], Referrals = [.. register.Referrals.Select(InTwoRows)] };
            var k = 3 + (register.Seed % 5);
            foreach (var report in two.Reports())
            {
                holds(report, SteeringGroupReport.From(report, k), k);
            }
        }));

    private static TertialReport Report(IReadOnlyList<Participation> participations, IReadOnlyList<Participation>? referrals = null, string tertial = "2025-T2")
    {
        var facts = new ReportFacts { Participations = participations, Referrals = referrals ?? [] };
        return TertialReport.Compute(Project, Tertial.Parse(tertial), facts, new DateOnly(2026, 6, 30));
    }

    private static TertialReport Seen(TertialReport report) => SteeringGroupReport.From(report, K);

    private static string[] Lines(TertialReport report, ReportSection section, Window window = Window.Tertial) =>
        [.. Seen(report).Table(section, window).Rows.Select(row => $"{row.Key} {Cells(row)}{Categories(row)}")];

    /// <summary>Each share: how many / of how many = the share, from the lowest to the highest that it can be.</summary>
    private static string[] Shares(TertialReport report) =>
    [
        .. Seen(report).Table(ReportSection.FollowUpShares, Window.Tertial).Rows.GroupBy(row => row.Key).Select(rows =>
        {
            string Of(Figure figure) => Cells(rows.Single(row => row.Figure == figure));
            var share = $"{Of(Figure.Numerator)} / {Of(Figure.Denominator)} = {Of(Figure.Share)} from {Of(Figure.Lowest)} to {Of(Figure.Highest)}";
            return $"{rows.Key} {share}{Categories(rows.First())}";
        })
    ];

    private static string Cells(ReportRow row)
    {
        row.Cells.Select(cell => cell.Group).ShouldBe([GenderGroup.Woman, GenderGroup.Man, GenderGroup.Total]);
        return string.Join('|', row.Cells.Select(Shown));
    }

    private static string? Shown(ReportCell cell) =>
        cell.FewerThan is { } few ? $"<{few}" : cell.Withheld ? "-" : cell.Value?.ToString("0.####", CultureInfo.InvariantCulture);

    private static string Categories(ReportRow row) =>
        (row.Categories is null ? string.Empty : " of " + string.Join(' ', row.Categories))
        + (row.Label("merged-rows") is { } outer ? " in " + outer : string.Empty);

    /// <summary>Some people who take part since 1 May 2025.</summary>
    private IEnumerable<Participation> Some(int count, Gender gender, Func<Participation, Participation>? but = null) =>
        Enumerable.Range(0, count).Select(_ => new Participation
        {
            Reference = string.Create(CultureInfo.InvariantCulture, $"E-{++_number}"),
            Participant = string.Create(CultureInfo.InvariantCulture, $"P-{_number}"),
            Gender = gender,
            StartedOn = new DateOnly(2025, 5, 1),
        }).Select(p => but?.Invoke(p) ?? p);

    private static Participation Referred(Participation p) => p with { ReferredOn = p.StartedOn, ReferralOutcome = ReferralOutcome.Open };

    private static Participation Declined(Participation p) =>
        p with { ReferredOn = p.StartedOn, ReferralOutcome = ReferralOutcome.Declined, ReferralClosedOn = new DateOnly(2025, 6, 1) };

    private static Func<Participation, Participation> Left(ExitReason reason) =>
        p => p with { Exit = new ParticipationExit { On = new DateOnly(2025, 6, 1), Reason = reason } };

    /// <summary>Left on 1 June, and had lived on these before.</summary>
    private static Func<Participation, Participation> Lived(params IncomeSource[] on) =>
        p => Left(ExitReason.Moved)(p) with { IncomeAtStart = on.Aggregate(0, (bits, source) => bits | (1 << (int)source)) };

    /// <summary>Left on 1 June, and was followed up in September; null: nobody has answered.</summary>
    private static Func<Participation, Participation> Answered(FollowUpAnswer? answer) => p =>
        Left(ExitReason.Moved)(p) with { FollowUps = answer is null ? [] : [new(3, answer, new DateOnly(2025, 9, 10))] };
}
