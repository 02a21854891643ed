using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using FsCheck;
using FsCheck.Fluent;
using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>What must hold of every register. A failure prints the register and FsCheck's seed.</summary>
public sealed class AttainmentProperties
{
    [Theory]
    [InlineData("fram")]
    [InlineData("iris2")]
    [InlineData("ips-unga")]
    [InlineData("uppsala")]
    public void The_engine_agrees_with_the_naive_implementation_on_the_four_projects(string project) =>
        ForAll(Register.OfProject(project), 30, AgreesWithTheNaiveImplementation);

    [Fact]
    public void The_engine_agrees_with_the_naive_implementation_on_goals_that_are_made_up() =>
        ForAll(Register.OfAnything(), 250, AgreesWithTheNaiveImplementation);

    // The slots (goal and subproject) are counted by hand from domain.md §5: a goal of one subproject has one, of several one each and one pooled.
    [Theory]
    [InlineData("fram", 10)]
    [InlineData("ips-unga", 8)]
    [InlineData("uppsala", 6)]
    [InlineData("iris2", (3 * 4) + 3 + 2 + 3 + 7)]
    public void The_items_are_goals_times_subprojects_times_windows_times_tertials(string project, int slots) =>
        ForAll(Register.OfProject(project), 20, register =>
        {
            var tertials = register.Project.Definition.Period.TertialsBegunBy(register.AsOf).ToArray();
            var items = register.Compute().Select(f => (f.Goal.Key, f.Subproject, f.Tertial, f.Window)).ToArray();

            items.Length.ShouldBe(slots * 3 * tertials.Length);
            items.ShouldBeUnique();
            items.Select(i => i.Tertial).Distinct().ShouldBe(tertials, ignoreOrder: true);
            (items.Select(i => (i.Key, i.Subproject)).Distinct().Count() == slots || tertials.Length == 0).ShouldBeTrue();
        });

    [Fact]
    public void Items_come_in_order_of_goal_subproject_tertial_and_window_pooled_last() => ForAll(Register.OfBoth(), 60, register =>
    {
        var keys = register.Project.Raw.Select(r => r.Key).Distinct().ToList();
        var figures = register.Compute();
        foreach (var (before, after) in figures.Zip(figures.Skip(1)))
        {
            var goals = keys.IndexOf(before.Goal.Key).CompareTo(keys.IndexOf(after.Goal.Key));
            goals.ShouldBeLessThanOrEqualTo(0);
            if (goals == 0 && before.Goal == after.Goal && before.Subproject == after.Subproject)
            {
                (before.Tertial.Index, before.Window).CompareTo((after.Tertial.Index, after.Window)).ShouldBeLessThan(0);
            }

            if (goals == 0 && before.Goal == after.Goal && before.Subproject != after.Subproject)
            {
                before.Subproject.ShouldNotBeNull("pooled comes last");
            }
        }
    });

    [Fact]
    public void Women_men_other_and_unknown_add_up_to_the_total() => ForAll(Register.OfBoth(), 60, register =>
    {
        foreach (var figure in register.Compute().Where(f => CountsPeople(f.Goal.Definition!.Measure)))
        {
            var measure = figure.Goal.Definition!.Measure;
            var judged = Judgement.Compute(figure, register.Project.Definition.On(register.AsOf)).Rows;
            judged.Select(r => r.Gender).ShouldBe([Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null]);
            judged.Take(4).Sum(r => r.Counts!.Value.Numerator).ShouldBe(judged[4].Counts!.Value.Numerator);
            judged[4].Counts!.Value.Denominator.ShouldBe(measure == Measure.Count ? null : judged.Take(4).Sum(r => r.Counts!.Value.Denominator));
            var isPartOf = measure is not (Measure.Balance or Measure.QueueTime);
            judged.Any(r => r.Counts!.Value.Numerator < 0 || (isPartOf && r.Counts.Value.Numerator > r.Counts.Value.Denominator)).ShouldBeFalse();
        }
    });

