using Microsoft.Extensions.Configuration.EnvironmentVariables;
using Microsoft.Extensions.Configuration.Memory;

namespace OutcomeApi.Hosting;

/// <summary>
/// Reads settings from files that are named as the environment variables, such as <c>Database__ConnectionString</c>. Container platforms and systemd hand over
/// secrets like that. A variable of the same name wins, and so does an argument.
/// </summary>
public static class SecretFiles
{
    /// <summary>Where container platforms put secrets.</summary>
    private const string OfContainers = "/run/secrets";

    /// <summary>The variable in which systemd says where the credentials of a unit are.</summary>
    private const string OfSystemd = "CREDENTIALS_DIRECTORY";

    /// <summary>Adds the files of both places.</summary>
    public static void AddTo(IConfigurationBuilder configuration) =>
        AddTo(configuration, [OfContainers, .. Environment.GetEnvironmentVariable(OfSystemd) is { Length: > 0 } folder ? [folder] : Array.Empty<string>()]);

    /// <summary>Adds the files of some folders, without the line breaks at their ends. Of two files of a name that of the later folder holds.</summary>
    /// <exception cref="IOException">A file cannot be read.</exception>
    /// <exception cref="UnauthorizedAccessException">A file may not be read.</exception>
    internal static void AddTo(IConfigurationBuilder configuration, IReadOnlyList<string> folders)
    {
        var settings = new Dictionary<string, string?>(StringComparer.OrdinalIgnoreCase);
        foreach (var file in folders.Where(Directory.Exists).SelectMany(Directory.EnumerateFiles))
        {
            // What is not named as a setting is somebody else's.
            if (Path.GetFileName(file) is var name && name.Contains("__", StringComparison.Ordinal))
            {
                settings[name.Replace("__", ":", StringComparison.Ordinal)] = File.ReadAllText(file).TrimEnd('\r', '\n');
            }
        }

        var variables = configuration.Sources.FirstOrDefault(source => source is EnvironmentVariablesConfigurationSource { Prefix: null or "" });
        configuration.Sources.Insert(
            variables is null ? configuration.Sources.Count : configuration.Sources.IndexOf(variables),
            new MemoryConfigurationSource { InitialData = settings });
    }
}
