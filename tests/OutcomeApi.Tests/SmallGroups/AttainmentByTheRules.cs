namespace OutcomeApi.Tests.SmallGroups;

/// <summary>
/// Holds what a steering group reads of attainment against what the exact reader reads, figure by figure. What is given back are the differences from the
/// rules.
/// </summary>
internal static class AttainmentByTheRules
{
    private static readonly string[] Rows = ["woman", "man", "total"];

    /// <summary>The goals that each of women and men must meet.</summary>
    private static readonly HashSet<string> GoalsOfEach =
    [
        .. from id in ProjectFiles.Ids
           from goal in ProjectFiles.Read(id)["goals"]!.AsObject()
           where goal.Value!["eachOf"] is not null
           select goal.Key
    ];

    /// <summary>What is the same for everybody: which figure, its verdict and whether that is clear.</summary>
    public static IEnumerable<string> Verdicts(IEnumerable<BothRead> items) =>
        from item in items
        from member in new[] { "goal", "goalVersion", "measure", "subproject", "tertial", "window", "cohort", "verdict", "reason", "clear", "baseline" }
        where !JsonNode.DeepEquals(item.Exact[member], item.Shown[member])
        select $"{NameOf(item)} {member}: {item.Shown[member]} for {item.Exact[member]}";

    /// <summary>Totals: shown where they speak of nobody or of k and more, else hidden with everything that stands in them.</summary>
    public static IEnumerable<string> Totals(IEnumerable<BothRead> items, int k)
    {
        foreach (var item in items)
        {
            var (exact, shown) = (RowOf(item.Exact, "total"), RowOf(item.Shown, "total"));
            var isSmall = !IsOfNobody(item) && NaiveRules.IsSmall(BaseOf(item.Exact).Total, k);
            foreach (var difference in Differences(NameOf(item) + " total", isSmall ? Hidden(exact, k) : Expected(item, exact), shown))
            {
                yield return difference;
            }

            if (isSmall && (item.Shown["womenMen"] is not null || item.Shown.ContainsKey("forecast")))
            {
                yield return NameOf(item) + " says more of a small group";
            }

            foreach (var difference in Queued(item, "total", NaiveRules.IsSmall(QueuedOf(item.Exact).Total, k) ? Seen.Nothing : Seen.Everything, k))
            {
                yield return difference;
            }
        }
    }

    /// <summary>Women and men: shown where both have nobody or k and more in the base, else hidden. Others are counted with one of the two.</summary>
    public static IEnumerable<string> WomenAndMen(IEnumerable<BothRead> items, int k)
    {
        foreach (var item in items)
        {
            var name = NameOf(item);
            var genders = item.Shown["rows"]!.AsArray().Select(row => row!["gender"]!.GetValue<string>()).ToArray();
            if (!genders.SequenceEqual(Rows))
            {
                yield return $"{name} has rows {string.Join(' ', genders)}";
                continue;
            }

            var seen = SeenOf(item.Shown);
            IReadOnlyList<Seen> rule = IsOfNobody(item) ? [Seen.Everything] : NaiveRules.OfBase(BaseOf(item.Exact), k);
            if (!rule.Contains(seen))
            {
                yield return $"{name} shows {seen} of {BaseOf(item.Exact)}";
            }

            var hasOthers = HasOthers(item.Exact);
            foreach (var gender in new[] { "woman", "man" })
            {
                var (exact, shown) = (RowOf(item.Exact, gender), RowOf(item.Shown, gender));
                var differences = seen != Seen.Everything ? Differences($"{name} {gender}", Hidden(exact, null), shown)
                    : hasOthers ? []
                    : Differences($"{name} {gender}", Expected(item, exact), shown);
                foreach (var difference in differences)
                {
                    yield return difference;
                }
            }

            foreach (var difference in hasOthers && seen == Seen.Everything ? NotAddedUp(item, k) : [])
            {
                yield return difference;
            }

            foreach (var difference in SeenOfQueue(item, k))
            {
                yield return difference;
            }
        }
    }

