namespace OutcomeApi.Client;

/// <summary>A record as the service has stored it. Whoever corrects it hands it back, so that nobody's newer version is overwritten.</summary>
/// <param name="Content">What is stated.</param>
/// <param name="State">What the service adds.</param>
/// <param name="IsNew">True if this very request has created the record. False for what was stored already.</param>
public sealed record Stored<T>(T Content, RecordState State, bool IsNew = false)
    where T : IRecord<T>
{
    /// <summary>Number of the version: 1 when the record is created, and one more for every correction.</summary>
    public int Version => State.Version;

    /// <summary>
    /// What is worth a second look. A record with warnings is stored and must not be sent again in another way. Empty except in the answer to a write.
    /// </summary>
    public IReadOnlyList<Finding> Warnings => State.Warnings ?? [];

    public override string ToString() => $"{Content} version {Version}";
}

/// <summary>Members that the service adds to a record.</summary>
public sealed record RecordState
{
    /// <summary>Number of the version: 1 when the record is created, and one more for every correction.</summary>
    public required int Version { get; init; }

    /// <summary>When the record was first received.</summary>
    public required DateTimeOffset ReceivedAt { get; init; }

    /// <summary>When the record was last changed.</summary>
    public required DateTimeOffset ChangedAt { get; init; }

    /// <summary>Points that are worth checking. Present only in the answer to a write.</summary>
    public IReadOnlyList<Finding>? Warnings { get; init; }
}

/// <summary>A version in the history of a record.</summary>
public sealed record RecordVersion<T>
    where T : IRecord<T>
{
    /// <summary>Number of the version, from 1. Versions that had to be forgotten are missing.</summary>
    public required int Version { get; init; }

    /// <summary>When the version was saved.</summary>
    public required DateTimeOffset RecordedAt { get; init; }

    /// <summary>Id of the credential that sent the version.</summary>
    public required string RecordedBy { get; init; }

    /// <summary>Why the record was corrected. Null if no reason was given or nothing was corrected.</summary>
    public required string? Correction { get; init; }

    /// <summary>The members that differ from the version before, as JSON Pointers.</summary>
    public required IReadOnlyList<string> Changed { get; init; }

    /// <summary>What the sender stated.</summary>
    public required T Content { get; init; }
}
