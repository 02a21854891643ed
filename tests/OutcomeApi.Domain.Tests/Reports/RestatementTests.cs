using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>What a restatement changes, and which registrations can be behind it.</summary>
public sealed class RestatementTests
{
    private static readonly Cohort Cohort = new(new DateOnly(2025, 9, 1), new DateOnly(2025, 12, 31), false);

    [Fact]
    public void Cells_that_differ_are_found_rows_that_come_or_go_too()
    {
        var before = Table(ReportSection.Exits, Row("studies", 1, 2, 0), Row("moved", 1, 0, 0), Row("same", 3, 3, 3));
        var after = Table(ReportSection.Exits, Row("studies", 1, 3, 0), Row("same", 3, 3, 3), Row("work", 0, 0, 1));

        RestatementDiff.Compute(null, [before], [after]).Select(c => $"{c.Row.Key} {c.Group} {c.Was} {c.Is}").ShouldBe(
        [
            "studies Man 2 3", "studies Total 3 4", "work Woman  0", "work Man  0", "work OtherOrUnknown  1", "work Total  1", "moved Woman 1 ", "moved Man 0 ",
            "moved OtherOrUnknown 0 ", "moved Total 1 ",
        ]);
    }

    [Fact]
    public void What_one_of_them_does_not_have_at_all_is_not_compared()
    {
        RestatementDiff.Compute(null, [], [Table(ReportSection.Exits, Row("studies", 1, 2, 0))]).ShouldBeEmpty();
        RestatementDiff.Compute(null, [Table(ReportSection.Exits, Row("studies", 1, 2, 0))], []).ShouldBeEmpty();
    }

    [Fact]
    public void A_check_of_data_quality_that_is_introduced_changes_no_report_of_before()
    {
        static ReportRow Finding(string code, int count, params RowLabel[] labels) => new()
        {
            Key = code,
            Figure = Figure.Count,
            Labels = labels,
            Cells = [new ReportCell(GenderGroup.Total, count)],
            People = null,
        };
        static ReportRow Check(string code, int count) => Finding(code, count, new RowLabel("class", "warning"));
        static ReportRow Why(string code, string why, int count) => Finding($"{code}:{why}", count, new RowLabel("finding", code), new RowLabel("why", why));
        var before = Table(ReportSection.DataQuality, Check("gender-unknown", 1));
        var after = Table(
            ReportSection.DataQuality, Check("gender-unknown", 1), Check("exit-in-no-goal", 2), Why("exit-in-no-goal", "no-step-recorded", 2));

        RestatementDiff.Compute(null, [before], [after]).ShouldBeEmpty();

        // Once it is there, it is compared, with its reasons.
        var later = Table(
            ReportSection.DataQuality, Check("gender-unknown", 1), Check("exit-in-no-goal", 3), Why("exit-in-no-goal", "no-step-recorded", 2),
            Why("exit-in-no-goal", "not-counted", 1));
        RestatementDiff.Compute(null, [after], [later]).Select(c => $"{c.Row.Key} {c.Was} {c.Is}")
            .ShouldBe(["exit-in-no-goal 2 3", "exit-in-no-goal:not-counted  1"]);
    }

