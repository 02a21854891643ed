using System.Globalization;
using System.Reflection;
using System.Text;
using System.Text.Json;
using CsvHelper;
using CsvHelper.Configuration;
using Microsoft.AspNetCore.Http.Metadata;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Queries;

namespace OutcomeApi.Features.Batches;

/// <summary>A record of a batch as it was sent: JSON, the cells of a CSV row, or the fault if it is neither.</summary>
public sealed record SentRecord(JsonElement? Json, IReadOnlyList<KeyValuePair<string, string>>? Cells, Fault? Fault);

/// <summary>
/// The body of a batch in any of its three forms: a JSON object, JSON objects on one line each, or CSV with a header row. A line or row that cannot
/// be read becomes a record with a fault and does not stop the others.
/// </summary>
public sealed record SentBatch(BatchMode Mode, bool DryRun, IReadOnlyList<SentRecord> Records, IReadOnlyList<Fault> Faults)
    : IEndpointParameterMetadataProvider
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

    private static readonly string[] MediaTypes = [Json, Lines, Csv];

    /// <summary>Binds the body of a request. Called by the framework.</summary>
    public static async ValueTask<SentBatch> BindAsync(HttpContext http, ParameterInfo parameter)
    {
        var (bytes, mediaType, fault) = await BodyReader.ReadBytesAsync(http, MediaTypes, MaxBytesAttribute.For(typeof(BatchBody)));
        if (fault is not null)
        {
            return new SentBatch(BatchMode.Each, false, [], [fault]);
        }

        var query = Query.Read(http);
        var asked = new SentBatch(query.Value(ModeParameter) ?? BatchMode.Each, query.Value(DryRunParameter) is true, [], []);
        var batch = mediaType switch
        {
            Json => asked.WithJson(bytes),
            Lines => asked with { Records = [.. LinesOf(bytes).Select(ReadLine)] },
            _ => asked.WithRows(bytes),
        };
        var most = batch.DryRun || batch.Mode == BatchMode.All ? SendBatch.MostInOne : SendBatch.Most;
        return batch.Records.Count <= most
            ? batch
            : batch with { Faults = [new Fault(FaultCodes.NumberOutOfRange, "/records", "0", most.ToString(CultureInfo.InvariantCulture))] };
    }

    public static void PopulateMetadata(ParameterInfo parameter, EndpointBuilder builder) =>
        builder.Metadata.Add(new AcceptsMetadata(MediaTypes, typeof(BatchBody)));

    private SentBatch WithJson(byte[] bytes)
    {
        var (json, fault) = BodyReader.Parse(bytes);
        if (fault is not null)
        {
            return this with { Faults = [fault] };
        }

        if (json.ValueKind != JsonValueKind.Object)
        {
            return this with { Faults = [new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object")] };
        }

        var faults = new List<Fault>();
        var body = JsonBodyReader.Read<BatchBody>(json, string.Empty, faults);
        if (body.Records is { ValueKind: not JsonValueKind.Array })
        {
            faults.Add(new Fault(FaultCodes.TypeWrong, "/records", "a list of records"));
        }

        return faults.Count > 0
            ? this with { Faults = faults }
            : new SentBatch(
                body.Mode is { } mode ? Code.Parse<BatchMode>(mode) : Mode,
                DryRun || body.DryRun,
                [.. body.Records!.Value.EnumerateArray().Select(record => new SentRecord(record, null, null))],
                []);
    }

    private static SentRecord ReadLine(ReadOnlyMemory<byte> line)
    {
        var (json, fault) = BodyReader.Parse(line);
        return new SentRecord(fault is null ? json : null, null, fault);
    }

    /// <summary>
    /// Reads CSV rows. The first line names the members. A line is always a row, because no member contains a line break; so an unclosed quote spoils
    /// only its own row.
    /// </summary>
    private SentBatch WithRows(byte[] bytes)
    {
        string[]? names = null;
        var delimiter = ",";
        var records = new List<SentRecord>();
        foreach (var line in LinesOf(bytes))
        {
            if (names is null)
            {
                delimiter = line.Span.Contains((byte)';') && !line.Span.Contains((byte)',') ? ";" : ",";
                names = ReadRow(line, delimiter);
                if (names is null || names.Any(string.IsNullOrWhiteSpace) || names.Distinct().Count() < names.Length)
                {
                    return this with { Faults = [new Fault(FaultCodes.MalformedCsv, string.Empty)] };
                }
            }
            else if (ReadRow(line, delimiter) is not { } row || row.Length != names.Length)
            {
                records.Add(new SentRecord(null, null, new Fault(FaultCodes.MalformedCsv, string.Empty)));
            }
            else if (row.Any(cell => cell.Length > 0))
            {
                // A row of empty cells counts as a blank line: spreadsheets often export such rows at the end.
                records.Add(new SentRecord(null, [.. names.Zip(row, KeyValuePair.Create)], null));
            }
        }

        return this with { Records = records };
    }

    /// <summary>Reads the cells of a row; null: the line is not a valid row.</summary>
    private static string[]? ReadRow(ReadOnlyMemory<byte> line, string delimiter)
    {
        try
        {
            var isBad = false;
            var text = BodyReader.Utf8.GetString(line.Span);
            var form = new CsvConfiguration(CultureInfo.InvariantCulture) { Delimiter = delimiter, BadDataFound = _ => isBad = true, BufferSize = 512 };
            using var parser = new CsvParser(new StringReader(text), form);

            // In a complete row the number of quotes is even, because quotes inside a text are doubled.
            return parser.Read() && !isBad && int.IsEvenInteger(text.Count(c => c == '"')) ? parser.Record : null;
        }
        catch (DecoderFallbackException)
        {
            return null;
        }
    }

    /// <summary>Splits the body into lines and skips blank ones.</summary>
    private static IEnumerable<ReadOnlyMemory<byte>> LinesOf(byte[] bytes)
    {
        var rest = bytes.AsSpan().StartsWith(Encoding.UTF8.Preamble) ? bytes.AsMemory(Encoding.UTF8.Preamble.Length) : bytes.AsMemory();
        while (!rest.IsEmpty)
        {
            var end = rest.Span.IndexOf((byte)'\n');
            var line = end < 0 ? rest : rest[..end];
            rest = end < 0 ? default : rest[(end + 1)..];
            if (line.Span.ContainsAnyExcept(" \t\r"u8))
            {
                yield return line.TrimEnd((byte)'\r');
            }
        }
    }
}
