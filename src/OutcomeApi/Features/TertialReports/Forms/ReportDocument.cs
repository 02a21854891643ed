using System.Globalization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Runs;

namespace OutcomeApi.Features.TertialReports.Forms;

/// <summary>
/// A report prepared for people, independent of the output format: a title, facts about the report, and tables. All output formats write the same
/// figures.
/// </summary>
public sealed record ReportDocument
{
    public required ReportTexts Texts { get; init; }

    public required string Title { get; init; }

    /// <summary>File name for downloads, without extension.</summary>
    public required string FileName { get; init; }

    public required string Tertial { get; init; }

    /// <summary>Facts at the head of the report, as pairs of name and value.</summary>
    public required IReadOnlyList<(string Name, string Value)> Facts { get; init; }

    /// <summary>Explains how small groups are shown. Null when the reader sees exact figures.</summary>
    public string? SmallGroups { get; init; }

    /// <summary>Notes shown before the tables of a section, by section.</summary>
    public required IReadOnlyDictionary<ReportSection, string> Notes { get; init; }

    /// <summary>Certification details. Null when the report is open.</summary>
    public ReportSignature? Signature { get; init; }

    /// <summary>Status of the report: open or certified.</summary>
    public string Status => Code.Format(Signature is null ? ReportStatus.Open : ReportStatus.Certified);

    /// <summary>Text at the foot of every printed page, which identifies the report and its version.</summary>
    public string FootOfPage => Signature is null ? Title : string.Create(
        CultureInfo.InvariantCulture, $"{Title}, version {Signature.Version}{(Signature.Sha256 is null ? string.Empty : $", SHA-256 {Signature.Sha256}")}");

    /// <summary>Comment on the report. Null when there is none.</summary>
    public required string? Comment { get; init; }

    public required DateTimeOffset ComputedAt { get; init; }

    public required IReadOnlyList<DocumentTable> Tables { get; init; }

    /// <summary>Goals in every window, by project. Empty when no project has goals.</summary>
    public IReadOnlyList<DocumentGoal> Goals { get; init; } = [];

    /// <summary>
    /// Tables grouped by section: the goals first, which the report is about, then the others in their order. With several projects, the tables of all
    /// projects are grouped under each section.
    /// </summary>
    public IEnumerable<IGrouping<ReportSection, DocumentTable>> Sections =>
        Tables.GroupBy(t => t.Table.Section).OrderBy(s => s.Key != ReportSection.Goals).ThenBy(s => s.Key);

    /// <summary>Creates the document of a project's report.</summary>
    /// <param name="shown">The report as the reader may see it.</param>
    /// <param name="texts">Texts in the language of the document.</param>
    public static ReportDocument From(ShownReport shown, ReportTexts texts)
    {
        var report = shown.Report;
        var part = report.Project.SubprojectOf(report.Subproject);
        var name = texts.Of(report.Project.Name, report.Project.Id) + (part is null ? string.Empty : ", " + texts.Of(part.Name, part.Id));
        var goalTexts = shown.GoalTexts.ToDictionary(g => g.Key, g => texts.Of(g.Value, g.Key));
        return new ReportDocument
        {
            Texts = texts,
            Title = $"{texts.In("Tertialrapport", "Tertial report")} {report.Tertial} – {name}",
            FileName = $"{report.Project.Id}{(part is null ? string.Empty : "-" + part.Id)}-{report.Tertial}",
            Tertial = report.Tertial.ToString(),
            Facts =
            [
                (texts.In("Projekt", "Project"), name),
                (texts.In("Projektets tid", "Period of the project"),
                    $"{CellText.Date(report.Project.Period.StartsOn)}–{CellText.Date(report.Project.Period.EndsOn)}"),
                (texts.In("Samordningsförbund", "Association"), texts.Of(shown.AssociationName, report.Project.Association)),
                .. FactsOf(report.Tertial.ToString(), report.CohortOf(Window.Tertial), shown.Deadline, report.AsOf, shown.ComputedAt, shown.Signature, texts),
                .. shown.DiffersFromCurrent is { } differs
                    ? [(texts.In("Ändrat sedan dess", "Changed since"), differs
                        ? texts.In("ja, uppgifterna är nu andra än de som certifierades", "yes, the figures now differ from those certified")
                        : texts.In("nej", "no"))]
                    : Array.Empty<(string, string)>(),
            ],
            SmallGroups = SmallGroupsNote.From(shown.SmallNumberThreshold, texts.Language)?.Text,
            Notes = NotesOf(shown.Balances.Values.All(b => b.Flow), shown.Balances.Values.All(b => b.FollowUpsByMonth), report.Tables, texts),
            Signature = shown.Signature,
            Comment = shown.Comment,
            ComputedAt = shown.ComputedAt,
            Tables =
            [
                .. report.Tables
                    .Concat(GoalTables.From(shown.Goals, goalTexts, report.AsOf, texts))
                    .OrderBy(t => t.Section).ThenBy(t => t.Window)
                    .Select(table => new DocumentTable(report.Project.Id, report.Project, table))
            ],
            Goals = [.. DocumentGoal.From(shown.Goals, report.Project, goalTexts, report.AsOf)],
        };
    }

