using System.Security.Cryptography;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Runs;

/// <summary>
/// Holds the key that decides whether a person of another or unknown gender is counted with the women or with the men. The key is created
/// once per database and never changed. Everyone therefore stays in the same row, on every node and in every report.
/// </summary>
public sealed class TwoRowsKey(BusinessDay day)
{
    private const string Name = "two-rows";

    private const string SelectSql = "SELECT content FROM database_keys WHERE name = @Name";

    private const string InsertSql =
        "INSERT INTO database_keys (name, content, made_at) SELECT @Name, @Content, @Now WHERE NOT EXISTS (SELECT 1 FROM database_keys WHERE name = @Name)";

    private TwoRows? _rows;

    /// <summary>Reads the key, inside or outside a transaction. A database without a key gets one when the service starts.</summary>
    /// <exception cref="InvalidOperationException">The database has no key.</exception>
    public async Task<TwoRows> LoadAsync(DbSession session, CancellationToken ct) =>
        _rows ??= new TwoRows(
            await session.ScalarAsync<byte[]>(SelectSql, new { Name }, ct)
            ?? throw new InvalidOperationException("The database has no key of the two rows."));

    /// <summary>Creates the key if the database has none.</summary>
    public async Task EnsureAsync(DbSession session, CancellationToken ct)
    {
        if (await session.ScalarAsync<byte[]>(SelectSql, new { Name }, ct) is null)
        {
            await session.WriteAsync(
                async () =>
                {
                    await session.LockAsync("database-keys", ct);
                    await session.ExecuteAsync(InsertSql, new { Name, Content = RandomNumberGenerator.GetBytes(HMACSHA256.HashSizeInBytes), day.Now }, ct);
                },
                ct);
        }
    }
}
