using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>How long some people have waited, one by one.</summary>
internal sealed record NaiveDays(int Count, decimal Median, int Longest)
{
    /// <summary>The middle one, or the mean of the middle two; null for nobody.</summary>
    public static NaiveDays? Of(IEnumerable<int> days)
    {
        var sorted = days.Order().ToList();
        return sorted.Count == 0 ? null
            : sorted.Count % 2 == 1 ? new NaiveDays(sorted.Count, sorted[sorted.Count / 2], sorted[^1])
            : new NaiveDays(sorted.Count, (sorted[(sorted.Count / 2) - 1] + sorted[sorted.Count / 2]) / 2m, sorted[^1]);
    }
}

/// <summary>One row. Days are those of the started, and of those still queued.</summary>
internal sealed record NaiveRow(int? Numerator, int? Denominator, NaiveDays? Days = null, NaiveDays? StillQueued = null);

/// <summary>One figure of the naive implementation. Keys of <see cref="Rows"/>: the four genders and "total".</summary>
internal sealed record NaiveFigure(
    RawGoal Goal,
    string? Subproject,
    string Tertial,
    string Window,
    DateOnly From,
    DateOnly To,
    bool Partial,
    bool LastTertial,
    IReadOnlyDictionary<string, NaiveRow> Rows,
    Report? Baseline)
{
    public string Key => $"{Goal.Key} [{Subproject}] {Tertial} {Window}";
}

