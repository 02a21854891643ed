using System.Text.Json.Serialization;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Problems;
using OutcomeApi.Register;

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
    [Domain.Register.CodeOf(typeof(BatchStatus))]
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

    [JsonPropertyName("_links")]
    public required SelfLinks Links { get; init; }
}

/// <summary>What a batch has come to so far.</summary>
public sealed record BatchTally
{
    public int Created { get; set; }

    public int Unchanged { get; set; }

    public int Corrected { get; set; }

    public int Rejected { get; set; }

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
            Links = new SelfLinks(new Link(http.UrlOf($"/projects/{ProjectId}/batches/{PublicId}"))),
        };
    }
}
