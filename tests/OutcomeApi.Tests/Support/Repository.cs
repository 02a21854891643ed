namespace OutcomeApi.Tests.Support;

/// <summary>The files of this repository, found from where the tests run.</summary>
public static class Repository
{
    public static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    /// <summary>Files below a folder, without what is built or generated there, as paths from the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder, string pattern) =>
    [
        .. Directory.EnumerateFiles(Path.Combine(Root, folder), pattern, SearchOption.AllDirectories)
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Where(path => !path.Split('/').Any(part => part is "bin" or "obj" or "gen" or "node_modules"))
            .Order(StringComparer.Ordinal)
    ];

    public static string Read(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("The tests run outside the repository."),
        _ when File.Exists(Path.Combine(folder.FullName, "OutcomeApi.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
