using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The reasons why a follow-up cannot be obtained. What became of the person is never such a reason: it is an answer.</summary>
public enum UnobtainableReason
{
    ReferrerClosed,
    NoReplyFromReferrer,
    ProtectedIdentity,
}

/// <summary>What became of a person a number of months after the exit, as the referring organisation reports it.</summary>
public sealed record FollowUp : Registration
{
    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>The number of months after the exit: 3, 6 or 12. One that the project does not name is kept, with a warning, and counts nowhere.</summary>
    [Required]
    [AllowedValues(3, 6, 12)]
    [Range(3, 12)]
    public int? Months { get; init; }

    /// <summary>The day of the follow-up. It may lie after the end of the project.</summary>
    [Required]
    public DateOnly? FollowedUpOn { get; init; }

    /// <summary>What became of the person. Send exactly one of <c>answer</c> and <c>unobtainable</c>.</summary>
    [CodeOf(typeof(FollowUpAnswer))]
    public string? Answer { get; init; }

    /// <summary>The reason why there is no answer. Send exactly one of <c>answer</c> and <c>unobtainable</c>.</summary>
    [CodeOf(typeof(UnobtainableReason))]
    public string? Unobtainable { get; init; }

    /// <summary>The organisation that reports the follow-up. It must be one of the project's referrers.</summary>
    [CodeOf(typeof(Referrer))]
    public string? ReportedBy { get; init; }

    /// <summary>Finds the faults of the follow-up itself, and those against the project, the enrollment and its exit.</summary>
    /// <param name="project">The project that the follow-up is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="enrollment">The enrollment; null if no such enrollment exists.</param>
    /// <param name="exit">The exit of the enrollment; null while the participation is running.</param>
    public IEnumerable<Fault> Faults(ProjectDefinition project, DateOnly today, Enrollment? enrollment, Exit? exit)
    {
        if (Answer is null == Unobtainable is null)
        {
            yield return Answer is null
                ? new Fault(FaultCodes.RequiredMissing, "/answer")
                : new Fault(FaultCodes.TypeWrong, "/unobtainable", "exactly one of answer and unobtainable");
        }

        foreach (var fault in RegistrationRules.OfEnrollment(EnrollmentReference, enrollment)
            .Concat(RegistrationRules.InFuture(today, (FollowedUpOn, "/followedUpOn"))))
        {
            yield return fault;
        }

        // A correction of the exit can leave a follow-up behind that should not exist. It must still be possible to take it back.
        if (!Voided && enrollment is { Anonymous: false } && (exit is null || !HasFollowUps(exit)))
        {
            yield return new Fault(FaultCodes.FollowUpWithoutExit, "/enrollmentReference");
        }

        if (FollowedUpOn < exit?.ExitedOn)
        {
            yield return new Fault(FaultCodes.FollowUpBeforeExit, "/followedUpOn");
        }
        else if (!Voided && exit?.ExitedOn is { } exitedOn && Months is { } months && FollowedUpOn < FollowUpSchedule.EarliestOn(exitedOn, months))
        {
            yield return new Fault(FaultCodes.FollowUpTooEarly, "/followedUpOn", RegistrationRules.Show(FollowUpSchedule.EarliestOn(exitedOn, months)));
        }

        // Only those who refer people to the project report follow-ups.
        if (ReportedBy is not null && !project.Referrers.Contains(ReportedBy))
        {
            yield return new Fault(FaultCodes.CodeNotUsed, "/reportedBy", string.Join(", ", project.Referrers));
        }

        foreach (var fault in RegistrationRules.UsedCode(Answer, "/answer", "follow-up-answers", project.FollowUpAnswers, project, FollowedUpOn))
        {
            yield return fault;
        }
    }

    /// <summary>Finds what is unusual about the follow-up. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(ProjectDefinition project, DateOnly today)
    {
        if (!Voided && Months is { } months && !project.FollowUpMonths.Contains(months))
        {
            yield return new Fault(FaultCodes.MonthsNotFollowedUp, "/months");
        }

        foreach (var late in RegistrationRules.Late(FollowedUpOn, "/followedUpOn", today))
        {
            yield return late;
        }
    }

    /// <summary>
    /// Decides whether an exit is followed up. Every exit is, except those registered in error and those of people who have died.
    /// </summary>
    private static bool HasFollowUps(Exit exit) =>
        exit.Reason is not null && Code.TryParse<ExitReason>(exit.Reason, out var reason) && ExitReasons.AreFollowedUp(reason);
}
