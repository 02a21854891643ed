using System.Collections.Concurrent;
using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Registrations;

namespace OutcomeApi.Http.Bodies;

/// <summary>
/// Reads a JSON object into a type whose attributes define what is allowed. Reports every fault with a JSON Pointer to it.
/// The framework's reader stops at the first value of the wrong type and does not know fault codes. This reader continues.
/// Members that cannot be read keep their default value.
/// </summary>
public static class JsonBodyReader
{
    private static readonly ConcurrentDictionary<Type, OrderedDictionary<string, Member>> Members = new();

    private static readonly ConcurrentDictionary<Type, string> Known = new();

    /// <summary>
    /// The members that the service adds to a record in its answers. They are accepted and ignored, so that a client can change an answer
    /// and send it back.
    /// </summary>
    private static readonly string[] AnswerMembers = ["version", "receivedAt", "changedAt", "warnings", "_links"];

    /// <summary>Maximum length of a text that is a name, unless its member says less.</summary>
    private const int LongestName = 200;

    /// <summary>The number of faults that an answer shows at most.</summary>
    private const int MostShown = Problems.Problems.MostErrors;

    /// <summary>Reads an object.</summary>
    /// <param name="element">The JSON to read.</param>
    /// <param name="pointer">JSON Pointer to the object within the request body.</param>
    /// <param name="faults">The list that faults are added to.</param>
    /// <param name="alsoKnown">Names of members that the caller reads by other means. They are not reported as unknown.</param>
    public static T Read<T>(JsonElement element, string pointer, List<Fault> faults, params IReadOnlyList<string> alsoKnown)
        where T : class, new() => (T)ReadObject(typeof(T), element, pointer, faults, [.. AnswerMembers, .. alsoKnown]);

    /// <summary>Returns the JSON names of a type's members.</summary>
    public static IEnumerable<string> NamesOf(Type type) => MembersOf(type).Keys;

    private static object ReadObject(Type type, JsonElement element, string pointer, List<Fault> faults, IReadOnlyList<string> alsoKnown)
    {
        var instance = Activator.CreateInstance(type)!;
        if (element.ValueKind != JsonValueKind.Object)
        {
            Report(faults, FaultCodes.TypeWrong, pointer, "a JSON object");
            return instance;
        }

        var members = MembersOf(type);
        var sent = new Dictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            var name = property.Name;
            if (members.ContainsKey(name))
            {
                sent[name] = property.Value;
            }
            else if (!alsoKnown.Contains(name))
            {
                var at = IsNextShown(faults) ? JsonPointer.Below(pointer, name) : pointer;
                Report(faults, FaultCodes.FieldUnknown, at, KnownOf(type));
            }
        }

        foreach (var member in members.Values.Where(m => !m.IsComputed && (m.IsRequired || sent.ContainsKey(m.Name))))
        {
            var at = JsonPointer.Below(pointer, member.Name);
            if (!sent.TryGetValue(member.Name, out var value) || value.ValueKind == JsonValueKind.Null)
            {
                if (member.IsRequired)
                {
                    Report(faults, FaultCodes.RequiredMissing, at);
                }
            }
            else if (member.MayBePersonalNumber && value.ValueKind == JsonValueKind.Object)
            {
                type.GetProperty(PersonalNumber.Member)!.SetValue(instance, PersonalNumber.Read(value, at, faults));
            }
            else if (ReadValue(member, member.Type, value, at, faults) is { } read)
            {
                member.Access.Set(instance, read);
            }
        }

