using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>The outcome of an erasure: how much was deleted.</summary>
public sealed record Erased(string Id, string Project, string Reason, DateTimeOffset ErasedAt, int Enrollments, int Referrals, int History);

/// <summary>
/// Erases people from a project: their rows, all versions of them in the history, what is remembered of the requests that sent them, and waiting
/// batches that name them. Certified reports stay, because they contain only numbers. Figures that are not certified are computed again. The erasure
/// itself is recorded, but not whom it concerned.
/// </summary>
public sealed class Eraser(DbSession session, FigureUpdates updates, ScrubRequests scrubs, BusinessDay day)
{
    // The order matters: rows that depend on an enrollment are deleted before it.
    private static readonly string[] DeleteHangingSql =
    [
        DeleteExitsSql, DeleteFollowUpsSql, DeleteStepsSql, DeleteJobOffersSql, DeleteSelfAssessmentsSql, DeleteEnrollmentsSql,
    ];

    private const string DeleteExitsSql = "DELETE FROM exits WHERE enrollment_id IN @Ids";

    private const string DeleteFollowUpsSql = "DELETE FROM follow_ups WHERE enrollment_id IN @Ids";

    private const string DeleteStepsSql = "DELETE FROM steps WHERE enrollment_id IN @Ids";

    private const string DeleteJobOffersSql = "DELETE FROM job_offers WHERE enrollment_id IN @Ids";

    private const string DeleteSelfAssessmentsSql = "DELETE FROM self_assessments WHERE enrollment_id IN @Ids";

    private const string DeleteEnrollmentsSql = "DELETE FROM enrollments WHERE id IN @Ids";

    private const string DeleteReferralsSql = "DELETE FROM referrals WHERE id IN @Ids";

    private const string DeleteHistorySql = "DELETE FROM record_history WHERE project_id = @Project AND kind = @Kind AND record_key = @Key";

    // Finds versions of other records that named the person or the record by mistake before they were corrected. LIKE may ignore upper and
    // lower case, so every hit is checked again.
    private const string SelectMentionsSql =
        """
        SELECT id, content
        FROM record_history
        WHERE project_id = @Project AND kind NOT IN ('project', 'goal', 'erasure') AND content LIKE @Pattern ESCAPE '!'
        """;

    private const string DeleteVersionSql = "DELETE FROM record_history WHERE id = @Id";

    private const string DeleteRememberedSql = "DELETE FROM idempotency_keys WHERE target = @Target";

    private const string SelectWaitingSql =
        "SELECT id, payload AS content FROM batches WHERE project_id = @Project AND payload IS NOT NULL AND payload LIKE @Pattern ESCAPE '!'";

    private const string CancelBatchSql = "UPDATE batches SET status = 'cancelled', payload = NULL, completed_at = @Now WHERE id = @Id";

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
        var history = 0;
        foreach (var person in people)
        {
            foreach (var sql in DeleteHangingSql)
            {
                await session.ExecuteAsync(sql, new { Ids = person.Enrollments.ToArray() }, ct);
            }

            await session.ExecuteAsync(DeleteReferralsSql, new { Ids = person.Referrals.ToArray() }, ct);
            foreach (var name in person.Names)
            {
                history += await session.ExecuteAsync(DeleteHistorySql, new { Project = project, name.Kind, name.Key }, ct);
                await session.ExecuteAsync(DeleteRememberedSql, new { Target = $"/projects/{project}/{CollectionOf(name.Kind)}/{name.Key}" }, ct);
            }

            foreach (var mention in MentionsOf(person, participant))
            {
                history += await ForEachMentionAsync(SelectMentionsSql, DeleteVersionSql, project, mention, ct);
                await ForEachMentionAsync(SelectWaitingSql, CancelBatchSql, project, mention, ct);
            }

            if (participant is not null)
            {
                // Searches for the bare reference as well: in a waiting batch it may be what a number was known by under an earlier hash
                // key.
                await ForEachMentionAsync(SelectWaitingSql, CancelBatchSql, project, $"\"{participant}\"", ct);
            }

            foreach (var name in person.Names)
            {
                await ForEachMentionAsync(SelectWaitingSql, CancelBatchSql, project, Member("reference", name.Key), ct);
            }
        }

        var erased = new Erased(
            Guid.CreateVersion7().ToString(), project, reason, day.Now, people.Sum(p => p.Enrollments.Count), people.Sum(p => p.Referrals.Count), history);
        var row = new { erased.Id, Project = project, Reason = reason, By = caller.Credential, day.Now, erased.Enrollments, erased.Referrals, erased.History };
        await session.ExecuteAsync(InsertErasureSql, row, ct);

        // A computation compares its cut-off with the newest entry of the history, which must not fall back when entries are deleted. So an
        // entry is added. The feed of changes leaves it out.
        await new RecordHistory(session, project, caller.Credential, day.Now).WriteAsync("erasure", erased.Id, 1, "{}", ct);
        await updates.AskAsync(project, ct);
        await scrubs.RequestAsync(session, ct);
        await AuditLog.WriteAsync(session, caller, "erase", project, "participant", people.Count, null, reason, day.Now, ct);
        return erased;
    }

    private async Task<int> ForEachMentionAsync(string select, string change, string project, string mention, CancellationToken ct)
    {
        var pattern = "%" + mention.Replace("!", "!!", StringComparison.Ordinal).Replace("_", "!_", StringComparison.Ordinal) + "%";
        var rows = await session.QueryAsync<TextRow>(select, new { Project = project, Pattern = pattern }, ct);
        var mentioning = rows.Where(row => row.Content.Contains(mention, StringComparison.Ordinal)).ToArray();
        foreach (var row in mentioning)
        {
            await session.ExecuteAsync(change, new { row.Id, day.Now }, ct);
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
        .. person.Names.Where(n => n.Kind == "enrollment").SelectMany(n => new[] { Member("enrollmentReference", n.Key) }),
        .. person.Names.Where(n => n.Kind == "referral").SelectMany(n => new[] { Member("referralReference", n.Key) }),
    ];

    private static string Member(string name, string value) => $"\"{name}\":\"{value}\"";

    private static string CollectionOf(string kind) => kind + "s";

    private sealed record TextRow
    {
        public required long Id { get; init; }

        public required string Content { get; init; }
    }
}
