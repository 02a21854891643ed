namespace OutcomeApi.Tests.Architecture;

/// <summary>A line fits on a screen. Raw string literals are exempt, because a break would change them, and so are patterns of regular expressions.</summary>
public sealed class LineLengthTests
{
    private const int Most = 160;

    [Fact]
    public void No_line_of_code_is_longer_than_160_characters()
    {
        string[] files =
        [
            .. new[] { "*.cs", "*.razor", "*.css" }.SelectMany(pattern => Repository.Files("src", pattern)),
            .. Repository.Files("tests", "*.cs"),
        ];
        files.Length.ShouldBeGreaterThan(400);
        files.ShouldContain(file => file.EndsWith(".razor", StringComparison.Ordinal));
        files.SelectMany(LongLines).ShouldBeEmpty();
    }

    private static IEnumerable<string> LongLines(string file)
    {
        var isRaw = false;
        var number = 0;
        foreach (var line in Repository.Read(file).Split('\n'))
        {
            number++;
            var quotes = line.Split("\"\"\"").Length - 1;
            var isPattern = line.Contains("Regex(@\"", StringComparison.Ordinal) || line.Contains("Match(@\"", StringComparison.Ordinal);
            if (line.Length > Most && !isRaw && quotes == 0 && !isPattern)
            {
                yield return $"{file}:{number} has {line.Length}";
            }

            isRaw ^= quotes % 2 == 1;
        }
    }
}