    /// <summary>Comparison, forecast and sentence go with their row.</summary>
    public static IEnumerable<string> WhatGoesWithTheRows(IReadOnlyList<BothRead> items)
    {
        foreach (var item in items)
        {
            var seen = SeenOf(item.Shown);
            var (name, isExact, eachDecides) = (NameOf(item), seen == Seen.Everything && !HasOthers(item.Exact), IsOfEach(item));
            var isTotalEnough = !eachDecides && seen != Seen.Nothing;
            if (seen != Seen.Everything && item.Shown["womenMen"] is not null)
            {
                yield return name + " compares women and men who are not shown";
            }

            if (isExact && !JsonNode.DeepEquals(item.Exact["womenMen"], item.Shown["womenMen"]))
            {
                yield return name + " compares otherwise";
            }

            var isForecastRight = isExact || isTotalEnough
                ? JsonNode.DeepEquals(item.Exact["forecast"], item.Shown["forecast"])
                : seen == Seen.Everything || !item.Shown.ContainsKey("forecast");
            if (!isForecastRight)
            {
                yield return $"{name} forecasts {item.Shown["forecast"]} for {item.Exact["forecast"]}";
            }

            if (isTotalEnough && !JsonNode.DeepEquals(item.Exact["sentence"], item.Shown["sentence"]))
            {
                yield return $"{name} says {item.Shown["sentence"]} for {item.Exact["sentence"]}";
            }
        }

        // Where numbers are hidden the sentence follows from what is shown anyway: equal verdicts have equal sentences.
        foreach (var group in items.Where(item => SeenOf(item.Shown) == Seen.Nothing)
            .GroupBy(item => $"{item.Exact["goal"]} {item.Exact["verdict"]} {item.Exact["standing"]} {item.Exact["reason"]} {item.Exact["dueOn"]}")
            .Where(group => group.Select(item => item.Shown["sentence"]!.GetValue<string>()).Distinct().Count() > 1))
        {
            yield return group.Key + " has sentences that tell: " + string.Join(" | ", group.Select(item => item.Shown["sentence"]).Distinct());
        }
    }

    private static string NameOf(BothRead item) => $"{item.Exact["goal"]} {item.Exact["subproject"]} {item.Exact["tertial"]} {item.Exact["window"]}";

