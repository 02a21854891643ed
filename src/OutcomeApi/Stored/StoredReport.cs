using System.Globalization;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Reports;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores the tables of a report: the cells, and the words that its output formats need. Of the project, it stores nothing that may be expressed
/// differently later.
/// </summary>
public sealed record StoredReport
{
    /// <summary>Number of the newest form. Form 1 is <see cref="ShownForm1"/>.</summary>
    public const int Newest = 2;

    public required int Form { get; init; }

    public required StoredReportProject Project { get; init; }

    /// <summary>Id of the subproject. Null for the report of the whole project.</summary>
    public string? Subproject { get; init; }

    public required string Tertial { get; init; }

    public required DateOnly AsOf { get; init; }

    public required IReadOnlyList<StoredSection> Sections { get; init; }

    public static StoredReport From(TertialReport report) => new()
    {
        Form = Newest,
        Project = StoredReportProject.From(report.Project),
        Subproject = report.Subproject,
        Tertial = report.Tertial.ToString(),
        AsOf = report.AsOf,
        Sections = [.. report.Tables.GroupBy(table => table.Section).Select(tables => StoredSection.From(tables.Key, [.. tables]))],
    };

    public TertialReport ToReport() => new()
    {
        Project = Project.ToDefinition(),
        Subproject = Subproject,
        Tertial = Domain.Calendar.Tertial.Parse(Tertial),
        AsOf = AsOf,
        Tables = [.. Sections.SelectMany(section => section.ToTables())],
    };
}

/// <summary>Stores what the output formats of a report say about its project.</summary>
public sealed record StoredReportProject
{
    public required string Id { get; init; }

    public required LocalizedText Name { get; init; }

    public required string Association { get; init; }

    public required DateOnly StartsOn { get; init; }

    public required DateOnly EndsOn { get; init; }

    public required IReadOnlyList<StoredPart> Subprojects { get; init; }

    /// <summary>Names of codes that the project has renamed.</summary>
    public required IReadOnlyList<StoredCodeText> CodeTexts { get; init; }

    public static StoredReportProject From(ProjectDefinition project) => new()
    {
        Id = project.Id,
        Name = project.Name,
        Association = project.Association,
        StartsOn = project.Period.StartsOn,
        EndsOn = project.Period.EndsOn,
        Subprojects = [.. project.Subprojects.Select(part => new StoredPart(part.Id, part.Name))],
        CodeTexts = [.. project.CodeTexts.Select(text => new StoredCodeText(text.Key.List, text.Key.Code, text.Value))],
    };

    public ProjectDefinition ToDefinition() => new()
    {
        Id = Id,
        Name = Name,
        Association = Association,
        Period = new ReportingPeriod(StartsOn, EndsOn),
        Subprojects = [.. Subprojects.Select(part => new Subproject { Id = part.Id, Name = part.Name })],
        CodeTexts = CodeTexts.ToDictionary(text => (text.List, text.Code), text => text.Text),
    };
}

/// <summary>Stores the id and the name of a subproject.</summary>
public sealed record StoredPart(string Id, LocalizedText? Name);

/// <summary>Stores the project's own name of a code.</summary>
public sealed record StoredCodeText(string List, string Code, LocalizedText Text);

/// <summary>Stores a section. Each row is stored once, with its cells for every window that contains the row.</summary>
public sealed record StoredSection
{
    public required string Section { get; init; }

    /// <summary>Windows of the section. Each list of a row has one entry per window, in the same order.</summary>
    public required IReadOnlyList<StoredWindow> Windows { get; init; }

    public required IReadOnlyList<StoredRow> Rows { get; init; }

