using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Goals;

/// <summary>Reads goal definitions from JSON. It reports every fault with a pointer to it. Unknown words are faults.</summary>
public sealed class GoalParser
{
    private static readonly string[] GoalMembers =
        ["kind", "text", "validFrom", "subprojects", "measure", "of", "counts", "filter", "figure", "baselineYear", "targets", "eachOf", "judged"];

    private readonly ProjectDefinition? _project;
    private readonly List<Fault> _faults = [];

    // The keys of the goals that were referred to, and the place of each reference.
    private readonly List<(string Key, string At)> _references = [];

    private GoalParser(ProjectDefinition? project) => _project = project;

    /// <summary>Reads all goals of a project: an object with one member for each key.</summary>
    /// <param name="goals">The JSON object.</param>
    /// <param name="project">The project. Goals may name its subprojects, exit reasons, answers and referrers.</param>
    /// <param name="pointer">The pointer to the object in what was sent.</param>
    /// <returns>The definitions in their order, and every fault. The definitions are complete only when there are no faults.</returns>
    public static (IReadOnlyList<GoalDefinition> Goals, IReadOnlyList<Fault> Faults) ParseAll(
        JsonElement goals, ProjectDefinition project, string pointer)
    {
        var parser = new GoalParser(project);
        var definitions = new List<GoalDefinition>();
        if (goals.ValueKind != JsonValueKind.Object)
        {
            return ([], [new Fault(FaultCodes.GoalInvalid, pointer, "an object with a member for each goal key")]);
        }

        if (!parser.IsReadable(goals, pointer))
        {
            return ([], parser._faults);
        }

        var keys = new HashSet<string>(StringComparer.Ordinal);
        foreach (var member in goals.EnumerateObject())
        {
            if (!keys.Add(member.Name))
            {
                parser.Fault(Below(pointer, member.Name), "each key once");
                continue;
            }

            if (parser.Goal(member.Name, member.Value, Below(pointer, member.Name)) is { } definition)
            {
                definitions.Add(definition);
            }
        }

        parser.CheckReferences(keys);
        parser.CheckCycles(definitions, key => Below(pointer, key));
        foreach (var reference in GoalReferences.Impossible(definitions))
        {
            parser.RefuseReference(Below(pointer, reference.From), reference.To, reference.Why);
        }

        return (definitions, parser._faults);
    }

    /// <summary>Reads one goal and checks it together with the project's other goals.</summary>
    /// <param name="key">Its key.</param>
    /// <param name="goal">The JSON object.</param>
    /// <param name="others">The project's other goals in force. A goal with the same key is replaced.</param>
    /// <param name="project">The project.</param>
    public static (GoalDefinition? Goal, IReadOnlyList<Fault> Faults) ParseOne(
        string key, JsonElement goal, IReadOnlyList<GoalDefinition> others, ProjectDefinition project)
    {
        var parser = new GoalParser(project);
        if (!parser.IsReadable(goal, string.Empty))
        {
            return (null, parser._faults);
        }

        var definition = parser.Goal(key, goal, string.Empty);
        parser.CheckReferences([.. others.Select(o => o.Key), key]);
        if (definition is not null)
        {
            var all = others.Where(o => o.Key != key).Append(definition).ToArray();
            parser.CheckCycles(all, k => k == key ? string.Empty : null);
            parser.CheckOthers(key, others, all);
        }

        return (definition, parser._faults);
    }

    /// <summary>
    /// Reads a definition that was checked when it was stored. It is not checked against the project, whose codes may have changed since;
    /// the stored version has not changed.
    /// </summary>
    /// <exception cref="FormatException">The stored definition cannot be read, so it was not written by this service.</exception>
    public static GoalDefinition ParseStored(string key, JsonElement goal)
    {
        var parser = new GoalParser(null);
        return parser.Goal(key, goal, string.Empty)
            ?? throw new FormatException($"The stored goal {key} can not be read: {string.Join("; ", parser._faults.Select(f => f.Pointer))}");
    }

