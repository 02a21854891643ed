using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Records;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>Erases a participant of a project, or a single participation.</summary>
public sealed record CreateErasure(Caller Caller, ErasureRequest Body, IReadOnlyList<Fault> FormFaults) : ICommand<Erased>
{
    /// <summary>Maps <c>POST /erasures</c>.</summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/erasures", async (Body<ErasureRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(new CreateErasure(Caller.From(http), body.Value, body.Faults), http.RequestAborted);
                return Reply.Ok(http, result, Erasure.From);
            })
            .RequireAuthorization(Policies.Administer)
            .WithTags("erasures")
            .WithName("create-erasure")
            .MayTakeLong()
            .WithSummary("Erase a participant.")
            .WithDescription(
                "Deletes what the project holds about a participant, or about one participation: the records, their history, what is remembered "
                + "of the requests, and "
                + "waiting batches that name the person. Certified reports stay. An erasure cannot be undone. "
                + "The answer and the stored entry show that somebody was erased, "
                + "but not who. An unknown participant is answered with 404.")
            .Produces<Erasure>()
            .Produces(StatusCodes.Status404NotFound);
}

/// <summary>Names who is to be erased: exactly one of participant and enrollmentReference.</summary>
public sealed record ErasureRequest
{
    /// <summary>Id of the project.</summary>
    [Required]
    [Reference]
    public string? Project { get; init; }

    /// <summary>The reference of a participant. Every participation and referral with this reference is erased.</summary>
    [Reference]
    public string? Participant { get; init; }

    /// <summary>
    /// The reference of one enrollment, which may be anonymous. This participation is erased, with its referral unless another participation names
    /// that too.
    /// </summary>
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>Returns every fault: those found when the body was read, or else that it does not name exactly one.</summary>
    internal List<Fault> FaultsAmong(IReadOnlyList<Fault> formFaults) => formFaults.Count > 0 || Participant is null != EnrollmentReference is null
        ? [.. formFaults]
        : Participant is null
            ? [new Fault(FaultCodes.RequiredMissing, "/participant")]
            : [new Fault(FaultCodes.TypeWrong, "/enrollmentReference", "exactly one of participant and enrollmentReference")];

    /// <summary>Finds everything that the request is about. Null when there is no such project, or nothing in it.</summary>
    internal async Task<PersonRecords?> FindAsync(DbSession session, RecordTables tables, ProjectStore projects, CancellationToken ct)
    {
        if (await projects.FindAsync(session, Project!, ct) is null)
        {
            return null;
        }

        var found = Participant is { } participant
            ? await PersonRecords.OfParticipantAsync(session, tables, Project!, participant, ct)
            : await PersonRecords.OfEnrollmentAsync(session, tables, Project!, EnrollmentReference!, ct);
        return found.IsEmpty ? null : found;
    }
}

/// <summary>Confirms an erasure.</summary>
public sealed record Erasure
{
    /// <summary>The id assigned by the service.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>Why the erasure was made: request or retention.</summary>
    public required string Reason { get; init; }

    /// <summary>When the erasure was made.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Number of enrollments that were erased, with everything that belonged to them.</summary>
    public required int Enrollments { get; init; }

    /// <summary>Number of referrals that were erased.</summary>
    public required int Referrals { get; init; }

    /// <summary>Number of entries of the history that were erased.</summary>
    public required int History { get; init; }

    internal static Erasure From(Erased erased) => new()
    {
        Id = erased.Id,
        Project = erased.Project,
        Reason = erased.Reason,
        ErasedAt = erased.ErasedAt,
        Enrollments = erased.Enrollments,
        Referrals = erased.Referrals,
        History = erased.History,
    };
}

public sealed class CreateErasureHandler(DbSession session, RecordTables tables, ProjectStore projects, Eraser eraser)
    : IRequestHandler<CreateErasure, Result<Erased>>
{
    public async Task<Result<Erased>> Handle(CreateErasure request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var body = request.Body;
        if (body.FaultsAmong(request.FormFaults) is { Count: > 0 } faults)
        {
            return faults;
        }

        await session.LockProjectAsync(body.Project!, ct);
        return await body.FindAsync(session, tables, projects, ct) is { } found
            ? await eraser.EraseAsync(request.Caller, body.Project!, [found], body.Participant, "request", ct)
            : new Fault(FaultCodes.NotFound, string.Empty);
    }
}
