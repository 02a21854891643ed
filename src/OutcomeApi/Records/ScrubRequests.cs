using OutcomeApi.Data;
using OutcomeApi.Pipeline;

namespace OutcomeApi.Records;

/// <summary>What was removed about a person goes from the database's files, too. That it is to go stands in a table until it has gone.</summary>
public sealed class ScrubRequests(IJobs jobs, BusinessDay day) : IUndoneWork
{
    private const string InsertSql = "INSERT INTO scrub_requests (requested_at) VALUES (@Now)";

    private const string SelectNewestSql = "SELECT MAX(id) FROM scrub_requests";

    private const string DeleteSql = "DELETE FROM scrub_requests WHERE id <= @Id";

    /// <summary>Asks in the transaction that removes something.</summary>
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

    /// <summary>The newest request; null: there is none.</summary>
    public Task<long?> NewestAsync(DbSession session, CancellationToken ct) => session.ScalarAsync<long?>(SelectNewestSql, null, ct);

    /// <summary>The files hold nothing that was removed up to a request.</summary>
    public Task DoneAsync(DbSession session, long newest, CancellationToken ct) => session.WriteAsync(() => session.ExecuteAsync(DeleteSql, new { Id = newest }, ct), ct);
}
