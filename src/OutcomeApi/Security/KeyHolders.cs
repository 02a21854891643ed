using System.Diagnostics.CodeAnalysis;
using System.Security.Claims;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace OutcomeApi.Security;

/// <summary>Finds the holder of an API key.</summary>
public sealed class KeyHolders(DbSession session, KnownKeys known, BusinessDay day)
{
    private const string Columns = "public_id, sha256, role, projects, associations, referrers, subprojects, expires_on, works_until, last_used_at";

    private const string SelectKeySql = $"SELECT {Columns} FROM api_keys WHERE sha256 = @Sha256 AND revoked_at IS NULL";

    private const string SelectKeyByIdSql = $"SELECT {Columns} FROM api_keys WHERE public_id = @PublicId AND revoked_at IS NULL";

    private const string UsedSql = "UPDATE api_keys SET last_used_at = @Now WHERE public_id = @PublicId";

    /// <summary>Minimum time between two updates of the last use of a key. Limits the writes to one per key and minute.</summary>
    private static readonly TimeSpan UseIsNoted = TimeSpan.FromMinutes(1);

    /// <summary>Finds the holder of a key. Null when the key does not exist, is revoked or has expired.</summary>
    public async Task<ClaimsPrincipal?> FindAsync(string key, string scheme, CancellationToken ct)
    {
        if (key.Length > 200)
        {
            return null;
        }

        var hash = ApiKey.Hash(key);
        if (known.Find(hash) is { } principal)
        {
            return principal;
        }

        var state = known.State;
        if (await CallerOfHashAsync(hash, ct) is not { } caller)
        {
            return null;
        }

        principal = caller.ToPrincipal(scheme);
        known.Remember(hash, principal, state);
        return principal;
    }

    private async Task<Caller?> CallerOfHashAsync(string hash, CancellationToken ct)
    {
        // The lookup by hash leaks nothing through its timing: the key has 256 random bits, so nobody can guess even the beginning of a hash.
        // The comparison below takes constant time.
        var row = await session.QueryOneAsync<KeyRow>(SelectKeySql, new { Sha256 = hash }, ct);
        if (!Holds(row) || !CryptographicOperations.FixedTimeEquals(Encoding.ASCII.GetBytes(row.Sha256), Encoding.ASCII.GetBytes(hash)))
        {
            return null;
        }

        if (row.LastUsedAt is not { } used || used <= day.Now - UseIsNoted)
        {
            await session.WriteIfPossibleAsync(() => session.ExecuteAsync(UsedSql, new { row.PublicId, day.Now }, ct), ct);
        }

        return new Caller(
            row.PublicId,
            Code.Parse<Role>(row.Role),
            JsonSerializer.Deserialize<string[]>(row.Projects)!,
            JsonSerializer.Deserialize<string[]>(row.Associations)!)
        {
            Referrers = row.Referrers is null ? [] : JsonSerializer.Deserialize<string[]>(row.Referrers)!,
            Subprojects = Caller.PartsOf(row.Subprojects is null ? [] : JsonSerializer.Deserialize<string[]>(row.Subprojects)!),
        };
    }

    /// <summary>Returns whether the key with this id is still valid.</summary>
    public async Task<bool> HoldsAsync(string publicId, CancellationToken ct) =>
        Holds(await session.QueryOneAsync<KeyRow>(SelectKeyByIdSql, new { PublicId = publicId }, ct));

    private bool Holds([NotNullWhen(true)] KeyRow? row) => row is not null && ApiKey.Works(row.ExpiresOn, row.WorksUntil, day);

    private sealed record KeyRow
    {
        public required string PublicId { get; init; }

        public required string Sha256 { get; init; }

        public required string Role { get; init; }

        public required string Projects { get; init; }

        public required string Associations { get; init; }

        public string? Referrers { get; init; }

        public string? Subprojects { get; init; }

        public DateOnly? ExpiresOn { get; init; }

        public DateTimeOffset? WorksUntil { get; init; }

        public DateTimeOffset? LastUsedAt { get; init; }
    }
}
