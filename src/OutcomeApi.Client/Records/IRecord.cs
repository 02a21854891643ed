using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>A kind of record.</summary>
/// <param name="Name">What a batch and the feed of changes call it, for example <c>follow-up</c>.</param>
/// <param name="Collection">The last part of its address, for example <c>follow-ups</c>.</param>
public sealed record RecordKind(string Name, string Collection);

/// <summary>What a project system states about one event.</summary>
public interface IRecord
{
    /// <summary>The kind of record.</summary>
    RecordKind RecordKind { get; }

    /// <summary>The last part of the record's address: the sender's reference, or for a follow-up that of the enrollment and the months.</summary>
    string Key { get; }
}

/// <summary>A type of record that knows its kind.</summary>
public interface IRecord<TSelf> : IRecord
    where TSelf : IRecord<TSelf>
{
    static abstract RecordKind KindOf { get; }
}

/// <summary>
/// What all kinds of record have. Codes are texts, not enums: a reader does not break when the service gets a new code. As a text a record is its kind and
/// key alone, so that nothing about a person comes into a log.
/// </summary>
public abstract record Registration<TSelf> : IRecord
    where TSelf : IRecord<TSelf>
{
    [JsonIgnore]
    public RecordKind RecordKind => TSelf.KindOf;

    [JsonIgnore]
    public abstract string Key { get; }

    /// <summary>True takes the record back: it was registered in error and counts nowhere.</summary>
    public bool Voided { get; init; }

    /// <summary>Why a stored record is corrected: one of <see cref="Client.Correction"/>. It belongs to the change and is not part of what is stored.</summary>
    public string? Correction { get; init; }

    public sealed override string ToString() => $"{RecordKind.Name} {Key}";
}
