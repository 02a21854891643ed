using System.ComponentModel.DataAnnotations;
using MediatR;
using OutcomeApi.Data;
using OutcomeApi.Domain.Registrations;
using OutcomeApi.Domain.Results;
using OutcomeApi.Http;
using OutcomeApi.Http.Bodies;
using OutcomeApi.Http.Problems;
using OutcomeApi.Pipeline;
using OutcomeApi.Projects;
using OutcomeApi.Security;

namespace OutcomeApi.Features.Participants;

/// <summary>Erases a participant of a project, or one participation.</summary>
public sealed record CreateErasure(Caller Caller, ErasureRequest Body, IReadOnlyList<Fault> FormFaults) : ICommand<Erased>
{
    /// <summary><c>POST /erasures</c></summary>
    public static void Map(RouteGroupBuilder api) =>
        api.MapPost("/erasures", async (Body<ErasureRequest> body, HttpContext http, IMediator mediator) =>
            {
                if (body.Value is null)
                {
                    return Problems.Answer(http, body.Faults);
                }

                var result = await mediator.Send(new CreateErasure(Caller.From(http), body.Value, body.Faults), http.RequestAborted);
                return result.IsSuccess
                    ? Results.Json(Erasure.From(result.Value), Json.Options)
                    : Problems.Answer(http, result.Faults);
            })
            .RequireAuthorization(Policies.Administer)
            .WithTags("erasures")
            .WithName("create-erasure")
            .MayTakeLong()
            .WithSummary("Erases a participant.")
            .WithDescription(
                "Removes what the project holds about a participant, or about one participation: rows, history, what is remembered of requests, waiting batches that name the person. Certified "
                + "reports stay. It can not be undone. The answer, and what is kept, say that it happened and not to whom. A participant who is not there is answered 404.")
            .Produces<Erasure>()
            .Produces(StatusCodes.Status404NotFound);
}

/// <summary>GenderGroup is to be erased: exactly one of participant and enrollmentReference.</summary>
public sealed record ErasureRequest
{
    /// <summary>The project.</summary>
    [Required]
    [Reference]
    public string? Project { get; init; }

    /// <summary>The participant: every participation and referral of this reference goes.</summary>
    [Reference]
    public string? Participant { get; init; }

    /// <summary>One participation, anonymous ones too: it goes, and the referral that led to it alone.</summary>
    [Reference]
    public string? EnrollmentReference { get; init; }
}

/// <summary>That something was erased.</summary>
public sealed record Erasure
{
    /// <summary>The id that the service gave.</summary>
    public required string Id { get; init; }

    /// <summary>Id of the project.</summary>
    public required string Project { get; init; }

    /// <summary>request or retention.</summary>
    public required string Reason { get; init; }

    /// <summary>When.</summary>
    public required DateTimeOffset ErasedAt { get; init; }

    /// <summary>Enrollments that are gone, with all that hung on them.</summary>
    public required int Enrollments { get; init; }

    /// <summary>Referrals that are gone.</summary>
    public required int Referrals { get; init; }

    /// <summary>Entries of the history that are gone.</summary>
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

public sealed class CreateErasureHandler(DbSession session, ProjectStore projects, Eraser eraser) : IRequestHandler<CreateErasure, Result<Erased>>
{
    public async Task<Result<Erased>> Handle(CreateErasure request, CancellationToken cancellationToken)
    {
        var ct = cancellationToken;
        var body = request.Body;
        var faults = request.FormFaults.ToList();
        if (faults.Count == 0 && body.Participant is null == body.EnrollmentReference is null)
        {
            faults.Add(body.Participant is null
                ? new Fault(FaultCodes.RequiredMissing, "/participant")
                : new Fault(FaultCodes.TypeWrong, "/enrollmentReference", "exactly one of participant and enrollmentReference"));
        }

        if (faults.Count > 0)
        {
            return faults;
        }

        await session.LockAsync("project:" + body.Project, ct);
        if (await projects.FindAsync(session, body.Project!, ct) is null)
        {
            return new Fault(FaultCodes.NotFound, string.Empty);
        }

        var found = body.Participant is { } participant
            ? await PersonRecords.OfParticipantAsync(session, body.Project!, participant, ct)
            : await PersonRecords.OfEnrollmentAsync(session, body.Project!, body.EnrollmentReference!, ct);
        return found.IsEmpty
            ? new Fault(FaultCodes.NotFound, string.Empty)
            : await eraser.EraseAsync(request.Caller, body.Project!, [found], body.Participant, "request", ct);
    }
}
