using OutcomeApi.Http;

namespace OutcomeApi.Contract;

/// <summary>Where the approved copy and the examples say that the service is.</summary>
internal static class ExampleAddress
{
    private const string Host = "https://api.example.se";

    /// <summary>The example address of a path below the versioned root.</summary>
    public static string For(string path) => Host + Addresses.Base + path;
}
