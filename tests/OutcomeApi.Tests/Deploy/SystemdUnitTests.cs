using System.Globalization;
using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Deploy;

/// <summary>The unit is understood by systemd, leaves the program little that it does not need, and gives it the time that it takes.</summary>
public sealed partial class SystemdUnitTests : IDisposable
{
    /// <summary>From 0, which is nothing at all, to 10. A service with a network, and memory that it may write and execute, cannot come to 0.</summary>
    private const double MostExposed = 1.5;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-unit-");

    private static string Unit { get; } = Repository.Read("deploy/outcome-api.service");

    public void Dispose() => _folder.Delete(recursive: true);

    [InstalledFact("systemd-analyze")]
    public async Task Systemd_understands_it()
    {
        (await VerifyAsync(Unit)).ShouldBeEmpty();

        // What nobody understands is said.
        (await VerifyAsync(Unit.Replace("ProtectSystem=", "ProtectSytem=", StringComparison.Ordinal))).ShouldHaveSingleItem().ShouldContain("ProtectSytem");
    }

    [InstalledFact("systemd-analyze")]
    public async Task It_is_little_exposed()
    {
        (await ExposureAsync(Unit)).ShouldBeLessThanOrEqualTo(MostExposed);
        (await ExposureAsync(Unit.Replace("RestrictNamespaces=yes", string.Empty, StringComparison.Ordinal))).ShouldBeGreaterThan(MostExposed);
    }

    [Fact]
    public void It_waits_for_as_long_as_the_program_takes()
    {
        var lines = Unit.Split('\n');
        lines.ShouldContain("Type=notify");
        lines.ShouldContain("Restart=on-failure");

        // Requests have 20 seconds, and the writer 10.
        var stop = int.Parse(lines.Single(line => line.StartsWith("TimeoutStopSec=", StringComparison.Ordinal)).Split('=')[1], CultureInfo.InvariantCulture);
        stop.ShouldBeGreaterThanOrEqualTo(30);

        // The program is compiled while it runs.
        Unit.ShouldNotContain("\nMemoryDenyWriteExecute=");
    }

    private static string Bash => Installed.OnPath("bash")!;

    private async Task<string> WriteAsync(string unit)
    {
        var file = Path.Combine(_folder.FullName, "outcome-api.service");

        // The program may be installed elsewhere on this machine.
        await File.WriteAllTextAsync(file, unit.Replace("/usr/bin/dotnet", Bash, StringComparison.Ordinal));
        return file;
    }

    /// <summary>What systemd says of the unit. What it says of other units of this machine is not ours.</summary>
    private async Task<IReadOnlyList<string>> VerifyAsync(string unit)
    {
        var (_, output, errors) = await ServiceProcess.RunScriptAsync(_folder.FullName, $"systemd-analyze verify {await WriteAsync(unit)}", Patience);
        return [.. (output + errors).Split('\n').Where(line => line.Contains("outcome-api.service", StringComparison.Ordinal))];
    }

    private async Task<double> ExposureAsync(string unit)
    {
        var (_, output, errors) = await ServiceProcess.RunScriptAsync(
            _folder.FullName, $"systemd-analyze security --no-pager --offline=true {await WriteAsync(unit)}", Patience);
        var level = Exposure().Match(output);
        level.Success.ShouldBeTrue(output + errors);
        return double.Parse(level.Groups[1].Value, CultureInfo.InvariantCulture);
    }

    [GeneratedRegex("exposure level for outcome-api.service: ([0-9.]+)")]
    private static partial Regex Exposure();
}
