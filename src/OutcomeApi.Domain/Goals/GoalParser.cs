using System.Text.Json;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Goals;

/// <summary>Reads goal definitions from JSON. It reports every fault with a pointer to it. Unknown words are faults.</summary>
public static class GoalParser
{
    /// <summary>Reads all goals of a project: an object with one member for each key.</summary>
    /// <param name="goals">The JSON object.</param>
    /// <param name="project">The project. Goals may name its subprojects, exit reasons, answers and referrers.</param>
    /// <param name="pointer">The pointer to the object in what was sent.</param>
    /// <returns>The definitions in their order, and every fault. The definitions are complete only when there are no faults.</returns>
    public static (IReadOnlyList<GoalDefinition> Goals, IReadOnlyList<Fault> Faults) ParseAll(
        JsonElement goals, ProjectDefinition project, string pointer)
    {
        if (goals.ValueKind != JsonValueKind.Object)
        {
            return ([], [new Fault(FaultCodes.GoalInvalid, pointer, "an object with a member for each goal key")]);
        }

        if (Unreadable(goals, pointer).ToArray() is { Length: > 0 } unreadable)
        {
            return ([], unreadable);
        }

        var reader = new GoalReader(project);
        var definitions = new List<GoalDefinition>();
        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in goals.EnumerateObject())
        {
            var at = JsonPointer.Below(pointer, member.Name);
            if (!keys.Add(member.Name))
            {
                reader.Fault(at, "each key once");
            }
            else if (reader.Goal(member.Name, member.Value, at) is { } definition)
            {
                definitions.Add(definition);
            }
        }

        CheckReferences(reader, keys);
        CheckCycles(reader, definitions, key => JsonPointer.Below(pointer, key));
        foreach (var (from, to, why) in GoalReferences.Impossible(definitions))
        {
            RefuseReference(reader, JsonPointer.Below(pointer, from), to, why);
        }

        return (definitions, reader.Faults);
    }

    /// <summary>Reads one goal and checks it together with the project's other goals.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="goal">The JSON object.</param>
    /// <param name="others">The project's other goals in force. A goal with the same key is replaced.</param>
    /// <param name="project">The project.</param>
    public static (GoalDefinition? Goal, IReadOnlyList<Fault> Faults) ParseOne(
        string key, JsonElement goal, IReadOnlyList<GoalDefinition> others, ProjectDefinition project)
    {
        if (Unreadable(goal, string.Empty).ToArray() is { Length: > 0 } unreadable)
        {
            return (null, unreadable);
        }

        var reader = new GoalReader(project);
        var definition = reader.Goal(key, goal, string.Empty);
        CheckReferences(reader, [.. others.Select(o => o.Key), key]);
        if (definition is not null)
        {
            var all = others.Where(o => o.Key != key).Append(definition).ToArray();
            CheckCycles(reader, all, k => k == key ? string.Empty : null);
            CheckOthers(reader, key, others, all);
        }

        return (definition, reader.Faults);
    }

    /// <summary>
    /// Reads a definition that was checked when it was stored. It is not checked against the project, whose codes may have changed since;
    /// the stored version has not changed.
    /// </summary>
    /// <exception cref="FormatException">The stored definition cannot be read, so it was not written by this service.</exception>
    public static GoalDefinition ParseStored(string key, JsonElement goal)
    {
        var reader = new GoalReader(null);
        return reader.Goal(key, goal, string.Empty)
            ?? throw new FormatException($"The stored goal {key} can not be read: {string.Join("; ", reader.Faults.Select(f => f.Pointer))}");
    }

    /// <summary>
    /// Determines whether a text is a goal key: words of lower-case letters, digits and hyphens, joined by dots, with at most 100
    /// characters in all.
    /// </summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= 100
        && key.Split('.').All(word => word.Length > 0 && word.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));

    /// <summary>Checks that every goal that is referred to exists. A goal with faults of its own counts as existing.</summary>
    private static void CheckReferences(GoalReader reader, HashSet<string> keys)
    {
        foreach (var (_, at) in reader.References.Where(reference => !keys.Contains(reference.Key)))
        {
            reader.Fault(at, "the key of a goal of this project");
        }
    }

    /// <summary>
    /// Checks that the goals can still refer to each other when this goal is among them. When a reference of another goal would become
    /// impossible, the fault is reported for this goal and names the other goal.
    /// </summary>
    private static void CheckOthers(GoalReader reader, string key, IReadOnlyList<GoalDefinition> before, IReadOnlyList<GoalDefinition> all)
    {
        var earlier = GoalReferences.Impossible(before).ToHashSet();
        foreach (var reference in GoalReferences.Impossible(all))
        {
            var (from, to, why) = reference;
            if (from == key)
            {
                RefuseReference(reader, string.Empty, to, why);
            }
            else if (!earlier.Contains(reference))
            {
                reader.Fault(why == ImpossibleReference.NoNumerator ? "/measure" : "/of", $"what the goal {from}, which refers to {to}, can still refer to");
            }
        }
    }

    private static void RefuseReference(GoalReader reader, string goal, string to, ImpossibleReference why)
    {
        foreach (var (_, at) in reader.References.Where(r => r.Key == to && r.At.StartsWith(goal + "/", StringComparison.Ordinal)).ToArray())
        {
            reader.Fault(at, why == ImpossibleReference.NoNumerator
                ? "a goal that counts participations: a share, a count or a change from a baseline"
                : "a goal about the same: none that counts referrals here and enrollments there, or here what happens and there who is present");
        }
    }

    /// <summary>Checks that no goal depends on itself.</summary>
    private static void CheckCycles(GoalReader reader, IReadOnlyList<GoalDefinition> definitions, Func<string, string?> pointerOf)
    {
        var byKey = definitions.ToDictionary(d => d.Key);
        foreach (var definition in definitions)
        {
            if (pointerOf(definition.Key) is { } at && GoalReferences.DependsOnItself(definition.Key, byKey))
            {
                reader.Fault(at, "goals that do not refer to themselves, by whatever way");
            }
        }
    }

    /// <summary>
    /// Finds the texts that cannot be read. An escape such as <c>\ud800</c> is valid JSON but not valid text, and reading it throws. This
    /// check therefore runs before anything is read.
    /// </summary>
    private static IEnumerable<Fault> Unreadable(JsonElement value, string at)
    {
        return value.ValueKind switch
        {
            JsonValueKind.Object => value.EnumerateObject().SelectMany(member =>
                TextOf(() => member.Name) is { } name ? Unreadable(member.Value, JsonPointer.Below(at, name)) : [NoText()]),
            JsonValueKind.Array => GoalReading.Elements(value, at).SelectMany(element => Unreadable(element.Value, element.At)),
            JsonValueKind.String when TextOf(value.GetString) is null => [NoText()],
            _ => [],
        };

        Fault NoText() => new(FaultCodes.GoalInvalid, at, "text of whole characters");

        static string? TextOf(Func<string?> read)
        {
            try
            {
                return read();
            }
            catch (InvalidOperationException)
            {
                return null;
            }
        }
    }
}
