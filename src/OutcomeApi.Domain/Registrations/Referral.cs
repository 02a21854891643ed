using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>A person is proposed to a project (<i>anvisning</i>).</summary>
public sealed record Referral : Registration
{
    /// <summary>The sender's own id of this referral.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The person: an opaque reference that the project system chose.</summary>
    [Reference]
    [OrPersonalNumber]
    public string? Participant { get; init; }

    /// <summary>The number that was sent in place of a reference. Never stored, shown or logged.</summary>
    [JsonIgnore]
    public string? PersonalIdentityNumber { get; init; }

    /// <summary>Gender.</summary>
    [Required]
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>Year of birth (never the date).</summary>
    [Range(1900, 2100)]
    public int? BirthYear { get; init; }

    /// <summary>Id of the subproject that the person is proposed to.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>GenderGroup proposes the person.</summary>
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>The day of the referral; may lie before the project.</summary>
    [Required]
    public DateOnly? ReferredOn { get; init; }

    /// <summary>The day on which it was accepted and put in queue.</summary>
    public DateOnly? QueuedOn { get; init; }

    /// <summary>The day on which a place was offered.</summary>
    public DateOnly? OfferedOn { get; init; }

    /// <summary>What it has come to; <c>open</c> when nothing is said. An enrollment that names the referral makes it <c>started</c>.</summary>
    [CodeOf(typeof(ReferralOutcome))]
    public string? Outcome { get; init; }

    /// <summary>The day on which it was closed, with a start or without.</summary>
    public DateOnly? ClosedOn { get; init; }

    /// <summary>Nothing said is <c>open</c>.</summary>
    public override Registration Normalised() => this with { Outcome = Outcome ?? Code.Format(ReferralOutcome.Open) };

    /// <summary>Everything that speaks against the registration.</summary>
    /// <param name="project">The project it is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="staysAnonymous">The person of the stored referral has been forgotten: it can not be about a person again.</param>
    public IEnumerable<Fault> Faults(ProjectDefinition project, DateOnly today, bool staysAnonymous = false)
    {
        if (staysAnonymous)
        {
            foreach (var (_, pointer) in new[] { (Participant is not null, "/participant"), (BirthYear is not null, "/birthYear") }.Where(member => member.Item1))
            {
                yield return new Fault(FaultCodes.AnonymousWithIdentity, pointer);
            }
        }

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
    }

    /// <summary>What is worth a second look though the record is kept.</summary>
    public IEnumerable<Fault> Warnings(DateOnly today) => RegistrationRules.Late(ReferredOn, "/referredOn", today);
}
