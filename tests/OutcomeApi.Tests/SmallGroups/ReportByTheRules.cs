using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.SmallGroups;

/// <summary>
/// Holds a report as a steering group reads it against the exact one, table by table and window by window. What is given back are the differences from the
/// rules.
/// </summary>
internal sealed class ReportByTheRules(BothRead report, int k)
{
    private const string Merged = "merged";

    private static readonly string[] Windows = ["tertial", "yearToDate", "sinceStart"];

    private static readonly EqualityComparer<JsonObject> JsonComparer = EqualityComparer<JsonObject>.Create(JsonNode.DeepEquals, _ => 0);

    private readonly IReadOnlyList<DemoPerson> _people =
        DemoPerson.Of(report.Exact["project"]!.GetValue<string>(), report.Exact["subproject"]?.GetValue<string>());

    private string Name => $"{report.Exact["project"]} {report.Exact["subproject"]} {report.Exact["tertial"]}";

    /// <summary>What speaks of no group, or of the work: the same for everybody, but for the number of missing genders.</summary>
    public IEnumerable<string> WhatIsNotAboutGroups()
    {
        string[] same =
        [
            "project", "subproject", "tertial", "status", "deadline", "computedAt", "asOf", "windows", "balances", "fidelity", "fidelityPlan",
            "nextFidelityReview", "lateness", "comment",
        ];
        foreach (var member in same.Where(member => !JsonNode.DeepEquals(report.Exact[member], report.Shown[member])))
        {
            yield return $"{Name} {member}: {report.Shown[member]} for {report.Exact[member]}";
        }

        var expected = report.Exact["dataQuality"]!.DeepClone().AsArray();
        var unknown = expected.Single(finding => finding!["code"]!.GetValue<string>() == "gender-unknown")!;
        (unknown["count"], unknown["hidden"]) = (null, "small-group");
        if (!JsonNode.DeepEquals(expected, report.Shown["dataQuality"]))
        {
            yield return $"{Name} dataQuality: {report.Shown["dataQuality"]} for {expected}";
        }
    }

    /// <summary>How many came and went: every total, and women and men where no row of the table has a few.</summary>
    public IEnumerable<string> Flow() => Windows.SelectMany(window => new[]
    {
        OfFlow("flow", window, "ongoing-at-start", "started", "exited", "ongoing-at-end"),
        OfFlow("flow", window, "referred", "not-started", "queued-at-end"),
        OfFlow("flow", window, "anonymous-started"),
        OfFlow("exits", window, "total"),
        OfFlow("beforeAndAfter", window, "exits"),
    }.SelectMany(table => table).Concat(ByMonth(window)));

    /// <summary>The counts for Uppföljning Finsam: of the project, and of each association.</summary>
    public IEnumerable<string> Finsam()
    {
        JsonObject[] TablesOf(JsonObject read) =>
            [read["finsamCounts"]!.AsObject(), .. read["finsamCounts"]!["associations"]!.AsArray().Select(association => association!.AsObject())];
        var (exact, shown) = (TablesOf(report.Exact), TablesOf(report.Shown));
        if (exact.Length != shown.Length)
        {
            yield return Name + " has other associations";
        }

        foreach (var (own, seen) in exact.Zip(shown))
        {
            (JsonObject, JsonObject)[] lines = [.. new[] { "startedInYear", "ongoingInYear" }.Select(row => (own[row]!.AsObject(), seen[row]!.AsObject()))];
            foreach (var difference in OfSplit($"{Name} finsam {own["association"]}", lines))
            {
                yield return difference;
            }
        }
    }

    /// <summary>Tables whose small categories are one line: which line holds which categories, in which order, how many, and whether they are split.</summary>
    public IEnumerable<string> MergedTables() => Windows.SelectMany(window => new[]
    {
        OfMerged("exits", window, key => key == "total" ? null : PrefixOf(key)),
        OfMerged("referrers", window, PrefixOf),
        OfMerged("followUps", window, PrefixOf),
        OfMerged("beforeAndAfter", window, key => PrefixOf(key) is "education:" or "extent:" or "age-at-start:" ? PrefixOf(key) : null),
    }.SelectMany(table => table));

    /// <summary>Steps are counted, and the different people who took them make the group: all steps, and by kind.</summary>
    public IEnumerable<string> StepsByKind() => Windows.SelectMany(StepsByKind);

    /// <summary>Sources of income: somebody who has two is one person.</summary>
    public IEnumerable<string> Incomes() => Windows.SelectMany(window =>
        Incomes(window, "income-at-start:", person => person.IncomeAtStart).Concat(Incomes(window, "income-at-exit:", person => person.IncomeAtExit)));

    /// <summary>Occupation at the start by that at the exit: small ones at the start first, then each row as a table of its own, with totals only.</summary>
    public IEnumerable<string> Occupations() => Windows.SelectMany(Occupations);

