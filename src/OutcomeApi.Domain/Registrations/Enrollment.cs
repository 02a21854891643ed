using System.ComponentModel.DataAnnotations;
using System.Text.Json.Serialization;
using OutcomeApi.Domain.Projects;

namespace OutcomeApi.Domain.Registrations;

/// <summary>The start of a participation (<i>inskrivning</i>).</summary>
public sealed record Enrollment : Registration
{
    // The day of the withdrawal is not stored, but it is checked. A withdrawal cannot be undone, so a mistyped day must not cause one.
    private DateOnly? _withdrawnOn;

    // So that a withdrawal before the consent is refused, although the consent goes with the person.
    private DateOnly? _withdrawnConsentGivenOn;

    /// <summary>The sender's own id of this participation.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>
    /// The participant, as an opaque reference that the project system chose. Required unless the enrollment is anonymous.
    /// </summary>
    [Reference]
    [OrPersonalNumber]
    public string? Participant { get; init; }

    /// <summary>The personal identity number that was sent in place of a reference. It is never stored, shown or logged.</summary>
    [JsonIgnore]
    public string? PersonalIdentityNumber { get; init; }

    /// <summary>True if the participation counts in volumes only. Nothing about the person but the gender may then be sent.</summary>
    public bool Anonymous { get; init; }

    /// <summary>
    /// True if the person has protected personal data (<i>skyddade personuppgifter</i>). The enrollment is then always anonymous.
    /// </summary>
    public bool ProtectedIdentity { get; init; }

    /// <summary>
    /// True if the participation was already running when the project began. Its first day then lies before the project's first day.
    /// </summary>
    public bool CarriedOver { get; init; }

    /// <summary>The day on which the participant consented to the registration. Required unless the enrollment is anonymous.</summary>
    public DateOnly? ConsentGivenOn { get; init; }

    /// <summary>
    /// The day on which the participant withdrew the consent. The enrollment then becomes anonymous, which cannot be undone.
    /// </summary>
    public DateOnly? ConsentWithdrawnOn { get; init; }

    /// <summary>The gender that the person states; <c>unknown</c> if none is stated.</summary>
    [Required]
    [CodeOf(typeof(Gender))]
    public string? Gender { get; init; }

    /// <summary>The year of birth. The full date is never sent. Required unless the enrollment is anonymous.</summary>
    [Range(1900, 2100)]
    public int? BirthYear { get; init; }

    /// <summary>The id of the subproject, if the participation belongs to one.</summary>
    [Reference]
    public string? Subproject { get; init; }

    /// <summary>The sender's reference of the referral that led to this enrollment.</summary>
    [Reference]
    public string? ReferralReference { get; init; }

    /// <summary>
    /// The day on which the person was referred to the project. If <c>referralReference</c> is given, it must be the day of that referral.
    /// </summary>
    public DateOnly? ReferredOn { get; init; }

    /// <summary>Who referred the person. If <c>referralReference</c> is given, it must be the referrer of that referral.</summary>
    [CodeOf(typeof(Referrer))]
    public string? Referrer { get; init; }

    /// <summary>
    /// The unit of the referrer that referred the person: the code of one of the project's units. If <c>referralReference</c> is given, it must be the
    /// unit of that referral.
    /// </summary>
    [MaxLength(ProjectCodeForm.MaxLength)]
    public string? ReferrerUnit { get; init; }

    /// <summary>The day of the mapping (<i>kartläggning</i>).</summary>
    public DateOnly? MappedOn { get; init; }

    /// <summary>The first day of the participation.</summary>
    [Required]
    public DateOnly? StartedOn { get; init; }

    /// <summary>The highest education that the person had completed at the start.</summary>
    [CodeOf(typeof(Education))]
    public string? Education { get; init; }

    /// <summary>The person's sources of income before the participation.</summary>
    [Set]
    [CodeOf(typeof(IncomeSource))]
    public IReadOnlyList<string>? IncomeSources { get; init; }

    /// <summary>The number of months without work before the participation.</summary>
    [Range(0, 1200)]
    public int? MonthsWithoutWork { get; init; }

    /// <summary>The number of months on sick leave before the participation.</summary>
    [Range(0, 1200)]
    public int? MonthsOnSickLeave { get; init; }

    /// <summary>The number of months on public support before the participation.</summary>
    [Range(0, 1200)]
    public int? MonthsOnPublicSupport { get; init; }

    /// <summary>The person's occupation before the participation.</summary>
    public Occupation? Occupation { get; init; }

