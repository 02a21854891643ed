using System.Globalization;
using System.Numerics;
using System.Text.Json;
using OutcomeApi.Domain.Tests.Support;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>
/// The verdict on a naive figure, from domain.md §4: whole-number fractions of any size, and intervals in decimals. It reads the targets
/// in the forms that leave no doubt: a general target, or targets that name the subproject, the gender, or both.
/// </summary>
internal sealed record NaiveJudgement(string Verdict, bool? Clear, string? Reason, IReadOnlyDictionary<string, bool?> Meets)
{
    // The 97.5th percentile of the normal distribution, to more digits than a double holds.
    private const decimal Z = 1.9599639845400542355245944305m;

    public static NaiveJudgement Of(NaiveFigure figure)
    {
        var goal = figure.Goal.Definition!.Value;
        var measure = goal.GetProperty("measure").GetString()!;
        var eachOf = goal.TryGetProperty("eachOf", out var list) ? list.EnumerateArray().Select(e => e.GetString()!).ToArray() : [];
        var isJudged = (goal.TryGetProperty("judged", out var judged) ? judged.GetString() : "each-window") switch
        {
            "calendar-year" => figure.Window == "year-to-date" && figure.Tertial.EndsWith("T3", StringComparison.Ordinal),
            "since-start" => figure.Window == "since-start",
            "project-end" => figure.LastTertial,
            _ => true,
        };
        // What is promised of the whole is not promised of each of its parts: a count's target for several subprojects holds for them pooled.
        var isPart = figure.Subproject is not null && measure == "count" && goal.GetProperty("subprojects").GetArrayLength() > 1;
        var targets = isJudged && goal.TryGetProperty("targets", out var all)
            ? all.EnumerateArray().Where(t => !isPart || t.TryGetProperty("subproject", out _)).ToArray()
            : [];

        // What is reported has no gender; what a whole group is to reach is not what its women are to reach, unless the goal names them.
        bool GeneralFits(string row) => row == "total" || measure is "share" or "duration" or "balance" || (measure == "count" && eachOf.Contains(row));
        var target = NaiveAttainment.Rows.ToDictionary(row => row, row => TargetOf(targets, figure.Subproject, row, GeneralFits(row)));
        var meets = NaiveAttainment.Rows.ToDictionary(row => row, row =>
            target[row] is { } held ? MeetsTarget(measure, held, figure.Rows[row], figure.Baseline) : null);
        var deciding = eachOf.Length > 0 ? eachOf : ["total"];
        if (deciding.All(row => target[row] is null))
        {
            return new NaiveJudgement("no-target", null, null, meets);
        }

        var reasons = deciding.Where(row => target[row] is not null)
            .Select(row => WhyNot(measure, figure.Rows[row], figure.Baseline)).OfType<string>().ToArray();
        if (reasons.Length > 0)
        {
            return new NaiveJudgement("not-assessable", null, reasons[0], meets);
        }

        var reached = deciding.All(row => meets[row] == true);
        bool? clear = measure != "share" ? null
            : reached ? deciding.All(row => IsOutside(target[row]!.Value, figure.Rows[row]))
            : deciding.Any(row => meets[row] == false && IsOutside(target[row]!.Value, figure.Rows[row]));
        return new NaiveJudgement(reached ? "reached" : "not-reached", clear, null, meets);
    }

    /// <summary>What a row lacks that a verdict needs; null: nothing.</summary>
    private static string? WhyNot(string measure, NaiveRow row, Report? baseline) => measure switch
    {
        "share" => row.Denominator == 0 ? "denominator-zero" : null,
        "milestone" => row.Numerator is null ? "nothing-reported" : null,
        "duration" => row.Days is null ? "nobody-started" : null,
        "balance" => row.Denominator == 0 ? "no-exits" : null,
        "change-from-baseline" => row.Denominator == 0 ? "denominator-zero" : baseline is null ? "baseline-missing" : null,
        _ => null,
    };

    private static JsonElement? TargetOf(JsonElement[] targets, string? subproject, string row, bool generalFits)
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

    private static bool? MeetsTarget(string measure, JsonElement target, NaiveRow row, Report? baseline)
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
