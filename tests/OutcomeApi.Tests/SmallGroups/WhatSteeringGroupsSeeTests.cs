namespace OutcomeApi.Tests.SmallGroups;

/// <summary>
/// Everything that a steering group reads of the demo's four projects, held against what its secretariat reads and against the rules for small groups.
/// Nothing that the rules show is hidden, and nothing that they hide is shown. It is 22 November 2026.
/// </summary>
public sealed class WhatSteeringGroupsSeeTests(DemoProjects demo) : IClassFixture<DemoProjects>
{
    private const int K = 5;

    public static TheoryData<string> Projects => [.. ProjectFiles.Ids];

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_verdict_is_the_one_that_everybody_reads(string project) => None(AttainmentByTheRules.Verdicts(demo.Of(project).Items));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Every_total_of_nobody_or_of_enough_is_exact_and_of_a_small_one_only_that_is_said(string project) =>
        None(AttainmentByTheRules.Totals(demo.Of(project).Items, K));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Women_and_men_are_shown_wherever_both_groups_are_of_nobody_or_of_enough(string project) =>
        None(AttainmentByTheRules.WomenAndMen(demo.Of(project).Items, K));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Comparison_forecast_and_sentence_go_with_their_row(string project) => None(AttainmentByTheRules.WhatGoesWithTheRows(demo.Of(project).Items));

    [Theory]
    [MemberData(nameof(Projects))]
    public void The_goals_of_a_report_are_those_of_attainment(string project)
    {
        var read = demo.Of(project);
        foreach (var report in read.Reports)
        {
            var own = read.Items.Select(item => item.Shown)
                .Where(item => Is(item, report, "tertial") && (report.Shown["subproject"] is null || Is(item, report, "subproject")));
            JsonNode.DeepEquals(report.Shown["goals"], new JsonArray([.. own.Select(item => item.DeepClone())]))
                .ShouldBeTrue($"{report.Shown["tertial"]} {report.Shown["subproject"]}");
        }

        static bool Is(JsonObject item, BothRead report, string member) => JsonNode.DeepEquals(item[member], report.Shown[member]);
    }

