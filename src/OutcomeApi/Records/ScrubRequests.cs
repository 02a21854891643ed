using OutcomeApi.Pipeline;

namespace OutcomeApi.Records;

/// <summary>
/// Requests that data removed about a person is also removed from the database's files. A request stays in its table until this is done.
/// </summary>
public sealed class ScrubRequests(IJobs jobs, BusinessDay day) : IUndoneWork
{
    private const string InsertSql = "INSERT INTO scrub_requests (requested_at) VALUES (@Now)";

    private const string SelectNewestSql = "SELECT MAX(id) FROM scrub_requests";

    private const string DeleteSql = "DELETE FROM scrub_requests WHERE id <= @Id";

    /// <summary>Adds a request, in the transaction that removes the data.</summary>
    public Task RequestAsync(DbSession session, CancellationToken ct)
    {
        session.AfterCommit(jobs.ScrubDatabase);
        return session.ExecuteAsync(InsertSql, new { day.Now }, ct);
    }

    public async Task AskAsync(DbSession session, IJobs missing, CancellationToken ct)
    {
        if (await NewestAsync(session, ct) is not null)
        {
            missing.ScrubDatabase();
        }
    }

    /// <summary>Returns the id of the newest request. Returns null if there is none.</summary>
    public Task<long?> NewestAsync(DbSession session, CancellationToken ct) => session.ScalarAsync<long?>(SelectNewestSql, null, ct);

    /// <summary>Deletes the requests that are done: the files no longer hold anything that was removed before them.</summary>
    /// <param name="session">The session.</param>
    /// <param name="newest">Id of the newest request that is done.</param>
    /// <param name="ct">Cancels the work.</param>
    public Task DoneAsync(DbSession session, long newest, CancellationToken ct) =>
        session.WriteAsync(() => session.ExecuteAsync(DeleteSql, new { Id = newest }, ct), ct);
}
