namespace OutcomeApi.Tests.Support;

/// <summary>The four project files, as the program carries them, with the figures that tests report without a goal.</summary>
public static class ProjectFiles
{
    public static readonly string[] Ids = ["fram", "iris2", "ips-unga", "uppsala"];

    public static JsonObject Read(string id)
    {
        using var stream = typeof(Program).Assembly.GetManifestResourceStream($"db.projects.{id}.json")!;
        var file = JsonNode.Parse(stream)!.AsObject();
        file["figures"] = new JsonArray("baseline", "baseline-share", "caseload.per-specialist", "indicator", "permanent-job-specialists");
        return file;
    }
}
