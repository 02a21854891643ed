using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>Why a follow-up can not be had. What became of the person is never such a reason: that is an answer.</summary>
public enum UnobtainableReason
{
    ReferrerClosed,
    NoReplyFromReferrer,
    ProtectedIdentity,
}

/// <summary>What has become of a person so many months after exit, as the referring organisation reports it.</summary>
public sealed record FollowUp : Registration
{
    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>Months after exit: 3, 6 or 12.</summary>
    [Required]
    [AllowedValues(3, 6, 12)]
    [Range(3, 12)]
    public int? Months { get; init; }

    /// <summary>The day of the follow-up; may lie after the project.</summary>
    [Required]
    public DateOnly? FollowedUpOn { get; init; }

    /// <summary>What has become of the person. Exactly one of answer and unobtainable.</summary>
    [CodeOf(typeof(FollowUpAnswer))]
    public string? Answer { get; init; }

    /// <summary>Why there is no answer. Exactly one of answer and unobtainable.</summary>
    [CodeOf(typeof(UnobtainableReason))]
    public string? Unobtainable { get; init; }

    /// <summary>The organisation that reports: one of the project's referrers.</summary>
    [CodeOf(typeof(Referrer))]
    public string? ReportedBy { get; init; }

    /// <summary>Everything that speaks against the registration.</summary>
    /// <param name="project">The project it is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="enrollment">The enrollment; null when there is none of that reference.</param>
    /// <param name="exit">Its exit; null while it is running.</param>
    public IEnumerable<Fault> Faults(ProjectDefinition project, DateOnly today, Enrollment? enrollment, Exit? exit)
    {
        if (Answer is null == Unobtainable is null)
        {
            yield return Answer is null
                ? new Fault(FaultCodes.RequiredMissing, "/answer")
                : new Fault(FaultCodes.TypeWrong, "/unobtainable", "exactly one of answer and unobtainable");
        }

        foreach (var fault in RegistrationRules.OfEnrollment(EnrollmentReference, enrollment).Concat(RegistrationRules.InFuture(today, (FollowedUpOn, "/followedUpOn"))))
        {
            yield return fault;
        }

        // What the exit's correction has left over can be taken back.
        if (!Voided && enrollment is { Anonymous: false } && (exit is null || !HasFollowUps(exit)))
        {
            yield return new Fault(FaultCodes.FollowUpWithoutExit, "/enrollmentReference");
        }

        if (FollowedUpOn < exit?.ExitedOn)
        {
            yield return new Fault(FaultCodes.FollowUpBeforeExit, "/followedUpOn");
        }

        // Follow-ups are reported by those who refer people to the project.
        if (ReportedBy is not null && !project.Referrers.Contains(ReportedBy))
        {
            yield return new Fault(FaultCodes.CodeNotUsed, "/reportedBy", string.Join(", ", project.Referrers));
        }

        foreach (var fault in RegistrationRules.UsedCode(Answer, "/answer", "follow-up-answers", project.FollowUpAnswers, project, FollowedUpOn))
        {
            yield return fault;
        }
    }

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(FollowedUpOn, "/followedUpOn", today);

    /// <summary>Every exit is followed up, but those that were registered in error and those of people who have died.</summary>
    private static bool HasFollowUps(Exit exit) =>
        exit.Reason is not null && Code.TryParse<ExitReason>(exit.Reason, out var reason) && ExitReasons.AreFollowedUp(reason);
}
