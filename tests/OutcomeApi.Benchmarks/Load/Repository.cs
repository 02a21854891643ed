namespace OutcomeApi.Benchmarks.Load;

/// <summary>The files of this repository, found from where the program lies.</summary>
internal static class Repository
{
    public static readonly string Root = Find(new DirectoryInfo(AppContext.BaseDirectory));

    private static string Find(DirectoryInfo? folder) => folder switch
    {
        null => throw new InvalidOperationException("The program lies outside the repository."),
        _ when File.Exists(Path.Combine(folder.FullName, "OutcomeApi.sln")) => folder.FullName,
        _ => Find(folder.Parent),
    };
}
