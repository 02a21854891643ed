using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// Writes a report as a JSON-stat 2.0 collection: one dataset per section and project, with the dimensions window, row, figure and gender. A cell
/// that the report does not have is null. A withheld cell is null and has the status <c>c</c> (confidential), or the upper bound of a small total,
/// for example <c>&lt;5</c>.
/// </summary>
internal static class JsonStatForm
{
    private const string Version = "2.0";

    public static byte[] Write(ReportDocument document) => JsonSerializer.SerializeToUtf8Bytes(
        new JsonObject
        {
            ["version"] = Version,
            ["class"] = "collection",
            ["label"] = document.Title,
            ["note"] = new JsonArray(
            [
                .. document.Facts.Select(fact => (JsonNode)$"{fact.Name}: {fact.Value}"),
                .. document.SmallGroups is { } smallGroups ? new JsonNode[] { smallGroups } : []
            ]),
            ["extension"] = new JsonObject
            {
                ["status"] = document.Status,
                ["certification"] = JsonSerializer.SerializeToNode(document.Signature, Json.Options),
            },
            ["updated"] = JsonSerializer.SerializeToNode(document.ComputedAt, Json.Options),
            ["link"] = new JsonObject
            {
                ["item"] = new JsonArray(
                [
                    .. from section in document.Sections
                       from tables in section.GroupBy(t => t.Project)
                       where tables.Any(t => t.Table.Rows.Count > 0)
                       select DatasetOf(document, section.Key, tables.Key, [.. tables])
                ]),
            },
        },
        Json.Options);

    private static JsonObject DatasetOf(ReportDocument document, ReportSection section, string? project, DocumentTable[] tables)
    {
        var texts = document.Texts;
        var rows = tables.SelectMany(t => t.Table.Rows.Select(r => (t.Definition, t.Table.Window, Row: r))).GroupBy(r => r.Row.Key).ToArray();
        var figures = tables.SelectMany(t => t.Table.Rows).Select(r => r.Figure).Distinct().Order().ToArray();
        var everybody = tables.SelectMany(t => t.Table.Rows).SelectMany(r => r.Cells).Select(c => c.Group).Distinct().Order().ToArray();
        var cells = tables
            .SelectMany(t => t.Table.Rows.SelectMany(r => r.Cells.Select(c => ((t.Table.Window, r.Key, r.Figure, c.Group), c))))
            .ToDictionary(c => c.Item1, c => c.c);
        var values = new JsonArray();
        var status = new JsonObject();
        foreach (var place in
            from table in tables from row in rows from figure in figures from who in everybody select (table.Table.Window, row.Key, figure, who))
        {
            var cell = cells.GetValueOrDefault(place);
            if (cell.Withheld)
            {
                status[values.Count.ToString(CultureInfo.InvariantCulture)] = cell.FewerThan is null ? "c" : CellText.OfWithheld(cell);
            }

            values.Add(cell.Value is { } value ? JsonValue.Create(value) : null);
        }

        var dataset = new JsonObject
        {
            ["version"] = Version,
            ["class"] = "dataset",
            ["label"] = texts.Of(section),
            ["id"] = new JsonArray("window", "row", "figure", "gender"),
            ["size"] = new JsonArray(tables.Length, rows.Length, figures.Length, everybody.Length),
            ["role"] = new JsonObject { ["metric"] = new JsonArray("figure") },
            ["dimension"] = new JsonObject
            {
                ["window"] = Dimension(
                    texts.In("Fönster", "Window"),
                    tables.Select(t => (Code.Format(t.Table.Window), $"{texts.Of(t.Table.Window)} {texts.Of(t.Table.Cohort)}"))),
                ["row"] = Dimension(texts.In("Rad", "Row"), rows.Select(r => (r.Key, texts.OfRows(section, r.Select(w => w.Row), r.First().Definition)))),
                ["figure"] = Dimension(texts.In("Mått", "Figure"), figures.Select(f => (Code.Format(f), texts.Of(f)))),
                ["gender"] = Dimension(texts.In("Kön", "Gender"), everybody.Select(w => (Code.Format(w), texts.Of(w)))),
            },
            ["value"] = values,
            ["extension"] = new JsonObject
            {
                ["section"] = Code.Format(section),
                ["project"] = project,
                ["tertial"] = document.Tertial,
                ["cohorts"] = new JsonObject(tables.Select(t => KeyValuePair.Create<string, JsonNode?>(Code.Format(t.Table.Window), new JsonObject
                {
                    ["from"] = CellText.Date(t.Table.Cohort.From),
                    ["to"] = CellText.Date(t.Table.Cohort.To),
                    ["partial"] = t.Table.Cohort.Partial,
                }))),
            },
        };
        var merged = rows.SelectMany(r => r).Where(r => r.Row.Categories is not null).GroupBy(r => r.Window).ToArray();
        if (merged.Length > 0)
        {
            dataset["extension"]!["categories"] = new JsonObject(merged.Select(window => KeyValuePair.Create<string, JsonNode?>(
                Code.Format(window.Key),
                new JsonObject(window.DistinctBy(r => r.Row.Key).Select(r => KeyValuePair.Create<string, JsonNode?>(
                    r.Row.Key, new JsonArray([.. r.Row.Categories!.Select(category => (JsonNode)category)])))))));
        }

        if (document.Notes.TryGetValue(section, out var note))
        {
            dataset["note"] = new JsonArray(note);
        }

        if (status.Count > 0)
        {
            dataset["status"] = status;
        }

        return dataset;
    }

    private static JsonObject Dimension(string label, IEnumerable<(string Code, string Text)> categories)
    {
        var known = categories.ToArray();
        return new JsonObject
        {
            ["label"] = label,
            ["category"] = new JsonObject
            {
                ["index"] = new JsonArray([.. known.Select(c => JsonValue.Create(c.Code))]),
                ["label"] = new JsonObject(known.Select(c => KeyValuePair.Create<string, JsonNode?>(c.Code, c.Text))),
            },
        };
    }
}