    /// <summary>
    /// Determines whether a text is a goal key: words of lower-case letters, digits and hyphens, joined by dots, with at most 100
    /// characters in all.
    /// </summary>
    public static bool IsKey(string key) =>
        key.Length is > 0 and <= 100
        && key.Split('.').All(word => word.Length > 0 && word.All(c => c is (>= 'a' and <= 'z') or (>= '0' and <= '9') or '-'));

    private bool HasSubproject(string id) => _project is null || _project.SubprojectOf(id) is not null;

    private IReadOnlyList<string> SubprojectIds => [.. (_project?.Subprojects ?? []).Select(s => s.Id)];

    private static string Below(string pointer, string name) =>
        $"{pointer}/{name.Replace("~", "~0", StringComparison.Ordinal).Replace("/", "~1", StringComparison.Ordinal)}";

    private static string Below(string pointer, int index) => string.Create(CultureInfo.InvariantCulture, $"{pointer}/{index}");

    private GoalDefinition? Goal(string key, JsonElement goal, string at)
    {
        var before = _faults.Count;
        if (!IsKey(key))
        {
            Fault(at, "a key of lower-case words joined by dots and hyphens");
        }

        if (goal.ValueKind != JsonValueKind.Object)
        {
            Fault(at, "an object");
            return null;
        }

        foreach (var member in goal.EnumerateObject().Where(m => !GoalMembers.Contains(m.Name)))
        {
            Unknown(Below(at, member.Name), GoalMembers);
        }

        var measure = EnumMember<Measure>(goal, "measure", at, required: true);
        var (population, ofGoal) = Of(goal, at, measure);
        var kind = EnumMember<GoalKind>(goal, "kind", at, required: false) ?? GoalKind.Goal;
        var definition = new GoalDefinition
        {
            Key = key,
            Kind = kind,
            Text = Text(goal, at),
            ValidFrom = Date(goal, "validFrom", at),
            Subprojects = Strings(goal, "subprojects", at, HasSubproject, SubprojectIds),
            Measure = measure ?? Measure.Share,
            Population = population,
            OfGoal = ofGoal,
            Counts = ConditionMember(goal, "counts", at),
            Filter = ConditionMember(goal, "filter", at),
            Figure = Figure(goal, at, measure),
            BaselineYear = BaselineYear(goal, at, measure),
            Targets = Targets(goal, at, measure),
            EachOf = [.. Strings(goal, "eachOf", at, code => Code.TryParse<Gender>(code, out _), Code.All<Gender>()).Select(Code.Parse<Gender>)],
            Judged = JudgedOf(goal, at) ?? (kind is GoalKind.Goal or GoalKind.DesiredEffect ? Judged.ProjectEnd : Judged.EachWindow),
        };
        if (_project is not null && measure is { } known)
        {
            CheckMeasure(goal, at, known, definition);
        }

        // A stored definition was valid under the rules of its day. Those rules accepted members that its measure does not use, so these
        // members are removed.
        return _faults.Count > before ? null
            : _project is null && !definition.HasNumerator ? definition with { Population = null, OfGoal = null, Counts = null }
            : definition;
    }

    /// <summary>
    /// Refuses members that have no meaning for the measure. The author of such a member expects an effect that it does not have.
    /// </summary>
    private void CheckMeasure(JsonElement goal, string at, Measure measure, GoalDefinition definition)
    {
        string[] senseless = measure switch
        {
            Measure.Milestone => ["of", "counts", "filter", "eachOf"],
            Measure.Duration or Measure.Balance => ["of", "counts", "figure"],
            Measure.ChangeFromBaseline => ["eachOf"],
            _ => ["figure"],
        };
        foreach (var name in senseless.Where(name => goal.TryGetProperty(name, out var member) && !IsEmpty(member)))
        {
            // Other faults of the member no longer matter, because the member itself is refused.
            _faults.RemoveAll(f => f.Pointer == Below(at, name));
            Fault(Below(at, name), $"nothing: a {Code.Format(measure)} has none");
        }

        // A reported figure has no gender. It belongs to the project or to one subproject.
        if (measure is Measure.Milestone or Measure.ChangeFromBaseline)
        {
            if (definition.Subprojects.Count > 1)
            {
                Fault(Below(at, "subprojects"), "at most one: a figure is reported once for them all");
            }

            for (var i = 0; i < definition.Targets.Count; i++)
            {
                if (definition.Targets[i].Gender is not null)
                {
                    Fault(Below(Below(Below(at, "targets"), i), "gender"), "nothing: what is reported has no gender");
                }
            }
        }

        static bool IsEmpty(JsonElement member) =>
            member.ValueKind == JsonValueKind.Null || (member.ValueKind == JsonValueKind.Array && member.GetArrayLength() == 0);
    }

