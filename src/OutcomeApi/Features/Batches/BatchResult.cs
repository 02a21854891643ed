using System.Text.Json.Serialization;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Http.Problems;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Batches;

/// <summary>How a batch treats records that are refused.</summary>
public enum BatchMode
{
    /// <summary>Stores every record that is not refused.</summary>
    Each,

    /// <summary>Stores nothing unless every record is accepted.</summary>
    All,
}

/// <summary>The status of a batch.</summary>
public enum BatchStatus
{
    Queued,
    Running,
    Completed,
    Failed,
    Cancelled,
}

/// <summary>A batch and its result.</summary>
public sealed record BatchResource
{
    /// <summary>Id of the batch.</summary>
    public required string Id { get; init; }

    /// <summary>One of queued, running, completed, failed and cancelled.</summary>
    [Domain.Registrations.CodeOf(typeof(BatchStatus))]
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

    /// <summary>Every fault, with a pointer into the batch.</summary>
    public required IReadOnlyList<ProblemError> Errors { get; init; }

    /// <summary>Things worth checking in records that were accepted, with a pointer into the batch.</summary>
    public required IReadOnlyList<ProblemError> Warnings { get; init; }

    /// <summary>The quality of the records in this batch; null until a record has been processed.</summary>
    public required BatchQuality? Quality { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>
/// The quality of a batch, as shares of the processed records with four decimals. For example, 95 accepted records of 100 give 0.95. An unchanged
/// record counts as accepted. Each record counts once, however many warnings it has.
/// </summary>
public sealed record BatchQuality
{
    /// <summary>Share of records that were created, unchanged or corrected. It is 0 if nothing is stored because a record was refused.</summary>
    public required decimal Accepted { get; init; }

    /// <summary>Share of records with at least one warning.</summary>
    public required decimal WithWarnings { get; init; }

    /// <summary>Share of records received more than thirty days after their event (the warning late-registration).</summary>
    public required decimal Late { get; init; }

    public static BatchQuality? From(BatchTally tally)
    {
        var accepted = tally.Created + tally.Unchanged + tally.Corrected;
        var records = accepted + tally.Rejected;
        return records == 0 ? null : new BatchQuality { Accepted = Share(accepted), WithWarnings = Share(tally.WithWarnings), Late = Share(tally.Late) };

        decimal Share(int part) => Rounding.FourDecimals(Fraction.From(part, records));
    }
}

/// <summary>Counts what has become of the records of a batch so far.</summary>
public sealed record BatchTally
{
    public int Created { get; set; }

    public int Unchanged { get; set; }

    public int Corrected { get; set; }

    public int Rejected { get; set; }

    /// <summary>Number of records with a warning.</summary>
    public int WithWarnings { get; set; }

    /// <summary>Number of records that were received late.</summary>
    public int Late { get; set; }

    public List<Fault> Errors { get; init; } = [];

    public List<Fault> Warnings { get; init; } = [];
}

/// <summary>Holds a row of the table of batches.</summary>
public sealed record BatchRow
{
    public required string PublicId { get; init; }

    public required string ProjectId { get; init; }

    public required bool DryRun { get; init; }

    public required string Status { get; init; }

    public required int Received { get; init; }

    public required int Done { get; init; }

    /// <summary>The result so far: a <see cref="BatchTally"/> as JSON.</summary>
    public required string Result { get; init; }

    /// <summary>Who sent the batch: a <see cref="Stored.StoredCaller"/> as JSON. Set only by queries that select it.</summary>
    public string? Caller { get; init; }

    public BatchResource Show(HttpContext http)
    {
        var tally = System.Text.Json.JsonSerializer.Deserialize<BatchTally>(Result, Json.Options)!;
        var language = http.LanguageOf();
        return new BatchResource
        {
            Id = PublicId,
            Status = Status,
            Progress = Received == 0 ? 100 : (int)(100L * Done / Received),
            Received = Received,
            Created = tally.Created,
            Unchanged = tally.Unchanged,
            Corrected = tally.Corrected,
            Rejected = tally.Rejected,
            DryRun = DryRun,
            Errors = ProblemError.From(tally.Errors, language),
            Warnings = ProblemError.From(tally.Warnings, language),
            Quality = BatchQuality.From(tally),
            Links = new SelfLinks(new Link(http.UrlOf($"/projects/{ProjectId}/batches/{PublicId}"))),
        };
    }
}
