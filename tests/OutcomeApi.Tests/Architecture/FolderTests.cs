using System.Text.RegularExpressions;

namespace OutcomeApi.Tests.Architecture;

/// <summary>Whoever knows where something is written knows where it is tested.</summary>
public sealed partial class FolderTests
{
    /// <summary>
    /// Folders without a twin: Journeys goes through all rooms, SmallGroups holds what steering groups are shown against the rules, Demo is a program of
    /// its own, Deploy is about the files with which the service is put to work, Architecture is about the code itself, and Support is what tests need.
    /// </summary>
    private static readonly string[] OfTheirOwn = ["Architecture", "Demo", "Deploy", "Journeys", "SmallGroups", "Support"];

    [Theory]
    [InlineData("OutcomeApi")]
    [InlineData("OutcomeApi.Domain")]
    public void Tests_lie_in_a_folder_of_the_same_name_as_what_they_test(string project)
    {
        var folders = FoldersOf($"tests/{project}.Tests", "*.cs");
        folders.Count.ShouldBeGreaterThan(5);
        folders.Except(FoldersOf($"src/{project}", "*")).Except(OfTheirOwn).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("OutcomeApi")]
    [InlineData("OutcomeApi.Domain")]
    public void Every_test_has_the_namespace_of_its_folder(string project) =>
        SourceFile.Below($"tests/{project}.Tests")
            .Where(file => NamespaceLine().Match(file.Code).Groups["name"].Value != Path.GetDirectoryName(file.Path)!["tests/".Length..].Replace('/', '.'))
            .Select(file => file.Path)
            .ShouldBeEmpty();

    /// <summary>The folders below a folder that hold files themselves.</summary>
    private static HashSet<string> FoldersOf(string root, string pattern) =>
        [.. Repository.Files(root, pattern).Select(file => Path.GetRelativePath(root, Path.GetDirectoryName(file)!).Replace('\\', '/'))];

    [GeneratedRegex(@"namespace (?<name>[\w.]+);")]
    private static partial Regex NamespaceLine();
}
