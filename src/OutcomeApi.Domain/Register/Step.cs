using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Register;

/// <summary>A step towards work or studies (<i>stegförflyttning</i>), documented by staff.</summary>
public sealed record Step : Statement
{
    /// <summary>The sender's own id of this step.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>What kind of step.</summary>
    [Required]
    [CodeOf(typeof(StepKind))]
    public string? Kind { get; init; }

    /// <summary>The day of the step.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>Everything that speaks against the statement.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment) =>
        StatementRules.OfEnrollment(EnrollmentReference, enrollment).Concat(StatementRules.InFuture(today, (On, "/on")));

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => StatementRules.Late(On, "/on", today);
}