    /// <summary>Places against those ongoing: the number of places is no people, the others are shown by how many go on.</summary>
    public IEnumerable<string> Resources()
    {
        JsonObject[] RowsOf(JsonObject read) => [.. read["resources"]?["rows"]?.AsArray().Select(row => row!.AsObject()) ?? []];
        var (exact, shown) = (RowsOf(report.Exact), RowsOf(report.Shown));
        var ongoing = exact.FirstOrDefault(row => KeyOf(row) == "ongoing-at-end");
        return exact.Length != shown.Length
            ? [Name + " has other resources"]
            : OfBase("resources", "yearToDate", exact, shown, key => key == "ongoing-at-end" ? CountsOf(ongoing!) : null).Concat(
                exact.Zip(shown).Where(pair => pair.First != ongoing && !NaiveRules.IsSmall((int)ongoing!["total"]!, k)
                        && !JsonNode.DeepEquals(pair.First, pair.Second))
                    .Select(pair => $"{Name} resources: {pair.Second.ToJsonString()} for {pair.First.ToJsonString()}"));
    }

    /// <summary>Month by kind: months of few people first, then each row as a table of its own, with totals only.</summary>
    public IEnumerable<string> StepsByMonth() => Windows.SelectMany(StepsByMonth);

    /// <summary>Unit by kind: units of few people first, then each row as a table of its own, with totals only.</summary>
    public IEnumerable<string> UnitsByKind() => Windows.SelectMany(UnitsByKind);

    /// <summary>Referrer by state, and by answer: small referrers first, then each row as a table of its own, with totals only.</summary>
    public IEnumerable<string> FollowUpsByReferrer() => Windows.SelectMany(FollowUpsByReferrer);

    /// <summary>Figures that speak of a group each: documentation, days, self-assessments, shares of the follow-ups.</summary>
    public IEnumerable<string> Bases() =>
        Windows.SelectMany(window => Documentation(window).Concat(Days(window)).Concat(Months(window)).Concat(SelfAssessments(window)).Concat(Given(window))
            .Concat(Shares(window)));

    private static string PrefixOf(string key) => key[..(key.IndexOf(':', StringComparison.Ordinal) + 1)];

    private static string KeyOf(JsonNode row) => row["key"]!.GetValue<string>();

    private static Counts CountsOf(JsonNode row) => new((int)row["woman"]!, (int)row["man"]!, (int)row["otherOrUnknown"]!);

    private static IEnumerable<JsonObject> RowsOf(JsonObject read, string table, string window) =>
        read[table]![window]!.AsArray().Select(row => row!.AsObject());

    private static bool IsBlank(JsonNode row, params string[] whom) => whom.All(who => row[who] is null);

    private IEnumerable<string> OfFlow(string table, string window, params string[] keys)
    {
        JsonObject Row(JsonObject read, string key) => RowsOf(read, table, window).Single(row => KeyOf(row) == key);
        return OfSplit($"{Name} {table} {window}", [.. keys.Select(key => (Row(report.Exact, key), Row(report.Shown, key)))]);
    }

    private IEnumerable<string> ByMonth(string window)
    {
        var pairs = RowsOf(report.Exact, "followUpsByMonth", window).Zip(RowsOf(report.Shown, "followUpsByMonth", window)).ToArray();
        return pairs.GroupBy(pair => pair.First["month"]!.GetValue<string>())
            .SelectMany(month => OfSplit($"{Name} followUpsByMonth {window} {month.Key}", [.. month]))
            .Concat(pairs.Where(pair => KeyOf(pair.First) != KeyOf(pair.Second))
                .Select(pair => $"{Name} followUpsByMonth has {KeyOf(pair.Second)} for {KeyOf(pair.First)}"));
    }

    /// <summary>Holds the lines of a table against the exact ones: totals, whether it is split, and what stands in the split.</summary>
    /// <param name="where">The table.</param>
    /// <param name="lines">Every line twice.</param>
    /// <param name="people">Who they are, where not they are counted; null: the counts are of people.</param>
    private IEnumerable<string> OfSplit(
        string where, IReadOnlyList<(JsonObject Exact, JsonObject Shown)> lines, IReadOnlyList<Counts>? people = null)
    {
        var counts = lines.Select(line => CountsOf(line.Exact)).ToArray();
        var isSplit = lines.All(line => line.Shown["hidden"] is null);
        if (!NaiveRules.Splits(people ?? counts, k).Contains(isSplit))
        {
            yield return $"{where} is {(isSplit ? string.Empty : "not ")}split: {string.Join("; ", people ?? counts)}";
        }

        foreach (var ((exact, shown), own) in lines.Zip(counts))
        {
            var (woman, man) = ((int?)shown["woman"], (int?)shown["man"]);
            var isRight = isSplit
                ? own.InTwoRows().Contains((woman!.Value, man!.Value))
                    && (people is not null || (!NaiveRules.IsSmall(woman.Value, k) && !NaiveRules.IsSmall(man.Value, k)))
                : IsBlank(shown, "woman", "man") && shown["hidden"]?.GetValue<string>() == "small-group";
            if (!isRight || !JsonNode.DeepEquals(shown["total"], exact["total"]) || shown.ContainsKey("fewerThan"))
            {
                yield return $"{where}: {shown.ToJsonString()} for {exact.ToJsonString()}";
            }
        }
    }

