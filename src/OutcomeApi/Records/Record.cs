using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Records;

/// <summary>A record as it is stored.</summary>
/// <param name="Row">The columns that every record has.</param>
/// <param name="Registration">What the sender has stated.</param>
public sealed record Stored<T>(StoredRow Row, T Registration)
    where T : Registration;

/// <summary>Holds the columns that every record has in addition to its registration.</summary>
public sealed record StoredRow
{
    public long Id { get; init; }

    public int Version { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>Members that the service adds to a record in its responses.</summary>
public sealed record RecordMeta
{
    /// <summary>Version number: 1 when the record is created, and one more for every correction.</summary>
    public required int Version { get; init; }

    /// <summary>Time when the record was first received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>Time when the record was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Points of the record that are worth checking. Present only in the response to a write.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Warnings { get; init; }

    /// <summary>Link to the record.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>Links of a record.</summary>
/// <param name="Self">The record itself.</param>
public sealed record SelfLinks(Link Self);

/// <summary>A record in a response. The members of its content and of <see cref="RecordMeta"/> form one object.</summary>
[JsonConverter(typeof(RecordConverterFactory))]
public sealed record Record<T>(T Content, RecordMeta Meta) : IVersioned
    where T : class
{
    int IVersioned.Version => Meta.Version;

    string IVersioned.Address => Meta.Links.Self.Href;
}

/// <summary>Writes the content and the metadata of a record as one object.</summary>
public sealed class RecordConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Record<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(RecordConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class RecordConverter<T> : JsonConverter<Record<T>>
        where T : class
    {
        private static readonly JsonSerializerOptions Shown = new(Json.Options)
        {
            TypeInfoResolver = Json.Options.TypeInfoResolver!.WithAddedModifier(LeaveOutCorrection),
        };

        public override Record<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Records are read by JsonBodyReader.");

        public override void Write(Utf8JsonWriter writer, Record<T> value, JsonSerializerOptions options)
        {
            // The members of both, between one pair of braces. No content is empty.
            byte[] members =
            [
                .. JsonSerializer.SerializeToUtf8Bytes(value.Content, Shown).AsSpan()[..^1],
                (byte)',',
                .. JsonSerializer.SerializeToUtf8Bytes(value.Meta, options).AsSpan()[1..],
            ];
            writer.WriteRawValue(members, skipInputValidation: true);
        }

        private static void LeaveOutCorrection(JsonTypeInfo type)
        {
            if (type.Type == typeof(T) && type.Properties.FirstOrDefault(property => property.Name == "correction") is { } correction)
            {
                type.Properties.Remove(correction);
            }
        }
    }
}

/// <summary>Builds the canonical content of a registration, which is compared and which the history keeps.</summary>
public static class Content
{
    private static readonly JsonSerializerOptions Stated = new(Json.Options)
    {
        TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOutWhatIsNotContent } },
    };

    /// <summary>Returns all members that are stated, without nulls: not <c>correction</c>, nor what the service computes.</summary>
    public static JsonObject From<T>(T registration)
        where T : Registration => JsonSerializer.SerializeToNode(registration, Stated)!.AsObject();

    /// <summary>Writes the same members as JSON text.</summary>
    public static string Write<T>(T registration)
        where T : Registration => JsonSerializer.Serialize(registration, Stated);

    /// <summary>Reads a registration from the text that <see cref="Write"/> has written.</summary>
    public static T Read<T>(string content)
        where T : Registration => JsonSerializer.Deserialize<T>(content, Stated)!;

    /// <summary>Finds the members in which two registrations differ, as JSON Pointers. Example: <c>/exitedOn</c>.</summary>
    public static IReadOnlyList<string> Differences<T>(T left, T right)
        where T : Registration => Differences(From(left), From(right));

    /// <summary>Finds the members in which two contents differ, as JSON Pointers.</summary>
    public static IReadOnlyList<string> Differences(JsonObject left, JsonObject right) =>
        [.. left.Select(m => m.Key).Union(right.Select(m => m.Key)).Where(name => !JsonNode.DeepEquals(left[name], right[name])).Select(name => "/" + name)];

    private static void LeaveOutWhatIsNotContent(JsonTypeInfo type)
    {
        foreach (var property in type.Type.IsAssignableTo(typeof(Registration)) ? type.Properties : [])
        {
            var isContent = property.Name != "correction" && property.AttributeProvider?.IsDefined(typeof(ComputedAttribute), inherit: true) != true;
            property.ShouldSerialize = isContent ? (_, value) => value is not null : (_, _) => false;
        }
    }
}
