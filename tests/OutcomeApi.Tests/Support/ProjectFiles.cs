namespace OutcomeApi.Tests.Support;

/// <summary>The four project files, as the program carries them.</summary>
public static class ProjectFiles
{
    public static readonly string[] Ids = ["fram", "iris2", "ips-unga", "uppsala"];

    public static JsonObject Read(string id)
    {
        using var stream = typeof(Program).Assembly.GetManifestResourceStream($"db.projects.{id}.json")!;
        return JsonNode.Parse(stream)!.AsObject();
    }
}
