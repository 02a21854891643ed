using System.Text.Json;

namespace OutcomeApi.Stored;

/// <summary>
/// Stores a record of a batch that waits. It has been read, so it holds no personal identity number.
/// </summary>
public sealed record WaitingBatchRecord
{
    /// <summary>Index of the record in the batch as it was sent.</summary>
    public required int Position { get; init; }

    /// <summary>Number of its line in the file. Null in a JSON body.</summary>
    public int? Line { get; init; }

    /// <summary>The sender's key. Null if it could not be read.</summary>
    public string? Key { get; init; }

    /// <summary>Content of the registration. Null if the record is refused whatever the register holds.</summary>
    public JsonElement? Registration { get; init; }

    /// <summary>The reason of a correction.</summary>
    public string? Correction { get; init; }

    /// <summary>The references of the person whose identity number was sent: the current one, then the earlier ones.</summary>
    public IReadOnlyList<string>? Person { get; init; }

    /// <summary>The faults found when the record was read.</summary>
    public IReadOnlyList<StoredFault>? Faults { get; init; }
}

/// <summary>Stores what became of a record of a batch.</summary>
public sealed record BatchRecordResult
{
    /// <summary>Index of the record in the batch as it was sent.</summary>
    public required int Position { get; init; }

    /// <summary>Number of its line in the file. Null in a JSON body.</summary>
    public int? Line { get; init; }

    /// <summary>The sender's key. Null if it could not be read.</summary>
    public string? Key { get; init; }

    /// <summary>created, unchanged, corrected or rejected.</summary>
    public required string Outcome { get; init; }

    public IReadOnlyList<StoredFault>? Errors { get; init; }

    public IReadOnlyList<StoredFault>? Warnings { get; init; }
}

/// <summary>Stores a fault. Its pointer is within the record.</summary>
public sealed record StoredFault(string Code, string Pointer, IReadOnlyList<string>? Details)
{
    public static IReadOnlyList<StoredFault>? From(IReadOnlyList<Fault> faults) =>
        faults.Count == 0 ? null : [.. faults.Select(fault => new StoredFault(fault.Code, fault.Pointer, fault.Details.Count == 0 ? null : fault.Details))];

    public Fault ToFault() => new(Code, Pointer, Details ?? []);
}
