using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>The outcome of an erasure: how much was deleted.</summary>
public sealed record Erased(string Id, string Project, string Reason, DateTimeOffset ErasedAt, int Enrollments, int Referrals, int History);

/// <summary>
/// Erases people from a project: their rows, all versions of them in the history, what is remembered of the requests that sent them, and waiting
/// batches that name them. Only the keys of the records stay taken. Certified reports stay, because they contain only numbers. Figures that are
/// not certified are computed again. The erasure itself is recorded, but not whom it concerned.
/// </summary>
public sealed class Eraser(DbSession session, FigureUpdates updates, ScrubRequests scrubs, BusinessDay day)
{
    // Finds versions of other records that named the person or the record by mistake before they were corrected. LIKE may ignore upper and
    // lower case, so every hit is checked again.
    private const string SelectMentionsSql =
        """
        SELECT id, content
        FROM record_history
        WHERE project_id = @Project AND kind NOT IN ('project', 'goal', 'erasure') AND content LIKE @Pattern ESCAPE '!'
        """;

    private const string DeleteVersionSql = "DELETE FROM record_history WHERE id = @Id";

    private const string SelectWaitingSql =
        """
        SELECT b.id, c.waiting AS content
        FROM batch_chunks c
        JOIN batches b ON b.public_id = c.batch
        WHERE b.project_id = @Project AND c.waiting IS NOT NULL AND c.waiting LIKE @Pattern ESCAPE '!'
        """;

    private const string CancelBatchSql = "UPDATE batches SET status = 'cancelled', completed_at = @Now WHERE id = @Id";

    private const string ForgetWaitingSql = "UPDATE batch_chunks SET waiting = NULL WHERE batch = (SELECT b.public_id FROM batches b WHERE b.id = @Id)";

    private static readonly string[] CancelSql = [CancelBatchSql, ForgetWaitingSql];

    private const string InsertErasureSql =
        """
        INSERT INTO erasures (public_id, project_id, reason, requested_by, erased_at, enrollments, referrals, history)
        VALUES (@Id, @Project, @Reason, @By, @Now, @Enrollments, @Referrals, @History)
        """;

    /// <summary>Erases people within the session's transaction. The caller must hold the project's lock.</summary>
    /// <param name="caller">The caller who requests the erasure.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="people">The records of each person.</param>
    /// <param name="participant">The person's reference, if everything about the person is erased; null: only single participations are.</param>
    /// <param name="reason">Why the people are erased: request or retention.</param>
    /// <param name="ct">Cancels the erasure.</param>
    public async Task<Erased> EraseAsync(
        Caller caller, string project, IReadOnlyList<PersonRecords> people, string? participant, string reason, CancellationToken ct)
    {
        var history = new RecordHistory(session, project, caller.Credential, day.Now);
        var deleted = 0;
        foreach (var person in people)
        {
            // What hangs on an enrollment is deleted before it.
            foreach (var record in person.Records.Reverse())
            {
                deleted += await history.EraseAsync(record, ct);
            }

            foreach (var mention in MentionsOf(person, participant))
            {
                deleted += await ForEachMentionAsync(SelectMentionsSql, [DeleteVersionSql], project, mention, ct);
                await ForEachMentionAsync(SelectWaitingSql, CancelSql, project, mention, ct);
            }

            if (participant is not null)
            {
                // Searches for the bare reference as well: in a waiting batch it may be what a number was known by under an earlier hash
                // key.
                await ForEachMentionAsync(SelectWaitingSql, CancelSql, project, $"\"{participant}\"", ct);
            }

            foreach (var record in person.Records)
            {
                await ForEachMentionAsync(SelectWaitingSql, CancelSql, project, Member("reference", record.Key), ct);
            }
        }

        var erased = new Erased(
            Guid.CreateVersion7().ToString(), project, reason, day.Now, people.Sum(p => p.Enrollments), people.Sum(p => p.Referrals), deleted);
        var row = new { erased.Id, Project = project, Reason = reason, By = caller.Credential, day.Now, erased.Enrollments, erased.Referrals, erased.History };
        await session.ExecuteAsync(InsertErasureSql, row, ct);

        // A computation compares its cut-off with the newest entry of the history, which must not fall back when entries are deleted. So an
        // entry is added. The feed of changes leaves it out.
        await history.WriteAsync("erasure", erased.Id, 1, "{}", ct);
        updates.Ask(project);
        await scrubs.RequestAsync(session, ct);
        var entry = new AuditEntry(caller, "erase", "participant") { Project = project, Count = people.Count, Purpose = reason };
        await AuditLog.WriteAsync(session, entry, day.Now, ct);
        return erased;
    }

    private async Task<int> ForEachMentionAsync(string select, string[] changes, string project, string mention, CancellationToken ct)
    {
        var pattern = "%" + mention.Replace("!", "!!", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";
        var rows = await session.QueryAsync<TextRow>(select, new { Project = project, Pattern = pattern }, ct);
        var mentioning = rows.Where(row => row.Content.Contains(mention, StringComparison.Ordinal)).ToArray();
        foreach (var row in mentioning)
        {
            foreach (var change in changes)
            {
                await session.ExecuteAsync(change, new { row.Id, day.Now }, ct);
            }
        }

        return mentioning.Length;
    }

    /// <summary>
    /// Lists JSON members that name the person or one of the person's records. No escaping is needed, because references contain no character that
    /// JSON escapes.
    /// </summary>
    private static IEnumerable<string> MentionsOf(PersonRecords person, string? participant) =>
    [
        .. participant is null ? [] : new[] { Member("participant", participant) },
        .. person.Records.Where(PersonRecords.IsEnrollment).Select(r => Member("enrollmentReference", r.Key)),
        .. person.Records.Where(PersonRecords.IsReferral).Select(r => Member("referralReference", r.Key)),
    ];

    private static string Member(string name, string value) => $"\"{name}\":\"{value}\"";

    private sealed record TextRow
    {
        public required long Id { get; init; }

        public required string Content { get; init; }
    }
}