    internal static StoredSection From(ReportSection section, IReadOnlyList<ReportTable> tables)
    {
        // A row that only some windows contain is placed after the row that it follows there.
        var lines = new List<StoredLine>();
        Dictionary<(string Key, Figure Figure), StoredLine>? known = null;
        for (var window = 0; window < tables.Count; window++)
        {
            var place = -1;
            foreach (var row in tables[window].Rows)
            {
                // Most windows have the same rows in the same order, so that nothing has to be looked for.
                if (place + 1 < lines.Count && lines[place + 1].Is(row))
                {
                    place++;
                }
                else if (window > 0 && (known ??= lines.ToDictionary(own => (own.Row.Key, own.Row.Figure))).TryGetValue((row.Key, row.Figure), out var line))
                {
                    place = lines.IndexOf(line);
                }
                else
                {
                    lines.Insert(++place, line = new StoredLine(row, tables.Count));
                    known?.Add((row.Key, row.Figure), line);
                }

                lines[place].Windows[window] = row;
            }
        }

        return new StoredSection
        {
            Section = Code.Format(section),
            Windows = [.. tables.Select(table => new StoredWindow(Code.Format(table.Window), table.Cohort.From, table.Cohort.To, table.Cohort.Partial))],
            Rows = [.. lines.Select(line => StoredRow.From(line.Windows))],
        };
    }

    /// <summary>A row with its cells in every window.</summary>
    private sealed class StoredLine(ReportRow row, int windows)
    {
        public ReportRow Row => row;

        public ReportRow?[] Windows { get; } = new ReportRow?[windows];

        public bool Is(ReportRow other) => other.Figure == row.Figure && other.Key == row.Key;
    }

    internal IEnumerable<ReportTable> ToTables() => Windows.Select((window, position) => new ReportTable(
        Code.Parse<ReportSection>(Section),
        Code.Parse<Window>(window.Window),
        new Cohort(window.From, window.To, window.Partial),
        [.. Rows.Where(row => row.Cells[position] is not null).Select(row => row.ToRow(position))]));
}

/// <summary>Stores the days of a window.</summary>
public sealed record StoredWindow(string Window, DateOnly From, DateOnly To, bool Partial);

/// <summary>
/// Stores a row for all windows that contain it. Each list has one entry per window of the section. The entry is null for a window that does
/// not contain the row.
/// </summary>
public sealed record StoredRow
{
    public required string Key { get; init; }

    public required string Figure { get; init; }

    /// <summary>Labels by name. The value of a label may be null. The member itself is null if the row has no labels.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyDictionary<string, string?>? Labels { get; init; }

    /// <summary>True if the row is listed only in windows in which it has something to count.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingDefault)]
    public bool ListedWhenFilled { get; init; }

    /// <summary>
    /// Cells per window. Four cells are woman, man, other or unknown, and total. Three cells are woman, man and total. One cell is the total.
    /// </summary>
    public required StoredCell[]?[] Cells { get; init; }

    /// <summary>
    /// Numbers of women, men and others whom the figures are about. If absent, the cells themselves are these numbers, provided that they count
    /// people.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public int[]?[]? People { get; init; }

    /// <summary>Keys of the categories that are merged into one line.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<IReadOnlyList<string>?>? Categories { get; init; }

    /// <summary>
    /// Label that lists the merged rows of a line. It can differ between windows and is therefore stored per window. Only crossed tables have it.
    /// </summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<string?>? MergedRows { get; init; }

    internal static StoredRow From(ReportRow?[] rows)
    {
        static bool HasOtherPeople(ReportRow? row) => row is { People: { } people } && !(row.Figure == Domain.Reports.Figure.Count
            && row.Cells.Count == 4 && row.Cells[0].Value == people.Woman && row.Cells[1].Value == people.Man && row.Cells[2].Value == people.OtherOrUnknown);
        static string? MergedRowsOf(ReportRow? row) => row?.Label(SteeringGroupReport.MergedRows);
        var first = Array.Find(rows, row => row is not null)!;
        return new StoredRow
        {
            Key = first.Key,
            Figure = Code.Format(first.Figure),
            Labels = LabelsOf(first),
            ListedWhenFilled = first.ListedWhenFilled,
            Cells = Array.ConvertAll(rows, CellsOf),
            People = Array.Exists(rows, HasOtherPeople)
                ? Array.ConvertAll(rows, row => row?.People is { } people ? new[] { people.Woman, people.Man, people.OtherOrUnknown } : null)
                : null,
            Categories = Array.Exists(rows, row => row?.Categories is not null) ? Array.ConvertAll(rows, row => row?.Categories) : null,
            MergedRows = Array.Exists(rows, row => MergedRowsOf(row) is not null) ? Array.ConvertAll(rows, MergedRowsOf) : null,
        };
    }

