using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Goals.Vocabulary;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Goals;

/// <summary>Reads single goals. What goals must be for each other is checked by <see cref="GoalParser"/>.</summary>
internal sealed class GoalReader(ProjectDefinition? project) : GoalReading(project)
{
    private IReadOnlyList<string>? SubprojectIds => Project?.Subprojects.Select(subproject => subproject.Id).ToArray();

    /// <summary>Reads a goal. Null when it has faults.</summary>
    public GoalDefinition? Goal(string key, JsonElement goal, string at)
    {
        var before = Faults.Count;
        if (!GoalParser.IsKey(key))
        {
            Fault(at, "a key of lower-case words joined by dots and hyphens");
        }

        if (goal.ValueKind != JsonValueKind.Object)
        {
            Fault(at, "an object");
            return null;
        }

        var names = GoalForms.Definition.Names;
        foreach (var member in goal.EnumerateObject().Where(member => !names.Contains(member.Name)))
        {
            Unknown(JsonPointer.Below(at, member.Name), names);
        }

        var measure = CodeOf<Measure>(goal, "measure", at, isRequired: true);
        var most = measure == Measure.Milestone && StringOf(goal, "figure") is { } name && Project?.MostOfFigure.TryGetValue(name, out var value) == true
            ? value
            : (int?)null;
        var rules = MeasureRules.Of(measure, most);
        var (population, ofGoal) = Of(goal, at, rules);
        var definition = new GoalDefinition
        {
            Key = key,
            Kind = CodeOf<GoalKind>(goal, "kind", at) ?? GoalKind.Goal,
            Text = Text(goal, at),
            ValidFrom = Date(goal, "validFrom", at),
            Subprojects = Texts(goal, "subprojects", at, SubprojectIds),
            Measure = measure ?? Measure.Share,
            Population = population,
            OfGoal = ofGoal,
            Counts = Condition(goal, "counts", at),
            Filter = Condition(goal, "filter", at),
            Figure = Figure(goal, at, rules),
            Targets = Targets(goal, at, rules),
            EachOf = [.. Texts(goal, "eachOf", at, Code.All<Gender>()).Select(Code.Parse<Gender>)],
            Judged = CodeOf<Judged>(goal, "judged", at) ?? Judged.EachWindow,
        };
        if (Project is not null && measure is { } known)
        {
            CheckMeasure(goal, at, known, rules, definition);
        }

        // A stored definition was valid under the rules of its day. Those rules accepted members that its measure does not use, so these
        // members are removed.
        return Faults.Count > before ? null
            : Project is null && !definition.HasNumerator ? definition with { Population = null, OfGoal = null, Counts = null }
            : definition;
    }

    /// <summary>
    /// Refuses members that have no meaning for the measure. The author of such a member expects an effect that it does not have.
    /// </summary>
    private void CheckMeasure(JsonElement goal, string at, Measure measure, MeasureRules rules, GoalDefinition definition)
    {
        foreach (var pointer in rules.Without.Where(IsThere).Select(name => JsonPointer.Below(at, name)))
        {
            // Other faults of the member no longer matter, because the member itself is refused.
            Faults.RemoveAll(fault => fault.Pointer == pointer);
            Fault(pointer, $"nothing: a {Code.Format(measure)} has none");
        }

        if (!rules.IsReported)
        {
            return;
        }

        // A reported figure belongs to the project or to one subproject.
        if (definition.Subprojects.Count > 1)
        {
            Fault(JsonPointer.Below(at, "subprojects"), "at most one: a figure is reported once for them all");
        }

        foreach (var (_, index) in definition.Targets.Select((target, index) => (target, index)).Where(pair => pair.target.Gender is not null))
        {
            Fault($"{at}/targets/{index}/gender", "nothing: what is reported has no gender");
        }

        bool IsThere(string name) => Member(goal, name) is { } member && (member.ValueKind != JsonValueKind.Array || member.GetArrayLength() > 0);
    }

    private (Population? Population, string? Goal) Of(JsonElement goal, string at, MeasureRules rules)
    {
        var pointer = JsonPointer.Below(at, "of");
        if (Member(goal, "of") is null && !rules.HasDenominator)
        {
            return default;
        }

        if (Member(goal, "of") is not { ValueKind: JsonValueKind.Object } of || of.EnumerateObject().Count() != 1)
        {
            Fault(pointer, "{\"population\": …} or {\"goal\": …}");
            return default;
        }

        var member = of.EnumerateObject().First();
        switch (member.Name)
        {
            case "population":
                return (CodeOf<Population>(of, "population", pointer, isRequired: true), null);
            case "goal":
                return (null, Reference(member.Value, JsonPointer.Below(pointer, "goal")));
            default:
                Unknown(JsonPointer.Below(pointer, member.Name), GoalForms.Of.Names);
                return default;
        }
    }

    private LocalizedText Text(JsonElement goal, string at)
    {
        var pointer = JsonPointer.Below(at, "text");
        if (!goal.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.Object || !text.EnumerateObject().Any())
        {
            Fault(pointer, "{\"sv\": …, \"en\": …}");
            return new LocalizedText();
        }

        foreach (var member in text.EnumerateObject())
        {
            if (member.Name is not ("sv" or "en"))
            {
                Unknown(JsonPointer.Below(pointer, member.Name), ["sv", "en"]);
            }
            else if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString()!.Length is 0 or > 500)
            {
                Fault(JsonPointer.Below(pointer, member.Name), "a text of 1–500 characters");
            }
        }

