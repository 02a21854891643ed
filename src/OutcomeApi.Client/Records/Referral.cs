using System.Text.Json.Serialization;

namespace OutcomeApi.Client;

/// <summary>The referral of a person to a project (anvisning).</summary>
public sealed record Referral : Registration<Referral>, IRecord<Referral>
{
    /// <summary>The sender's own id of this referral.</summary>
    public required string Reference { get; init; }

    /// <summary>The person, as an opaque reference that the project system chose.</summary>
    public Participant? Participant { get; init; }

    /// <summary>The gender of the person.</summary>
    public required string Gender { get; init; }

    /// <summary>The year of birth. The full date is never sent.</summary>
    public int? BirthYear { get; init; }

    /// <summary>The id of the subproject that the person is referred to.</summary>
    public string? Subproject { get; init; }

    /// <summary>Who refers the person.</summary>
    public string? Referrer { get; init; }

    /// <summary>The unit of the referrer that refers the person: the code of one of the project's units. Absent when none is stated.</summary>
    public string? ReferrerUnit { get; init; }

    /// <summary>The day of the referral. It may lie before the project's first day.</summary>
    public required DateOnly ReferredOn { get; init; }

    /// <summary>The day on which the referral was accepted and put in the queue.</summary>
    public DateOnly? QueuedOn { get; init; }

    /// <summary>The day on which a place was offered.</summary>
    public DateOnly? OfferedOn { get; init; }

    /// <summary>The outcome of the referral; open if none is sent. An enrollment that names the referral makes it started.</summary>
    public string? Outcome { get; init; }

    /// <summary>The day on which the referral was closed, with or without a start.</summary>
    public DateOnly? ClosedOn { get; init; }

    public static RecordKind KindOf { get; } = new("referral", "referrals");

    [JsonIgnore]
    public override string Key => Reference;
}
