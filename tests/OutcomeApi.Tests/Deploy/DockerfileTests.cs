using System.Text.RegularExpressions;
using System.Xml.Linq;

namespace OutcomeApi.Tests.Deploy;

/// <summary>What must hold of the image, as far as it can be read. The public workflow builds and starts it.</summary>
public sealed partial class DockerfileTests
{
    private static readonly string Dockerfile = Repository.Read("Dockerfile");

    [Fact]
    public void Nothing_is_wrong_with_it() => FaultsOf(Dockerfile).ShouldBeEmpty();

    [Theory]
    [InlineData("sdk:10.0-noble AS build", "sdk AS build", "FROM mcr.microsoft.com/dotnet/sdk: no tag")]
    [InlineData("aspnet:10.0-noble-chiseled-extra", "aspnet:latest", "FROM mcr.microsoft.com/dotnet/aspnet:latest: no tag of its own")]
    [InlineData("10.0-noble-chiseled-extra", "10.0-noble-chiseled", "the last stage has no ICU and no time zones")]
    [InlineData("USER $APP_UID", "USER root", "the last stage runs as root")]
    [InlineData("USER $APP_UID\n", "", "the last stage runs as root")]
    [InlineData("ENTRYPOINT [\"dotnet\", \"/program/OutcomeApi.dll\"]", "ENTRYPOINT dotnet /program/OutcomeApi.dll", "ENTRYPOINT needs a shell")]
    [InlineData("CMD [\"dotnet\", \"/program/OutcomeApi.dll\", \"ready\"]", "CMD curl localhost", "HEALTHCHECK needs a shell")]
    [InlineData("HEALTHCHECK --interval", "# HEALTHCHECK --interval", "the last stage has no HEALTHCHECK")]
    [InlineData("COPY db/ db/", "ADD db/ db/", "ADD: COPY says what it does")]
    [InlineData("ARG REVISION=unknown", "ARG API_KEY=unknown", "ARG API_KEY is kept in the image")]
    [InlineData("ENV ASPNETCORE_HTTP_PORTS=8080", "ENV Security__HashKey=x", "ENV Security__HashKey is kept in the image")]
    [InlineData(
        "COPY src/OutcomeApi.Domain/OutcomeApi.Domain.csproj src/OutcomeApi.Domain/\n", "",
        "src/OutcomeApi.Domain/OutcomeApi.Domain.csproj is not there when packages are restored")]
    [InlineData("COPY db/ db/\n", "", "db is not there when the program is built")]
    [InlineData("COPY src/OutcomeApi/ src/OutcomeApi/", "COPY . .", "everything is copied")]
    public void What_is_wrong_is_found(string text, string becomes, string fault)
    {
        Dockerfile.ShouldContain(text);

        FaultsOf(Dockerfile.Replace(text, becomes, StringComparison.Ordinal)).ShouldContain(fault);
    }

    [Fact]
    public void What_it_copies_is_let_through_and_nothing_else_is()
    {
        var ignore = Repository.Read(".dockerignore").Split('\n').Where(line => line.Length > 0 && line[0] != '#').ToArray();
        ignore[0].ShouldBe("*");
        var let = ignore.Where(line => line[0] == '!').Select(line => line[1..]).ToArray();

        var copied = Instructions(Dockerfile).Where(one => one.Word == "COPY" && !one.Text.Contains("--from", StringComparison.Ordinal))
            .SelectMany(one => Words(one.Text)[..^1]).Select(path => path.TrimEnd('/')).ToArray();
        copied.ShouldNotBeEmpty();
        copied.Where(path => !let.Any(root => path == root || path.StartsWith(root + "/", StringComparison.Ordinal))).ShouldBeEmpty();
        let.Where(root => !copied.Contains(root)).ShouldBeEmpty();
        copied.Where(path => !Path.Exists(Path.Combine(Repository.Root, path))).ShouldBeEmpty();
        copied.ShouldNotContain(path => path.Contains("Demo", StringComparison.Ordinal));
    }

