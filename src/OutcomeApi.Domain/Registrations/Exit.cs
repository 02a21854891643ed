using System.ComponentModel.DataAnnotations;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The end of a participation (<i>avslut</i>). An enrollment has at most one exit.</summary>
public sealed record Exit : Registration
{
    /// <summary>The sender's reference of the enrollment that ends.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>The last day of the participation.</summary>
    [Required]
    public DateOnly? ExitedOn { get; init; }

    /// <summary>The reason why the participation ended.</summary>
    [Required]
    [CodeOf(typeof(ExitReason))]
    public string? Reason { get; init; }

    /// <summary>The extent of the work or studies, in percent of full time (1–100).</summary>
    [Range(1, 100)]
    public int? Extent { get; init; }

    /// <summary>The day on which the next step begins. It may lie in the future.</summary>
    public DateOnly? NextStepStartsOn { get; init; }

    /// <summary>True if the next measure was ready when the participation ended.</summary>
    public bool? NextMeasureReady { get; init; }

    /// <summary>The day on which the final documentation (<i>slutdokumentation</i>) was given to the referrer.</summary>
    public DateOnly? DocumentationGivenToReferrerOn { get; init; }

    /// <summary>The day on which the final documentation was given to the participant.</summary>
    public DateOnly? DocumentationGivenToParticipantOn { get; init; }

    /// <summary>The person's sources of income after the participation.</summary>
    [Set]
    [CodeOf(typeof(IncomeSource))]
    public IReadOnlyList<string>? IncomeSources { get; init; }

    /// <summary>The person's occupation after the participation.</summary>
    public Occupation? Occupation { get; init; }

    /// <summary>Finds the faults of the exit itself, and those against the project, the enrollment and its first follow-up.</summary>
    /// <param name="project">The project that the exit is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="enrollment">The enrollment that ends; null if no such enrollment exists.</param>
    /// <param name="followedUpOn">The day of the enrollment's first follow-up; null if none is stored or it has been taken back.</param>
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

        if (ExitedOn is { } exit && (NextStepStartsOn < exit || NextStepStartsOn > exit.AddYears(1)))
        {
            yield return new Fault(
                FaultCodes.NextStepOutOfRange, "/nextStepStartsOn", RegistrationRules.Show(exit), RegistrationRules.Show(exit.AddYears(1)));
        }

        if (ExitedOn > followedUpOn && !Voided)
        {
            yield return new Fault(FaultCodes.FollowUpBeforeExit, "/exitedOn");
        }

        if (ExitedOn is { } exitedOn && !project.Period.Contains(exitedOn))
        {
            yield return new Fault(
                FaultCodes.ExitOutsideProject,
                "/exitedOn",
                RegistrationRules.Show(project.Period.StartsOn),
                RegistrationRules.Show(project.Period.EndsOn));
        }

        foreach (var fault in RegistrationRules.UsedCode(Reason, "/reason", "exit-reasons", project.ExitReasons, project, ExitedOn))
        {
            yield return fault;
        }
    }

    /// <summary>Finds what is unusual about the exit. The record is kept all the same.</summary>
    /// <param name="project">The project that the exit is sent to.</param>
    /// <param name="today">The day of receipt.</param>
    /// <param name="enrollment">The enrollment that ends.</param>
    /// <param name="belongings">The days of what belongs to the participation.</param>
    public IEnumerable<Fault> Warnings(ProjectDefinition project, DateOnly today, Enrollment enrollment, IReadOnlyList<BelongingDays> belongings)
    {
        if (!Voided && belongings.Any(days => days.LieOutside(enrollment.StartedOn, ExitedOn)))
        {
            yield return new Fault(
                FaultCodes.OutsideParticipation,
                "/exitedOn",
                RegistrationRules.Show(enrollment.StartedOn!.Value),
                RegistrationRules.Show(ExitedOn!.Value));
        }

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
