using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Unicode;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.Statistics;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Writes a report as a single HTML page for reading, printing (A4) and signing, without scripts. Every figure is in a <c>data</c> element: the value
/// attribute is exact, the visible text is rounded. Rows per month are the same in every window and therefore appear only once. Every printed page
/// identifies the report at its foot.
/// </summary>
internal static class HtmlForm
{
    private const string Style =
        """
        :root { color-scheme: light; }
        body { font: 15px/1.45 system-ui, "Segoe UI", Roboto, "Noto Sans", sans-serif; color: #1a1a1a; background: #fff; margin: 2rem auto; max-width: 80rem; padding: 0 1.5rem; }
        h1 { font-size: 1.8em; line-height: 1.2; margin: 0 0 .6em; }
        h2 { font-size: 1.3em; line-height: 1.25; margin: 1.8em 0 .5em; border-bottom: 2px solid #1f4e79; padding-bottom: .15em; }
        dl.facts { display: grid; grid-template-columns: max-content 1fr; gap: .15em 1.2em; margin: 0 0 1em; }
        dl.facts dt { font-weight: 600; }
        dl.facts dd { margin: 0; overflow-wrap: anywhere; }
        nav ul { display: flex; flex-wrap: wrap; gap: .3em 1.1em; list-style: none; padding: 0; margin: 1em 0; }
        a { color: #1f4e79; }
        .comment { white-space: pre-line; border-left: 4px solid #1f4e79; padding: .3em 0 .3em 1em; margin: 1em 0; max-width: 60em; }
        .note { margin: .3em 0 .6em; }
        .table { overflow-x: auto; margin: .4em 0 1.3em; padding: 1px; }
        table { border-collapse: collapse; width: 100%; font-size: .87em; font-variant-numeric: tabular-nums; }
        caption { text-align: left; font-weight: 600; padding: .3em 0; }
        caption.heard { position: absolute; width: 1px; height: 1px; padding: 0; overflow: hidden; clip-path: inset(50%); white-space: nowrap; }
        th, td { border: 1px solid #b4bec9; padding: .22em .45em; vertical-align: top; }
        thead th { background: #e8eef5; text-align: center; vertical-align: bottom; }
        tbody th { text-align: left; font-weight: 400; min-width: 13em; }
        td { text-align: right; }
        td.text { text-align: left; min-width: 7em; }
        td.said { min-width: 16em; }
        td.first, th.first { border-left: 2px solid #6b7885; }
        tr.total th, tr.total td { font-weight: 600; background: #f4f6f9; }
        .withheld { color: #595959; }
        .minor { color: #4a4a4a; font-size: .92em; }
        data, .minor, .line { white-space: nowrap; }
        td.reached, td.not-reached { font-weight: 600; }
        .reached { background: #d9f0df; }
        .not-reached { background: #fbe0dd; }
        .not-assessable { background: #ececec; }
        figure { margin: 1em 0; }
        figure svg { max-width: 34em; width: 100%; height: auto; }
        svg text { font: 12px system-ui, "Segoe UI", Roboto, sans-serif; fill: #1a1a1a; }
        .grid { fill: none; stroke: #b9c2cc; stroke-width: 1; }
        .start { fill: none; stroke: #8a4b08; stroke-width: 2.5; stroke-dasharray: 6 4; }
        .latest { fill: #1f4e79; fill-opacity: .14; stroke: #1f4e79; stroke-width: 2.5; }
        .signature { display: none; }
        @media screen and (max-width: 40em) {
          body { margin: 1rem auto; padding: 0 .8rem; }
          h1 { font-size: 1.4em; }
          dl.facts { grid-template-columns: 1fr; gap: 0; }
          dl.facts dd { margin-bottom: .4em; }
          tbody th { min-width: 9em; position: sticky; left: 0; background: #fff; }
        }
        @media print {
          body { margin: 0; padding: 0; max-width: none; font-size: 8.5pt; line-height: 1.3; }
          nav, .screen { display: none; }
          a { color: inherit; text-decoration: none; }
          h1 { font-size: 16pt; }
          h2 { font-size: 11pt; margin: 1.2em 0 .4em; break-after: avoid; }
          .note { break-after: avoid; }
          caption, thead { break-after: avoid; }
          thead { display: table-header-group; }
          tr, figure, .short, .signature { break-inside: avoid; }
          .table { overflow: visible; margin: .3em 0 1em; }
          table { font-size: 7.5pt; }
          th, td { padding: .1em .35em; }
          tbody th { min-width: 15em; }
          tbody th, thead tr:first-child th:first-child { width: 24%; }
          .single tbody th, .single thead tr:first-child th:first-child { width: 85%; }
          figure svg { max-width: 24em; }
          .signature { display: block; margin-top: 2em; }
          .signature ul { display: grid; grid-template-columns: 1fr 1fr 1fr; gap: 0 3em; list-style: none; padding: 0; margin: 4em 0 0; }
          .signature li { border-top: 1px solid #1a1a1a; padding-top: .2em; }
        }
        """;