    /// <summary>True if the consent has been withdrawn. Only the volume of the record is then kept.</summary>
    [JsonIgnore]
    public bool IsWithdrawn => _withdrawnOn is not null;

    /// <summary>
    /// Makes an enrollment with protected identity anonymous. Removes everything about the person if the consent has been withdrawn.
    /// </summary>
    /// <remarks>
    /// An enrollment that was sent as anonymous or protected keeps all its members, so that <see cref="Faults"/> can refuse those about the
    /// person.
    /// </remarks>
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
            _withdrawnConsentGivenOn = ConsentGivenOn,
        };

    /// <summary>
    /// Finds the faults of the enrollment itself, and those against the project, its exit and its referral. The members that are always
    /// required, the codes and the ranges are checked earlier, when the body is read.
    /// </summary>
    /// <param name="project">The project that the enrollment is sent to.</param>
    /// <param name="today">Today in the project's time zone.</param>
    /// <param name="exit">The stored exit of the enrollment; null if there is none or it has been taken back.</param>
    /// <param name="referral">The referral that the enrollment names; null if no such referral exists.</param>
    /// <param name="carriesRecords">
    /// True if steps, offers, follow-ups or self-assessments of the enrollment are stored and not taken back.
    /// </param>
    /// <param name="consentGivenOn">The day of the consent that is stored; null if none is.</param>
    public IEnumerable<Fault> Faults(
        ProjectDefinition project,
        DateOnly today,
        Exit? exit,
        Referral? referral,
        bool carriesRecords = false,
        DateOnly? consentGivenOn = null)
    {
        foreach (var fault in ReferralFaults(referral))
        {
            yield return fault;
        }

        foreach (var fault in IdentityFaults())
        {
            yield return fault;
        }

        if (_withdrawnOn < (_withdrawnConsentGivenOn ?? consentGivenOn))
        {
            yield return new Fault(FaultCodes.ConsentWithdrawnBeforeGiven, "/consentWithdrawnOn");
        }

        foreach (var fault in RegistrationRules.InFuture(
            today,
            (StartedOn, "/startedOn"),
            (ReferredOn, "/referredOn"),
            (MappedOn, "/mappedOn"),
            (ConsentGivenOn, "/consentGivenOn"),
            (ConsentWithdrawnOn ?? _withdrawnOn, "/consentWithdrawnOn")))
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

        foreach (var fault in RegistrationRules.OfUnit(ReferrerUnit, Referrer, project))
        {
            yield return fault;
        }

        if (StartedOn > project.Period.EndsOn || (StartedOn < project.Period.StartsOn && !CarriedOver))
        {
            yield return new Fault(
                FaultCodes.StartOutsideProject,
                "/startedOn",
                RegistrationRules.Show(project.Period.StartsOn),
                RegistrationRules.Show(project.Period.EndsOn));
        }
        else if (CarriedOver && StartedOn >= project.Period.StartsOn)
        {
            yield return new Fault(
                FaultCodes.StartOutsideProject,
                "/carriedOver",
                RegistrationRules.Show(project.Period.StartsOn),
                RegistrationRules.Show(project.Period.EndsOn));
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

    /// <summary>Finds what is unusual about the enrollment. The record is kept all the same.</summary>
    /// <param name="project">The project that the enrollment is sent to.</param>
    /// <param name="today">The day of receipt.</param>
    /// <param name="overlapsOwn">True if the same participant is enrolled in the same project at the same time.</param>
    /// <param name="exit">The exit of the enrollment; null while it is running.</param>
    /// <param name="belongings">The days of what belongs to the participation.</param>
    public IEnumerable<Fault> Warnings(ProjectDefinition project, DateOnly today, bool overlapsOwn, Exit? exit, IReadOnlyList<BelongingDays> belongings)
    {
        if (!Anonymous && belongings.Any(days => days.LieOutside(StartedOn, exit?.ExitedOn)))
        {
            yield return new Fault(
                FaultCodes.OutsideParticipation,
                "/startedOn",
                RegistrationRules.Show(StartedOn!.Value),
                exit?.ExitedOn is { } last ? RegistrationRules.Show(last) : "–");
        }

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

    /// <summary>
    /// Finds where the enrollment contradicts the referral that it names. A voided enrollment may name a referral that does not exist.
    /// </summary>
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

        if (ReferrerUnit is not null && ReferrerUnit != referral.ReferrerUnit)
        {
            yield return new Fault(FaultCodes.ReferralDiffers, "/referrerUnit");
        }
    }

    private IEnumerable<Fault> IdentityFaults()
    {
        if (!Anonymous)
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