    /// <summary>Medians do not add up. Those who have waited do, and the longest of all is somebody's longest.</summary>
    [Fact]
    public void Those_who_waited_add_up_to_the_total_and_its_median_lies_between_theirs() => ForAll(Register.OfBoth(), 60, register =>
    {
        foreach (var waiting in register.Compute().Select(f => f.Waiting).OfType<WaitingTimes>())
        {
            foreach (var which in new Func<WaitingTime, WaitingDays?>[] { w => w.Started, w => w.StillQueued })
            {
                var (total, genders) = (which(waiting.Total), Enum.GetValues<Gender>().Select(g => which(waiting.Of(g))).OfType<WaitingDays>().ToArray());
                genders.Sum(g => g.Count).ShouldBe(total?.Count ?? 0);
                if (total is { } all)
                {
                    all.Longest.ShouldBe(genders.Max(g => g.Longest));
                    all.Median.ShouldBeInRange(genders.Min(g => g.Median), genders.Max(g => g.Median));
                }
            }
        }
    });

    [Fact]
    public void The_waiting_times_are_those_of_the_report() => ForAll(Register.OfProject("uppsala"), 40, register =>
    {
        var facts = register.ToFacts();
        var counted = facts.Participations.Where(p => !p.RegisteredInError).ToArray();
        foreach (var figure in register.Compute().Where(f => f.Goal.Key == "uppsala.waiting-time"))
        {
            var flow = FlowTable.Compute(new ReportPart(figure.Cohort, new PeopleByDay(counted), facts.Referrals)).ToDictionary(r => r.Key);
            flow[FlowTable.WaitingDaysMedian][GenderGroup.Total].ShouldBe(figure.Waiting!.Total.Started?.Median);
            flow[FlowTable.WaitingDaysLongest][GenderGroup.Woman].ShouldBe(figure.Waiting.Woman.Started?.Longest);
            flow[FlowTable.QueuedAtEnd][GenderGroup.Total].ShouldBe(figure.Waiting.Total.StillQueued?.Count ?? 0);
        }
    });

    [Fact]
    public void Of_these_lies_in_the_numerator_that_it_is_of() => ForAll(Register.OfBoth(), 100, register =>
    {
        var figures = register.Compute();
        foreach (var nested in figures.Where(f => f.Goal.Definition!.OfGoal is not null))
        {
            var parent = figures.SingleOrDefault(f => f.Goal.Key == nested.Goal.Definition!.OfGoal
                && f.Subproject == nested.Subproject && f.Tertial == nested.Tertial && f.Window == nested.Window);
            if (parent is null || !parent.Goal.Definition!.Subprojects.ToHashSet().SetEquals(nested.Goal.Definition!.Subprojects))
            {
                continue;
            }

            foreach (var gender in new Gender?[] { Gender.Woman, Gender.Man, Gender.Other, Gender.Unknown, null })
            {
                var (of, these) = (parent.Of(gender), nested.Of(gender));
                these.Numerator.ShouldBeLessThanOrEqualTo(of.Numerator);
                if (nested.Goal.Definition is { Measure: not Measure.Count, Filter: null } && parent.Goal.Definition.Measure != Measure.Count)
                {
                    these.Denominator.ShouldBe(of.Numerator, nested.Goal.Key);
                }
            }
        }
    });

