namespace OutcomeApi.Client;

/// <summary>A batch and its result.</summary>
public sealed record Batch
{
    /// <summary>Id of the batch.</summary>
    public required string Id { get; init; }

    /// <summary>One of queued, running, completed, failed and cancelled.</summary>
    public required string Status { get; init; }

    /// <summary>Percentage of the records that have been processed.</summary>
    public required int Progress { get; init; }

    /// <summary>Number of records in the batch.</summary>
    public required int Received { get; init; }

    /// <summary>Number of records that were created.</summary>
    public required int Created { get; init; }

    /// <summary>Number of records that were already stored with the same content.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Number of records that corrected a stored record and gave a reason.</summary>
    public required int Corrected { get; init; }

    /// <summary>Number of records that were refused and not stored.</summary>
    public required int Rejected { get; init; }

    /// <summary>Whether the batch was only tried. If true, nothing was stored.</summary>
    public required bool DryRun { get; init; }

    /// <summary>The faults of this page, in the order of the records, with a pointer into the batch.</summary>
    public required IReadOnlyList<BatchFinding> Errors { get; init; }

    /// <summary>Number of faults on all pages together.</summary>
    public required int ErrorsTotal { get; init; }

    /// <summary>Things worth checking in records that were accepted, of this page, in the order of the records.</summary>
    public required IReadOnlyList<BatchFinding> Warnings { get; init; }

    /// <summary>Number of warnings on all pages together.</summary>
    public required int WarningsTotal { get; init; }

    /// <summary>The quality of the records in this batch; null until a record has been processed.</summary>
    public required BatchQuality? Quality { get; init; }

    /// <summary>True when nothing more happens to it.</summary>
    public bool IsDone => Status is not ("queued" or "running");
}

/// <summary>A fault of a record in a batch, or a warning about one.</summary>
public sealed record BatchFinding
{
    /// <summary>Stable code of the fault or warning, for example exit-before-start.</summary>
    public required string Code { get; init; }

    /// <summary>JSON Pointer into the batch. The number in it is the place of the record among those that were sent, from 0.</summary>
    public required string Pointer { get; init; }

    /// <summary>What is wrong, in the language of the request.</summary>
    public required string Message { get; init; }

    /// <summary>How to fix it, in the language of the request.</summary>
    public required string HowToFix { get; init; }

    /// <summary>Kind of record. Null if it could not be read.</summary>
    public required string? Record { get; init; }

    /// <summary>The record's reference; of an exit or a follow-up that of its enrollment. Null if it could not be read.</summary>
    public required string? Reference { get; init; }

    /// <summary>Number of the line in the file, or of the row in its sheet, from 1. Null in a JSON body.</summary>
    public required int? Line { get; init; }

    /// <summary>Name of the sheet in a workbook. Null for other forms.</summary>
    public required string? Sheet { get; init; }

    /// <summary>Letters of the column in a workbook. Null for other forms, and if no column is meant.</summary>
    public required string? Column { get; init; }
}

/// <summary>
/// The quality of a batch, as shares of the processed records with four decimals. For example, 95 accepted records of 100 give 0.95. An
/// unchanged record counts as accepted. Each record counts once, however many warnings it has.
/// </summary>
public sealed record BatchQuality
{
    /// <summary>Share of records that were created, unchanged or corrected. It is 0 if nothing is stored because a record was refused.</summary>
    public required double Accepted { get; init; }

    /// <summary>Share of records with at least one warning.</summary>
    public required double WithWarnings { get; init; }

    /// <summary>Share of records received more than thirty days after their event (the warning late-registration).</summary>
    public required double Late { get; init; }
}
