using OutcomeApi.Http;

namespace OutcomeApi.Contract;

/// <summary>Addresses in the document.</summary>
internal static class Addressing
{
    /// <summary>Where the approved copy and the examples say that the service is.</summary>
    public const string ExampleHost = "https://api.example.se";

    /// <summary>The example address of a path below the versioned root.</summary>
    public static string Example(string path) => ExampleHost + Addresses.Base + path;
}
