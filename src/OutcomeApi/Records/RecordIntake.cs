using System.Text.Json;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Takes records whose kind is known only by name. Batches use it.</summary>
public interface IRecordIntake
{
    /// <summary>The member of a record in a batch that names its kind.</summary>
    const string KindMember = "record";

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

    /// <summary>Writes the content of a registration of this kind as JSON that <see cref="FromContent"/> can read back.</summary>
    string ToContent(Registration registration);

    Registration FromContent(string content);

    /// <summary>Saves records in the session's transaction, in their order. A refused record changes nothing.</summary>
    /// <returns>What became of each record.</returns>
    Task<IReadOnlyList<IntakeAnswer>> SaveAllAsync(Caller caller, string project, IReadOnlyList<SentRegistration> records, CancellationToken ct);

    /// <summary>The type of registration, whose members are those of a record.</summary>
    Type RegistrationType { get; }
}

/// <summary>A record that has been read.</summary>
/// <param name="Registration">What is stated. Members that could not be read are absent.</param>
/// <param name="Compared">The content in the form in which it is compared: two registrations that say the same have the same.</param>
/// <param name="Faults">The faults that were found when the record was read.</param>
/// <param name="Key">The sender's key of the record. Null if it could not be read.</param>
/// <param name="KeyPointer">JSON Pointer to the key.</param>
public sealed record ReadRecord(Registration Registration, string Compared, IReadOnlyList<Fault> Faults, string? Key, string KeyPointer);

/// <summary>A registration to be saved.</summary>
/// <param name="Registration">What is stated. Members that could not be read are absent.</param>
/// <param name="Faults">The faults that were found when the record was read.</param>
public sealed record SentRegistration(Registration Registration, IReadOnlyList<Fault> Faults);

/// <summary>What happened to a record.</summary>
/// <param name="Outcome">The outcome. Null if the record was refused.</param>
public sealed record IntakeAnswer(SaveOutcome? Outcome, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings)
{
    public static IntakeAnswer From<T>(Result<Saved<T>> result)
        where T : Registration =>
        result.IsSuccess ? new IntakeAnswer(result.Value.Outcome, [], result.Value.Warnings) : new IntakeAnswer(null, result.Faults, []);
}

/// <summary>Takes records of one kind.</summary>
public sealed class RecordIntake<T>(RecordTable<T> kind, RecordSaver<T> saver) : IRecordIntake
    where T : Registration, new()
{
    public string Name => kind.Name;

    public int Rank => kind.Rank;

    public Type RegistrationType => typeof(T);

    public ReadRecord Read(JsonElement record)
    {
        var faults = new List<Fault>();
        var registration = kind.Conceal(JsonBodyReader.Read<T>(record, string.Empty, faults, IRecordIntake.KindMember), faults);
        return new ReadRecord(registration, Content.Write(kind.Prepare(registration, [])), faults, kind.KeyOf(registration), kind.KeyPointer);
    }

    public ReadRecord ReadCells(IEnumerable<KeyValuePair<string, string>> cells) =>
        Read(JsonSerializer.SerializeToElement(Cells.ToJson(typeof(T), cells)));

    public string ToContent(Registration registration) => Content.Write((T)registration);

    public Registration FromContent(string content) => Content.Read<T>(content);

    public Task<IReadOnlyList<IntakeAnswer>> SaveAllAsync(
        Caller caller, string project, IReadOnlyList<SentRegistration> records, CancellationToken ct) => saver.SaveAllAsync(caller, project, records, ct);
}
