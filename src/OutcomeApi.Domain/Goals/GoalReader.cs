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
            return Refuse<GoalDefinition>(at, "an object");
        }

        foreach (var member in goal.EnumerateObject().Where(member => !GoalForms.Definition.Names.Contains(member.Name)))
        {
            Unknown<string>(JsonPointer.Below(at, member.Name), GoalForms.Definition.Names);
        }

        var measure = CodeOf<Measure>(goal, "measure", at, isRequired: true);
        var most = measure == Measure.Milestone && StringOf(goal, "figure") is { } name && Project?.MostOfFigure.TryGetValue(name, out var value) == true
            ? value
            : (int?)null;
        var rules = MeasureRules.Of(measure, most);
        var (population, ofGoal) = Of(goal, at, rules);
        var kind = CodeOf<GoalKind>(goal, "kind", at) ?? GoalKind.Goal;
        var definition = new GoalDefinition
        {
            Key = key,
            Kind = kind,
            Text = Text(goal, at)!,
            ValidFrom = Date(goal, "validFrom", at),
            Subprojects = Texts(goal, "subprojects", at, SubprojectIds),
            Measure = measure ?? Measure.Share,
            Population = population,
            OfGoal = ofGoal,
            Counts = Condition(goal, "counts", at),
            Filter = Condition(goal, "filter", at),
            Figure = Figure(goal, at, rules),
            Between = Between(goal, at),
            FollowUpMonths = Member(goal, "followUpMonths") is { } months ? Months(months, JsonPointer.Below(at, "followUpMonths")) : null,
            BaselineYear = Member(goal, "baselineYear") is { } year ? WholeNumber(year, JsonPointer.Below(at, "baselineYear"), 1990, 2200) : null,
            Targets = Targets(goal, at, rules),
            EachOf = [.. Texts(goal, "eachOf", at, Code.All<Gender>()).Select(Code.Parse<Gender>)],
            Judged = JudgedOf(goal, at) ?? (kind is GoalKind.Goal or GoalKind.DesiredEffect ? Judged.ProjectEnd : Judged.EachWindow),
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

        foreach (var (index, _) in definition.Targets.Index().Where(pair => pair.Item.Gender is not null))
        {
            Fault($"{at}/targets/{index}/gender", "nothing: what is reported has no gender");
        }

        bool IsThere(string name) => Member(goal, name) is { } member && (member.ValueKind != JsonValueKind.Array || member.GetArrayLength() > 0);
    }

    /// <summary>Reads the two events that a duration lies between.</summary>
    private DurationSpan Between(JsonElement goal, string at)
    {
        if (Member(goal, "between") is not { } between)
        {
            return DurationSpan.ReferralToStart;
        }

        var ends = between.ValueKind == JsonValueKind.Array && between.EnumerateArray().All(end => end.ValueKind == JsonValueKind.String)
            ? string.Join(" ", between.EnumerateArray().Select(end => end.GetString()))
            : null;
        return ends switch
        {
            "referral start" => DurationSpan.ReferralToStart,
            "start first-placement" => DurationSpan.StartToFirstPlacement,
            "exit next-step" => DurationSpan.ExitToNextStep,
            _ => Refuse<DurationSpan>(
                JsonPointer.Below(at, "between"), "[\"referral\", \"start\"], [\"start\", \"first-placement\"] or [\"exit\", \"next-step\"]"),
        };
    }

    /// <summary>
    /// Reads when the goal is judged. A definition that version 0.1 stored may say <c>since-start</c>, which now is the project's end.
    /// </summary>
    private Judged? JudgedOf(JsonElement goal, string at) =>
        Project is null && StringOf(goal, "judged") == "since-start" ? Judged.ProjectEnd : CodeOf<Judged>(goal, "judged", at);

    /// <summary>Reads the months of the follow-up that the goal asks about, which must be one that the project makes.</summary>
    private int? Months(JsonElement months, string at) =>
        WholeNumber(months, at, 1, FollowUpSchedule.MostMonths) is not { } read ? null
        : Project is null || Project.FollowUpMonths.Contains(read) ? read
        : Refuse<int?>(at, Project.FollowUpMonths.Count == 0
            ? "nothing: the project follows up nobody"
            : "months after which the project follows up: " + string.Join(", ", Project.FollowUpMonths));

    private (Population? Population, string? Goal) Of(JsonElement goal, string at, MeasureRules rules)
    {
        var pointer = JsonPointer.Below(at, "of");
        var of = Member(goal, "of") ?? default;
        if (of.ValueKind != JsonValueKind.Object || of.EnumerateObject().Count() != 1)
        {
            return of.ValueKind == JsonValueKind.Undefined && !rules.HasDenominator ? default
                : Refuse<(Population?, string?)>(pointer, "{\"population\": …} or {\"goal\": …}");
        }

        var member = of.EnumerateObject().First();
        pointer = JsonPointer.Below(pointer, member.Name);
        return member.Name switch
        {
            "population" => (CodeAt<Population>(member.Value, pointer), null),
            "goal" => (null, Reference(member.Value, pointer)),
            _ => Unknown<(Population?, string?)>(pointer, GoalForms.Of.Names),
        };
    }

    private LocalizedText? Text(JsonElement goal, string at)
    {
        var pointer = JsonPointer.Below(at, "text");
        if (!goal.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.Object || !text.EnumerateObject().Any())
        {
            return Refuse<LocalizedText>(pointer, "{\"sv\": …, \"en\": …}");
        }

        foreach (var member in text.EnumerateObject())
        {
            if (member.Name is not ("sv" or "en"))
            {
                Unknown<string>(JsonPointer.Below(pointer, member.Name), ["sv", "en"]);
            }
            else if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString()!.Length is 0 or > 500)
            {
                Fault(JsonPointer.Below(pointer, member.Name), "a text of 1–500 characters");
            }
        }

        return new LocalizedText { Sv = StringOf(text, "sv"), En = StringOf(text, "en") };
    }

    private DateOnly? Date(JsonElement goal, string name, string at) =>
        Member(goal, name) is null ? null
        : DateOnly.TryParseExact(StringOf(goal, name), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date) ? date
        : Refuse<DateOnly?>(JsonPointer.Below(at, name), "a date YYYY-MM-DD");

    private string? Figure(JsonElement goal, string at, MeasureRules rules) =>
        Member(goal, "figure") is null && !rules.IsReported ? null
        : StringOf(goal, "figure") is { } figure && GoalParser.IsKey(figure) ? figure
        : Refuse<string>(JsonPointer.Below(at, "figure"), "the name of a reported figure");

    private List<Target> Targets(JsonElement goal, string at, MeasureRules rules)
    {
        var targets = new List<Target>();
        foreach (var (element, place) in ListOf(goal, "targets", at, "a list of targets"))
        {
            if (Target(element, place, rules.Limits) is { } target)
            {
                if (targets.Any(other => other.Subproject == target.Subproject && other.Gender == target.Gender && other.HoldsTogetherWith(target)))
                {
                    Fault(place, "one target for each subproject and gender at a time");
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
            return Refuse<Target>(at, "an object");
        }

        var before = Faults.Count;
        var read = new Target(null, null, null, null);
        foreach (var member in target.EnumerateObject())
        {
            var (value, pointer) = (member.Value, JsonPointer.Below(at, member.Name));
            read = member.Name switch
            {
                "atLeast" => read with { AtLeast = LimitOf(value, pointer, limits) },
                "atMost" => read with { AtMost = LimitOf(value, pointer, limits) },
                "between" when Elements(value, pointer) is [var least, var most] =>
                    read with { AtLeast = LimitOf(least.Value, least.At, limits), AtMost = LimitOf(most.Value, most.At, limits) },
                "between" => Refuse<Target>(pointer, "a list of two limits") ?? read,
                "subproject" => read with { Subproject = OneOf(value, pointer, SubprojectIds) },
                "gender" => read with { Gender = CodeAt<Gender>(value, pointer) },
                "from" => read with { From = Date(target, "from", at) },
                "to" => read with { To = Date(target, "to", at) },
                _ => Unknown<Target>(pointer, GoalForms.Target.Names) ?? read,
            };
        }

        return Faults.Count > before ? null
            : GoalForms.Target.OneOf.Count(way => target.TryGetProperty(way, out _)) != 1
                ? Refuse<Target>(at, "exactly one of atLeast, atMost, between")
            : read is { AtLeast: { } lower, AtMost: { } upper } && lower.Value > upper.Value
                ? Refuse<Target>(JsonPointer.Below(at, "between"), "the lower limit first")
            : read.To < read.From
                ? Refuse<Target>(JsonPointer.Below(at, "to"), "a day that is not before from")
            : read;
    }

    private Limit? LimitOf(JsonElement value, string at, LimitForm limits) =>
        Limit.TryRead(value, out var limit) && limits.Fits(limit) ? limit : Refuse<Limit>(at, limits.Expected);

    private Condition? Condition(JsonElement goal, string name, string at) =>
        Member(goal, name) is { } condition ? Condition(condition, JsonPointer.Below(at, name)) : null;

    private T? CodeOf<T>(JsonElement parent, string name, string at, bool isRequired = false)
        where T : struct, Enum
    {
        var value = Member(parent, name);
        return value is null && !isRequired ? null : CodeAt<T>(value ?? default, JsonPointer.Below(at, name));
    }

    private T? CodeAt<T>(JsonElement value, string at)
        where T : struct, Enum => OneOf(value, at, Code.All<T>()) is { } code ? Code.Parse<T>(code) : null;

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
