using System.Text.RegularExpressions;
using OutcomeApi.Client;
using OutcomeApi.Tests.Features.Conformance;

namespace OutcomeApi.Tests.Journeys;

/// <summary>The first lines of code that <c>docs/client.md</c> shows are those that run here.</summary>
public sealed partial class ClientGuideTests(SandboxHost host) : IClassFixture<SandboxHost>
{
    [Fact]
    public async Task The_first_lines_work()
    {
        await FirstLinesAsync(host.Url, host.Key);

        using var client = OutcomeApiClient.Create(new OutcomeApiOptions { Url = host.Url, Key = host.Key });
        var exit = await client.GetAsync<Exit>(SandboxHost.Project, "E-2025-0117");
        exit.Version.ShouldBe(2);
        exit.Content.ExitedOn.ShouldBe(new DateOnly(2025, 11, 28));
        exit.Content.Reason.ShouldBe("work-subsidised");
    }

    [Fact]
    public void They_are_the_lines_of_the_guide()
    {
        var shown = CodeBlock().Match(Repository.Read("docs/client.md")).Groups["code"].Value;
        var run = Marked().Match(Repository.Read("tests/OutcomeApi.Tests/Journeys/ClientGuideTests.cs")).Groups["code"].Value;
        run.Split('\n').Select(line => line.Length > 8 ? line[8..] : string.Empty).ShouldBe(shown.Split('\n'));
    }

    private static async Task FirstLinesAsync(Uri url, string key)
    {
        // The guide begins.
        using var client = OutcomeApiClient.Create(new OutcomeApiOptions { Url = url, Key = key });

        var enrollment = await client.RegisterAsync("uppsala", new Enrollment
        {
            Reference = "E-2025-0117",
            Participant = "P-5531",
            ConsentGivenOn = new(2025, 2, 1),
            Gender = Gender.Woman,
            BirthYear = 1990,
            StartedOn = new(2025, 2, 1),
        });
        Console.WriteLine($"Stored as version {enrollment.Version}, with {enrollment.Warnings.Count} warnings.");

        try
        {
            var exit = await client.RegisterAsync(
                "uppsala", new Exit { EnrollmentReference = "E-2025-0117", ExitedOn = new(2025, 11, 30), Reason = "work-subsidised" });
            await client.CorrectAsync("uppsala", exit, exit.Content with { ExitedOn = new(2025, 11, 28) }, Correction.WrongDate);
        }
        catch (OutcomeApiException refused)
        {
            Console.WriteLine(refused.Message);
        }

        // The guide ends.
    }

    [GeneratedRegex("```csharp\n(?<code>.*?)\n```", RegexOptions.Singleline)]
    private static partial Regex CodeBlock();

    [GeneratedRegex("// The guide begins\\.\n(?<code>.*?)\n\n        // The guide ends", RegexOptions.Singleline)]
    private static partial Regex Marked();
}
