using System.Text.Json.Serialization;
using OutcomeApi.Domain.Statistics;
using OutcomeApi.Features.Batches.Workbooks;
using OutcomeApi.Http.Problems;
using OutcomeApi.Stored;

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

    [JsonPropertyName("_links")]
    public required PageLinks Links { get; init; }
}

/// <summary>A fault of a record in a batch, or a warning about one.</summary>
public sealed record BatchFinding
{
    /// <summary>Stable code of the fault or warning, for example <c>exit-before-start</c>.</summary>
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

    internal static BatchFinding From(ResultOfRecord result, StoredFault stored, WorkbookLayout? layout, Language language)
    {
        var fault = stored.ToFault();
        var sheet = layout?.Sheets.GetValueOrDefault(result.Kind);
        return new BatchFinding
        {
            Code = fault.Code,
            Pointer = string.Create(System.Globalization.CultureInfo.InvariantCulture, $"/records/{result.Result.Position}{fault.Pointer}"),
            Message = FaultTexts.Of(fault).Message(language, fault.Details),
            HowToFix = FaultTexts.Of(fault).HowToFix(language, fault.Details),
            Record = result.Kind.Length == 0 ? null : result.Kind,
            Reference = result.Result.Key?.Split('/')[0],
            Line = result.Result.Line,
            Sheet = sheet?.Name,
            Column = sheet?.ColumnOf(fault.Pointer),
        };
    }
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

/// <summary>Counts what has become of the records of a batch.</summary>
public record BatchTally
{
    /// <summary>The outcome of a record that was refused.</summary>
    public const string Refused = "rejected";

    public int Done { get; init; }

    public int Created { get; init; }

    public int Unchanged { get; init; }

    public int Corrected { get; init; }

    public int Rejected { get; init; }

    /// <summary>Number of records with a warning.</summary>
    public int WithWarnings { get; init; }

    /// <summary>Number of records that were received late.</summary>
    public int Late { get; init; }

    /// <summary>Number of faults.</summary>
    public int Errors { get; init; }

    /// <summary>Number of warnings.</summary>
    public int Warnings { get; init; }

    /// <summary>Adds the results of a chunk.</summary>
    public BatchTally Add(IReadOnlyList<BatchRecordResult> results) => new()
    {
        Done = Done + results.Count,
        Created = Created + results.Count(result => result.Outcome == "created"),
        Unchanged = Unchanged + results.Count(result => result.Outcome == "unchanged"),
        Corrected = Corrected + results.Count(result => result.Outcome == "corrected"),
        Rejected = Rejected + results.Count(result => result.Outcome == Refused),
        WithWarnings = WithWarnings + results.Count(result => result.Warnings is not null),
        Late = Late + results.Count(result => result.Warnings?.Any(warning => warning.Code == FaultCodes.LateRegistration) == true),
        Errors = Errors + results.Sum(result => result.Errors?.Count ?? 0),
        Warnings = Warnings + results.Sum(result => result.Warnings?.Count ?? 0),
    };
}

/// <summary>Holds a row of the table of batches.</summary>
public sealed record BatchRow : BatchTally
{
    internal const string Columns =
        """
        public_id, project_id, caller, mode, dry_run, status, received, done, created, unchanged, corrected, rejected, with_warnings, late, errors,
        warnings, layout
        """;

    public required string PublicId { get; init; }

    public required string ProjectId { get; init; }

    /// <summary>Who sent the batch: a <see cref="StoredCaller"/> as JSON.</summary>
    public required string Caller { get; init; }

    public required string Mode { get; init; }

    public required bool DryRun { get; init; }

    public required string Status { get; init; }

    public required int Received { get; init; }

    /// <summary>
    /// True if the batch stores nothing: it is a dry run, or it is all-or-nothing and a record was refused.
    /// </summary>
    public bool KeepsNothing => DryRun || IsRefusedWhole;

    /// <summary>True if nothing of the batch is stored because it is all-or-nothing and a record was refused.</summary>
    public bool IsRefusedWhole => Mode == Code.Format(BatchMode.All) && Rejected > 0;

    /// <summary>Returns the row with other counts.</summary>
    public BatchRow With(BatchTally tally) => this with
    {
        Done = tally.Done,
        Created = tally.Created,
        Unchanged = tally.Unchanged,
        Corrected = tally.Corrected,
        Rejected = tally.Rejected,
        WithWarnings = tally.WithWarnings,
        Late = tally.Late,
        Errors = tally.Errors,
        Warnings = tally.Warnings,
    };

    /// <summary>Returns the row as it is once its records have been taken back: if one was refused, all count as rejected.</summary>
    public BatchRow WithoutRecords() => IsRefusedWhole ? this with { Created = 0, Unchanged = 0, Corrected = 0, Rejected = Done } : this;

    /// <summary>Where the kinds of record stand in a workbook, as JSON. Null for other files.</summary>
    public string? Layout { get; init; }
}

/// <summary>A batch with a page of what was found in its records.</summary>
public sealed record ShownBatch(BatchRow Row, int Page, int Limit, IReadOnlyList<FoundInRecord> Errors, IReadOnlyList<FoundInRecord> Warnings)
{
    /// <summary>The most faults, and the most warnings, in the answer to a sent batch.</summary>
    public const int Most = 500;

    public BatchResource Show(HttpContext http)
    {
        var language = http.LanguageOf();
        var layout = WorkbookLayout.Read(Row.Layout);
        var address = http.UrlOf($"/projects/{Row.ProjectId}/batches/{Row.PublicId}");
        var pages = Math.Max(1, (Math.Max(Row.Errors, Row.Warnings) + Limit - 1) / Limit);
        return new BatchResource
        {
            Id = Row.PublicId,
            Status = Row.Status,
            Progress = Row.Received == 0 ? 100 : (int)(100L * Row.Done / Row.Received),
            Received = Row.Received,
            Created = Row.Created,
            Unchanged = Row.Unchanged,
            Corrected = Row.Corrected,
            Rejected = Row.Rejected,
            DryRun = Row.DryRun,
            Errors = [.. Errors.Select(found => BatchFinding.From(found.Record, found.Fault, layout, language))],
            ErrorsTotal = Row.Errors,
            Warnings = [.. Warnings.Select(found => BatchFinding.From(found.Record, found.Fault, layout, language))],
            WarningsTotal = Row.Warnings,
            Quality = BatchQuality.From(Row),
            Links = new PageLinks
            {
                Self = new Link(address),
                Next = Page < pages ? LinkTo(Page + 1) : null,
                Prev = Page > 1 ? LinkTo(Math.Min(pages, Page - 1)) : null,
            },
        };

        Link LinkTo(int page) => new(string.Create(System.Globalization.CultureInfo.InvariantCulture, $"{address}?limit={Limit}&page={page}"));
    }
}

/// <summary>What became of a record.</summary>
/// <param name="Kind">Name of the kind. Empty if it could not be read.</param>
public sealed record ResultOfRecord(string Kind, BatchRecordResult Result);

/// <summary>A fault of a record, or a warning about it.</summary>
public sealed record FoundInRecord(ResultOfRecord Record, StoredFault Fault);
