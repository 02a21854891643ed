using System.Text.Json;
using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>
/// Who participates: an opaque reference that the project system chose, or a personal identity number, which the service replaces by a keyed hash before
/// anything is stored. As a text it is neither.
/// </summary>
[JsonConverter(typeof(Json))]
public sealed record Participant
{
    private Participant(string? reference, string? number) => (Reference, PersonalIdentityNumber) = (reference, number);

    /// <summary>The reference. Null when a personal identity number is sent.</summary>
    public string? Reference { get; }

    /// <summary>The personal identity number. The service never gives it back.</summary>
    public string? PersonalIdentityNumber { get; }

    public static implicit operator Participant(string reference) => FromReference(reference);

    public static Participant FromReference(string reference) => new(reference, null);

    public static Participant FromPersonalIdentityNumber(string number) => new(null, number);

    public override string ToString() => nameof(Participant);

    private sealed class Json : JsonConverter<Participant>
    {
        public override Participant Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
            reader.TokenType == JsonTokenType.String
                ? FromReference(reader.GetString()!)
                : FromPersonalIdentityNumber(JsonElement.ParseValue(ref reader).GetProperty("personalIdentityNumber").GetString()!);

        public override void Write(Utf8JsonWriter writer, Participant value, JsonSerializerOptions options)
        {
            if (value.Reference is not null)
            {
                writer.WriteStringValue(value.Reference);
                return;
            }

            writer.WriteStartObject();
            writer.WriteString("personalIdentityNumber", value.PersonalIdentityNumber);
            writer.WriteEndObject();
        }
    }
}