    private static JsonObject RowOf(JsonObject item, string gender) =>
        item["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == gender)!.AsObject();

    /// <summary>What is reported speaks of nobody.</summary>
    private static bool IsOfNobody(BothRead item) => item.Exact["measure"]!.GetValue<string>() == "milestone";

    private static bool IsOfEach(BothRead item) => GoalsOfEach.Contains(item.Exact["goal"]!.GetValue<string>());

    /// <summary>A row as it is shown when nothing of it is hidden.</summary>
    private static JsonObject Expected(BothRead item, JsonObject exact)
    {
        var row = exact.DeepClone().AsObject();
        if (IsOfEach(item))
        {
            row["meetsTarget"] = null;
        }

        return row;
    }

    /// <summary>A row of which nothing but the target is shown.</summary>
    private static JsonObject Hidden(JsonObject exact, int? fewerThan)
    {
        var row = new JsonObject
        {
            ["gender"] = exact["gender"]!.DeepClone(),
            ["numerator"] = null,
            ["denominator"] = null,
            ["share"] = null,
            ["interval"] = null,
            ["target"] = exact["target"]?.DeepClone(),
            ["meetsTarget"] = null,
        };
        row[fewerThan is null ? "hidden" : "fewerThan"] = fewerThan is { } k ? k : "small-group";
        return row;
    }

    /// <summary>Compares two rows, without those in queue: they have a base of their own.</summary>
    private static IEnumerable<string> Differences(string name, JsonObject expected, JsonObject shown)
    {
        var (one, other) = (expected.DeepClone().AsObject(), shown.DeepClone().AsObject());
        one.Remove("stillQueued");
        other.Remove("stillQueued");
        return JsonNode.DeepEquals(one, other) ? [] : [$"{name}: {other.ToJsonString()} for {one.ToJsonString()}"];
    }

    private static IEnumerable<string> NotAddedUp(BothRead item, int k)
    {
        var isCount = item.Exact["measure"]!.GetValue<string>() == "count";
        foreach (var member in new[] { "numerator", "denominator" })
        {
            int? Of(JsonObject read, string gender) => (int?)RowOf(read, gender)[member];
            if (Of(item.Exact, "total") is not { } total)
            {
                continue;
            }

            var (woman, man) = (Of(item.Shown, "woman"), Of(item.Shown, "man"));
            var own = new Counts(Of(item.Exact, "woman")!.Value, Of(item.Exact, "man")!.Value, (Of(item.Exact, "other") + Of(item.Exact, "unknown"))!.Value);
            var isBase = member == (isCount ? "numerator" : "denominator");
            if (woman + man != total || !own.InTwoRows().Contains((woman!.Value, man!.Value)))
            {
                yield return $"{NameOf(item)} {member}: {woman} + {man} of {total}";
            }

            if (isBase && (NaiveRules.IsSmall(woman!.Value, k) || NaiveRules.IsSmall(man!.Value, k)))
            {
                yield return $"{NameOf(item)} shows {woman} women and {man} men";
            }
        }
    }

    private static IEnumerable<string> SeenOfQueue(BothRead item, int k)
    {
        if (item.Exact["measure"]!.GetValue<string>() != "duration")
        {
            return [];
        }

        var shown = RowOf(item.Shown, "woman")["stillQueued"]?["hidden"] is null && RowOf(item.Shown, "man")["stillQueued"]?["hidden"] is null ? Seen.Everything
            : RowOf(item.Shown, "total")["stillQueued"]?["fewerThan"] is null ? Seen.Total : Seen.Nothing;
        if (!NaiveRules.OfBase(QueuedOf(item.Exact), k).Contains(shown))
        {
            return [$"{NameOf(item)} shows {shown} of {QueuedOf(item.Exact)} in queue"];
        }

        // With others among them, only what is hidden is known.
        return shown == Seen.Everything && QueuedOf(item.Exact).Others > 0 ? [] : new[] { "woman", "man" }.SelectMany(gender => Queued(item, gender, shown, k));
    }

    private static IEnumerable<string> Queued(BothRead item, string gender, Seen seen, int k)
    {
        var (exact, shown) = (RowOf(item.Exact, gender)["stillQueued"], RowOf(item.Shown, gender)["stillQueued"]);
        var isHidden = gender == "total" ? seen == Seen.Nothing : seen != Seen.Everything;
        var expected = !isHidden ? exact : new JsonObject
        {
            ["count"] = null,
            ["median"] = null,
            ["longest"] = null,
            [gender == "total" ? "fewerThan" : "hidden"] = gender == "total" ? k : "small-group",
        };
        return JsonNode.DeepEquals(expected, shown) ? [] : [$"{NameOf(item)} {gender} in queue: {shown?.ToJsonString()} for {expected?.ToJsonString()}"];
    }

    private static Seen SeenOf(JsonObject shown) =>
        RowOf(shown, "total").ContainsKey("fewerThan") ? Seen.Nothing
        : RowOf(shown, "woman").ContainsKey("hidden") || RowOf(shown, "man").ContainsKey("hidden") ? Seen.Total
        : Seen.Everything;

    /// <summary>Of whom the figure speaks.</summary>
    private static Counts BaseOf(JsonObject exact) => exact["measure"]!.GetValue<string>() switch
    {
        "count" => CountsOf(exact, row => row["numerator"]),
        "duration" => CountsOf(exact, row => row["days"]?["count"]),
        _ => CountsOf(exact, row => row["denominator"]),
    };

    private static Counts QueuedOf(JsonObject exact) => CountsOf(exact, row => row["stillQueued"]?["count"]);

    private static Counts CountsOf(JsonObject exact, Func<JsonObject, JsonNode?> number)
    {
        int Of(string gender) => (int?)number(RowOf(exact, gender)) ?? 0;
        return new Counts(Of("woman"), Of("man"), Of("other") + Of("unknown"));
    }

    /// <summary>Is anybody of another or unknown gender in the figure, counted or in its base?</summary>
    private static bool HasOthers(JsonObject exact) => BaseOf(exact).Others > 0 || CountsOf(exact, row => row["numerator"]).Others > 0;
}
