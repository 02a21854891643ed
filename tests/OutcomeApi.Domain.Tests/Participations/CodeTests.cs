using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Participations;

public sealed class CodeTests
{
    [Fact]
    public void Exit_reasons_have_the_codes_of_the_domain() => HaveCodes<ExitReason>(DomainTables.ExitReasons.Select(r => r.Code));

    [Fact]
    public void Follow_up_answers_have_the_codes_of_the_domain() => HaveCodes<FollowUpAnswer>(DomainTables.FollowUpAnswers.Select(a => a.Code));

    [Fact]
    public void Step_kinds_have_the_codes_of_the_domain() => HaveCodes<StepKind>(DomainTables.StepKinds);

    [Fact]
    public void Genders_have_the_codes_of_the_domain_women_first() => HaveCodes<Gender>(DomainTables.Genders);

    [Fact]
    public void Referrers_have_the_codes_of_the_domain() => HaveCodes<Referrer>(DomainTables.Referrers);

    [Fact]
    public void Referral_outcomes_have_the_codes_of_the_contract() => HaveCodes<ReferralOutcome>(DomainTables.ReferralOutcomes);

    [Fact]
    public void Income_sources_have_codes() => HaveCodes<IncomeSource>(DomainTables.IncomeSources);

    [Fact]
    public void Educations_have_codes() => HaveCodes<Education>(DomainTables.Educations);

    [Fact]
    public void Endings_have_the_codes_of_the_domain() => HaveCodes<Ending>(["planned", "interrupted", "void"]);

    [Fact]
    public void Occupation_groups_have_the_codes_of_sus() => HaveCodes<OccupationGroup>(["work", "studies", "job-seeking", "other"]);

    [Fact]
    public void Corrections_have_the_codes_of_the_contract() =>
        HaveCodes<Correction>(["wrong-date", "wrong-code", "late-information", "duplicate", "other"]);

    [Fact]
    public void Windows_have_the_codes_of_the_contract() => HaveCodes<Window>(["tertial", "year-to-date", "since-start"]);

    [Fact]
    public void Verdicts_have_the_codes_of_the_domain() => HaveCodes<Verdict>(["reached", "not-reached", "not-assessable", "not-due", "no-target"]);

    [Fact]
    public void Kinds_measures_and_ways_to_judge_have_the_codes_of_the_contract()
    {
        HaveCodes<GoalKind>(["goal", "desired-effect", "process", "capacity"]);
        HaveCodes<Measure>(["share", "count", "milestone", "duration", "queue-time", "balance", "change-from-baseline"]);
        HaveCodes<Judged>(["project-end", "calendar-year", "each-window"]);
    }

    [Fact]
    public void Populations_have_the_codes_of_the_contract() => HaveCodes<Population>(
    [
        "referrals", "referrals-closed-or-started", "referrals-queued-at-project-start", "enrollments", "exits", "supported-in-window",
        "follow-ups-due", "follow-ups-answered",
    ]);

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("Moved")]
    [InlineData("MOVED")]
    [InlineData("WorkUnsubsidised")]
    [InlineData("work_unsubsidised")]
    [InlineData(" moved")]
    [InlineData("moved ")]
    [InlineData("0")]
    [InlineData("15")]
    [InlineData("moved, deceased")]
    public void Only_the_exact_code_is_read(string? code)
    {
        Code.TryParse<ExitReason>(code, out var reason).ShouldBeFalse();
        reason.ShouldBe(default);
    }

    [Fact]
    public void Parsing_an_unknown_code_is_a_format_error() => Should.Throw<FormatException>(() => Code.Parse<ExitReason>("retired"));

    private static void HaveCodes<T>(IEnumerable<string> codes)
        where T : struct, Enum
    {
        var expected = codes.ToArray();
        Code.All<T>().ShouldBe(expected);
        Enum.GetValues<T>().Select(Code.Format).ShouldBe(expected);
        foreach (var code in expected)
        {
            Code.TryParse<T>(code, out var member).ShouldBeTrue(code);
            Code.Format(member).ShouldBe(code);
            Code.Parse<T>(code).ShouldBe(member);
        }
    }
}
