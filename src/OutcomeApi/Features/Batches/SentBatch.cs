using System.Globalization;
using System.Reflection;
using System.Runtime.CompilerServices;
using System.Text.Json;
using Microsoft.AspNetCore.Http.Metadata;
using OutcomeApi.Features.Batches.Workbooks;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Queries;
using OutcomeApi.Records;

namespace OutcomeApi.Features.Batches;

/// <summary>A record of a batch as it was sent: JSON, the cells of a row, or the fault if it is neither.</summary>
public sealed record SentRecord(JsonElement? Json, IReadOnlyList<KeyValuePair<string, string>>? Cells, Fault? Fault)
{
    /// <summary>Number of the line in the file, from 1. Null in a JSON body.</summary>
    public int? Line { get; init; }
}

/// <summary>
/// The body of a batch in any of its forms. Records are read one after the other while the body arrives. A record that cannot be read becomes a record
/// with a fault and does not stop the others.
/// </summary>
public sealed class SentBatch : IEndpointParameterMetadataProvider
{
    private const string Json = "application/json";
    private const string Lines = "application/x-ndjson";
    private const string Csv = "text/csv";

    /// <summary>The mode. It is in the query because JSON lines and CSV rows have no place for it.</summary>
    public static readonly QueryParameter<BatchMode?> ModeParameter = QueryParameter.OfCode<BatchMode>(
        "mode",
        "each: store every record that is not refused; all: store nothing unless every record is accepted. A mode in a JSON body takes precedence.",
        "each");

    /// <summary>Whether the batch is only checked. It is in the query for the same reason.</summary>
    public static readonly QueryParameter<bool?> DryRunParameter =
        QueryParameter.OfFlag("dryRun", "true: check everything and store nothing. A JSON body may also set it.", "false");

    private static readonly string[] MediaTypes = [Json, Lines, Csv, WorkbookBatchReader.MediaType];

    private readonly BatchReader? _reader;

    private SentBatch(BatchReader? reader, Fault? fault)
    {
        _reader = reader;
        Faults = fault is null ? [] : [fault];
    }

    /// <summary>The mode. Known once all records have been read.</summary>
    public BatchMode Mode { get; private set; }

    /// <summary>Whether the batch is only checked. Known once all records have been read.</summary>
    public bool DryRun { get; private set; }

    /// <summary>The faults of the batch as a whole. Known once all records have been read.</summary>
    public List<Fault> Faults { get; }

    /// <summary>Where the records stand in a workbook. Known once all records have been read. Null for other forms.</summary>
    public WorkbookLayout? Layout => _reader?.Layout;

    /// <summary>Opens the body of a request. Called by the framework.</summary>
    public static ValueTask<SentBatch> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var (mediaType, wrong) = BodyReader.MediaTypeOf(http, MediaTypes);
        if (wrong is not null)
        {
            return ValueTask.FromResult(new SentBatch(null, wrong));
        }

        var (body, fault) = BodyStream.Open(http, MaxBytesAttribute.For(typeof(BatchBody)));
        BatchReader? reader = body is null ? null : mediaType switch
        {
            Json => new JsonBatchReader(body),
            Lines => new LinesBatchReader(body),
            Csv => new CsvBatchReader(body),
            _ => new WorkbookBatchReader(body, http.RequestServices.GetServices<IRecordIntake>()),
        };
        var query = Query.Read(http);
        return ValueTask.FromResult(
            new SentBatch(reader, fault) { Mode = query.Value(ModeParameter) ?? BatchMode.Each, DryRun = query.Value(DryRunParameter) is true });
    }

    /// <summary>Opens a file that somebody has chosen. Null when its name is of no known form.</summary>
    /// <param name="name">Name of the file.</param>
    /// <param name="content">The file.</param>
    /// <param name="dryRun">Whether it is only checked.</param>
    /// <param name="intakes">The kinds of record.</param>
    public static SentBatch? FromFile(string name, Stream content, bool dryRun, IEnumerable<IRecordIntake> intakes)
    {
        BatchReader? reader = Path.GetExtension(name).ToLowerInvariant() switch
        {
            ".xlsx" => new WorkbookBatchReader(content, intakes),
            ".csv" => new CsvBatchReader(content),
            _ => null,
        };
        return reader is null ? null : new SentBatch(reader, null) { DryRun = dryRun };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(BatchBody)));

    /// <summary>Reads the records. Ends early if the batch as a whole has faults.</summary>
    public async IAsyncEnumerable<SentRecord> RecordsAsync([EnumeratorCancellation] CancellationToken ct)
    {
        if (_reader is null)
        {
            yield break;
        }

        var count = 0;
        await using var records = _reader.ReadAsync(ct).GetAsyncEnumerator(ct);
        while (await NextAsync(records))
        {
            if (++count > SendBatch.Most)
            {
                break;
            }

            yield return records.Current;
        }

        Faults.AddRange(_reader.Faults);
        Mode = _reader.Mode ?? Mode;
        DryRun |= _reader.DryRun;
        var most = DryRun || Mode == BatchMode.All ? SendBatch.MostInOne : SendBatch.Most;
        if (Faults.Count == 0 && count > most)
        {
            Faults.Add(new Fault(FaultCodes.NumberOutOfRange, "/records", "0", most.ToString(CultureInfo.InvariantCulture)));
        }
    }

    private async Task<bool> NextAsync(IAsyncEnumerator<SentRecord> records)
    {
        try
        {
            return await records.MoveNextAsync();
        }
        catch (Exception e) when (BodyStream.FaultOf(e) is { } fault)
        {
            Faults.Add(fault);
            return false;
        }
    }
}

/// <summary>Reads the records of a batch in one form.</summary>
internal abstract class BatchReader
{
    /// <summary>The faults of the batch as a whole.</summary>
    public List<Fault> Faults { get; } = [];

    /// <summary>The mode that the body states. Null: it states none.</summary>
    public BatchMode? Mode { get; protected set; }

    /// <summary>True if the body states that it is only to be checked.</summary>
    public bool DryRun { get; protected set; }

    /// <summary>Where the records stand in a workbook. Null for other forms.</summary>
    public WorkbookLayout? Layout { get; protected set; }

    /// <summary>Reads the records one after the other.</summary>
    public abstract IAsyncEnumerable<SentRecord> ReadAsync(CancellationToken ct);
}