/// <summary>
/// A second, deliberately naive implementation of attainment, written from domain.md and the goal vocabulary of api.md, not from the
/// engine: every figure is asked of every participation anew, with the definition's raw JSON read again each time.
/// </summary>
internal sealed class NaiveAttainment(
    DateOnly startsOn, DateOnly endsOn, IReadOnlyList<RawGoal> goals, IReadOnlyList<Fact> facts, IReadOnlyList<Report> reported, DateOnly asOf,
    int? followUpMonths = 3)
{
    public static readonly IReadOnlyList<string> Rows = ["woman", "man", "other", "unknown", "total"];

    public IEnumerable<NaiveFigure> Figures()
    {
        for (var year = startsOn.Year; year <= endsOn.Year; year++)
        {
            for (var number = 1; number <= 3; number++)
            {
                // T1 January–April, T2 May–August, T3 September–December.
                var (first, last) = number switch
                {
                    1 => (new DateOnly(year, 1, 1), new DateOnly(year, 4, 30)),
                    2 => (new DateOnly(year, 5, 1), new DateOnly(year, 8, 31)),
                    _ => (new DateOnly(year, 9, 1), new DateOnly(year, 12, 31)),
                };

                // Every tertial that has begun and overlaps the project.
                if (first > asOf || last < startsOn || first > endsOn)
                {
                    continue;
                }

                var to = last < endsOn ? last : endsOn;
                foreach (var goal in InForceOn(to).Where(g => IsComputed(g.Definition!.Value, to)))
                {
                    foreach (var subproject in SubprojectsOf(goal.Definition!.Value))
                    {
                        foreach (var (window, calendarStart) in new[]
                        {
                            ("tertial", first), ("year-to-date", new DateOnly(year, 1, 1)), ("since-start", startsOn),
                        })
                        {
                            var from = calendarStart < startsOn ? startsOn : calendarStart;
                            yield return new NaiveFigure(
                                goal,
                                subproject,
                                string.Create(CultureInfo.InvariantCulture, $"{year}-T{number}"),
                                window,
                                from,
                                to,
                                calendarStart < startsOn || last > endsOn,
                                last >= endsOn,
                                RowsOf(goal.Definition!.Value, subproject, new Days(from, to)),
                                MeasureOf(goal.Definition!.Value) == "change-from-baseline" ? BaselineOf(goal.Definition!.Value) : null);
                        }
                    }
                }
            }
        }
    }

    /// <summary>Of each key the newest registration among those that hold on the day, unless it closes the goal.</summary>
    private IEnumerable<RawGoal> InForceOn(DateOnly day) =>
        from key in goals.Select(g => g.Key).Distinct()
        let newest = goals.Where(g => g.Key == key && g.ValidFrom <= day).OrderBy(g => g.Version).LastOrDefault()
        where newest?.Definition is not null
        select newest;

    /// <summary>Everything; "of these" only where there is a numerator to be of.</summary>
    private bool IsComputed(JsonElement goal, DateOnly last) =>
        ParentOf(goal) is not { } parent || (Find(parent, last) is { } found && HasNumerator(found) && IsComputed(found, last));

    private static bool HasNumerator(JsonElement goal) => MeasureOf(goal) is "share" or "count" or "change-from-baseline";

    private static string MeasureOf(JsonElement goal) => goal.GetProperty("measure").GetString()!;

    private static string? ParentOf(JsonElement goal) =>
        goal.TryGetProperty("of", out var of) && of.TryGetProperty("goal", out var parent) ? parent.GetString() : null;

    private JsonElement? Find(string key, DateOnly last) => InForceOn(last).FirstOrDefault(g => g.Key == key)?.Definition;

    /// <summary>The population that a goal counts over, be it by way of the goals that it is of.</summary>
    private string PopulationOf(JsonElement goal, DateOnly last) =>
        ParentOf(goal) is { } parent ? PopulationOf(Find(parent, last)!.Value, last) : goal.GetProperty("of").GetProperty("population").GetString()!;

    /// <summary>One subproject: just it. Several: each and pooled. None: the project.</summary>
    private static IEnumerable<string?> SubprojectsOf(JsonElement goal)
    {
        var named = Listed(goal);
        return named.Length == 1 ? named : named.Append(null);
    }

    private static string?[] Listed(JsonElement goal) =>
        goal.TryGetProperty("subprojects", out var list) ? [.. list.EnumerateArray().Select(e => e.GetString())] : [];

    private Dictionary<string, NaiveRow> RowsOf(JsonElement goal, string? subproject, Days days)
    {
        // Only a registration in error leaves numerator, denominator and every volume.
        var counted = facts.Where(f => f.Reason != "registered-in-error").Where(f => subproject is null || f.Subproject == subproject).ToArray();
        return MeasureOf(goal) switch
        {
            "milestone" => Milestone(goal, days),
            "duration" when goal.TryGetProperty("between", out var between) && between[0].GetString() == "exit" => ToNextStep(goal, counted, days),
            "duration" when goal.TryGetProperty("between", out var between) && between[0].GetString() == "start" => ToFirstPlacement(goal, counted, days),
            "duration" => Waiting(goal, counted, days),
            "queue-time" => Queue(goal, counted, days),
            "balance" => Balance(goal, counted, days),
            _ => Count(goal, counted, days),
        };
    }

    private Dictionary<string, NaiveRow> Count(JsonElement goal, IEnumerable<Fact> counted, Days days)
    {
        // Who was there is asked of what was known on the window's last day; what happened belongs to the window of its day.
        counted = IsStock(PopulationOf(goal, days.To))
            ? counted.Select(f => KnownOn(f, days.To))
            : counted.Where(f => DayOf(PopulationOf(goal, days.To), f) is { } day && days.From <= day && day <= days.To);

        var denominator = counted.Where(f => IsInDenominator(goal, f, days)).ToArray();
        var numerator = denominator.Where(f => IsCounted(goal, f, days)).ToArray();
        return Rows.ToDictionary(
            row => row,
            row => new NaiveRow(numerator.Count(IsIn(row)), MeasureOf(goal) == "count" ? null : denominator.Count(IsIn(row))));
    }

    /// <summary>The latest value that there was when the window ended; it is of no gender.</summary>
    private Dictionary<string, NaiveRow> Milestone(JsonElement goal, Days days)
    {
        var value = Latest(goal, r => r.On <= days.To);
        return Rows.ToDictionary(row => row, row => row == "total" ? new NaiveRow(value?.Numerator, value?.Denominator) : new NaiveRow(null, null));
    }

    /// <summary>The latest share of the calendar year that the goal names, or of the last one before the project.</summary>
    private Report? BaselineOf(JsonElement goal)
    {
        var year = goal.TryGetProperty("baselineYear", out var named) ? named.GetInt32() : startsOn.Year - 1;
        return Latest(goal, r => r.On.Year == year && r.Denominator is not null);
    }

    private Report? Latest(JsonElement goal, Func<Report, bool> fits) => reported
        .Where(r => r.Figure == goal.GetProperty("figure").GetString() && fits(r))
        .OrderBy(r => r.On).ThenBy(r => r.ReceivedAt).ThenBy(r => r.Numerator).ThenBy(r => r.Denominator ?? -1)
        .LastOrDefault();

    /// <summary>Referral to start of those who started; of those still queued, referral to the window's end.</summary>
    private Dictionary<string, NaiveRow> Waiting(JsonElement goal, IEnumerable<Fact> counted, Days days)
    {
        var started = counted
            .Where(f => !f.IsReferral && !f.Anonymous && HasStartedIn(f, days) && f.Referred is not null && IsAbout(goal, f) && PassesFilter(goal, f, days))
            .ToArray();
        var queued = counted
            .Where(f => f.IsReferral && f.Queued <= days.To && !(f.ReferralClosed <= days.To) && IsAbout(goal, f))
            .Where(f => PassesFilter(goal, KnownOn(f, days.To), days))
            .ToArray();
        return Rows.ToDictionary(row => row, row => new NaiveRow(
            null,
            null,
            NaiveDays.Of(started.Where(IsIn(row)).Select(f => f.Start.DayNumber - f.Referred!.Value.DayNumber)),
            NaiveDays.Of(queued.Where(IsIn(row)).Select(f => days.To.DayNumber - f.Referred!.Value.DayNumber))));
    }

    /// <summary>Exit to next step of those who exited and whose next step has a date, not before the exit.</summary>
    private Dictionary<string, NaiveRow> ToNextStep(JsonElement goal, IEnumerable<Fact> counted, Days days)
    {
        var exits = counted
            .Where(f => !f.IsReferral && !f.Anonymous && IsInProject(f.Exit) && days.From <= f.Exit && f.Exit <= days.To && f.NextStep >= f.Exit)
            .Where(f => IsAbout(goal, f) && PassesFilter(goal, f, days))
            .ToArray();
        return Rows.ToDictionary(row => row, row => new NaiveRow(
            null, null, NaiveDays.Of(exits.Where(IsIn(row)).Select(f => f.NextStep!.Value.DayNumber - f.Exit!.Value.DayNumber))));
    }

    /// <summary>Start to first placement of those whose first placement began in the window.</summary>
    private Dictionary<string, NaiveRow> ToFirstPlacement(JsonElement goal, IEnumerable<Fact> counted, Days days)
    {
        var placed = counted
            .Where(f => !f.Anonymous && f.Placements.Count > 0 && days.From <= f.Placements.Min(p => p.Start) && f.Placements.Min(p => p.Start) <= days.To)
            .Where(f => IsAbout(goal, f) && PassesFilter(goal, f, days))
            .ToArray();
        return Rows.ToDictionary(row => row, row => new NaiveRow(
            null, null, NaiveDays.Of(placed.Where(IsIn(row)).Select(f => f.Placements.Min(p => p.Start).DayNumber - f.Start.DayNumber))));
    }

    /// <summary>In queue when the window ends, and identified starts of the 120 days up to then, or to today.</summary>
    private Dictionary<string, NaiveRow> Queue(JsonElement goal, IEnumerable<Fact> counted, Days days)
    {
        var last = days.To < asOf ? days.To : asOf;
        var own = counted.Where(f => IsAbout(goal, f) && PassesFilter(goal, KnownOn(f, days.To), days)).ToArray();
        var queued = own.Where(f => f.IsReferral && f.Queued <= days.To && !(f.ReferralClosed <= days.To)).ToArray();
        var started = own.Where(f => !f.IsReferral && !f.Anonymous && !f.CarriedOver && f.Start >= startsOn && f.Start <= last
            && f.Start.DayNumber > last.DayNumber - 120).ToArray();
        return Rows.ToDictionary(row => row, row => new NaiveRow(queued.Count(IsIn(row)), started.Count(IsIn(row))));
    }

    /// <summary>Starts against exits, identified ones.</summary>
    private Dictionary<string, NaiveRow> Balance(JsonElement goal, IEnumerable<Fact> counted, Days days)
    {
        var identified = counted.Where(f => !f.IsReferral && !f.Anonymous && IsAbout(goal, f) && PassesFilter(goal, f, days)).ToArray();
        var starts = identified.Where(f => HasStartedIn(f, days)).ToArray();
        var exits = identified.Where(f => IsInProject(f.Exit) && days.From <= f.Exit && f.Exit <= days.To).ToArray();
        return Rows.ToDictionary(row => row, row => new NaiveRow(starts.Count(IsIn(row)), exits.Count(IsIn(row))));
    }

    private bool HasStartedIn(Fact fact, Days days) =>
        !fact.CarriedOver && IsInProject(fact.Start) && days.From <= fact.Start && fact.Start <= days.To;

    private static bool IsAbout(JsonElement goal, Fact fact) => Listed(goal) is not { Length: > 0 } subprojects || subprojects.Contains(fact.Subproject);

    private bool PassesFilter(JsonElement goal, Fact fact, Days days) =>
        !goal.TryGetProperty("filter", out var filter) || Holds(filter, fact, Asked(goal, days));

    private static Func<Fact, bool> IsIn(string row) => fact => row == "total" || fact.Gender == row;

    private static bool IsStock(string population) => population is "supported-in-window" or "referrals-queued-at-project-start";

    /// <summary>
    /// A referral belongs to its referral date, an enrollment to its start date, an exit to its exit date, and a follow-up to that of the exit
    /// that it follows.
    /// </summary>
    private static DateOnly? DayOf(string population, Fact fact) => population switch
    {
        "referrals" or "referrals-closed-or-started" => fact.Referred,
        "enrollments" => fact.Start,
        "exits" or "follow-ups-due" or "follow-ups-answered" => fact.Exit,
        _ => throw new NotSupportedException(population),
    };

    /// <summary>An exit, with all that came of it, an offer or an outcome that lies later is not known yet.</summary>
    private static Fact KnownOn(Fact fact, DateOnly day)
    {
        if (fact.Exit > day)
        {
            fact = fact with
            {
                Exit = null,
                Reason = null,
                NextStep = null,
                NextMeasureReady = false,
                DocumentedToReferrer = false,
                DocumentedToParticipant = false,
                Answer = null,
                LaterAnswers = new Dictionary<int, string>(),
                Unobtainable = false,
                Extent = null,
                IncomeAtExit = [],
            };
        }

        if (fact.ReferralClosed > day)
        {
            fact = fact with { ReferralClosed = null, ReferralOutcome = "open" };
        }

        return fact.Offered > day ? fact with { Offered = null } : fact;
    }

    private bool IsInDenominator(JsonElement goal, Fact fact, Days days)
    {
        // An anonymous participation counts in goals that count enrollments, never in shares.
        if (fact.Anonymous && MeasureOf(goal) != "count")
        {
            return false;
        }

        return IsAbout(goal, fact)
            && PassesFilter(goal, fact, days)
            && (ParentOf(goal) is { } parent ? IsInNumerator(parent, fact, days) : IsInPopulation(PopulationOf(goal, days.To), fact, Asked(goal, days)));
    }

    private bool IsInPopulation(string population, Fact fact, Days days)
    {
        if (population.StartsWith("referrals", StringComparison.Ordinal) != fact.IsReferral)
        {
            return false;
        }

        return population switch
        {
            "referrals" => IsInProject(fact.Referred),
            "referrals-closed-or-started" =>
                IsInProject(fact.Referred) && fact.ReferralOutcome is "started" or "declined" or "withdrawn" or "guided-elsewhere",

            // In queue on day D: queuedOn ≤ D and not closed by D.
            "referrals-queued-at-project-start" => fact.Queued <= startsOn && !(fact.ReferralClosed <= startsOn),

            // Carried over: never counted as started.
            "enrollments" => !fact.CarriedOver && IsInProject(fact.Start),
            "exits" => !fact.Anonymous && IsInProject(fact.Exit),
            "supported-in-window" => !fact.Anonymous && fact.Start <= days.To && (fact.Exit is null || fact.Exit >= days.From),
            "follow-ups-answered" => HasFollowUp(fact) && AnswerOf(fact, days) is not null,
            "follow-ups-due" => HasFollowUp(fact)
                && days.FollowUpMonths is { } months && (AnswerOf(fact, days) is not null || DueOn(fact.Exit!.Value, months) <= asOf),
            _ => throw new NotSupportedException(population),
        };
    }

    private bool IsInProject(DateOnly? day) => startsOn <= day && day <= endsOn;

    /// <summary>For every identified exit but a registration in error and the deceased.</summary>
    private bool HasFollowUp(Fact fact) => !fact.Anonymous && IsInProject(fact.Exit) && fact.Reason is not ("registered-in-error" or "deceased");

    /// <summary>Exit date and so many calendar months, at most twelve, clipped to the end of the month.</summary>
    private static DateOnly DueOn(DateOnly exit, int months)
    {
        var (year, month) = (exit.Year, exit.Month + months);
        if (month > 12)
        {
            (year, month) = (year + 1, month - 12);
        }

        return new DateOnly(year, month, Math.Min(exit.Day, DateTime.DaysInMonth(year, month)));
    }

    private bool IsInNumerator(string key, Fact fact, Days days) =>
        Find(key, days.To) is { } goal && HasNumerator(goal) && IsComputed(goal, days.To) && IsInDenominator(goal, fact, days) && IsCounted(goal, fact, days);

    private bool IsCounted(JsonElement goal, Fact fact, Days days) =>
        !goal.TryGetProperty("counts", out var counts) || Holds(counts, fact, Asked(goal, days));

    /// <summary>The follow-up that a goal names; else that of the goal whose numerator it is about; else the project's first.</summary>
    private Days Asked(JsonElement goal, Days days) => days with
    {
        IsOfSupported = goal.TryGetProperty("of", out _) && PopulationOf(goal, days.To) == "supported-in-window",
        FollowUpMonths = goal.TryGetProperty("followUpMonths", out var months) ? months.GetInt32()
            : ParentOf(goal) is { } parent ? Asked(Find(parent, days.To)!.Value, days).FollowUpMonths
            : followUpMonths,
    };

    private static string? AnswerOf(Fact fact, Days days) => days.FollowUpMonths switch
    {
        null => null,
        3 => fact.Answer,
        var months => fact.LaterAnswers.GetValueOrDefault(months.Value),
    };

    private bool Holds(JsonElement condition, Fact fact, Days days) =>
        condition.EnumerateObject().All(member => Holds(member.Name, member.Value, fact, days));

    private bool Holds(string word, JsonElement value, Fact fact, Days days) => word switch
    {
        "all" => value.EnumerateArray().All(part => Holds(part, fact, days)),
        "any" => value.EnumerateArray().Any(part => Holds(part, fact, days)),
        "not" when value.ValueKind == JsonValueKind.Array => !value.EnumerateArray().Any(part => Holds(part, fact, days)),
        "not" => !Holds(value, fact, days),
        "inGoal" => Codes(value).Any(key => IsInNumerator(key, fact, days)),

        "exitReason" => fact.Reason is not null && Codes(value).Contains(fact.Reason),
        "ending" => fact.Reason is not null && Codes(value).Contains(DomainTables.ExitReasons.Single(r => r.Code == fact.Reason).Ending),
        "occupationGroup" => fact.Reason is not null
            && DomainTables.ExitReasons.Single(r => r.Code == fact.Reason).Group is { } group && Codes(value).Contains(group),

        // True also without a date.
        "nextStepWithinDays" => fact.Exit is { } exit && (fact.NextStep is null || (exit <= fact.NextStep && fact.NextStep <= exit.AddDays(value.GetInt32()))),
        "returnedWithinMonths" => fact.Exit is { } exit && fact.Returned <= exit.AddMonths(value.GetInt32()),
        "exitedMonthsAgo" => fact.Exit is { } exit && exit.AddMonths(value.GetInt32()) <= (days.To < asOf ? days.To : asOf),
        "nextMeasureReady" => fact.Exit is not null && fact.NextMeasureReady == value.GetBoolean(),
        "documentation" => fact.Exit is not null && value.GetString() switch
        {
            "referrer" => fact.DocumentedToReferrer,
            "participant" => fact.DocumentedToParticipant,
            _ => fact.DocumentedToReferrer && fact.DocumentedToParticipant,
        },

        "step" => value.ValueKind == JsonValueKind.String && value.GetString() == "any"
            ? fact.Steps.Count > 0
            : Codes(value).Any(kind => fact.Steps.Contains(kind)),

        // Both properties are about the same offer.
        "jobOffer" => fact.Offers.Any(offer =>
            (!value.TryGetProperty("subsidised", out var subsidised) || subsidised.GetBoolean() == offer.Subsidised)
            && (!value.TryGetProperty("otherField", out var otherField) || otherField.GetBoolean() == offer.OtherField)),

        "placement" => fact.Placements.Any(placement => IsPlacedAs(placement, value, days)),
        "selfAssessment" => HasRisen(fact, value, days),

        "followUpAnswer" => AnswerOf(fact, days) is { } given && Codes(value).Contains(given),
        "functioningPlan" => AnswerOf(fact, days) is { } given
            && DomainTables.FollowUpAnswers.Single(a => a.Code == given).FunctioningPlan == value.GetBoolean(),
        "functioningMeasure" => AnswerOf(fact, days) is { } given
            && DomainTables.FollowUpAnswers.Single(a => a.Code == given).FunctioningMeasure == value.GetBoolean(),

        "extentAtLeast" => fact.Exit is not null && fact.Extent is { } extent && extent >= value.GetInt32(),
        "incomeAtStart" => fact.IncomeAtStart.Intersect(Codes(value)).Any(),
        "incomeAtExit" => fact.Exit is not null && fact.IncomeAtExit.Intersect(Codes(value)).Any(),
        "educationAtStart" => fact.Education is not null && Codes(value).Contains(fact.Education),

        "referrer" => fact.Referrer is not null && Codes(value).Contains(fact.Referrer),
        "referrerUnit" when value.ValueKind == JsonValueKind.Object =>
            DomainTables.Units.Any(unit => unit.Code == fact.Unit && unit.Integrated == value.GetProperty("integrated").GetBoolean()),
        "referrerUnit" => fact.Unit is not null && Codes(value).Contains(fact.Unit),
        "referralOutcome" => fact.ReferralOutcome is not null && Codes(value).Contains(fact.ReferralOutcome),
        "offered" => fact.Offered is not null == value.GetBoolean(),
        "mapped" => (fact.Mapped is not null && fact.Mapped <= fact.Start) == value.GetBoolean(),
        "carriedOver" => fact.CarriedOver == value.GetBoolean(),
        "ageAtStart" => fact.BirthYear is { } born
            && (!value.TryGetProperty("from", out var from) || fact.Start.Year - born >= from.GetInt32())
            && (!value.TryGetProperty("to", out var to) || fact.Start.Year - born <= to.GetInt32()),
        _ => throw new NotSupportedException($"'{word}' is no word of the condition language."),
    };

    /// <summary>
    /// Of this sort, begun in the window or by its end, and lasting so long by its end. Those supported in the window are asked of what began in it,
    /// unless the definition says otherwise.
    /// </summary>
    private bool IsPlacedAs(Placed placement, JsonElement asked, Days days)
    {
        var until = days.To < asOf ? days.To : asOf;
        var begun = asked.TryGetProperty("begun", out var said) ? said.GetString() : days.IsOfSupported ? "in-window" : "by-end";
        var lasted = (placement.End is { } end && end < until ? end : until).DayNumber - placement.Start.DayNumber + 1;
        return placement.Start <= until && (begun == "by-end" || placement.Start >= days.From)
            && (!asked.TryGetProperty("kind", out var kind) || kind.GetString() == placement.Kind)
            && (!asked.TryGetProperty("subsidised", out var subsidised) || subsidised.GetBoolean() == placement.Subsidised)
            && (!asked.TryGetProperty("openToAll", out var openToAll) || openToAll.GetBoolean() == placement.OpenToAll)
            && (!asked.TryGetProperty("lastedWeeks", out var weeks) || lasted >= 7 * weeks.GetInt32());
    }

    /// <summary>Area by area: the last later rating of the area that is known at the window's end against the first of the start.</summary>
    private bool HasRisen(Fact fact, JsonElement asked, Days days)
    {
        var areas = new (string Instrument, string Code, int[] Items, int MostMissing, int Times)[]
        {
            ("skapa", "health-and-work", [1], 0, 1), ("skapa", "chances-of-a-job", [2], 0, 1), ("skapa", "time-to-focus", [3], 0, 1),
            ("skapa", "managing-a-job", [4], 0, 1), ("skapa", "skills-of-use", [5], 0, 1), ("skapa", "cooperation", [6], 0, 1),
            ("whoqol-bref", "physical", [3, 4, 10, 15, 16, 17, 18], 2, 4), ("whoqol-bref", "psychological", [5, 6, 7, 11, 19, 26], 2, 4),
            ("whoqol-bref", "social", [20, 21, 22], 1, 4), ("whoqol-bref", "environment", [8, 9, 12, 13, 14, 23, 24, 25], 2, 4),
        };
        var until = days.To < asOf ? days.To : asOf;
        var by = asked.TryGetProperty("by", out var least) ? least.GetInt32() : 1;
        var named = asked.TryGetProperty("area", out var area) ? area.GetString() : "any";
        foreach (var (instrument, code, items, mostMissing, times) in areas.Where(a => named == "any" || named == a.Code))
        {
            // In parts of 840, the least number that 2 to 8 divide.
            int? Points(Rated r)
            {
                var answers = items.Where(item => r.Ratings[item - 1] is not null)
                    .Select(item => instrument == "whoqol-bref" && (item is 3 or 4 or 26) ? 6 - r.Ratings[item - 1]!.Value : r.Ratings[item - 1]!.Value)
                    .ToArray();
                return items.Length - answers.Length > mostMissing ? null : answers.Sum() * times * 840 / answers.Length;
            }

            // What follows the exit is of the exit's day.
            var known = fact.Ratings.Where(r => r.Instrument == instrument)
                .Where(r => r.On <= until || (fact.Exit <= until && r.On > fact.Exit)).ToArray();
            if (known.FirstOrDefault(r => r.Occasion == "start") is { } start
                && known.LastOrDefault(r => r.On > start.On && Points(r) is not null) is { } latest
                && Points(latest) - Points(start) >= by * 840)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>One code, or a list of codes.</summary>
    private static string[] Codes(JsonElement value) =>
        value.ValueKind == JsonValueKind.String ? [value.GetString()!] : [.. value.EnumerateArray().Select(e => e.GetString()!)];

    /// <summary>The days of a window.</summary>
    private readonly record struct Days(DateOnly From, DateOnly To, int? FollowUpMonths = null, bool IsOfSupported = false);
}
