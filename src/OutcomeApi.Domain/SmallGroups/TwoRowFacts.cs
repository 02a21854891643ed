using OutcomeApi.Domain.Goals;
using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.SmallGroups;

/// <summary>Counts everybody of a register with the women or the men. What is computed from it then has two rows and the same totals.</summary>
public static class TwoRowFacts
{
    /// <summary>What is hashed for a participation, and for a referral that nobody has been enrolled from.</summary>
    public const string Enrollment = "enrollment";
    public const string Referral = "referral";

    /// <summary>Counts the people of a register.</summary>
    /// <param name="facts">The register.</param>
    /// <param name="project">Id of the project.</param>
    /// <param name="rows">Chooses the row.</param>
    /// <returns>The same object when everybody in it is a woman or a man.</returns>
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
            Referrals = [.. facts.Referrals.Select(r => r.EnrollmentReference is { } enrollment ? InTwoRows(r, Enrollment, enrollment) : InTwoRows(r, Referral, r.Reference))],
        };

        Participation InTwoRows(Participation p, string kind, string reference) =>
            p.Gender is Gender.Woman or Gender.Man ? p : p with { Gender = rows.Of(project, kind, reference, p.Gender) };
    }
}
