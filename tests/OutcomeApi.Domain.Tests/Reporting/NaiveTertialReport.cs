using System.Globalization;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Tests.Reporting;

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
        }

        AddFinsam(cells, Later(new DateOnly(year, 1, 1), _startsOn), to);
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

        void Days(string row, Func<List<int>, decimal> figure)
        {
            foreach (var column in Columns)
            {
                var days = starts
                    .Where(p => !p.Anonymous && p.ReferredOn != null && IsIn(column, p.Gender))
                    .Select(p => (int)(p.StartedOn.ToDateTime(default) - p.ReferredOn!.Value.ToDateTime(default)).TotalDays)
                    .ToList();
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
                Between(from, r.ReferralClosedOn, to) && Code.Of(r.ReferralOutcome!.Value) is "declined" or "withdrawn" or "guided-elsewhere"));
        Row("flow/queued-at-end", register.Referrals.Where(r => r.QueuedOn <= to && (r.ReferralClosedOn == null || r.ReferralClosedOn > to)));
        Days("flow/waiting-days-median", days => days.Count % 2 == 1 ? days[days.Count / 2] : (days[(days.Count / 2) - 1] + days[days.Count / 2]) / 2m);
        Days("flow/waiting-days-longest", days => days.Max());

        foreach (var reason in register.Project.ExitReasons.Concat(exits.Select(p => Code.Of(p.Exit!.Reason))).Where(r => r != "registered-in-error").Distinct())
        {
            Row("exits/" + reason, exits.Where(p => Code.Of(p.Exit!.Reason) == reason));
        }

        Row("exits/total", exits);

        var followedUp = exits.Where(p => p.Exit!.Reason != ExitReason.Deceased).ToArray();
        var open = followedUp.Where(p => p.FollowUpAnswer == null && !p.FollowUpUnobtainable).ToArray();
        Row("followUps/not-due", open.Where(p => p.Exit!.On.AddMonths(3) > register.AsOf));
        Row("followUps/due", open.Where(p => Between(p.Exit!.On.AddMonths(3), register.AsOf, p.Exit!.On.AddMonths(3).AddDays(30))));
        Row("followUps/overdue", open.Where(p => p.Exit!.On.AddMonths(3).AddDays(30) < register.AsOf));
        Row("followUps/answered", followedUp.Where(p => p.FollowUpAnswer != null));
        Row("followUps/unobtainable", followedUp.Where(p => p.FollowUpAnswer == null && p.FollowUpUnobtainable));
        var answers = followedUp.Where(p => p.FollowUpAnswer != null).Select(p => Code.Of(p.FollowUpAnswer!.Value)).ToArray();
        foreach (var answer in register.Project.FollowUpAnswers.Concat(answers).Distinct())
        {
            Row("followUps/answer:" + answer, followedUp.Where(p => p.FollowUpAnswer != null && Code.Of(p.FollowUpAnswer.Value) == answer));
        }

        Row("documentation/given-to-referrer", exits.Where(p => p.Exit!.DocumentedToReferrer));
        Row("documentation/given-to-participant", exits.Where(p => p.Exit!.DocumentedToParticipant));
        Row("documentation/given-to-both", exits.Where(p => p.Exit!.DocumentedToReferrer && p.Exit.DocumentedToParticipant));
        Row("documentation/exits", exits);
    }

    /// <summary>Of the year's days: is there one on which the participation was there? An anonymous one is there on the day of its start only.</summary>
    private void AddFinsam(Dictionary<string, decimal?> cells, DateOnly from, DateOnly to)
    {
        foreach (var column in Columns[..3])
        {
            int started = 0, ongoing = 0;
            foreach (var p in register.Participations.Where(p => p.Exit?.Reason != ExitReason.RegisteredInError && IsIn(column, p.Gender)))
            {
                var begin = p.CarriedOver ? _startsOn : p.StartedOn;
                started += !p.CarriedOver && Between(from, p.StartedOn, to) ? 1 : 0;
                var isThere = false;
                for (var day = from; day <= to && !isThere; day = day.AddDays(1))
                {
                    isThere = p.Anonymous ? day == begin : begin <= day && (p.Exit == null || p.Exit.On >= day);
                }

                ongoing += isThere ? 1 : 0;
            }

            cells[$"finsam/started/{column}"] = started;
            cells[$"finsam/ongoing/{column}"] = ongoing;
        }
    }

    private void AddDataQuality(Dictionary<string, decimal?> cells, DateOnly from, DateOnly to)
    {
        var counted = register.Participations.Where(p => p.Exit?.Reason != ExitReason.RegisteredInError).ToArray();
        bool WasThere(Participation p) => (p.CarriedOver || p.StartedOn <= to) && (p.Exit == null || p.Exit.On >= from);
        var exits = counted.Where(p => Between(from, p.Exit?.On, to)).ToArray();
        cells["quality/gender-unknown"] = counted.Count(p =>
            p.Gender == Gender.Unknown && (p.Anonymous ? !p.CarriedOver && Between(from, p.StartedOn, to) : WasThere(p)));
        cells["quality/exit-reason-unknown"] = exits.Count(p => p.Exit!.Reason == ExitReason.Unknown);
        cells["quality/exit-without-documentation"] = exits.Count(p =>
            p.Exit!.Reason != ExitReason.Deceased && (!p.Exit.DocumentedToReferrer || !p.Exit.DocumentedToParticipant));
        cells["quality/open-longer-than-planned"] = counted.Count(p =>
            !p.Anonymous
            && WasThereInTheEveningOf(p, to)
            && register.Project.PlannedMonths is { } months
            && p.StartedOn.AddMonths(months) < Earlier(to, register.AsOf));
        cells["quality/referral-closed-without-date"] = register.Referrals.Count(r =>
            r.ReferralOutcome > ReferralOutcome.Queued && r.ReferralClosedOn == null && r.ReferredOn <= to);
        cells["quality/start-outside-project"] = counted.Count(p =>
            p.StartedOn > _endsOn || (p.CarriedOver ? p.StartedOn >= _startsOn : p.StartedOn < _startsOn));
        cells["quality/exit-outside-project"] = counted.Count(p => p.Exit != null && (p.Exit.On < _startsOn || p.Exit.On > _endsOn));
        cells["quality/subproject-unknown"] = counted.Concat(register.Referrals).Count(p => p.Subproject == ReportRegister.GoneSubproject && p.StartedOn <= to);
        cells["quality/open-after-project-end"] = to == _endsOn && register.AsOf > _endsOn
            ? counted.Count(p => !p.Anonymous && p.Exit == null)
            : 0;
        int Waiting(int fromDays, int toDays) => exits.Count(p =>
            p.FollowUpAnswer == null && !p.FollowUpUnobtainable && p.Exit!.Reason != ExitReason.Deceased
            && register.AsOf.DayNumber - p.Exit.On.AddMonths(3).DayNumber is var days && days >= fromDays && days <= toDays);
        cells["quality/follow-up-due"] = Waiting(0, 30);
        cells["quality/follow-up-overdue"] = Waiting(31, int.MaxValue);
        cells["quality/late-registration"] =
            counted.Count(p => !p.CarriedOver && Between(from, p.StartedOn, to) && p.StartReceivedOn?.DayNumber - p.StartedOn.DayNumber > 30)
            + exits.Count(p => p.Exit!.ReceivedOn?.DayNumber - p.Exit.On.DayNumber > 30);
        cells["quality/overlapping-enrollment"] = counted.Count(p => WasThere(p) && counted.Any(other =>
            other != p
            && p.Participant != null
            && other.Participant == p.Participant
            && (other.StartedOn < p.StartedOn || (other.StartedOn == p.StartedOn && string.CompareOrdinal(other.Reference, p.Reference) < 0))
            && (other.Exit == null || other.Exit.On >= p.StartedOn)));
    }

    /// <summary>In the evening of the exit day a participation is over; in that of its first day it has begun.</summary>
    private static bool WasThereInTheEveningOf(Participation p, DateOnly day) =>
        (p.CarriedOver || p.StartedOn <= day) && (p.Exit == null || p.Exit.On > day);

    /// <summary>The cells of the report that is tested, under the same names.</summary>
    public static Dictionary<string, decimal?> CellsOf(Domain.Reporting.TertialReport report)
    {
        var cells = new Dictionary<string, decimal?>();
        foreach (var tables in report.Windows)
        {
            foreach (var row in tables.Flow)
            {
                Add($"{tables.Window}/flow/{row.Key}", row.Woman, row.Man, row.OtherOrUnknown, row.Total);
            }

            foreach (var (table, key, counts) in tables.Exits.Select(r => ("exits", r.Key, r.Counts))
                .Concat(tables.FollowUps.Select(r => ("followUps", r.Key, r.Counts)))
                .Concat(tables.Documentation.Select(r => ("documentation", r.Key, r.Counts))))
            {
                Add($"{tables.Window}/{table}/{key}", counts.Woman, counts.Man, counts.OtherOrUnknown, counts.Total);
            }
        }

        foreach (var (key, counts) in new[] { ("started", report.FinsamCounts.StartedInYear), ("ongoing", report.FinsamCounts.OngoingInYear) })
        {
            Add("finsam/" + key, counts.Woman, counts.Man, counts.OtherOrUnknown);
        }

        foreach (var finding in report.DataQuality)
        {
            cells.Add("quality/" + finding.Code, finding.Count);
        }

        return cells;

        void Add(string row, params decimal?[] figures)
        {
            for (var i = 0; i < figures.Length; i++)
            {
                cells.Add($"{row}/{Columns[i]}", figures[i]);
            }
        }
    }

    public static IEnumerable<string> Differences(Dictionary<string, decimal?> naive, Dictionary<string, decimal?> report) =>
        naive.Keys.Union(report.Keys)
            .Where(key => !naive.TryGetValue(key, out var expected) || !report.TryGetValue(key, out var shown) || expected != shown)
            .Select(key => string.Create(
                CultureInfo.InvariantCulture,
                $"{key}: naive {(naive.TryGetValue(key, out var n) ? n?.ToString(CultureInfo.InvariantCulture) ?? "null" : "missing")}, report {(report.TryGetValue(key, out var r) ? r?.ToString(CultureInfo.InvariantCulture) ?? "null" : "missing")}"));
}