    /// <summary>Holds all merged tables of a section, each with the prefix of its keys; null: the row is in none.</summary>
    private IEnumerable<string> OfMerged(string section, string window, Func<string, string?> tableOf)
    {
        var where = $"{Name} {section} {window}";
        var shown = RowsOf(report.Shown, section, window).Where(row => tableOf(KeyOf(row)) is not null).ToArray();
        var lines = new List<(JsonObject Exact, string Table)>();
        foreach (var table in RowsOf(report.Exact, section, window).Where(row => tableOf(KeyOf(row)) is not null).GroupBy(row => tableOf(KeyOf(row))!))
        {
            lines.AddRange(LinesOf([.. table], table.Key).Select(line => (line, table.Key)));
        }

        if (!lines.Select(line => KeyOf(line.Exact)).SequenceEqual(shown.Select(KeyOf)))
        {
            return [$"{where} has lines {string.Join(' ', shown.Select(KeyOf))} for {string.Join(' ', lines.Select(line => KeyOf(line.Exact)))}"];
        }

        var pairs = lines.Zip(shown, (line, row) => (line.Exact, Shown: row, line.Table)).ToArray();
        return pairs.GroupBy(pair => pair.Table).SelectMany(table => OfSplit($"{where} {table.Key}", [.. table.Select(line => (line.Exact, line.Shown))]))
            .Concat(pairs.Where(pair => !JsonNode.DeepEquals(LabelsOf(pair.Exact), LabelsOf(pair.Shown)))
                .Select(pair => $"{where}: {pair.Shown.ToJsonString()} for {pair.Exact.ToJsonString()}"));
    }

    /// <summary>What a line is about, beside its numbers.</summary>
    private static JsonObject LabelsOf(JsonObject row)
    {
        var labels = row.DeepClone().AsObject();
        foreach (var number in new[] { "woman", "man", "otherOrUnknown", "total", "hidden" })
        {
            labels.Remove(number);
        }

        return labels;
    }

    /// <summary>Makes the lines of a table from its exact rows.</summary>
    /// <param name="rows">The categories.</param>
    /// <param name="table">How its keys begin.</param>
    /// <param name="people">How many people some categories have; null: as many as the rows count.</param>
    private JsonObject[] LinesOf(IReadOnlyList<JsonObject> rows, string table, Func<IEnumerable<JsonObject>, int>? people = null)
    {
        var (shown, merged) = NaiveRules.Merge(rows, people ?? (some => some.Sum(row => CountsOf(row).Total)), k);
        return merged.Count == 0 ? [.. shown] : [.. shown, Together(merged, table + Merged)];
    }

    /// <summary>One line of several: the labels say that it is none of them.</summary>
    private static JsonObject Together(IReadOnlyList<JsonObject> rows, string key)
    {
        var line = new JsonObject();
        foreach (var (member, _) in rows[0].Where(own => own.Key != "unit"))
        {
            line[member] = member switch
            {
                "key" => key,
                "referrer" => Merged,
                "months" => rows[0][member]?.DeepClone(),
                "woman" or "man" or "otherOrUnknown" or "total" => rows.Sum(row => (int)row[member]!),
                _ => null,
            };
        }

        line["categories"] = new JsonArray([.. rows.Select(row => row["key"]!.DeepClone())]);
        return line;
    }

    private static string[] KindsOf(JsonObject row) =>
        row["categories"] is JsonArray merged ? [.. merged.Select(key => key!.GetValue<string>()["kind:".Length..])] : [row["kind"]!.GetValue<string>()];

    private static bool IsOfKind(JsonObject row) => KeyOf(row).StartsWith("kind:", StringComparison.Ordinal);

    private static Counts PeopleOf(IEnumerable<TakenStep> steps) => DemoPerson.Count(steps.Select(step => step.By).Distinct());

    private IEnumerable<string> StepsByKind(string window)
    {
        var where = $"{Name} stepsByMonth {window}";
        var taken = Taken(window);
        var (exact, shown) = (RowsOf(report.Exact, "stepsByMonth", window).ToArray(), RowsOf(report.Shown, "stepsByMonth", window).ToArray());
        Counts Of(JsonObject line) => PeopleOf(taken.Where(step => KindsOf(line).Contains(step.Kind)));
        var lines = LinesOf([.. exact.Where(IsOfKind)], "kind:", some => PeopleOf(taken.Where(step => some.SelectMany(KindsOf).Contains(step.Kind))).Total);
        var seen = shown.Where(IsOfKind).ToArray();
        var kinds = lines.Select(LabelsOf).SequenceEqual(seen.Select(LabelsOf), JsonComparer)
            ? OfSplit(where + " kinds", [.. lines.Zip(seen)], [.. lines.Select(Of)])
            : [$"{where} has lines {string.Join(' ', seen.Select(KeyOf))} for {string.Join(' ', lines.Select(line => $"{KeyOf(line)} ({Of(line).Total})"))}"];
        return OfSplit(where + " total", [(exact[0], shown[0])], [PeopleOf(taken)]).Concat(kinds);
    }

