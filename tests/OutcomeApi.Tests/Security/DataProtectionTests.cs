using MediatR;
using Microsoft.AspNetCore.DataProtection;
using Microsoft.AspNetCore.Hosting;
using Microsoft.Extensions.DependencyInjection;
using OutcomeApi.Data.Dialects;
using OutcomeApi.Features.Housekeeping;

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

    [Fact]
    public async Task The_next_key_is_made_once_before_the_last_one_expires()
    {
        using var api = new Iris2Api();
        await api.InitializeAsync();
        await KeepHouseAsync(api);
        api.Scalar<long>("SELECT COUNT(*) FROM data_protection_keys").ShouldBe(1);

        // Ten days are left of it.
        var soon = api.Clock.GetUtcNow().AddDays(10).UtcDateTime.ToString("O", System.Globalization.CultureInfo.InvariantCulture);
        api.Execute($"UPDATE data_protection_keys SET expires_at = '{soon}'").ShouldBe(1);
        var protectedText = Protector(api).Protect("the session of somebody");
        await KeepHouseAsync(api);
        await KeepHouseAsync(api);

        api.Scalar<long>("SELECT COUNT(*) FROM data_protection_keys").ShouldBe(2);
        using var again = new OtherNode(api.Services.GetRequiredService<ISqlDialect>().Connect().ConnectionString);
        Protector(again).Unprotect(protectedText).ShouldBe("the session of somebody");
    }

    private static async Task KeepHouseAsync(ApiFactory api)
    {
        await using var scope = api.Services.CreateAsyncScope();
        (await scope.ServiceProvider.GetRequiredService<IMediator>().Send(new KeepHouse())).IsSuccess.ShouldBeTrue();
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
