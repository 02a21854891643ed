using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Participations;
using OutcomeApi.Domain.Projects;
using OutcomeApi.Domain.Results;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The start of a participation (<i>inskrivning</i>).</summary>
public sealed record Enrollment : Registration
{
    // Not kept, but checked: a withdrawal can not be taken back, so a day that is mistyped must not make one.
    private DateOnly? _withdrawnOn;

    /// <summary>The sender's own id of this participation.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The participant: an opaque reference that the project system chose. Required unless anonymous.</summary>
    [Reference]
    [OrPersonalNumber]
    public string? Participant { get; init; }

    /// <summary>The number that was sent in place of a reference. Never stored, shown or logged.</summary>
    [JsonIgnore]
    public string? PersonalIdentityNumber { get; init; }

    /// <summary>The participation counts in volumes only; nothing about the person is kept.</summary>
    public bool Anonymous { get; init; }

    /// <summary>The person has protected personal data (<i>skyddade personuppgifter</i>): always anonymous.</summary>
    public bool ProtectedIdentity { get; init; }

    /// <summary>The participation was running when the project began.</summary>
    public bool CarriedOver { get; init; }

    /// <summary>The day on which the participant consented to being registered. Required unless anonymous.</summary>
    public DateOnly? ConsentGivenOn { get; init; }

    /// <summary>The day on which the consent was withdrawn.</summary>
    public DateOnly? ConsentWithdrawnOn { get; init; }

    /// <summary>The gender that the person states; unknown when it is not stated.</summary>
    [Required]
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>Year of birth (never the date). Required unless anonymous.</summary>
    [Range(1900, 2100)]
    public int? BirthYear { get; init; }

    /// <summary>Id of the subproject, where the participation belongs to one.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>The sender's reference of the referral that led here.</summary>
    [Reference]
    public string? ReferralReference { get; init; }

    /// <summary>The day on which the person was proposed to the project.</summary>
    public DateOnly? ReferredOn { get; init; }

    /// <summary>GenderGroup proposed the person.</summary>
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>The day of the mapping (<i>kartläggning</i>).</summary>
    public DateOnly? MappedOn { get; init; }

    /// <summary>First day of the participation.</summary>
    [Required]
    public DateOnly? StartedOn { get; init; }

    /// <summary>Highest completed education at start.</summary>
    [CodeOf(typeof(Education))]
    public string? Education { get; init; }

    /// <summary>Sources of income before the participation.</summary>
    [Set]
    [CodeOf(typeof(IncomeSource))]
    public IReadOnlyList<string>? IncomeSources { get; init; }

    /// <summary>Months without work before the participation.</summary>
    [Range(0, 1200)]
    public int? MonthsWithoutWork { get; init; }

    /// <summary>Months on sick leave before the participation.</summary>
    [Range(0, 1200)]
    public int? MonthsOnSickLeave { get; init; }

    /// <summary>Months on public support before the participation.</summary>
    [Range(0, 1200)]
    public int? MonthsOnPublicSupport { get; init; }

    /// <summary>Occupation before the participation.</summary>
    public Occupation? Occupation { get; init; }

    /// <summary>Consent has been withdrawn: what is kept of the record is its volume.</summary>
    [JsonIgnore]
    public bool IsWithdrawn => _withdrawnOn is not null;

    /// <summary>Protected identity is always anonymous, and so is a record whose consent has been withdrawn: everything about the person goes.</summary>
    public override Registration Normalised() => ConsentWithdrawnOn is null || Anonymous || ProtectedIdentity
        ? this with { Anonymous = Anonymous || ProtectedIdentity }
        : new Enrollment
        {
            Reference = Reference,
            Anonymous = true,
            CarriedOver = CarriedOver,
            Gender = Gender,
            Subproject = Subproject,
            MappedOn = MappedOn,
            StartedOn = StartedOn,
            Voided = Voided,
            Correction = Correction,
            _withdrawnOn = ConsentWithdrawnOn,
        };