    private IEnumerable<string> Incomes(string window, string table, Func<DemoPerson, IReadOnlyList<string>> sourcesOf)
    {
        var where = $"{Name} beforeAndAfter {window} {table}";
        var (from, to) = DaysOf(window);
        var left = _people.Where(person => from <= person.ExitedOn && person.ExitedOn <= to).ToArray();
        bool IsIn(DemoPerson person, string key) =>
            key == table + "not-stated" ? sourcesOf(person).Count == 0 : sourcesOf(person).Contains(key[table.Length..]);
        Counts Of(IEnumerable<string> keys) => DemoPerson.Count(left.Where(person => keys.Any(key => IsIn(person, key))));
        string[] KeysOf(JsonObject line) =>
            line["categories"] is JsonArray merged ? [.. merged.Select(key => key!.GetValue<string>())] : [KeyOf(line)];
        JsonObject[] TableOf(JsonObject read) =>
            [.. RowsOf(read, "beforeAndAfter", window).Where(row => KeyOf(row).StartsWith(table, StringComparison.Ordinal))];
        var (exact, seen) = (TableOf(report.Exact), TableOf(report.Shown));

        // What was sent is what is counted: otherwise the people here were others.
        exact.Select(row => (int)row["total"]!).ShouldBe(exact.Select(row => Of([KeyOf(row)]).Total), where);
        var lines = LinesOf(exact, table, some => Of(some.Select(KeyOf)).Total);
        return lines.Select(LabelsOf).SequenceEqual(seen.Select(LabelsOf), JsonComparer)
            ? OfSplit(where, [.. lines.Zip(seen)], [.. lines.Select(line => Of(KeysOf(line)))])
            : [$"{where} has lines {string.Join(' ', seen.Select(KeyOf))} for {string.Join(' ', lines.Select(KeyOf))}"];
    }

    private IEnumerable<string> Occupations(string window)
    {
        var exact = RowsOf(report.Exact, "beforeAndAfter", window).Where(row => row["atStart"] is not null).ToArray();
        string[] CodesOf(string member) => [.. exact.Select(row => row[member]!.GetValue<string>()).Distinct()];
        int People(IEnumerable<string> starts, IEnumerable<string> exits) => exact
            .Where(row => starts.Contains(row["atStart"]!.GetValue<string>()) && exits.Contains(row["atExit"]!.GetValue<string>()))
            .Sum(row => (int)row["total"]!);
        var (alone, together) = NaiveRules.Merge(CodesOf("atStart"), starts => People(starts, CodesOf("atExit")), k);
        var expected = new List<string>();
        foreach (var (key, starts) in Outer(alone, together))
        {
            var (shown, merged) = NaiveRules.Merge(CodesOf("atExit"), exits => People(starts, exits), k);
            var of = key == Merged ? " of " + string.Join('+', starts) : string.Empty;
            expected.AddRange(shown.Select(exit => $"occupation:{key}:{exit} {key}{of} {exit} {People(starts, [exit])}"));
            expected.AddRange(merged.Count == 0
                ? []
                : [$"occupation:{key}:{Merged} {key}{of} {Merged} {People(starts, merged)} of {string.Join('+', merged)}"]);
        }

        var read = RowsOf(report.Shown, "beforeAndAfter", window).Where(row => row["atStart"] is not null)
            .Select(row => $"{KeyOf(row)} {row["atStart"]}{Of(row["starts"])} {row["atExit"]} {row["total"]}{Of(row["categories"])}{SplitOf(row)}").ToArray();
        return Differences($"{Name} beforeAndAfter {window} occupation", read, [.. expected]);
    }

    private IEnumerable<string> StepsByMonth(string window)
    {
        var where = $"{Name} stepsByMonth {window}";
        var taken = Taken(window);
        if (taken.Length == 0)
        {
            return RowsOf(report.Shown, "stepsByMonth", window).Any(row => row["month"] is not null) ? [where + " has months without steps"] : [];
        }

        string[] kinds = [.. RowsOf(report.Exact, "stepsByMonth", window).Where(IsOfKind).SelectMany(KindsOf)];
        var (alone, together) = NaiveRules.Merge(MonthsOf(window), months => PeopleOf(taken.Where(step => months.Contains(step.Month))).Total, k);
        var expected = new List<string>();
        foreach (var (key, months) in Outer(alone, together))
        {
            TakenStep[] StepsOf(IEnumerable<string> some) => [.. taken.Where(step => months.Contains(step.Month) && some.Contains(step.Kind))];
            var (shown, merged) = NaiveRules.Merge(kinds, some => PeopleOf(StepsOf(some)).Total, k);
            var monthsOf = key == Merged ? " of " + string.Join('+', months) : string.Empty;
            expected.AddRange(shown.Select(kind => $"{key}:{kind} {key}{monthsOf} {StepsOf([kind]).Length}"));
            expected.AddRange(merged.Count == 0 ? [] : [$"{key}:{Merged} {key}{monthsOf} {StepsOf(merged).Length} of {string.Join('+', merged)}"]);
        }

        var read = RowsOf(report.Shown, "stepsByMonth", window).Where(row => row["month"] is not null)
            .Select(row => $"{KeyOf(row)} {row["month"]}{Of(row["months"])} {row["total"]}{Of(row["categories"])}{SplitOf(row, "subproject")}").ToArray();
        return Differences(where, read, [.. expected]);
    }

