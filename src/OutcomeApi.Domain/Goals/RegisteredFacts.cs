using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Goals;

/// <summary>All that a project's figures are computed from. Records that were taken back are not there.</summary>
/// <param name="Participations">Its enrollments with what became of them.</param>
/// <param name="Referrals">Its referrals, each seen as a participation.</param>
/// <param name="Reported">Its reported values.</param>
public sealed record RegisteredFacts(
    IReadOnlyList<Participation> Participations, IReadOnlyList<Participation> Referrals, IReadOnlyList<ReportedValue> Reported);
