using System.Text.RegularExpressions;
using OutcomeApi.Features.Audit;

namespace OutcomeApi.Tests.Contract;

/// <summary>What the pages name exists.</summary>
public sealed partial class DocumentTests(Iris2Api api) : IClassFixture<Iris2Api>
{
    /// <summary>The requirements of levels 1 and 2 of ASVS 5.0.0, by section.</summary>
    private const string Requirements =
        "1.1: 1-2; 1.2: 1-9; 1.3: 1-11; 1.4: 1-3; 1.5: 1-2; 2.1: 1-3; 2.2: 1-3; 2.3: 1-4; 2.4: 1; 3.2: 1-2; 3.3: 1-4; 3.4: 1-6; 3.5: 1-5; "
        + "3.7: 1-2; 4.1: 1-3; 4.2: 1; 4.3: 1-2; 4.4: 1-4; 5.1: 1; 5.2: 1-3; 5.3: 1-2; 5.4: 1-3; 6.1: 1-3; 6.2: 1-12; 6.3: 1-4; 6.4: 1-4; 6.5: 1-5; "
        + "6.6: 1-3; 6.8: 1-4; 7.1: 1-3; 7.2: 1-4; 7.3: 1-2; 7.4: 1-5; 7.5: 1-2; 7.6: 1-2; 8.1: 1-2; 8.2: 1-3; 8.3: 1; 8.4: 1; 9.1: 1-3; 9.2: 1-4; "
        + "10.1: 1-2; 10.2: 1-2; 10.3: 1-4; 10.4: 1-11; 10.5: 1-5; 10.6: 1-2; 10.7: 1-3; 11.1: 1-2; 11.2: 1-3; 11.3: 1-3; 11.4: 1-4; 11.5: 1; "
        + "11.6: 1; 12.1: 1-3; 12.2: 1-2; 12.3: 1-4; 13.1: 1; 13.2: 1-5; 13.3: 1-2; 13.4: 1-5; 14.1: 1-2; 14.2: 1-4; 14.3: 1-3; 15.1: 1-3; "
        + "15.2: 1-3; 15.3: 1-7; 16.1: 1; 16.2: 1-5; 16.3: 1-4; 16.4: 1-3; 16.5: 1-3; 17.1: 1; 17.2: 1-4; 17.3: 1-2";

    private static readonly string Asvs = Repository.Read("docs/asvs.md");

    [Fact]
    public void Every_requirement_is_decided_once()
    {
        var expected = Requirements.Split("; ").SelectMany(section => Expand(section.Split(": ")[0], section.Split(": ")[1]));
        var chapters = Asvs[Asvs.IndexOf("\n## V1 ", StringComparison.Ordinal)..];
        var decided = chapters.Split('\n')
            .Select(line => line.StartsWith("| ", StringComparison.Ordinal)
                ? line.Split('|')[1]
                : line.StartsWith("Does not apply:", StringComparison.Ordinal) ? line.Split(" – ")[0] : string.Empty)
            .SelectMany(text => Number().Matches(text).SelectMany(m => m.Groups["to"].Success
                ? Expand(m.Groups["section"].Value, $"{m.Groups["from"].Value}-{m.Groups["to"].Value}")
                : [m.Value]));

        decided.Order(StringComparer.Ordinal).ShouldBe(expected.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void What_is_not_met_is_said_in_its_chapter_too()
    {
        var notMet = Asvs[Asvs.IndexOf("## Not met", StringComparison.Ordinal)..Asvs.IndexOf("\n## V1 ", StringComparison.Ordinal)];
        var numbers = notMet.Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal))
            .SelectMany(line => Number().Matches(line.Split('|')[1]).Select(m => m.Value)).ToArray();
        numbers.Length.ShouldBeGreaterThan(5);
        foreach (var number in numbers)
        {
            Asvs.Split('\n').Last(line => line.StartsWith($"| {number} ", StringComparison.Ordinal)).ShouldContain("above", Case.Sensitive, number);
        }
    }

