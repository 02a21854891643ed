using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace OutcomeApi.Domain.Projects;

/// <summary>
/// A code that a project uses. It is written as a plain text, or as an object when the project renames the code or uses it only for a time.
/// </summary>
[JsonConverter(typeof(ProjectCodeConverter))]
public sealed record ProjectCode
{
    /// <summary>A code of the product's list. The product defines its meaning.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>The project's own text for the code. Absent when the project uses the product's text.</summary>
    public LocalizedText? Text { get; init; }

    /// <summary>The first day on which the project uses the code. Absent when it is used from the start.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>The last day on which the project uses the code. Absent when it is used to the end.</summary>
    public DateOnly? ValidTo { get; init; }
}

/// <summary>Reads and writes a <see cref="ProjectCode"/>. A code without further properties is written as a plain text.</summary>
public sealed class ProjectCodeConverter : JsonConverter<ProjectCode>
{
    public override ProjectCode Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options) =>
        reader.TokenType == JsonTokenType.String
            ? new ProjectCode { Code = reader.GetString() }
            : JsonSerializer.Deserialize<Whole>(ref reader, options)!.ToCode();

    public override void Write(Utf8JsonWriter writer, ProjectCode value, JsonSerializerOptions options)
    {
        if (value is { Text: null, ValidFrom: null, ValidTo: null })
        {
            writer.WriteStringValue(value.Code);
        }
        else
        {
            JsonSerializer.Serialize(writer, new Whole(value.Code, value.Text, value.ValidFrom, value.ValidTo), options);
        }
    }

    private sealed record Whole(string? Code, LocalizedText? Text, DateOnly? ValidFrom, DateOnly? ValidTo)
    {
        public ProjectCode ToCode() => new() { Code = Code, Text = Text, ValidFrom = ValidFrom, ValidTo = ValidTo };
    }
}
