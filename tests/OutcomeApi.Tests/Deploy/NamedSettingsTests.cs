using System.Text.RegularExpressions;
using Microsoft.Extensions.Configuration;
using OutcomeApi.Hosting;

namespace OutcomeApi.Tests.Deploy;

/// <summary>What an operator copies from a guide, a unit or a file of containers is a setting that the program knows.</summary>
public sealed partial class NamedSettingsTests
{
    /// <summary>Sections that the framework reads.</summary>
    private static readonly string[] OfTheFramework = ["Logging", "Kestrel"];

    [Theory]
    [InlineData("compose.yaml", 8)]
    [InlineData("deploy/outcome-api.service", 5)]
    [InlineData("deploy/nginx.conf", 2)]
    [InlineData("deploy/secrets.sh", 2)]
    [InlineData("docs/operations.md", 15)]
    [InlineData("README.md", 20)]
    [InlineData("SECURITY.md", 8)]
    public void Every_setting_that_is_named_is_known(string file, int atLeast)
    {
        var named = Name().Matches(Repository.Read(file)).Select(match => match.Value).Distinct().ToArray();

        named.Length.ShouldBeGreaterThanOrEqualTo(atLeast);
        named.Where(name => !IsKnown(name)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("Database__Provder")]
    [InlineData("Databases__Provider")]
    [InlineData("Nothing__Known")]
    public void A_setting_that_nobody_knows_is_found(string name) => IsKnown(name).ShouldBeFalse();

    private static bool IsKnown(string name)
    {
        var section = name.Split("__")[0];
        return OfTheFramework.Contains(section) || (Settings.Sections.Contains(section) && Settings.UnknownOf(new ConfigurationBuilder()
            .AddInMemoryCollection([KeyValuePair.Create(name.Replace("__", ":", StringComparison.Ordinal), (string?)"x")]).Build()).Count == 0);
    }

    [GeneratedRegex(@"(?<![\w…])[A-Z]\w*?(__\w+?)+(?=\W|$)")]
    private static partial Regex Name();
}
