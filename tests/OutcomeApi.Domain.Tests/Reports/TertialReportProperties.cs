using System.Text.RegularExpressions;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>What must hold of every register's reports. A failure prints the register and FsCheck's seed.</summary>
public sealed partial class TertialReportProperties
{
    [Fact]
    public void The_flow_balances_in_every_window_and_gender() => ForAll(200, register =>
    {
        foreach (var flow in Tables(register, ReportSection.Flow))
        {
            ReportRow Row(string key) => flow.Rows.Single(r => r.Key == key);
            foreach (var who in Everybody)
            {
                (Row("ongoing-at-start")[who] + Row("started")[who] - Row("exited")[who]).ShouldBe(Row("ongoing-at-end")[who]);
                (Row("ongoing-at-end")[who] >= 0).ShouldBeTrue();
            }

            FlowTable.Balances(flow.Rows).ShouldBeTrue();
            var oneMore = flow.Rows.Select(r => r.Key == "started" ? r with { Cells = [.. r.Cells.Select(c => c with { Value = c.Value + 1 })] } : r);
            FlowTable.Balances([.. oneMore]).ShouldBeFalse();
        }
    });

    [Fact]
    public void The_work_list_of_follow_ups_balances_in_every_month_and_goes_on_in_the_next() => ForAll(100, register =>
    {
        foreach (var table in Tables(register, ReportSection.FollowUpsByMonth))
        {
            FollowUpsByMonthTable.Balances(table.Rows).ShouldBeTrue();
            foreach (var rows in table.Rows.GroupBy(r => r.Label("months")))
            {
                var ends = rows.Where(r => r.Key.Contains("open-at-end", StringComparison.Ordinal)).Select(r => r[GenderGroup.Total]).ToArray();
                var starts = rows.Where(r => r.Key.Contains("open-at-start", StringComparison.Ordinal)).Select(r => r[GenderGroup.Total]).ToArray();
                starts.Skip(1).ShouldBe(ends[..^1]);
            }
        }
    });

    [Fact]
    public void Parts_add_up_to_the_whole() => ForAll(100, register =>
    {
        foreach (var report in register.Reports())
        {
            foreach (var window in Enum.GetValues<Window>())
            {
                foreach (var who in Everybody)
                {
                    decimal? Of(ReportSection section, string key) => report.Table(section, window).Rows.Single(r => r.Key == key)[who];
                    decimal? Sum(ReportSection section, string prefix) =>
                        report.Table(section, window).Rows.Where(r => r.Key.StartsWith(prefix, StringComparison.Ordinal)).Sum(r => r[who]);

                    Sum(ReportSection.Referrers, "referred:").ShouldBe(Of(ReportSection.Flow, "referred"));
                    Sum(ReportSection.Referrers, "started:").ShouldBe(Of(ReportSection.Flow, "started"));
                    Sum(ReportSection.Exits, "ending:").ShouldBe(Of(ReportSection.Exits, "total"));
                    Sum(ReportSection.Exits, "group:").ShouldBe(Of(ReportSection.Exits, "total"));
                    Of(ReportSection.TimeInProject, "n").ShouldBe(Of(ReportSection.Flow, "exited"));
                    foreach (var row in report.Table(ReportSection.FollowUps, window).Rows.Where(r => r.Key.Split(':')[^1] is "overdue" or "answered"))
                    {
                        Sum(ReportSection.FollowUpsByReferrer, row.Key + ":").ShouldBe(row[who]);
                    }

                    foreach (var table in new[] { "education:", "extent:", "age-at-start:", "occupation:" })
                    {
                        Sum(ReportSection.BeforeAndAfter, table).ShouldBe(Of(ReportSection.Flow, "exited"), table);
                    }

                    Sum(ReportSection.StepsByMonth, "kind:").ShouldBe(Of(ReportSection.StepsByMonth, "total"));
                    Sum(ReportSection.StepsByMonth, "2").ShouldBe(Of(ReportSection.StepsByMonth, "total"));
                }
            }

            foreach (var row in new[] { "started-in-year", "ongoing-in-year" })
            {
                var finsam = report.Table(ReportSection.FinsamCounts, Window.YearToDate).Rows;
                finsam.Where(r => r.Key.StartsWith(row + ":", StringComparison.Ordinal)).Sum(r => r[GenderGroup.Total])
                    .ShouldBe(finsam.Single(r => r.Key == row)[GenderGroup.Total]);
            }
        }
    });

