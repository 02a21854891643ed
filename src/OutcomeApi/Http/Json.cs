using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;
using System.Text.Json.Serialization.Metadata;

namespace OutcomeApi.Http;

/// <summary>An answer that leaves out members for some readers. An absent member is not the same as a member whose value is null.</summary>
public interface ILeavesOutMembers
{
    /// <summary>Returns whether the member with this JSON name is left out.</summary>
    bool LeavesOut(string member);
}

/// <summary>Defines how the service writes JSON: names in camelCase, UTF-8 without escapes for Swedish letters, numbers as JSON numbers.</summary>
public static class Json
{
    /// <summary>The options that all answers are written with.</summary>
    public static readonly JsonSerializerOptions Options = Configure(new JsonSerializerOptions(JsonSerializerDefaults.Web));

    /// <summary>Applies these rules to serializer options.</summary>
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
                property.ShouldSerialize = (owner, value) =>
                    !((ILeavesOutMembers)owner).LeavesOut(property.Name) && otherwise?.Invoke(owner, value) != false;
            }
        }
    }

    /// <summary>Writes instants in UTC, so that they end with <c>Z</c>.</summary>
    private sealed class InstantConverter : JsonConverter<DateTimeOffset>
    {
        public override DateTimeOffset Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) => reader.GetDateTimeOffset();

        public override void Write(Utf8JsonWriter writer, DateTimeOffset value, JsonSerializerOptions options) =>
            writer.WriteStringValue(value.UtcDateTime.ToString("yyyy-MM-ddTHH:mm:ss.FFFFFFFZ", CultureInfo.InvariantCulture));
    }
}
