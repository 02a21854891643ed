using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;
using OutcomeApi.Stored;

namespace OutcomeApi.Features.Batches;

/// <summary>A record of a batch that has been read.</summary>
/// <param name="Position">Index of the record in the batch as it was sent.</param>
/// <param name="Line">Number of its line in the file. Null in a JSON body.</param>
/// <param name="Key">The sender's key. Null if it could not be read.</param>
/// <param name="Registration">What is stated; null if the record is refused whatever the register holds.</param>
internal sealed record ReadBatchRecord(int Position, int? Line, string? Key, SentRegistration? Registration, IReadOnlyList<Fault> Faults)
{
    /// <summary>The most faults that are told of one record.</summary>
    public const int MostFaults = 100;
}

/// <summary>Records of one kind that are saved together.</summary>
/// <param name="Intake">The intake of the kind. Null: the kind could not be read, so the records are refused.</param>
/// <param name="Records">The records in the order in which they were sent.</param>
internal sealed record BatchChunk(IRecordIntake? Intake, IReadOnlyList<ReadBatchRecord> Records)
{
    /// <summary>The most records of a chunk. Everybody else who writes waits while one is saved.</summary>
    public const int Most = 250;

    /// <summary>Order in which chunks are saved: records that others depend on come first.</summary>
    public int Turn => Intake?.Rank ?? 0;

    public string Kind => Intake?.Name ?? string.Empty;

    /// <summary>
    /// Writes the records as JSON, to be stored until their job runs. They have been read by then, so the JSON holds no personal identity numbers.
    /// </summary>
    public string Write() => JsonSerializer.Serialize(
        Records.Select(record => new WaitingBatchRecord
        {
            Position = record.Position,
            Line = record.Line,
            Key = record.Key,
            Registration = record.Registration is { } sent ? JsonElement.Parse(Intake!.ToContent(sent.Registration)) : null,
            Correction = record.Registration?.Registration.Correction,
            Person = record.Registration?.Registration.Person is { } person ? [person.Current, .. person.Earlier] : null,
            Faults = StoredFault.From(record.Faults),
        }),
        StoredJson.Options);

    /// <summary>Reads the records from their JSON.</summary>
    public static BatchChunk Read(string json, IRecordIntake? intake) =>
        new(intake, [.. JsonSerializer.Deserialize<WaitingBatchRecord[]>(json, StoredJson.Options)!.Select(record => Read(record, intake))]);

    /// <summary>Saves the records in the session's transaction. A refused record changes nothing.</summary>
    public async Task<IReadOnlyList<BatchRecordResult>> SaveAsync(Caller caller, string project, CancellationToken ct)
    {
        var accepted = Records.Where(record => record.Registration is not null).ToArray();
        var answers = accepted.Length == 0 ? [] : await Intake!.SaveAllAsync(caller, project, [.. accepted.Select(record => record.Registration!)], ct);
        var next = 0;
        return [.. Records.Select(record => ResultOf(record, record.Registration is null ? new IntakeAnswer(null, record.Faults, []) : answers[next++]))];
    }

    private static BatchRecordResult ResultOf(ReadBatchRecord record, IntakeAnswer answer) => new()
    {
        Position = record.Position,
        Line = record.Line,
        Key = record.Key,
        Outcome = answer.Outcome is { } outcome ? Code.Format(outcome) : BatchTally.Refused,
        Errors = StoredFault.From([.. answer.Faults.Take(ReadBatchRecord.MostFaults)]),
        Warnings = StoredFault.From(answer.Warnings),
    };

    private static ReadBatchRecord Read(WaitingBatchRecord stored, IRecordIntake? intake)
    {
        var faults = stored.Faults?.Select(fault => fault.ToFault()).ToArray() ?? [];
        if (stored.Registration?.GetRawText() is not { } content)
        {
            return new ReadBatchRecord(stored.Position, stored.Line, stored.Key, null, faults);
        }

        var registration = intake!.FromContent(content) with
        {
            Correction = stored.Correction,
            Person = stored.Person is { Count: > 0 } people ? new PersonReference(people[0], [.. people.Skip(1)]) : null,
        };
        return new ReadBatchRecord(stored.Position, stored.Line, stored.Key, new SentRegistration(registration, faults), faults);
    }
}

/// <summary>
/// Reads records as they were sent, and gathers them in chunks. Two records with the same key and different content are refused from the second on, because
/// nothing shows which one is meant; for this it keeps two small hashes of each record.
/// </summary>
internal sealed class BatchPlan(IEnumerable<IRecordIntake> intakes)
{
    private readonly Dictionary<string, IRecordIntake> _intakes = intakes.ToDictionary(intake => intake.Name);
    private readonly Dictionary<ulong, ulong> _seen = [];
    private List<(IRecordIntake? Intake, ReadBatchRecord Record)> _read = [];

    /// <summary>Number of records that have been read.</summary>
    public int Count { get; private set; }

    /// <summary>Number of records that have been read and not been taken.</summary>
    public int Waiting => _read.Count;

    /// <summary>Reads a record.</summary>
    public void Add(SentRecord sent) => _read.Add(Read(sent, Count++));

    /// <summary>Takes the records that wait, in the order in which they can be saved.</summary>
    public IReadOnlyList<BatchChunk> Take()
    {
        var read = _read;
        _read = [];
        return
        [
            .. read.GroupBy(record => record.Intake)
                .SelectMany(kind => kind.Chunk(BatchChunk.Most).Select(some => new BatchChunk(kind.Key, [.. some.Select(record => record.Record)])))
                .OrderBy(chunk => chunk.Turn)
        ];
    }

    private (IRecordIntake? Intake, ReadBatchRecord Record) Read(SentRecord sent, int position)
    {
        if (sent.Fault is { } unreadable)
        {
            return Refused(unreadable);
        }

        if (sent.Json is { ValueKind: not JsonValueKind.Object })
        {
            return Refused(new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object"));
        }

        if (KindOf(sent) is not { } kind)
        {
            return Refused(new Fault(FaultCodes.RequiredMissing, "/record"));
        }

        if (!_intakes.TryGetValue(kind, out var intake))
        {
            return Refused(new Fault(FaultCodes.UnknownCode, "/record", string.Join(", ", _intakes.Keys)));
        }

        var read = sent.Json is { } json ? intake.Read(json) : intake.ReadCells(sent.Cells!);
        Fault[] faults = [.. read.Faults.Take(ReadBatchRecord.MostFaults)];
        if (read.Key is { } key && IsSeenOtherwise(kind + '\n' + key, read.Compared))
        {
            return (intake, new ReadBatchRecord(position, sent.Line, key, null, [new Fault(FaultCodes.DuplicateInBatch, read.KeyPointer)]));
        }

        return (intake, new ReadBatchRecord(position, sent.Line, read.Key, new SentRegistration(read.Registration, faults), faults));

        (IRecordIntake?, ReadBatchRecord) Refused(Fault fault) => (null, new ReadBatchRecord(position, sent.Line, null, null, [fault]));
    }

    private bool IsSeenOtherwise(string key, string content)
    {
        var (key64, content64) = (Hash(key), Hash(content));
        return !_seen.TryAdd(key64, content64) && _seen[key64] != content64;

        static ulong Hash(string text) => BitConverter.ToUInt64(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
    }

    private static string? KindOf(SentRecord record)
    {
        const string Member = IRecordIntake.KindMember;
        return record.Json is { } json
            ? json.TryGetProperty(Member, out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null
            : record.Cells!.Where(cell => cell.Key == Member && cell.Value.Length > 0).Select(cell => cell.Value).SingleOrDefault();
    }
}
