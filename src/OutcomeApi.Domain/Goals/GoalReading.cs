using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Goals;

/// <summary>Reads the values of goal definitions. It keeps every fault with a pointer to it. A value with a fault is read as null.</summary>
/// <param name="project">The project whose codes and subprojects may be named. Null when they were checked earlier.</param>
internal class GoalReading(ProjectDefinition? project)
{
    public List<Fault> Faults { get; } = [];

    /// <summary>The keys of the goals that were referred to, and the place of each reference.</summary>
    public List<(string Key, string At)> References { get; } = [];

    protected ProjectDefinition? Project { get; } = project;

    /// <summary>Returns the elements of a list. Anything else has none.</summary>
    public static (JsonElement Value, string At)[] Elements(JsonElement value, string at) => value.ValueKind == JsonValueKind.Array
        ? [.. value.EnumerateArray().Select((element, index) => (element, JsonPointer.Below(at, index)))]
        : [];

    public void Fault(string at, string expected) => Faults.Add(new Fault(FaultCodes.GoalInvalid, at, expected));

    /// <summary>Reports a value and returns what it is read as: null.</summary>
    public T? Refuse<T>(string at, string expected)
    {
        Fault(at, expected);
        return default;
    }

    /// <summary>Reports a word that is none of some, and returns what it is read as: null.</summary>
    public T? Unknown<T>(string at, IEnumerable<string> allowed) => Refuse<T>(at, "one of " + string.Join(", ", allowed));

    /// <summary>Reads an object as a condition that holds when all its members hold.</summary>
    public Condition? Condition(JsonElement value, string at)
    {
        IEnumerable<JsonProperty> members = value.ValueKind == JsonValueKind.Object ? value.EnumerateObject() : [];
        var parts = Parts(
            members.Select(member => Word(member.Name, member.Value, JsonPointer.Below(at, member.Name))), at, "an object with at least one condition");
        return parts is null ? null : parts.Count == 1 ? parts[0] : new All(parts);
    }

    public IReadOnlyList<Condition>? Conditions(JsonElement value, string at) =>
        Parts(Elements(value, at).Select(element => Condition(element.Value, element.At)), at, "a list of at least one condition");

    /// <summary>Reads one code or a list of codes.</summary>
    /// <param name="used">The codes that a project uses. Null when every project uses all.</param>
    public IReadOnlyList<T>? Codes<T>(JsonElement value, string at, Func<ProjectDefinition, IReadOnlyList<string>>? used = null)
        where T : struct, Enum
    {
        var before = Faults.Count;
        (JsonElement Value, string At)[] places = Elements(value, at) is { Length: > 0 } elements ? elements : [(value, at)];
        string?[] codes = [.. places.Select(place => OneOf(place.Value, place.At, Code.All<T>()))];
        if (Faults.Count == before && Project is not null && used?.Invoke(Project) is { } known)
        {
            foreach (var (code, place) in codes.Zip(places).Where(pair => !known.Contains(pair.First!)))
            {
                Fault(place.At, $"codes that the project uses ({code} is not among them)");
            }
        }

        return Faults.Count == before ? [.. codes.Select(code => Code.Parse<T>(code!))] : null;
    }

    /// <summary>Reads the code of a unit of a referrer, or a list of codes.</summary>
    /// <param name="expected">What is expected where something else stands.</param>
    public IReadOnlyList<string>? Units(JsonElement value, string at, string expected)
    {
        var before = Faults.Count;
        (JsonElement Value, string At)[] places = Elements(value, at) is { Length: > 0 } elements ? elements : [(value, at)];
        foreach (var (code, place) in places)
        {
            if (code.ValueKind != JsonValueKind.String)
            {
                Fault(place, expected);
            }
            else if (Project is not null && Project.UnitOf(code.GetString()) is null)
            {
                Fault(place, Project.ReferrerUnits.Count == 0
                    ? "nothing: the project names no units"
                    : "one of " + string.Join(", ", Project.ReferrerUnits.Select(unit => unit.Code)));
            }
        }

        return Faults.Count == before ? [.. places.Select(place => place.Value.GetString()!)] : null;
    }

    /// <summary>Reads an object whose members are all of one kind.</summary>
    /// <param name="form">The form of the object, which names the members.</param>
    /// <param name="example">An example of the object.</param>
    /// <param name="read">Reads the value of a member at a pointer.</param>
    public Dictionary<string, T?>? Members<T>(JsonElement value, string at, Form.Object form, string example, Func<JsonElement, string, T?> read)
        where T : struct
    {
        if (value.ValueKind != JsonValueKind.Object || value.EnumerateObject().Count() < form.Least)
        {
            return Refuse<Dictionary<string, T?>>(at, "an object such as " + example);
        }

        var before = Faults.Count;
        var members = new Dictionary<string, T?>();
        foreach (var member in value.EnumerateObject())
        {
            var pointer = JsonPointer.Below(at, member.Name);
            members[member.Name] = form.Names.Contains(member.Name) ? read(member.Value, pointer) : Unknown<T?>(pointer, form.Names);
        }

        return Faults.Count == before ? members : null;
    }

    /// <summary>Reads a text that is one of some.</summary>
    /// <param name="allowed">The texts. Null when every text is allowed.</param>
    public string? OneOf(JsonElement value, string at, IReadOnlyList<string>? allowed) =>
        value.ValueKind == JsonValueKind.String && allowed?.Contains(value.GetString()!) != false ? value.GetString() : Unknown<string>(at, allowed ?? []);

    /// <summary>Reads the key of a goal that the definition refers to.</summary>
    public string? Reference(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            return Refuse<string>(at, "the key of a goal");
        }

        References.Add((value.GetString()!, at));
        return value.GetString();
    }

    public bool? Truth(JsonElement value, string at) =>
        value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : Refuse<bool?>(at, "true or false");

    public int? WholeNumber(JsonElement value, string at, int from, int to) =>
        value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= from && number <= to
            ? number
            : Refuse<int?>(at, string.Create(CultureInfo.InvariantCulture, $"a whole number of {from}–{to}"));

    private IReadOnlyList<Condition>? Parts(IEnumerable<Condition?> read, string at, string expected)
    {
        Condition?[] parts = [.. read];
        return parts.Length == 0 ? Refuse<IReadOnlyList<Condition>>(at, expected) : parts.Contains(null) ? null : [.. parts.OfType<Condition>()];
    }

    private Condition? Word(string name, JsonElement value, string at) => GoalVocabulary.Find(name) is { } word
        ? word.Read(this, value, at)
        : Unknown<Condition>(at, GoalVocabulary.Words.Select(known => known.Name));
}
