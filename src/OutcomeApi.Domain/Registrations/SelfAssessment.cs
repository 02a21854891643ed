using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The occasions in a participation on which the participant rates.</summary>
public enum AssessmentOccasion
{
    Start,

    /// <summary>Every third month, as the basis of a talk.</summary>
    ThirdMonth,

    /// <summary>Every sixth month, as a follow-up.</summary>
    SixthMonth,
    Exit,
}

/// <summary>
/// A self-assessment (<i>självskattning</i>), in which the participant rates the items of an instrument. Each area is shown by itself, never as part of
/// a sum.
/// </summary>
public sealed record SelfAssessment : Registration
{
    private const string TakenReference = "due";

    /// <summary>The sender's own id of this assessment. It cannot be <c>due</c>, which is the address of the work list.</summary>
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

    /// <summary>The occasion in the participation: at its start, every third month, every sixth month or at its exit.</summary>
    [Required]
    [CodeOf(typeof(AssessmentOccasion))]
    public string? Occasion { get; init; }

    /// <summary>
    /// The id of the instrument, from the code list <c>instruments</c>: <c>skapa</c> with 6 ratings, or <c>whoqol-bref</c> with 26. If omitted:
    /// <c>skapa</c>.
    /// </summary>
    [Reference]
    public string? Instrument { get; init; }

    /// <summary>
    /// A rating from 1 to 5 for each item of the instrument, in its order; null where the participant gave none. At least one rating is required. The
    /// six items of <c>skapa</c> are: handling one's health in relation to work; knowing what improves one's chances of a job; time in everyday life to
    /// focus; belief that one can manage a job; belief that one's skills are of use at a workplace; ability to cooperate.
    /// </summary>
    [Required]
    [Rating]
    public IReadOnlyList<int?>? Ratings { get; init; }

    public override Registration Normalised() => this with { Instrument = Instrument ?? Instruments.Usual };

    /// <summary>Finds the faults of the assessment itself, and those against the enrollment and its exit.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment, Exit? exit)
    {
        // The address of a record under this reference is that of the work list.
        if (Reference == TakenReference)
        {
            yield return new Fault(FaultCodes.ReferenceInvalid, "/reference");
        }

        var instrument = Instruments.Find(Instrument ?? Instruments.Usual);
        if (instrument is null)
        {
            yield return new Fault(FaultCodes.UnknownCode, "/instrument", string.Join(", ", Instruments.All.Select(i => i.Id)));
        }

        foreach (var fault in Ratings is null ? [] : instrument?.Faults(Ratings) ?? [])
        {
            yield return fault;
        }

        if (Ratings?.All(r => r is null) == true && Ratings.Count == instrument?.Items)
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
