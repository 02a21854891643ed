using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Registrations;

/// <summary>A step towards work or studies (<i>stegförflyttning</i>) that the staff has documented.</summary>
public sealed record Step : Registration
{
    /// <summary>The sender's own id of this step.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>The kind of step: a code of the list <c>step-kinds</c> that the project uses, or of a kind of its own.</summary>
    [Required]
    [CodeOf(typeof(StepKind), OrOwn = true)]
    [MaxLength(ProjectCodeForm.MaxLength)]
    public string? Kind { get; init; }

    /// <summary>The day of the step.</summary>
    [Required]
    public DateOnly? On { get; init; }

    /// <summary>Finds the faults of the step itself, and those against the project, the enrollment and its exit.</summary>
    public IEnumerable<Fault> Faults(ProjectDefinition project, DateOnly today, Enrollment? enrollment, Exit? exit) =>
    [
        .. Voided ? [] : KindFaults(project),
        .. RegistrationRules.OfEnrollment(EnrollmentReference, enrollment),
        .. RegistrationRules.InFuture(today, (On, "/on")),
        .. Voided ? [] : RegistrationRules.Within(enrollment, exit, On, "/on"),
    ];

    /// <summary>Finds what is unusual about the step. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(On, "/on", today);

    private IEnumerable<Fault> KindFaults(ProjectDefinition project)
    {
        if (Kind is not null && project.StepKinds.All(kind => kind.Code != Kind))
        {
            yield return new Fault(
                Code.TryParse<StepKind>(Kind, out _) ? FaultCodes.CodeNotUsed : FaultCodes.UnknownCode,
                "/kind",
                string.Join(", ", project.StepKinds.Select(kind => kind.Code)));
        }
    }
}