        return instance;
    }

    private static object? ReadValue(Member member, Type type, JsonElement value, string at, List<Fault> faults)
    {
        if (type == typeof(JsonElement))
        {
            return value.Clone();
        }

        if (type == typeof(string))
        {
            return ReadText(member, value, at, faults);
        }

        if (type == typeof(bool))
        {
            return value.ValueKind switch
            {
                JsonValueKind.True => true,
                JsonValueKind.False => false,
                _ => Wrong("true or false"),
            };
        }

        if (type == typeof(int))
        {
            return ReadNumber(member, value, at, faults);
        }

        if (type == typeof(DateOnly))
        {
            return ReadDate(value, at, faults);
        }

        if (type == typeof(IReadOnlyList<string>))
        {
            return ReadList(member, value, at, faults, (e, p) => (string?)ReadText(member, e, p, faults));
        }

        if (type == typeof(IReadOnlyList<int>))
        {
            return ReadList(member, value, at, faults, (e, p) => (int?)ReadNumber(member, e, p, faults), n => n!.Value);
        }

        if (type == typeof(IReadOnlyList<int?>))
        {
            return ReadList(member, value, at, faults, (e, p) => e.ValueKind == JsonValueKind.Null ? null : (int?)ReadNumber(member, e, p, faults), n => n);
        }

        if (type == typeof(IReadOnlyDictionary<string, int>))
        {
            return ReadNamed<int>(member, value, at, faults, ReadNumber);
        }

        if (type == typeof(IReadOnlyDictionary<string, string>))
        {
            return ReadNamed<string>(member, value, at, faults, ReadText);
        }

        if (type == typeof(IReadOnlyDictionary<string, IReadOnlyList<string>>))
        {
            return ReadLists(member, value, at, faults);
        }

        if (type == typeof(IReadOnlyList<ProjectCode>))
        {
            return ReadList(member, value, at, faults, (e, p) => ReadProjectCode(member, e, p, faults));
        }

        if (type == typeof(IReadOnlyList<ProjectStepKind>))
        {
            return ReadList(member, value, at, faults, (e, p) => ReadStepKind(member, e, p, faults));
        }

        if (type.IsGenericType && type.GetGenericTypeDefinition() == typeof(IReadOnlyList<>))
        {
            return ReadObjects(type.GetGenericArguments()[0], value, at, faults);
        }

        return ReadObject(type, value, at, faults, []);

        object? Wrong(string expected)
        {
            Report(faults, FaultCodes.TypeWrong, at, expected);
            return null;
        }
    }

    private static object? ReadText(Member member, JsonElement value, string at, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.String)
        {
            Report(faults, FaultCodes.TypeWrong, at, "a text");
            return null;
        }

        var text = value.GetString()!;
        if (member.Codes is { } codes)
        {
            if (codes.Contains(text))
            {
                return text;
            }

            Report(faults, FaultCodes.UnknownCode, at, member.CodesInWords!);
            return null;
        }

        if (member.IsReference)
        {
            if (ReferenceAttribute.IsReference(text) && !(member.IsStated && PersonalIdentityNumber.IsWrittenAs(text)))
            {
                return text;
            }

            Report(faults, FaultCodes.ReferenceInvalid, at);
            return null;
        }

        if (text.Length is 0 || text.Length > member.MaxLength)
        {
            Report(faults, FaultCodes.TextTooLong, at, member.MaxLength.ToString(CultureInfo.InvariantCulture));
            return null;
        }

        // Names are one line. Longer texts may have several, and are checked where they are used.
        if (member.MaxLength <= LongestName && text.Any(IsControl))
        {
            Report(faults, FaultCodes.TypeWrong, at, "a text without control characters");
            return null;
        }

        return text;
    }

    /// <summary>Returns whether a character is invisible and changes how a text is shown: a control character, or one that reorders text.</summary>
    private static bool IsControl(char c) => char.IsControl(c) || c is (>= '\u202a' and <= '\u202e') or (>= '\u2066' and <= '\u2069');

    /// <summary>Reads a code. It is sent as a string, or as an object with more facts about the code.</summary>
    private static ProjectCode? ReadProjectCode(Member member, JsonElement value, string at, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            return ReadText(member, value, at, faults) is string text ? new ProjectCode { Code = text } : null;
        }

        var code = (ProjectCode)ReadObject(typeof(ProjectCode), value, at, faults, []);
        if (code.Code is not null && member.Codes?.Contains(code.Code) == false)
        {
            Report(faults, FaultCodes.UnknownCode, at + "/code", member.CodesInWords!);
        }

        return code;
    }

    /// <summary>Reads a kind of step. A kind of the product is sent as a string, a kind of the project's own as an object.</summary>
    private static ProjectStepKind? ReadStepKind(Member member, JsonElement value, string at, List<Fault> faults) =>
        value.ValueKind == JsonValueKind.Object ? (ProjectStepKind)ReadObject(typeof(ProjectStepKind), value, at, faults, [])
        : ReadText(member, value, at, faults) is string code ? new ProjectStepKind { Code = code }
        : null;

    private static object? ReadNumber(Member member, JsonElement value, string at, List<Fault> faults)
    {
        var (from, to) = member.Range;
        if (value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var number) && decimal.Truncate(number) == number)
        {
            if (number >= from && number <= to && member.Allows((int)number))
            {
                return (int)number;
            }
        }
        else if (value.ValueKind != JsonValueKind.Number || value.TryGetDecimal(out _))
        {
            Report(faults, FaultCodes.TypeWrong, at, "a whole number");
            return null;
        }

        Report(
            faults,
            member.IsRating ? FaultCodes.RatingOutOfRange : FaultCodes.NumberOutOfRange,
            at,
            from.ToString(CultureInfo.InvariantCulture),
            to.ToString(CultureInfo.InvariantCulture));
        return null;
    }

    private static object? ReadDate(JsonElement value, string at, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.String
            || !DateOnly.TryParseExact(value.GetString(), "yyyy-MM-dd", CultureInfo.InvariantCulture, DateTimeStyles.None, out var date))
        {
            Report(faults, FaultCodes.TypeWrong, at, "a date YYYY-MM-DD");
            return null;
        }

        if (date.Year is < 1900 or > 2199)
        {
            Report(faults, FaultCodes.NumberOutOfRange, at, "1900-01-01", "2199-12-31");
            return null;
        }

        return date;
    }

    private static List<T>? ReadList<T>(Member member, JsonElement value, string at, List<Fault> faults, Func<JsonElement, string, T?> read)
        where T : class => ReadList(member, value, at, faults, read, text => text!);

    private static List<T>? ReadList<TRead, T>(
        Member member, JsonElement value, string at, List<Fault> faults, Func<JsonElement, string, TRead> read, Func<TRead, T> use)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Report(faults, FaultCodes.TypeWrong, at, "a list");
            return null;
        }

        var (before, list) = (faults.Count, new List<TRead>());
        foreach (var (element, pointer) in ElementsOf(value, at, faults))
        {
            var one = read(element, pointer);
            if (IsNextShown(faults))
            {
                list.Add(one);
            }
        }

        if (IsRefused(faults, before))
        {
            return null;
        }

        var used = list.Select(use).ToList();
        return member.IsSet ? [.. used.Distinct().Order()] : used;
    }

    /// <summary>Reads an object that maps names to numbers or to texts. A name whose value is null is left out.</summary>
    private static Dictionary<string, T>? ReadNamed<T>(
        Member member, JsonElement value, string at, List<Fault> faults, Func<Member, JsonElement, string, List<Fault>, object?> read)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(faults, FaultCodes.TypeWrong, at, "a JSON object");
            return null;
        }

        var before = faults.Count;
        var named = new Dictionary<string, T>();
        foreach (var property in value.EnumerateObject().Where(p => p.Value.ValueKind != JsonValueKind.Null))
        {
            if (read(member, property.Value, JsonPointer.Below(at, property.Name), faults) is T found)
            {
                named.Add(property.Name, found);
            }
        }

        return IsRefused(faults, before) ? null : named;
    }

    /// <summary>Reads an object that maps names to lists of texts. Both must be references, and no list is empty.</summary>
    private static Dictionary<string, IReadOnlyList<string>>? ReadLists(Member member, JsonElement value, string at, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.Object)
        {
            Report(faults, FaultCodes.TypeWrong, at, "a JSON object");
            return null;
        }

        var before = faults.Count;
        var lists = new Dictionary<string, IReadOnlyList<string>>();
        foreach (var property in value.EnumerateObject())
        {
            var pointer = JsonPointer.Below(at, property.Name);
            if (!ReferenceAttribute.IsReference(property.Name))
            {
                Report(faults, FaultCodes.ReferenceInvalid, pointer);
            }
            else if (ReadList(member, property.Value, pointer, faults, (e, p) => (string?)ReadText(member, e, p, faults)) is { } list)
            {
                lists[property.Name] = [.. list.Distinct().Order(StringComparer.Ordinal)];
                if (list.Count == 0)
                {
                    Report(faults, FaultCodes.TypeWrong, pointer, "a list with at least one element");
                }
            }
        }

        return IsRefused(faults, before) ? null : lists;
    }

    private static object? ReadObjects(Type type, JsonElement value, string at, List<Fault> faults)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            Report(faults, FaultCodes.TypeWrong, at, "a list");
            return null;
        }

        var list = (System.Collections.IList)Activator.CreateInstance(typeof(List<>).MakeGenericType(type))!;
        foreach (var (element, pointer) in ElementsOf(value, at, faults))
        {
            list.Add(ReadObject(type, element, pointer, faults, []));
        }

        return list;
    }

    /// <summary>Returns the elements of a list, each with the pointer to it as long as a fault in it would be shown.</summary>
    private static IEnumerable<(JsonElement Element, string Pointer)> ElementsOf(JsonElement list, string at, List<Fault> faults)
    {
        var index = 0;
        foreach (var element in list.EnumerateArray())
        {
            yield return (element, IsNextShown(faults) ? JsonPointer.Below(at, index) : at);
            index++;
        }
    }

    /// <summary>
    /// Adds a fault. Of the faults that no answer shows, only how many there are of which code is kept, so that a body of wrong things costs no more than
    /// one of right ones.
    /// </summary>
    private static void Report(List<Fault> faults, string code, string at, params ReadOnlySpan<string> details)
    {
        if (IsNextShown(faults))
        {
            faults.Add(new Fault(code, at, [.. details]));
        }
        else
        {
            var place = MostShown;
            while (place < faults.Count && faults[place].Code != code)
            {
                place++;
            }

            if (place == faults.Count)
            {
                faults.Add(new Fault(code, string.Empty));
            }
            else
            {
                faults[place].AddOne();
            }
        }
    }

    private static bool IsNextShown(List<Fault> faults) => faults.Count < MostShown;

    /// <summary>Returns whether a value had faults. With so many that none more is shown, the body is refused whatever the value holds.</summary>
    private static bool IsRefused(List<Fault> faults, int before) => faults.Count > before || !IsNextShown(faults);

    /// <summary>Returns the names of a type's members as faults list them. Written once: a body may have very many faults.</summary>
    private static string KnownOf(Type type) =>
        Known.GetOrAdd(type, t => string.Join(", ", MembersOf(t).Values.Where(m => !m.IsComputed).Select(m => m.Name)));

    /// <summary>Returns a type's members by their names, in the order in which they are declared.</summary>
    private static OrderedDictionary<string, Member> MembersOf(Type type) => Members.GetOrAdd(
        type,
        t => new OrderedDictionary<string, Member>(
            t.GetProperties(BindingFlags.Public | BindingFlags.Instance)
                .Where(p => p.SetMethod is { IsPublic: true } && p.GetCustomAttribute<JsonIgnoreAttribute>() is not { Condition: JsonIgnoreCondition.Always })
                .Select(p => new Member(p))
                .Select(member => KeyValuePair.Create(member.Name, member)),
            StringComparer.Ordinal));

    /// <summary>The object <c>{"personalIdentityNumber": "…"}</c> that can be sent in place of a reference.</summary>
    private sealed record PersonalNumber
    {
        public const string Member = nameof(PersonalIdentityNumber);

        [Required]
        [MaxLength(20)]
        public string? PersonalIdentityNumber { get; init; }

        public static string? Read(JsonElement value, string at, List<Fault> faults) =>
            ((PersonalNumber)ReadObject(typeof(PersonalNumber), value, at, faults, [])).PersonalIdentityNumber;
    }

    private sealed class Member(PropertyInfo property)
    {
        private readonly object?[]? _allowed = property.GetCustomAttribute<AllowedValuesAttribute>()?.Values;

        public MemberAccess Access { get; } = MemberAccess.To(property);

        public string Name { get; } = JsonNamingPolicy.CamelCase.ConvertName(property.Name);

        public Type Type { get; } = Nullable.GetUnderlyingType(property.PropertyType) ?? property.PropertyType;

        public bool IsRequired { get; } = property.IsDefined(typeof(RequiredAttribute));

        public bool IsReference { get; } = property.IsDefined(typeof(ReferenceAttribute));

        /// <summary>
        /// Whether the member belongs to a registration, that is, to what a sender states about a person. There, a personal identity number
        /// must not be sent as a reference.
        /// </summary>
        public bool IsStated { get; } = property.ReflectedType!.IsAssignableTo(typeof(Registration));

        public bool MayBePersonalNumber { get; } = property.IsDefined(typeof(OrPersonalNumberAttribute));

        public bool IsSet { get; } = property.IsDefined(typeof(SetAttribute));

        public bool IsComputed { get; } = property.IsDefined(typeof(ComputedAttribute));

        public bool IsRating { get; } = property.IsDefined(typeof(RatingAttribute));

        public int MaxLength { get; } = property.GetCustomAttribute<MaxLengthAttribute>()?.Length ?? LongestName;

        public (decimal From, decimal To) Range { get; } = property.GetCustomAttribute<RangeAttribute>() is { } range
            ? (Convert.ToDecimal(range.Minimum, CultureInfo.InvariantCulture), Convert.ToDecimal(range.Maximum, CultureInfo.InvariantCulture))
            : (int.MinValue, int.MaxValue);

        /// <summary>Returns whether a number is allowed. Always true when the member does not list its allowed values.</summary>
        public bool Allows(int number) => _allowed is null || _allowed.Contains(number);

        /// <summary>The codes as faults list them. Written once: a body may have very many faults.</summary>
        public string? CodesInWords => field ??= Codes is null ? null : string.Join(", ", Codes);

        public IReadOnlyList<string>? Codes { get; } = property.GetCustomAttribute<CodeOfAttribute>() is { OrOwn: false } codes
            ? [.. Enum.GetNames(codes.List).Select(Code.Kebab)]
            : null;
    }
}
