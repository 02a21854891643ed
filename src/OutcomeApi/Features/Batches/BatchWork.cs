using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary>
/// Holds the records of a batch in the order in which they can be checked: records that others depend on come first, whatever the order in which they
/// were sent. Two records with the same key and different content are refused, because nothing shows which one is meant.
/// </summary>
public sealed class BatchWork
{
    private readonly IReadOnlyList<PlannedRecord> _records;

    private BatchWork(IReadOnlyList<PlannedRecord> records) => _records = records;

    public int Count => _records.Count;

    /// <summary>Reads the records and puts them in order.</summary>
    /// <param name="records">The records in the order in which they were sent.</param>
    /// <param name="intakes">The intakes of all kinds of record.</param>
    public static BatchWork Plan(IReadOnlyList<SentRecord> records, IEnumerable<IRecordIntake> intakes)
    {
        var byName = intakes.ToDictionary(d => d.Name);
        var seen = new Dictionary<(string Kind, string Key), Registration>();
        return new BatchWork([.. records.Select((record, position) => Plan(record, position, byName, seen)).OrderBy(r => r.Intake?.Rank ?? 0)]);
    }

    /// <summary>
    /// Writes the work as JSON, to be stored until its job runs. The records have been read by then, so the JSON holds no personal identity numbers.
    /// </summary>
    public string ToPayload() => JsonSerializer.Serialize(
        _records.Select(r => new WaitingRecord
        {
            Position = r.Position,
            Kind = r.Intake?.Name,
            Registration = r.Registration is null ? null : JsonSerializer.SerializeToElement(r.Intake!.ToJson(r.Registration)),
            Faults = r.Faults,
        }),
        Json.Options);

    /// <summary>Reads the work from its JSON.</summary>
    public static BatchWork FromPayload(string payload, IEnumerable<IRecordIntake> intakes)
    {
        var byName = intakes.ToDictionary(d => d.Name);
        return new BatchWork(
        [
            .. JsonSerializer.Deserialize<WaitingRecord[]>(payload, Json.Options)!.Select(waiting =>
            {
                var intake = waiting.Kind is null ? null : byName[waiting.Kind];
                return new PlannedRecord(waiting.Position, intake, waiting.Registration is { } json ? intake!.FromJson(json) : null, waiting.Faults);
            })
        ]);
    }

    /// <summary>Saves records in the session's transaction. A refused record changes nothing.</summary>
    /// <param name="caller">The caller who sent the records.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="from">Index of the first record to save, in the order of the work.</param>
    /// <param name="count">Number of records to save.</param>
    /// <param name="tally">Receives the outcome.</param>
    /// <param name="ct">Cancels the work.</param>
    public async Task SaveAsync(Caller caller, string project, int from, int count, BatchTally tally, CancellationToken ct)
    {
        foreach (var (position, intake, registration, faults) in _records.Skip(from).Take(count))
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"/records/{position}");
            var answer = registration is null ? new IntakeAnswer(null, faults, []) : await intake!.SaveAsync(caller, project, registration, faults, ct);
            tally.Errors.AddRange(answer.Faults.Select(f => f.Below(prefix)));
            tally.Warnings.AddRange(answer.Warnings.Select(w => w.Below(prefix)));
            tally.WithWarnings += answer.Warnings.Count > 0 ? 1 : 0;
            tally.Late += answer.Warnings.Any(w => w.Code == FaultCodes.LateRegistration) ? 1 : 0;
            switch (answer.Outcome)
            {
                case SaveOutcome.Created:
                    tally.Created++;
                    break;
                case SaveOutcome.Corrected:
                    tally.Corrected++;
                    break;
                case SaveOutcome.Unchanged:
                    tally.Unchanged++;
                    break;
                default:
                    tally.Rejected++;
                    break;
            }
        }
    }

    private static PlannedRecord Plan(
        SentRecord record, int position, Dictionary<string, IRecordIntake> intakes, Dictionary<(string Kind, string Key), Registration> seen)
    {
        if (record.Fault is { } unreadable)
        {
            return Refused(unreadable);
        }

        if (record.Json is { ValueKind: not JsonValueKind.Object })
        {
            return Refused(new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object"));
        }

        if (KindOf(record) is not { } kind)
        {
            return Refused(new Fault(FaultCodes.RequiredMissing, "/record"));
        }

        if (!intakes.TryGetValue(kind, out var intake))
        {
            return Refused(new Fault(FaultCodes.UnknownCode, "/record", string.Join(", ", intakes.Keys)));
        }

        var read = record.Json is { } json ? intake.Read(json) : intake.ReadCells(record.Cells!);
        return read.Key is { } key && !seen.TryAdd((kind, key), read.Registration) && !intake.SaySame(seen[(kind, key)], read.Registration)
            ? Refused(new Fault(FaultCodes.DuplicateInBatch, read.KeyPointer))
            : new PlannedRecord(position, intake, read.Registration, read.Faults);

        PlannedRecord Refused(Fault fault) => new(position, null, null, [fault]);
    }

    private static string? KindOf(SentRecord record)
    {
        const string Member = RecordIntake<Enrollment>.KindMember;
        return record.Json is { } json
            ? json.TryGetProperty(Member, out var kind) && kind.ValueKind == JsonValueKind.String ? kind.GetString() : null
            : record.Cells!.Where(cell => cell.Key == Member && cell.Value.Length > 0).Select(cell => cell.Value).SingleOrDefault();
    }

    /// <summary>A record that has been read.</summary>
    /// <param name="Position">Index of the record in the batch as it was sent.</param>
    /// <param name="Intake">The intake of its kind; null if the kind is missing or unknown.</param>
    /// <param name="Registration">The content of the record; null if it is refused whatever the register holds.</param>
    /// <param name="Faults">The faults found when the record was read.</param>
    private sealed record PlannedRecord(int Position, IRecordIntake? Intake, Registration? Registration, IReadOnlyList<Fault> Faults);

    /// <summary>A record that waits for the job, as it is stored.</summary>
    private sealed record WaitingRecord
    {
        public required int Position { get; init; }

        public string? Kind { get; init; }

        // Batches sent to version 0.1 still wait under this name, so it must not change.
        [JsonPropertyName("statement")]
        public JsonElement? Registration { get; init; }

        public required IReadOnlyList<Fault> Faults { get; init; }
    }
}
