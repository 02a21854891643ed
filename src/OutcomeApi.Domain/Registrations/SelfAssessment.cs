using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The occasions in a participation on which the participant rates.</summary>
public enum AssessmentOccasion
{
    Start,
    EveryThirdMonth,
    Exit,
}

/// <summary>
/// A self-assessment (<i>SKAPA-skattning</i>), in which the participant rates six areas. Each area is shown by itself, never as part of a
/// sum.
/// </summary>
public sealed record SelfAssessment : Registration
{
    /// <summary>The number of areas.</summary>
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

    /// <summary>The occasion in the participation: at its start, every third month or at its exit.</summary>
    [Required]
    [CodeOf(typeof(AssessmentOccasion))]
    public string? Occasion { get; init; }

    /// <summary>
    /// Six ratings from 1 to 5, null where the participant gave none. At least one rating is required. The areas are, in this order:
    /// handling one's health in relation to work; knowing what improves one's chances of a job; time in everyday life to focus; belief that
    /// one can manage a job; belief that one's skills are of use at a workplace; ability to cooperate.
    /// </summary>
    [Required]
    [Rating]
    [Length(Areas, Areas)]
    public IReadOnlyList<int?>? Ratings { get; init; }

    /// <summary>Finds the faults of the assessment itself, and those against the enrollment and its exit.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment, Exit? exit)
    {
        if (Ratings?.All(r => r is null) == true)
        {
            yield return new Fault(FaultCodes.RequiredMissing, "/ratings");
        }

        var within = Voided
            ? []
            : RegistrationRules.Within(enrollment, exit, On, "/on", mayFollowExit: Occasion == Code.Format(AssessmentOccasion.Exit));
        foreach (var fault in RegistrationRules.OfEnrollment(EnrollmentReference, enrollment)
            .Concat(RegistrationRules.InFuture(today, (On, "/on")))
            .Concat(within))
        {
            yield return fault;
        }
    }

    /// <summary>Finds what is unusual about the assessment. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
