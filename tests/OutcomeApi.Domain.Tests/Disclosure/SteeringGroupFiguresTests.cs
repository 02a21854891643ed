using OutcomeApi.Domain.Disclosure;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reporting;
using OutcomeApi.Domain.Tests.Reporting;

namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>What is decided, person by person, against what the report shows.</summary>
public sealed class SteeringGroupFiguresTests
{
    private static readonly ReportSection[] Decided =
    [
        ReportSection.Flow, ReportSection.Referrers, ReportSection.Exits, ReportSection.TimeInProject, ReportSection.FollowUps, ReportSection.Documentation, ReportSection.FinsamCounts,
    ];

    /// <summary>Where no number is small everything is shown – but a figure that is not the sum of the people one by one is withheld, whatever it is.</summary>
    [Fact]
    public void What_is_decided_are_the_numbers_of_the_report()
    {
        for (var seed = 0; seed < 25; seed++)
        {
            var register = ReportRegister.Of(seed);

            // Days in an order that senders should not send, and somebody who was there before a project that has been made longer.
            Participation[] referrals = [.. register.Referrals.Select((r, i) => i % 2 == 0 && r.QueuedOn is { } queued ? r with { QueuedOn = queued.AddDays(-150) } : r)];
            Participation[] people = [.. register.Participations.Select((p, i) => i % 5 == 0 ? p with { CarriedOver = true, StartedOn = p.StartedOn.AddDays(90) } : p)];
            var publication = SteeringGroupFigures.Publish(register.Project, new GoalBook([]), new RegisteredFacts(people, referrals, []), register.AsOf, 1, []);

            foreach (var tertial in register.Project.Period.TertialsBegunBy(register.AsOf))
            {
                var report = TertialReport.Of(register.Project, tertial, new ReportFacts { Participations = people, Referrals = referrals }, register.AsOf);
                foreach (var table in report.Tables.Where(t => Decided.Contains(t.Section)))
                {
                    foreach (var row in table.Rows)
                    {
                        row.Cells.ShouldAllBe(
                            cell => publication.Shows(SteeringGroupFigures.PlaceOf(tertial, table, row), SteeringGroupFigures.WhomOf(cell.Who)),
                            $"seed {seed}: {table.Section} {row.Key} {tertial} {table.Window}");
                    }
                }
            }
        }
    }
}
