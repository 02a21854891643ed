using System.Text.Json;
using OutcomeApi.Client;

namespace OutcomeApi.SampleSenders;

/// <summary>What the kit tells a sender on standard input.</summary>
internal sealed record SenderTask(string Journey, Uri Url, string Key, string Project, IReadOnlyList<Happening> Events)
{
    public static async Task<SenderTask> ReadAsync(Stream input) =>
        await JsonSerializer.DeserializeAsync<SenderTask>(input, JsonSerializerOptions.Web) ?? throw new JsonException("There is no task.");
}

/// <summary>Something that has happened in the project.</summary>
/// <param name="Happened"><c>registered</c>, <c>corrected</c> or <c>withdrawn</c>.</param>
internal sealed record Happening(string Happened, string Record, JsonElement Content)
{
    /// <summary>What is stated, as the client's type.</summary>
    public IRecord Stated => Record switch
    {
        "enrollment" => Content.Deserialize<Enrollment>(JsonSerializerOptions.Web)!,
        "exit" => Content.Deserialize<Exit>(JsonSerializerOptions.Web)!,
        _ => throw new InvalidOperationException($"This sender has no {Record}."),
    };
}
