using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>The start of a participation (inskrivning).</summary>
public sealed record Enrollment : Registration<Enrollment>, IRecord<Enrollment>
{
    /// <summary>The sender's own id of this participation.</summary>
    public required string Reference { get; init; }

    /// <summary>The participant, as an opaque reference that the project system chose. Required unless the enrollment is anonymous.</summary>
    public Participant? Participant { get; init; }

    /// <summary>True if the participation counts in volumes only. Nothing about the person but the gender may then be sent.</summary>
    public bool Anonymous { get; init; }

    /// <summary>True if the person has protected personal data (skyddade personuppgifter). The enrollment is then always anonymous.</summary>
    public bool ProtectedIdentity { get; init; }

    /// <summary>
    /// True if the participation was already running when the project began. Its first day then lies before the project's first day.
    /// </summary>
    public bool CarriedOver { get; init; }

    /// <summary>The day on which the participant consented to the registration. Required unless the enrollment is anonymous.</summary>
    public DateOnly? ConsentGivenOn { get; init; }

    /// <summary>The day on which the participant withdrew the consent. The enrollment then becomes anonymous, which cannot be undone.</summary>
    public DateOnly? ConsentWithdrawnOn { get; init; }

    /// <summary>The gender that the person states; unknown if none is stated.</summary>
    public required string Gender { get; init; }

    /// <summary>The year of birth. The full date is never sent. Required unless the enrollment is anonymous.</summary>
    public int? BirthYear { get; init; }

    /// <summary>The id of the subproject, if the participation belongs to one.</summary>
    public string? Subproject { get; init; }

    /// <summary>The sender's reference of the referral that led to this enrollment.</summary>
    public string? ReferralReference { get; init; }

    /// <summary>
    /// The day on which the person was referred to the project. If referralReference is given, it must be the day of that referral.
    /// </summary>
    public DateOnly? ReferredOn { get; init; }

    /// <summary>Who referred the person. If referralReference is given, it must be the referrer of that referral.</summary>
    public string? Referrer { get; init; }

    /// <summary>
    /// The unit of the referrer that referred the person: the code of one of the project's units. If referralReference is given, it must be the
    /// unit of that referral.
    /// </summary>
    public string? ReferrerUnit { get; init; }

    /// <summary>The day of the mapping (kartläggning).</summary>
    public DateOnly? MappedOn { get; init; }

    /// <summary>The first day of the participation.</summary>
    public required DateOnly StartedOn { get; init; }

    /// <summary>The highest education that the person had completed at the start.</summary>
    public string? Education { get; init; }

    /// <summary>The person's sources of income before the participation.</summary>
    public IReadOnlyList<string>? IncomeSources { get; init; }

    /// <summary>The number of months without work before the participation.</summary>
    public int? MonthsWithoutWork { get; init; }

    /// <summary>The number of months on sick leave before the participation.</summary>
    public int? MonthsOnSickLeave { get; init; }

    /// <summary>The number of months on public support before the participation.</summary>
    public int? MonthsOnPublicSupport { get; init; }

    /// <summary>The person's occupation before the participation.</summary>
    public Occupation? Occupation { get; init; }

    public static RecordKind KindOf { get; } = new("enrollment", "enrollments");

    [JsonIgnore]
    public override string Key => Reference;
}

/// <summary>What a person lives by or does, as a group and a percentage of full time.</summary>
public sealed record Occupation
{
    /// <summary>The occupation group.</summary>
    public required string Group { get; init; }

    /// <summary>The extent in percent of full time (1–100).</summary>
    public int? Extent { get; init; }
}