    private IEnumerable<string> UnitsByKind(string window)
    {
        var (@from, to) = DaysOf(window);
        bool IsIn(DateOnly day) => @from <= day && day <= to;
        var units = RowsOf(report.Exact, "unitsByMonth", window).Where(row => row["month"] is null).Select(row => $"{row["unit"]}").Distinct().ToArray();
        if (units.Length == 0)
        {
            return RowsOf(report.Shown, "unitsByMonth", window).Select(row => $"{Name} unitsByMonth has {KeyOf(row)}");
        }

        var kinds = RowsOf(report.Exact, "unitsByMonth", window).Where(row => row["month"] is null).Select(row => $"{row["kind"]}").Distinct().ToArray();

        // In the demo every participant of a project with units was referred, by the same unit.
        (DemoPerson By, string Unit, string Kind)[] all =
        [
            .. from person in _people
               let unit = person.Unit ?? "not-stated"
               from kind in person.Steps.Where(step => IsIn(step.On)).Select(step => step.Kind)
                   .Concat(!person.CarriedOver && IsIn(person.StartedOn) ? ["started"] : [])
                   .Concat(person.ReferredOn is { } day && IsIn(day) ? ["referred"] : [])
               select (person, unit, kind)
        ];
        RowsOf(report.Exact, "unitsByMonth", window).Where(row => row["month"] is null).ShouldAllBe(row =>
            (int)row["total"]! == all.Count(e => e.Unit == $"{row["unit"]}" && e.Kind == $"{row["kind"]}"));
        int People(IEnumerable<(DemoPerson By, string Unit, string Kind)> events) => events.Select(e => e.By).Distinct().Count();
        var (alone, together) = NaiveRules.Merge(units, some => People(all.Where(e => some.Contains(e.Unit))), k);
        var expected = new List<string>();
        foreach (var (key, of) in Outer(alone, together))
        {
            var own = all.Where(e => of.Contains(e.Unit)).ToArray();
            var (shown, merged) = NaiveRules.Merge(kinds, some => People(own.Where(e => some.Contains(e.Kind))), k);
            var unitsOf = key == Merged ? " of " + string.Join('+', of) : string.Empty;
            expected.AddRange(shown.Select(kind => $"{key}:{kind} {key}{unitsOf} {own.Count(e => e.Kind == kind)}"));
            expected.AddRange(merged.Count == 0
                ? []
                : [$"{key}:{Merged} {key}{unitsOf} {own.Count(e => merged.Contains(e.Kind))} of {string.Join('+', merged)}"]);
        }

        var read = RowsOf(report.Shown, "unitsByMonth", window)
            .Select(row => $"{KeyOf(row)} {row["unit"]}{Of(row["units"])} {row["total"]}{Of(row["categories"])}{SplitOf(row, "month")}").ToArray();
        return Differences($"{Name} unitsByMonth {window}", read, [.. expected]);
    }

    private static IEnumerable<string> Differences(string where, string[] read, string[] expected) => read.SequenceEqual(expected)
        ? []
        : read.Except(expected).Select(line => $"{where} has {line}").Concat(expected.Except(read).Select(line => $"{where} lacks {line}"))
            .DefaultIfEmpty(where + " is in another order");

    /// <summary>The steps of a window, by what was sent: the exact report counts as many.</summary>
    private TakenStep[] Taken(string window)
    {
        var (@from, to) = DaysOf(window);
        TakenStep[] taken =
        [
            .. from person in _people
               from step in person.Steps
               where @from <= step.On && step.On <= to
               select new TakenStep(person, step.Kind, $"{step.On:yyyy-MM}")
        ];
        var exact = RowsOf(report.Exact, "stepsByMonth", window).ToArray();
        exact[0]["total"]!.GetValue<int>().ShouldBe(taken.Length, Name);
        exact.Where(IsOfKind).ShouldAllBe(row => (int)row["total"]! == taken.Count(step => step.Kind == row["kind"]!.GetValue<string>()));
        return taken;
    }

    private (DateOnly From, DateOnly To) DaysOf(string window)
    {
        DateOnly Day(string end) => DateOnly.Parse(report.Exact["windows"]![window]![end]!.GetValue<string>(), null);
        return (Day("from"), Day("to"));
    }

    /// <summary>The rows of a crossed table: each by itself, then those that are one.</summary>
    private static IEnumerable<(string Key, IReadOnlyList<string> Codes)> Outer(IReadOnlyList<string> alone, IReadOnlyList<string> together) =>
        alone.Select(code => (code, (IReadOnlyList<string>)[code])).Concat(together.Count == 0 ? [] : [(Merged, together)]);

    /// <summary>Crossed tables have totals only.</summary>
    private static string SplitOf(JsonObject row, params string[] blank) =>
        IsBlank(row, [.. blank, "woman", "man"]) && row["hidden"]?.GetValue<string>() == "small-group" ? string.Empty : " split";

