using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Records;

/// <summary>
/// Renews the references of people who are known by the hash of an earlier key. When a person's identity number is sent again, everything
/// stored about the person, in every project and in the history, gets the reference of the current key. This happens in the transaction of
/// the record that was sent.
/// </summary>
public static class EarlierReferences
{
    private const string SelectSql =
        """
        SELECT 'enrollment' AS kind, project_id, reference, participant FROM enrollments WHERE participant IN @Earlier
        UNION ALL
        SELECT 'referral' AS kind, project_id, reference, participant FROM referrals WHERE participant IN @Earlier
        """;

    private const string RenewEnrollmentsSql = "UPDATE enrollments SET participant = @Current WHERE participant IN @Earlier";

    private const string RenewReferralsSql = "UPDATE referrals SET participant = @Current WHERE participant IN @Earlier";

    private const string RenewHistorySql =
        """
        UPDATE record_history
        SET content = REPLACE(content, @Was, @Is)
        WHERE project_id = @ProjectId AND kind = @Kind AND record_key = @Reference
        """;

    public static async Task RenewAsync(DbSession session, PersonReference person, CancellationToken ct)
    {
        if (person.Earlier.Count == 0)
        {
            return;
        }

        // The parameter must be an array: a list would be written as JSON.
        var references = new { person.Current, Earlier = person.Earlier.ToArray() };
        var known = await session.QueryAsync<Row>(SelectSql, references, ct);
        if (known.Count == 0)
        {
            return;
        }

        // The same person may be sent to two projects at the same time.
        await session.LockAsync("person:" + person.Current, ct);
        await session.ExecuteAsync(RenewEnrollmentsSql, references, ct);
        await session.ExecuteAsync(RenewReferralsSql, references, ct);
        foreach (var row in known)
        {
            await session.ExecuteAsync(
                RenewHistorySql, new { row.ProjectId, row.Kind, row.Reference, Was = Member(row.Participant), Is = Member(person.Current) }, ct);
        }
    }

    private static string Member(string reference) => $"\"participant\":\"{reference}\"";

    private sealed record Row
    {
        public required string Kind { get; init; }

        public required string ProjectId { get; init; }

        public required string Reference { get; init; }

        public required string Participant { get; init; }
    }
}
