using System.Text.Json;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Registers or corrects a record.</summary>
/// <param name="Caller">The caller who sends the record.</param>
/// <param name="Project">Id of the project.</param>
/// <param name="Registration">What is stated. Members that could not be read are absent.</param>
/// <param name="FormFaults">The faults that were found when the record was read.</param>
/// <param name="Sending">How the record is sent.</param>
public sealed record SaveRecord<T>(Caller Caller, string Project, T Registration, IReadOnlyList<Fault> FormFaults, Sending Sending)
    : ICommand<Saved<T>>, IShortCommand
    where T : Registration
{
    /// <summary>Sends the command. A refusal that tells something about a stored record is noted as a read of it.</summary>
    public async Task<Result<Saved<T>>> SendAsync(IMediator mediator, RecordTable<T> kind, CancellationToken ct)
    {
        var result = await mediator.Send(this, ct);
        if (!result.IsSuccess && NoteRead.IsTold(result.Faults))
        {
            await mediator.Send(new NoteRead(Caller, Project, kind.Name, Sending.Purpose), ct);
        }

        return result;
    }
}

/// <summary>Describes how a record is sent.</summary>
public sealed record Sending
{
    /// <summary>Key in the address of a PUT or PATCH. Null for a POST.</summary>
    public string? PutTo { get; init; }

    /// <summary>The members that a PATCH changes. Null for a POST or PUT.</summary>
    public JsonElement? Patch { get; init; }

    /// <summary>Conditions <c>If-Match</c> and <c>If-None-Match</c> of a PUT or PATCH.</summary>
    public EntityTagCondition? IfMatch { get; init; }

    /// <summary><c>Idempotency-Key</c> and hash of the request. Null if the request has no such key.</summary>
    public IdempotentRequest? Idempotent { get; init; }

    /// <summary>
    /// True if the record may correct a stored one without naming its version. This holds for a record in a batch that gives a reason for the
    /// correction.
    /// </summary>
    public bool MayCorrect { get; init; }

    /// <summary>True if the record is one of several in a batch, so that other records about the same participation may follow.</summary>
    public bool IsInBatch { get; init; }

    /// <summary>Purpose that the caller states in the <c>Purpose</c> header.</summary>
    public string? Purpose { get; init; }
}

/// <summary>What happened to a record that was sent.</summary>
public enum SaveOutcome
{
    Created,
    Unchanged,
    Corrected,
}

/// <summary>A record that has been saved, with the outcome and the warnings.</summary>
public sealed record Saved<T>(Stored<T> Record, SaveOutcome Outcome, IReadOnlyList<Fault> Warnings)
    where T : Registration;

public sealed class SaveRecordHandler<T>(RecordSaver<T> saver) : IRequestHandler<SaveRecord<T>, Result<Saved<T>>>
    where T : Registration, new()
{
    public Task<Result<Saved<T>>> Handle(SaveRecord<T> request, CancellationToken cancellationToken) => saver.SaveAsync(request, cancellationToken);
}
