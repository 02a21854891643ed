using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The referral of a person to a project (<i>anvisning</i>).</summary>
public sealed record Referral : Registration
{
    /// <summary>The sender's own id of this referral.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The person, as an opaque reference that the project system chose.</summary>
    [Reference]
    [OrPersonalNumber]
    public string? Participant { get; init; }

    /// <summary>The personal identity number that was sent in place of a reference. It is never stored, shown or logged.</summary>
    [JsonIgnore]
    public string? PersonalIdentityNumber { get; init; }

    /// <summary>The gender of the person.</summary>
    [Required]
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>The year of birth. The full date is never sent.</summary>
    [Range(1900, 2100)]
    public int? BirthYear { get; init; }

    /// <summary>The id of the subproject that the person is referred to.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>Who refers the person.</summary>
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>The unit of the referrer that refers the person: the code of one of the project's units. Absent when none is stated.</summary>
    [MaxLength(ProjectCodeForm.MaxLength)]
    public string? ReferrerUnit { get; init; }

    /// <summary>The day of the referral. It may lie before the project's first day.</summary>
    [Required]
    public DateOnly? ReferredOn { get; init; }

    /// <summary>The day on which the referral was accepted and put in the queue.</summary>
    public DateOnly? QueuedOn { get; init; }

    /// <summary>The day on which a place was offered.</summary>
    public DateOnly? OfferedOn { get; init; }

    /// <summary>
    /// The outcome of the referral; <c>open</c> if none is sent. An enrollment that names the referral makes it <c>started</c>.
    /// </summary>
    [CodeOf(typeof(ReferralOutcome))]
    public string? Outcome { get; init; }

    /// <summary>The day on which the referral was closed, with or without a start.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Sets the outcome to <c>open</c> if none was sent.</summary>
    public override Registration Normalised() => this with { Outcome = Outcome ?? Code.Format(ReferralOutcome.Open) };

    /// <summary>Finds the faults of the referral itself, and those against the project.</summary>
    /// <param name="project">The project that the referral is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    public IEnumerable<Fault> Faults(ProjectDefinition project, DateOnly today)
    {
        foreach (var fault in RegistrationRules.InFuture(
            today, (ReferredOn, "/referredOn"), (QueuedOn, "/queuedOn"), (OfferedOn, "/offeredOn"), (ClosedOn, "/closedOn")))
        {
            yield return fault;
        }

        if (Subproject is not null && project.SubprojectOf(Subproject) is null)
        {
            yield return new Fault(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", project.Subprojects.Select(s => s.Id)));
        }

        if (Referrer is not null && !project.Referrers.Contains(Referrer))
        {
            yield return new Fault(FaultCodes.CodeNotUsed, "/referrer", string.Join(", ", project.Referrers));
        }

        foreach (var fault in RegistrationRules.OfUnit(ReferrerUnit, Referrer, project))
        {
            yield return fault;
        }
    }

    /// <summary>Finds what is unusual about the referral. The record is kept all the same.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(ReferredOn, "/referredOn", today);
}
