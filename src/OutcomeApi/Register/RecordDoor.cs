using System.Text.Json;
using OutcomeApi.Domain.Register;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Security;

namespace OutcomeApi.Register;

/// <summary>The way into the register for a record whose kind is known by name only: what a batch uses.</summary>
public interface IRecordDoor
{
    /// <summary>The kind's name, for example <c>follow-up</c>.</summary>
    string Name { get; }

    /// <summary>The kind's path word, for example <c>follow-ups</c>.</summary>
    string Collection { get; }

    /// <summary>Which kinds must be there before this one can be checked: lower comes first.</summary>
    int Rank { get; }

    /// <summary>Saves a record in the session's transaction.</summary>
    Task<DoorAnswer> SaveAsync(Caller caller, string project, JsonElement record, CancellationToken ct);

    /// <summary>The sender's key of a record, as far as it can be read, and where it stands.</summary>
    (string? Key, string Pointer) KeyOf(JsonElement record);
}

/// <summary>What became of a record.</summary>
/// <param name="Outcome">Null: refused.</param>
public sealed record DoorAnswer(SaveOutcome? Outcome, IReadOnlyList<Fault> Faults, IReadOnlyList<Fault> Warnings);

/// <summary>The door of one kind.</summary>
public sealed class RecordDoor<T>(RecordKind<T> kind, RecordSaver<T> saver) : IRecordDoor
    where T : Statement, new()
{
    /// <summary>The member of a batch's record that names its kind.</summary>
    public const string KindMember = "record";

    public string Name => kind.Name;

    public string Collection => kind.Collection;

    public int Rank => kind.Rank;

    public async Task<DoorAnswer> SaveAsync(Caller caller, string project, JsonElement record, CancellationToken ct)
    {
        var faults = new List<Fault>();
        var statement = StatementReader.Read<T>(record, string.Empty, faults, KindMember);
        var sending = new Sending { MayCorrect = statement.Correction is not null };
        var result = await saver.SaveAsync(new SaveRecord<T>(caller, project, statement, faults, sending), ct);
        return result.IsSuccess ? new DoorAnswer(result.Value.Outcome, [], result.Value.Warnings) : new DoorAnswer(null, result.Faults, []);
    }

    public (string? Key, string Pointer) KeyOf(JsonElement record) =>
        (kind.KeyOf(StatementReader.Read<T>(record, string.Empty, [], KindMember)), kind.KeyPointer);
}