    // Leaves Swedish letters unencoded for readability. Characters with a meaning in HTML are encoded in any case.
    private static readonly HtmlEncoder Encoder = HtmlEncoder.Create(
        UnicodeRanges.BasicLatin, UnicodeRanges.Latin1Supplement, UnicodeRanges.GeneralPunctuation, UnicodeRanges.MathematicalOperators);

    /// <summary>Maximum number of lines of a table that is not split across printed pages.</summary>
    private const int RowsOfShortTable = 20;

    /// <summary>
    /// Builds the Content-Security-Policy of the page. It allows only the inline style of the page, by its hash, and blocks scripts and all other
    /// sources.
    /// </summary>
    public static string ContentSecurityPolicy(ReportDocument document) =>
        $"default-src 'none'; style-src 'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(StyleOf(document))))}'; "
        + "base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    public static byte[] Write(ReportDocument document)
    {
        var texts = document.Texts;
        var html = new StringBuilder();
        html.Append(CultureInfo.InvariantCulture, $"<!DOCTYPE html>\n<html lang=\"{texts.Tag}\">\n<head>\n<meta charset=\"utf-8\">\n");
        html.Append(
            CultureInfo.InvariantCulture,
            $"<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n<title>{E(document.Title)}</title>\n"
            + $"<style>{StyleOf(document)}</style>\n</head>\n<body>\n");
        html.Append(CultureInfo.InvariantCulture, $"<header>\n<h1>{E(document.Title)}</h1>\n<dl class=\"facts\">\n");
        foreach (var (name, value) in document.Facts)
        {
            html.Append(CultureInfo.InvariantCulture, $"<dt>{E(name)}</dt><dd>{E(value)}</dd>\n");
        }

        html.Append("</dl>\n");
        if (document.SmallGroups is { } smallGroups)
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{E(smallGroups)}</p>\n");
        }

