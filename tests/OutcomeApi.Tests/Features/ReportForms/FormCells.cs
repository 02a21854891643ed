using System.Globalization;
using System.Net;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DocumentFormat.OpenXml.Packaging;
using DocumentFormat.OpenXml.Spreadsheet;

namespace OutcomeApi.Tests.Features.ReportForms;

/// <summary>
/// The figures of a report as <c>section/window/key/figure/gender</c>, read from each form by its own rules and not by the service's code. A withheld figure is
/// <c>··</c>, no figure is the empty text.
/// </summary>
internal static partial class FormCells
{
    public const string Withheld = "··";

    private static readonly string[] Windows = ["tertial", "year-to-date", "since-start"];
    private static readonly string[] Sections =
        ["flow", "referrers", "exits", "timeInProject", "followUps", "followUpShares", "followUpsByReferrer", "followUpsByMonth", "documentation", "stepsByMonth", "selfAssessments"];

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
        ["Self-assessments"] = "self-assessments",
        ["Fidelity"] = "fidelity",
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
        }

        foreach (var finding in report["dataQuality"]!.AsArray())
        {
            cells[$"data-quality/tertial/{finding!["code"]}/count/total"] = finding["suppressed"] is null ? Text(finding["count"]) : Withheld;
        }

        foreach (var late in report["lateness"]!.AsArray())
        {
            cells[$"data-quality/tertial/days-to-receipt-median:{late!["record"]}/days/total"] = late["suppressed"] is null ? Text(late["medianDays"]) : Withheld;
            cells[$"data-quality/tertial/days-to-receipt-90:{late["record"]}/days/total"] = late["suppressed"] is null ? Text(late["ninetiethPercentileDays"]) : Withheld;
        }

        var finsam = report["finsamCounts"]!.AsObject();
        foreach (var (counts, suffix) in finsam["associations"]!.AsArray().Select(a => (a!.AsObject(), $":{a["association"]}")).Append((finsam, string.Empty)))
        {
            foreach (var name in new[] { "startedInYear", "ongoingInYear" })
            {
                foreach (var gender in new[] { "woman", "man", "otherOrUnknown" })
                {
                    var cell = counts[name]!["suppressed"] is null || counts[name]![gender] is not null ? Text(counts[name]![gender]) : Withheld;
                    cells[$"finsam-counts/year-to-date/{Kebab(name)}{suffix}/count/{Kebab(gender)}"] = cell;
                }
            }
        }

        return cells;
    }

    public static Dictionary<string, string> OfCsv(string csv, bool semicolon)
    {
        var lines = csv.TrimStart('\ufeff').Split("\r\n", StringSplitOptions.RemoveEmptyEntries).Select(line => Fields(line, semicolon ? ';' : ',')).ToArray();
        int Column(string name) => lines[0].IndexOf(name);
        return lines.Skip(1).ToDictionary(
            line => string.Join('/', new[] { "section", "window", "key", "figure", "gender" }.Select(name => line[Column(name)])),
            line => line[Column("withheld")] == "true" ? Withheld : semicolon ? line[Column("value")].Replace(',', '.') : line[Column("value")]);
    }

    public static Dictionary<string, string> OfJsonStat(JsonObject collection)
    {
        var cells = new Dictionary<string, string>();
        foreach (var dataset in collection["link"]!["item"]!.AsArray().Select(d => d!.AsObject()))
        {
            string[][] codes = [.. dataset["id"]!.AsArray().Select(id => dataset["dimension"]![id!.GetValue<string>()]!["category"]!["index"]!.AsArray().Select(c => c!.GetValue<string>()).ToArray())];
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

                var withheld = dataset["status"]?[i.ToString(CultureInfo.InvariantCulture)] is not null;
                cells[$"{dataset["extension"]!["section"]}/{string.Join('/', place)}"] = withheld ? Withheld : Text(values[i]);
            }
        }

        return cells;
    }

    public static Dictionary<string, string> OfWorkbook(byte[] workbook)
    {
        var cells = new Dictionary<string, string>();
        using var file = SpreadsheetDocument.Open(new MemoryStream(workbook), isEditable: false);
        foreach (var sheet in file.WorkbookPart!.Workbook.Sheets!.Elements<Sheet>().Where(s => Sheets.ContainsKey(s.Name!)))
        {
            var rows = ((WorksheetPart)file.WorkbookPart.GetPartById(sheet.Id!)).Worksheet.Descendants<Row>().Select(r => r.Elements<Cell>().ToArray()).ToArray();
            AddLines(cells, Sheets[sheet.Name!], [.. rows.Select(r => r.Select(c => c.InnerText).ToArray())]);
        }

        return cells;
    }

    /// <summary>Sheets as a spreadsheet program has written them to CSV: its own reading of the numbers.</summary>
    public static Dictionary<string, string> OfSheets(IEnumerable<(string Sheet, string Csv)> sheets)
    {
        var cells = new Dictionary<string, string>();
        foreach (var (sheet, csv) in sheets.Where(s => Sheets.ContainsKey(s.Sheet)))
        {
            AddLines(cells, Sheets[sheet], [.. csv.TrimStart('\ufeff').Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => Fields(line.TrimEnd('\r'), ','))]);
        }

        return cells;
    }

    /// <summary>A month stands on the page once, since the start.</summary>
    public static Dictionary<string, string> OfHtml(string html)
    {
        var cells = new Dictionary<string, string>();
        foreach (Match section in SectionOf().Matches(html))
        {
            foreach (Match table in TableOf().Matches(section.Groups["content"].Value))
            {
                var windows = WindowOf().Matches(table.Groups["caption"].Value is var caption && WindowOf().IsMatch(caption) ? caption : table.Groups["head"].Value)
                    .Select(m => m.Value.ToLowerInvariant() switch { "tertialet" => "tertial", "året hittills" => "year-to-date", _ => "since-start" })
                    .ToArray();
                foreach (Match row in RowOf().Matches(table.Groups["body"].Value))
                {
                    string[] tds = [.. CellOf().Matches(row.Groups["cells"].Value).Select(m => m.Groups["content"].Value)];
                    string[] genders = section.Groups["id"].Value switch
                    {
                        "goals" => ["woman", "man", "other", "unknown", "total"],
                        "data-quality" or "fidelity" => ["total"],
                        _ => ["woman", "man", "other-or-unknown", "total"],
                    };
                    for (var i = 0; i < windows.Length * genders.Length; i++)
                    {
                        var at = (Key: WebUtility.HtmlDecode(row.Groups["key"].Value), Window: windows[i / genders.Length], Gender: genders[i % genders.Length]);
                        foreach (Match data in DataOf().Matches(tds[i]))
                        {
                            cells[$"{section.Groups["id"]}/{at.Window}/{at.Key}/{data.Groups["figure"]}/{at.Gender}"] = data.Groups["value"].Value;
                        }

                        if (tds[i].Contains(Withheld, StringComparison.Ordinal))
                        {
                            cells[$"{section.Groups["id"]}/{at.Window}/{at.Key}/*/{at.Gender}"] = Withheld;
                        }
                    }
                }
            }
        }

        return cells;
    }

    private static void AddRow(Dictionary<string, string> cells, string at, JsonObject row)
    {
        if (row["rows"] is not JsonArray genders)
        {
            var figure = Regex.IsMatch(row["key"]!.GetValue<string>(), "days|median|longest") ? "days" : "count";
            foreach (var gender in new[] { "woman", "man", "otherOrUnknown", "total" })
            {
                cells[$"{at}/{row["key"]}/{figure}/{Kebab(gender)}"] = row["suppressed"] is null || row[gender] is not null ? Text(row[gender]) : Withheld;
            }

            return;
        }

        var key = row["basis"] is { } basis ? $"{row["key"]}:{basis}" : $"{row["area"]}:{row["occasion"]}";
        foreach (var gender in genders.Select(g => g!.AsObject()))
        {
            foreach (var (name, value) in gender.Where(m => m.Key is not ("gender" or "suppressed")))
            {
                cells[$"{at}/{key}/{(name == "n" ? "count" : name)}/{gender["gender"]}"] = gender["suppressed"] is null ? Text(value) : Withheld;
            }
        }
    }

    private static void AddGoal(Dictionary<string, string> cells, JsonObject goal)
    {
        var key = goal["goal"]!.GetValue<string>() + (goal["subproject"] is { } subproject ? $":{subproject}" : string.Empty);
        foreach (var row in goal["rows"]!.AsArray().Select(r => r!.AsObject()))
        {
            void Add(string figure, JsonNode? value, string suffix = "") =>
                cells[$"goals/{goal["window"]}/{key}{suffix}/{figure}/{row["gender"]}"] = row["suppressed"] is null ? Text(value) : Withheld;
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
                case "duration":
                    foreach (var (member, suffix) in new[] { ("days", ":started-waiting"), ("stillQueued", ":still-queued") })
                    {
                        Add("count", row[member]?["count"], suffix);
                        Add("median", row[member]?["median"], suffix);
                        Add("longest", row[member]?["longest"], suffix);
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

    /// <summary>The sheets' columns: 1 window, 4 key, 6 figure, then one for each gender.</summary>
    private static void AddLines(Dictionary<string, string> cells, string section, string[][] lines)
    {
        foreach (var line in lines.Skip(1))
        {
            for (var column = 7; column < lines[0].Length && Words.ContainsKey(lines[0][column]); column++)
            {
                var value = column < line.Length ? line[column] : string.Empty;
                var isPercent = value.EndsWith('%');
                cells[$"{section}/{Words[line[1]]}/{line[4]}/{Words[line[6]]}/{Words[lines[0][column]]}"] =
                    decimal.TryParse(value.TrimEnd('%'), NumberStyles.Float, CultureInfo.InvariantCulture, out var number)
                        ? (isPercent ? number / 100 : number).ToString("0.####", CultureInfo.InvariantCulture)
                        : value;
            }
        }
    }

    private static string[] Fields(string line, char separator) =>
        [.. Regex.Matches(line, $"(?:^|{separator})(?:\"(?<quoted>(?:[^\"]|\"\")*)\"|(?<plain>[^{separator}]*))").Select(m =>
            m.Groups["quoted"].Success ? m.Groups["quoted"].Value.Replace("\"\"", "\"", StringComparison.Ordinal) : m.Groups["plain"].Value)];

    private static string Text(JsonNode? value) => value is null ? string.Empty : value.GetValue<decimal>().ToString("0.####", CultureInfo.InvariantCulture);

    private static string Kebab(string name) => Regex.Replace(name, "[A-Z]", m => "-" + m.Value.ToLowerInvariant());

    [GeneratedRegex("<section aria-labelledby=\"(?<id>[a-z-]+)\">(?<content>.*?)</section>", RegexOptions.Singleline)]
    private static partial Regex SectionOf();

    [GeneratedRegex("<caption[^>]*>(?<caption>.*?)</caption>\\s*<thead>(?<head>.*?)</thead>\\s*<tbody>(?<body>.*?)</tbody>", RegexOptions.Singleline)]
    private static partial Regex TableOf();

    [GeneratedRegex("tertialet|året hittills|sedan start", RegexOptions.IgnoreCase)]
    private static partial Regex WindowOf();

    [GeneratedRegex("<tr data-key=\"(?<key>[^\"]*)\"[^>]*><th scope=\"row\">.*?</th>(?<cells>.*?)</tr>", RegexOptions.Singleline)]
    private static partial Regex RowOf();

    [GeneratedRegex("<td[^>]*>(?<content>.*?)</td>", RegexOptions.Singleline)]
    private static partial Regex CellOf();

    [GeneratedRegex("<data class=\"(?<figure>[a-z]+)\" value=\"(?<value>[^\"]*)\">")]
    private static partial Regex DataOf();
}
