using System.Text.RegularExpressions;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Tests.Architecture;

/// <summary>The glossary and the code use the same words.</summary>
public sealed partial class GlossaryTests
{
    private static readonly string[] Lines =
        [.. Repository.Read("docs/glossary.md").Split('\n').Where(line => line.StartsWith("| ", StringComparison.Ordinal)).Skip(2)];

    private static readonly HashSet<string> Types =
        [.. typeof(Fault).Assembly.GetTypes().Concat(typeof(Program).Assembly.GetTypes()).Select(type => type.Name.Split('`')[0])];

    [Fact]
    public void Every_type_of_the_glossary_exists()
    {
        var named = Lines.Select(line => TypeName().Match(line).Groups["name"].Value).ToArray();
        named.Length.ShouldBeGreaterThan(40);
        named.Except(Types).ShouldBeEmpty();
    }

    [Fact]
    public void Every_word_is_there_once_in_English_and_Swedish_with_its_meaning()
    {
        var cells = Lines.Select(line => line.Trim('|', ' ').Split(" | ")).ToArray();
        cells.ShouldAllBe(row => row.Length == 4 && row.All(cell => cell.Length > 0) && row[3].EndsWith('.'));
        cells.Select(row => row[0]).ShouldBeUnique();
    }

    [GeneratedRegex(@"\| `(?<name>\w+)` \|")]
    private static partial Regex TypeName();
}
