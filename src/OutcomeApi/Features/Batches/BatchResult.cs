using System.Text.Json.Serialization;
using OutcomeApi.Domain.Results;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Batches;

/// <summary>How a batch deals with records that are refused.</summary>
public enum BatchMode
{
    /// <summary>Good records are kept.</summary>
    Each,

    /// <summary>Nothing is kept unless all are good.</summary>
    All,
}

/// <summary>How far a batch has come.</summary>
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

    /// <summary>queued, running, completed, failed or cancelled.</summary>
    [Domain.Registrations.CodeOf(typeof(BatchStatus))]
    public required string Status { get; init; }

    /// <summary>Percent of the records that have been worked through.</summary>
    public required int Progress { get; init; }

    /// <summary>Records in the batch.</summary>
    public required int Received { get; init; }

    /// <summary>Records that are new.</summary>
    public required int Created { get; init; }

    /// <summary>Records that were there with the same content.</summary>
    public required int Unchanged { get; init; }

    /// <summary>Records that said why they correct, and did.</summary>
    public required int Corrected { get; init; }

    /// <summary>Records that are not kept.</summary>
    public required int Rejected { get; init; }

    /// <summary>Nothing was kept: the batch was only tried.</summary>
    public required bool DryRun { get; init; }

    /// <summary>Every fault, with a pointer into the batch.</summary>
    public required IReadOnlyList<ProblemError> Errors { get; init; }

    /// <summary>What is worth a second look though the record is kept.</summary>
    public required IReadOnlyList<ProblemError> Warnings { get; init; }

    /// <summary>The sender's quality in this batch; null while no record has been worked through.</summary>
    public required BatchQuality? Quality { get; init; }

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>
/// How good what was sent is, as shares with four decimals of the records that have been worked through: a record that was there with the same content is
/// accepted, and each record counts once, however many warnings it has.
/// </summary>
public sealed record BatchQuality
{
    /// <summary>New, unchanged or corrected records. When nothing is kept because one is bad, none is accepted.</summary>
    public required decimal Accepted { get; init; }

    /// <summary>Records with a warning.</summary>
    public required decimal WithWarnings { get; init; }

    /// <summary>Records whose event was more than thirty days ago when it came (the warning late-registration).</summary>
    public required decimal Late { get; init; }

    public static BatchQuality? From(BatchTally tally)
    {
        var accepted = tally.Created + tally.Unchanged + tally.Corrected;
        var records = accepted + tally.Rejected;
        return records == 0 ? null : new BatchQuality { Accepted = Share(accepted), WithWarnings = Share(tally.WithWarnings), Late = Share(tally.Late) };

        decimal Share(int part) => Rounding.FourDecimals(Fraction.From(part, records));
    }
}

/// <summary>What a batch has come to so far.</summary>
public sealed record BatchTally
{
    public int Created { get; set; }

    public int Unchanged { get; set; }

    public int Corrected { get; set; }

    public int Rejected { get; set; }

    /// <summary>Records with a warning.</summary>
    public int WithWarnings { get; set; }

    /// <summary>Records that came late.</summary>
    public int Late { get; set; }

    public List<Fault> Errors { get; init; } = [];

    public List<Fault> Warnings { get; init; } = [];
}

/// <summary>A batch's row.</summary>
public sealed record BatchRow
{
    public required string PublicId { get; init; }

    public required string ProjectId { get; init; }

    public required bool DryRun { get; init; }

    public required string Status { get; init; }

    public required int Received { get; init; }

    public required int Done { get; init; }

    /// <summary>A <see cref="BatchTally"/>.</summary>
    public required string Result { get; init; }

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