    private static IReadOnlyList<string> FaultsOf(string dockerfile)
    {
        var faults = new List<string>();
        var all = Instructions(dockerfile);
        var stages = all.Where(one => one.Word == "FROM").Select(one => Stage().Match(one.Text)).ToArray();
        foreach (var image in stages.Select(stage => stage.Groups["image"].Value).Where(image => stages.All(stage => stage.Groups["name"].Value != image)))
        {
            var tag = image.Split('/')[^1].Split(':').ElementAtOrDefault(1);
            if (tag is null or "latest")
            {
                faults.Add($"FROM {image}: no tag{(tag is null ? string.Empty : " of its own")}");
            }
        }

        var last = all.Skip(all.FindLastIndex(one => one.Word == "FROM")).ToArray();
        if (!last[0].Text.EndsWith("-chiseled-extra", StringComparison.Ordinal))
        {
            faults.Add("the last stage has no ICU and no time zones");
        }

        if (last.LastOrDefault(one => one.Word == "USER").Text is null or "root" or "0")
        {
            faults.Add("the last stage runs as root");
        }

        var checks = last.Where(one => one.Word == "HEALTHCHECK").ToArray();
        if (checks.Length != 1)
        {
            faults.Add("the last stage has no HEALTHCHECK");
        }

        faults.AddRange(checks.Where(one => !HealthProgram().IsMatch(one.Text)).Select(_ => "HEALTHCHECK needs a shell"));
        faults.AddRange(last.Where(one => one.Word is "ENTRYPOINT" or "CMD" && one.Text[0] != '[').Select(one => $"{one.Word} needs a shell"));
        faults.AddRange(all.Where(one => one.Word == "ADD").Select(_ => "ADD: COPY says what it does"));
        faults.AddRange(all.Where(one => one.Word is "ARG" or "ENV")
            .SelectMany(one => Words(one.Text).Select(word => (one.Word, Name: word.Split('=')[0])))
            .Where(one => Secret().IsMatch(one.Name)).Select(one => $"{one.Word} {one.Name} is kept in the image"));

        // What is there when a step runs.
        string[] CopiedBefore(string step) =>
        [
            .. all.TakeWhile(one => one.Word != "RUN" || !one.Text.Contains(step, StringComparison.Ordinal)).Where(one => one.Word == "COPY")
                .SelectMany(one => Words(one.Text)[..^1]).Select(path => path.TrimEnd('/'))
        ];
        var (projects, folders) = Needed("src/OutcomeApi/OutcomeApi.csproj");
        var restored = CopiedBefore("dotnet restore");
        faults.AddRange(projects.Except(restored).Select(project => $"{project} is not there when packages are restored"));
        var built = CopiedBefore("dotnet publish");
        faults.AddRange(projects.Select(project => Path.GetDirectoryName(project)!).Concat(folders).Distinct().Except(built)
            .Select(folder => $"{folder} is not there when the program is built"));
        if (built.Contains("."))
        {
            faults.Add("everything is copied");
        }

        return faults;
    }

    /// <summary>A project with those that it refers to, and the top folders whose files they embed.</summary>
    private static (string[] Projects, string[] Folders) Needed(string project)
    {
        var folder = Path.GetDirectoryName(project)!;
        var file = XDocument.Parse(Repository.Read(project));
        string FromRoot(XElement item) =>
            Path.GetRelativePath(Repository.Root, Path.GetFullPath(Path.Combine(Repository.Root, folder, item.Attribute("Include")!.Value.Replace('\\', '/'))));
        var others = file.Descendants("ProjectReference").Select(reference => Needed(FromRoot(reference))).ToArray();
        var embedded = file.Descendants("EmbeddedResource").Select(FromRoot)
            .Where(path => !path.StartsWith(folder + "/", StringComparison.Ordinal)).Select(path => path.Split('/')[0]);
        return ([project, .. others.SelectMany(other => other.Projects)], [.. embedded.Concat(others.SelectMany(other => other.Folders)).Distinct()]);
    }

    private static List<(string Word, string Text)> Instructions(string dockerfile) =>
    [
        .. Continued().Replace(Comment().Replace(dockerfile, string.Empty), " ")
            .Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Select(line => line.Split(' ', 2, StringSplitOptions.TrimEntries)).Select(parts => (parts[0], parts[1]))
    ];

    private static string[] Words(string rest) =>
        [.. rest.Split(' ', StringSplitOptions.RemoveEmptyEntries).Where(word => !word.StartsWith("--", StringComparison.Ordinal))];

    [GeneratedRegex("^(--platform=\\S+ )?(?<image>\\S+)( AS (?<name>\\S+))?$")]
    private static partial Regex Stage();

    [GeneratedRegex("CMD \\[\"dotnet\",.*\\]$")]
    private static partial Regex HealthProgram();

    [GeneratedRegex("password|secret|token|key", RegexOptions.IgnoreCase)]
    private static partial Regex Secret();

    [GeneratedRegex("^#.*\n", RegexOptions.Multiline)]
    private static partial Regex Comment();

    [GeneratedRegex("\\\\\n\\s*")]
    private static partial Regex Continued();
}