    private static string Of(JsonNode? categories) => categories is null ? string.Empty : " of " + string.Join('+', categories.AsArray());

    /// <summary>The months of a window that have begun.</summary>
    private List<string> MonthsOf(string window)
    {
        var (from, to) = DaysOf(window);
        var asOf = DateOnly.Parse(report.Exact["asOf"]!.GetValue<string>(), null);
        var months = new List<string>();
        for (var month = new DateOnly(from.Year, from.Month, 1); month <= to && month <= asOf; month = month.AddMonths(1))
        {
            months.Add($"{month:yyyy-MM}");
        }

        return months;
    }

    private IEnumerable<string> FollowUpsByReferrer(string window)
    {
        var where = $"{Name} followUpsByReferrer {window}";
        var exact = RowsOf(report.Exact, "followUpsByReferrer", window).ToArray();
        string ReferrerOf(JsonObject row) => row["referrer"]!.GetValue<string>();
        string CategoryOf(JsonObject row) => KeyOf(row)[..KeyOf(row).LastIndexOf(':')];
        bool IsAnswer(JsonObject row) => KeyOf(row).StartsWith("answer:", StringComparison.Ordinal);
        var referrers = exact.Select(ReferrerOf).Distinct().ToArray();
        int FollowUpsOf(IEnumerable<string> some) => exact.Where(row => some.Contains(ReferrerOf(row)) && !IsAnswer(row)).Sum(row => (int)row["total"]!);
        var (alone, together) = NaiveRules.Merge(referrers, FollowUpsOf, k);
        var expected = new List<string>();
        foreach (var (key, of) in Outer(alone, together))
        {
            foreach (var table in new[] { string.Empty, "answer:" })
            {
                var own = exact.Where(row => of.Contains(ReferrerOf(row)) && IsAnswer(row) == (table.Length > 0)).ToArray();
                int PeopleOf(IEnumerable<string> some) => own.Where(row => some.Contains(CategoryOf(row))).Sum(row => (int)row["total"]!);
                var (shown, merged) = NaiveRules.Merge([.. own.Select(CategoryOf).Distinct()], PeopleOf, k);
                var referrersOf = key == Merged ? " of " + string.Join('+', of) : string.Empty;
                expected.AddRange(shown.Select(category => $"{category}:{key} {key}{referrersOf} {PeopleOf([category])}"));
                expected.AddRange(merged.Count == 0 ? [] : [$"{table}{Merged}:{key} {key}{referrersOf} {PeopleOf(merged)} of {string.Join('+', merged)}"]);
            }
        }

        var read = RowsOf(report.Shown, "followUpsByReferrer", window)
            .Select(row => $"{KeyOf(row)} {ReferrerOf(row)}{Of(row["referrers"])} {row["total"]}{Of(row["categories"])}{SplitOf(row)}").ToArray();
        return Differences(where, read, [.. expected]);
    }

    private IEnumerable<string> Documentation(string window)
    {
        var exits = CountsOf(RowsOf(report.Exact, "documentation", window).Single(row => KeyOf(row) == "exits"));
        return OfBase("documentation", window, _ => exits);
    }

    private IEnumerable<string> Days(string window)
    {
        var left = CountsOf(RowsOf(report.Exact, "timeInProject", window).Single(row => KeyOf(row) == "n"));
        var (from, to) = DaysOf(window);
        var waited = _people
            .Where(person => !person.CarriedOver && person.ReferredOn is not null && from <= person.StartedOn && person.StartedOn <= to).ToArray();

        // What was sent is what is counted: otherwise the people here were others.
        RowsOf(report.Exact, "flow", window).Single(row => KeyOf(row) == "waiting-days-longest")["total"]?.GetValue<decimal>()
            .ShouldBe(waited.Max(person => person.StartedOn.DayNumber - person.ReferredOn!.Value.DayNumber), Name);
        return OfBase("timeInProject", window, _ => left)
            .Concat(OfBase("flow", window, key => key.StartsWith("waiting-days", StringComparison.Ordinal) ? DemoPerson.Count(waited) : null));
    }

    /// <summary>How many stated their months is said of all who left; the quarters are about those who stated them.</summary>
    private IEnumerable<string> Months(string window)
    {
        var rows = RowsOf(report.Exact, "beforeAndAfter", window).ToDictionary(KeyOf);
        Counts BaseOf(string key) => CountsOf(
            key.EndsWith("stated", StringComparison.Ordinal) ? rows["exits"] : rows[Regex.Replace(key, "-(lower-quarter|median|upper-quarter)$", "-stated")]);
        return OfBase("beforeAndAfter", window, key => key.StartsWith("months-", StringComparison.Ordinal) ? BaseOf(key) : null);
    }

    /// <summary>Holds each row of a table against the group that it speaks of; null: it is no such row.</summary>
    private IEnumerable<string> OfBase(string table, string window, Func<string, Counts?> baseOf) =>
        OfBase(table, window, RowsOf(report.Exact, table, window), RowsOf(report.Shown, table, window), baseOf);

