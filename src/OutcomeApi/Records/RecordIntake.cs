using System.Text.Json;
using System.Text.Json.Nodes;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>The way into the register for a record whose kind is known by name only: what a batch uses.</summary>
public interface IRecordIntake
{
    /// <summary>The kind's name, for example <c>follow-up</c>.</summary>
    string Name { get; }

    /// <summary>The kind's path word, for example <c>follow-ups</c>.</summary>
    string Collection { get; }

    /// <summary>Which kinds must be there before this one can be checked: lower comes first.</summary>
    int Rank { get; }

    /// <summary>Reads a record as it was sent. What must not wait anywhere is not in the registration any more.</summary>
    ReadRecord Read(JsonElement record);

    /// <summary>Reads a record whose members are texts, as in a row of CSV.</summary>
    ReadRecord ReadCells(IEnumerable<KeyValuePair<string, string>> cells);

    /// <summary>Do two registrations of this kind say the same?</summary>
    bool SaySame(Registration one, Registration other);

    /// <summary>A registration of this kind as JSON, to be read back by <see cref="FromJson"/>.</summary>
    JsonObject ToJson(Registration registration);

    Registration FromJson(JsonElement json);

    /// <summary>Saves a record in the session's transaction.</summary>
    /// <param name="caller">GenderGroup sends it.</param>
    /// <param name="project">The project.</param>
    /// <param name="registration">What is stated, as far as it could be read.</param>
    /// <param name="formFaults">The faults in its form.</param>
    /// <param name="ct">Cancels.</param>
    Task<IntakeAnswer> SaveAsync(Caller caller, string project, Registration registration, IReadOnlyList<Fault> formFaults, CancellationToken ct);
}

/// <summary>A record that has been read.</summary>
/// <param name="Registration">What is stated; members that could not be read are absent.</param>
/// <param name="Faults">The faults in its form.</param>
/// <param name="Key">The sender's key, as far as it can be read.</param>
/// <param name="KeyPointer">Where the key stands.</param>
public sealed record ReadRecord(Registration Registration, IReadOnlyList<Fault> Faults, string? Key, string KeyPointer);

/// <summary>What became of a record.</summary>
/// <param name="Outcome">Null: refused.</param>
public sealed record IntakeAnswer(SaveOutcome? Outcome, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings);

/// <summary>The door of one kind.</summary>
public sealed class RecordIntake<T>(RecordTable<T> kind, RecordSaver<T> saver) : IRecordIntake
    where T : Registration, new()
{
    /// <summary>The member of a batch's record that names its kind.</summary>
    public const string KindMember = "record";

    /// <summary>The member of a waiting record that holds what its sender's number has become.</summary>
    private const string PersonMember = "person";

    public string Name => kind.Name;

    public string Collection => kind.Collection;

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
        var sending = new Sending { MayCorrect = registration.Correction is not null };
        var result = await saver.SaveAsync(new SaveRecord<T>(caller, project, (T)registration, formFaults, sending), ct);
        return result.IsSuccess ? new IntakeAnswer(result.Value.Outcome, [], result.Value.Warnings) : new IntakeAnswer(null, result.Faults, []);
    }
}
