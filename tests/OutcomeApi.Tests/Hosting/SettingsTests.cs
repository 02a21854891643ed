using Microsoft.Extensions.Configuration;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Hosting;

/// <summary>
/// A wrong setting is one line: the variable, what it is, and what is allowed. What is meant as a setting and is none is named with the nearest one.
/// </summary>
public sealed class SettingsTests
{
    private const string GoodKey = "ok_0123456789abcdefghijklmnopqrstuvwxyzABC-_-_";

    [Fact]
    public void What_nobody_has_set_has_no_faults() => FaultsOf().ShouldBeEmpty();

    [Theory]
    [InlineData("Database:Provider", "oracle", "Database__Provider: oracle is not allowed. Allowed: sqlite, sqlserver")]
    [InlineData("Database:Provider", "", "Database__Provider: an empty value is not allowed. Allowed: sqlite, sqlserver")]
    [InlineData("Jobs:StatementSeconds", "soon", "Jobs__StatementSeconds: soon is not allowed. Allowed: a whole number from 1 to 3600")]
    [InlineData("Jobs:StatementSeconds", "0", "Jobs__StatementSeconds: 0 is not allowed. Allowed: a whole number from 1 to 3600")]
    [InlineData("Jobs:RunServer", "yes", "Jobs__RunServer: yes is not allowed. Allowed: true or false")]
    [InlineData("Audit:KeepMonths", "11", "Audit__KeepMonths: 11 is not allowed. Allowed: a whole number from 12 to 1200")]
    [InlineData("Audit:KeepMonths", "a year", "Audit__KeepMonths: a year is not allowed. Allowed: a whole number from 12 to 1200")]
    [InlineData("Reporting:SmallNumberThreshold", "2", "Reporting__SmallNumberThreshold: 2 is not allowed. Allowed: a whole number from 3 to 20")]
    [InlineData("Reporting:TimeZone", "Europe/Malmo", "Reporting__TimeZone: Europe/Malmo is not allowed. Allowed: a time zone such as Europe/Stockholm.")]
    [InlineData("RateLimit:PerMinute", "-1", "RateLimit__PerMinute: -1 is not allowed. Allowed: a whole number from 1 to 2147483647")]
    [InlineData("RequestTime:Seconds", "x", "RequestTime__Seconds: x is not allowed. Allowed: a whole number from 1 to 3600")]
    [InlineData("Contract:ContactEmail", "nobody", "Contract__ContactEmail: nobody is not allowed. Allowed: an email address")]
    [InlineData("Contract:ContactUrl", "example", "Contract__ContactUrl: example is not allowed. Allowed: an address such as https://www.example.se")]
    [InlineData("Pages:SignInWithKey", "ja", "Pages__SignInWithKey: ja is not allowed. Allowed: true or false")]
    [InlineData(
        "Pages:OpenIdConnect:Authority", "http://idp.example.se",
        "Pages__OpenIdConnect__Authority: http://idp.example.se is not allowed. Allowed: an address of https, or of http on this machine.",
        "Pages__OpenIdConnect__ClientId: it is not set. With an authority it is required: the id by which the issuer knows this service.")]
    [InlineData("Proxy:Known", "10.0.0.5, here", "Proxy__Known: here is neither an address nor a network such as 10.1.0.0/16.")]
    [InlineData(
        "urls", "http://localhost:5000;localhost:1",
        "ASPNETCORE_URLS: localhost:1 is not allowed. Allowed: addresses such as http://localhost:5000, separated by semicolons")]
    [InlineData(
        "urls", "http://localhost:66000",
        "ASPNETCORE_URLS: http://localhost:66000 is not allowed. Allowed: addresses such as http://localhost:5000, separated by semicolons")]
    [InlineData(
        "OTEL_EXPORTER_OTLP_ENDPOINT", "collector",
        "OTEL_EXPORTER_OTLP_ENDPOINT: collector is not allowed. Allowed: an address such as http://localhost:4317")]
    public void A_wrong_value_is_named_with_its_variable_and_with_what_is_allowed(string key, string value, params string[] says) =>
        FaultsOf((key, value)).ShouldBe(says);