    /// <summary>Creates the document of an association's report. Each section shows all projects combined, then each project separately.</summary>
    /// <param name="shown">The report, with exact figures.</param>
    /// <param name="texts">Texts in the language of the document.</param>
    public static ReportDocument From(ShownAssociationReport shown, ReportTexts texts)
    {
        var report = shown.Report;
        var name = texts.Of(shown.Name, report.Association);
        var goalTexts = shown.GoalTexts.ToDictionary(g => g.Key, g => texts.Of(g.Value, g.Key));

        // A part contains only the association's share, so its rows per association would repeat the rows of the whole part.
        static ReportTable Own(ReportTable table) => table with { Rows = [.. table.Rows.Where(row => row.Label(FinsamTable.Association) is null)] };
        return new ReportDocument
        {
            Texts = texts,
            Title = $"{texts.In("Tertialrapport", "Tertial report")} {report.Tertial} – {name}",
            FileName = $"{report.Association}-{report.Tertial}",
            Tertial = report.Tertial.ToString(),
            Facts =
            [
                (texts.In("Samordningsförbund", "Association"), name),
                (texts.In("Projekt", "Projects"), string.Join(", ", report.Parts.Select(part => texts.Of(part.Project.Name, part.Project.Id)))),
                .. FactsOf(
                    report.Tertial.ToString(),
                    report.Table(ReportSection.Flow, Window.Tertial).Cohort,
                    shown.Deadline,
                    report.AsOf,
                    shown.ComputedAt,
                    null,
                    texts),
                (texts.In("Projektens rapporter", "The projects' reports"),
                    string.Join(", ", report.Parts.Select(part => texts.Of(part.Project.Name, part.Project.Id) + " "
                        + (shown.CertifiedVersions[part.Project.Id] is { } version
                            ? string.Create(CultureInfo.InvariantCulture, $"{texts.In("certifierad", "certified")}, version {version}")
                            : texts.In("öppen", "open"))))),
            ],
            Notes = NotesOf(
                report.Together.Concat(report.Parts.SelectMany(p => p.Report.Tables))
                    .Where(t => t.Section == ReportSection.Flow)
                    .All(t => FlowTable.Balances(t.Rows)),
                report.Parts.SelectMany(p => p.Report.Tables)
                    .Where(t => t.Section == ReportSection.FollowUpsByMonth)
                    .All(t => FollowUpsByMonthTable.Balances(t.Rows)),
                report.Parts.SelectMany(p => p.Report.Tables),
                texts),
            Comment = shown.Comments.Values.All(comment => comment is null)
                ? null
                : string.Join("\n\n", report.Parts
                    .Where(p => shown.Comments[p.Project.Id] is not null)
                    .Select(p => $"{texts.Of(p.Project.Name, p.Project.Id)}: {shown.Comments[p.Project.Id]}")),
            ComputedAt = shown.ComputedAt,
            Tables =
            [
                .. report.Together.Select(table => new DocumentTable(null, null, table)),
                .. from part in report.Parts
                   from table in part.Report.Tables.Select(Own).Concat(GoalTables.From(shown.Goals[part.Project.Id], goalTexts, report.AsOf, texts))
                   select new DocumentTable(part.Project.Id, part.Project, table),
                .. from part in report.EndedInYear
                   from table in part.Report.Tables.Select(Own)
                   select new DocumentTable(part.Project.Id, part.Project, table)
            ],
            Goals = [.. report.Parts.SelectMany(part => DocumentGoal.From(shown.Goals[part.Project.Id], part.Project, goalTexts, report.AsOf))],
        };
    }

