using System.Globalization;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace OutcomeApi.Tests.Features.TertialReports.Forms;

/// <summary>
/// The figures of a report as <c>section/window/key/figure/gender</c>, read from each form by its own rules and not by the service's code. A withheld figure is
/// <c>··</c>, a small total what it is less than (<c>&lt;5</c>), no figure is the empty text.
/// </summary>
internal static partial class FormCells
{
    public const string Withheld = "··";

    private static readonly string[] Sections =
        [
            "flow", "referrers", "exits", "timeInProject", "followUps", "followUpShares", "followUpsByReferrer", "followUpsByMonth", "documentation",
            "stepsByMonth", "unitsByMonth", "placements", "selfAssessments", "selfAssessmentsGiven", "beforeAndAfter",
        ];

    private static readonly Dictionary<string, string> Sheets = new()
    {
        ["Flow"] = "flow",
        ["Referrers"] = "referrers",
        ["Exits"] = "exits",
        ["Time in the project"] = "time-in-project",
        ["Goals"] = "goals",
        ["Follow-ups"] = "follow-ups",
        ["Follow-ups, shares"] = "follow-up-shares",
        ["Follow-ups by referrer"] = "follow-ups-by-referrer",
        ["Follow-ups by month"] = "follow-ups-by-month",
        ["Final documentation"] = "documentation",
        ["Steps"] = "steps-by-month",
        ["Referring units"] = "units-by-month",
        ["Placements"] = "placements",
        ["Self-assessments"] = "self-assessments",
        ["Self-assessments, how many"] = "self-assessments-given",
        ["Fidelity"] = "fidelity",
        ["Fidelity, item by item"] = "fidelity-items",
        ["Fidelity, development plan"] = "fidelity-plan",
        ["Figures without a goal"] = "reported-figures",
        ["Before and after"] = "before-and-after",
        ["Resources"] = "resources",
        ["Data quality"] = "data-quality",
        ["Uppföljning Finsam"] = "finsam-counts",
    };

    private static readonly Dictionary<string, string> Words = new()
    {
        ["Number"] = "count",
        ["Days"] = "days",
        ["Numerator"] = "numerator",
        ["Denominator"] = "denominator",
        ["Share"] = "share",
        ["Lowest"] = "lowest",
        ["Highest"] = "highest",
        ["Mean"] = "mean",
        ["Ratio"] = "ratio",
        ["Median"] = "median",
        ["Longest"] = "longest",
        ["Points"] = "points",
        ["Most points"] = "maximum",
        ["Months"] = "months",
        ["Kronor"] = "amount",
        ["Women"] = "woman",
        ["Men"] = "man",
        ["Other or not known"] = "other-or-unknown",
        ["Other gender identity"] = "other",
        ["Not known"] = "unknown",
        ["Total"] = "total",
        ["The tertial"] = "tertial",
        ["The year to date"] = "year-to-date",
        ["Since the start"] = "since-start",
    };

    private static readonly Dictionary<string, string> SwedishWords = new()
    {
        ["Kvinnor"] = "woman",
        ["Män"] = "man",
        ["Annan eller okänt"] = "other-or-unknown",
        ["Annan könsidentitet"] = "other",
        ["Uppgift saknas"] = "unknown",
        ["Totalt"] = "total",
    };

