using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Participations;

public sealed class ExitReasonTests
{
    public static TheoryData<string, string, string?> Table()
    {
        var table = new TheoryData<string, string, string?>();
        foreach (var (code, ending, group) in DomainTables.ExitReasons)
        {
            table.Add(code, ending, group);
        }

        return table;
    }

    [Theory]
    [MemberData(nameof(Table))]
    public void Every_reason_has_the_ending_and_the_occupation_group_of_the_domains_table(string code, string ending, string? group)
    {
        var reason = Code.Parse<ExitReason>(code);

        Code.Format(ExitReasons.EndingOf(reason)).ShouldBe(ending);
        var found = ExitReasons.GroupOf(reason);
        (found is null ? null : Code.Format(found.Value)).ShouldBe(group);
    }

    [Fact]
    public void The_table_names_every_reason_once() =>
        DomainTables.ExitReasons.Select(r => Code.Parse<ExitReason>(r.Code)).ShouldBe(Enum.GetValues<ExitReason>());

    [Fact]
    public void Only_a_registration_in_error_makes_a_participation_void()
    {
        foreach (var reason in Enum.GetValues<ExitReason>())
        {
            var participation = new Participation
            {
                Reference = "E-1",
                Gender = Gender.Woman,
                StartedOn = new DateOnly(2024, 1, 8),
                Exit = new ParticipationExit { On = new DateOnly(2024, 6, 3), Reason = reason },
            };

            participation.RegisteredInError.ShouldBe(reason == ExitReason.RegisteredInError, reason.ToString());
            (participation with { Exit = null }).RegisteredInError.ShouldBeFalse();
        }
    }

    [Theory]
    [InlineData("2024-01-01", 2000, 24)]
    [InlineData("2024-12-31", 2000, 24)]
    [InlineData("2024-06-15", 2024, 0)]
    [InlineData("2024-06-15", null, null)]
    public void Age_at_start_is_the_year_of_the_start_less_the_birth_year(string startedOn, int? birthYear, int? age) =>
        new Participation
        {
            Reference = "E-1",
            Gender = Gender.Man,
            StartedOn = DateOnly.ParseExact(startedOn, "yyyy-MM-dd"),
            BirthYear = birthYear,
        }.AgeAtStart.ShouldBe(age);
}
