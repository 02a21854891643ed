using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Participations;

public sealed class FollowUpAnswerTests
{
    public static TheoryData<string, bool, bool> Table()
    {
        var table = new TheoryData<string, bool, bool>();
        foreach (var (code, plan, measure) in DomainTables.FollowUpAnswers)
        {
            table.Add(code, plan, measure);
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_answer_means_what_the_domains_table_says(string code, bool plan, bool measure)
    {
        var answer = Code.Parse<FollowUpAnswer>(code);

        FollowUpAnswers.MeansFunctioningPlan(answer).ShouldBe(plan);
        FollowUpAnswers.MeansFunctioningMeasure(answer).ShouldBe(measure);
    }

    [Fact]
    public void The_table_names_every_answer_once() =>
        DomainTables.FollowUpAnswers.Select(a => Code.Parse<FollowUpAnswer>(a.Code)).ShouldBe(Enum.GetValues<FollowUpAnswer>());
}