    [Fact]
    public void Widening_the_window_never_lowers_a_count() => ForAll(Register.OfBoth(), 60, register =>
    {
        var book = register.Project.Book;
        var stocks = KeysLeaningOn(register, p => p is Population.SupportedInWindow or Population.ReferralsQueuedAtProjectStart);
        stocks.UnionWith(book.Versions.Where(v => v.Definition is { DependsOnWindow: true } or { Measure: Measure.QueueTime }).Select(v => v.Key));
        var figures = register.Compute().ToDictionary(f => (f.Goal, f.Subproject, f.Tertial, f.Window));
        foreach (var narrow in figures.Values)
        {
            // Who was there may be another tomorrow, and what is known of them too: for those only windows that end together are compared.
            // The year to date reaches beyond the tertial, and the project beyond the year; the next tertial's project window beyond this one's.
            var wider = new[]
            {
                (narrow.Goal, narrow.Subproject, narrow.Tertial, Window.YearToDate),
                (narrow.Goal, narrow.Subproject, narrow.Tertial, Window.SinceStart),
                (narrow.Goal, narrow.Subproject, new Tertial(narrow.Tertial.Index + 1), Window.SinceStart),
            };
            foreach (var wide in wider.Where(key => key.Item3 == narrow.Tertial || !stocks.Contains(narrow.Goal.Key))
                .Where(key => key.Item4 > narrow.Window || key.Item3 > narrow.Tertial).Select(figures.GetValueOrDefault).OfType<GoalFigure>())
            {
                // What another version of a goal counts may be less, also by way of a goal that leans on it.
                if (!book.InForceOn(wide.Cohort.To).SequenceEqual(book.InForceOn(narrow.Cohort.To)))
                {
                    continue;
                }

                foreach (var gender in Enum.GetValues<Gender>())
                {
                    (wide.Waiting?.Of(gender).Started?.Count ?? 0).ShouldBeGreaterThanOrEqualTo(narrow.Waiting?.Of(gender).Started?.Count ?? 0);
                    wide.Of(gender).Numerator.ShouldBeGreaterThanOrEqualTo(narrow.Of(gender).Numerator);
                    (wide.Of(gender).Denominator ?? 0).ShouldBeGreaterThanOrEqualTo(narrow.Of(gender).Denominator ?? 0);
                }
            }
        }
    });

    [Fact]
    public void A_goal_and_its_negation_add_up_to_the_denominator() => ForAll(Register.OfBoth(), 60, register =>
    {
        var negations = register.Project.Raw
            .Where(r => r.Definition is { } json && json.TryGetProperty("counts", out _))
            .Select(r =>
            {
                var json = JsonSerializer.SerializeToNode(r.Definition!.Value)!.AsObject();
                json["counts"] = new JsonObject { ["not"] = json["counts"]!.DeepClone() };
                return r with { Key = r.Key + ".not", Definition = JsonSerializer.SerializeToElement(json) };
            })
            .ToArray();
        var both = register with { Project = ProjectFile.Of(register.Project.Definition, [.. register.Project.Raw, .. negations]) };

        var figures = both.Compute().ToDictionary(f => (f.Goal.Key, f.Goal.Version, f.Subproject, f.Tertial, f.Window));
        foreach (var figure in figures.Values.Where(f =>
            f.Goal.Definition!.Measure is Measure.Share or Measure.ChangeFromBaseline && !f.Goal.Key.EndsWith(".not", StringComparison.Ordinal)))
        {
            if (figures.TryGetValue((figure.Goal.Key + ".not", figure.Goal.Version, figure.Subproject, figure.Tertial, figure.Window), out var negation))
            {
                foreach (var gender in Enum.GetValues<Gender>())
                {
                    negation.Of(gender).Denominator.ShouldBe(figure.Of(gender).Denominator);
                    (negation.Of(gender).Numerator + figure.Of(gender).Numerator).ShouldBe(figure.Of(gender).Denominator!.Value);
                }
            }
        }
    });

    [Fact]
    public void The_order_of_participations_changes_nothing() => ForAll(Register.OfBoth(), 60, register =>
    {
        var random = new Random(register.Seed);
        var shuffled = register with
        {
            Facts = [.. register.Facts.OrderBy(_ => random.Next())],
            Reported = [.. register.Reported.OrderBy(_ => random.Next())],
            Referrals = [.. register.Referrals.OrderBy(_ => random.Next())],
        };
        var reversed = register with { Facts = [.. register.Facts.Reverse()], Referrals = [.. register.Referrals.Reverse()] };

        var figures = register.Compute();
        shuffled.Compute().ShouldBe(figures);
        reversed.Compute().ShouldBe(figures);
    });

    [Fact]
    public void Two_registers_together_count_what_they_count_apart() => ForAll(Register.OfBoth(), 60, register =>
    {
        // What is reported stands beside both halves; medians do not add up, so only counts are compared.
        var (half, halfReferrals) = (register.Facts.Count / 2, register.Referrals.Count / 2);
        var first = (register with { Facts = [.. register.Facts.Take(half)], Referrals = [.. register.Referrals.Take(halfReferrals)] }).Compute();
        var second = (register with { Facts = [.. register.Facts.Skip(half)], Referrals = [.. register.Referrals.Skip(halfReferrals)] }).Compute();

        foreach (var (together, (one, other)) in register.Compute().Zip(first.Zip(second)))
        {
            foreach (var gender in Enum.GetValues<Gender>())
            {
                together.Of(gender).ShouldBe(new Ratio(
                    one.Of(gender).Numerator + other.Of(gender).Numerator, one.Of(gender).Denominator + other.Of(gender).Denominator));
            }
        }
    });

