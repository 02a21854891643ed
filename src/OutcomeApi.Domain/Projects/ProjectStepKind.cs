using System.ComponentModel.DataAnnotations;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Domain.Projects;

/// <summary>
/// A kind of step that a project uses. One of the product's is written as a plain text, one of the project's own as an object.
/// </summary>
[JsonConverter(typeof(ProjectStepKindConverter))]
public sealed record ProjectStepKind
{
    /// <summary>A code of the product's list, or the project's own.</summary>
    [Required]
    [Reference]
    public string? Code { get; init; }

    /// <summary>The project's name for a kind of its own. Null for a kind of the product.</summary>
    [Required]
    public LocalizedText? Name { get; init; }

    /// <summary>The product's kind that a kind of the project's own counts as. Null when it counts as a step and as no other kind.</summary>
    [CodeOf(typeof(StepKind))]
    public string? As { get; init; }

    /// <summary>Converts the kind to what the rules need.</summary>
    public UsedStepKind ToUsed() => new(
        Code!, Participations.Code.TryParse<StepKind>(As, out var counted) || Participations.Code.TryParse(Code, out counted) ? counted : null);
}

/// <summary>Reads and writes a <see cref="ProjectStepKind"/>. A kind of the product is written as a plain text.</summary>
public sealed class ProjectStepKindConverter : JsonConverter<ProjectStepKind>
{
    public override ProjectStepKind Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        if (reader.TokenType == JsonTokenType.String)
        {
            return new ProjectStepKind { Code = reader.GetString() };
        }

        var own = JsonSerializer.Deserialize<Own>(ref reader, options)!;
        return new ProjectStepKind { Code = own.Code, Name = own.Name, As = own.As };
    }

    public override void Write(Utf8JsonWriter writer, ProjectStepKind value, JsonSerializerOptions options)
    {
        if (value.Name is null)
        {
            writer.WriteStringValue(value.Code);
        }
        else
        {
            JsonSerializer.Serialize(writer, new Own(value.Code, value.Name, value.As), options);
        }
    }

    private sealed record Own(string? Code, LocalizedText? Name, string? As);
}
