using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reporting;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>A report as people read it, whatever the form: a heading, some facts about it, and tables. Every form writes the same figures.</summary>
internal sealed record ReportDocument
{
    public required ReportTexts Texts { get; init; }

    public required string Title { get; init; }

    /// <summary>Name of a file that holds it, without an ending.</summary>
    public required string FileName { get; init; }

    public required string Tertial { get; init; }

    /// <summary>What stands at its head, as name and value.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>What was said about it; null: nothing.</summary>
    public required string? Comment { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    public required IReadOnlyList<DocumentTable> Tables { get; init; }

    /// <summary>The tables section by section, in the order of the report; of several projects those of one section stand together.</summary>
    public IEnumerable<IGrouping<ReportSection, DocumentTable>> Sections => Tables.GroupBy(t => t.Table.Section).OrderBy(s => s.Key);

    /// <summary>A project's report.</summary>
    /// <param name="shown">The report as the reader may see it.</param>
    /// <param name="texts">Words.</param>
    public static ReportDocument Of(ShownReport shown, ReportTexts texts)
    {
        var report = shown.Report;
        var part = report.Project.SubprojectOf(report.Subproject);
        var name = texts.Of(report.Project.Name, report.Project.Id) + (part is null ? string.Empty : ", " + texts.Of(part.Name, part.Id));
        return new ReportDocument
        {
            Texts = texts,
            Title = $"{texts.In("Tertialrapport", "Tertial report")} {report.Tertial} – {name}",
            FileName = $"{report.Project.Id}{(part is null ? string.Empty : "-" + part.Id)}-{report.Tertial}",
            Tertial = report.Tertial.ToString(),
            Facts = FactsOf(texts.In("Projekt", "Project"), name, report.Tertial.ToString(), shown.Deadline, report.AsOf, shown.ComputedAt, texts),
            Comment = shown.Comment,
            ComputedAt = shown.ComputedAt,
            Tables =
            [
                .. report.Tables.Concat(GoalTables.Of(shown.Goals, shown.GoalTexts.ToDictionary(g => g.Key, g => texts.Of(g.Value, g.Key)), texts))
                    .OrderBy(t => t.Section).ThenBy(t => t.Window)
                    .Select(table => new DocumentTable(report.Project.Id, report.Project, table))
            ],
        };
    }

    /// <summary>An association's report: of each section all projects together, then each by itself.</summary>
    /// <param name="shown">The report.</param>
    /// <param name="texts">Words.</param>
    public static ReportDocument Of(ShownAssociationReport shown, ReportTexts texts)
    {
        var report = shown.Report;
        var name = texts.Of(shown.Name, report.Association);
        var goalTexts = shown.GoalTexts.ToDictionary(g => g.Key, g => texts.Of(g.Value, g.Key));

        // A part has only what counts for the association, so its rows by association say the same again.
        static ReportTable Own(ReportTable table) => table with { Rows = [.. table.Rows.Where(row => row.Label(FinsamTable.Association) is null)] };
        return new ReportDocument
        {
            Texts = texts,
            Title = $"{texts.In("Tertialrapport", "Tertial report")} {report.Tertial} – {name}",
            FileName = $"{report.Association}-{report.Tertial}",
            Tertial = report.Tertial.ToString(),
            Facts = FactsOf(texts.In("Samordningsförbund", "Association"), name, report.Tertial.ToString(), shown.Deadline, report.AsOf, shown.ComputedAt, texts),
            Comment = null,
            ComputedAt = shown.ComputedAt,
            Tables =
            [
                .. report.Together.Select(table => new DocumentTable(null, null, table)),
                .. from part in report.Parts
                   from table in AssociationReport.Sections.SelectMany(part.Tables).Select(Own).Concat(GoalTables.Of(shown.Goals[part.Project.Id], goalTexts, texts))
                   select new DocumentTable(part.Project.Id, part.Project, table)
            ],
        };
    }

    private static IReadOnlyList<(string Name, string Value)> FactsOf(
        string about, string name, string tertial, DateOnly deadline, DateOnly asOf, DateTimeOffset computedAt, ReportTexts texts) =>
    [
        (about, name),
        (texts.In("Tertial", "Tertial"), tertial),
        (texts.In("Status", "Status"), texts.In("öppen", "open")),
        (texts.In("Lämnas senast", "Due by"), CellText.Date(deadline)),
        (texts.In("Uppgifter per", "As of"), CellText.Date(asOf)),
        (texts.In("Beräknad", "Computed"), CellText.Instant(computedAt)),
    ];
}

/// <summary>A table of a document.</summary>
/// <param name="Project">Id of the project that it is about; null: all together.</param>
/// <param name="Definition">That project, for its words.</param>
/// <param name="Table">The table.</param>
internal sealed record DocumentTable(string? Project, ProjectDefinition? Definition, ReportTable Table);
