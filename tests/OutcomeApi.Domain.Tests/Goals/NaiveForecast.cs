using System.Globalization;
using System.Numerics;
using System.Text.Json;

namespace OutcomeApi.Domain.Tests.Goals;

/// <summary>
/// The forecast of a naive figure, from domain.md §4: people are counted one by one, days one by one, and probabilities are exact fractions (shares) or
/// sums from nobody on (counts).
/// </summary>
internal sealed record NaiveForecast(string Rows, double Probability)
{
    public static NaiveForecast? Of(NaiveFigure figure, NaiveJudgement judgement, Register register, NaiveTime time)
    {
        var goal = figure.Goal.Definition!.Value;
        if (judgement.DueOn is not { } dueOn || dueOn < time.AsOf || time.EndsOn < time.AsOf || !HasForecast(goal, figure))
        {
            return null;
        }

        var known = figure.To < time.AsOf ? figure.To : time.AsOf;
        var from = NaiveJudgement.Later(figure.From, time.PaceFrom ?? figure.From);
        var (soFar, left) = (NaiveJudgement.DaysFrom(from, known), NaiveJudgement.DaysFrom(known.AddDays(1), dueOn));
        if (soFar < 30 || left == 0)
        {
            return null;
        }

        var isShare = goal.GetProperty("measure").GetString() == "share";
        var eachOf = goal.TryGetProperty("eachOf", out var list) ? list.EnumerateArray().Select(e => e.GetString()!).ToArray() : [];
        var rows = new List<string>();
        var probability = 1.0;
        foreach (var row in NaiveAttainment.Rows.Where(row => eachOf.Length > 0 ? eachOf.Contains(row) : row == "total"))
        {
            if (TargetOf(goal, figure, row, eachOf) is not { } target)
            {
                continue;
            }

            var count = figure.Rows[row];
            if (isShare && ExitsToCome(register, figure, row, from, known, soFar, left) is null)
            {
                return null;
            }

            var (text, chance) = isShare
                ? OfShare(target, count.Numerator!.Value, count.Denominator!.Value, ExitsToCome(register, figure, row, from, known, soFar, left)!.Value)
                : OfCount(target, count.Numerator!.Value, soFar, left);
            rows.Add($"{row}:{text}");
            probability *= chance;
        }

        return new NaiveForecast(string.Join(' ', rows), probability);
    }

    private static bool HasForecast(JsonElement goal, NaiveFigure figure)
    {
        var population = goal.TryGetProperty("of", out var of) && of.TryGetProperty("population", out var named) ? named.GetString() : null;
        return goal.GetProperty("measure").GetString() switch
        {
            "share" => population == "exits" && figure.Window == "since-start" && !goal.TryGetProperty("filter", out _)
                && (!goal.TryGetProperty("judged", out var judged) || judged.GetString() == "project-end"),
            "count" => population is not (null or "supported-in-window" or "referrals-queued-at-project-start"),
            _ => false,
        };
    }

    private static JsonElement? TargetOf(JsonElement goal, NaiveFigure figure, string row, string[] eachOf)
    {
        var isCount = goal.GetProperty("measure").GetString() == "count";
        var isPart = figure.Subproject is not null && isCount && goal.GetProperty("subprojects").GetArrayLength() > 1;
        var targets = goal.GetProperty("targets").EnumerateArray().Where(t => !isPart || t.TryGetProperty("subproject", out _)).ToArray();
        return NaiveJudgement.TargetOf(targets, figure.Subproject, row, !isCount || row == "total" || eachOf.Contains(row));
    }

