using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Takes records whose kind is known only by name. Batches use it.</summary>
public interface IRecordIntake
{
    /// <summary>Name of the kind, for example <c>follow-up</c>.</summary>
    string Name { get; }

    /// <summary>
    /// Order in which a batch saves kinds. Kinds with a lower rank are saved first, because a record may need them to be checked.
    /// </summary>
    int Rank { get; }

    /// <summary>
    /// Reads a record as it was sent. The registration no longer contains what must not be stored while the record waits, for example a personal
    /// identity number.
    /// </summary>
    ReadRecord Read(JsonElement record);

    /// <summary>Reads a record whose members are all texts, as in a row of CSV.</summary>
    ReadRecord ReadCells(IEnumerable<KeyValuePair<string, string>> cells);

    /// <summary>Returns true if two registrations of this kind have the same content.</summary>
    bool SaySame(Registration one, Registration other);

    /// <summary>Writes a registration of this kind as JSON that <see cref="FromJson"/> can read back.</summary>
    JsonObject ToJson(Registration registration);

    Registration FromJson(JsonElement json);

    /// <summary>Saves a record in the session's transaction.</summary>
    /// <param name="caller">The caller who sends the record.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="registration">What is stated. Members that could not be read are absent.</param>
    /// <param name="formFaults">The faults that were found when the record was read.</param>
    /// <param name="ct">Cancels the work.</param>
    Task<IntakeAnswer> SaveAsync(Caller caller, string project, Registration registration, IReadOnlyList<Fault> formFaults, CancellationToken ct);
}

/// <summary>A record that has been read.</summary>
/// <param name="Registration">What is stated. Members that could not be read are absent.</param>
/// <param name="Faults">The faults that were found when the record was read.</param>
/// <param name="Key">The sender's key of the record. Null if it could not be read.</param>
/// <param name="KeyPointer">JSON Pointer to the key.</param>
public sealed record ReadRecord(Registration Registration, IReadOnlyList<Fault> Faults, string? Key, string KeyPointer);

/// <summary>What happened to a record.</summary>
/// <param name="Outcome">The outcome. Null if the record was refused.</param>
public sealed record IntakeAnswer(SaveOutcome? Outcome, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings);

/// <summary>Takes records of one kind.</summary>
public sealed class RecordIntake<T>(RecordTable<T> kind, RecordSaver<T> saver) : IRecordIntake
    where T : Registration, new()
{
    /// <summary>The member of a record in a batch that names its kind.</summary>
    public const string KindMember = "record";

    /// <summary>The member of a waiting record that holds the references made from the personal identity number that was sent.</summary>
    private const string PersonMember = "person";

    public string Name => kind.Name;

    public int Rank => kind.Rank;

    public ReadRecord Read(JsonElement record)
    {
        var faults = new List<Fault>();
        var registration = kind.Conceal(JsonBodyReader.Read<T>(record, string.Empty, faults, KindMember), faults);
        return new ReadRecord(registration, faults, kind.KeyOf(registration), kind.KeyPointer);
    }

    public ReadRecord ReadCells(IEnumerable<KeyValuePair<string, string>> cells) =>
        Read(JsonSerializer.SerializeToElement(Cells.ToJson(typeof(T), cells)));

    public bool SaySame(Registration one, Registration other) => Content.Differences(kind.Prepare((T)one, []), kind.Prepare((T)other, [])).Count == 0;

    public JsonObject ToJson(Registration registration)
    {
        var json = Content.From((T)registration);
        json["correction"] = registration.Correction;
        json[PersonMember] = JsonSerializer.SerializeToNode(registration.Person);
        return json;
    }

    public Registration FromJson(JsonElement json)
    {
        Registration registration = JsonBodyReader.Read<T>(json, string.Empty, [], PersonMember);
        return json.TryGetProperty(PersonMember, out var person) ? registration with { Person = person.Deserialize<PersonReference>() } : registration;
    }

    public async Task<IntakeAnswer> SaveAsync(Caller caller, string project, Registration registration, IReadOnlyList<Fault> formFaults, CancellationToken ct)
    {
        var sending = new Sending { MayCorrect = registration.Correction is not null, IsInBatch = true };
        var result = await saver.SaveAsync(new SaveRecord<T>(caller, project, (T)registration, formFaults, sending), ct);
        return result.IsSuccess ? new IntakeAnswer(result.Value.Outcome, [], result.Value.Warnings) : new IntakeAnswer(null, result.Faults, []);
    }
}
