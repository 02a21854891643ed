using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Records;

/// <summary>
/// Renews the references of people who are known by the hash of an earlier key. When a person's identity number is sent again, everything
/// stored about the person, in every project and in the history, gets the reference of the current key. This happens in the transaction of
/// the record that was sent.
/// </summary>
public static class EarlierReferences
{
    private const string RenewHistorySql =
        """
        UPDATE record_history
        SET content = REPLACE(content, @Was, @Is)
        WHERE project_id = @ProjectId AND kind = @Kind AND record_key = @Key
        """;

    public static async Task RenewAsync(DbSession session, RecordTables tables, PersonReference person, CancellationToken ct)
    {
        if (person.Earlier.Count == 0)
        {
            return;
        }

        // The parameter must be an array: a list would be written as JSON.
        var references = new { person.Current, Earlier = person.Earlier.ToArray() };
        var known = new List<(RecordTable Table, Row Row)>();
        foreach (var table in tables.NamingPeople)
        {
            known.AddRange((await session.QueryAsync<Row>(table.Statements.EarlierSql!, references, ct)).Select(row => (table, row)));
        }

        if (known.Count == 0)
        {
            return;
        }

        // The same person may be sent to two projects at the same time.
        await session.LockAsync("person:" + person.Current, ct);
        foreach (var table in tables.NamingPeople)
        {
            await session.ExecuteAsync(table.Statements.RenewSql!, references, ct);
        }

        foreach (var (table, row) in known)
        {
            await session.ExecuteAsync(
                RenewHistorySql, new { row.ProjectId, Kind = table.Name, row.Key, Was = Member(row.Participant), Is = Member(person.Current) }, ct);
        }
    }

    private static string Member(string reference) => $"\"participant\":\"{reference}\"";

    private sealed record Row
    {
        public required string ProjectId { get; init; }

        public required string Key { get; init; }

        public required string Participant { get; init; }
    }
}