    [Fact]
    public void Subprojects_and_the_project_as_such_add_up_to_the_project() => ForAll(50, register =>
    {
        foreach (var report in register.Reports())
        {
            // Somebody of a subproject that the project no longer has belongs to the project as such.
            var parts = register.Project.Subprojects.Select(s => (string?)s.Id).Append(null).Select(part => TertialReport.Compute(
                register.Project, report.Tertial, register.Facts.Where(id => register.Project.SubprojectOf(id)?.Id == part), register.AsOf)).ToArray();
            foreach (var table in report.Tables.Where(t =>
                t.Section is not (ReportSection.StepsByMonth or ReportSection.DataQuality or ReportSection.FollowUpShares or ReportSection.Resources)))
            {
                var ofParts = parts.Select(part => part.Table(table.Section, table.Window).Rows.ToDictionary(r => (r.Key, r.Figure))).ToArray();
                foreach (var row in table.Rows.Where(r => r.Kind == CellKind.Count))
                {
                    ofParts.Sum(rows => rows.GetValueOrDefault((row.Key, row.Figure))?[GenderGroup.Total] ?? 0)
                        .ShouldBe(row[GenderGroup.Total]!.Value, row.Key);
                }
            }

            foreach (var subproject in register.Project.Subprojects)
            {
                var own = TertialReport.Compute(register.Project, report.Tertial, register.Facts, register.AsOf, subproject.Id);
                own.Subproject.ShouldBe(subproject.Id);
                var same = parts[register.Project.Subprojects.ToList().IndexOf(subproject)];
                NaiveTertialReport.Differences(NaiveTertialReport.CellsOf(same), NaiveTertialReport.CellsOf(own)).ShouldBeEmpty();
            }
        }
    });

    /// <summary>A participation counts for exactly one association.</summary>
    [Fact]
    public void Associations_add_up_to_their_projects() => ForAll(50, register =>
    {
        var other = ReportRegister.Of(register.Seed / 2);
        (ProjectDefinition Project, ReportFacts Facts)[] projects =
            [(register.Project with { Id = "one" }, register.Facts), (other.Project with { Id = "two", Association = "elsewhere" }, other.Facts)];
        foreach (var tertial in register.Reports().Select(r => r.Tertial))
        {
            var wholes = projects.Where(p => TertialReport.Exists(p.Project, tertial, register.AsOf))
                .Select(p => TertialReport.Compute(p.Project, tertial, p.Facts, register.AsOf)).ToArray();
            var reports = projects.SelectMany(p => p.Project.Associations()).Distinct()
                .Select(a => Associations.Report(a, tertial, projects, register.AsOf)).OfType<AssociationReport>().ToArray();

            // A project that has ended counts in the year still, but has no report of the tertial to be held against.
            var hasEnded = projects.Any(p => p.Project.Period.Last.Year == tertial.Year && p.Project.Period.Last < tertial);
            foreach (var section in AssociationReport.Sections.Where(section => section != ReportSection.FinsamCounts || !hasEnded))
            {
                foreach (var window in section == ReportSection.FinsamCounts ? [Window.YearToDate] : Enum.GetValues<Window>())
                {
                    var ofReports = reports.Select(r => r.Table(section, window).Rows.ToDictionary(own => (own.Key, own.Figure))).ToArray();

                    // Of shares the numerators: an answer that nobody gave may have no row, and so no denominator either.
                    var rows = wholes.SelectMany(w => w.Table(section, window).Rows)
                        .Where(r => r.Kind == CellKind.Count
                            && r.Label("association") is null && (section != ReportSection.FollowUpShares || r.Figure == Figure.Numerator));
                    foreach (var row in rows.GroupBy(r => (r.Key, r.Figure)))
                    {
                        foreach (var who in Everybody)
                        {
                            ofReports.Sum(own => own.GetValueOrDefault(row.Key)?[who] ?? 0).ShouldBe(row.Sum(r => r[who])!.Value, row.Key.Key);
                        }
                    }
                }
            }
        }
    });

    [Fact]
    public void The_share_of_those_answered_and_of_those_due_lie_within_the_bounds_that_hold_for_them() => ForAll(100, register =>
    {
        foreach (var rows in Tables(register, ReportSection.FollowUpShares).SelectMany(t => t.Rows.GroupBy(r => r.Key)))
        {
            foreach (var who in Everybody)
            {
                decimal? Of(Figure figure) => rows.Single(r => r.Figure == figure)[who];
                if (Of(Figure.Share) is { } share)
                {
                    share.ShouldBeInRange(Of(Figure.Lowest)!.Value, Of(Figure.Highest)!.Value, rows.Key);
                }
            }
        }
    });

