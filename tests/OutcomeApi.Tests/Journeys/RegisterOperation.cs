namespace OutcomeApi.Tests.Journeys;

/// <summary>What a sender does.</summary>
internal enum Act
{
    Post,
    Put,
    TakeBack,
    GiveBack,
    Withdraw,
    Erase,
}

/// <summary>What the sender of a PUT says of the version.</summary>
internal enum Names
{
    TheStored,
    None,
    Another,
    Any,
}

/// <summary>
/// One operation, without references, so that it can be done again beside others. Few slots and few variants make operations meet.
/// </summary>
/// <param name="Act">What is done.</param>
/// <param name="Collection">The kind of record.</param>
/// <param name="Slot">Which enrollment, 0 to 2. The last one is anonymous.</param>
/// <param name="Variant">Which content, 0 to 3.</param>
/// <param name="Names">Which version a PUT names.</param>
/// <param name="Key">Which <c>Idempotency-Key</c>. Null: none.</param>
internal sealed record RegisterOperation(Act Act, string Collection, int Slot, int Variant, Names Names, int? Key)
{
    public static readonly string[] Collections = ["enrollments", "exits", "follow-ups", "steps"];

    public const int Slots = 3;

    private static readonly string[] Reasons = ["work-unsubsidised", "moved", "deceased", "studies"];

    private static readonly string[] Answers = ["work", "studies", "moved", "in-measure"];

    private static readonly string[] Kinds = ["language", "better-health", "language", "better-health"];

    /// <summary>Takes an operation by chance.</summary>
    public static RegisterOperation Next(Random chance) => new(
        chance.Next(20) switch { < 8 => Act.Post, < 15 => Act.Put, < 17 => Act.TakeBack, 17 => Act.GiveBack, 18 => Act.Withdraw, _ => Act.Erase },
        Collections[chance.Next(Collections.Length)],
        chance.Next(8) switch { < 4 => 0, < 7 => 1, _ => 2 },
        chance.Next(6) switch { < 3 => 0, var other => other - 2 },
        chance.Next(6) switch { < 3 => Names.TheStored, 3 => Names.None, 4 => Names.Another, _ => Names.Any },
        chance.Next(4) == 0 ? chance.Next(3) : null);

    /// <summary>The request, under references that begin with a prefix. Null: there is nothing of the kind to do.</summary>
    public ModelRequest? On(RegisterModel model, string prefix)
    {
        var enrollment = $"{prefix}-{Slot}";
        var collection = Act is Act.Withdraw or Act.Erase ? "enrollments" : Collection;
        var key = KeyOf(collection, enrollment);
        var held = model.Find(collection, key);
        var body = Act switch
        {
            Act.Post or Act.Put => Content(enrollment),
            Act.TakeBack when held?.Content is { } content && content["voided"] is null => With(content, "voided", true),
            Act.GiveBack when held?.Content is { } content && content["voided"] is not null => With(content, "voided", false),
            Act.Withdraw when held?.Content is { } content && content["anonymous"] is null => With(content, "consentWithdrawnOn", "2024-10-01"),
            _ => null,
        };
        if (body is null && Act != Act.Erase)
        {
            return null;
        }

        var tag = Names switch
        {
            Names.None => null,
            Names.Any => "*",
            Names.Another => held is { Version: > 1 } ? $"\"{held.Version - 1}\"" : "\"9\"",
            _ => held?.Content is null ? null : $"\"{held.Version}\"",
        };
        var method = Act is Act.Post or Act.Erase ? HttpMethod.Post : HttpMethod.Put;
        var idempotencyKey = Key is { } number && body is not null ? $"{prefix}-{number}" : null;
        return new ModelRequest(method, collection, key, body, method == HttpMethod.Put ? tag : null, idempotencyKey);
    }

    /// <summary>The keys of everything that an enrollment has.</summary>
    public static IEnumerable<(string Collection, string Key)> KeysOf(string prefix, int slot) =>
        Collections.Select(collection => (collection, KeyOf(collection, $"{prefix}-{slot}")));

    private static string KeyOf(string collection, string enrollment) => collection == "follow-ups" ? enrollment + "/3" : enrollment;

    private static JsonObject With(JsonObject content, string name, JsonNode value) => TestData.With(content.DeepClone().AsObject(), (name, value));

    private JsonObject Content(string enrollment) => (Collection, Slot) switch
    {
        ("enrollments", Slots - 1) => new JsonObject
        {
            ["reference"] = enrollment,
            ["anonymous"] = true,
            ["gender"] = Variant % 2 == 0 ? "woman" : "man",
            ["startedOn"] = "2024-02-01",
        },
        ("enrollments", _) => TestData.Enrollment(enrollment, ("birthYear", 1990 + Variant), ("startedOn", Variant == 3 ? "2024-07-01" : "2024-02-01")),
        ("exits", _) => TestData.Exit(enrollment, ("exitedOn", $"2024-06-0{1 + Variant}"), ("reason", Reasons[Variant])),
        ("steps", _) => TestData.Step(enrollment, enrollment, ("kind", Kinds[Variant]), ("on", Variant == 3 ? "2024-06-20" : $"2024-03-0{1 + Variant}")),
        _ => new JsonObject
        {
            ["enrollmentReference"] = enrollment,
            ["months"] = 3,
            ["followedUpOn"] = Variant == 3 ? "2024-07-01" : "2024-09-05",
            ["answer"] = Answers[Variant],
        },
    };
}