    private (Population? Population, string? Goal) Of(JsonElement goal, string at, Measure? measure)
    {
        var pointer = Below(at, "of");
        if (!goal.TryGetProperty("of", out var of) || of.ValueKind == JsonValueKind.Null)
        {
            if (measure is Measure.Share or Measure.Count or Measure.ChangeFromBaseline)
            {
                Fault(pointer, "{\"population\": …} or {\"goal\": …}");
            }

            return default;
        }

        if (of.ValueKind != JsonValueKind.Object || of.EnumerateObject().Count() != 1)
        {
            Fault(pointer, "{\"population\": …} or {\"goal\": …}");
            return default;
        }

        var member = of.EnumerateObject().First();
        switch (member.Name)
        {
            case "population":
                return (EnumMember<Population>(of, "population", pointer, required: true), null);
            case "goal":
                return (null, Reference(member.Value, Below(pointer, "goal")));
            default:
                Unknown(Below(pointer, member.Name), ["population", "goal"]);
                return default;
        }
    }

    private LocalizedText Text(JsonElement goal, string at)
    {
        var pointer = Below(at, "text");
        if (!goal.TryGetProperty("text", out var text) || text.ValueKind != JsonValueKind.Object || !text.EnumerateObject().Any())
        {
            Fault(pointer, "{\"sv\": …, \"en\": …}");
            return new LocalizedText();
        }

        foreach (var member in text.EnumerateObject())
        {
            if (member.Name is not ("sv" or "en"))
            {
                Unknown(Below(pointer, member.Name), ["sv", "en"]);
            }
            else if (member.Value.ValueKind != JsonValueKind.String || member.Value.GetString()!.Length is 0 or > 500)
            {
                Fault(Below(pointer, member.Name), "a text of 1–500 characters");
            }
        }

        return _faults.Any(f => f.Pointer.StartsWith(pointer, StringComparison.Ordinal))
            ? new LocalizedText()
            : new LocalizedText { Sv = StringOf(text, "sv"), En = StringOf(text, "en") };
    }

