using System.Globalization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Domain.Tests.Reports;

/// <summary>
/// A second, deliberately naive implementation of the report, written from domain.md: a window is walked day by day or asked by plain date
/// comparisons, and every cell is counted anew. It gives every cell of a tertial's tables as <c>window/table/row/column</c>.
/// </summary>
internal sealed class NaiveTertialReport(ReportRegister register, int year, int number)
{
    private static readonly string[] Columns = ["woman", "man", "otherOrUnknown", "total"];

    private readonly DateOnly _startsOn = register.Project.Period.StartsOn;
    private readonly DateOnly _endsOn = register.Project.Period.EndsOn;

    public Dictionary<string, decimal?> Cells()
    {
        var cells = new Dictionary<string, decimal?>();
        var first = new DateOnly(year, number switch { 1 => 1, 2 => 5, _ => 9 }, 1);
        var last = number switch { 1 => new DateOnly(year, 4, 30), 2 => new DateOnly(year, 8, 31), _ => new DateOnly(year, 12, 31) };
        var to = Earlier(last, _endsOn);
        foreach (var (window, begin) in new[] { ("Tertial", first), ("YearToDate", new DateOnly(year, 1, 1)), ("SinceStart", _startsOn) })
        {
            AddTables(cells, window, Later(begin, _startsOn), to);
            AddReferrers(cells, window, Later(begin, _startsOn), to);
            AddShares(cells, window, Later(begin, _startsOn), to);
            AddMonths(cells, window, Later(begin, _startsOn), to);
            AddAssessments(cells, window, Later(begin, _startsOn), to);
            AddBeforeAndAfter(cells, window, Later(begin, _startsOn), to);
            AddWhoqol(cells, window, Later(begin, _startsOn), to);
            AddGiven(cells, window, Later(begin, _startsOn), to);
        }

        AddFinsam(cells, Later(new DateOnly(year, 1, 1), _startsOn), to);
        AddResources(cells, to);
        AddDataQuality(cells, Later(first, _startsOn), to);
        return cells;
    }

    private static DateOnly Earlier(DateOnly a, DateOnly b) => a < b ? a : b;

    private static DateOnly Later(DateOnly a, DateOnly b) => a > b ? a : b;

    private static bool IsIn(string column, Gender gender) => column switch
    {
        "woman" => gender == Gender.Woman,
        "man" => gender == Gender.Man,
        "total" => true,
        _ => gender is Gender.Other or Gender.Unknown,
    };

    private static bool Between(DateOnly from, DateOnly? day, DateOnly to) => day is { } date && date >= from && date <= to;