    public static Dictionary<string, string> OfJson(JsonObject report)
    {
        var cells = new Dictionary<string, string>();
        foreach (var section in Sections)
        {
            foreach (var (window, rows) in report[section]!.AsObject())
            {
                foreach (var row in rows!.AsArray().Select(r => r!.AsObject()))
                {
                    AddRow(cells, $"{Kebab(section)}/{Kebab(window)}", row);
                }
            }
        }

        foreach (var goal in report["goals"]!.AsArray().Select(g => g!.AsObject()))
        {
            AddGoal(cells, goal);
        }

        foreach (var review in report["fidelity"]!.AsArray())
        {
            var at = $"fidelity/since-start/{review!["reference"]}";
            cells[$"{at}/points/total"] = Text(review["total"]);
            cells[$"{at}/maximum/total"] = Text(review["maximum"]);
            cells[$"{at}/count/total"] = Text(review["itemsScored"]);
            foreach (var item in review["items"]!.AsArray())
            {
                cells[$"fidelity-items/since-start/{review["reference"]}:{item!["item"]}/points/total"] = Text(item["score"]);
            }
        }

        foreach (var activity in report["fidelityPlan"]!.AsArray())
        {
            cells[$"fidelity-plan/since-start/{activity!["key"]}/points/total"] = Text(activity["score"]);
        }

        if (report["nextFidelityReview"] is { } next)
        {
            cells["fidelity-plan/since-start/next-review/months/total"] = Text(next["months"]);
        }

        foreach (var figure in report["reportedFigures"]!.AsArray())
        {
            foreach (var (name, member) in new[] { ("count", "value"), ("numerator", "numerator"), ("denominator", "denominator") })
            {
                if (figure![member] is not null || (name == "count" && figure["numerator"] is null))
                {
                    cells[$"reported-figures/since-start/{figure!["figure"]}/{name}/total"] = Text(figure[member]);
                }
            }
        }

        foreach (var row in report["resources"]?["rows"]?.AsArray() ?? [])
        {
            var key = row!["key"]!.GetValue<string>();
            var figure = key is "places-used" ? "share" : key is "budget" or "cost-per-participation" or "cost-per-exit" ? "amount" : "count";
            if (key is "ongoing-at-end" or "supported" or "exits-to-work-or-studies")
            {
                AddGenders(cells, $"resources/year-to-date/{key}/count", row.AsObject());
            }
            else
            {
                cells[$"resources/year-to-date/{key}/{figure}/total"] = Shown(row, row["total"], isTotal: true);
            }
        }

        foreach (var finding in report["dataQuality"]!.AsArray())
        {
            cells[$"data-quality/tertial/{finding!["code"]}/count/total"] = Shown(finding, finding["count"], isTotal: false);
            foreach (var (why, count) in finding["why"]?.AsObject() ?? [])
            {
                cells[$"data-quality/tertial/{finding["code"]}:{why}/count/total"] = Text(count);
            }
        }

        foreach (var late in report["lateness"]!.AsArray())
        {
            cells[$"data-quality/tertial/days-to-receipt-median:{late!["record"]}/days/total"] = Text(late["medianDays"]);
            cells[$"data-quality/tertial/days-to-receipt-90:{late["record"]}/days/total"] = Text(late["ninetiethPercentileDays"]);
        }

        var finsam = report["finsamCounts"]!.AsObject();
        foreach (var (counts, suffix) in finsam["associations"]!.AsArray().Select(a => (a!.AsObject(), $":{a["association"]}")).Append((finsam, string.Empty)))
        {
            foreach (var name in new[] { "startedInYear", "ongoingInYear" })
            {
                AddGenders(cells, $"finsam-counts/year-to-date/{Kebab(name)}{suffix}/count", counts[name]!.AsObject());
            }
        }

        return cells;
    }

    /// <summary>The lines that several categories make together, as <c>section/window/key</c> with the keys of those categories.</summary>
    public static Dictionary<string, string> MergedOfJson(JsonObject report) => (
        from section in Sections
        from window in report[section]!.AsObject()
        from row in window.Value!.AsArray()
        where row!["categories"] is not null
        let key = row["basis"] is { } basis ? $"{row["key"]}:{basis}" : row["key"]!.GetValue<string>()
        select KeyValuePair.Create(
            $"{Kebab(section)}/{Kebab(window.Key)}/{key}", string.Join(' ', row["categories"]!.AsArray().Select(c => c!.GetValue<string>())))).ToDictionary();

    public static Dictionary<string, string> MergedOfCsv(string csv, bool semicolon)
    {
        var (lines, column) = LinesOf(csv, semicolon);
        return lines.Where(line => line[column("categories")].Length > 0)
            .Select(line => KeyValuePair.Create($"{line[column("section")]}/{line[column("window")]}/{line[column("key")]}", line[column("categories")]))
            .Distinct().ToDictionary();
    }

