namespace OutcomeApi.Records;

/// <summary>The SQL statements about the rows of one kind of record. They are composed once, in the SQL that both databases understand.</summary>
public sealed class RecordStatements
{
    /// <summary>The column from which on a row is the registration. Those before it are of <see cref="StoredRow"/>.</summary>
    public const string FirstColumn = "voided";

    public RecordStatements(TableDefinition table)
    {
        var columns = table.FilledColumns;
        var stated = columns.Where(c => c.IsStated).Select(c => $"r.{c.Name} AS [{c.Member}]");
        var rows = $"FROM {table.Name} r";
        var found = "r.project_id = @Project";
        if (table.HangsOnEnrollment)
        {
            stated = stated.Prepend("e.reference AS [EnrollmentReference]");
            rows += " JOIN enrollments e ON e.id = r.enrollment_id";

            // The enrollment is of the same project. Both are named, so that either index can be used.
            found += " AND e.project_id = @Project";
        }

        var select = $"SELECT r.id, r.version, r.received_at, r.changed_at, r.{FirstColumn}, {string.Join(", ", stated)} {rows}";
        var part = table.HangsOnEnrollment ? "e.subproject" : table.Columns.Any(c => c.Name == "subproject") ? "r.subproject" : null;
        var listed = "r.project_id = @Project" + (table.Reach is null ? string.Empty : $" AND {table.Reach}");

        // A key that is composed is not indexed, but the reference that it begins with is.
        var isKey = table.KeyIsComposed ? $"e.reference = @Reference AND {table.Key} = @Key" : $"{table.Key} = @Key";
        FindSql = $"{select} WHERE {found} AND {isKey}";
        ExistsSql = $"SELECT COUNT(*) {rows} WHERE {found} AND {isKey}";
        ListSql = $"{select} WHERE {listed} ORDER BY r.id";
        CountSql = $"SELECT COUNT(*) {(table.Reach is null ? $"FROM {table.Name} r" : rows)} WHERE {listed}";
        if (part is not null)
        {
            ListInPartsSql = $"{select} WHERE {listed} AND {part} IN @Parts ORDER BY r.id";
            CountInPartsSql = $"SELECT COUNT(*) {rows} WHERE {listed} AND {part} IN @Parts";
            FindPartSql = $"SELECT {part} {rows} WHERE {found} AND {isKey}";
            PartOfSql = $"SELECT {part} {rows} WHERE r.id = @Id";
        }

        var reference = table.KeyIsReference ? "r.reference" : "e.reference";
        TakenSql = $"SELECT {table.Key} {rows} WHERE {found} AND {reference} IN @References";
        InsertSql =
            $"""
            INSERT INTO {table.Name} (project_id, {string.Join(", ", columns.Select(c => c.Name))}, version, voided, received_at, changed_at)
            VALUES (@Project, {string.Join(", ", columns.Select(c => "@" + c.Member))}, @Version, @Voided, @Now, @Now)
            """;
        UpdateSql =
            $"""
            UPDATE {table.Name}
            SET {string.Join(", ", columns.Select(c => $"{c.Name} = @{c.Member}"))}, version = @Version, voided = @Voided, changed_at = @Now
            WHERE id = @Id
            """;
        DeleteSql = $"DELETE FROM {table.Name} WHERE id = @Id";

        var held = $"SELECT r.id, {table.Key} AS [Key], r.voided, CASE WHEN {table.StaysWithoutConsent} THEN 1 ELSE 0 END AS stays_without_consent {rows}";
        if (table.HangsOnEnrollment)
        {
            OnEnrollmentsSql = $"{held} WHERE r.enrollment_id IN @Enrollments ORDER BY r.id";
        }

        if (table.NamesPerson)
        {
            OfPersonSql = $"{held} WHERE r.project_id = @Project AND r.participant = @Participant ORDER BY r.id";
            CountPeopleSql = $"SELECT COUNT(*) FROM {table.Name} WHERE participant LIKE @Pattern";
            EarlierSql = $"SELECT r.project_id, {table.Key} AS [Key], r.participant {rows} WHERE r.participant IN @Earlier";
            RenewSql = $"UPDATE {table.Name} SET participant = @Current WHERE participant IN @Earlier";
        }
    }

    /// <summary>
    /// Selects a record by <c>@Project</c> and <c>@Key</c>. A record whose key is composed also by <c>@Reference</c>, the enrollment's, as in all that follow.
    /// </summary>
    public string FindSql { get; }

    /// <summary>Counts the records with <c>@Project</c> and <c>@Key</c>: 0 or 1.</summary>
    public string ExistsSql { get; }

    /// <summary>Selects the keys of the records whose own reference, or whose enrollment's, is among <c>@References</c>.</summary>
    public string TakenSql { get; }

    /// <summary>Selects the records of <c>@Project</c>, ordered.</summary>
    public string ListSql { get; }

    public string CountSql { get; }

    /// <summary>
    /// Selects the records that belong to one of <c>@Parts</c> (subprojects). Null: the records belong to the project as a whole, and so for the next
    /// three.
    /// </summary>
    public string? ListInPartsSql { get; }

    public string? CountInPartsSql { get; }

    /// <summary>Selects the subproject that a record belongs to, by <c>@Project</c> and <c>@Key</c>.</summary>
    public string? FindPartSql { get; }

    /// <summary>Selects the subproject that a row belongs to, by <c>@Id</c>.</summary>
    public string? PartOfSql { get; }

    public string InsertSql { get; }

    public string UpdateSql { get; }

    public string DeleteSql { get; }

    /// <summary>Selects what hangs on <c>@Enrollments</c>. Null: the records do not hang on enrollments.</summary>
    public string? OnEnrollmentsSql { get; }

    /// <summary>Selects what <c>@Project</c> holds about <c>@Participant</c>. Null: the records do not name people, and so for the next three.</summary>
    public string? OfPersonSql { get; }

    /// <summary>Counts the rows whose reference of a person is like <c>@Pattern</c>.</summary>
    public string? CountPeopleSql { get; }

    /// <summary>Selects the records that name a person by one of the references <c>@Earlier</c>.</summary>
    public string? EarlierSql { get; }

    /// <summary>Gives the rows with the references <c>@Earlier</c> the reference <c>@Current</c>.</summary>
    public string? RenewSql { get; }
}