    private DateOnly? Date(JsonElement goal, string name, string at)
    {
        if (!goal.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (value.ValueKind == JsonValueKind.String
            && DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            return date;
        }

        Fault(Below(at, name), "a date YYYY-MM-DD");
        return null;
    }

    private string? Figure(JsonElement goal, string at, Measure? measure)
    {
        if (!goal.TryGetProperty("figure", out var figure) || figure.ValueKind == JsonValueKind.Null)
        {
            if (measure is Measure.Milestone or Measure.ChangeFromBaseline)
            {
                Fault(Below(at, "figure"), "the name of a reported figure");
            }

            return null;
        }

        if (figure.ValueKind == JsonValueKind.String && IsKey(figure.GetString()!))
        {
            return figure.GetString();
        }

        Fault(Below(at, "figure"), "the name of a reported figure");
        return null;
    }

    private List<Target> Targets(JsonElement goal, string at, Measure? measure)
    {
        var pointer = Below(at, "targets");
        var targets = new List<Target>();
        if (!goal.TryGetProperty("targets", out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return targets;
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Fault(pointer, "a list of targets");
            return targets;
        }

        foreach (var (target, index) in list.EnumerateArray().Select((t, i) => (t, i)))
        {
            if (Target(target, Below(pointer, index), measure, MostOf(goal, measure)) is { } read)
            {
                if (targets.Any(t => t.Subproject == read.Subproject && t.Gender == read.Gender && t.HoldsTogetherWith(read)))
                {
                    Fault(Below(pointer, index), "one target for each subproject and gender at a time");
                }

                targets.Add(read);
            }
        }

        return targets;
    }

    /// <summary>Returns the highest possible value of the reported figure of a milestone. Null when there is none.</summary>
    private int? MostOf(JsonElement goal, Measure? measure) =>
        measure is Measure.Milestone && StringOf(goal, "figure") is { } figure && _project?.MostOfFigure.TryGetValue(figure, out var most) == true
            ? most
            : null;

    private Target? Target(JsonElement target, string at, Measure? measure, int? most)
    {
        if (target.ValueKind != JsonValueKind.Object)
        {
            Fault(at, "an object");
            return null;
        }

        var before = _faults.Count;
        Limit? atLeast = null, atMost = null;
        foreach (var member in target.EnumerateObject())
        {
            var pointer = Below(at, member.Name);
            switch (member.Name)
            {
                case "atLeast":
                    atLeast = LimitOf(member.Value, pointer, measure, most);
                    break;
                case "atMost":
                    atMost = LimitOf(member.Value, pointer, measure, most);
                    break;
                case "between" when member.Value.ValueKind == JsonValueKind.Array && member.Value.GetArrayLength() == 2:
                    atLeast = LimitOf(member.Value[0], Below(pointer, 0), measure, most);
                    atMost = LimitOf(member.Value[1], Below(pointer, 1), measure, most);
                    break;
                case "between":
                    Fault(pointer, "a list of two limits");
                    break;
                case "subproject":
                    OneOf(member.Value, pointer, HasSubproject, SubprojectIds);
                    break;
                case "gender":
                    OneOf(member.Value, pointer, code => Code.TryParse<Gender>(code, out _), Code.All<Gender>());
                    break;
                case "from" or "to":
                    Date(target, member.Name, at);
                    break;
                default:
                    Unknown(pointer, ["atLeast", "atMost", "between", "subproject", "gender", "from", "to"]);
                    break;
            }
        }

        if (_faults.Count > before)
        {
            return null;
        }

        var ways = new[] { "atLeast", "atMost", "between" }.Count(way => target.TryGetProperty(way, out _));
        if (ways != 1)
        {
            Fault(at, "exactly one of atLeast, atMost, between");
            return null;
        }

        if (atLeast is not null && atMost is not null && atLeast.Value > atMost.Value)
        {
            Fault(Below(at, "between"), "the lower limit first");
            return null;
        }

        var (from, to) = (Date(target, "from", at), Date(target, "to", at));
        if (to < from)
        {
            Fault(Below(at, "to"), "a day that is not before from");
            return null;
        }

        return new Target(
            atLeast, atMost, StringOf(target, "subproject"), StringOf(target, "gender") is { } gender ? Code.Parse<Gender>(gender) : null, from, to);
    }

    /// <summary>Reads the year whose share a change is measured from.</summary>
    private int? BaselineYear(JsonElement goal, string at, Measure? measure)
    {
        if (!goal.TryGetProperty("baselineYear", out var member) || member.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        if (_project is not null && measure is { } known && known != Measure.ChangeFromBaseline)
        {
            Fault(Below(at, "baselineYear"), $"nothing: a {Code.Format(known)} has none");
        }
        else if (member.ValueKind == JsonValueKind.Number && member.TryGetInt32(out var year) && year is >= 1990 and <= 2200)
        {
            return year;
        }
        else
        {
            Fault(Below(at, "baselineYear"), "a whole number from 1990 to 2200");
        }

        return null;
    }

    /// <summary>Reads when the goal is judged. A definition that was stored by version 0.1 may say <c>since-start</c>, which is the project's end.</summary>
    private Judged? JudgedOf(JsonElement goal, string at) =>
        _project is null && StringOf(goal, "judged") == "since-start" ? Judged.ProjectEnd : EnumMember<Judged>(goal, "judged", at, required: false);

    /// <summary>
    /// Reads the limit of a target. For a share or a change it is a percentage of at most 100 %. For a balance it is a ratio or a whole
    /// number. For a count, a duration or a milestone it is a whole number that the figure can reach.
    /// </summary>
    private Limit? LimitOf(JsonElement value, string at, Measure? measure, int? most)
    {
        if (Limit.TryRead(value, out var limit))
        {
            var fits = measure switch
            {
                Measure.Share => limit.IsPercent && limit.Value.IsAtMostOne,
                Measure.ChangeFromBaseline => limit.IsPercent && limit.Value.IsAtMostOne,
                Measure.Balance => !limit.IsPercent,
                null => true,
                _ => limit.IsNumber && (most is null || limit.Value.Numerator <= most),
            };
            if (fits)
            {
                return limit;
            }
        }

        Fault(at, measure switch
        {
            Measure.Share => "a percentage of 0–100 such as \"65%\"",
            Measure.ChangeFromBaseline => "a percentage of 0–100 such as \"5%\"",
            Measure.Balance => "a ratio such as \"0.8\"",
            _ when most is not null => string.Create(CultureInfo.InvariantCulture, $"a whole number of {0}–{most}"),
            _ => "a whole number, 0 or more",
        });
        return null;
    }

    private Condition? ConditionMember(JsonElement goal, string name, string at) =>
        goal.TryGetProperty(name, out var condition) && condition.ValueKind != JsonValueKind.Null
            ? Conjunction(condition, Below(at, name))
            : null;

    /// <summary>Reads an object as a condition that holds when all its members hold.</summary>
    private Condition? Conjunction(JsonElement condition, string at)
    {
        if (condition.ValueKind != JsonValueKind.Object || !condition.EnumerateObject().Any())
        {
            Fault(at, "an object with at least one condition");
            return null;
        }

        var parts = condition.EnumerateObject().Select(member => Word(member.Name, member.Value, Below(at, member.Name))).ToArray();
        return parts.Length == 1 ? parts[0] : parts.Any(p => p is null) ? null : new Condition.All(parts!);
    }

    private Condition? Word(string word, JsonElement value, string at)
    {
        switch (word)
        {
            case "any":
                return Parts(value, at) is { } any ? new Condition.Any(any) : null;
            case "all":
                return Parts(value, at) is { } all ? new Condition.All(all) : null;
            case "not" when value.ValueKind == JsonValueKind.Array:
                return Parts(value, at) is { } none ? new Condition.Not(new Condition.Any(none)) : null;
            case "not":
                return Conjunction(value, at) is { } not ? new Condition.Not(not) : null;
            case "exitReason":
                return Reasons(value, at);
            case "ending":
                return Members<Ending>(value, at) is { } endings ? ReasonsWhere(r => endings.Contains(ExitReasons.EndingOf(r))) : null;
            case "occupationGroup":
                return Members<OccupationGroup>(value, at) is { } groups
                    ? ReasonsWhere(r => ExitReasons.GroupOf(r) is { } group && groups.Contains(group))
                    : null;
            case "step":
                return value.ValueKind == JsonValueKind.String && value.GetString() == "any"
                    ? new Condition.StepIn(-1)
                    : Members<StepKind>(value, at) is { } kinds ? new Condition.StepIn(kinds.Aggregate(0, (mask, k) => mask | (1 << (int)k))) : null;
            case "jobOffer":
                return JobOffer(value, at);
            case "documentation":
                return Documentation(value, at);
            case "nextMeasureReady":
                return Boolean(value, at) is { } ready ? new Condition.NextMeasureReady(ready) : null;
            case "nextStepWithinDays":
                return WholeNumber(value, at, 0, 3660) is { } days ? new Condition.NextStepWithin(days) : null;
            case "mapped":
                return Boolean(value, at) is { } mapped ? new Condition.Mapped(mapped) : null;
            case "carriedOver":
                return Boolean(value, at) is { } carriedOver ? new Condition.CarriedOver(carriedOver) : null;
            case "ageAtStart":
                return AgeAtStart(value, at);
            case "referrer":
                return Used<Referrer>(value, at, _project?.Referrers) is { } referrers
                    ? new Condition.ReferrerIn(referrers.Aggregate(0, (mask, r) => mask | (1 << (int)r)))
                    : null;
            case "inGoal":
                return InGoal(value, at);
            case "followUpAnswer":
                return Used<FollowUpAnswer>(value, at, _project?.FollowUpAnswers) is { } answers
                    ? new Condition.FollowUpAnswerIn(answers.Aggregate(0, (mask, a) => mask | (1 << (int)a)))
                    : null;
            case "functioningPlan":
                return Boolean(value, at) is { } plan ? AnswersWhere(a => FollowUpAnswers.MeansFunctioningPlan(a) == plan) : null;
            case "functioningMeasure":
                return Boolean(value, at) is { } measure ? AnswersWhere(a => FollowUpAnswers.MeansFunctioningMeasure(a) == measure) : null;
            case "referralOutcome":
                return Members<ReferralOutcome>(value, at) is { } outcomes
                    ? new Condition.ReferralOutcomeIn(outcomes.Aggregate(0, (mask, o) => mask | (1 << (int)o)))
                    : null;
            case "offered":
                return Boolean(value, at) is { } offered ? new Condition.Offered(offered) : null;
            default:
                Unknown(at, Condition.Words);
                return null;
        }
    }

    private List<Condition>? Parts(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            Fault(at, "a list of at least one condition");
            return null;
        }

        var parts = value.EnumerateArray().Select((part, index) => Conjunction(part, Below(at, index))).ToList();
        return parts.Contains(null) ? null : [.. parts.OfType<Condition>()];
    }

    private Condition.ExitReasonIn? Reasons(JsonElement value, string at) =>
        Used<ExitReason>(value, at, _project?.ExitReasons) is { } reasons ? ReasonsWhere(reasons.Contains) : null;

    private static Condition.ExitReasonIn ReasonsWhere(Func<ExitReason, bool> fits) =>
        new(Enum.GetValues<ExitReason>().Where(fits).Aggregate(0L, (mask, r) => mask | (1L << (int)r)));

    private static Condition.FollowUpAnswerIn AnswersWhere(Func<FollowUpAnswer, bool> fits) =>
        new(Enum.GetValues<FollowUpAnswer>().Where(fits).Aggregate(0, (mask, a) => mask | (1 << (int)a)));

    private Condition.JobOfferIn? JobOffer(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Fault(at, "an object such as {\"subsidised\": false}");
            return null;
        }

        var before = _faults.Count;
        bool? subsidised = null, otherField = null;
        foreach (var member in value.EnumerateObject())
        {
            var pointer = Below(at, member.Name);
            switch (member.Name)
            {
                case "subsidised":
                    subsidised = Boolean(member.Value, pointer);
                    break;
                case "otherField":
                    otherField = Boolean(member.Value, pointer);
                    break;
                default:
                    Unknown(pointer, ["subsidised", "otherField"]);
                    break;
            }
        }

        return _faults.Count == before ? new Condition.JobOfferIn(JobOfferKinds.Mask(subsidised, otherField)) : null;
    }

    private Condition.Documented? Documentation(JsonElement value, string at)
    {
        switch (value.ValueKind == JsonValueKind.String ? value.GetString() : null)
        {
            case "referrer":
                return new Condition.Documented(ToReferrer: true, ToParticipant: false);
            case "participant":
                return new Condition.Documented(ToReferrer: false, ToParticipant: true);
            case "both":
                return new Condition.Documented(ToReferrer: true, ToParticipant: true);
            default:
                Unknown(at, ["referrer", "participant", "both"]);
                return null;
        }
    }

    private Condition.AgeAtStart? AgeAtStart(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.Object || !value.EnumerateObject().Any())
        {
            Fault(at, "an object such as {\"from\": 16, \"to\": 29}");
            return null;
        }

        var before = _faults.Count;
        int from = 0, to = 150;
        foreach (var member in value.EnumerateObject())
        {
            var pointer = Below(at, member.Name);
            switch (member.Name)
            {
                case "from":
                    from = WholeNumber(member.Value, pointer, 0, 150) ?? 0;
                    break;
                case "to":
                    to = WholeNumber(member.Value, pointer, 0, 150) ?? 150;
                    break;
                default:
                    Unknown(pointer, ["from", "to"]);
                    break;
            }
        }

        if (_faults.Count == before && from > to)
        {
            Fault(at, "the lower age first");
        }

        return _faults.Count == before ? new Condition.AgeAtStart(from, to) : null;
    }

