using MediatR;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Pipeline;
using OutcomeApi.Security;

namespace OutcomeApi.Records;

/// <summary>Registers a record, or corrects it.</summary>
/// <param name="Caller">GenderGroup sends it.</param>
/// <param name="Project">The project.</param>
/// <param name="Registration">What is stated, as far as it could be read.</param>
/// <param name="FormFaults">The faults in its form.</param>
/// <param name="Sending">How it is sent.</param>
public sealed record SaveRecord<T>(Caller Caller, string Project, T Registration, IReadOnlyList<Fault> FormFaults, Sending Sending) : ICommand<Saved<T>>
    where T : Registration;

/// <summary>How a record is sent.</summary>
public sealed record Sending
{
    /// <summary>The key in the address of a PUT; null for a POST.</summary>
    public string? PutTo { get; init; }

    /// <summary>The <c>If-Match</c> and <c>If-None-Match</c> of a PUT.</summary>
    public EntityTagCondition? IfMatch { get; init; }

    /// <summary>The <c>Idempotency-Key</c> and the hash of the request.</summary>
    public IdempotentRequest? Idempotent { get; init; }

    /// <summary>A record of a batch that says why it corrects may correct without naming a version.</summary>
    public bool MayCorrect { get; init; }

    /// <summary>Why the caller says it wants to know (purpose header).</summary>
    public string? Purpose { get; init; }
}

/// <summary>What became of a record that was sent.</summary>
public enum SaveOutcome
{
    Created,
    Unchanged,
    Corrected,
}

/// <summary>A record that is durable now.</summary>
public sealed record Saved<T>(Stored<T> Record, SaveOutcome Outcome, IReadOnlyList<Fault> Warnings)
    where T : Registration;

public sealed class SaveRecordHandler<T>(RecordSaver<T> saver) : IRequestHandler<SaveRecord<T>, Result<Saved<T>>>
    where T : Registration
{
    public Task<Result<Saved<T>>> Handle(SaveRecord<T> request, CancellationToken cancellationToken) => saver.SaveAsync(request, cancellationToken);
}
