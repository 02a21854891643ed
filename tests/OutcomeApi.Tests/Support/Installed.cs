namespace OutcomeApi.Tests.Support;

/// <summary>Programs that tests start when they are there.</summary>
public static class Installed
{
    /// <summary>
    /// The browser; null: there is none. The shell without windows comes first: it shows and prints the same pages, and takes a fraction of the processor and
    /// of the memory.
    /// </summary>
    public static string? Chromium { get; } = OnPath("chromium-headless-shell") ?? OnPath("chromium")
        ?? OnPath("chromium-browser") ?? OnPath("google-chrome");

    /// <summary>A program that can be started by its name; null: there is none.</summary>
    public static string? OnPath(string program) => (Environment.GetEnvironmentVariable("PATH") ?? string.Empty)
        .Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, program))
        .FirstOrDefault(File.Exists);

    /// <summary>Says which of some programs are not there; null: all are. Names that are null are left out.</summary>
    public static string? Missing(params IEnumerable<string?> programs) =>
        programs.OfType<string>().Where(program => OnPath(program) is null).ToArray() is { Length: > 0 } missing
            ? $"{string.Join(", ", missing)} not installed"
            : null;
}
