using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;

namespace OutcomeApi.Records;

/// <summary>A record as it is stored.</summary>
/// <param name="Row">What every record has.</param>
/// <param name="Registration">What its sender has stated.</param>
public sealed record Stored<T>(StoredRow Row, T Registration)
    where T : Registration;

/// <summary>What every record has beside its registration.</summary>
public sealed record StoredRow
{
    public long Id { get; init; }

    public int Version { get; init; }

    public DateTimeOffset ReceivedAt { get; init; }

    public DateTimeOffset ChangedAt { get; init; }
}

/// <summary>What the service adds to a record in its answers.</summary>
public sealed record RecordMeta
{
    /// <summary>1 for the first version; every correction makes the next.</summary>
    public required int Version { get; init; }

    /// <summary>When the record first came in.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When it was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>What is worth a second look, in the answer to a write.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public IReadOnlyList<ProblemError>? Warnings { get; init; }

    /// <summary>Where the record stands.</summary>
    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>The record's own address.</summary>
public sealed record SelfLinks(Link Self);

/// <summary>A record in an answer: the members of its content and of <see cref="RecordMeta"/> side by side.</summary>
[JsonConverter(typeof(RecordConverterFactory))]
public sealed record Record<T>(T Content, RecordMeta Meta)
    where T : class;

/// <summary>Writes the two halves of a record into one object.</summary>
public sealed class RecordConverterFactory : JsonConverterFactory
{
    public override bool CanConvert(Type typeToConvert) => typeToConvert.IsGenericType && typeToConvert.GetGenericTypeDefinition() == typeof(Record<>);

    public override JsonConverter CreateConverter(Type typeToConvert, JsonSerializerOptions options) =>
        (JsonConverter)Activator.CreateInstance(typeof(RecordConverter<>).MakeGenericType(typeToConvert.GetGenericArguments()))!;

    private sealed class RecordConverter<T> : JsonConverter<Record<T>>
        where T : class
    {
        public override Record<T> Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            throw new NotSupportedException("Records are read by JsonBodyReader.");

        public override void Write(Utf8JsonWriter writer, Record<T> value, JsonSerializerOptions options)
        {
            writer.WriteStartObject();
            WriteMembers(writer, JsonSerializer.SerializeToNode(value.Content, options)!.AsObject());
            WriteMembers(writer, JsonSerializer.SerializeToNode(value.Meta, options)!.AsObject());
            writer.WriteEndObject();
        }

        private static void WriteMembers(Utf8JsonWriter writer, JsonObject members)
        {
            foreach (var (name, member) in members.Where(m => m.Key != "correction"))
            {
                writer.WritePropertyName(name);
                if (member is null)
                {
                    writer.WriteNullValue();
                }
                else
                {
                    member.WriteTo(writer);
                }
            }
        }
    }
}

/// <summary>The canonical content of a registration: what is compared, and what the history keeps.</summary>
public static class Content
{
    /// <summary>All members but <c>correction</c>, nulls left out.</summary>
    public static JsonObject From<T>(T registration)
        where T : Registration
    {
        var members = JsonSerializer.SerializeToNode(registration, Json.Options)!.AsObject();
        members.Remove("correction");
        foreach (var name in members.Where(m => m.Value is null).Select(m => m.Key).ToArray())
        {
            members.Remove(name);
        }

        return members;
    }

    /// <summary>The members in which two registrations differ, as JSON Pointers.</summary>
    public static IReadOnlyList<string> Differences<T>(T left, T right)
        where T : Registration
    {
        JsonObject a = From(left), b = From(right);
        return [.. a.Select(m => m.Key).Union(b.Select(m => m.Key)).Where(name => !JsonNode.DeepEquals(a[name], b[name])).Select(name => "/" + name)];
    }
}
