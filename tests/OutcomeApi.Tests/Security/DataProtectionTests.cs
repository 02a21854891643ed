using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data.Dialects;

namespace OutcomeApi.Tests.Security;

/// <summary>What one node has put into a cookie or a form is understood by another, and after a restart.</summary>
public sealed class DataProtectionTests
{
    [Fact]
    public async Task Nodes_of_one_register_read_what_others_have_protected()
    {
        using var first = new Iris2Api();
        await first.InitializeAsync();
        var protectedText = Protector(first).Protect("the session of somebody");

        using var second = new OtherNode(first.Services.GetRequiredService<ISqlDialect>().Connect().ConnectionString);
        Protector(second).Unprotect(protectedText).ShouldBe("the session of somebody");
        first.Scalar<long>("SELECT COUNT(*) FROM data_protection_keys").ShouldBe(1);

        using var stranger = new ApiFactory();
        Should.Throw<System.Security.Cryptography.CryptographicException>(() => Protector(stranger).Unprotect(protectedText));
    }

    private static IDataProtector Protector(ApiFactory api) => api.Services.GetDataProtector("test");

    /// <summary>A host on the same database, in a folder of its own.</summary>
    private sealed class OtherNode(string connectionString) : ApiFactory
    {
        protected override void ConfigureWebHost(IWebHostBuilder builder)
        {
            base.ConfigureWebHost(builder);
            builder.UseSetting("Database:ConnectionString", connectionString);
            builder.UseContentRoot(Path.GetTempPath());
        }
    }
}