    [Fact]
    public void Registrations_in_error_change_nothing() => ForAll(Register.OfBoth(), 60, register =>
    {
        var errors = register.Facts.Select(f => f with { Exit = f.Exit ?? f.Start, Reason = "registered-in-error" });
        var with = register with { Facts = [.. errors, .. register.Facts, .. errors] };

        with.Compute().ShouldBe(register.Compute());
    });

    [Fact]
    public void A_later_day_adds_tertials_and_leaves_the_others_as_they_were_but_for_follow_ups_due() => ForAll(Register.OfBoth(), 60, register =>
    {
        var later = register with { AsOf = register.AsOf.AddMonths(5) };
        var begun = register.Project.Definition.Period.TertialsBegunBy(register.AsOf).ToHashSet();
        var due = KeysLeaningOn(register, p => p == Population.FollowUpsDue);

        // A forecast builds on what is known today.
        bool IsAboutToday(GoalFigure f) => due.Contains(f.Goal.Key) || f.Goal.Definition is { DependsOnWindow: true } or { Measure: Measure.QueueTime };
        IEnumerable<GoalFigure> Others(IEnumerable<GoalFigure> figures) => figures.Where(f => !IsAboutToday(f)).Select(f => f with { Turnovers = null });
        Others(later.Compute()).Where(f => begun.Contains(f.Tertial)).ShouldBe(Others(register.Compute()));
    });

    [Fact]
    public void A_later_day_never_lowers_the_follow_ups_due() => ForAll(OfFollowUps(), 100, register =>
    {
        var figures = register.Compute();
        var later = (register with { AsOf = register.AsOf.AddDays(1 + (register.Seed % 200)) }).Compute().ToDictionary(FigureKey);
        foreach (var figure in figures)
        {
            foreach (var gender in Enum.GetValues<Gender>())
            {
                later[FigureKey(figure)].Of(gender).Denominator!.Value.ShouldBeGreaterThanOrEqualTo(figure.Of(gender).Denominator!.Value);
                later[FigureKey(figure)].Of(gender).Numerator.ShouldBe(figure.Of(gender).Numerator, "what has no answer yet has no plan");
            }
        }
    });

    [Fact]
    public void Follow_ups_answered_are_among_those_due_and_those_among_the_exits() => ForAll(OfFollowUps(), 100, register =>
    {
        var figures = register.Compute().ToDictionary(FigureKey);
        foreach (var (key, answered) in figures.Where(f => f.Key.Goal == "f.answered"))
        {
            var due = figures[key with { Goal = "f.due" }];
            var exits = figures[key with { Goal = "f.exits" }];
            foreach (var gender in Enum.GetValues<Gender>())
            {
                answered.Of(gender).Denominator!.Value.ShouldBeLessThanOrEqualTo(due.Of(gender).Denominator!.Value);
                due.Of(gender).Denominator!.Value.ShouldBeLessThanOrEqualTo(exits.Of(gender).Denominator!.Value);
                due.Of(gender).Numerator.ShouldBe(answered.Of(gender).Numerator);
            }
        }
    });

    [Fact]
    public void Three_months_and_a_day_after_the_project_every_follow_up_is_due() => ForAll(OfFollowUps(), 60, register =>
    {
        var figures = (register with { AsOf = register.Project.Definition.Period.EndsOn.AddMonths(3).AddDays(1) }).Compute().ToDictionary(FigureKey);
        foreach (var (key, due) in figures.Where(f => f.Key.Goal == "f.due"))
        {
            due.Total.Denominator.ShouldBe(figures[key with { Goal = "f.exits" }].Total.Denominator);
        }
    });