    private Condition? InGoal(JsonElement value, string at)
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            return new Condition.InGoal(Reference(value, at)!);
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            Fault(at, "the key of a goal, or a list of keys");
            return null;
        }

        var keys = value.EnumerateArray().Select((element, index) => Reference(element, Below(at, index))).ToArray();
        return keys.Contains(null) ? null : new Condition.Any([.. keys.Select(key => new Condition.InGoal(key!))]);
    }

    private string? Reference(JsonElement value, string at)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Fault(at, "the key of a goal");
            return null;
        }

        var key = value.GetString()!;
        _references.Add((key, at));
        return key;
    }

    /// <summary>Checks that every goal that is referred to exists. A goal with faults of its own counts as existing.</summary>
    private void CheckReferences(HashSet<string> keys)
    {
        foreach (var (_, at) in _references.Where(reference => !keys.Contains(reference.Key)))
        {
            Fault(at, "the key of a goal of this project");
        }
    }

    /// <summary>
    /// Checks that the goals can still refer to each other when this goal is among them. When a reference of another goal would become
    /// impossible, the fault is reported for this goal and names the other goal.
    /// </summary>
    private void CheckOthers(string key, IReadOnlyList<GoalDefinition> before, IReadOnlyList<GoalDefinition> all)
    {
        var earlier = GoalReferences.Impossible(before).ToHashSet();
        foreach (var reference in GoalReferences.Impossible(all))
        {
            var (from, to, why) = reference;
            if (from == key)
            {
                RefuseReference(string.Empty, to, why);
            }
            else if (!earlier.Contains(reference))
            {
                Fault(why == ImpossibleReference.NoNumerator ? "/measure" : "/of", $"what the goal {from}, which refers to {to}, can still refer to");
            }
        }
    }

    private void RefuseReference(string goal, string to, ImpossibleReference why)
    {
        foreach (var (_, at) in _references.Where(r => r.Key == to && r.At.StartsWith(goal + "/", StringComparison.Ordinal)).ToArray())
        {
            Fault(at, why == ImpossibleReference.NoNumerator
                ? "a goal that counts participations: a share, a count or a change from a baseline"
                : "a goal about the same: none that counts referrals here and enrollments there, or here what happens and there who is present");
        }
    }

    /// <summary>Checks that no goal depends on itself.</summary>
    private void CheckCycles(IReadOnlyList<GoalDefinition> definitions, Func<string, string?> pointerOf)
    {
        var byKey = definitions.ToDictionary(d => d.Key);
        foreach (var definition in definitions)
        {
            if (pointerOf(definition.Key) is { } at && GoalReferences.DependsOnItself(definition.Key, byKey))
            {
                Fault(at, "goals that do not refer to themselves, by whatever way");
            }
        }
    }

    /// <summary>
    /// Checks that every text can be read. An escape such as <c>\ud800</c> is valid JSON but not valid text, and reading it throws. This
    /// check therefore runs before anything is read.
    /// </summary>
    private bool IsReadable(JsonElement value, string at)
    {
        switch (value.ValueKind)
        {
            case JsonValueKind.Object:
                var readable = true;
                foreach (var member in value.EnumerateObject())
                {
                    readable &= TextOf(() => member.Name) is { } name ? IsReadable(member.Value, Below(at, name)) : Refuse();
                }

                return readable;
            case JsonValueKind.Array:
                return value.EnumerateArray().Select((element, index) => IsReadable(element, Below(at, index))).ToArray().All(r => r);
            case JsonValueKind.String:
                return TextOf(value.GetString) is not null || Refuse();
            default:
                return true;
        }

        bool Refuse()
        {
            Fault(at, "text of whole characters");
            return false;
        }

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

    private T? EnumMember<T>(JsonElement parent, string name, string at, bool required)
        where T : struct, Enum
    {
        if (!parent.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            if (required)
            {
                Unknown(Below(at, name), Code.All<T>());
            }

            return null;
        }

        if (value.ValueKind == JsonValueKind.String && Code.TryParse<T>(value.GetString(), out var member))
        {
            return member;
        }

        Unknown(Below(at, name), Code.All<T>());
        return null;
    }

    /// <summary>Reads codes from a list from which the project selects.</summary>
    private List<T>? Used<T>(JsonElement value, string at, IReadOnlyList<string>? used)
        where T : struct, Enum
    {
        var before = _faults.Count;
        var members = Members<T>(value, at);
        if (_faults.Count > before || members is null)
        {
            return null;
        }

        foreach (var (member, index) in members.Select((m, i) => (m, i)).Where(m => used?.Contains(Code.Format(m.m)) == false))
        {
            Fault(value.ValueKind == JsonValueKind.Array ? Below(at, index) : at, $"codes that the project uses ({Code.Format(member)} is not among them)");
        }

        return _faults.Count == before ? members : null;
    }

    /// <summary>Reads one code or a list of codes.</summary>
    private List<T>? Members<T>(JsonElement value, string at)
        where T : struct, Enum
    {
        if (value.ValueKind == JsonValueKind.String)
        {
            if (Code.TryParse<T>(value.GetString(), out var one))
            {
                return [one];
            }

            Unknown(at, Code.All<T>());
            return null;
        }

        if (value.ValueKind != JsonValueKind.Array || value.GetArrayLength() == 0)
        {
            Unknown(at, Code.All<T>());
            return null;
        }

        var before = _faults.Count;
        var members = new List<T>();
        foreach (var (element, index) in value.EnumerateArray().Select((e, i) => (e, i)))
        {
            if (element.ValueKind == JsonValueKind.String && Code.TryParse<T>(element.GetString(), out var member))
            {
                members.Add(member);
            }
            else
            {
                Unknown(Below(at, index), Code.All<T>());
            }
        }

        return _faults.Count == before ? members : null;
    }

    private List<string> Strings(JsonElement parent, string name, string at, Func<string, bool> fits, IReadOnlyList<string> allowed)
    {
        var pointer = Below(at, name);
        if (!parent.TryGetProperty(name, out var list) || list.ValueKind == JsonValueKind.Null)
        {
            return [];
        }

        if (list.ValueKind != JsonValueKind.Array)
        {
            Fault(pointer, "a list");
            return [];
        }

        var before = _faults.Count;
        foreach (var (element, index) in list.EnumerateArray().Select((e, i) => (e, i)))
        {
            OneOf(element, Below(pointer, index), fits, allowed);
        }

        return _faults.Count == before ? [.. list.EnumerateArray().Select(e => e.GetString()!).Distinct()] : [];
    }

    private void OneOf(JsonElement value, string at, Func<string, bool> fits, IReadOnlyList<string> allowed)
    {
        if (value.ValueKind != JsonValueKind.String || !fits(value.GetString()!))
        {
            Unknown(at, allowed);
        }
    }

    private bool? Boolean(JsonElement value, string at)
    {
        if (value.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return value.GetBoolean();
        }

        Fault(at, "true or false");
        return null;
    }

    private int? WholeNumber(JsonElement value, string at, int from, int to)
    {
        if (value.ValueKind == JsonValueKind.Number && value.TryGetInt32(out var number) && number >= from && number <= to)
        {
            return number;
        }

        Fault(at, string.Create(CultureInfo.InvariantCulture, $"a whole number of {from}–{to}"));
        return null;
    }

    private static string? StringOf(JsonElement parent, string name) =>
        parent.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;

    private void Unknown(string at, IReadOnlyList<string> allowed) => Fault(at, "one of " + string.Join(", ", allowed));

    private void Fault(string at, string expected) => _faults.Add(new Fault(FaultCodes.GoalInvalid, at, expected));
}
