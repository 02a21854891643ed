using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>An offer of work during a participation. An offer does not say that the work has started.</summary>
public sealed record JobOffer : Registration
{
    /// <summary>The sender's own id of this offer.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>The day of the offer.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>True if the work is offered with a wage subsidy (<i>lönestöd</i>).</summary>
    [Required]
    public bool? Subsidised { get; init; }

    /// <summary>True if the offer is in another department or occupation than first intended.</summary>
    public bool OtherField { get; init; }

    /// <summary>Finds the faults of the offer itself, and those against the enrollment and its exit.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment, Exit? exit) =>
    [
        .. RegistrationRules.OfEnrollment(EnrollmentReference, enrollment),
        .. RegistrationRules.InFuture(today, (On, "/on")),
        .. Voided ? [] : RegistrationRules.Within(enrollment, exit, On, "/on", mayFollowExit: true),
    ];

    /// <summary>Finds what is unusual about the offer. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
