using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>An offer of work during a participation. Offered is not started.</summary>
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

    /// <summary>The work is offered with wage subsidy (<i>lönestöd</i>).</summary>
    [Required]
    public bool? Subsidised { get; init; }

    /// <summary>The offer is in another department or occupation than first meant.</summary>
    public bool OtherField { get; init; }

    /// <summary>Everything that speaks against the registration.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment) =>
        RegistrationRules.OfEnrollment(EnrollmentReference, enrollment).Concat(RegistrationRules.InFuture(today, (On, "/on")));

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);
}
