using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>When in a participation the participant rates.</summary>
public enum AssessmentOccasion
{
    Start,
    EveryThirdMonth,
    Exit,
}

/// <summary>A self-assessment (<i>SKAPA-skattning</i>): the participant rates six areas. Shown area by area, never as a sum.</summary>
public sealed record SelfAssessment : Registration
{
    /// <summary>How many areas there are.</summary>
    public const int Areas = 6;

    /// <summary>The sender's own id of this assessment.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>The day of the assessment.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>When in the participation: at its start, every third month, at its exit.</summary>
    [Required]
    [CodeOf(typeof(AssessmentOccasion))]
    public string? Occasion { get; init; }

    /// <summary>
    /// Six ratings, 1–5, null where the participant gave none: handling one's health in relation to work; knowing what improves one's chances of a
    /// job; time in everyday life to focus; belief that one can manage a job; belief that one's skills are of use at a workplace; ability to
    /// cooperate. At least one is given.
    /// </summary>
    [Required]
    [Rating]
    [Length(Areas, Areas)]
    public IReadOnlyList<int?>? Ratings { get; init; }

    /// <summary>Everything that speaks against the registration.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment)
    {
        if (Ratings?.All(r => r is null) == true)
        {
            yield return new Fault(FaultCodes.RequiredMissing, "/ratings");
        }

        foreach (var fault in RegistrationRules.OfEnrollment(EnrollmentReference, enrollment).Concat(RegistrationRules.InFuture(today, (On, "/on"))))
        {
            yield return fault;
        }
    }

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
