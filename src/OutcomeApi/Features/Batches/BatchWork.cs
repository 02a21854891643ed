using System.Globalization;
using System.Text.Json;
using OutcomeApi.Domain.Results;
using OutcomeApi.Register;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Batches;

/// <summary>
/// The records of a batch in the order in which they can be checked: what others hang on comes first, whatever the order they were sent in.
/// Two records of one key that say different things are refused, since no order says which one is meant.
/// </summary>
public sealed class BatchWork
{
    private readonly List<(int Position, JsonElement Record, IRecordDoor? Door, Fault? Fault)> _records;

    /// <param name="records">A JSON array.</param>
    /// <param name="doors">The doors of all kinds.</param>
    public BatchWork(JsonElement records, IEnumerable<IRecordDoor> doors)
    {
        var byName = doors.ToDictionary(d => d.Name);
        var names = string.Join(", ", byName.Keys);
        var seen = new Dictionary<(string Kind, string Key), string>();
        _records = [.. records.EnumerateArray().Select((record, position) => Plan(record, position, byName, names, seen)).OrderBy(r => r.Door?.Rank ?? 0)];
    }

    public int Count => _records.Count;

    /// <summary>Works through records in the session's transaction. A refused record leaves nothing behind.</summary>
    /// <param name="caller">Who sends them.</param>
    /// <param name="project">The project.</param>
    /// <param name="from">Where to begin, in the order of the work.</param>
    /// <param name="count">How many.</param>
    /// <param name="tally">Where the outcome is added.</param>
    /// <param name="ct">Cancels.</param>
    public async Task SaveAsync(Caller caller, string project, int from, int count, BatchTally tally, CancellationToken ct)
    {
        foreach (var (position, record, door, fault) in _records.Skip(from).Take(count))
        {
            var prefix = string.Create(CultureInfo.InvariantCulture, $"/records/{position}");
            var answer = fault is null ? await door!.SaveAsync(caller, project, record, ct) : new DoorAnswer(null, [fault], []);
            tally.Errors.AddRange(answer.Faults.Select(f => f.Below(prefix)));
            tally.Warnings.AddRange(answer.Warnings.Select(w => w.Below(prefix)));
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

    private static (int Position, JsonElement Record, IRecordDoor? Door, Fault? Fault) Plan(
        JsonElement record, int position, Dictionary<string, IRecordDoor> doors, string names, Dictionary<(string Kind, string Key), string> seen)
    {
        if (record.ValueKind != JsonValueKind.Object)
        {
            return (position, record, null, new Fault(FaultCodes.TypeWrong, string.Empty, "a JSON object"));
        }

        if (!record.TryGetProperty("record", out var kind) || kind.ValueKind != JsonValueKind.String)
        {
            return (position, record, null, new Fault(FaultCodes.RequiredMissing, "/record"));
        }

        if (!doors.TryGetValue(kind.GetString()!, out var door))
        {
            return (position, record, null, new Fault(FaultCodes.UnknownCode, "/record", names));
        }

        var (key, pointer) = door.KeyOf(record);
        if (key is not null && !seen.TryAdd((door.Name, key), record.GetRawText()) && !JsonElement.DeepEquals(record, JsonElement.Parse(seen[(door.Name, key)])))
        {
            return (position, record, door, new Fault(FaultCodes.DuplicateInBatch, pointer));
        }

        return (position, record, door, null);
    }
}