    [Fact]
    public void Key_and_figure_are_found_once_in_a_table_and_a_count_of_people_speaks_of_those_people() => ForAll(50, register =>
    {
        foreach (var table in register.Reports().SelectMany(r => r.Tables))
        {
            table.Rows.GroupBy(r => (r.Key, r.Figure)).Where(same => same.Count() > 1).ShouldBeEmpty();

            // A step is no person: whoever takes two is counted twice. Of a share, of documentation and of how many stated their months the people are the
            // denominator.
            table.Rows.Where(r =>
                r is { Figure: Figure.Count, People: not null }
                && table.Section is not (ReportSection.StepsByMonth or ReportSection.UnitsByMonth or ReportSection.Documentation)
                && !r.Key.StartsWith("months-", StringComparison.Ordinal))
                .Where(r => r.People != GenderCounts.From(r)).ShouldBeEmpty();
            table.Rows.Where(r => r.People is { } people && r[GenderGroup.Total] is { } total
                && r.Kind == CellKind.Count && table.Section is not (ReportSection.StepsByMonth or ReportSection.UnitsByMonth)
                && total > people.Total).ShouldBeEmpty();
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
        var flows = register.Reports().Select(r => r.Table(ReportSection.Flow, Window.Tertial).Rows).ToArray();
        foreach (var (before, after) in flows.Zip(flows.Skip(1)))
        {
            after.Single(r => r.Key == FlowTable.OngoingAtStart).Cells.ShouldBe(before.Single(r => r.Key == FlowTable.OngoingAtEnd).Cells);
        }
    });

    [Fact]
    public void Registrations_in_error_change_nothing() => ForAll(100, register =>
    {
        var without = register with { Participations = [.. register.Participations.Where(p => !p.RegisteredInError)] };

        ShouldBeTheSame(register, without);
    });

    [Fact]
    public void The_order_of_the_facts_does_not_matter() => ForAll(100, register =>
    {
        var reversed = register with { Participations = [.. register.Participations.Reverse()], Referrals = [.. register.Referrals.Reverse()] };

        ShouldBeTheSame(register, reversed);
    });

    [Fact]
    public void Every_follow_up_is_in_one_state_and_every_exit_has_one_reason() => ForAll(100, register =>
    {
        foreach (var report in register.Reports())
        {
            foreach (var window in Enum.GetValues<Window>())
            {
                var exits = report.Table(ReportSection.Exits, window).Rows;
                var total = exits.Single(r => r.Key == "total")[GenderGroup.Total];
                exits.Where(r => !r.Key.Contains(':', StringComparison.Ordinal) && r.Key != "total").Sum(r => r[GenderGroup.Total]).ShouldBe(total);
                report.Table(ReportSection.Documentation, window).Rows.Single(r => r.Key == "exits")[GenderGroup.Total].ShouldBe(total);
                var deceased = exits.SingleOrDefault(r => r.Key == "deceased")?[GenderGroup.Total] ?? 0;
                var followUps = report.Table(ReportSection.FollowUps, window).Rows;
                followUps.Select(r => r.Label("months")).Distinct().ShouldBe(report.Project.FollowUpMonths.Select(m => $"{m}"));
                foreach (var months in followUps.GroupBy(r => r.Label("months")))
                {
                    months.Take(5).Sum(r => r[GenderGroup.Total]).ShouldBe(total - deceased);
                    months.Skip(5).Sum(r => r[GenderGroup.Total]).ShouldBe(months.ElementAt(3)[GenderGroup.Total]);
                }
            }
        }
    });

    /// <summary>A generator that never makes what a check looks for would prove nothing.</summary>
    [Fact]
    public void Generated_registers_fill_every_row()
    {
        // Of the rows by month it is enough that some month has one, of those by referrer that some referrer has one, and some answer.
        static string Row(string cell) => ByReferrer().Replace(Months().Replace(cell, "month"), "by-referrer/$1");
        var missing = ReportRegister.Of(1).Reports().SelectMany(r => NaiveTertialReport.CellsOf(r).Keys).Select(Row).ToHashSet();
        missing.Count.ShouldBeGreaterThan(100);
        for (var seed = 1; seed <= 300 && missing.Count > 0; seed++)
        {
            foreach (var report in ReportRegister.Of(seed).Reports())
            {
                missing.ExceptWith(NaiveTertialReport.CellsOf(report).Where(cell => cell.Value > 0).Select(cell => Row(cell.Key)));
            }
        }

        missing.ShouldBeEmpty();
    }

    private static readonly GenderGroup[] Everybody = [GenderGroup.Woman, GenderGroup.Man, GenderGroup.OtherOrUnknown, GenderGroup.Total];

    private static IEnumerable<ReportTable> Tables(ReportRegister register, ReportSection section) =>
        register.Reports().SelectMany(r => r.Tables.Where(t => t.Section == section));

    private static void ShouldBeTheSame(ReportRegister register, ReportRegister other)
    {
        foreach (var (one, same) in register.Reports().Zip(other.Reports()))
        {
            NaiveTertialReport.Differences(NaiveTertialReport.CellsOf(one), NaiveTertialReport.CellsOf(same)).ShouldBeEmpty();
        }
    }

    private static void ForAll(int times, Action<ReportRegister> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(ReportRegister.Any(), holds));

    [GeneratedRegex(@"\b20\d\d-\d\d\b")]
    private static partial Regex Months();

    [GeneratedRegex("by-referrer/([a-z-]+):[a-z:-]+")]
    private static partial Regex ByReferrer();
}
