using System.Security.Cryptography;
using OutcomeApi.Data;
using OutcomeApi.Domain.SmallGroups;

namespace OutcomeApi.Runs;

/// <summary>
/// Keeps the key by which people of another or unknown gender are counted with the women or the men. It is made once for a database and never changed, so that
/// everybody stays in the same row, on every node and in every report.
/// </summary>
public sealed class TwoRowsKey(BusinessDay day)
{
    private const string Name = "two-rows";

    private const string SelectSql = "SELECT content FROM database_keys WHERE name = @Name";

    private const string InsertSql =
        "INSERT INTO database_keys (name, content, made_at) SELECT @Name, @Content, @Now WHERE NOT EXISTS (SELECT 1 FROM database_keys WHERE name = @Name)";

    private TwoRows? _rows;

    /// <summary>Reads the key, inside or outside a transaction; a database that has none gets one at start.</summary>
    public async Task<TwoRows> LoadAsync(DbSession session, CancellationToken ct) =>
        _rows ??= new TwoRows(await session.ScalarAsync<byte[]>(SelectSql, new { Name }, ct) ?? throw new InvalidOperationException("The database has no key of the two rows."));

    /// <summary>Makes the key of a database that has none.</summary>
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