        return new LocalizedText { Sv = StringOf(text, "sv"), En = StringOf(text, "en") };
    }

    private DateOnly? Date(JsonElement goal, string name, string at)
    {
        if (Member(goal, name) is not { } value)
        {
            return null;
        }

        if (DateOnly.TryParseExact(StringOf(goal, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Fault(JsonPointer.Below(at, name), "a date YYYY-MM-DD");
        return null;
    }

    private string? Figure(JsonElement goal, string at, MeasureRules rules)
    {
        var figure = Member(goal, "figure");
        if (figure is null ? rules.IsReported : figure.Value.ValueKind != JsonValueKind.String || !GoalParser.IsKey(figure.Value.GetString()!))
        {
            Fault(JsonPointer.Below(at, "figure"), "the name of a reported figure");
            return null;
        }

        return figure?.GetString();
    }

    private List<Target> Targets(JsonElement goal, string at, MeasureRules rules)
    {
        var targets = new List<Target>();
        foreach (var (element, place) in ListOf(goal, "targets", at, "a list of targets"))
        {
            if (Target(element, place, rules.Limits) is { } target)
            {
                if (targets.Any(other => other.Subproject == target.Subproject && other.Gender == target.Gender))
                {
                    Fault(place, "one target for each subproject and gender");
                }

                targets.Add(target);
            }
        }

        return targets;
    }

    private Target? Target(JsonElement target, string at, LimitForm limits)
    {
        if (target.ValueKind != JsonValueKind.Object)
        {
            Fault(at, "an object");
            return null;
        }

        var before = Faults.Count;
        Limit? atLeast = null, atMost = null;
        string? subproject = null, gender = null;
        foreach (var member in target.EnumerateObject())
        {
            var pointer = JsonPointer.Below(at, member.Name);
            switch (member.Name)
            {
                case "atLeast":
                    atLeast = LimitOf(member.Value, pointer, limits);
                    break;
                case "atMost":
                    atMost = LimitOf(member.Value, pointer, limits);
                    break;
                case "between" when member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 2:
                    atLeast = LimitOf(member.Value[0], JsonPointer.Below(pointer, 0), limits);
                    atMost = LimitOf(member.Value[1], JsonPointer.Below(pointer, 1), limits);
                    break;
                case "between":
                    Fault(pointer, "a list of two limits");
                    break;
                case "subproject":
                    subproject = OneOf(member.Value, pointer, SubprojectIds);
                    break;
                case "gender":
                    gender = OneOf(member.Value, pointer, Code.All<Gender>());
                    break;
                default:
                    Unknown(pointer, GoalForms.Target.Names);
                    break;
            }
        }

        if (Faults.Count > before)
        {
            return null;
        }

        if (GoalForms.Target.OneOf.Count(way => target.TryGetProperty(way, out _)) != 1)
        {
            Fault(at, "exactly one of atLeast, atMost, between");
            return null;
        }

        if (atLeast is not null && atMost is not null && atLeast.Value > atMost.Value)
        {
            Fault(JsonPointer.Below(at, "between"), "the lower limit first");
            return null;
        }

        return new Target(atLeast, atMost, subproject, gender is null ? null : Code.Parse<Gender>(gender));
    }

    private Limit? LimitOf(JsonElement value, string at, LimitForm limits)
    {
        if (Limit.TryRead(value, out var limit) && limits.Fits(limit))
        {
            return limit;
        }

        Fault(at, limits.Expected);
        return null;
    }

    private Condition? Condition(JsonElement goal, string name, string at) =>
        Member(goal, name) is { } condition ? Condition(condition, JsonPointer.Below(at, name)) : null;

    private T? CodeOf<T>(JsonElement parent, string name, string at, bool isRequired = false)
        where T : struct, Enum
    {
        var value = Member(parent, name);
        return value is null && !isRequired ? null
            : OneOf(value ?? default, JsonPointer.Below(at, name), Code.All<T>()) is { } code ? Code.Parse<T>(code)
            : null;
    }

    private IReadOnlyList<string> Texts(JsonElement parent, string name, string at, IReadOnlyList<string>? allowed)
    {
        string?[] texts = [.. ListOf(parent, name, at, "a list").Select(element => OneOf(element.Value, element.At, allowed))];
        return texts.Contains(null) ? [] : [.. texts.Distinct()!];
    }

    /// <summary>Returns the elements of a list. There are none when the list is left out or is no list.</summary>
    private IEnumerable<(JsonElement Value, string At)> ListOf(JsonElement parent, string name, string at, string expected)
    {
        var list = Member(parent, name) ?? default;
        if (list.ValueKind is not (JsonValueKind.Array or JsonValueKind.Undefined))
        {
            Fault(JsonPointer.Below(at, name), expected);
        }

        return Elements(list, JsonPointer.Below(at, name));
    }

    /// <summary>Returns a member. Null when it is left out or null.</summary>
    private static JsonElement? Member(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind != JsonValueKind.Null ? value : null;

    private static string? StringOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
