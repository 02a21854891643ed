using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Stored;

/// <summary>
/// Reads certified versions in the form that version 0.1 of the service stored. All views of a version are in one text, with the members that
/// the classes had at that time. Nothing writes this form any more. Golden files make sure that it can still be read.
/// </summary>
public sealed record ShownForm1(StoredCertification Certification, IReadOnlyList<ShownForm1.View> Views)
{
    public static ShownForm1 Read(string json) => JsonSerializer.Deserialize<ShownForm1>(json, StoredJson.Options)!;

    /// <summary>Converts the views to the current form.</summary>
    public IEnumerable<(string? Part, bool ForSteeringGroup, StoredShownReport Report)> ToViews() =>
        Views.Select(view => (view.Subproject, view.WithDisclosure, view.Shown.ToStored(Certification)));

    /// <summary>A report as one group of readers saw it.</summary>
    public sealed record View(string? Subproject, bool WithDisclosure, Shown Shown);

    public sealed record Shown(
        Report Report,
        JsonElement Goals,
        IReadOnlyDictionary<string, LocalizedText> GoalTexts,
        IReadOnlyDictionary<string, StoredBalances> Balances,
        DateOnly Deadline,
        DateTimeOffset ComputedAt,
        string? Comment,
        LocalizedText? AssociationName)
    {
        internal StoredShownReport ToStored(StoredCertification certification) => new()
        {
            Form = 2,
            Certification = certification,
            Report = StoredReport.From(Report.ToReport()),
            Goals = JsonSerializer.SerializeToElement(ToNewGoals(JsonNode.Parse(Goals.GetRawText())!.AsArray())),
            GoalTexts = GoalTexts,
            Balances = Balances.ToDictionary(balance => Code.Kebab(balance.Key), balance => balance.Value),
            Deadline = Deadline,
            ComputedAt = ComputedAt,
            Comment = Comment,
            AssociationName = AssociationName,
        };

        /// <summary>Converts the mark of rows that were not shown: <c>suppressed</c> is now <c>hidden</c>.</summary>
        private static JsonArray ToNewGoals(JsonArray goals)
        {
            foreach (var row in goals.SelectMany(goal => goal!["rows"]!.AsArray()).Select(row => row!.AsObject()).Where(row => row.Remove("suppressed")))
            {
                row["hidden"] = Domain.SmallGroups.SteeringGroupFigure.SmallGroup;
            }

            return goals;
        }
    }

    public sealed record Report(Project Project, string? Subproject, TertialIndex Tertial, DateOnly AsOf, IReadOnlyList<Table> Tables)
    {
        internal TertialReport ToReport() => new()
        {
            Project = Project.ToDefinition(),
            Subproject = Subproject,
            Tertial = new Tertial(Tertial.Index),
            AsOf = AsOf,
            Tables = [.. Tables.Select(table => table.ToTable())],
        };
    }

    /// <summary>A tertial, by its index.</summary>
    public sealed record TertialIndex(int Index);

    public sealed record Project(string Id, LocalizedText Name, string Association, Period Period, IReadOnlyList<StoredPart> Subprojects)
    {
        internal Domain.Projects.ProjectDefinition ToDefinition() => new()
        {
            Id = Id,
            Name = Name,
            Association = Association,
            Period = new ReportingPeriod(Period.StartsOn, Period.EndsOn),
            Subprojects = [.. Subprojects.Select(part => new Domain.Projects.Subproject { Id = part.Id, Name = part.Name })],
        };
    }

    public sealed record Period(DateOnly StartsOn, DateOnly EndsOn);

    public sealed record Table(string Section, string Window, Days Cohort, IReadOnlyList<Row> Rows)
    {
        internal ReportTable ToTable() => new(
            Code.Parse<ReportSection>(Code.Kebab(Section)),
            Code.Parse<Window>(Code.Kebab(Window)),
            new Cohort(Cohort.From, Cohort.To, Cohort.Partial),
            [.. Rows.Select(row => row.ToRow())]);
    }

    public sealed record Days(DateOnly From, DateOnly To, bool Partial);

    public sealed record Row(string Key, string Figure, IReadOnlyList<Label> Labels, IReadOnlyList<Cell> Cells, bool ListedWhenFilled)
    {
        internal ReportRow ToRow() => new()
        {
            Key = Key,
            Figure = Code.Parse<Figure>(Code.Kebab(Figure)),
            Labels = [.. Labels.Select(label => new RowLabel(label.Name, label.Value))],
            Cells = [.. Cells.Select(cell => new ReportCell(Code.Parse<GenderGroup>(Code.Kebab(cell.Who)), cell.Value, cell.Withheld))],
            ListedWhenFilled = ListedWhenFilled,
            People = null,
        };
    }

    public sealed record Label(string Name, string? Value);

    public sealed record Cell(string Who, decimal? Value, bool Withheld);
}
