namespace OutcomeApi.Contract;

/// <summary>Builds the addresses of the service that the examples and the approved copy of the contract use.</summary>
internal static class ExampleAddress
{
    private const string Host = "https://api.example.se";

    /// <summary>Returns the example address of a path below the versioned root.</summary>
    public static string For(string path) => Host + Addresses.Base + path;
}
