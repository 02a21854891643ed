namespace OutcomeApi.Runs;

/// <summary>Reads how far the figures are behind the register.</summary>
public sealed class FiguresLag(BusinessDay day)
{
    // The oldest entry behind the cut-off of each project is found by the index of its history.
    private const string SelectOldestSql =
        """
        SELECT MIN(h.recorded_at)
        FROM (
            SELECT (SELECT MIN(e.id) FROM record_history e WHERE e.project_id = p.id AND e.id > COALESCE(c.cut_off, 0)) AS id
            FROM projects p
            LEFT JOIN current_runs r ON r.project_id = p.id
            LEFT JOIN computations c ON c.id = r.computation_id
        ) o
        JOIN record_history h ON h.id = o.id
        """;

    /// <summary>Returns for how long the oldest registration that is in no figures yet has been there. Zero if there is none.</summary>
    public async Task<TimeSpan> ReadAsync(DbSession session, CancellationToken ct)
    {
        var oldest = await session.ScalarAsync<DateTimeOffset?>(SelectOldestSql, null, ct);
        return oldest is { } since && day.Now > since ? day.Now - since : TimeSpan.Zero;
    }
}
