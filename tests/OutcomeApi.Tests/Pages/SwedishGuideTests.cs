using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Pages;

/// <summary>The Swedish guides call headings, links and buttons what the pages call them: in bold stands what can be found there under that name.</summary>
public sealed partial class SwedishGuideTests
{
    [Fact]
    public void What_stands_in_bold_stands_on_a_page()
    {
        var pages = string.Join('\n', Repository.Files("src/OutcomeApi/Pages", "*").Concat(["src/OutcomeApi/Runs/FindingTexts.cs"]).Select(Repository.Read));
        var named = Repository.Files("docs/sv", "*.md")
            .SelectMany(guide => Bold().Matches(Repository.Read(guide)).Select(match => (guide, Name: match.Groups[1].Value.ReplaceLineEndings(" "))))
            .ToArray();

        named.Length.ShouldBeGreaterThan(40);
        named.Where(name => !pages.Contains(name.Name, StringComparison.Ordinal)).ShouldBeEmpty();
    }

    [GeneratedRegex(@"\*\*(.+?)\*\*", RegexOptions.Singleline)]
    private static partial Regex Bold();
}