    private IEnumerable<string> OfBase(
        string table, string window, IEnumerable<JsonObject> all, IEnumerable<JsonObject> seenOfAll, Func<string, Counts?> baseOf)
    {
        bool IsMeant(JsonObject row) => baseOf(KeyOf(row)) is not null;
        foreach (var (exact, shown) in all.Where(IsMeant).Zip(seenOfAll.Where(IsMeant)))
        {
            var own = baseOf(KeyOf(exact))!.Value;
            var seen = shown["fewerThan"] is not null ? Seen.Nothing : shown["hidden"] is not null ? Seen.Total : Seen.Everything;
            var expected = exact.DeepClone().AsObject();
            expected.Remove("otherOrUnknown");
            if (seen != Seen.Everything)
            {
                (expected["woman"], expected["man"], expected["hidden"]) = (null, null, "small-group");
            }

            if (seen == Seen.Nothing)
            {
                (expected["total"], expected["fewerThan"]) = (null, k);
            }

            // With others among them women and men are known only to be no fewer.
            var read = shown.DeepClone().AsObject();
            var isKnown = seen != Seen.Everything || own.Others == 0;
            foreach (var whom in isKnown ? [] : new[] { "woman", "man" })
            {
                read[whom] = expected[whom]?.DeepClone();
            }

            if (!NaiveRules.OfBase(own, k).Contains(seen) || !JsonNode.DeepEquals(expected, read))
            {
                yield return $"{Name} {table} {window}: {shown.ToJsonString()} for {exact.ToJsonString()} of {own}";
            }

            var isCount = table == "documentation" || KeyOf(exact) is "n" or "ongoing-at-end" || KeyOf(exact).EndsWith("stated", StringComparison.Ordinal);
            if (isCount && !isKnown && !CountsOf(exact).InTwoRows().Contains(((int)shown["woman"]!, (int)shown["man"]!)))
            {
                yield return $"{Name} {table} {window}: {shown.ToJsonString()} does not add up";
            }
        }
    }

    private IEnumerable<string> SelfAssessments(string window)
    {
        var pairs = RowsOf(report.Exact, "selfAssessments", window).Zip(RowsOf(report.Shown, "selfAssessments", window)).ToArray();
        return pairs.Length != RowsOf(report.Shown, "selfAssessments", window).Count()
            ? [$"{Name} has other self-assessments"]
            : pairs.SelectMany(pair => OfGenders(
                $"{Name} selfAssessments {window} {pair.First["area"]} {pair.First["occasion"]}", pair.First, pair.Second, "n", ["mean"]));
    }

    private IEnumerable<string> Given(string window)
    {
        var pairs = RowsOf(report.Exact, "selfAssessmentsGiven", window).Zip(RowsOf(report.Shown, "selfAssessmentsGiven", window)).ToArray();
        return pairs.Length != RowsOf(report.Shown, "selfAssessmentsGiven", window).Count()
            ? [$"{Name} has other rows of who has rated"]
            : pairs.SelectMany(pair => OfGenders(
                $"{Name} selfAssessmentsGiven {window} {pair.First["key"]}", pair.First, pair.Second, "denominator", ["numerator"]));
    }

    private IEnumerable<string> Shares(string window)
    {
        var where = $"{Name} followUpShares {window}";
        var (exact, shown) = (RowsOf(report.Exact, "followUpShares", window).ToArray(), RowsOf(report.Shown, "followUpShares", window).ToArray());
        var answers = RowsOf(report.Shown, "followUps", window).Where(row => KeyOf(row).StartsWith("answer:", StringComparison.Ordinal)).ToArray();
        var expected = new List<(JsonObject Share, bool IsSplit)>();
        foreach (var share in exact.Where(share => !KeyOf(share).StartsWith("answer:", StringComparison.Ordinal)))
        {
            expected.Add((share, true));
        }

        // The lines are those of the table of answers; whether women and men are shown there, too.
        foreach (var line in answers)
        {
            foreach (var basis in new[] { "answered", "due" })
            {
                string[] keys = [.. (line["categories"]?.AsArray().Select(key => key!.GetValue<string>()) ?? [KeyOf(line)])];
                JsonObject[] own = [.. exact.Where(share => keys.Contains(KeyOf(share)) && share["basis"]!.GetValue<string>() == basis)];
                expected.Add((line["categories"] is null ? own.Single() : SharesTogether(line, own, exact), line["hidden"] is null));
            }
        }

        if (!expected.Select(pair => $"{pair.Share["key"]} {pair.Share["basis"]}").SequenceEqual(shown.Select(share => $"{share["key"]} {share["basis"]}")))
        {
            return [$"{where} has {string.Join(' ', shown.Select(KeyOf))} for {string.Join(' ', expected.Select(pair => KeyOf(pair.Share)))}"];
        }

        // The bounds are about those due, whatever the basis.
        var hasOthers = exact.SelectMany(share => share["rows"]!.AsArray())
            .Any(row => row!["gender"]!.GetValue<string>() == "other-or-unknown" && (int)row["denominator"]! > 0);
        string[] numbers = ["numerator", "share", "lowest", "highest"];
        return expected.Zip(shown).SelectMany(pair => OfGenders(
                $"{where} {KeyOf(pair.Second)} {pair.Second["basis"]}", pair.First.Share, pair.Second, "denominator", numbers, pair.First.IsSplit, hasOthers)
            .Concat(JsonNode.DeepEquals(pair.First.Share["categories"], pair.Second["categories"])
                ? []
                : [$"{where} {KeyOf(pair.Second)} has other categories"]));
    }