        if (document.Comment is { } comment)
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<section aria-labelledby=\"comment\"><h2 id=\"comment\">{E(texts.In("Kommentar", "Comment"))}</h2>"
                + $"<p class=\"comment\">{E(comment)}</p></section>\n");
        }

        var sections = document.Sections.Where(s => s.Any(t => t.Table.Rows.Count > 0)).ToArray();
        html.Append(CultureInfo.InvariantCulture, $"</header>\n<nav aria-label=\"{E(texts.In("Avsnitt", "Sections"))}\"><ul>\n");
        foreach (var section in sections)
        {
            html.Append(CultureInfo.InvariantCulture, $"<li><a href=\"#{Code.Format(section.Key)}\">{E(texts.Of(section.Key))}</a></li>\n");
        }

        html.Append("</ul></nav>\n<main>\n");
        foreach (var section in sections)
        {
            AppendSection(html, document, section.Key, section);
        }

        html.Append(
            CultureInfo.InvariantCulture,
            $"</main>\n<footer><p><span class=\"withheld\">{CellText.Withheld}</span> "
            + $"{E(texts.In("Uppgiften visas inte: gruppen är liten.", "The figure is not shown: the group is small."))} ");
        html.Append(CultureInfo.InvariantCulture, $"&lt;n {E(texts.In("Minst en person, och färre än n.", "At least one person, and fewer than n."))} ");
        html.Append(CultureInfo.InvariantCulture, $"{CellText.None} {E(texts.In("Det finns ingen uppgift.", "There is no figure."))}</p>\n");
        html.Append(
            CultureInfo.InvariantCulture,
            $"<section class=\"signature\" aria-labelledby=\"signature\"><h2 id=\"signature\">{E(texts.In("Underskrift", "Signature"))}</h2><ul>");
        foreach (var line in new[]
        {
            texts.In("Ort och datum", "Place and date"), texts.In("Namnteckning", "Signature"), texts.In("Namnförtydligande", "Name in print"),
        })
        {
            html.Append(CultureInfo.InvariantCulture, $"<li>{E(line)}</li>");
        }

        html.Append("</ul></section></footer>\n</body>\n</html>\n");
        return Encoding.UTF8.GetBytes(html.ToString());
    }

    /// <summary>Builds the style sheet, including the text at the foot of every printed page.</summary>
    private static string StyleOf(ReportDocument document) =>
        $"{Style}\n@page {{ size: A4 landscape; margin: 12mm 12mm 16mm; "
        + $"@bottom-left {{ content: \"{InStyle(document.FootOfPage)}\"; font: 7pt sans-serif; }} "
        + "@bottom-right { content: counter(page) \" (\" counter(pages) \")\"; font: 7pt sans-serif; } }";

    /// <summary>
    /// Escapes a text for a quoted CSS string. Every character other than an ASCII letter, digit or space becomes a hexadecimal escape, so no text
    /// can end the string or the style element. Example: <c>-</c> becomes <c>\2d</c> followed by a space.
    /// </summary>
    private static string InStyle(string text) => string.Concat(text.EnumerateRunes().Select(rune => rune switch
    {
        { Value: ' ' or (>= '0' and <= '9') or (>= 'A' and <= 'Z') or (>= 'a' and <= 'z') } => rune.ToString(),
        _ => string.Create(CultureInfo.InvariantCulture, $"\\{rune.Value:x} "),
    }));

    private static void AppendSection(StringBuilder html, ReportDocument document, ReportSection section, IEnumerable<DocumentTable> tables)
    {
        var texts = document.Texts;
        html.Append(
            CultureInfo.InvariantCulture,
            $"<section aria-labelledby=\"{Code.Format(section)}\">\n<h2 id=\"{Code.Format(section)}\">{E(texts.Of(section))}</h2>\n");
        if (document.Notes.TryGetValue(section, out var note))
        {
            html.Append(CultureInfo.InvariantCulture, $"<p class=\"note\">{E(note)}</p>\n");
        }

        if (tables.SelectMany(t => t.Table.Rows).SelectMany(r => r.Cells).All(c => c.Withheld))
        {
            html.Append(
                CultureInfo.InvariantCulture,
                $"<p class=\"note withheld\">{CellText.Withheld} "
                + $"{E(texts.In("Hela avsnittet visas inte: grupperna är små.", "The whole section is not shown: the groups are small."))}</p>\n"
                + $"</section>\n");
            return;
        }

        foreach (var project in tables.GroupBy(t => t.Project))
        {
            if (section is ReportSection.SelfAssessments or ReportSection.StepsByMonth
                && project.SelectMany(t => t.Table.Rows).SelectMany(r => r.Cells).All(c => c is { Withheld: false, Value: null or 0 }))
            {
                // Not every project registers self-assessments or steps. A short note replaces pages of zeros, which would hide the other figures.
                var whose = tables.All(t => t.Project == project.Key) ? string.Empty : NameOf(project.First(), texts) + ": ";
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<p class=\"note\">{E(whose)}{E(texts.In("Inget är registrerat", "Nothing is registered"))}, "
                    + $"{E(texts.Of(project.Single(t => t.Table.Window == Window.SinceStart).Table.Cohort))}.</p>\n");
                continue;
            }

            DocumentTable[] own = [.. project];
            var title = tables.All(t => t.Project == project.Key) ? texts.Of(section) : $"{texts.Of(section)}, {NameOf(own[0], texts)}";
            var hasSeveralFigures = own.SelectMany(t => t.Table.Rows)
                .GroupBy(r => (r.Key, r.Cells.Count))
                .Any(rows => rows.Select(r => r.Figure).Distinct().Skip(1).Any());
            if (section == ReportSection.SelfAssessments)
            {
                RadarChart.Append(
                    html,
                    texts,
                    own.Single(t => t.Table.Window == Window.SinceStart).Table,
                    tables.All(t => t.Project == project.Key) ? "radar" : $"radar-{project.Key}",
                    E);
            }

            if (hasSeveralFigures)
            {
                foreach (var table in own)
                {
                    AppendCompound(html, texts, table, title);
                }
            }
            else
            {
                AppendByWindow(html, texts, section, own, title);
            }
        }

        html.Append("</section>\n");
    }

    private static string NameOf(DocumentTable table, ReportTexts texts) =>
        table.Definition is { } project ? texts.Of(project.Name, project.Id) : texts.In("alla tillsammans", "all together");

    /// <summary>Appends tables whose rows have one figure each, with the windows side by side.</summary>
    private static void AppendByWindow(StringBuilder html, ReportTexts texts, ReportSection section, DocumentTable[] tables, string title)
    {
        bool IsOfMonth(ReportRow row) => row.Label(FollowUpsByMonthTable.Month) is not null;
        var byWindow = tables.Select(t => t with { Table = t.Table with { Rows = [.. t.Table.Rows.Where(r => !IsOfMonth(r))] } }).ToArray();
        Append(byWindow, title);

        // The window since the start contains every month, and a month has the same figures in every window. Steering groups see small months merged there.
        var sinceStart = tables.Where(t => t.Table.Window == Window.SinceStart)
            .Select(t => t with { Table = t.Table with { Rows = [.. t.Table.Rows.Where(IsOfMonth)] } });
        Append([.. sinceStart], $"{title}, {texts.In("månad för månad", "month by month")}");

        void Append(DocumentTable[] shown, string caption)
        {
            var rows = shown.SelectMany(t => t.Table.Rows.Select(r => (t.Definition, Row: r))).GroupBy(r => r.Row.Key).ToArray();
            if (rows.Length == 0)
            {
                return;
            }

            GenderGroup[] everybody = [.. shown.SelectMany(t => t.Table.Rows).SelectMany(r => r.Cells).Select(c => c.Group).Distinct().Order()];
            AppendHead(html, caption, caption == texts.Of(section), rows.Length, shown.Length * everybody.Length == 1);
            html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"col\" rowspan=\"2\">{E(texts.In("Rad", "Row"))}</th>");
            foreach (var table in shown)
            {
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<th scope=\"colgroup\" class=\"first\" colspan=\"{everybody.Length}\">"
                    + $"{E(texts.Of(table.Table.Window))}<br>{E(texts.Of(table.Table.Cohort))}</th>");
            }

            html.Append("</tr>\n<tr>");
            foreach (var (who, index) in shown.SelectMany(_ => everybody.Select((who, index) => (who, index))))
            {
                html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\"{(index == 0 ? " class=\"first\"" : string.Empty)}>{E(texts.Of(who))}</th>");
            }

            html.Append("</tr>\n</thead>\n<tbody>\n");
            foreach (var windows in rows)
            {
                var row = windows.First().Row;
                var text = texts.OfRows(section, windows.Select(w => w.Row), windows.First().Definition);
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<tr data-key=\"{E(row.Key)}\"{(row.Key == ExitTable.Total ? " class=\"total\"" : string.Empty)}><th scope=\"row\">{E(text)}</th>");
                foreach (var (table, index, who) in shown.SelectMany(t => everybody.Select((who, index) => (t, index, who))))
                {
                    var cell = table.Table.Rows.FirstOrDefault(r => r.Key == row.Key)?.Cells.FirstOrDefault(c => c.Group == who) ?? default;
                    html.Append(index == 0 ? "<td class=\"first\">" : "<td>").Append(Show(cell, row.Figure, null, texts)).Append("</td>");
                }

                html.Append("</tr>\n");
            }

            AppendEnd(html);
        }
    }

    /// <summary>
    /// Appends a table whose rows have several figures each. Each window has its own table, and one cell holds all figures of a gender.
    /// </summary>
    private static void AppendCompound(StringBuilder html, ReportTexts texts, DocumentTable table, string title)
    {
        var (section, window, cohort, rows) = table.Table;
        if (rows.Count == 0)
        {
            return;
        }

        var isGoals = section == ReportSection.Goals;
        GenderGroup[] everybody = [.. rows.SelectMany(r => r.Cells).Select(c => c.Group).Distinct().Order()];
        AppendHead(
            html,
            $"{title}, {texts.Of(window).ToLower(texts.Culture)} {texts.Of(cohort)}",
            isSaid: false,
            rows.DistinctBy(r => r.Key).Count() * (isGoals ? 3 : 1),
            isSingle: false);
        html.Append(CultureInfo.InvariantCulture, $"<tr><th scope=\"col\">{E(isGoals ? texts.In("Mål", "Goal") : texts.In("Rad", "Row"))}</th>");
        foreach (var heading in everybody.Select(texts.Of).Concat(isGoals
            ? [texts.In("Målvärde", "Target"), texts.In("Måluppfyllelse", "Verdict"), texts.In("Kvinnor och män", "Women and men")]
            : []))
        {
            html.Append(CultureInfo.InvariantCulture, $"<th scope=\"col\">{E(heading)}</th>");
        }

        html.Append("</tr>\n</thead>\n<tbody>\n");
        foreach (var figures in rows.GroupBy(r => r.Key))
        {
            var first = figures.First();
            html.Append(
                CultureInfo.InvariantCulture, $"<tr data-key=\"{E(first.Key)}\"><th scope=\"row\">{E(texts.OfRow(section, first, table.Definition))}</th>");
            foreach (var who in everybody)
            {
                html.Append("<td>").Append(Compound([.. figures], who, texts)).Append("</td>");
            }

            if (isGoals)
            {
                var verdict = first.Label(GoalTables.Verdict);
                var clear = first.Label(GoalTables.Clear) switch
                {
                    "clear" => texts.In(", tydligt", ", clear"),
                    "uncertain" => texts.In(", osäkert", ", uncertain"),
                    _ => string.Empty,
                };
                html.Append(
                    CultureInfo.InvariantCulture,
                    $"<td class=\"text\">{E(first.Label(GoalTables.Target) ?? CellText.None)}</td>"
                    + $"<td class=\"text {verdict ?? "withheld"}\">{SignOf(verdict)}{E(texts.OfVerdict(verdict) + clear)}</td>");
                html.Append(CultureInfo.InvariantCulture, $"<td class=\"text said\">{E(first.Label(GoalTables.Comparison) ?? CellText.None)}</td>");
            }

            html.Append("</tr>\n");
        }

        AppendEnd(html);
    }

    /// <summary>
    /// Formats all figures of a gender for one cell, omitting those that the row does not have. Examples: "3/8 38 % (38 % to 88 %)" and "n 12 · 3.4".
    /// </summary>
    private static string Compound(ReportRow[] figures, GenderGroup who, ReportTexts texts)
    {
        ReportCell Cell(Figure figure) => figures.FirstOrDefault(r => r.Figure == figure)?.Cells.FirstOrDefault(c => c.Group == who) ?? default;
        bool Has(Figure figure) => figures.Any(r => r.Figure == figure);
        if (figures[0].Cells.FirstOrDefault(c => c.Group == who) is { Withheld: true } hidden)
        {
            return $"<span class=\"withheld\">{E(CellText.OfWithheld(hidden))}</span>";
        }

        var fraction = Cell(Figure.Numerator).Value is { } numerator && Cell(Figure.Denominator).Value is { } denominator and > 0
            ? Fraction.From((long)numerator, (long)denominator)
            : (Fraction?)null;

        // A bound equal to the share is formatted from the same exact fraction. Rounding its four decimals again could give another percentage.
        string One(Figure figure) => Show(
            Cell(figure), figure, ReportRow.KindOf(figure) == CellKind.Share && Cell(figure).Value == Cell(Figure.Share).Value ? fraction : null, texts);
        var parts = new List<string>();
        if (Has(Figure.Numerator))
        {
            parts.Add(Has(Figure.Denominator) && Cell(Figure.Denominator).Value is not null
                ? $"{One(Figure.Numerator)}/{One(Figure.Denominator)}"
                : One(Figure.Numerator));
        }

        foreach (var figure in new[]
        {
            Figure.Count, Figure.Share, Figure.Ratio, Figure.Mean, Figure.Median, Figure.Longest, Figure.Points, Figure.Maximum,
        }.Where(Has))
        {
            parts.Add(figure switch
            {
                Figure.Share => $"<strong>{One(figure)}</strong>",
                Figure.Mean or Figure.Points => One(figure),
                Figure.Count when figures.Length > 1 => $"<span class=\"minor\">n</span> {One(figure)}",
                Figure.Count => One(figure),
                _ => $"<span class=\"minor\">{E(texts.Of(figure).ToLower(texts.Culture))}</span> {One(figure)}",
            });
        }

        if (Cell(Figure.Lowest).Value is not null)
        {
            parts.Add($"<span class=\"minor\">({One(Figure.Lowest)} {E(texts.In("till", "to"))} {One(Figure.Highest)})</span>");
        }

        return figures[0].Label(GoalTables.Goal) is null
            ? $"<span class=\"line\">{string.Join(figures.Any(f => f.Figure == Figure.Mean) ? " · " : " ", parts)}</span>"
            : string.Join("<br>", parts);
    }

    /// <summary>Returns a symbol for a verdict, so that it is recognisable without colours.</summary>
    private static string SignOf(string? verdict) => verdict switch
    {
        "reached" => "<span aria-hidden=\"true\">✓ </span>",
        "not-reached" => "<span aria-hidden=\"true\">✗ </span>",
        "not-assessable" => "<span aria-hidden=\"true\">? </span>",
        _ => string.Empty,
    };

    private static string Show(ReportCell cell, Figure figure, Fraction? exact, ReportTexts texts) => cell switch
    {
        { Withheld: true } => $"<span class=\"withheld\">{E(CellText.OfWithheld(cell))}</span>",
        { Value: { } value } => string.Create(
            CultureInfo.InvariantCulture,
            $"<data class=\"{Code.Format(figure)}\" value=\"{CellText.Plain(value)}\">"
            + $"{E(exact is { } fraction ? $"{Rounding.WholePercent(fraction)} %" : CellText.Shown(value, ReportRow.KindOf(figure), texts.Culture))}</data>"),
        _ => CellText.None,
    };

    /// <summary>Opens a table in a frame that can be scrolled with the mouse and the keyboard, and writes its caption.</summary>
    /// <param name="html">Page to append to.</param>
    /// <param name="caption">Caption of the table.</param>
    /// <param name="isSaid">True when the heading above has the same text. The caption is then only available to screen readers.</param>
    /// <param name="rows">Number of lines of text in the table.</param>
    /// <param name="isSingle">True when the table has a single column of figures.</param>
    private static void AppendHead(StringBuilder html, string caption, bool isSaid, int rows, bool isSingle) => html.Append(
        CultureInfo.InvariantCulture,
        $"<div class=\"table{(rows <= RowsOfShortTable ? " short" : string.Empty)}{(isSingle ? " single" : string.Empty)}\" "
        + $"role=\"group\" tabindex=\"0\" aria-label=\"{E(caption)}\"><table>\n"
        + $"<caption{(isSaid ? " class=\"heard\"" : string.Empty)}>{E(caption)}</caption>\n<thead>\n");

    private static void AppendEnd(StringBuilder html) => html.Append("</tbody>\n</table></div>\n");

    private static string E(string text) => Encoder.Encode(text);
}