    private static OrderedDictionary<string, string?>? LabelsOf(ReportRow row)
    {
        OrderedDictionary<string, string?>? labels = null;
        foreach (var label in row.Labels)
        {
            if (label.Name != SteeringGroupReport.MergedRows)
            {
                (labels ??= new(row.Labels.Count)).Add(label.Name, label.Value);
            }
        }

        return labels;
    }

    private static StoredCell[]? CellsOf(ReportRow? row)
    {
        if (row is null)
        {
            return null;
        }

        var cells = new StoredCell[row.Cells.Count];
        for (var i = 0; i < cells.Length; i++)
        {
            cells[i] = new StoredCell(row.Cells[i].Value, row.Cells[i].Withheld, row.Cells[i].FewerThan);
        }

        return cells;
    }

    internal ReportRow ToRow(int window)
    {
        var cells = Cells[window]!;
        GenderGroup[] everybody = cells.Length switch
        {
            4 => [GenderGroup.Woman, GenderGroup.Man, GenderGroup.OtherOrUnknown, GenderGroup.Total],
            3 => [GenderGroup.Woman, GenderGroup.Man, GenderGroup.Total],
            _ => [GenderGroup.Total],
        };
        var people = People?[window];
        var labels = (Labels ?? new Dictionary<string, string?>()).Select(label => new RowLabel(label.Key, label.Value));
        return new ReportRow
        {
            Key = Key,
            Figure = Code.Parse<Figure>(Figure),
            Labels = MergedRows is null ? [.. labels] : [.. labels, new RowLabel(SteeringGroupReport.MergedRows, MergedRows[window])],
            ListedWhenFilled = ListedWhenFilled,
            Cells = [.. everybody.Zip(cells, (who, cell) => new ReportCell(who, cell.Value, cell.Withheld, cell.FewerThan))],
            People = people is not null ? new GenderCounts(people[0], people[1], people[2])
                : Figure == "count" && cells is [{ Value: { } women }, { Value: { } men }, { Value: { } others }, _]
                    ? new GenderCounts((int)women, (int)men, (int)others)
                : null,
            Categories = Categories?[window],
        };
    }
}

/// <summary>
/// Stores a cell as a number, null, <c>"hidden"</c>, or an upper bound. Example: <c>"&lt;5"</c> means at least one and fewer than five.
/// </summary>
[JsonConverter(typeof(StoredCellConverter))]
public readonly record struct StoredCell(decimal? Value, bool Withheld = false, int? FewerThan = null);

/// <summary>Reads and writes cells.</summary>
internal sealed class StoredCellConverter : JsonConverter<StoredCell>
{
    private const string Hidden = "hidden";

    public override bool HandleNull => true;

    public override StoredCell Read(
        ref System.Text.Json.Utf8JsonReader reader, Type typeToConvert, System.Text.Json.JsonSerializerOptions options) => reader.TokenType switch
        {
            System.Text.Json.JsonTokenType.Null => default,
            System.Text.Json.JsonTokenType.String when reader.GetString() is ['<', .. var number] =>
                new StoredCell(null, true, int.Parse(number, CultureInfo.InvariantCulture)),
            System.Text.Json.JsonTokenType.String => new StoredCell(null, true),
            _ => new StoredCell(reader.GetDecimal()),
        };

    public override void Write(System.Text.Json.Utf8JsonWriter writer, StoredCell value, System.Text.Json.JsonSerializerOptions options)
    {
        switch (value)
        {
            case { FewerThan: { } fewer }:
                writer.WriteStringValue(string.Create(CultureInfo.InvariantCulture, $"<{fewer}"));
                break;
            case { Withheld: true }:
                writer.WriteStringValue(Hidden);
                break;
            case { Value: { Scale: 0 } number } when decimal.Abs(number) < int.MaxValue:
                // Nearly all are counts. The text is the same, and made in a fifth of the time.
                writer.WriteNumberValue((int)number);
                break;
            case { Value: { } number }:
                writer.WriteNumberValue(number);
                break;
            default:
                writer.WriteNullValue();
                break;
        }
    }
}
