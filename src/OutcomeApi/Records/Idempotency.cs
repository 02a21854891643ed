using System.Collections.Concurrent;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Holds a request's <c>Idempotency-Key</c> and the hash of its method, path and body.</summary>
public sealed record IdempotentRequest(string Key, string Sha256);

/// <summary>
/// Remembers requests that succeeded, for seven days. A request that failed is not remembered, so sending it again runs it again. A request is
/// remembered in the transaction of its own changes. Only an address and a hash are stored, never a body. If a key for personal identity
/// numbers is configured (outside the database), guesses cannot be tested against the hash without that key.
/// </summary>
public sealed class Idempotency(BusinessDay day, PersonalNumbers personalNumbers)
{
    private const string SelectSql =
        """
        SELECT request_sha256, status
        FROM idempotency_keys
        WHERE credential = @Credential AND idempotency_key = @Key AND created_at > @Since
        """;

    private const string DeleteSql =
        "DELETE FROM idempotency_keys WHERE credential = @Credential AND idempotency_key = @Key AND created_at <= @Since";

    private const string InsertSql =
        """
        INSERT INTO idempotency_keys (credential, idempotency_key, request_sha256, status, target, created_at)
        VALUES (@Credential, @Key, @Sha256, @Status, @Target, @Now)
        """;

    internal static readonly TimeSpan Kept = TimeSpan.FromDays(7);

    private readonly ConcurrentDictionary<(string Credential, string Key), bool> _inProgress = new();

    /// <summary>Claims a key while its request runs. Returns null if another request with the same key is running on this node.</summary>
    public IDisposable? Claim(Caller caller, string key) =>
        _inProgress.TryAdd((caller.Credential, key), true) ? new Claimed(() => _inProgress.TryRemove((caller.Credential, key), out _)) : null;

    /// <summary>
    /// Finds the status that the same request was answered with. Returns a fault instead if the key was used for another request.
    /// </summary>
    public async Task<(Fault? Fault, int? Status)> FindAsync(DbSession session, Caller caller, IdempotentRequest request, CancellationToken ct)
    {
        var since = day.Now - Kept;
        await session.ExecuteAsync(DeleteSql, new { caller.Credential, request.Key, Since = since }, ct);
        var row = await session.QueryOneAsync<Row>(SelectSql, new { caller.Credential, request.Key, Since = since }, ct);
        return row is null ? (null, null)
            : personalNumbers.SealsOf(request.Sha256).Contains(row.RequestSha256) ? (null, row.Status)
            : (new Fault(FaultCodes.IdempotencyKeyReused, string.Empty), null);
    }

    public Task RememberAsync(
        DbSession session, Caller caller, IdempotentRequest request, int status, string target, DateTimeOffset now, CancellationToken ct) =>
        session.ExecuteAsync(
            InsertSql,
            new
            {
                caller.Credential,
                request.Key,
                Sha256 = personalNumbers.SealsOf(request.Sha256)[0],
                Status = status,
                Target = target,
                Now = now,
            },
            ct);

    private sealed class Claimed(Action release) : IDisposable
    {
        public void Dispose() => release();
    }

    private sealed record Row
    {
        public required string RequestSha256 { get; init; }

        public required int Status { get; init; }
    }
}
