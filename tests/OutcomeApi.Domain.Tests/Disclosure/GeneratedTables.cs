using System.Globalization;

namespace OutcomeApi.Domain.Tests.Disclosure;

/// <summary>Small tables of the shapes that reports have, made up from a seed.</summary>
internal static class GeneratedTables
{
    public static CountedTable Of(int seed)
    {
        var random = new Random(seed);
        return random.Next(4) switch
        {
            0 => GenderByReason(random, seed),
            1 => TertialsOfAYear(random, seed),
            2 => NestedGoals(random, seed),
            _ => Subprojects(random, seed),
        };
    }

    private static CountedTable GenderByReason(Random random, int seed)
    {
        var (genders, reasons) = (random.Next(2, 4), random.Next(2, 5));
        var table = new CountedTable(Numbers(random, genders * reasons), Text(seed));
        var all = Enumerable.Range(0, genders * reasons).ToArray();
        table.Add("total", 0, all);
        for (var g = 0; g < genders; g++)
        {
            table.Add($"gender {g}", 2, [.. all.Where(i => i / reasons == g)]);
        }

        for (var r = 0; r < reasons; r++)
        {
            table.Add($"reason {r}", 4, [.. all.Where(i => i % reasons == r)]);
        }

        foreach (var i in all)
        {
            table.Add($"gender {i / reasons} reason {i % reasons}", 4, [i]);
        }

        return table;
    }

    /// <summary>Women and men in each tertial, year to date, and since a start the year before.</summary>
    private static CountedTable TertialsOfAYear(Random random, int seed)
    {
        var tertials = random.Next(2, 5);
        var table = new CountedTable(Numbers(random, 2 * tertials), Text(seed));
        for (var t = 0; t < tertials; t++)
        {
            int[] tertial = [2 * t, (2 * t) + 1];
            int[] sinceStart = [.. Enumerable.Range(0, 2 * (t + 1))];
            int[] yearToDate = t == 0 ? tertial : [.. Enumerable.Range(2, 2 * t)];
            foreach (var (window, members, rank) in new[] { ("since start", sinceStart, 0), ("year to date", yearToDate, 1), ("tertial", tertial, 3) })
            {
                table.Add($"{t} {window}", (10 * t) + rank, members);
                table.Add($"{t} {window} women", (10 * t) + rank + 2, [.. members.Where(i => i % 2 == 0)]);
                table.Add($"{t} {window} men", (10 * t) + rank + 2, [.. members.Where(i => i % 2 == 1)]);
            }
        }

        return table;
    }

    /// <summary>Of each gender: all, those of them with a step, those of these with work; and the rests, which are shown nowhere.</summary>
    private static CountedTable NestedGoals(Random random, int seed)
    {
        var genders = random.Next(2, 4);
        var table = new CountedTable(Numbers(random, 3 * genders), Text(seed));
        for (var g = -1; g < genders; g++)
        {
            var (own, rank) = g < 0 ? (Enumerable.Range(0, genders).ToArray(), 0) : ([g], 2);
            int[] Of(params int[] levels) => [.. own.SelectMany(o => levels.Select(level => (3 * o) + level))];
            table.AddShare($"{g} steps", rank, Of(1, 2), Of(0, 1, 2));
            table.AddShare($"{g} work", rank, Of(2), Of(1, 2));
        }

        return table;
    }

    /// <summary>Subprojects, some people in none of them, pooled; of each how many exited and how many of them to work.</summary>
    private static CountedTable Subprojects(Random random, int seed)
    {
        var parts = random.Next(2, 4) + 1;
        var table = new CountedTable(Numbers(random, 2 * parts), Text(seed));
        for (var p = 0; p < parts; p++)
        {
            // The last part stands for those in no subproject; it has no row of its own.
            if (p < parts - 1)
            {
                table.AddShare($"part {p} work", 4, [2 * p], [2 * p, (2 * p) + 1]);
            }
        }

        int[] all = [.. Enumerable.Range(0, 2 * parts)];
        table.AddShare("work", 0, [.. all.Where(i => i % 2 == 0)], all);
        return table;
    }

    private static int[] Numbers(Random random, int count)
    {
        int[] most = [3, 6, 12, 40];
        var upTo = most[random.Next(most.Length)];
        return [.. Enumerable.Range(0, count).Select(_ => random.Next(5) == 0 ? 0 : random.Next(upTo + 1))];
    }

    private static string Text(int seed) => seed.ToString(CultureInfo.InvariantCulture);
}