    [Theory]
    [InlineData("Security:BootstrapKey", "ok_short")]
    [InlineData("Security:BootstrapKey", "0123456789abcdefghijklmnopqrstuvwxyzABC-_-_")]
    [InlineData("Security:BootstrapKey", GoodKey + "x")]
    [InlineData("Security:BootstrapKey", "ok_0123456789abcdefghijklmnopqrstuvwxyzABC+/=_")]
    [InlineData("Database:ConnectionString", "Data Source=secret.db;Colour=secret")]
    public void The_value_of_a_secret_is_not_shown(string key, string value)
    {
        var fault = FaultsOf((key, value)).ShouldHaveSingleItem();

        fault.ShouldStartWith(key.Replace(":", "__", StringComparison.Ordinal) + ": ");
        fault.ShouldContain("Allowed: ");
        fault.ShouldNotContain("secret");
        fault.ShouldNotContain(value);
    }

    [Fact]
    public void A_whole_key_is_taken() => FaultsOf(("Security:BootstrapKey", GoodKey), ("Security:HashKey", "anything")).ShouldBeEmpty();

    [Fact]
    public void SQL_Server_needs_a_connection_string_of_its_own()
    {
        FaultsOf(("Database:Provider", "sqlserver")).ShouldHaveSingleItem().ShouldStartWith("Database__ConnectionString: what is set is not");
        FaultsOf(("Database:Provider", "sqlserver"), ("Database:ConnectionString", "Server=db;Database=outcome")).ShouldBeEmpty();
    }

    [Fact]
    public void All_faults_are_said_at_once() =>
        FaultsOf(("Database:Provider", "oracle"), ("Jobs:RunServer", "yes"), ("Jobs:StatementSeconds", "0"), ("RequestTime:Seconds", "0"))
            .Select(fault => fault.Split(':')[0])
            .ShouldBe(["Database__Provider", "Jobs__RunServer", "Jobs__StatementSeconds", "RequestTime__Seconds"]);

    [Theory]
    [InlineData("Databse:Provider", "Databse__Provider", "Database__Provider")]
    [InlineData("Database:Provder", "Database__Provder", "Database__Provider")]
    [InlineData("Database_Provider", "Database_Provider", "Database__Provider")]
    [InlineData("DATABASE_CONNECTIONSTRING", "DATABASE_CONNECTIONSTRING", "Database__ConnectionString")]
    [InlineData("Security:Jwt:Audiences", "Security__Jwt__Audiences", "Security__Jwt__Audience")]
    [InlineData("Security:PreviousHashKeys:1:Kye", "Security__PreviousHashKeys__1__Kye", "Security__PreviousHashKeys__0__Key")]
    [InlineData("RateLimits:PerMinute", "RateLimits__PerMinute", "RateLimit__PerMinute")]
    [InlineData("Pages:OpenIdConnect:Client", "Pages__OpenIdConnect__Client", "Pages__OpenIdConnect__ClientId")]
    public void What_is_meant_as_a_setting_is_named_with_the_nearest_one(string key, string variable, string nearest) =>
        Settings.UnknownOf(Configuration((key, "x"))).ShouldBe([$"{variable} is not known. The nearest that is: {nearest}"]);

    [Fact]
    public void Settings_and_what_is_not_ours_are_not_named() => Settings.UnknownOf(Configuration(
        ("database:provider", "sqlite"), ("DATABASE:CONNECTIONSTRING", "x"), ("Security:PreviousHashKeys:12:Key", "x"),
        ("Security:PreviousHashKeys", string.Empty), ("Security:Jwt:RoleClaim", "role"), ("Logging:LogLevel:Default", "Debug"),
        ("Kestrel:Certificates:Default:Path", "x"), ("PATH", "/bin"),
        ("DOTNET_ROOT", "x"), ("NUGET:X", "y"), ("urls", "http://localhost:1"))).ShouldBeEmpty();

    [Fact]
    public void The_README_names_every_section()
    {
        var readme = Repository.Read("README.md");

        Settings.Sections.Count.ShouldBeGreaterThan(8);
        Settings.Sections.Where(section => !readme.Contains($"`{section}__", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    private static IReadOnlyList<string> FaultsOf(params (string Key, string Value)[] values) => Settings.FaultsOf(Configuration(values));

    private static IConfigurationRoot Configuration(params (string Key, string Value)[] values) =>
        new ConfigurationBuilder().AddInMemoryCollection(values.Select(value => KeyValuePair.Create(value.Key, (string?)value.Value))).Build();
}
