using System.ComponentModel.DataAnnotations;

namespace OutcomeApi.Domain.Registrations;

/// <summary>
/// A job or a course (<i>anställning, studieplats</i>) that a participant begins while the support goes on. It is no exit: the participation continues.
/// </summary>
public sealed record Placement : Registration
{
    /// <summary>The sender's own id of this placement.</summary>
    [Required]
    [Reference]
    public string? Reference { get; init; }

    /// <summary>The sender's reference of the enrollment.</summary>
    [Required]
    [Reference]
    public string? EnrollmentReference { get; init; }

    /// <summary>Whether it is work or studies.</summary>
    [Required]
    [CodeOf(typeof(PlacementKind))]
    public string? Kind { get; init; }

    /// <summary>The first day.</summary>
    [Required]
    public DateOnly? StartedOn { get; init; }

    /// <summary>The last day. Absent while the placement goes on. It may lie after the exit.</summary>
    public DateOnly? EndedOn { get; init; }

    /// <summary>True if the work has a wage subsidy (<i>lönestöd</i>). Absent for studies.</summary>
    public bool? Subsidised { get; init; }

    /// <summary>The extent of the work, in percent of full time (1–100). Absent for studies.</summary>
    [Range(1, 100)]
    public int? Extent { get; init; }

    /// <summary>True if anybody could have applied for the work (competitive employment). Absent for studies.</summary>
    public bool? OpenToAll { get; init; }

    /// <summary>Finds the faults of the placement itself, and those against the enrollment and its exit.</summary>
    public IEnumerable<Fault> Faults(DateOnly today, Enrollment? enrollment, Exit? exit) =>
    [
        .. RegistrationRules.OfEnrollment(EnrollmentReference, enrollment),
        .. RegistrationRules.InFuture(today, (StartedOn, "/startedOn"), (EndedOn, "/endedOn")),
        .. EndedOn < StartedOn ? [new Fault(FaultCodes.EndBeforeStart, "/endedOn", RegistrationRules.Show(StartedOn!.Value))] : Array.Empty<Fault>(),
        .. Voided ? [] : RegistrationRules.Within(enrollment, exit, StartedOn, "/startedOn"),
    ];

    /// <summary>Finds what is unusual about the placement. The record is kept all the same.</summary>
    /// <param name="today">The day that counts as today.</param>
    /// <param name="others">The other placements of the participation.</param>
    public IEnumerable<Fault> Warnings(DateOnly today, IEnumerable<Placement> others) =>
    [
        .. RegistrationRules.Late(StartedOn, "/startedOn", today),
        .. !Voided && others.FirstOrDefault(CoversOrLiesIn) is { } same ? [new Fault(FaultCodes.SamePlacement, "/startedOn", same.Reference!)]
            : Array.Empty<Fault>(),
    ];

    /// <summary>
    /// Determines whether another placement is of the same sort and one of the two lies entirely within the other. Then they are probably the same job
    /// or course, registered twice.
    /// </summary>
    private bool CoversOrLiesIn(Placement other) =>
        (Kind, Subsidised, Extent, OpenToAll) == (other.Kind, other.Subsidised, other.Extent, other.OpenToAll)
        && (Covers(this, other) || Covers(other, this));

    private static bool Covers(Placement one, Placement other) =>
        one.StartedOn <= other.StartedOn && (other.EndedOn ?? DateOnly.MaxValue) <= (one.EndedOn ?? DateOnly.MaxValue);
}
