namespace OutcomeApi.Records;

/// <summary>A record about a person.</summary>
/// <param name="Table">The table of its kind.</param>
/// <param name="Id">Id of its row.</param>
/// <param name="Key">The sender's key.</param>
public sealed record PersonRecord(RecordTable Table, long Id, string Key)
{
    public bool Voided { get; init; }

    /// <summary>True if the record stays when the person withdraws the consent.</summary>
    public bool StaysWithoutConsent { get; init; }
}

/// <summary>
/// Holds the tables of all kinds of record. Whoever looks for what is held about a person asks here, so that no kind is forgotten.
/// </summary>
public sealed class RecordTables(IEnumerable<RecordTable> tables)
{
    private readonly RecordTable[] _all = [.. tables.OrderBy(table => table.Rank)];

    /// <summary>The table of a kind, for example <c>enrollment</c>.</summary>
    public RecordTable this[string kind] => _all.Single(table => table.Name == kind);

    /// <summary>The tables whose records name a person by a reference.</summary>
    public IEnumerable<RecordTable> NamingPeople => _all.Where(table => table.Statements.OfPersonSql is not null);

    /// <summary>Finds the records that name a person.</summary>
    public Task<IReadOnlyList<PersonRecord>> OfPersonAsync(DbSession session, string project, string participant, CancellationToken ct) =>
        FindAsync(session, statements => statements.OfPersonSql, new { Project = project, Participant = participant }, ct);

    /// <summary>Finds the records that hang on enrollments.</summary>
    public Task<IReadOnlyList<PersonRecord>> OnEnrollmentsAsync(DbSession session, long[] enrollments, CancellationToken ct) =>
        FindAsync(session, statements => statements.OnEnrollmentsSql, new { Enrollments = enrollments }, ct);

    private async Task<IReadOnlyList<PersonRecord>> FindAsync(
        DbSession session, Func<RecordStatements, string?> statement, object parameters, CancellationToken ct)
    {
        var found = new List<PersonRecord>();
        foreach (var table in _all)
        {
            if (statement(table.Statements) is { } sql)
            {
                found.AddRange((await session.QueryAsync<Row>(sql, parameters, ct))
                    .Select(row => new PersonRecord(table, row.Id, row.Key) { Voided = row.Voided, StaysWithoutConsent = row.StaysWithoutConsent }));
            }
        }

        return found;
    }

    private sealed record Row
    {
        public required long Id { get; init; }

        public required string Key { get; init; }

        public required bool Voided { get; init; }

        public required bool StaysWithoutConsent { get; init; }
    }
}
