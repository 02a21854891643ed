using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;

namespace OutcomeApi.Features.ReportedFigures;

/// <summary>Stores reported figures: figures of a project that are not counted from its participations.</summary>
public sealed class ReportedFigureRecords : RecordTable<ReportedFigure>
{
    private const string Columns =
        """
        id, version, received_at, changed_at,
        reference, figure, reported_on AS [on], figure_value AS value, numerator, denominator, voided
        """;

    private const string SelectOneSql = $"SELECT {Columns} FROM reported_figures WHERE project_id = @Project AND reference = @Key";

    private const string SelectAllSql = $"SELECT {Columns} FROM reported_figures WHERE project_id = @Project ORDER BY id";

    private const string SelectCountSql = "SELECT COUNT(*) FROM reported_figures WHERE project_id = @Project";

    private const string InsertRowSql =
        """
        INSERT INTO reported_figures (
            project_id, reference, figure, reported_on, figure_value, numerator, denominator, version, voided, received_at, changed_at)
        VALUES (@Project, @Reference, @Figure, @On, @Value, @Numerator, @Denominator, @Version, @Voided, @Now, @Now)
        """;

    private const string UpdateRowSql =
        """
        UPDATE reported_figures
        SET figure = @Figure, reported_on = @On, figure_value = @Value, numerator = @Numerator, denominator = @Denominator,
            version = @Version, voided = @Voided, changed_at = @Now
        WHERE id = @Id
        """;

    public override string Name => "reported-figure";

    public override string Collection => "reported-figures";

    protected override string FindSql => SelectOneSql;

    protected override string ListSql => SelectAllSql;

    protected override string CountSql => SelectCountSql;

    protected override string InsertSql => InsertRowSql;

    protected override string UpdateSql => UpdateRowSql;

    public override string? KeyOf(ReportedFigure registration) => registration.Reference;

    public override Task<Findings> CheckAsync(RegisterView view, ReportedFigure registration, ReportedFigure? stored, CancellationToken ct)
    {
        var findings = new Findings();
        findings.Faults.AddRange(registration.Faults());
        return Task.FromResult(findings);
    }
}