    [Fact]
    public void The_queue_at_the_start_is_the_same_in_every_window_and_is_offered_ever_more() => ForAll(Register.OfProject("uppsala"), 60, register =>
    {
        var queue = register.Compute().Where(f => f.Goal.Key == "uppsala.queue-offered").ToArray();
        foreach (var gender in Enum.GetValues<Gender>())
        {
            queue.Select(f => f.Of(gender).Denominator).Distinct().Count().ShouldBeLessThanOrEqualTo(1);
            foreach (var tertial in queue.GroupBy(f => f.Tertial))
            {
                tertial.Select(f => f.Of(gender)).Distinct().ShouldHaveSingleItem("all windows end on the same day");
            }

            queue.Where(f => f.Window == Window.Tertial).Select(f => f.Of(gender).Numerator).ShouldBeInOrder();
        }
    });

    [Fact]
    public void Generated_registers_reach_every_verdict_and_both_kinds_of_clear()
    {
        var seen = new HashSet<(Verdict, bool?)>();
        var reached = new HashSet<(Measure, Verdict)>();
        var reasons = new HashSet<NotAssessableReason>();
        for (var seed = 1; seed <= 300; seed++)
        {
            var register = Register.OfAnything(seed);
            foreach (var figure in register.Compute())
            {
                var judgement = Judgement.Compute(figure, register.Project.Definition.On(register.AsOf));
                seen.Add((judgement.Verdict, judgement.Clear));
                reached.Add((figure.Goal.Definition!.Measure, judgement.Verdict));
                reasons.UnionWith(judgement.Reason is { } reason ? [reason] : []);
            }
        }

        // A count that is due is always assessable.
        reached.ShouldBe(
            Enum.GetValues<Measure>().SelectMany(m => Enum.GetValues<Verdict>().Select(v => (m, v))).Where(p => p != (Measure.Count, Verdict.NotAssessable)),
            ignoreOrder: true);
        reasons.ShouldBe(Enum.GetValues<NotAssessableReason>(), ignoreOrder: true);

        seen.ShouldBe(
            [
                (Verdict.Reached, true), (Verdict.Reached, false), (Verdict.Reached, null),
                (Verdict.NotReached, true), (Verdict.NotReached, false), (Verdict.NotReached, null),
                (Verdict.NotDue, true), (Verdict.NotDue, false), (Verdict.NotDue, null),
                (Verdict.NotAssessable, null), (Verdict.NoTarget, null),
            ],
            ignoreOrder: true);
    }

    private static bool CountsPeople(Measure measure) => measure is not (Measure.Milestone or Measure.Duration);

    private static (string Goal, string? Subproject, Tertial Tertial, Window Window) FigureKey(GoalFigure figure) =>
        (figure.Goal.Key, figure.Subproject, figure.Tertial, figure.Window);

    /// <summary>FRAM's participations under goals about follow-ups, and the exits that have one.</summary>
    private static Arbitrary<Register> OfFollowUps()
    {
        RawGoal Goal(string key, string population, string rest) => new(
            key, 1, new DateOnly(2021, 1, 1),
            JsonElement.Parse($$"""{ "text": { "sv": "Mål" }, "measure": "share", "of": { "population": "{{population}}" }, {{rest}} }"""));

        var fram = ProjectFile.Load("fram").Definition;
        var project = ProjectFile.Of(
            fram,
            [
                Goal("f.answered", "follow-ups-answered", "\"counts\": { \"functioningPlan\": true }"),
                Goal("f.due", "follow-ups-due", "\"counts\": { \"functioningPlan\": true }"),
                Goal("f.exits", "exits", "\"filter\": { \"not\": { \"exitReason\": [\"deceased\"] } }, \"counts\": { \"functioningPlan\": true }"),
            ]);
        return Register.OfProject("fram").Convert(register => register with { Project = project, Name = "made up" }, register => register);
    }

    /// <summary>Keys of the goals that count over such a population in any version, or lean on a goal that does.</summary>
    private static HashSet<string> KeysLeaningOn(Register register, Func<Population, bool> population)
    {
        var keys = new HashSet<string>();
        int before;
        do
        {
            before = keys.Count;
            keys.UnionWith(register.Project.Book.Versions
                .Where(v => v.Definition is { } goal && ((goal.Population is { } p && population(p)) || goal.References.Any(keys.Contains)))
                .Select(v => v.Key));
        }
        while (keys.Count > before);

        return keys;
    }

