namespace OutcomeApi.Domain.Goals;

/// <summary>Holds all facts that the figures of a project are computed from. Records that were withdrawn are left out.</summary>
/// <param name="Participations">Its enrollments with their later events.</param>
/// <param name="Referrals">Its referrals, each represented as a participation.</param>
/// <param name="Reported">Its reported values.</param>
public sealed record RegisteredFacts(
    IReadOnlyList<Participation> Participations, IReadOnlyList<Participation> Referrals, IReadOnlyList<ReportedValue> Reported);