    /// <summary>Of how many categories a workbook says that they are one line, by <c>section/window/key</c>.</summary>
    public static Dictionary<string, int> MergedOfWorkbook(byte[] workbook) => (
        from sheet in SheetsOf(workbook)
        from line in sheet.Lines.Skip(2)
        let others = Regex.Match(line[Array.IndexOf(sheet.Lines[1], "Row")], @"others \((\d+) categories\)(, of .*)?$")
        where others.Success
        from column in ColumnsOf(sheet.Lines)
        where line[column.Number].Length > 0
        select KeyValuePair.Create(
            $"{sheet.Section}/{column.Window}/{line[Array.IndexOf(sheet.Lines[1], "Key")]}",
            int.Parse(others.Groups[1].Value, CultureInfo.InvariantCulture)))
        .Distinct().ToDictionary();

    /// <summary>The rows that a workbook folds away, as <c>section/key</c>, and how many it says they are, by section.</summary>
    public static (HashSet<string> Rows, Dictionary<string, int> Counts) FoldedOfWorkbook(byte[] workbook)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        var (folded, counts) = (new HashSet<string>(), new Dictionary<string, int>());
        foreach (var (section, sheet) in SectionsOf(file))
        {
            var rows = sheet.Descendants<Row>().ToArray();
            var key = Array.IndexOf(FieldsOf(rows[1]), "Key");
            folded.UnionWith(rows.Where(row => row.Hidden?.Value == true).Select(row => $"{section}/{FieldsOf(row)[key]}"));
            if (rows.Select(row => Regex.Match(row.InnerText, "^(\\d+) rows? without figures$")).FirstOrDefault(said => said.Success) is { } said)
            {
                counts[section] = int.Parse(said.Groups[1].Value, CultureInfo.InvariantCulture);
            }
        }