    /// <summary>ongoing × (1 − e^(−hD)) + s × (D − (1 − e^(−hD)) ÷ h), half a person rounded up; null where nobody has left.</summary>
    private static int? ExitsToCome(Register register, NaiveFigure figure, string row, DateOnly from, DateOnly known, int soFar, int left)
    {
        var goal = figure.Goal.Definition!.Value;
        var listed = goal.TryGetProperty("subprojects", out var parts) ? parts.EnumerateArray().Select(p => p.GetString()).ToArray() : [];
        int ongoing = 0, started = 0, exited = 0, days = 0;
        foreach (var fact in register.Facts.Where(f => !f.Anonymous && f.Reason != "registered-in-error" && (row == "total" || f.Gender == row)))
        {
            if (figure.Subproject is { } part ? fact.Subproject != part : listed.Length > 0 && !listed.Contains(fact.Subproject))
            {
                continue;
            }

            ongoing += fact.Start <= known && (fact.Exit is null || fact.Exit > known) ? 1 : 0;
            started += !fact.CarriedOver && from <= fact.Start && fact.Start <= known ? 1 : 0;
            exited += from <= fact.Exit && fact.Exit <= known ? 1 : 0;
            days += NaiveJudgement.DaysFrom(NaiveJudgement.Later(from, fact.Start), fact.Exit < known ? fact.Exit.Value : known);
        }

        if (exited == 0 || days == 0)
        {
            return null;
        }

        var (h, s) = ((double)exited / days, (double)started / soFar);
        var gone = 1 - Math.Exp(-h * left);
        return (int)Math.Floor((ongoing * gone) + (s * (left - (gone / h))) + 0.5);
    }

    private static (string Text, double Probability) OfShare(JsonElement target, int numerator, int denominator, int remaining)
    {
        var enough = Enumerable.Range(0, remaining + 1)
            .Where(_ => denominator + remaining > 0)
            .Where(k => NaiveJudgement.MeetsTarget("share", target, new NaiveRow(numerator + k, denominator + remaining), null) == true)
            .ToArray();

        // C(x+k, k) · C(n−x+R−k, R−k) / C(n+R+1, R)
        var ways = enough.Aggregate(BigInteger.Zero, (sum, k) =>
            sum + (Choose(numerator + k, k) * Choose(denominator - numerator + remaining - k, remaining - k)));
        var probability = Math.Exp(BigInteger.Log(ways) - BigInteger.Log(Choose(denominator + remaining + 1, remaining)));
        return (Text(remaining, enough.Length > 0 ? enough[0] : null, enough.Length > 0 ? enough[^1] : null), ways.IsZero ? 0 : probability);
    }

    private static (string Text, double Probability) OfCount(JsonElement target, int count, int soFar, int left)
    {
        bool IsMet(int number) => NaiveJudgement.MeetsTarget("count", target, new NaiveRow(number, null), null) == true;
        var (shape, q) = (count + 0.5, (double)left / (soFar + left));
        var mean = shape * left / soFar;
        var log = shape * Math.Log(1 - q);
        var probability = 0.0;
        for (var k = 0; k < mean + (60 * Math.Sqrt(mean / (1 - q))) + 500; k++)
        {
            probability += IsMet(count + k) ? Math.Exp(log) : 0;
            log += Math.Log((shape + k) / (k + 1.0) * q);
        }

        var most = target.TryGetProperty("atMost", out var atMost) ? atMost.GetInt32()
            : target.TryGetProperty("between", out var between) ? between[1].GetInt32()
            : (int?)null;
        var least = target.TryGetProperty("atLeast", out var atLeast) ? atLeast.GetInt32()
            : target.TryGetProperty("between", out between) ? between[0].GetInt32()
            : 0;
        return (Text((int)Math.Floor(mean + 0.5), count > most ? null : Math.Max(0, least - count), count > most ? null : most - count), probability);
    }

    private static BigInteger Choose(int n, int k)
    {
        var ways = BigInteger.One;
        for (var i = 1; i <= k; i++)
        {
            ways = ways * (n - k + i) / i;
        }

        return ways;
    }

    private static string Text(int remaining, int? fewest, int? most) => string.Create(CultureInfo.InvariantCulture, $"{remaining}/{fewest}/{most}");
}
