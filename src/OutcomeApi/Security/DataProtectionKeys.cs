using System.Xml.Linq;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.DataProtection.KeyManagement;
using Microsoft.AspNetCore.DataProtection.Repositories;
using Microsoft.Extensions.Options;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Security;

/// <summary>
/// Keeps the keys of ASP.NET's data protection in the database, so that what one node has put into a cookie or a form is understood by the others, and
/// after a restart. The framework makes a key at the first start and a new one every three months.
/// </summary>
public sealed class DataProtectionKeys(ISqlDialect dialect, BusinessDay day) : IXmlRepository
{
    private const string SelectSql = "SELECT content FROM data_protection_keys ORDER BY id";

    private const string InsertSql = "INSERT INTO data_protection_keys (name, content, made_at) VALUES (@Name, @Content, @Now)";

    // The framework asks from threads without a synchronisation context, a few times a day, and not in a transaction.
    public IReadOnlyCollection<XElement> GetAllElements() =>
        [.. InSessionAsync(session => session.QueryAsync<string>(SelectSql, null, CancellationToken.None)).GetAwaiter().GetResult().Select(XElement.Parse)];

    public void StoreElement(XElement element, string friendlyName) => InSessionAsync(async session =>
    {
        var row = new { Name = friendlyName, Content = element.ToString(SaveOptions.DisableFormatting), day.Now };
        await session.WriteAsync(() => session.ExecuteAsync(InsertSql, row, CancellationToken.None), CancellationToken.None);
        return row;
    }).GetAwaiter().GetResult();

    private async Task<T> InSessionAsync<T>(Func<DbSession, Task<T>> run)
    {
        await using var session = new DbSession(dialect);
        return await run(session);
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
        services.AddDataProtection().SetApplicationName(Application);
        services.AddSingleton<IConfigureOptions<KeyManagementOptions>>(provider => new ConfigureOptions<KeyManagementOptions>(
            options => options.XmlRepository = ActivatorUtilities.CreateInstance<DataProtectionKeys>(provider)));
        return services.AddLogging(logging => logging.AddFilter(KeyLog, LogLevel.Error));
    }
}
