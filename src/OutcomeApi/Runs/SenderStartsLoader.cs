using OutcomeApi.Domain.Reports;

namespace OutcomeApi.Runs;

/// <summary>Loads how many participations each sender has registered, for the alarms on volumes.</summary>
public static class SenderStartsLoader
{
    // The sender of a participation is the credential that registered it first. Later versions may be corrections by another sender.
    private const string SelectStartsSql =
        """
        SELECT h.recorded_by AS sender, f.started_on, COUNT(*) AS start_count
        FROM participation_facts f
        JOIN record_history h ON h.project_id = f.project_id AND h.kind = 'enrollment' AND h.record_key = f.reference
        WHERE f.project_id = @Project AND f.carried_over = 0 AND (f.reason IS NULL OR f.reason <> 'registered-in-error')
          AND h.version = (SELECT MIN(o.version) FROM record_history o WHERE o.project_id = h.project_id AND o.kind = h.kind AND o.record_key = h.record_key)
        GROUP BY h.recorded_by, f.started_on
        """;

    public static async Task<IReadOnlyList<SenderStarts>> LoadAsync(DbSession session, string project, CancellationToken ct) =>
        [
            .. (await session.QueryAsync<StartRow>(SelectStartsSql, new { Project = project }, ct))
                .Select(row => new SenderStarts(row.Sender, row.StartedOn, row.StartCount))
        ];

    private sealed record StartRow
    {
        public required string Sender { get; init; }

        public required DateOnly StartedOn { get; init; }

        public required int StartCount { get; init; }
    }
}