    [Fact]
    public void Figures_of_one_key_are_told_apart_and_a_withheld_one_is_no_number()
    {
        var shown = new ReportRow { Key = "goal", Figure = Figure.Numerator, Cells = [new ReportCell(GenderGroup.Total, 1)], People = null };
        var denominator = shown with { Figure = Figure.Denominator, Cells = [new ReportCell(GenderGroup.Total, 4)] };
        var withheld = shown with { Cells = [new ReportCell(GenderGroup.Total, null, Withheld: true)] };
        var none = shown with { Cells = [new ReportCell(GenderGroup.Total, null)] };

        RestatementDiff.Compute(
            null, [Table(ReportSection.Goals, shown, denominator)],
            [Table(ReportSection.Goals, shown, denominator with { Cells = [new ReportCell(GenderGroup.Total, 5)] })])
            .ShouldHaveSingleItem().Row.Figure.ShouldBe(Figure.Denominator);
        RestatementDiff.Compute(null, [Table(ReportSection.Goals, none)], [Table(ReportSection.Goals, withheld)]).ShouldHaveSingleItem();
        RestatementDiff.Compute(null, [Table(ReportSection.Goals, none)], [Table(ReportSection.Goals)]).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("exit", ReportSection.Exits, true)]
    [InlineData("exit", ReportSection.Fidelity, false)]
    [InlineData("enrollment", ReportSection.Flow, true)]
    [InlineData("referral", ReportSection.Flow, true)]
    [InlineData("referral", ReportSection.Exits, false)]
    [InlineData("follow-up", ReportSection.FollowUpShares, true)]
    [InlineData("follow-up", ReportSection.Flow, false)]
    [InlineData("step", ReportSection.StepsByMonth, true)]
    [InlineData("step", ReportSection.Flow, false)]
    [InlineData("job-offer", ReportSection.Goals, true)]
    [InlineData("self-assessment", ReportSection.SelfAssessments, true)]
    [InlineData("fidelity-review", ReportSection.Fidelity, true)]
    [InlineData("reported-figure", ReportSection.Goals, true)]
    [InlineData("reported-figure", ReportSection.Flow, false)]
    [InlineData("goal", ReportSection.Flow, false)]
    [InlineData("project", ReportSection.Fidelity, true)]
    public void A_kind_counts_in_its_sections(string kind, ReportSection section, bool counts) =>
        new LaterRegistration(1, kind, []).IsBehind(Changed(section)).ShouldBe(counts);

    [Theory]
    [InlineData(Gender.Woman, "a", "2025-12-31", true)]
    [InlineData(null, "a", "2025-12-31", true)]
    [InlineData(Gender.Man, "a", "2025-12-31", false)] // not among the women
    [InlineData(Gender.Woman, "b", "2025-12-31", false)] // of another subproject
    [InlineData(Gender.Woman, "a", "2026-01-01", false)] // out after the window
    [InlineData(Gender.Woman, "a", "2025-08-31", false)] // out before it
    [InlineData(Gender.Woman, "a", null, false)]
    public void In_tables_about_exits_the_exit_decides(Gender? gender, string subproject, string? exitedOn, bool behind)
    {
        var fact = Fact("2025-02-01", exitedOn) with { Gender = gender, Subproject = subproject };

        new LaterRegistration(1, "exit", [fact]).IsBehind(Changed(ReportSection.Exits, GenderGroup.Woman, "a")).ShouldBe(behind);
    }

    [Theory]
    [InlineData("2025-02-01", null, true)] // there all the time
    [InlineData("2025-12-31", null, true)]
    [InlineData("2026-01-01", null, false)]
    [InlineData("2025-02-01", "2025-09-01", true)]
    [InlineData("2025-02-01", "2025-08-31", false)]
    public void In_the_flow_every_day_of_it_does(string from, string? to, bool behind) =>
        new LaterRegistration(1, "enrollment", [Fact(from, to)]).IsBehind(Changed(ReportSection.Flow)).ShouldBe(behind);

    [Fact]
    public void What_it_was_about_before_is_enough()
    {
        var before = Fact("2025-02-01", "2025-10-01");
        var after = Fact("2025-02-01", "2026-02-01");

        new LaterRegistration(1, "exit", [after]).IsBehind(Changed(ReportSection.Exits)).ShouldBeFalse();
        new LaterRegistration(1, "exit", [before, after]).IsBehind(Changed(ReportSection.Exits)).ShouldBeTrue();
    }

    private static TouchedFact Fact(string from, string? to) => new()
    {
        From = Day(from),
        To = to is null ? null : Day(to),
        ExitedOn = to is null ? null : Day(to),
    };

    private static ChangedCell Changed(ReportSection section, GenderGroup who = GenderGroup.Total, string? subproject = null) =>
        new(subproject, section, Window.Tertial, Cohort, Row("row", 0, 0, 0), who, 1, 2);

    private static ReportTable Table(ReportSection section, params ReportRow[] rows) => new(section, Window.Tertial, Cohort, rows);

    private static ReportRow Row(string key, int woman, int man, int rest) => ReportRow.Counts(key, new GenderCounts(woman, man, rest));

    private static DateOnly Day(string day) => DateOnly.Parse(day, System.Globalization.CultureInfo.InvariantCulture);
}
