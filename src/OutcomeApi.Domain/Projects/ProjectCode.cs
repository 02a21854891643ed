using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Projects;

/// <summary>A code that a project uses: just the code as a text, or an object where the project renames it or uses it only for a time.</summary>
[JsonConverter(typeof(ProjectCodeConverter))]
public sealed record ProjectCode
{
    /// <summary>A code of the product's list. Its meaning is the product's.</summary>
    [Required]
    public string? Code { get; init; }

    /// <summary>What the project calls it; absent: what the product calls it.</summary>
    public LocalizedText? Text { get; init; }

    /// <summary>First day on which the project uses it; absent: from the first.</summary>
    public DateOnly? ValidFrom { get; init; }

    /// <summary>Last day on which the project uses it; absent: to the last.</summary>
    public DateOnly? ValidTo { get; init; }
}

/// <summary>A code with nothing beside it is written as a text.</summary>
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