    private void AddTables(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        var counted = register.Participations.Where(p => p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        var identified = counted.Where(p => !p.Anonymous).ToArray();
        var exits = identified.Where(p => Between(from, p.Exit?.On, to)).ToArray();
        var starts = counted.Where(p => !p.CarriedOver && Between(from, p.StartedOn, to)).ToArray();

        void Row(string row, IEnumerable<Participation> who)
        {
            foreach (var column in Columns)
            {
                cells[$"{window}/{row}/{column}"] = who.Count(p => IsIn(column, p.Gender));
            }
        }

        void Days(
            string row, IEnumerable<Participation> who, Func<Participation, DateOnly> from, Func<Participation, DateOnly> until,
            Func<List<int>, decimal> figure)
        {
            foreach (var column in Columns)
            {
                var days = who.Where(p => IsIn(column, p.Gender))
                    .Select(p => (int)(until(p).ToDateTime(default) - from(p).ToDateTime(default)).TotalDays).ToList();
                days.Sort();
                cells[$"{window}/{row}/{column}"] = days.Count == 0 ? null : figure(days);
            }
        }

        // At a day's beginning are those who were there the evening before; whoever was carried over was there on every evening before the exit.
        Row("flow/ongoing-at-start", identified.Where(p => WasThereInTheEveningOf(p, from.AddDays(-1))));
        Row("flow/started", starts.Where(p => !p.Anonymous));
        Row("flow/exited", exits);
        Row("flow/ongoing-at-end", identified.Where(p => WasThereInTheEveningOf(p, to)));
        Row("flow/anonymous-started", starts.Where(p => p.Anonymous));
        Row("flow/referred", register.Referrals.Where(r => Between(from, r.ReferredOn, to)));
        Row(
            "flow/not-started",
            register.Referrals.Where(r =>
                Between(from, r.ReferralClosedOn, to) && Code.Format(r.ReferralOutcome!.Value) is "declined" or "withdrawn" or "guided-elsewhere"));
        Row("flow/queued-at-end", register.Referrals.Where(r => r.QueuedOn <= to && (r.ReferralClosedOn == null || r.ReferralClosedOn > to)));
        static decimal Median(List<int> days) => days.Count % 2 == 1 ? days[days.Count / 2] : (days[(days.Count / 2) - 1] + days[days.Count / 2]) / 2m;
        var waited = starts.Where(p => !p.Anonymous && p.ReferredOn != null).ToArray();
        Days("flow/waiting-days-median", waited, p => p.ReferredOn!.Value, p => p.StartedOn, Median);
        Days("flow/waiting-days-longest", waited, p => p.ReferredOn!.Value, p => p.StartedOn, days => days.Max());
        Days("time-in-project/days-median", exits, p => p.StartedOn, p => p.Exit!.On, Median);
        Days("time-in-project/days-longest", exits, p => p.StartedOn, p => p.Exit!.On, days => days.Max());
        Row("time-in-project/n", exits);

        foreach (var reason in register.Project.ExitReasons.Concat(exits.Select(p => Code.Format(p.Exit!.Reason)))
            .Where(r => r != "registered-in-error").Distinct())
        {
            Row("exits/" + reason, exits.Where(p => Code.Format(p.Exit!.Reason) == reason));
        }

        string[] work = ["work-unsubsidised", "work-subsidised"];
        string[] studies = ["studies", "vocational-studies", "studies-completed"];
        string[] seeking = ["coordinated-support", "employment-service-measure", "municipal-measure", "supported-employment"];
        string[] interrupted = ["health-care", "returned-to-referrer", "moved", "dropped-out", "discharged-no-progress", "deceased", "unknown"];
        Row("exits/ending:planned", exits.Where(p => !interrupted.Contains(Code.Format(p.Exit!.Reason))));
        Row("exits/ending:interrupted", exits.Where(p => interrupted.Contains(Code.Format(p.Exit!.Reason))));
        Row("exits/group:work", exits.Where(p => work.Contains(Code.Format(p.Exit!.Reason))));
        Row("exits/group:studies", exits.Where(p => studies.Contains(Code.Format(p.Exit!.Reason))));
        Row("exits/group:job-seeking", exits.Where(p => seeking.Contains(Code.Format(p.Exit!.Reason))));
        Row("exits/group:other", exits.Where(p => !work.Concat(studies).Concat(seeking).Contains(Code.Format(p.Exit!.Reason))));
        Row("exits/total", exits);

        var followedUp = exits.Where(p => p.Exit!.Reason != ExitReason.Deceased).ToArray();
        foreach (var months in register.Project.FollowUpMonths)
        {
            var table = "follow-ups/" + (months == 3 ? "" : months + "-months:");
            var open = followedUp.Where(p => IsOpen(p, months)).ToArray();
            Row(table + "not-due", open.Where(p => p.Exit!.On.AddMonths(months) > register.AsOf));
            Row(table + "due", open.Where(p => Between(p.Exit!.On.AddMonths(months), register.AsOf, p.Exit!.On.AddMonths(months).AddDays(30))));
            Row(table + "overdue", open.Where(p => p.Exit!.On.AddMonths(months).AddDays(30) < register.AsOf));
            Row(table + "answered", followedUp.Where(p => AnswerOf(p, months) != null));
            Row(table + "unobtainable", followedUp.Where(p => !IsOpen(p, months) && AnswerOf(p, months) == null));
            foreach (var answer in register.Project.FollowUpAnswers.Concat(followedUp.Select(p => AnswerOf(p, months)).OfType<string>()).Distinct())
            {
                Row(table + "answer:" + answer, followedUp.Where(p => AnswerOf(p, months) == answer));
            }
        }

        if (register.Project.UsesPlacements)
        {
            // One day after the other: who was supported on it, and which jobs and courses went on.
            var known = Earlier(to, register.AsOf);
            var supported = identified.Where(p => (p.CarriedOver || p.StartedOn <= to) && (p.Exit == null || p.Exit.On >= from)).ToArray();
            int DaysBy(TakenPlacement placement) =>
                Enumerable.Range(0, 2000).Select(placement.StartedOn.AddDays)
                    .Count(day => day <= known && (placement.EndedOn == null || day <= placement.EndedOn));
            bool Begun(TakenPlacement placement) => Between(from, placement.StartedOn, known);
            Row("placements/with-placement", supported.Where(p => p.Placements.Any(placement => placement.StartedOn <= known)));
            Row("placements/placement-begun", identified.Where(p => p.Placements.Any(Begun)));
            Row("placements/placement-begun:work", identified.Where(p => p.Placements.Any(x => Begun(x) && x.Kind == PlacementKind.Work)));
            Row("placements/placement-begun:studies", identified.Where(p => p.Placements.Any(x => Begun(x) && x.Kind == PlacementKind.Studies)));
            Row(
                "placements/placement-begun:subsidised",
                identified.Where(p => p.Placements.Any(x => Begun(x) && x.Kind == PlacementKind.Work && x.Subsidised == true)));
            Row(
                "placements/placement-begun:open-to-all",
                identified.Where(p => p.Placements.Any(x => Begun(x) && x.Kind == PlacementKind.Work && x.OpenToAll == true)));
            Row(
                "placements/placement-ongoing",
                supported.Where(p => p.Placements.Any(x => x.StartedOn <= known && (x.EndedOn == null || x.EndedOn > known))));
            Row("placements/placement-lasting-13-weeks", supported.Where(p => p.Placements.Any(x => DaysBy(x) >= 91)));
            var first = identified.Where(p => p.Placements.Count > 0 && Between(from, p.Placements.Min(x => x.StartedOn), to)).ToArray();
            Days(
                "placements/days-to-first-placement-median", first, p => p.StartedOn, p => p.Placements.Min(x => x.StartedOn),
                days => (days[(days.Count - 1) / 2] + days[days.Count / 2]) / 2m);
            Days(
                "placements/days-to-first-placement-longest", first, p => p.StartedOn, p => p.Placements.Min(x => x.StartedOn), days => days[^1]);
        }

        Row("documentation/given-to-referrer", exits.Where(p => p.Exit!.DocumentedToReferrer));
        Row("documentation/given-to-participant", exits.Where(p => p.Exit!.DocumentedToParticipant));
        Row("documentation/given-to-both", exits.Where(p => p.Exit!.DocumentedToReferrer && p.Exit.DocumentedToParticipant));
        Row("documentation/exits", exits);
    }

    private void AddReferrers(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        var identified = register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        var started = identified.Where(p => !p.CarriedOver && Between(from, p.StartedOn, to)).ToArray();
        var referred = register.Referrals.Where(r => Between(from, r.ReferredOn, to)).ToArray();
        var followedUp = identified.Where(p => Between(from, p.Exit?.On, to) && p.Exit!.Reason != ExitReason.Deceased).ToArray();
        static string Of(Participation p) => p.Referrer == null ? "not-stated" : Code.Format(p.Referrer.Value);
        void Row(string row, IEnumerable<Participation> who)
        {
            foreach (var column in Columns)
            {
                cells[$"{window}/{row}/{column}"] = who.Count(p => IsIn(column, p.Gender));
            }
        }

        static string UnitOf(Participation p) => p.ReferrerUnit ?? "not-stated";
        foreach (var (table, counted) in new[] { ("referrers/referred-unit:", referred), ("referrers/started-unit:", started) })
        {
            var units = register.Project.ReferrerUnits.Select(u => u.Code).Concat(counted.Select(UnitOf)).Where(u => u != "not-stated").Distinct().ToArray();
            foreach (var unit in register.Project.ReferrerUnits.Count == 0 ? [] : units.Append("not-stated"))
            {
                Row(table + unit, counted.Where(p => UnitOf(p) == unit));
            }
        }

        AddUnits(cells, window, from, to);
        foreach (var referrer in register.Project.Referrers.Concat(started.Concat(referred).Select(Of)).Append("not-stated").Distinct())
        {
            Row("referrers/referred:" + referrer, referred.Where(p => Of(p) == referrer));
            Row("referrers/started:" + referrer, started.Where(p => Of(p) == referrer));
        }

        foreach (var months in register.Project.FollowUpMonths)
        {
            var table = "follow-ups-by-referrer/" + (months == 3 ? "" : months + "-months:");
            var answers = register.Project.FollowUpAnswers.Concat(followedUp.Select(p => AnswerOf(p, months)).OfType<string>()).Distinct().ToArray();
            foreach (var referrer in register.Project.Referrers.Concat(followedUp.Select(Of)).Append("not-stated").Distinct())
            {
                var own = followedUp.Where(p => Of(p) == referrer).ToArray();
                var open = own.Where(p => IsOpen(p, months)).ToArray();
                Row($"{table}not-due:{referrer}", open.Where(p => p.Exit!.On.AddMonths(months) > register.AsOf));
                Row(
                    $"{table}due:{referrer}",
                    open.Where(p => Between(p.Exit!.On.AddMonths(months), register.AsOf, p.Exit!.On.AddMonths(months).AddDays(30))));
                Row($"{table}overdue:{referrer}", open.Where(p => p.Exit!.On.AddMonths(months).AddDays(30) < register.AsOf));
                Row($"{table}answered:{referrer}", own.Where(p => AnswerOf(p, months) != null));
                Row($"{table}unobtainable:{referrer}", own.Where(p => !IsOpen(p, months) && AnswerOf(p, months) == null));
                foreach (var answer in answers)
                {
                    Row($"{table}answer:{answer}:{referrer}", own.Where(p => AnswerOf(p, months) == answer));
                }
            }
        }
    }

    private static bool IsOpen(Participation p, int months) => p.FollowUps.All(f => f.Months != months);

    private static string? AnswerOf(Participation p, int months) =>
        p.FollowUps.Where(f => f.Months == months && f.Answer != null).Select(f => Code.Format(f.Answer!.Value)).SingleOrDefault();

    /// <summary>The bounds are found by giving every missing answer, once against and once in favour.</summary>
    private void AddShares(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        var followedUp = register.Participations
            .Where(p => !p.Anonymous && Between(from, p.Exit?.On, to) && p.Exit!.Reason is not (ExitReason.RegisteredInError or ExitReason.Deceased))
            .ToArray();
        foreach (var months in register.Project.FollowUpMonths)
        {
            AddShares(cells, window, months, followedUp);
        }
    }

    private void AddShares(Dictionary<string, decimal?> cells, string window, int months, Participation[] followedUp)
    {
        var table = months == 3 ? "" : months + "-months:";
        var answers = register.Project.FollowUpAnswers.Concat(followedUp.Select(p => AnswerOf(p, months)).OfType<string>()).Distinct();
        string[] measure = ["work", "studies", "in-measure"];
        string[] plan = [.. measure, "queued-for-measure", "plan-without-measure"];
        foreach (var (key, meant) in answers.Select(a => ("answer:" + a, new[] { a }))
            .Append(("functioning-plan", plan)).Append(("functioning-measure", measure)))
        {
            foreach (var column in Columns)
            {
                int answered = 0, due = 0, counts = 0, worst = 0, best = 0;
                foreach (var p in followedUp.Where(p => IsIn(column, p.Gender)))
                {
                    var hasAnswered = AnswerOf(p, months) != null;
                    var isMeant = hasAnswered && meant.Contains(AnswerOf(p, months));
                    answered += hasAnswered ? 1 : 0;
                    counts += isMeant ? 1 : 0;
                    if (hasAnswered || p.Exit!.On.AddMonths(months) <= register.AsOf)
                    {
                        due++;
                        worst += isMeant ? 1 : 0;
                        best += isMeant || !hasAnswered ? 1 : 0;
                    }
                }

                foreach (var (basis, of) in new[] { ("answered", answered), ("due", due) })
                {
                    var row = $"{window}/follow-up-shares/{table}{key}:{basis}";
                    cells[$"{row}:numerator/{column}"] = counts;
                    cells[$"{row}:denominator/{column}"] = of;
                    cells[$"{row}:share/{column}"] = of == 0 ? null : Math.Round((decimal)counts / of, 4, MidpointRounding.AwayFromZero);
                    cells[$"{row}:lowest/{column}"] = due == 0 ? null : Math.Round((decimal)worst / due, 4, MidpointRounding.AwayFromZero);
                    cells[$"{row}:highest/{column}"] = due == 0 ? null : Math.Round((decimal)best / due, 4, MidpointRounding.AwayFromZero);
                }
            }
        }
    }

    /// <summary>Each participation's assessments are looked through one by one.</summary>
    private void AddAssessments(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        string[] areas = ["health-and-work", "chances-of-a-job", "time-to-focus", "managing-a-job", "skills-of-use", "cooperation"];
        static bool IsBefore(RatedAssessment a, RatedAssessment b) =>
            a.On != b.On ? a.On < b.On : a.Occasion != b.Occasion ? a.Occasion < b.Occasion : string.CompareOrdinal(a.Reference, b.Reference) < 0;
        foreach (var column in Columns)
        {
            var values = new Dictionary<string, List<int>>();
            void Add(string area, string occasion, int? value)
            {
                var list = values.TryGetValue($"{area}:{occasion}", out var known) ? known : values[$"{area}:{occasion}"] = [];
                list.AddRange(value is { } rating ? [rating] : []);
            }

            foreach (var area in areas)
            {
                foreach (var occasion in new[] { "start", "latest", "exit", "change", "change-to-exit" })
                {
                    Add(area, occasion, null);
                }
            }

            foreach (var p in register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError && IsIn(column, p.Gender)))
            {
                RatedAssessment? start = null, exit = null, latest = null;
                foreach (var a in register.SelfAssessments.Where(a => a.Instrument == "skapa" && a.Enrollment == p.Reference && a.On <= to))
                {
                    start = a.Occasion == AssessmentOccasion.Start && (start == null || IsBefore(a, start)) ? a : start;
                    exit = a.Occasion == AssessmentOccasion.Exit && (exit == null || IsBefore(exit, a)) ? a : exit;
                    latest = a.On >= from && (latest == null || IsBefore(latest, a)) ? a : latest;
                }

                for (var i = 0; i < 6; i++)
                {
                    Add(areas[i], "start", start?.On >= from ? start?.Ratings[i] : null);
                    Add(areas[i], "exit", exit?.On >= from ? exit?.Ratings[i] : null);
                    Add(areas[i], "latest", latest?.Ratings[i]);
                    Add(areas[i], "change", start != null && latest != null && start.On < latest.On ? latest.Ratings[i] - start.Ratings[i] : null);
                    Add(areas[i], "change-to-exit", start != null && exit?.On >= from && start.On < exit.On ? exit.Ratings[i] - start.Ratings[i] : null);
                }
            }

            foreach (var (row, ratings) in values)
            {
                cells[$"{window}/self-assessments/{row}/{column}"] = ratings.Count;
                cells[$"{window}/self-assessments/{row}:mean/{column}"] =
                    ratings.Count == 0 ? null : Math.Round((decimal)ratings.Sum() / ratings.Count, 2, MidpointRounding.AwayFromZero);
            }
        }
    }

