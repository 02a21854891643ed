using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Reporting;

namespace OutcomeApi.Domain.Tests.Reporting;

/// <summary>What must hold of every register's reports. A failure prints the register and FsCheck's seed.</summary>
public sealed class TertialReportProperties
{
    [Fact]
    public void The_flow_balances_in_every_window_and_gender() => ForAll(200, register =>
    {
        foreach (var tables in register.Reports().SelectMany(r => r.Windows))
        {
            FlowRow Row(string key) => tables.Flow.Single(r => r.Key == key);
            var (start, started, exited, end) = (Row("ongoing-at-start"), Row("started"), Row("exited"), Row("ongoing-at-end"));
            foreach (var of in new Func<FlowRow, decimal?>[] { r => r.Woman, r => r.Man, r => r.OtherOrUnknown, r => r.Total })
            {
                (of(start) + of(started) - of(exited)).ShouldBe(of(end));
                (of(end) >= 0).ShouldBeTrue();
            }
        }
    });

    [Fact]
    public void Every_cell_agrees_with_the_naive_implementation() => ForAll(100, register =>
    {
        foreach (var report in register.Reports())
        {
            var naive = new NaiveTertialReport(register, report.Tertial.Year, report.Tertial.Number).Cells();
            NaiveTertialReport.Differences(naive, NaiveTertialReport.CellsOf(report)).ShouldBeEmpty();
        }
    });

    [Fact]
    public void Who_is_ongoing_at_the_end_of_a_tertial_is_ongoing_at_the_start_of_the_next() => ForAll(100, register =>
    {
        var flows = register.Reports().Select(r => r.Windows[0].Flow).ToArray();
        foreach (var (before, after) in flows.Zip(flows.Skip(1)))
        {
            after.Single(r => r.Key == FlowTable.OngoingAtStart).Behind.ShouldBe(before.Single(r => r.Key == FlowTable.OngoingAtEnd).Behind);
        }
    });

    [Fact]
    public void Registrations_in_error_change_nothing() => ForAll(100, register =>
    {
        var without = register with { Participations = [.. register.Participations.Where(p => !p.RegisteredInError)] };

        Cells(register).ShouldBe(Cells(without));
    });

    [Fact]
    public void The_order_of_the_facts_does_not_matter() => ForAll(100, register =>
    {
        var reversed = register with { Participations = [.. register.Participations.Reverse()], Referrals = [.. register.Referrals.Reverse()] };

        Cells(reversed).ShouldBe(Cells(register));
    });

    [Fact]
    public void Every_follow_up_is_in_one_state_and_every_exit_has_one_reason() => ForAll(100, register =>
    {
        foreach (var tables in register.Reports().SelectMany(r => r.Windows))
        {
            var total = tables.Exits.Single(r => r.Key == "total").Counts.Total;
            tables.Exits.Where(r => r.Reason is not null).Sum(r => r.Counts.Total).ShouldBe(total);
            tables.Documentation.Single(r => r.Key == "exits").Counts.Total.ShouldBe(total);
            var deceased = tables.Exits.SingleOrDefault(r => r.Reason == ExitReason.Deceased)?.Counts.Total ?? 0;
            tables.FollowUps.Take(5).Sum(r => r.Counts.Total).ShouldBe(total - deceased);
            tables.FollowUps.Skip(5).Sum(r => r.Counts.Total).ShouldBe(tables.FollowUps.Single(r => r.Key == "answered").Counts.Total);
        }
    });

    /// <summary>A generator that never makes what a check looks for would prove nothing.</summary>
    [Fact]
    public void Generated_registers_fill_every_row()
    {
        var seen = new HashSet<string>();
        for (var seed = 1; seed <= 300; seed++)
        {
            foreach (var report in ReportRegister.Of(seed).Reports())
            {
                seen.UnionWith(NaiveTertialReport.CellsOf(report).Where(cell => cell.Value > 0).Select(cell => cell.Key));
            }
        }

        var all = ReportRegister.Of(1).Reports().SelectMany(r => NaiveTertialReport.CellsOf(r).Keys).Distinct();
        all.Where(cell => !seen.Contains(cell)).ShouldBeEmpty();
    }

    private static List<KeyValuePair<string, decimal?>> Cells(ReportRegister register) =>
        [.. register.Reports().SelectMany(NaiveTertialReport.CellsOf)];

    private static void ForAll(int times, Action<ReportRegister> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(ReportRegister.Any(), holds));
}
