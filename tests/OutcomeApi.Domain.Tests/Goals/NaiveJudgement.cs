using System.Globalization;
using System.Numerics;
using System.Text.Json;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>A project's days, and today.</summary>
internal sealed record NaiveTime(DateOnly StartsOn, DateOnly EndsOn, DateOnly AsOf, DateOnly? PaceFrom = null);

/// <summary>How a count stands: what is missing, months left, a month so far, a month needed.</summary>
internal sealed record NaivePace(long Missing, decimal Left, decimal? SoFar, decimal? Needed);

/// <summary>
/// The verdict on a naive figure, from domain.md §4: whole-number fractions of any size, and intervals in decimals. It reads the targets
/// in the forms that leave no doubt: a general target, or targets that name the subproject, the gender, or both.
/// </summary>
internal sealed record NaiveJudgement(
    string Verdict, string? Standing, DateOnly? DueOn, bool? Clear, string? Reason, IReadOnlyDictionary<string, bool?> Meets, NaivePace? Pace)
{
    // The 97.5th percentile of the normal distribution, to more digits than a double holds.
    private const decimal Z = 1.9599639845400542355245944305m;

    public static NaiveJudgement Of(NaiveFigure figure, NaiveTime time)
    {
        var goal = figure.Goal.Definition!.Value;
        var measure = goal.GetProperty("measure").GetString()!;
        var eachOf = goal.TryGetProperty("eachOf", out var list) ? list.EnumerateArray().Select(e => e.GetString()!).ToArray() : [];
        var kind = goal.TryGetProperty("kind", out var stated) ? stated.GetString() : "goal";
        var judged = goal.TryGetProperty("judged", out var named) ? named.GetString() : kind is "goal" or "desired-effect" ? "project-end" : "each-window";
        var year = int.Parse(figure.Tertial[..4], CultureInfo.InvariantCulture);
        var yearEnds = new DateOnly(year, 12, 31) < time.EndsOn ? new DateOnly(year, 12, 31) : time.EndsOn;

        // The time that the promise is about ends on a day, and one window is the one that it is judged by.
        var dueOn = judged switch { "calendar-year" => yearEnds, "each-window" => figure.To, _ => time.EndsOn };
        var isHere = judged switch
        {
            "calendar-year" => figure.Window == "year-to-date" && figure.To == yearEnds,
            "each-window" => true,
            _ when measure == "change-from-baseline" => figure.Window == "year-to-date" && figure.To == LastYearOf(time),
            _ => figure.Window == "since-start" && figure.LastTertial,
        };
        var isDue = isHere && dueOn < time.AsOf;

        // A count is compared in the window that it is judged by, a change from year to year, all else everywhere.
        var isAsked = measure switch
        {
            "count" when judged == "project-end" => figure.Window == "since-start",
            "count" when judged == "calendar-year" => figure.Window == "year-to-date",
            "change-from-baseline" => figure.Window == "year-to-date",
            _ => true,
        };

        // What is promised of the whole is not promised of each of its parts: a count's target for several subprojects holds for them pooled.
        var isPart = figure.Subproject is not null && measure == "count" && goal.GetProperty("subprojects").GetArrayLength() > 1;
        var targets = isAsked && goal.TryGetProperty("targets", out var all)
            ? all.EnumerateArray().Where(t => !isPart || t.TryGetProperty("subproject", out _)).Where(t => HoldsOn(t, figure.To)).ToArray()
            : [];

        // What is reported has no gender; what a whole group is to reach is not what its women are to reach, unless the goal names them.
        bool GeneralFits(string row) =>
            row == "total" || measure is "share" or "duration" or "queue-time" or "balance" || (measure == "count" && eachOf.Contains(row));
        var target = NaiveAttainment.Rows.ToDictionary(row => row, row => TargetOf(targets, figure.Subproject, row, GeneralFits(row)));
        var (from, known) = (Later(figure.From, time.PaceFrom ?? figure.From), figure.To < time.AsOf ? figure.To : time.AsOf);
        var (soFar, days) = (DaysFrom(from, known), DaysFrom(from, dueOn));
        bool? Meets(string row) => target[row] is not { } held ? null
            : measure == "count" && !isDue ? (soFar == 0 ? null : KeepsPace(held, figure.Rows[row].Numerator!.Value, soFar, days))
            : measure == "queue-time" ? MeetsInQueue(held, figure.Rows[row], DaysFrom(Later(time.StartsOn, known.AddDays(-119)), known))
            : MeetsTarget(measure, held, figure.Rows[row], figure.Baseline);
        var meets = NaiveAttainment.Rows.ToDictionary(row => row, Meets);
        var least = measure == "count" && target["total"] is { } ofAll
            ? Limits(ofAll).Where(limit => limit.IsLower).Select(limit => (int)limit.Numerator).ToArray()
            : [];
        var pace = least.Length == 0 ? null : PaceOf(figure.Rows["total"].Numerator!.Value, least[0], soFar, DaysFrom(known.AddDays(1), dueOn));

        var deciding = eachOf.Length > 0 ? eachOf : ["total"];
        if (deciding.All(row => target[row] is null))
        {
            return new NaiveJudgement("no-target", null, null, null, null, meets, pace);
        }

        var reasons = deciding.Where(row => target[row] is not null)
            .Select(row => measure == "count" && !isDue && soFar == 0 ? "not-begun" : WhyNot(measure, figure.Rows[row], figure.Baseline))
            .OfType<string>().ToArray();
        if (reasons.Length > 0)
        {
            return new NaiveJudgement(isDue ? "not-assessable" : "not-due", "not-assessable", dueOn, null, reasons[0], meets, pace);
        }

        var stands = deciding.All(row => meets[row] == true);
        bool? clear = measure != "share" ? null
            : stands ? deciding.All(row => IsOutside(target[row]!.Value, figure.Rows[row]))
            : deciding.Any(row => meets[row] == false && IsOutside(target[row]!.Value, figure.Rows[row]));
        var verdict = !isDue ? "not-due" : stands ? "reached" : "not-reached";
        return new NaiveJudgement(verdict, stands ? "meets" : "misses", dueOn, clear, null, meets, pace);
    }

    /// <summary>queued ÷ starts × days; nobody queued is no time, whoever has started.</summary>
    private static bool? MeetsInQueue(JsonElement target, NaiveRow row, int days) => row switch
    {
        { Numerator: 0 } => MeetsTarget("count", target, new NaiveRow(0, null), null),
        { Denominator: 0 } => null,
        _ => MeetsTarget("balance", target, new NaiveRow(row.Numerator * days, row.Denominator), null),
    };

    /// <summary>The last day of the last year that lies in the project from its first day to its last; if none does, of the project.</summary>
    private static DateOnly LastYearOf(NaiveTime time)
    {
        for (var year = time.EndsOn.Year; year >= time.StartsOn.Year; year--)
        {
            if (time.StartsOn <= new DateOnly(year, 1, 1) && new DateOnly(year, 12, 31) <= time.EndsOn)
            {
                return new DateOnly(year, 12, 31);
            }
        }

        return time.EndsOn;
    }

    private static bool HoldsOn(JsonElement target, DateOnly day) =>
        (!target.TryGetProperty("from", out var from) || DateOnly.Parse(from.GetString()!, CultureInfo.InvariantCulture) <= day)
        && (!target.TryGetProperty("to", out var to) || day <= DateOnly.Parse(to.GetString()!, CultureInfo.InvariantCulture));

    internal static DateOnly Later(DateOnly one, DateOnly other) => one > other ? one : other;

    /// <summary>How many days there are, both ends counted.</summary>
    internal static int DaysFrom(DateOnly from, DateOnly to)
    {
        var days = 0;
        for (var day = from; day <= to; day = day.AddDays(1))
        {
            days++;
        }

        return days;
    }

    /// <summary>count : days so far is no less than target : all days, and no more than may be.</summary>
    private static bool KeepsPace(JsonElement target, int count, int soFar, int days) => Limits(target).All(limit => limit.IsLower
        ? (BigInteger)count * limit.Denominator * days >= limit.Numerator * soFar
        : count * limit.Denominator <= limit.Numerator);

    private static NaivePace PaceOf(int count, int target, int soFar, int left)
    {
        var missing = count < target ? target - count : 0;
        decimal AMonth(int number, int days) => Rounded(number * 365.25m / (12 * days));
        decimal Rounded(decimal number) => Math.Floor((number * 10) + 0.5m) / 10;
        return new NaivePace(
            missing, Rounded(left * 12 / 365.25m), soFar == 0 ? null : AMonth(count, soFar), left == 0 ? null : AMonth(missing, left));
    }

    /// <summary>What a row lacks that a verdict needs; null: nothing.</summary>
    private static string? WhyNot(string measure, NaiveRow row, Report? baseline) => measure switch
    {
        "share" => row.Denominator == 0 ? "denominator-zero" : null,
        "milestone" => row.Numerator is null ? "nothing-reported" : null,
        "duration" => row.Days is null ? "nobody-started" : null,
        "queue-time" => row is { Numerator: > 0, Denominator: 0 } ? "nobody-started" : null,
        "balance" => row.Denominator == 0 ? "no-exits" : null,
        "change-from-baseline" => row.Denominator == 0 ? "denominator-zero" : baseline is null ? "baseline-missing" : null,
        _ => null,
    };

    internal static JsonElement? TargetOf(JsonElement[] targets, string? subproject, string row, bool generalFits)
    {
        foreach (var (namesSubproject, namesGender) in new[] { (true, true), (true, false), (false, true), (false, false) })
        {
            foreach (var target in targets)
            {
                var ofSubproject = target.TryGetProperty("subproject", out var s) ? s.GetString() : null;
                var ofGender = target.TryGetProperty("gender", out var g) ? g.GetString() : null;
                if (ofSubproject is not null == namesSubproject && ofGender is not null == namesGender
                    && (ofSubproject is null || ofSubproject == subproject)
                    && (ofGender is null ? generalFits : ofGender == row))
                {
                    return target;
                }
            }
        }

        return null;
    }

    internal static bool? MeetsTarget(string measure, JsonElement target, NaiveRow row, Report? baseline)
    {
        if (WhyNot(measure, row, baseline) is not null)
        {
            return null;
        }

        (BigInteger Numerator, BigInteger Denominator) figure = measure switch
        {
            "milestone" or "count" => (row.Numerator!.Value, 1),
            "duration" => ((BigInteger)(row.Days!.Median * 10), 10),
            "change-from-baseline" => (
                ((BigInteger)row.Numerator!.Value * baseline!.Denominator!.Value) - ((BigInteger)baseline.Numerator * row.Denominator!.Value),
                (BigInteger)row.Denominator.Value * baseline.Denominator.Value),
            _ => (row.Numerator!.Value, row.Denominator!.Value),
        };
        return Limits(target).All(limit =>
        {
            var difference = (figure.Numerator * limit.Denominator) - (limit.Numerator * figure.Denominator);
            return limit.IsLower ? difference >= 0 : difference <= 0;
        });
    }

    /// <summary>Does every limit lie outside the 95 % Wilson interval of the share?</summary>
    private static bool IsOutside(JsonElement target, NaiveRow row)
    {
        decimal x = row.Numerator!.Value, n = row.Denominator!.Value;
        var middle = (x + (Z * Z / 2)) / (n + (Z * Z));
        var half = Z / (n + (Z * Z)) * Root((x * (n - x) / n) + (Z * Z / 4));
        var lower = x == 0 ? 0 : middle - half;
        var upper = x == n ? 1 : middle + half;
        return Limits(target).All(limit =>
        {
            var share = (decimal)limit.Numerator / (decimal)limit.Denominator;
            return share < lower || share > upper;
        });
    }

    private static decimal Root(decimal number)
    {
        var root = (decimal)Math.Sqrt((double)number);
        for (var i = 0; i < 5; i++)
        {
            root = (root + (number / root)) / 2;
        }

        return root;
    }

    private static IEnumerable<(bool IsLower, BigInteger Numerator, BigInteger Denominator)> Limits(JsonElement target)
    {
        if (target.TryGetProperty("atLeast", out var atLeast))
        {
            yield return Limit(true, atLeast);
        }

        if (target.TryGetProperty("atMost", out var atMost))
        {
            yield return Limit(false, atMost);
        }

        if (target.TryGetProperty("between", out var between))
        {
            yield return Limit(true, between[0]);
            yield return Limit(false, between[1]);
        }
    }

    private static (bool IsLower, BigInteger Numerator, BigInteger Denominator) Limit(bool isLower, JsonElement limit)
    {
        if (limit.ValueKind == JsonValueKind.Number)
        {
            return (isLower, limit.GetInt32(), 1);
        }

        var isPercent = limit.GetString()!.EndsWith('%');
        var figure = limit.GetString()!.TrimEnd('%');
        var point = figure.IndexOf('.', StringComparison.Ordinal);
        var decimals = point < 0 ? 0 : figure.Length - point - 1;
        var digits = BigInteger.Parse(figure.Replace(".", "", StringComparison.Ordinal), CultureInfo.InvariantCulture);
        return (isLower, digits, BigInteger.Pow(10, decimals) * (isPercent ? 100 : 1));
    }
}
