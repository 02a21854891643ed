using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Journeys;

/// <summary>The drill of docs/operations.md is run as it stands there, on a register that has something in it, and says that the backup is as good.</summary>
public sealed partial class RestoreDrillTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-drill-");

    public void Dispose() => _folder.Delete(recursive: true);

    [InstalledFact("bash", "curl", "jq")]
    public async Task A_restored_backup_has_the_figures_of_the_register()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        var secretariat = await FillAsync(service);

        var (code, output, errors) = await DrillAsync(service, secretariat, drill => drill);

        code.ShouldBe(0, output + errors);
        output.ShouldContain("Backup written and checked: drill/outcome-api.backup");
        output.ShouldContain("Restored to drill/copy/outcome-api.db.");
        output.ShouldContain("ok      database  ");
        output.ShouldContain("The audit is whole.");
        output.ShouldContain("The figures are the same.");
        Directory.Exists(Path.Combine(_folder.FullName, "drill")).ShouldBeFalse();
    }

    [InstalledFact("bash", "curl", "jq")]
    public async Task A_backup_in_which_something_is_missing_shows()
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        var secretariat = await FillAsync(service);

        // Another exit is registered after the backup has been made, and its figures are there when they are compared.
        var exit = JsonNode.Parse("""{ "enrollmentReference": "E-2", "exitedOn": "2025-10-31", "reason": "moved" }""")!.ToJsonString();
        var (code, output, errors) = await DrillAsync(service, secretariat, drill => drill.Replace(
            "figures $live >",
            $$"""
            curl -fsS -H "$registrar" -H 'Content-Type: application/json' $live/outcome-api/v1/projects/iris2/exits -d '{{exit}}' > drill/exit
            until [ "$(curl -sS -H "$secretariat" "$live/outcome-api/v1/projects/iris2/attainment?limit=1" | jq .upToDate)" = true ]; do sleep 0.2; done
            figures $live >
            """,
            StringComparison.Ordinal));

        code.ShouldBe(0, output + errors);
        output.ShouldContain("THE FIGURES DIFFER.");
        output.ShouldNotContain("The figures are the same.");
    }

    private async Task<(int Code, string Output, string Errors)> DrillAsync(
        ServiceProcess service, (string Secretariat, string Registrar) keys, Func<string, string> change)
    {
        var drill = Drill().Match(Repository.Read("docs/operations.md")).Groups["commands"].Value;
        (string Is, string Becomes)[] here =
        [
            ("live=http://localhost:5000", "live=" + service.Address.ToString().TrimEnd('/')),
            ("copy=http://localhost:5009", $"copy=http://127.0.0.1:{await FreePortAsync()}"),
        ];
        foreach (var (text, becomes) in here)
        {
            drill.ShouldContain(text);
            drill = drill.Replace(text, becomes, StringComparison.Ordinal);
        }

        // The program by its name, as whoever operates it has made it.
        var bin = Directory.CreateDirectory(Path.Combine(_folder.FullName, "bin"));
        var program = Path.Combine(bin.FullName, "OutcomeApi");
        await File.WriteAllTextAsync(program, $"#!/bin/sh\nexec '{ServiceProcess.Host}' '{Path.Combine(AppContext.BaseDirectory, "OutcomeApi.dll")}' \"$@\"\n");
        return await ServiceProcess.RunScriptAsync(
            _folder.FullName,
            $"""
            set -euo pipefail
            chmod +x '{program}'
            trap 'kill $(jobs -p) 2> /dev/null || true; wait' EXIT
            export PATH="{bin.FullName}:$PATH" ASPNETCORE_ENVIRONMENT=Production Database__ConnectionString="Data Source={_folder.FullName}/outcome-api.db"
            secretariat='Authorization: Bearer {keys.Secretariat}'
            registrar='Authorization: Bearer {keys.Registrar}'
            {change(drill)}
            """,
            Patience);
    }

    private static async Task<(string Secretariat, string Registrar)> FillAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/iris2", ProjectFiles.Read("iris2"))).EnsureSuccessStatusCode();
        var secretariat = await KeyAsync(new { name = "Secretariat", role = "secretariat", associations = new[] { "lund" } });
        var registrar = await KeyAsync(new { name = "Registrar", role = "registrar", projects = new[] { "iris2" } });
        using var sender = service.ClientWith(registrar);
        foreach (var reference in new[] { "E-1", "E-2" })
        {
            await (await sender.PostAsJsonAsync($"{ApiFactory.Base}/projects/iris2/enrollments", TestData.Enrollment(reference)))
                .ShouldBeAsync(HttpStatusCode.Created);
        }

        await ApiFactory.UpToDateAsync(sender, "iris2", "limit=1");
        return (secretariat, registrar);

        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }

    private static async Task<int> FreePortAsync()
    {
        await using var server = await LoopbackServer.StartAsync(_ => Task.CompletedTask);
        return new Uri(server.Address).Port;
    }

    [GeneratedRegex(@"\*\*The drill\.\*\*.*?```bash\n(?<commands>.*?)```", RegexOptions.Singleline)]
    private static partial Regex Drill();
}
