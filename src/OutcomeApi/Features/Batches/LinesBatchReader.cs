using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using CsvHelper;
using CsvHelper.Configuration;
using OutcomeApi.Http.Bodies;

namespace OutcomeApi.Features.Batches;

/// <summary>A line of a body that is not blank.</summary>
/// <param name="Number">Its number, from 1. Blank lines are counted.</param>
/// <param name="Bytes">Its bytes without the line break. Null: there are more than <see cref="MostBytes"/>.</param>
internal readonly record struct BodyLine(int Number, byte[]? Bytes)
{
    /// <summary>Maximum length of a line, in bytes.</summary>
    public const int MostBytes = MaxBytesAttribute.Usual;

    /// <summary>The fault of a line that is too long.</summary>
    public static readonly Fault TooLong = new(FaultCodes.BodyTooLarge, string.Empty, MostBytes.ToString(CultureInfo.InvariantCulture));

    /// <summary>Reads the lines of a body one after the other, and skips blank ones.</summary>
    public static async IAsyncEnumerable<BodyLine> ReadAsync(Stream body, [EnumeratorCancellation] CancellationToken ct)
    {
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var number = 0;
        var isTooLong = false;
        while (true)
        {
            var read = await pipe.ReadAsync(ct);
            var rest = read.Buffer;
            while (rest.PositionOf((byte)'\n') is { } end)
            {
                var line = LineOf(++number, rest.Slice(0, end), isTooLong);
                isTooLong = false;
                rest = rest.Slice(rest.GetPosition(1, end));
                if (line is { } found)
                {
                    yield return found;
                }
            }

            if (read.IsCompleted)
            {
                if (LineOf(++number, rest, isTooLong) is { } last)
                {
                    yield return last;
                }

                yield break;
            }

            // What is left of a line that is too long is not kept.
            isTooLong |= rest.Length > MostBytes;
            pipe.AdvanceTo(isTooLong ? rest.End : rest.Start, rest.End);
        }
    }

    private static BodyLine? LineOf(int number, ReadOnlySequence<byte> bytes, bool isTooLong)
    {
        if (isTooLong || bytes.Length > MostBytes)
        {
            return new BodyLine(number, null);
        }

        ReadOnlySpan<byte> line = bytes.ToArray();
        line = (number == 1 && line.StartsWith(Encoding.UTF8.Preamble) ? line[Encoding.UTF8.Preamble.Length..] : line).TrimEnd((byte)'\r');
        return line.ContainsAnyExcept(" \t\r"u8) ? new BodyLine(number, line.ToArray()) : null;
    }
}

/// <summary>Reads JSON objects on one line each.</summary>
internal sealed class LinesBatchReader(Stream body) : BatchReader
{
    public override async IAsyncEnumerable<SentRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        await foreach (var (number, bytes) in BodyLine.ReadAsync(body, ct))
        {
            var (json, fault) = bytes is null ? (default, BodyLine.TooLong) : BodyReader.Parse(bytes);
            yield return new SentRecord(fault is null ? json : null, null, fault) { Line = number };
        }
    }
}

/// <summary>
/// Reads CSV rows. The first line names the members. A line is always a row, because no member contains a line break; so an unclosed quote spoils only its
/// own row.
/// </summary>
internal sealed class CsvBatchReader(Stream body) : BatchReader
{
    public override async IAsyncEnumerable<SentRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        string[]? names = null;
        var delimiter = ",";
        await foreach (var (number, bytes) in BodyLine.ReadAsync(body, ct))
        {
            if (names is null)
            {
                delimiter = bytes?.AsSpan().Contains((byte)';') == true && !bytes.AsSpan().Contains((byte)',') ? ";" : ",";
                names = bytes is null ? null : ReadRow(bytes, delimiter);
                if (names is null || names.Any(string.IsNullOrWhiteSpace) || names.Distinct().Count() < names.Length)
                {
                    Faults.Add(new Fault(FaultCodes.MalformedCsv, string.Empty));
                    yield break;
                }
            }
            else if (bytes is null || ReadRow(bytes, delimiter) is not { } row || row.Length != names.Length)
            {
                yield return new SentRecord(null, null, bytes is null ? BodyLine.TooLong : new Fault(FaultCodes.MalformedCsv, string.Empty)) { Line = number };
            }
            else if (row.Any(cell => cell.Length > 0))
            {
                // A row of empty cells counts as a blank line: spreadsheets often export such rows at the end.
                yield return new SentRecord(null, [.. names.Zip(row, KeyValuePair.Create)], null) { Line = number };
            }
        }
    }

    /// <summary>Reads the cells of a row; null: the line is not a valid row.</summary>
    private static string[]? ReadRow(byte[] line, string delimiter)
    {
        try
        {
            var isBad = false;
            var text = BodyReader.Utf8.GetString(line);
            if (!text.Contains('"', StringComparison.Ordinal))
            {
                return text.Split(delimiter);
            }

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
}