    private static IEnumerable<(string Name, string Value)> FactsOf(
        string tertial, Cohort cohort, DateOnly deadline, DateOnly asOf, DateTimeOffset computedAt, ReportSignature? signature, ReportTexts texts)
    {
        yield return (texts.In("Tertial", "Tertial"), $"{tertial}, {texts.Of(cohort)}");
        yield return (texts.In("Lämnas senast", "Due by"), CellText.Date(deadline));
        yield return (texts.In("Uppgifter per", "As of"), CellText.Date(asOf));
        yield return (texts.In("Beräknad", "Computed"), texts.Of(computedAt));
        if (signature is null)
        {
            yield return (texts.In("Status", "Status"), texts.In("öppen", "open"));
            yield break;
        }

        yield return (
            texts.In("Status", "Status"),
            string.Create(CultureInfo.InvariantCulture, $"{texts.In("certifierad", "certified")}, version {signature.Version}"));
        yield return (texts.In("Certifierad", "Certified"), $"{texts.Of(signature.CertifiedAt)}, {signature.CertifiedByName ?? signature.CertifiedBy}");
        if (signature.Sha256 is { } hash)
        {
            yield return ("SHA-256", hash);
        }

        if (signature.Exception is { } exception)
        {
            yield return (texts.In("Certifierad trots fel, därför att", "Certified in spite of errors, because"), exception);
        }

        if (signature.Reason is { } reason)
        {
            yield return (texts.In("Orsak till den nya versionen", "Reason for the new version"), reason);
        }

        foreach (var warning in signature.Acknowledgements ?? [])
        {
            yield return (
                texts.In("Certifierad med varningen", "Certified with the warning"),
                $"{FindingTexts.NameOf(warning.Finding!, texts.Language)} {warning.Reason}");
        }
    }

    /// <summary>Creates the notes of the sections. Those of the flow tables state whether the tables balance.</summary>
    private static Dictionary<ReportSection, string> NotesOf(bool flow, bool followUps, IEnumerable<ReportTable> tables, ReportTexts texts)
    {
        string Said(bool balances, string sv, string en) => balances
            ? texts.In($"Tabellen går ihop i alla fönster: {sv}.", $"The table balances in every window: {en}.")
            : texts.In($"Tabellen går inte ihop ({sv}): tjänsten räknar fel.", $"The table does not balance ({en}): the service has a fault.");
        var notes = new Dictionary<ReportSection, string>
        {
            [ReportSection.Flow] = Said(
                flow,
                "pågående vid början + påbörjade − avslutade = pågående vid slutet",
                "ongoing at the start + started − exited = ongoing at the end"),
            [ReportSection.FollowUpsByMonth] = Said(
                followUps,
                "öppna vid början + nya − besvarade − sådana som inte går att få = öppna vid slutet",
                "open at the start + newly due − answered − unobtainable = open at the end"),
        };
        foreach (var section in tables.Where(table => table.Rows.Count > 0).Select(table => table.Section).Distinct())
        {
            if (texts.NoteOf(section) is { } note)
            {
                notes[section] = note;
            }
        }

        return notes;
    }
}

/// <summary>A table of a report document.</summary>
/// <param name="Project">Id of the project that the table covers. Null for all projects combined.</param>
/// <param name="Definition">Definition of that project, which supplies its names and code texts. Null for all projects combined.</param>
/// <param name="Table">Rows of the table.</param>
public sealed record DocumentTable(string? Project, ProjectDefinition? Definition, ReportTable Table);
