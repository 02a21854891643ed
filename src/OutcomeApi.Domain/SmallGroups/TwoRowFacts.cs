using OutcomeApi.Domain.Goals;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>
/// Counts every person of a register as a woman or a man. Everything that is computed from the result has two rows and the same totals.
/// </summary>
public static class TwoRowFacts
{
    /// <summary>The kinds of reference that are hashed: of a participation, or of a referral that has led to no enrollment.</summary>
    public const string Enrollment = "enrollment";
    public const string Referral = "referral";

    /// <summary>Assigns every person of a register to one of the two rows.</summary>
    /// <param name="facts">The register.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="rows">Chooses the row of a person.</param>
    /// <returns>The same object if every person in it is already a woman or a man.</returns>
    public static RegisteredFacts InTwoRows(this RegisteredFacts facts, string project, TwoRows rows)
    {
        bool HasOthers(IReadOnlyList<Participation> people) => people.Any(p => p.Gender is not (Gender.Woman or Gender.Man));
        if (!HasOthers(facts.Participations) && !HasOthers(facts.Referrals))
        {
            return facts;
        }

        return facts with
        {
            Participations = [.. facts.Participations.Select(p => InTwoRows(p, Enrollment, p.Reference))],
            Referrals =
            [
                .. facts.Referrals.Select(r => r.EnrollmentReference is { } enrollment
                    ? InTwoRows(r, Enrollment, enrollment)
                    : InTwoRows(r, Referral, r.Reference))
            ],
        };

        Participation InTwoRows(Participation p, string kind, string reference) =>
            p.Gender is Gender.Woman or Gender.Man ? p : p with { Gender = rows.Of(project, kind, reference, p.Gender) };
    }
}