    /// <summary>Adds up the shares of the answers that are one line; the bounds follow from how many are due and how many have answered.</summary>
    private static JsonObject SharesTogether(JsonObject line, IReadOnlyList<JsonObject> shares, IReadOnlyList<JsonObject> all)
    {
        int Of(JsonNode row, string member) => (int)row[member]!;
        JsonNode RowOf(JsonNode share, string gender) => share["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == gender)!;
        var answered = all.First(share => share["basis"]!.GetValue<string>() == "answered");
        var due = all.First(share => share["basis"]!.GetValue<string>() == "due");
        var rows = new[] { "woman", "man", "other-or-unknown", "total" }.Select(gender =>
        {
            var (numerator, denominator) = (shares.Sum(share => Of(RowOf(share, gender), "numerator")), Of(RowOf(shares[0], gender), "denominator"));
            var (given, asked) = (Of(RowOf(answered, gender), "denominator"), Of(RowOf(due, gender), "denominator"));
            JsonNode? Share(int part, int of) => of == 0 ? null : JsonValue.Create(Math.Round((decimal)part / of, 4, MidpointRounding.AwayFromZero));
            return (JsonNode)new JsonObject
            {
                ["gender"] = gender,
                ["numerator"] = numerator,
                ["denominator"] = denominator,
                ["share"] = Share(numerator, denominator),
                ["lowest"] = Share(numerator, asked),
                ["highest"] = Share(numerator + asked - given, asked),
            };
        });
        return new JsonObject
        {
            ["key"] = line["key"]!.DeepClone(),
            ["basis"] = shares[0]["basis"]!.DeepClone(),
            ["categories"] = line["categories"]!.DeepClone(),
            ["rows"] = new JsonArray([.. rows]),
        };
    }

    /// <summary>Holds the rows of one figure against the group that it speaks of.</summary>
    /// <param name="where">The figure.</param>
    /// <param name="exact">The exact one.</param>
    /// <param name="shown">The one that the steering group sees.</param>
    /// <param name="baseMember">How many are in the group.</param>
    /// <param name="numbers">The other numbers.</param>
    /// <param name="isSplit">May women and men be shown apart, as far as others decide that?</param>
    /// <param name="hasOthers">Is somebody of another or unknown gender behind these numbers who is not in the group?</param>
    private IEnumerable<string> OfGenders(
        string where, JsonObject exact, JsonObject shown, string baseMember, string[] numbers, bool isSplit = true, bool hasOthers = false)
    {
        JsonObject Row(JsonObject read, string gender) => read["rows"]!.AsArray().Single(row => row!["gender"]!.GetValue<string>() == gender)!.AsObject();
        if (!shown["rows"]!.AsArray().Select(row => row!["gender"]!.GetValue<string>()).SequenceEqual(["woman", "man", "total"]))
        {
            yield return where + " has other rows";
            yield break;
        }

        int Base(string gender) => (int)Row(exact, gender)[baseMember]!;
        var own = new Counts(Base("woman"), Base("man"), Base("other-or-unknown"));
        var seen = Row(shown, "total")["fewerThan"] is not null ? Seen.Nothing : Row(shown, "woman")["hidden"] is not null ? Seen.Total : Seen.Everything;
        var rule = NaiveRules.OfBase(own, k).Select(one => one == Seen.Everything && !isSplit ? Seen.Total : one);
        if (!rule.Contains(seen))
        {
            yield return $"{where} shows {seen} of {own}";
        }

        foreach (var gender in new[] { "woman", "man", "total" })
        {
            var isHidden = gender == "total" ? seen == Seen.Nothing : seen != Seen.Everything;
            var expected = Row(exact, gender).DeepClone().AsObject();
            foreach (var member in isHidden ? numbers.Append(baseMember) : [])
            {
                expected[member] = null;
            }

            if (isHidden)
            {
                expected[gender == "total" ? "fewerThan" : "hidden"] = gender == "total" ? k : "small-group";
            }

            // With others among them women and men are known only to be no fewer.
            if ((isHidden || gender == "total" || (own.Others == 0 && !hasOthers)) && !JsonNode.DeepEquals(expected, Row(shown, gender)))
            {
                yield return $"{where}: {Row(shown, gender).ToJsonString()} for {expected.ToJsonString()}";
            }
        }

        if (seen == Seen.Everything && !own.InTwoRows().Contains(((int)Row(shown, "woman")[baseMember]!, (int)Row(shown, "man")[baseMember]!)))
        {
            yield return where + " does not add up";
        }
    }

    private sealed record TakenStep(DemoPerson By, string Kind, string Month);
}
