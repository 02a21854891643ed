using System.Text.Json;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>A word that a definition may use as a condition.</summary>
public sealed class Word
{
    /// <summary>Makes a word.</summary>
    /// <param name="name">The word.</param>
    /// <param name="form">The form of its value. The description says when the condition holds.</param>
    /// <param name="read">Reads the value at a pointer. The condition is null when the value has faults.</param>
    internal Word(string name, Form form, Func<GoalReading, JsonElement, string, Condition?> read) => (Name, Form, Read) = (name, form, read);

    public string Name { get; }

    public Form Form { get; }

    internal Func<GoalReading, JsonElement, string, Condition?> Read { get; }

    internal static Word OfTruth(string name, string description, Func<bool, Condition> make) =>
        new(name, new Form.Truth(description), (reading, value, at) => reading.Truth(value, at) is { } expected ? make(expected) : null);

    /// <summary>Makes a word whose value is one code or several.</summary>
    /// <param name="used">The codes that a project uses. Null when every project uses all.</param>
    internal static Word OfCodes<T>(
        string name, string description, Func<IReadOnlyList<T>, Condition> make, Func<ProjectDefinition, IReadOnlyList<string>>? used = null)
        where T : struct, Enum =>
        new(name, Form.Codes<T>(description), (reading, value, at) => reading.Codes<T>(value, at, used) is { } codes ? make(codes) : null);

    internal static Word OfConditions(string name, string description, Func<IReadOnlyList<Condition>, Condition> make) =>
        new(name, Form.Conditions(description), (reading, value, at) => reading.Conditions(value, at) is { } parts ? make(parts) : null);
}