    [Fact]
    public void Every_test_that_is_named_exists()
    {
        var classes = Repository.Files("tests", "*.cs")
            .SelectMany(path => TestClass().Matches(Repository.Read(path)).Select(m => m.Groups[1].Value)).ToHashSet();
        var named = Quoted().Matches(Asvs).Select(m => m.Groups[1].Value).Where(name => name.EndsWith("Tests", StringComparison.Ordinal)).Distinct().ToArray();

        named.Length.ShouldBeGreaterThan(30);
        named.Except(classes).ShouldBeEmpty();
    }

    [Fact]
    public void Every_file_that_is_named_exists()
    {
        var pages = new[] { "docs/asvs.md", "docs/data-protection.md", "docs/threat-model.md", "SECURITY.md" };
        var named = pages.SelectMany(page => Quoted().Matches(Repository.Read(page)).Select(m => (page, Name: m.Groups[1].Value)))
            .Where(n => File().IsMatch(n.Name) || n.Name.StartsWith("src/", StringComparison.Ordinal))
            .Where(n => n.Name != "outcome-api.cdx.json")
            .Distinct()
            .ToArray();

        named.Length.ShouldBeGreaterThan(30);
        named.Where(n => !new[] { string.Empty, "src/OutcomeApi/", "docs/" }.Any(folder => Path.Exists(Path.Combine(Repository.Root, folder + n.Name))))
            .ShouldBeEmpty();
    }

    /// <summary>What is to be pasted into a shell asks for what there is.</summary>
    [Fact]
    public async Task Every_address_in_a_command_line_is_one_of_the_contract()
    {
        var operations = (await ServedContract.ReadAsync(api)).Operations.Select(o =>
            (o.Method, Path: new Regex("^" + Part().Replace(o.Path, "[^/]+") + "$"))).ToArray();
        var asked = new[] { "docs/data-protection.md", "docs/certification.md", "docs/getting-started.md" }
            .SelectMany(page => Repository.Read(page).Split('\n').Where(line =>
                line.Contains("curl ", StringComparison.Ordinal) && line.Contains("$base/", StringComparison.Ordinal)).Select(line => (page, line)))
            .ToArray();

        asked.Length.ShouldBeGreaterThan(10);
        asked.Where(a =>
            {
                var path = Address().Match(a.line).Groups[1].Value;
                return !operations.Any(o => o.Path.IsMatch(path)
                    && (!a.line.Contains(" -X ", StringComparison.Ordinal) || a.line.Contains($" -X {o.Method} ", StringComparison.Ordinal)));
            })
            .ShouldBeEmpty();
    }

    [Fact]
    public void Every_word_of_the_audit_can_be_asked_for()
    {
        var written = Repository.Files("src", "*.cs").SelectMany(path => AuditCall().Matches(Repository.Read(path)))
            .SelectMany(call => call.Groups["word"].Captures.Select(c => c.Value))
            .Distinct()
            .Order()
            .ToArray();

        written.ShouldBe(AuditActions.All.Order());
    }

    private static IEnumerable<string> Expand(string section, string items)
    {
        var ends = items.Split('-').Select(int.Parse).ToArray();
        return Enumerable.Range(ends[0], ends[^1] - ends[0] + 1).Select(n => $"{section}.{n}");
    }

    [GeneratedRegex(@"\b(?<section>\d+\.\d+)\.(?<from>\d+)(–\d+\.\d+\.(?<to>\d+))?\b")]
    private static partial Regex Number();

    [GeneratedRegex(@"public (?:sealed |static |partial )*class (\w+Tests)\b")]
    private static partial Regex TestClass();

    [GeneratedRegex("`([^`\n]+)`")]
    private static partial Regex Quoted();

    [GeneratedRegex(@"^[\w./-]+\.(cs|md|json|yml|sh)$")]
    private static partial Regex File();

    [GeneratedRegex(@"\{[^}]+\}")]
    private static partial Regex Part();

    [GeneratedRegex(@"\$base(/[^\s""'?`]*)")]
    private static partial Regex Address();

    [GeneratedRegex(@"new AuditEntry\([\w.]+,\s*(?:[^"",]*\?\s*)?""(?<word>\w+)""(?:\s*:\s*""(?<word>\w+)"")?")]
    private static partial Regex AuditCall();
}