    [Theory]
    [MemberData(nameof(Projects))]
    public void How_many_came_and_went_is_exact(string project) => None(Of(project, report => report.Flow().Concat(report.Finsam())));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Small_categories_of_a_table_are_one_line(string project) => None(Of(project, report => report.MergedTables()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Follow_ups_of_each_referrer_are_tables_of_their_own(string project) => None(Of(project, report => report.FollowUpsByReferrer()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Steps_by_kind_are_shown_by_how_many_people_took_them(string project) => None(Of(project, report => report.StepsByKind()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Steps_by_month_are_shown_by_how_many_people_took_them(string project) => None(Of(project, report => report.StepsByMonth()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Incomes_are_shown_by_how_many_people_have_them(string project) => None(Of(project, report => report.Incomes()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Occupations_after_each_occupation_before_are_tables_of_their_own(string project) => None(Of(project, report => report.Occupations()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Figures_of_one_group_are_shown_by_its_size(string project) => None(Of(project, report => report.Bases().Concat(report.Resources())));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Units_are_shown_by_kind_and_by_how_many_people_they_are_about(string project) => None(Of(project, report => report.UnitsByKind()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void What_is_about_the_work_is_shown_whole(string project) => None(Of(project, report => report.WhatIsNotAboutGroups()));

    [Theory]
    [MemberData(nameof(Projects))]
    public void Nobody_of_another_gender_has_a_row_and_nothing_speaks_of_suppression(string project)
    {
        var read = demo.Of(project);
        foreach (var answer in read.Reports.Select(report => report.Shown).Prepend(read.Pages.Shown))
        {
            var members = Members(answer).ToHashSet();
            members.ShouldNotContain("suppressed");
            members.ShouldNotContain("otherOrUnknown");
            members.ShouldContain("smallGroups");
            answer["smallGroups"]!["threshold"]!.GetValue<int>().ShouldBe(K);
            answer["smallGroups"]!["text"]!.GetValue<string>().ShouldNotBeEmpty();
        }

        foreach (var answer in read.Reports.Select(report => report.Exact).Prepend(read.Pages.Exact))
        {
            Members(answer).Intersect(["smallGroups", "hidden", "fewerThan", "categories", "suppressed"]).ShouldBeEmpty();
        }
    }

    /// <summary>A rule that is never asked would prove nothing.</summary>
    [Fact]
    public void The_demo_asks_every_rule()
    {
        var items = ProjectFiles.Ids.SelectMany(id => demo.Of(id).Items).Select(item => item.Shown.ToJsonString()).ToArray();
        items.Count(item => item.Contains("\"fewerThan\":5", StringComparison.Ordinal)).ShouldBeGreaterThan(50);
        items.Count(item => item.Contains("\"hidden\":\"small-group\"", StringComparison.Ordinal) && !item.Contains("fewerThan", StringComparison.Ordinal))
            .ShouldBeGreaterThan(50);
        items.Count(item => !item.Contains("\"hidden\"", StringComparison.Ordinal)).ShouldBeGreaterThan(100);
        var reports = ProjectFiles.Ids.SelectMany(id => demo.Of(id).Reports).ToArray();
        foreach (var table in new[] { "exits", "referrers", "followUps", "followUpsByReferrer", "stepsByMonth", "unitsByMonth" })
        {
            var rows = reports.SelectMany(report => report.Shown[table]!.AsObject()).SelectMany(window => window.Value!.AsArray()).ToArray();
            rows.Count(row => row!["categories"] is not null && (int)row["total"]! >= K).ShouldBeGreaterThan(5, table);
            var isCrossed = table is "followUpsByReferrer" or "unitsByMonth";
            rows.Count(row => row!["hidden"] is null).ShouldBe(isCrossed ? 0 : rows.Count(row => row!["woman"] is not null), table);
            rows.Count(row => row!["hidden"] is not null).ShouldBeGreaterThan(5, table);
        }
    }

    /// <summary>What is stated of people in the demo fills the tables: some categories are shown, others are one line, and something is missing.</summary>
    [Fact]
    public void The_demo_states_what_people_bring_and_leave_with()
    {
        var rows = ProjectFiles.Ids.SelectMany(id => demo.Of(id).Reports).SelectMany(report => report.Shown["beforeAndAfter"]!.AsObject())
            .SelectMany(window => window.Value!.AsArray()).ToArray();
        foreach (var table in new[] { "education", "income-at-start", "income-at-exit", "extent", "age-at-start", "occupation" })
        {
            var own = rows.Where(row => row!["key"]!.GetValue<string>().StartsWith(table + ":", StringComparison.Ordinal)).ToArray();
            own.Count(row => row!["categories"] is not null && (int)row["total"]! >= K).ShouldBeGreaterThan(5, table);
            own.Count(row => row!["categories"] is null && (int)row["total"]! >= K).ShouldBeGreaterThan(5, table);
        }

        rows.Count(row => row!["key"]!.GetValue<string>() == "months-without-work-median" && row["total"] is not null).ShouldBeGreaterThan(5);
        rows.Count(row => row!["key"]!.GetValue<string>() == "education:not-stated").ShouldBeGreaterThan(5);
    }

    [Fact]
    public async Task An_association_says_what_is_small_and_the_view_follows_at_once()
    {
        const string Project = "uppsala";
        const int Twenty = 20;
        await demo.SetThresholdAsync("uppsala", Twenty);

        var read = await demo.ReadAsync(Project);

        // The same run, seen otherwise.
        var before = demo.Of(Project);
        read.Pages.Shown["computation"]!.GetValue<string>().ShouldBe(before.Pages.Shown["computation"]!.GetValue<string>());
        read.Pages.Shown["smallGroups"]!["threshold"]!.GetValue<int>().ShouldBe(Twenty);
        read.Items.Zip(before.Items).ShouldAllBe(pair => JsonNode.DeepEquals(pair.First.Exact, pair.Second.Exact));
        read.Items.Zip(before.Items).Count(pair => !JsonNode.DeepEquals(pair.First.Shown, pair.Second.Shown)).ShouldBeGreaterThan(0);
        None(AttainmentByTheRules.Verdicts(read.Items));
        None(AttainmentByTheRules.Totals(read.Items, Twenty));
        None(AttainmentByTheRules.WomenAndMen(read.Items, Twenty));
        None(AttainmentByTheRules.WhatGoesWithTheRows(read.Items));
        foreach (var report in read.Reports.Select(report => new ReportByTheRules(report, Twenty)))
        {
            None(report.Flow().Concat(report.Finsam()).Concat(report.MergedTables()).Concat(report.FollowUpsByReferrer()));
            None(report.StepsByKind().Concat(report.StepsByMonth()).Concat(report.Bases()));
            None(report.Incomes().Concat(report.Occupations()).Concat(report.Resources()));
        }
    }

    private static IEnumerable<string> Members(JsonNode? node) => node switch
    {
        JsonObject all => all.SelectMany(member => Members(member.Value).Prepend(member.Key)),
        JsonArray all => all.SelectMany(Members),
        _ => [],
    };

    /// <summary>Some of the differences are enough to find out why.</summary>
    private static void None(IEnumerable<string> differences) => differences.Take(20).ShouldBeEmpty();

    private IEnumerable<string> Of(string project, Func<ReportByTheRules, IEnumerable<string>> differences) =>
        demo.Of(project).Reports.SelectMany(report => differences(new ReportByTheRules(report, K)));
}