        return (folded, counts);
    }

    public static Dictionary<string, string> OfCsv(string csv, bool semicolon)
    {
        var (lines, column) = LinesOf(csv, semicolon);
        return lines.ToDictionary(
            line => string.Join('/', new[] { "section", "window", "key", "figure", "gender" }.Select(name => line[column(name)])),
            line => (line[column("withheld")], line[column("fewerThan")]) switch
            {
                ("true", "") => Withheld,
                ("true", var fewer) => "<" + fewer,
                (_, "") => string.Empty,
                (_, var fewer) => $"not withheld, but fewer than {fewer}: ",
            } + (semicolon ? line[column("value")].Replace(',', '.') : line[column("value")]));
    }

    public static Dictionary<string, string> OfJsonStat(JsonObject collection)
    {
        var cells = new Dictionary<string, string>();
        foreach (var dataset in collection["link"]!["item"]!.AsArray().Select(d => d!.AsObject()))
        {
            string[][] codes = [.. dataset["id"]!.AsArray()
                .Select(id => dataset["dimension"]![id!.GetValue<string>()]!["category"]!["index"]!.AsArray().Select(c => c!.GetValue<string>()).ToArray())];
            dataset["size"]!.AsArray().Select(s => s!.GetValue<int>()).ShouldBe(codes.Select(c => c.Length));
            var values = dataset["value"]!.AsArray();
            values.Count.ShouldBe(codes.Aggregate(1, (product, c) => product * c.Length));
            for (var i = 0; i < values.Count; i++)
            {
                var (place, rest) = (new string[codes.Length], i);
                for (var d = codes.Length - 1; d >= 0; d--)
                {
                    (rest, var index) = Math.DivRem(rest, codes[d].Length);
                    place[d] = codes[d][index];
                }

                var status = dataset["status"]?[i.ToString(CultureInfo.InvariantCulture)]?.GetValue<string>();
                cells[$"{dataset["extension"]!["section"]}/{string.Join('/', place)}"] = (status == "c" ? Withheld : status) + Text(values[i]);
            }
        }

        return cells;
    }

    public static Dictionary<string, string> OfWorkbook(byte[] workbook)
    {
        var cells = new Dictionary<string, string>();
        foreach (var (section, lines) in SheetsOf(workbook))
        {
            AddLines(cells, section, lines);
        }

        return cells;
    }

    /// <summary>Sheets as a spreadsheet program has written them to CSV: its own reading of the numbers.</summary>
    public static Dictionary<string, string> OfSheets(IEnumerable<(string Sheet, string Csv)> sheets)
    {
        var cells = new Dictionary<string, string>();
        foreach (var (sheet, csv) in sheets.Where(s => Sheets.ContainsKey(s.Sheet)))
        {
            AddLines(
                cells, Sheets[sheet],
                [.. csv.TrimStart('\ufeff').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Fields(line.TrimEnd('\r'), ','))]);
        }

        return cells;
    }

    /// <summary>
    /// A month stands on the page once, since the start. A cell has its figures in the order that its table or its row says: each as it is, or with its
    /// exact value where it is rounded, or a dash where there is none.
    /// </summary>
    public static Dictionary<string, string> OfHtml(string html)
    {
        var cells = new Dictionary<string, string>();
        foreach (Match section in SectionOf().Matches(html))
        {
            foreach (Match table in TableOf().Matches(section.Groups["content"].Value))
            {
                var windows = WindowOf().Matches(
                    table.Groups["caption"].Value is var caption && WindowOf().IsMatch(caption) ? caption : table.Groups["head"].Value)
                    .Select(m => m.Value.ToLowerInvariant() switch { "tertialet" => "tertial", "året hittills" => "year-to-date", _ => "since-start" })
                    .ToArray();
                string?[] headings = [.. HeadingOf().Matches(table.Groups["head"].Value).Select(m => SwedishWords.GetValueOrDefault(m.Groups["word"].Value))];
                string[] genders = [.. headings.OfType<string>().Distinct()];
                foreach (Match row in RowOf().Matches(table.Groups["body"].Value))
                {
                    string[] tds = [.. CellOf().Matches(row.Groups["cells"].Value).Select(m => m.Groups["content"].Value)];
                    for (var i = 0; i < windows.Length * genders.Length; i++)
                    {
                        var at = (Key: WebUtility.HtmlDecode(row.Groups["key"].Value), Window: windows[i / genders.Length],
                            Gender: genders[i % genders.Length]);
                        var place = $"{section.Groups["id"]}/{at.Window}/{at.Key}";
                        if (WithheldOf().Match(tds[i]) is { Success: true } withheld)
                        {
                            cells[$"{place}/*/{at.Gender}"] = WebUtility.HtmlDecode(withheld.Value);
                            continue;
                        }

                        var numbers = NumberOf().Matches(tds[i]);
                        var figures = (row.Groups["figures"].Success ? row : table).Groups["figures"].Value.Split(' ');
                        numbers.Count.ShouldBeLessThanOrEqualTo(figures.Length, $"{place}: {tds[i]}");
                        foreach (var (number, figure) in numbers.Zip(figures).Where(n => n.First.Value != "–"))
                        {
                            cells.Add($"{place}/{figure}/{at.Gender}", number.Groups["exact"].Success ? number.Groups["exact"].Value : number.Value);
                        }
                    }
                }
            }
        }

        return cells;
    }

    /// <summary>The rows that a page folds away, as <c>section/key</c>, with the line that says how many they are.</summary>
    public static ILookup<string, string> FoldedOfHtml(string html) => (
        from Match section in SectionOf().Matches(html)
        from Match folded in FoldedOf().Matches(section.Groups["content"].Value)
        from Match row in RowOf().Matches(TableOf().Match(folded.Groups["table"].Value).Groups["body"].Value)
        select (Count: folded.Groups["count"].Value, Row: $"{section.Groups["id"]}/{WebUtility.HtmlDecode(row.Groups["key"].Value)}"))
        .ToLookup(row => row.Row, row => row.Count);

    private static void AddRow(Dictionary<string, string> cells, string at, JsonObject row)
    {
        if (row["rows"] is not JsonArray genders)
        {
            var named = row["key"]!.GetValue<string>();
            var figure = Regex.IsMatch(named, "^months-.*(quarter|median)$") ? "months" : Regex.IsMatch(named, "days|median|longest") ? "days" : "count";
            AddGenders(cells, $"{at}/{row["key"]}/{figure}", row);
            return;
        }

        var key = row["basis"] is { } basis ? $"{row["key"]}:{basis}" : row["area"] is null ? $"{row["key"]}" : $"{row["area"]}:{row["occasion"]}";
        foreach (var gender in genders.Select(g => g!.AsObject()))
        {
            var who = gender["gender"]!.GetValue<string>();
            foreach (var (name, value) in gender.Where(m => m.Key is not ("gender" or "hidden" or "fewerThan")))
            {
                cells[$"{at}/{key}/{(name == "n" ? "count" : name)}/{who}"] = Shown(gender, value, who == "total");
            }
        }
    }

    /// <summary>Steering groups have no cell for people of another or unknown gender.</summary>
    private static void AddGenders(Dictionary<string, string> cells, string at, JsonObject row)
    {
        foreach (var gender in new[] { "woman", "man", "otherOrUnknown", "total" }.Where(row.ContainsKey))
        {
            cells[$"{at}/{Kebab(gender)}"] = Shown(row, row[gender], gender == "total");
        }
    }

    /// <summary>
    /// A cell of something that says once for all its cells that women and men are hidden and what the total is less than. A number that stands beside that is
    /// shown with it, and is found in no form.
    /// </summary>
    private static string Shown(JsonNode? says, JsonNode? value, bool isTotal) =>
        (isTotal && says?["fewerThan"] is { } fewer ? $"<{fewer}" : !isTotal && says?["hidden"]?.GetValue<string>() == "small-group" ? Withheld : string.Empty)
        + Text(value);

    private static void AddGoal(Dictionary<string, string> cells, JsonObject goal)
    {
        var key = goal["goal"]!.GetValue<string>() + (goal["subproject"] is { } subproject ? $":{subproject}" : string.Empty);
        foreach (var row in goal["rows"]!.AsArray().Select(r => r!.AsObject()))
        {
            var gender = row["gender"]!.GetValue<string>();
            void Add(string figure, JsonNode? value, string suffix = "", JsonNode? says = null) =>
                cells[$"goals/{goal["window"]}/{key}{suffix}/{figure}/{gender}"] = Shown(says ?? row, value, gender == "total");
            switch (goal["measure"]!.GetValue<string>())
            {
                case "share" or "change-from-baseline":
                    Add("numerator", row["numerator"]);
                    Add("denominator", row["denominator"]);
                    Add("share", row["share"]);
                    Add("lowest", row["interval"]?[0]);
                    Add("highest", row["interval"]?[1]);
                    break;
                case "balance":
                    Add("numerator", row["numerator"]);
                    Add("denominator", row["denominator"]);
                    Add("ratio", row["ratio"]);
                    break;
                case "queue-time":
                    Add("numerator", row["numerator"]);
                    Add("denominator", row["denominator"]);
                    Add("days", row["estimatedDays"]);
                    break;
                case "duration":
                    // Those still in queue are a group of their own, which says for itself whether it is small.
                    var stillQueued = row["stillQueued"] ?? new JsonObject();
                    foreach (var (member, suffix, says) in new[] { ("days", ":started-waiting", row), ("stillQueued", ":still-queued", stillQueued) })
                    {
                        foreach (var figure in new[] { "count", "median", "longest" })
                        {
                            Add(figure, row[member]?[figure], suffix, says);
                        }
                    }

                    break;
                case "milestone":
                    Add("numerator", row["numerator"]);
                    Add("denominator", row["denominator"]);
                    break;
                default:
                    Add("count", row["numerator"]);
                    break;
            }
        }
    }

    /// <summary>
    /// The first line names the windows, each above its first column; the second the columns. A cell with a dash has no figure, and one that is empty is no
    /// cell of the report. A line without a key only says something.
    /// </summary>
    private static void AddLines(Dictionary<string, string> cells, string section, string[][] lines)
    {
        var (key, figure) = (Array.IndexOf(lines[1], "Key"), Array.IndexOf(lines[1], "Figure"));
        foreach (var line in lines.Skip(2).Where(line => line.ElementAtOrDefault(key) is { Length: > 0 }))
        {
            foreach (var (window, gender, column) in ColumnsOf(lines).Where(column => line[column.Number].Length > 0))
            {
                var isPercent = line[column].EndsWith('%');
                cells.Add(
                    $"{section}/{window}/{line[key]}/{Words[line[figure]]}/{gender}",
                    decimal.TryParse(line[column].TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                        ? (isPercent ? number / 100 : number).ToString("0.####", CultureInfo.InvariantCulture)
                        : line[column] == "–" ? string.Empty : line[column]);
            }
        }
    }

    private static IEnumerable<(string Window, string Gender, int Number)> ColumnsOf(string[][] lines)
    {
        var window = string.Empty;
        for (var column = 0; column < lines[1].Length; column++)
        {
            if (lines[0].ElementAtOrDefault(column) is { Length: > 0 } heading)
            {
                window = Words.Single(word => heading.StartsWith(word.Key + " ", StringComparison.Ordinal)).Value;
            }

            if (window.Length > 0 && Words.TryGetValue(lines[1][column], out var gender))
            {
                yield return (window, gender, column);
            }
        }
    }

    private static IEnumerable<(string Section, string[][] Lines)> SheetsOf(byte[] workbook)
    {
        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        foreach (var (section, sheet) in SectionsOf(file))
        {
            string[][] lines = [.. sheet.Descendants<Row>().Select(FieldsOf)];
            var width = lines.Max(line => line.Length);
            yield return (section, [.. lines.Select(line => (string[])[.. line, .. Enumerable.Repeat(string.Empty, width - line.Length)])]);
        }
    }

    private static IEnumerable<(string Section, Worksheet Sheet)> SectionsOf(SpreadsheetDocument file) =>
        from sheet in file.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>()
        where Sheets.ContainsKey(sheet.Name!)
        select (Sheets[sheet.Name!], ((WorksheetPart)file.WorkbookPart.GetPartById(sheet.Id!)).Worksheet);

    /// <summary>The texts of a row, each in the column that its address says.</summary>
    private static string[] FieldsOf(Row row)
    {
        var fields = new List<string>();
        foreach (var cell in row.Elements<Cell>())
        {
            var column = cell.CellReference!.Value!.TakeWhile(char.IsAsciiLetterUpper).Aggregate(0, (number, letter) => (number * 26) + letter - 'A' + 1) - 1;
            fields.AddRange(Enumerable.Repeat(string.Empty, column - fields.Count));
            fields.Add(cell.InnerText);
        }

        return [.. fields];
    }

    private static (IEnumerable<string[]> Lines, Func<string, int> Column) LinesOf(string csv, bool semicolon)
    {
        var lines = csv.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => Fields(line, semicolon ? ';' : ',')).ToArray();
        return (lines.Skip(1), name => lines[0].IndexOf(name));
    }

    private static string[] Fields(string line, char separator) =>
        [.. Regex.Matches(line, $"(?<=^|{separator})(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^{separator}]*))").Select(m =>
            m.Groups["quoted"].Success ? m.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : m.Groups["plain"].Value)];

    private static string Text(JsonNode? value) => value is null ? string.Empty : value.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture);

    private static string Kebab(string name) => Regex.Replace(name, "[A-Z]", m => "-" + m.Value.ToLowerInvariant());

    [GeneratedRegex("<section aria-labelledby=\"(?<id>[a-z-]+)\">(?<content>.*?)</section>", RegexOptions.Singleline)]
    private static partial Regex SectionOf();

    [GeneratedRegex(
        "<caption[^>]*>(?<caption>.*?)</caption>.*?<thead>(?<head>.*?)</thead>\\s*<tbody data-figures=\"(?<figures>[^\"]*)\">(?<body>.*?)</tbody>",
        RegexOptions.Singleline)]
    private static partial Regex TableOf();

    [GeneratedRegex("<details><summary>(?<count>.*?)</summary>(?<table>.*?)</details>", RegexOptions.Singleline)]
    private static partial Regex FoldedOf();

    [GeneratedRegex("tertialet|året hittills|sedan start", RegexOptions.IgnoreCase)]
    private static partial Regex WindowOf();

    [GeneratedRegex(
        "<tr data-key=\"(?<key>[^\"]*)\"(?: data-figures=\"(?<figures>[^\"]*)\")?><th scope=\"row\">(?<name>.*?)(?=<td)(?<cells>.*?)(?=<tr|$)",
        RegexOptions.Singleline)]
    private static partial Regex RowOf();

    [GeneratedRegex("<td[^>]*>(?<content>.*?)(?=<td|$)", RegexOptions.Singleline)]
    private static partial Regex CellOf();

    [GeneratedRegex("<th scope=\"col\"[^>]*>(?<word>[^<]*)")]
    private static partial Regex HeadingOf();

    [GeneratedRegex("^(··|&lt;[0-9]+)$")]
    private static partial Regex WithheldOf();

    [GeneratedRegex("<data value=\"(?<exact>[^\"]*)\">[^<]*</data>|(?<![^ >/])([0-9]+|–)(?![^ </])")]
    private static partial Regex NumberOf();
}
