namespace OutcomeApi.Tests.Support;

/// <summary>The four project files, as the program carries them, with the figures that tests report without a goal.</summary>
public static class ProjectFiles
{
    public static readonly string[] Ids = ["fram", "iris2", "ips-unga", "uppsala"];

    public static JsonObject Read(string id)
    {
        using var stream = typeof(Program).Assembly.GetManifestResourceStream($"db.projects.{id}.json")!;
        var file = JsonNode.Parse(stream)!.AsObject();
        string[] figures = ["baseline", "baseline-share", "caseload.per-specialist", "indicator", "permanent-job-specialists"];
        var listed = file["figures"]?.AsArray().GetValues<string>() ?? [];
        file["figures"] = new JsonArray([.. figures.Union(listed).Order(StringComparer.Ordinal).Select(figure => JsonValue.Create(figure))]);
        return file;
    }
}
