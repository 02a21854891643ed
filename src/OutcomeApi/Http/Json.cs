using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OutcomeApi.Http;

/// <summary>Says of an answer that some readers get it without a member, which is something else than null.</summary>
public interface ILeavesOutMembers
{
    /// <summary>Is the member of that JSON name left out?</summary>
    bool LeavesOut(string member);
}

/// <summary>How the service writes JSON: camelCase, UTF-8 with Swedish letters as they are, numbers as numbers.</summary>
public static class Json
{
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    public static JsonSerializerOptions Configure(JsonSerializerOptions options)
    {
        options.NumberHandling = JsonNumberHandling.Strict;
        options.Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping;
        options.Converters.Add(new InstantConverter());
        options.TypeInfoResolver = new DefaultJsonTypeInfoResolver { Modifiers = { LeaveOut } };
        return options;
    }

    private static void LeaveOut(JsonTypeInfo type)
    {
        if (type.Type.IsAssignableTo(typeof(ILeavesOutMembers)))
        {
            foreach (var property in type.Properties)
            {
                var otherwise = property.ShouldSerialize;
                property.ShouldSerialize = (owner, value) => !((ILeavesOutMembers)owner).LeavesOut(property.Name) && otherwise?.Invoke(owner, value) != false;
            }
        }
    }

    /// <summary>Instants end with Z: they are always UTC.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
    }
}
