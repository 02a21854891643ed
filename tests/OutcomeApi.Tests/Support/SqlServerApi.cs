using Microsoft.AspNetCore.Hosting;

namespace OutcomeApi.Tests.Support;

/// <summary>The whole service on a database of a real SQL Server that its test has made.</summary>
/// <param name="connectionString">Connection string of the database.</param>
/// <param name="runsJobs">Does it run jobs?</param>
public sealed class SqlServerApi(string connectionString, bool runsJobs = true) : ApiFactory
{
    public override string ConnectionString => connectionString;

    protected override bool IsOnServer => true;

    protected override bool FiguresFollow => runsJobs;

    protected override void ConfigureWebHost(IWebHostBuilder builder)
    {
        base.ConfigureWebHost(builder);
        builder.UseSetting("Jobs:RunServer", runsJobs ? "true" : "false");
    }
}
