using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Support;

/// <summary>The whole service on a database of a real SQL Server.</summary>
public sealed class SqlServerApi(string connectionString) : ApiFactory
{
    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Database:Provider", "sqlserver");
        builder.UseSetting("Database:ConnectionString", connectionString);
    }
}
