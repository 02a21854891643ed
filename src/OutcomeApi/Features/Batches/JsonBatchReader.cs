using System.Buffers;
using System.Globalization;
using System.IO.Pipelines;
using System.Runtime.CompilerServices;
using System.Text;
using System.Text.Json;
using OutcomeApi.Http.Bodies;

namespace OutcomeApi.Features.Batches;

/// <summary>
/// Reads the JSON object of a batch while it arrives. Of the list <c>records</c> only one record at a time is held; the other members are small. Text that
/// is no JSON makes the whole batch faulty; a record that is broken in itself, for example by a doubled member, does not.
/// </summary>
internal sealed class JsonBatchReader(Stream body) : BatchReader
{
    private const string RecordsMember = "records";

    /// <summary>Maximum length of one record, and of the other members together, in bytes.</summary>
    private const int MostBytes = MaxBytesAttribute.Usual;

    // How deep a record is nested is its own fault, so the reader of the whole must come through.
    private static readonly JsonReaderOptions Deep = new() { MaxDepth = 1_000_000 };

    /// <summary>The members other than the records, as JSON.</summary>
    private readonly List<string> _members = [];

    private readonly List<SentRecord> _found = [];
    private JsonReaderState _state = new(Deep);
    private Place _place = Place.Before;
    private string _member = string.Empty;
    private int _bytes;

    private enum Place
    {
        Before,
        InObject,
        AtValue,
        InRecords,
        After,
    }

    public override async IAsyncEnumerable<SentRecord> ReadAsync([EnumeratorCancellation] CancellationToken ct)
    {
        var pipe = PipeReader.Create(body, new StreamPipeReaderOptions(bufferSize: 64 * 1024));
        var isFirst = true;
        while (true)
        {
            var read = await pipe.ReadAsync(ct);
            var buffer = read.Buffer;
            if (isFirst && buffer.Length < Encoding.UTF8.Preamble.Length && !read.IsCompleted)
            {
                pipe.AdvanceTo(buffer.Start, buffer.End);
                continue;
            }

            buffer = isFirst ? WithoutPreamble(buffer) : buffer;
            isFirst = false;
            var fault = Take(ref buffer, read.IsCompleted);
            foreach (var record in _found)
            {
                yield return record;
            }

            _found.Clear();
            if (fault is not null)
            {
                Faults.Add(fault);
                yield break;
            }

            if (read.IsCompleted)
            {
                break;
            }

            if (buffer.Length > MostBytes)
            {
                Faults.Add(new Fault(FaultCodes.BodyTooLarge, string.Empty, MostBytes.ToString(CultureInfo.InvariantCulture)));
                yield break;
            }

            pipe.AdvanceTo(buffer.Start, buffer.End);
        }

        ReadMembers();
    }

    /// <summary>Takes what is complete from the buffer.</summary>
    private Fault? Take(ref ReadOnlySequence<byte> buffer, bool isAll)
    {
        var reader = new Utf8JsonReader(buffer, isAll, _state);
        var taken = 0L;
        try
        {
            while (Next(ref reader, buffer))
            {
                taken = reader.BytesConsumed;
                _state = reader.CurrentState;
            }
        }
        catch (JsonException e)
        {
            return new Fault(
                FaultCodes.MalformedJson,
                string.Empty,
                ((e.LineNumber ?? 0) + 1).ToString(CultureInfo.InvariantCulture),
                ((e.BytePositionInLine ?? 0) + 1).ToString(CultureInfo.InvariantCulture));
        }
        catch (BodyException e)
        {
            return e.Fault;
        }

        buffer = buffer.Slice(taken);
        return null;
    }

    /// <summary>Takes the next token or value. False: there is none, or it is not complete yet.</summary>
    private bool Next(ref Utf8JsonReader reader, ReadOnlySequence<byte> buffer)
    {
        if (!reader.Read())
        {
            return false;
        }

        switch (_place)
        {
            case Place.Before when reader.TokenType == JsonTokenType.StartObject:
                _place = Place.InObject;
                return true;
            case Place.InObject when reader.TokenType == JsonTokenType.PropertyName:
                _member = NameOf(ref reader);
                _place = Place.AtValue;
                return true;
            case Place.InObject:
                _place = Place.After;
                return true;
            case Place.AtValue when _member == RecordsMember && reader.TokenType == JsonTokenType.StartArray:
                KeepMember("[]");
                _place = Place.InRecords;
                return true;
            case Place.InRecords when reader.TokenType == JsonTokenType.EndArray:
                _place = Place.InObject;
                return true;
            case Place.After:
                return true;
        }

        var start = reader.TokenStartIndex;
        if (!reader.TrySkip())
        {
            return false;
        }

        var bytes = buffer.Slice(start, reader.BytesConsumed - start).ToArray();
        if (_place == Place.InRecords)
        {
            var (json, fault) = BodyReader.Parse(bytes);
            _found.Add(new SentRecord(fault is null ? json : null, null, fault));
        }
        else if (_place == Place.AtValue)
        {
            KeepMember(Encoding.UTF8.GetString(bytes));
            _place = Place.InObject;
        }
        else
        {
            // The body is something else than an object.
            throw new BodyException(new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object"));
        }

        return true;
    }

    private static ReadOnlySequence<byte> WithoutPreamble(ReadOnlySequence<byte> buffer)
    {
        var length = Encoding.UTF8.Preamble.Length;
        return buffer.Length >= length && buffer.Slice(0, length).ToArray().AsSpan().SequenceEqual(Encoding.UTF8.Preamble) ? buffer.Slice(length) : buffer;
    }

    private void KeepMember(string value)
    {
        _bytes += value.Length + _member.Length;
        if (_bytes > MostBytes)
        {
            throw new BodyException(new Fault(FaultCodes.BodyTooLarge, string.Empty, MostBytes.ToString(CultureInfo.InvariantCulture)));
        }

        _members.Add($"{JsonSerializer.Serialize(_member)}:{value}");
    }

    private static string NameOf(ref Utf8JsonReader reader)
    {
        try
        {
            return reader.GetString()!;
        }
        catch (InvalidOperationException)
        {
            // A lone surrogate, or bytes that are not UTF-8.
            throw new BodyException(new Fault(FaultCodes.MalformedJson, string.Empty));
        }
    }

    private void ReadMembers()
    {
        var (json, fault) = BodyReader.Parse(Encoding.UTF8.GetBytes("{" + string.Join(',', _members) + "}"));
        if (fault is not null)
        {
            Faults.Add(fault);
            return;
        }

        var read = JsonBodyReader.Read<BatchBody>(json, string.Empty, Faults);
        if (read.Records is { ValueKind: not JsonValueKind.Array })
        {
            Faults.Add(new Fault(FaultCodes.TypeWrong, "/records", "a list of records"));
        }

        Mode = read.Mode is { } mode && Code.TryParse<BatchMode>(mode, out var known) ? known : null;
        DryRun = read.DryRun;
    }
}
