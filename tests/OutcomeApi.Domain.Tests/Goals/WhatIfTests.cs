using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>Registers that might be, and changes of goals that only move exit reasons.</summary>
public sealed class WhatIfTests
{
    private static readonly ReportingPeriod Period = new(new DateOnly(2024, 1, 1), new DateOnly(2025, 12, 31));

    [Fact]
    public void The_earliest_due_date_is_answered_first_then_the_reference()
    {
        Participation[] register =
        [
            Left("c", "2024-03-31"), Left("B", "2024-03-31"), Left("a", "2024-03-31"), Left("late", "2024-05-01"),

            // Due on 29 February, the end of a month: before everybody else.
            Left("first", "2023-11-30") with { Exit = Left("x", "2024-01-15").Exit },
        ];

        Answered(register, 1).ShouldBe("first");
        Answered(register, 3).ShouldBe("B a first");
        Answered(register, 99).ShouldBe("B a c first late");
        WhatIf.Answer(register, Change(99), Period, new DateOnly(2024, 12, 31)).Available.ShouldBe(5);

        // In whatever order they come; and the others are the very same.
        Answered([.. register.Reverse()], 3).ShouldBe("B a first");
        WhatIf.Answer(register, Change(1), Period, new DateOnly(2024, 12, 31)).Participations.Zip(register)
            .Count(pair => ReferenceEquals(pair.First, pair.Second)).ShouldBe(4);
    }

    [Fact]
    public void Only_follow_ups_that_are_due_and_unanswered_are_answered()
    {
        Participation[] register =
        [
            Left("due", "2024-09-30"),
            Left("not-due", "2024-10-01"),
            Left("running", "2024-09-30") with { Exit = null },
            Left("answered", "2024-09-30") with { FollowUps = [new(3, FollowUpAnswer.Moved)] },
            Left("unobtainable", "2024-09-30") with { FollowUps = [new(3, null)] },
            Left("anonymous", "2024-09-30") with { Anonymous = true },
            Left("error", "2024-09-30", ExitReason.RegisteredInError),
            Left("deceased", "2024-09-30", ExitReason.Deceased),
            Left("outside", "2023-12-31"),
        ];

        // Three months after 30 September is 30 December; after 1 October, 1 January.
        var (participations, available) = WhatIf.Answer(register, Change(99), Period, new DateOnly(2024, 12, 31));
        available.ShouldBe(1);
        participations.Where(p => p.FollowUpAfter(3)?.Answer == FollowUpAnswer.Work).Select(p => p.Reference).ShouldBe(["due"]);
    }

    [Fact]
    public void They_can_be_narrowed_down()
    {
        Participation[] register =
        [
            Left("w-region", "2024-03-01") with { Referrer = Referrer.Region },
            Left("m-region", "2024-03-01") with { Referrer = Referrer.Region, Gender = Gender.Man },
            Left("m-none", "2024-03-01") with { Gender = Gender.Man },
            Left("w-later", "2024-05-01"),
        ];

        string Of(AnsweredFollowUps change) =>
            string.Join(' ', WhatIf.Answer(register, change, Period, new DateOnly(2024, 12, 31)).Participations
                .Where(p => p.FollowUpAfter(3)?.Answer is not null)
                .Select(p => p.Reference));
        Of(Change(9) with { Referrer = Referrer.Region }).ShouldBe("w-region m-region");
        Of(Change(9) with { Gender = Gender.Man }).ShouldBe("m-region m-none");
        Of(Change(9) with { Tertial = new Tertial(2024, 2) }).ShouldBe("w-later");
        Of(Change(9) with { Referrer = Referrer.Region, Gender = Gender.Woman, Tertial = new Tertial(2024, 1) }).ShouldBe("w-region");
    }

    [Fact]
    public void Added_exits_begin_with_the_project_and_nothing_else_is_known_of_them()
    {
        var exits = new AddedExits(2, Gender.Man, ExitReason.Studies, "north", new DateOnly(2024, 6, 30));
        var register = WhatIf.Add([Left("a", "2024-03-01")], exits, Period, [3, 6]);

        register.Count.ShouldBe(3);
        register[0].Reference.ShouldBe("a");

        // Women, and men, are alike: one of them stands for all, so that memory does not grow with their number.
        register[1].ShouldBeSameAs(register[2]);
        register[1].Reference.ShouldNotBe("a");
        foreach (var added in register.Skip(1))
        {
            added.ShouldBe(new Participation
            {
                Reference = added.Reference,
                Gender = Gender.Man,
                Subproject = "north",
                StartedOn = new DateOnly(2024, 1, 1),
                Exit = new ParticipationExit { On = new DateOnly(2024, 6, 30), Reason = ExitReason.Studies },
                FollowUps = added.FollowUps,
            });
            added.FollowUps.ShouldBe([new ReportedFollowUp(3, null), new ReportedFollowUp(6, null)]);
        }

        // A change that follows does not answer for people who are made up.
        WhatIf.Answer(register, Change(9), Period, new DateOnly(2025, 12, 31)).Available.ShouldBe(1);
    }

    private static string Answered(IReadOnlyList<Participation> register, int count) => string.Join(
        ' ',
        WhatIf.Answer(register, Change(count), Period, new DateOnly(2024, 12, 31)).Participations
            .Where(p => p.FollowUpAfter(3)?.Answer == FollowUpAnswer.Work).Select(p => p.Reference).Order(StringComparer.Ordinal));

    private static AnsweredFollowUps Change(int count) => new(null, null, null, count, FollowUpAnswer.Work, 3);

    private static Participation Left(string reference, string on, ExitReason reason = ExitReason.Studies) => new()
    {
        Reference = reference,
        Gender = Gender.Woman,
        StartedOn = new DateOnly(2024, 1, 1),
        Exit = new ParticipationExit { On = ProjectFile.Date(on), Reason = reason },
    };
}