    private static void AgreesWithTheNaiveImplementation(Register register)
    {
        var time = register.Project.Definition.On(register.AsOf);
        var naiveTime = new NaiveTime(time.Period.StartsOn, time.Period.EndsOn, time.AsOf, register.Project.Definition.PaceFrom);
        var naive = register.Naive().Figures().ToDictionary(f => f.Key);
        var figures = register.Compute();
        foreach (var figure in figures)
        {
            var key = $"{figure.Goal.Key} [{figure.Subproject}] {figure.Tertial} {Code.Format(figure.Window)}";
            if (!naive.Remove(key, out var expected))
            {
                throw new InvalidOperationException($"The naive implementation has no {key}, or has it once only.");
            }

            Same(key, "version", figure.Goal.Version, expected.Goal.Version);
            Same(key, "first day", figure.Cohort.From, expected.From);
            Same(key, "last day", figure.Cohort.To, expected.To);
            Same(key, "partial", figure.Cohort.Partial, expected.Partial);
            Same(key, "baseline", WorkedCaseTests.BaselineOf(figure), expected.Baseline?.ToValue());

            var judgement = Judgement.Compute(figure, time);
            var expectedJudgement = NaiveJudgement.Of(expected, naiveTime);
            foreach (var row in judgement.Rows)
            {
                var name = row.Gender is { } gender ? Code.Format(gender) : "total";
                Same(key, name, WorkedCaseTests.ToNaive(row), expected.Rows[name]);
                Same(key, name + " meets", row.MeetsTarget, expectedJudgement.Meets[name]);
            }

            Same(key, "verdict", Code.Format(judgement.Verdict), expectedJudgement.Verdict);
            Same(key, "standing", judgement.Standing is { } standing ? Code.Format(standing) : null, expectedJudgement.Standing);
            Same(key, "due", judgement.Due?.On, expectedJudgement.DueOn);
            Same(key, "pace", PaceOf(judgement.Rows.Single(row => row.Gender is null).Pace), expectedJudgement.Pace);
            AgreesWithTheNaiveForecast(key, GoalForecast.Compute(figure, time), NaiveForecast.Of(expected, expectedJudgement, register, naiveTime));
            Same(key, "clear", judgement.Clear, expectedJudgement.Clear);
            Same(key, "reason", judgement.Reason is { } reason ? Code.Format(reason) : null, expectedJudgement.Reason);
        }

        naive.Keys.ShouldBeEmpty("figures that the engine does not have");
    }

    private static NaivePace? PaceOf(Pace? pace) =>
        pace is null ? null : new NaivePace(pace.Missing, pace.MonthsLeft, pace.PerMonthSoFar, pace.PerMonthNeeded);

    private static void AgreesWithTheNaiveForecast(string key, GoalForecast? forecast, NaiveForecast? naive)
    {
        Same(key, "forecast rows", forecast is null ? null : string.Join(' ', forecast.Rows.Select(row => RowOf(row.Gender))), naive?.Rows);
        if (forecast is not null && Math.Abs(forecast.Probability - naive!.Probability) > 1e-9)
        {
            throw new InvalidOperationException(
                string.Create(CultureInfo.InvariantCulture, $"{key}, probability: engine {forecast.Probability:R}, naive {naive.Probability:R}."));
        }

        string RowOf(Gender? gender)
        {
            var row = forecast.Rows.Single(one => one.Gender == gender).Forecast;
            var name = gender is { } one ? Code.Format(one) : "total";
            return string.Create(CultureInfo.InvariantCulture, $"{name}:{row.Remaining}/{row.FewestNeeded}/{row.MostAllowed}");
        }
    }

    private static void Same<T>(string key, string what, T engine, T naive)
    {
        if (!EqualityComparer<T>.Default.Equals(engine, naive))
        {
            throw new InvalidOperationException(string.Create(CultureInfo.InvariantCulture, $"{key}, {what}: engine {engine}, naive {naive}."));
        }
    }

    private static void ForAll(Arbitrary<Register> registers, int times, Action<Register> holds) =>
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(times), Prop.ForAll(registers, holds));
}
