using System.Collections.Concurrent;
using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Security;

/// <summary>
/// Keeps the keys of ASP.NET's data protection in the database, so that what one node has put into a cookie or a form is understood by the others, and
/// after a restart. The framework reads them here; it makes none by itself, because it would wait for the database on whatever thread needs one.
/// </summary>
public sealed class DataProtectionKeys(ISqlDialect dialect) : IXmlRepository
{
    private const string SelectSql = "SELECT content FROM data_protection_keys ORDER BY id";

    private readonly ConcurrentQueue<(string Name, string Content)> _made = new();

    public IReadOnlyCollection<XElement> GetAllElements() => [.. ReadAsync().GetAwaiter().GetResult().Select(XElement.Parse)];

    /// <summary>Takes a key that was just made, for <see cref="DataProtectionKeyMaker"/> to store.</summary>
    public void StoreElement(XElement element, string friendlyName) => _made.Enqueue((friendlyName, element.ToString(SaveOptions.DisableFormatting)));

    /// <summary>Hands over the keys that were made and are not stored.</summary>
    internal IEnumerable<(string Name, string Content)> Take()
    {
        while (_made.TryDequeue(out var key))
        {
            yield return key;
        }
    }

    private async Task<IReadOnlyList<string>> ReadAsync()
    {
        await using var session = new DbSession(dialect);
        return await session.QueryAsync<string>(SelectSql, null, CancellationToken.None);
    }
}

/// <summary>Makes the keys of data protection: the first one before the first request, and each next one before the last has expired.</summary>
public sealed class DataProtectionKeyMaker(DataProtectionKeys repository, IKeyManager keys, BusinessDay day)
{
    private const string SelectLastSql = "SELECT MAX(expires_at) FROM data_protection_keys";

    // Of several nodes that make one at once, one stores it.
    private const string InsertSql =
        """
        INSERT INTO data_protection_keys (name, content, made_at, expires_at)
        SELECT @Name, @Content, @Now, @ExpiresAt
        WHERE NOT EXISTS (SELECT 1 FROM data_protection_keys WHERE expires_at > @Soon)
        """;

    private static readonly TimeSpan Holds = TimeSpan.FromDays(90);

    /// <summary>A key that expires within this time has a successor.</summary>
    private static readonly TimeSpan Early = TimeSpan.FromDays(14);

    /// <summary>A successor is used when every node has read it: each does so once a day.</summary>
    private static readonly TimeSpan Known = TimeSpan.FromDays(2);

    /// <summary>Makes a key if none is left that holds for some time. Call it outside of any transaction.</summary>
    public async Task EnsureAsync(DbSession session, CancellationToken ct)
    {
        var now = day.Now;
        var last = await session.ScalarAsync<DateTimeOffset?>(SelectLastSql, null, ct);
        if (last > now + Early)
        {
            return;
        }

        keys.CreateNewKey(last > now ? now + Known : now, now + Holds);
        foreach (var (name, content) in repository.Take())
        {
            var key = new { Name = name, Content = content, Now = now, ExpiresAt = now + Holds, Soon = now + Early };
            await session.WriteAsync(
                async () =>
                {
                    await session.LockAsync("database-keys", ct);
                    await session.ExecuteAsync(InsertSql, key, ct);
                },
                ct);
        }
    }
}

/// <summary>Registers data protection with keys in the database.</summary>
public static class DataProtectionRegistration
{
    /// <summary>What the keys are for. Nodes whose programs lie in different folders share them.</summary>
    private const string Application = "outcome-api";

    /// <summary>The framework warns that a key is stored as it is. That the database is protected is said in docs/threat-model.md.</summary>
    private const string KeyLog = "Microsoft.AspNetCore.DataProtection.KeyManagement.XmlKeyManager";

    public static IServiceCollection AddDataProtectionKeys(this IServiceCollection services)
    {
        services.AddDataProtection().SetApplicationName(Application).DisableAutomaticKeyGeneration();
        services.AddSingleton<DataProtectionKeys>().AddSingleton<DataProtectionKeyMaker>();
        services.AddOptions<KeyManagementOptions>().Configure<DataProtectionKeys>((options, keys) => options.XmlRepository = keys);
        return services.AddLogging(logging => logging.AddFilter(KeyLog, LogLevel.Error));
    }
}
