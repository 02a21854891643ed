using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Journeys;

/// <summary>What the guides tell their readers to paste into a shell is pasted into a shell, all of it, in order, and nothing of it is refused.</summary>
public sealed partial class GuideTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly DirectoryInfo _folder = Directory.CreateTempSubdirectory("outcome-api-guide-");

    /// <summary>A guide, and what there is already when its reader begins.</summary>
    [GuideTheory]
    [InlineData("README.md", "")]
    [InlineData("docs/getting-started.md", "")]
    [InlineData("docs/certification.md", "")]
    [InlineData("docs/data-protection.md", Person)]
    public async Task Every_command_does_what_the_guide_says(string guide, string before)
    {
        using var service = await ServiceProcess.StartAsync(_folder.FullName);
        var keys = await PrepareAsync(service);
        var commands = Blocks().Matches(Repository.Read(guide)).Select(block => block.Groups[1].Value)
            .Where(block => block.Contains("$base/", StringComparison.Ordinal)).ToArray();
        commands.ShouldNotBeEmpty();
        var address = $"{service.Address.ToString().TrimEnd('/')}{ApiFactory.Base}";
        var script = Address().Replace(string.Join('\n', commands.Prepend(before)), "base=" + address);
        script = Key().Replace(script, given => $"{given.Groups[1].Value}='Authorization: Bearer {keys[given.Groups[1].Value]}'");

        var (code, output, errors) = await ServiceProcess.RunScriptAsync(_folder.FullName, Beginning(address, keys) + script, Patience);

        code.ShouldBe(0, output + errors);
        if (guide.EndsWith("getting-started.md", StringComparison.Ordinal))
        {
            // The first thing that a developer sends is answered without a warning.
            FirstWarnings().Match(output).Groups[1].Value.ShouldBeEmpty(output);
        }
    }

    public void Dispose() => _folder.Delete(recursive: true);

    /// <summary>Somebody of whom there is something to read, to correct and to erase, in two participations.</summary>
    private const string Person = """
        for reference in E-2024-0117 E-2024-0200; do
          curl -H "$registrar" -H "$json" $base/projects/iris2/enrollments -d "{ \"reference\": \"$reference\", \"participant\": \"P-5531\",
            \"consentGivenOn\": \"2024-02-01\", \"gender\": \"woman\", \"birthYear\": 2001, \"subproject\": \"usb\", \"startedOn\": \"2024-02-01\" }"
        done
        curl -H "$registrar" -H "$json" $base/projects/iris2/exits -d '{
          "enrollmentReference": "E-2024-0117", "exitedOn": "2025-01-31", "reason": "work-subsidised" }'
        """;

    /// <summary>
    /// What the guides take for granted: where the service is, and a key of each role. A refusal ends the script; an answer that says "later" is waited for.
    /// </summary>
    private static string Beginning(string address, IReadOnlyDictionary<string, string> keys) => $$"""
        set -euo pipefail
        curl() { command curl --fail-with-body --silent --show-error --retry 20 --retry-max-time 60 "$@"; }
        base={{address}}
        json='Content-Type: application/json'
        {{string.Join('\n', keys.Select(key => $"{key.Key}='Authorization: Bearer {key.Value}'"))}}

        """;

    private static async Task<IReadOnlyDictionary<string, string>> PrepareAsync(ServiceProcess service)
    {
        using var administrator = service.ClientWith(ApiFactory.AdministratorKey);
        foreach (var association in new[] { "lund", "hoganas", "sydostra-skane", "uppsala" })
        {
            await (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/associations/{association}", new { name = new { sv = association } }))
                .ShouldBeAsync(HttpStatusCode.Created);
        }

        foreach (var project in new[] { "iris2", "uppsala" })
        {
            await (await administrator.PutAsJsonAsync($"{ApiFactory.Base}/projects/{project}", ProjectFiles.Read(project)))
                .ShouldBeAsync(HttpStatusCode.Created);
        }

        return new Dictionary<string, string>
        {
            ["administrator"] = ApiFactory.AdministratorKey,
            ["registrar"] = await KeyAsync(new { name = "Registrar", role = "registrar", projects = new[] { "iris2", "uppsala" } }),
            ["secretariat"] = await KeyAsync(new { name = "Secretariat", role = "secretariat", associations = new[] { "lund", "uppsala" } }),
        };

        async Task<string> KeyAsync(object body) =>
            (await (await administrator.PostAsJsonAsync($"{ApiFactory.Base}/api-keys", body)).ShouldBeAsync(HttpStatusCode.Created))["key"]!.GetValue<string>();
    }

    [GeneratedRegex("\"warnings\":\\[(.*?)\\]")]
    private static partial Regex FirstWarnings();

    [GeneratedRegex("```bash\n(.*?)```", RegexOptions.Singleline)]
    private static partial Regex Blocks();

    [GeneratedRegex("^base=.*$", RegexOptions.Multiline)]
    private static partial Regex Address();

    [GeneratedRegex("^(\\w+)='Authorization: Bearer ok_…'.*$", RegexOptions.Multiline)]
    private static partial Regex Key();
}

/// <summary>A test of what is pasted into a shell, and says so where the shell has not what the guides ask for.</summary>
public sealed class GuideTheoryAttribute : TheoryAttribute
{
    public GuideTheoryAttribute([System.Runtime.CompilerServices.CallerMemberName] string test = "") =>
        this.SkipFor(Installed.Missing("bash", "curl", "jq"), test);
}
