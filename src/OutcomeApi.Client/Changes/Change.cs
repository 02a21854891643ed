namespace OutcomeApi.Client;

/// <summary>A version of a record that was saved.</summary>
public sealed record Change
{
    /// <summary>Position of the change in the feed.</summary>
    public required long Position { get; init; }

    /// <summary>The kind of the record, for example enrollment.</summary>
    public required string Record { get; init; }

    /// <summary>The sender's reference of the record.</summary>
    public required string Reference { get; init; }

    /// <summary>The version that was saved; 0: the record is gone.</summary>
    public required int Version { get; init; }

    /// <summary>True if the record has been erased. A reader deletes what it holds of it; its address answers 410.</summary>
    public required bool Gone { get; init; }

    /// <summary>Why the record was corrected; null: no reason was given, or nothing was corrected.</summary>
    public required string? Correction { get; init; }

    /// <summary>When the version was saved.</summary>
    public required DateTimeOffset ChangedAt { get; init; }
}