    /// <summary>Everything that speaks against the registration.</summary>
    /// <param name="project">The project it is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="exit">The enrollment's exit, where one is stored and not taken back.</param>
    /// <param name="referral">The referral that it names; null when there is none of that reference.</param>
    /// <param name="carriesRecords">Steps, offers, follow-ups or self-assessments of the enrollment are stored and not taken back.</param>
    /// <param name="staysAnonymous">The person of the stored enrollment has been forgotten: it can not be about a person again.</param>
    public IEnumerable<Fault> Faults(
        ProjectDefinition project, DateOnly today, Exit? exit, Referral? referral, bool carriesRecords = false, bool staysAnonymous = false)
    {
        foreach (var fault in ReferralFaults(referral))
        {
            yield return fault;
        }

        foreach (var fault in IdentityFaults(staysAnonymous))
        {
            yield return fault;
        }

        foreach (var fault in RegistrationRules.InFuture(
            today, (StartedOn, "/startedOn"), (ReferredOn, "/referredOn"), (MappedOn, "/mappedOn"), (ConsentGivenOn, "/consentGivenOn"), (ConsentWithdrawnOn ?? _withdrawnOn, "/consentWithdrawnOn")))
        {
            yield return fault;
        }

        if (Subproject is not null && project.SubprojectOf(Subproject) is null)
        {
            yield return new Fault(FaultCodes.SubprojectUnknown, "/subproject", string.Join(", ", project.Subprojects.Select(s => s.Id)));
        }

        if (Referrer is not null && Code.TryParse<Referrer>(Referrer, out _) && !project.Referrers.Contains(Referrer))
        {
            yield return new Fault(FaultCodes.CodeNotUsed, "/referrer", string.Join(", ", project.Referrers));
        }

        if (StartedOn > project.Period.EndsOn || (StartedOn < project.Period.StartsOn && !CarriedOver))
        {
            yield return new Fault(FaultCodes.StartOutsideProject, "/startedOn", RegistrationRules.Show(project.Period.StartsOn), RegistrationRules.Show(project.Period.EndsOn));
        }
        else if (CarriedOver && StartedOn >= project.Period.StartsOn)
        {
            yield return new Fault(FaultCodes.StartOutsideProject, "/carriedOver", RegistrationRules.Show(project.Period.StartsOn), RegistrationRules.Show(project.Period.EndsOn));
        }

        if ((ReferredOn ?? referral?.ReferredOn) > StartedOn)
        {
            yield return new Fault(FaultCodes.StartBeforeReferral, "/startedOn");
        }

        if (BirthYear > StartedOn?.Year)
        {
            yield return new Fault(FaultCodes.NumberOutOfRange, "/birthYear", "1900", "startedOn");
        }

        if (exit?.ExitedOn < StartedOn)
        {
            yield return new Fault(FaultCodes.ExitBeforeStart, "/startedOn");
        }

        var exitIsOfAPerson = exit is not null && exit.Reason != Code.Format(ExitReason.RegisteredInError);
        if (Anonymous && !IsWithdrawn && (exitIsOfAPerson || carriesRecords))
        {
            yield return new Fault(FaultCodes.AnonymousWithIdentity, ProtectedIdentity ? "/protectedIdentity" : "/anonymous");
        }
    }

    /// <summary>What is worth a second look though the record is kept.</summary>
    /// <param name="project">The project it is sent to.</param>
    /// <param name="today">The day of receipt.</param>
    /// <param name="overlapsOwn">The same participant is enrolled in the same project at the same time.</param>
    public IEnumerable<Fault> Warnings(ProjectDefinition project, DateOnly today, bool overlapsOwn)
    {
        if (StartedOn?.Year - BirthYear is { } age && project.AgesFor(Subproject) is { } ages && !ages.Contains(age))
        {
            yield return new Fault(FaultCodes.AgeUnusual, "/birthYear");
        }

        if (overlapsOwn)
        {
            yield return new Fault(FaultCodes.OverlappingEnrollment, "/startedOn");
        }

        foreach (var warning in RegistrationRules.Late(StartedOn, "/startedOn", today))
        {
            yield return warning;
        }
    }

    /// <summary>The referral's date and referrer hold.</summary>
    private IEnumerable<Fault> ReferralFaults(Referral? referral)
    {
        if (ReferralReference is null || Anonymous)
        {
            yield break;
        }

        if (referral is null)
        {
            if (!Voided)
            {
                yield return new Fault(FaultCodes.ReferralNotFound, "/referralReference");
            }

            yield break;
        }

        if (ReferredOn is not null && ReferredOn != referral.ReferredOn)
        {
            yield return new Fault(FaultCodes.ReferralDiffers, "/referredOn");
        }

        if (Referrer is not null && Referrer != referral.Referrer)
        {
            yield return new Fault(FaultCodes.ReferralDiffers, "/referrer");
        }
    }

    private IEnumerable<Fault> IdentityFaults(bool staysAnonymous)
    {
        if (staysAnonymous)
        {
            yield return new Fault(FaultCodes.AnonymousWithIdentity, "/anonymous");
        }
        else if (!Anonymous)
        {
            if (Participant is null)
            {
                yield return new Fault(FaultCodes.RequiredMissing, "/participant");
            }

            if (BirthYear is null)
            {
                yield return new Fault(FaultCodes.RequiredMissing, "/birthYear");
            }

            if (ConsentGivenOn is null)
            {
                yield return new Fault(FaultCodes.ConsentMissing, "/consentGivenOn");
            }

            yield break;
        }

        (bool Sent, string Pointer)[] aboutThePerson =
        [
            (Participant is not null, "/participant"), (BirthYear is not null, "/birthYear"), (ConsentGivenOn is not null, "/consentGivenOn"),
            (ConsentWithdrawnOn is not null, "/consentWithdrawnOn"), (ReferralReference is not null, "/referralReference"),
            (Education is not null, "/education"), (IncomeSources is { Count: > 0 }, "/incomeSources"), (MonthsWithoutWork is not null, "/monthsWithoutWork"),
            (MonthsOnSickLeave is not null, "/monthsOnSickLeave"), (MonthsOnPublicSupport is not null, "/monthsOnPublicSupport"),
            (Occupation is not null, "/occupation"),
        ];
        foreach (var (_, pointer) in aboutThePerson.Where(f => f.Sent))
        {
            yield return new Fault(FaultCodes.AnonymousWithIdentity, pointer);
        }
    }
}
