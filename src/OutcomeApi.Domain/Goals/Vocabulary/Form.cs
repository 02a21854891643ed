namespace OutcomeApi.Domain.Goals.Vocabulary;

/// <summary>Describes the JSON form of a value in a goal definition. The contract's schemas are made from it.</summary>
/// <param name="Description">What the value says. Null for a reference that needs no words of its own.</param>
public abstract record Form(string? Description)
{
    public const string KeyPattern = "^[a-z0-9-]+(\\.[a-z0-9-]+)*$";

    /// <summary>An object with conditions, read by <see cref="GoalReading.Condition"/>.</summary>
    public static readonly Form Condition = new Named(GoalForms.ConditionName);

    /// <summary>True or false.</summary>
    public sealed record Truth(string? Description) : Form(Description);

    /// <summary>A whole number within bounds, both inclusive.</summary>
    public sealed record Number(string? Description, int Least, int? Most = null) : Form(Description);

    /// <summary>A text.</summary>
    public sealed record Text(string? Description) : Form(Description)
    {
        /// <summary>The texts that are allowed. Null for any.</summary>
        public IReadOnlyList<string>? Codes { get; init; }

        public string? Pattern { get; init; }

        public int? MaxLength { get; init; }

        /// <summary>The format as JSON Schema calls it.</summary>
        public string? Format { get; init; }
    }

    /// <summary>A list of values of one form.</summary>
    public sealed record List(string? Description, Form Item, int? Least = null, int? Most = null) : Form(Description);

    /// <summary>A value of one of several forms.</summary>
    public sealed record Choice(string? Description, params IReadOnlyList<Form> Forms) : Form(Description);

    /// <summary>An object that has no other members than these.</summary>
    public sealed record Object(string? Description, params IReadOnlyList<(string Name, Form Form)> Members) : Form(Description)
    {
        public IEnumerable<string> Names => Members.Select(member => member.Name);

        public IReadOnlyList<string> Required { get; init; } = [];

        /// <summary>The members of which there is exactly one. Empty when there is no such rule.</summary>
        public IReadOnlyList<string> OneOf { get; init; } = [];

        public int? Least { get; init; }

        public int? Most { get; init; }
    }

    /// <summary>A form that the contract describes under a name.</summary>
    public sealed record Named(string Name, string? Description = null) : Form(Description);

    public static Text Words(string description, params IReadOnlyList<string> words) => new(description) { Codes = words };

    public static Text Code<T>(string description)
        where T : struct, Enum => Words(description, Participations.Code.All<T>());

    /// <summary>One code, or a list of codes.</summary>
    public static Choice Codes<T>(string description)
        where T : struct, Enum => new(description, Code<T>("One code."), new List("Several codes.", Code<T>("A code."), Least: 1));

    /// <summary>The key of a goal or of a reported figure.</summary>
    public static Text Key(string description) => new(description) { Pattern = KeyPattern, MaxLength = 100 };

    public static List Conditions(string description) => new(description, Condition, Least: 1);
}