    /// <summary>WHOQOL: each domain is added up anew for each value. Points are exact fractions of 840, the least number that 2 to 8 divide.</summary>
    private void AddWhoqol(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        if (!register.SelfAssessments.Any(a => a.Instrument == "whoqol-bref"))
        {
            return;
        }

        var domains = new (string Code, int[] Items, int MostMissing)[]
        {
            ("physical", [3, 4, 10, 15, 16, 17, 18], 2), ("psychological", [5, 6, 7, 11, 19, 26], 2), ("social", [20, 21, 22], 1),
            ("environment", [8, 9, 12, 13, 14, 23, 24, 25], 2),
        };
        foreach (var column in Columns)
        {
            foreach (var (code, items, mostMissing) in domains)
            {
                long? Points(RatedAssessment? a)
                {
                    var answers = items.Select(item => item is 3 or 4 or 26 ? 6 - a?.Ratings[item - 1] : a?.Ratings[item - 1]).Where(r => r != null).ToArray();
                    return a == null || items.Length - answers.Length > mostMissing ? null : answers.Sum(r => r!.Value) * 4 * 840L / answers.Length;
                }

                var values = new Dictionary<string, List<long>>();
                foreach (var occasion in new[] { "start", "latest", "exit", "change", "change-to-exit" })
                {
                    values[occasion] = [];
                }

                foreach (var p in register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError && IsIn(column, p.Gender)))
                {
                    var own = register.SelfAssessments.Where(a => a.Instrument == "whoqol-bref" && a.Enrollment == p.Reference && a.On <= to)
                        .OrderBy(a => (a.On, (int)a.Occasion)).ThenBy(a => a.Reference, StringComparer.Ordinal).ToList();
                    var start = own.Find(a => a.Occasion == AssessmentOccasion.Start);
                    var exit = own.FindLast(a => a.Occasion == AssessmentOccasion.Exit);
                    var latest = own.FindLast(a => a.On >= from);
                    void Add(string occasion, long? value) => values[occasion].AddRange(value is { } points ? [points] : []);
                    Add("start", start?.On >= from ? Points(start) : null);
                    Add("latest", Points(latest));
                    Add("exit", exit?.On >= from ? Points(exit) : null);
                    Add("change", start?.On < latest?.On ? Points(latest) - Points(start) : null);
                    Add("change-to-exit", exit?.On >= from && start?.On < exit.On ? Points(exit) - Points(start) : null);
                }

                foreach (var (occasion, points) in values)
                {
                    cells[$"{window}/self-assessments/{code}:{occasion}/{column}"] = points.Count;
                    cells[$"{window}/self-assessments/{code}:{occasion}:mean/{column}"] =
                        points.Count == 0 ? null : Math.Round(points.Sum() / (840m * points.Count), 2, MidpointRounding.AwayFromZero);
                }
            }
        }
    }

    /// <summary>Of each who is expected to have rated on an occasion, whether there is one.</summary>
    private void AddGiven(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        foreach (var instrument in register.SelfAssessments.Select(a => a.Instrument).Distinct())
        {
            foreach (var column in Columns)
            {
                foreach (var of in new[] { AssessmentOccasion.Start, AssessmentOccasion.SixthMonth, AssessmentOccasion.Exit })
                {
                    var occasion = of == AssessmentOccasion.Start ? "start" : of == AssessmentOccasion.Exit ? "exit" : "sixth-month";
                    var (given, expected) = (0, 0);
                    var identified = register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError);
                    foreach (var p in identified.Where(p => IsIn(column, p.Gender)))
                    {
                        DateOnly? day = of switch
                        {
                            AssessmentOccasion.Start => p.CarriedOver ? null : p.StartedOn,
                            AssessmentOccasion.SixthMonth => p.Exit != null && p.Exit.On < p.StartedOn.AddMonths(6) ? null : p.StartedOn.AddMonths(6),
                            _ => p.Exit?.Reason == ExitReason.Deceased ? null : p.Exit?.On,
                        };
                        if (day >= from && day <= to && day <= register.AsOf)
                        {
                            expected++;
                            given += register.SelfAssessments.Any(a => a.Instrument == instrument && a.Enrollment == p.Reference && a.Occasion == of) ? 1 : 0;
                        }
                    }

                    cells[$"{window}/self-assessments-given/{instrument}:with-{occasion}:numerator/{column}"] = given;
                    cells[$"{window}/self-assessments-given/{instrument}:with-{occasion}:denominator/{column}"] = expected;
                }
            }
        }
    }

    /// <summary>Steps and the work list, month by month.</summary>
    private void AddMonths(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        var identified = register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        foreach (var column in Columns)
        {
            var steps = identified.Where(p => IsIn(column, p.Gender))
                .SelectMany(p => p.Steps.Where(s => Between(from, s.On, to)).Select(s => (p, s))).ToArray();
            cells[$"{window}/steps-by-month/total/{column}"] = steps.Length;
            foreach (var kind in KindsCounted())
            {
                cells[$"{window}/steps-by-month/kind:{kind}/{column}"] = steps.Count(s => KindOf(s.s) == kind);
            }

            foreach (var (p, step) in identified.SelectMany(p => p.Steps.Where(s => Between(from, s.On, to)).Select(s => (p, s))))
            {
                var row = $"{step.On.Year:0000}-{step.On.Month:00}:{KindOf(step)}{(p.Subproject == null ? "" : ":" + p.Subproject)}";
                cells[$"{window}/steps-by-month/{row}/{column}"] = steps.Count(s =>
                    KindOf(s.s) == KindOf(step) && s.p.Subproject == p.Subproject && s.s.On.Year == step.On.Year && s.s.On.Month == step.On.Month);
            }

            // Between the evening before a month begins and its last evening, today's at the latest.
            var listed = identified.Where(p => IsIn(column, p.Gender) && p.Exit is { Reason: not ExitReason.Deceased }).ToArray();
            var end = Earlier(to, register.AsOf);
            var inWindow = Enumerable.Range(0, int.Max(0, end.DayNumber - from.DayNumber + 1))
                .Select(from.AddDays).GroupBy(day => $"{day.Year:0000}-{day.Month:00}");
            foreach (var (months, month) in register.Project.FollowUpMonths.SelectMany(months => inWindow.Select(month => (months, month))))
            {
                var table = months == 3 ? "" : months + "-months:";
                void Cell(string key, Func<Participation, DateOnly, bool> counts) =>
                    cells[$"{window}/follow-ups-by-month/{table}{key}:{month.Key}/{column}"] = listed.Count(p => counts(p, p.Exit!.On.AddMonths(months)));
                DateOnly? ClosedOn(Participation p) => IsOpen(p, months) ? null : p.FollowUps.Single(f => f.Months == months).On;
                bool IsOnTheList(Participation p, DateOnly due, DateOnly evening) => due <= evening && (ClosedOn(p) == null || ClosedOn(p) > evening);
                bool IsClosedInMonth(Participation p) => Between(month.First(), ClosedOn(p), month.Last());

                Cell("open-at-start", (p, due) => IsOnTheList(p, due, month.First().AddDays(-1)));
                Cell("open-at-end", (p, due) => IsOnTheList(p, due, month.Last()));
                Cell("new-due", (p, due) => Between(month.First(), due, month.Last()) && (ClosedOn(p) == null || ClosedOn(p) >= due));
                Cell("answered", (p, due) => IsClosedInMonth(p) && ClosedOn(p) >= due && AnswerOf(p, months) != null);
                Cell("unobtainable", (p, due) => IsClosedInMonth(p) && ClosedOn(p) >= due && AnswerOf(p, months) == null);
                Cell("closed-before-due", (p, due) => IsClosedInMonth(p) && ClosedOn(p) < due);
            }
        }
    }

    /// <summary>Asks each person who exited what was stated, one category after the other. The ages and extents are listed one by one.</summary>
    private void AddBeforeAndAfter(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        var exits = register.Participations
            .Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError && Between(from, p.Exit?.On, to)).ToArray();
        string[] groups = ["work", "studies", "job-seeking", "other", "not-stated"];
        string[] working = ["work-unsubsidised", "work-subsidised", "studies", "vocational-studies", "studies-completed"];
        foreach (var column in Columns)
        {
            var own = exits.Where(p => IsIn(column, p.Gender)).ToArray();
            void Cell(string row, Func<Participation, bool> counts) => cells[$"{window}/before-and-after/{row}/{column}"] = own.Count(counts);
            Cell("exits", _ => true);
            foreach (var education in new[] { Education.BelowCompulsory, Education.Compulsory, Education.UpperSecondary, Education.PostSecondary })
            {
                Cell("education:" + Code.Format(education), p => p.Education == education);
            }

            Cell("education:not-stated", p => p.Education is null or Education.Unknown);
            foreach (var source in Enum.GetValues<IncomeSource>())
            {
                Cell("income-at-start:" + Code.Format(source), p => (p.IncomeAtStart & (1 << (int)source)) > 0);
                Cell("income-at-exit:" + Code.Format(source), p => (p.Exit!.Income & (1 << (int)source)) > 0);
            }

            Cell("income-at-start:not-stated", p => p.IncomeAtStart == 0);
            Cell("income-at-exit:not-stated", p => p.Exit!.Income == 0);
            foreach (var (least, most) in new[] { (1, 24), (25, 49), (50, 74), (75, 99) })
            {
                Cell($"extent:{least}-{most}", p => p.Exit!.Extent >= least && p.Exit.Extent <= most);
            }

            Cell("extent:100", p => p.Exit!.Extent == 100);
            Cell("extent:not-stated", p => p.Exit!.Extent == null && working.Contains(Code.Format(p.Exit.Reason)));
            Cell("extent:not-applicable", p => p.Exit!.Extent == null && !working.Contains(Code.Format(p.Exit.Reason)));
            Cell("age-at-start:under-20", p => p.StartedOn.Year - p.BirthYear < 20);
            foreach (var (least, most) in new[] { (20, 24), (25, 29), (30, 39), (40, 49), (50, 59) })
            {
                Cell($"age-at-start:{least}-{most}", p => p.StartedOn.Year - p.BirthYear >= least && p.StartedOn.Year - p.BirthYear <= most);
            }

            Cell("age-at-start:60-and-over", p => p.StartedOn.Year - p.BirthYear >= 60);
            Cell("age-at-start:not-stated", p => p.BirthYear == null);
            foreach (var start in groups)
            {
                foreach (var exit in groups)
                {
                    Cell($"occupation:{start}:{exit}", p => GroupOf(p.OccupationAtStart) == start && GroupOf(p.Exit!.Occupation) == exit);
                }
            }

            Months("without-work", p => p.MonthsWithoutWork);
            Months("on-sick-leave", p => p.MonthsOnSickLeave);
            Months("on-public-support", p => p.MonthsOnPublicSupport);

            void Months(string asked, Func<Participation, int?> months)
            {
                Cell($"months-{asked}-stated", p => months(p) != null);
                Cell($"months-{asked}-not-stated", p => months(p) == null);
                var all = own.Select(months).OfType<int>().ToArray();

                // Every number with at least so many quarters at or below it and the rest at or above it will do: the middle of them.
                foreach (var (name, quarters) in new[] { ("lower-quarter", 1), ("median", 2), ("upper-quarter", 3) })
                {
                    var fits = all.Where(m => 4 * all.Count(n => n <= m) >= quarters * all.Length && 4 * all.Count(n => n >= m) >= (4 - quarters) * all.Length)
                        .ToArray();
                    cells[$"{window}/before-and-after/months-{asked}-{name}:months/{column}"] = fits.Length == 0 ? null : (fits.Min() + fits.Max()) / 2m;
                }
            }
        }

        static string GroupOf(OccupationGroup? group) => group == null ? "not-stated" : Code.Format(group.Value);
    }

    /// <summary>The whole year's budget, divided by those of the year so far: those of the national counts, and those who left to work or studies.</summary>
    private void AddResources(Dictionary<string, decimal?> cells, DateOnly to)
    {
        var counted = register.Participations.Where(p => p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        void Row(string row, Func<string, decimal?> cell, params string[] columns)
        {
            foreach (var column in columns)
            {
                cells[$"YearToDate/resources/{row}/{column}"] = cell(column);
            }
        }

        decimal? Divided(decimal? what, decimal? by, int decimals) =>
            what is null || by is null or 0 ? null : Math.Round(what.Value / by.Value, decimals, MidpointRounding.AwayFromZero);
        decimal? Ongoing(string column) => counted.Count(p => !p.Anonymous && IsIn(column, p.Gender) && WasThereInTheEveningOf(p, to));
        if (register.Project.PlannedPlaces is { } places)
        {
            Row("places", _ => places, "total");
            Row("ongoing-at-end", Ongoing, Columns);
            Row("places-used:share", column => Divided(Ongoing(column), places, 4), "total");
        }

        if (register.Project.Budget.Count > 0)
        {
            decimal? budget = register.Project.Budget.Where(b => b.Key == year).Select(b => (decimal?)b.Value).SingleOrDefault();
            decimal? Supported(string column) => cells[$"YearToDate/finsam-counts/ongoing-in-year/{column}"];
            decimal? Placed(string column) =>
                cells[$"YearToDate/exits/group:work/{column}"] + cells[$"YearToDate/exits/group:studies/{column}"];
            Row("budget:amount", _ => budget, "total");
            Row("supported", Supported, Columns);
            Row("cost-per-participation:amount", column => Divided(budget, Supported(column), 0), "total");
            Row("exits-to-work-or-studies", Placed, Columns);
            Row("cost-per-exit:amount", column => Divided(budget, Placed(column), 0), "total");
        }
    }

    /// <summary>What a step is counted as: its kind, its own kind, or one of those that the project uses no more.</summary>
    private string KindOf(TakenStep step)
    {
        var code = step.Kind is { } kind ? Code.Format(kind) : step.Own!;
        return register.Project.StepKinds.Any(k => (k.As is { } counted ? Code.Format(counted) : k.Code) == code) ? code : "earlier";
    }

    /// <summary>Every kind that the project uses, and the others where any step at all is of one.</summary>
    private string[] KindsCounted() =>
    [
        .. register.Project.StepKinds.Select(k => k.As is { } counted ? Code.Format(counted) : k.Code)
            .Concat(register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError).SelectMany(p => p.Steps).Select(KindOf)
                .Where(kind => kind == "earlier"))
            .Distinct(),
    ];

    /// <summary>Every unit with every kind, and each month by itself where there was something: referrals, starts and steps of identified people.</summary>
    private void AddUnits(Dictionary<string, decimal?> cells, string window, DateOnly from, DateOnly to)
    {
        var identified = register.Participations.Where(p => !p.Anonymous && p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        var named = register.Project.ReferrerUnits.Select(u => u.Code).ToArray();
        string UnitOf(Participation p) => p.ReferrerUnit == null ? "not-stated" : named.Contains(p.ReferrerUnit) ? p.ReferrerUnit : "earlier";
        var all = identified.Concat(register.Referrals).Select(UnitOf).Distinct().ToArray();
        if (named.Length == 0)
        {
            return;
        }

        var events = register.Referrals.Select(r => (By: r, Kind: "referred", On: r.ReferredOn!.Value))
            .Concat(identified.Where(p => !p.CarriedOver).Select(p => (By: p, Kind: "started", On: p.StartedOn)))
            .Concat(identified.SelectMany(p => p.Steps.Select(s => (By: p, Kind: KindOf(s), s.On))))
            .Where(e => Between(from, e.On, to)).ToArray();
        foreach (var column in Columns)
        {
            foreach (var unit in named.Concat(all.Where(unit => unit == "earlier")).Append("not-stated"))
            {
                foreach (var kind in new[] { "referred", "started" }.Concat(KindsCounted()))
                {
                    var own = events.Where(e => UnitOf(e.By) == unit && e.Kind == kind).ToArray();
                    cells[$"{window}/units-by-month/{unit}:{kind}/{column}"] = own.Count(e => IsIn(column, e.By.Gender));
                    foreach (var month in own.GroupBy(e => $"{e.On.Year:0000}-{e.On.Month:00}"))
                    {
                        cells[$"{window}/units-by-month/{month.Key}:{unit}:{kind}/{column}"] = month.Count(e => IsIn(column, e.By.Gender));
                    }
                }
            }
        }
    }

    /// <summary>Of the year's days: is there one on which the participation was there? An anonymous one is there on the day of its start only.</summary>
    private void AddFinsam(Dictionary<string, decimal?> cells, DateOnly from, DateOnly to)
    {
        foreach (var column in Columns)
        {
            var (started, ongoing) = (new List<Participation>(), new List<Participation>());
            foreach (var p in register.Participations.Where(p => p.Exit?.Reason != ExitReason.RegisteredInError && IsIn(column, p.Gender)))
            {
                var begin = p.CarriedOver ? _startsOn : p.StartedOn;
                var isThere = false;
                for (var day = from; day <= to && !isThere; day = day.AddDays(1))
                {
                    isThere = p.Anonymous ? day == begin : begin <= day && (p.Exit == null || p.Exit.On >= day);
                }

                started.AddRange(!p.CarriedOver && Between(from, p.StartedOn, to) ? [p] : []);
                ongoing.AddRange(isThere ? [p] : []);
            }

            foreach (var (row, who) in new[] { ("started-in-year", started), ("ongoing-in-year", ongoing) })
            {
                cells[$"YearToDate/finsam-counts/{row}/{column}"] = who.Count;
                var owners = register.Project.Subprojects.ToDictionary(s => s.Id, s => s.Association ?? register.Project.Association);
                foreach (var association in owners.Values.Append(register.Project.Association).Distinct())
                {
                    cells[$"YearToDate/finsam-counts/{row}:{association}/{column}"] =
                        who.Count(p =>
                            (p.Subproject != null && owners.TryGetValue(p.Subproject, out var owner) ? owner : register.Project.Association) == association);
                }
            }
        }
    }

    private void AddDataQuality(Dictionary<string, decimal?> cells, DateOnly from, DateOnly to)
    {
        var counted = register.Participations.Where(p => p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        bool WasThere(Participation p) => (p.CarriedOver || p.StartedOn <= to) && (p.Exit == null || p.Exit.On >= from);
        var exits = counted.Where(p => Between(from, p.Exit?.On, to)).ToArray();
        cells["Tertial/data-quality/gender-unknown/total"] = counted.Count(p =>
            p.Gender == Gender.Unknown && (p.Anonymous ? !p.CarriedOver && Between(from, p.StartedOn, to) : WasThere(p)));
        cells["Tertial/data-quality/exit-reason-unknown/total"] = exits.Count(p => p.Exit!.Reason == ExitReason.Unknown);
        cells["Tertial/data-quality/exit-without-documentation/total"] = exits.Count(p =>
            p.Exit!.Reason != ExitReason.Deceased && (!p.Exit.DocumentedToReferrer || !p.Exit.DocumentedToParticipant));
        cells["Tertial/data-quality/exit-in-no-goal/total"] = exits.Count(p => p.Exit!.Uncounted != null);
        foreach (var why in exits.Select(p => p.Exit!.Uncounted).OfType<UncountedBecause>())
        {
            cells[$"Tertial/data-quality/exit-in-no-goal:{Code.Format(why)}/total"] = exits.Count(p => p.Exit!.Uncounted == why);
        }

        cells["Tertial/data-quality/figure-in-no-goal/total"] = register.UnreadFigures.Count(figure => Between(from, figure.On, to));
        cells["Tertial/data-quality/open-longer-than-planned/total"] = counted.Count(p =>
            !p.Anonymous
            && WasThereInTheEveningOf(p, to)
            && register.Project.PlannedMonths is { } months
            && p.StartedOn.AddMonths(months) < Earlier(to, register.AsOf));
        cells["Tertial/data-quality/referral-closed-without-date/total"] = register.Referrals.Count(r =>
            r.ReferralOutcome > ReferralOutcome.Queued && r.ReferralClosedOn == null && r.ReferredOn <= to);
        cells["Tertial/data-quality/start-outside-project/total"] = counted.Count(p =>
            p.StartedOn > _endsOn || (p.CarriedOver ? p.StartedOn >= _startsOn : p.StartedOn < _startsOn));
        cells["Tertial/data-quality/exit-outside-project/total"] = counted.Count(p => p.Exit != null && (p.Exit.On < _startsOn || p.Exit.On > _endsOn));
        cells["Tertial/data-quality/subproject-unknown/total"] = counted.Concat(register.Referrals)
            .Count(p => p.Subproject == ReportRegister.GoneSubproject && p.StartedOn <= to);
        cells["Tertial/data-quality/open-after-project-end/total"] = to == _endsOn && register.AsOf > _endsOn
            ? counted.Count(p => !p.Anonymous && p.Exit == null)
            : 0;
        int Waiting(int fromDays, int toDays) => register.Project.FollowUpMonths.Sum(months => exits.Count(p =>
            IsOpen(p, months) && p.Exit!.Reason != ExitReason.Deceased
            && register.AsOf.DayNumber - p.Exit.On.AddMonths(months).DayNumber is var days && days >= fromDays && days <= toDays));
        cells["Tertial/data-quality/follow-up-due/total"] = Waiting(0, 30);
        cells["Tertial/data-quality/follow-up-overdue/total"] = Waiting(31, int.MaxValue);
        cells["Tertial/data-quality/late-registration/total"] =
            counted.Count(p => !p.CarriedOver && Between(from, p.StartedOn, to) && p.StartReceivedOn?.DayNumber - p.StartedOn.DayNumber > 30)
            + exits.Count(p => p.Exit!.ReceivedOn?.DayNumber - p.Exit.On.DayNumber > 30);
        AddReceipt("enrollment", counted.Where(p => !p.CarriedOver && Between(from, p.StartedOn, to) && p.StartReceivedOn != null)
            .Select(p => p.StartReceivedOn!.Value.DayNumber - p.StartedOn.DayNumber));
        AddReceipt("exit", exits.Where(p => !p.Anonymous && p.Exit!.ReceivedOn != null).Select(p => p.Exit!.ReceivedOn!.Value.DayNumber - p.Exit.On.DayNumber));

        // Nine of ten: the first day on which at least that many had come.
        void AddReceipt(string record, IEnumerable<int> days)
        {
            var all = days.ToList();
            all.Sort();
            cells[$"Tertial/data-quality/days-to-receipt-median:{record}/total"] =
                all.Count == 0 ? null : all.Count % 2 == 1 ? all[all.Count / 2] : (all[all.Count / 2 - 1] + all[all.Count / 2]) * 0.5m;
            cells[$"Tertial/data-quality/days-to-receipt-90:{record}/total"] = all.Count == 0
                ? null
                : all.First(day => all.Count(d => d <= day) * 10 >= all.Count * 9);
        }

        bool IsOfTheSame(Participation p, Participation other) =>
            other != p && p.Participant != null && other.Participant == p.Participant && other.Subproject == p.Subproject;
        bool IsTwice(Participation p) => counted.Any(other => IsOfTheSame(p, other)
            && other.StartedOn == p.StartedOn && string.CompareOrdinal(other.Reference, p.Reference) < 0
            && (other.Exit == null || other.Exit.On >= p.StartedOn));
        cells["Tertial/data-quality/double-registration/total"] = counted.Count(p => WasThere(p) && IsTwice(p));
        cells["Tertial/data-quality/overlapping-enrollment/total"] = counted.Count(p => WasThere(p) && !IsTwice(p) && counted.Any(other =>
            IsOfTheSame(p, other) && other.StartedOn < p.StartedOn && (other.Exit == null || other.Exit.On >= p.StartedOn)));
        cells["Tertial/data-quality/outside-participation/total"] = counted.Where(WasThere).Sum(p => p.Outside.Count);
        cells["Tertial/data-quality/follow-up-too-early/total"] = exits.Sum(p =>
            p.FollowUps.Count(f => register.Project.FollowUpMonths.Contains(f.Months) && f.On?.DayNumber < p.Exit!.On.AddMonths(f.Months).DayNumber - 14));
    }

    /// <summary>In the evening of the exit day a participation is over; in that of its first day it has begun.</summary>
    private static bool WasThereInTheEveningOf(Participation p, DateOnly day) =>
        (p.CarriedOver || p.StartedOn <= day) && (p.Exit == null || p.Exit.On > day);

    /// <summary>The cells of the report that is tested, under the same names.</summary>
    public static Dictionary<string, decimal?> CellsOf(Domain.Reports.TertialReport report)
    {
        var cells = new Dictionary<string, decimal?>();
        foreach (var table in report.Tables)
        {
            foreach (var row in table.Rows)
            {
                var figure = row.Figure is Figure.Count or Figure.Days ? string.Empty : ":" + Code.Format(row.Figure);
                foreach (var cell in row.Cells)
                {
                    var column = cell.Group == GenderGroup.OtherOrUnknown ? "otherOrUnknown" : Code.Format(cell.Group);
                    cells.Add($"{table.Window}/{Code.Format(table.Section)}/{row.Key}{figure}/{column}", cell.Value);
                }
            }
        }

        return cells;
    }

    public static IEnumerable<string> Differences(Dictionary<string, decimal?> naive, Dictionary<string, decimal?> report) =>
        naive.Keys.Union(report.Keys)
            .Where(key => !naive.TryGetValue(key, out var expected) || !report.TryGetValue(key, out var shown) || expected != shown)
            .Select(key => string.Create(
                CultureInfo.InvariantCulture,
                $"{key}: naive {(naive.TryGetValue(key, out var n) ? n?.ToString(CultureInfo.InvariantCulture) ?? "null" : "missing")}, "
                    + $"report {(report.TryGetValue(key, out var r) ? r?.ToString(CultureInfo.InvariantCulture) ?? "null" : "missing")}"));
}
