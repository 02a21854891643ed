using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The end of a participation (<i>avslut</i>): one for an enrollment.</summary>
public sealed record Exit : Registration
{
    /// <summary>The sender's reference of the enrollment that ends.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>Last day of the participation.</summary>
    [Required]
    public DateOnly? ExitedOn { get; init; }

    /// <summary>Why it ended.</summary>
    [Required]
    [CodeOf(typeof(ExitReason))]
    public string? Reason { get; init; }

    /// <summary>Extent of the work or studies, percent of full time, 1–100.</summary>
    [Range(1, 100)]
    public int? Extent { get; init; }

    /// <summary>The day on which the next step begins; may lie ahead.</summary>
    public DateOnly? NextStepStartsOn { get; init; }

    /// <summary>The next measure was ready when the participation ended.</summary>
    public bool? NextMeasureReady { get; init; }

    /// <summary>The day on which the referrer was given the final documentation (<i>slutdokumentation</i>).</summary>
    public DateOnly? DocumentationGivenToReferrerOn { get; init; }

    /// <summary>The day on which the participant was given the final documentation.</summary>
    public DateOnly? DocumentationGivenToParticipantOn { get; init; }

    /// <summary>Sources of income after the participation.</summary>
    [Set]
    [CodeOf(typeof(IncomeSource))]
    public IReadOnlyList<string>? IncomeSources { get; init; }

    /// <summary>Occupation after the participation.</summary>
    public Occupation? Occupation { get; init; }

    /// <summary>Everything that speaks against the registration.</summary>
    /// <param name="project">The project it is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="enrollment">The enrollment that ends; null when there is none of that reference.</param>
    /// <param name="followedUpOn">The day of its first follow-up, where one is stored and not taken back.</param>
    public IEnumerable<Fault> Faults(ProjectDefinition project, DateOnly today, Enrollment? enrollment, DateOnly? followedUpOn = null)
    {
        var registeredInError = Reason == Code.Format(ExitReason.RegisteredInError);
        foreach (var fault in RegistrationRules.OfEnrollment(EnrollmentReference, enrollment, anonymousAllowed: registeredInError))
        {
            yield return fault;
        }

        foreach (var fault in RegistrationRules.InFuture(
            today,
            (ExitedOn, "/exitedOn"),
            (DocumentationGivenToReferrerOn, "/documentationGivenToReferrerOn"),
            (DocumentationGivenToParticipantOn, "/documentationGivenToParticipantOn")))
        {
            yield return fault;
        }

        if (ExitedOn < enrollment?.StartedOn)
        {
            yield return new Fault(FaultCodes.ExitBeforeStart, "/exitedOn");
        }

        if (ExitedOn > followedUpOn && !Voided)
        {
            yield return new Fault(FaultCodes.FollowUpBeforeExit, "/exitedOn");
        }

        if (ExitedOn is { } exitedOn && !project.Period.Contains(exitedOn))
        {
            yield return new Fault(FaultCodes.ExitOutsideProject, "/exitedOn", RegistrationRules.Show(project.Period.StartsOn), RegistrationRules.Show(project.Period.EndsOn));
        }

        foreach (var fault in RegistrationRules.UsedCode(Reason, "/reason", "exit-reasons", project.ExitReasons, project, ExitedOn))
        {
            yield return fault;
        }
    }

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(ProjectDefinition project, DateOnly today, Enrollment enrollment)
    {
        if (project.PlannedMonthsFor(enrollment.Subproject) is { } months && ExitedOn > enrollment.StartedOn?.AddMonths(months))
        {
            yield return new Fault(FaultCodes.LongEnrollment, "/exitedOn");
        }

        foreach (var warning in RegistrationRules.Late(ExitedOn, "/exitedOn", today))
        {
            yield return warning;
        }
    }
}
