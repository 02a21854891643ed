using OutcomeApi.Domain.Participations;

namespace OutcomeApi.Domain.Reporting;

/// <summary>How many women, men, and others together with those whose gender is not known.</summary>
public readonly record struct GenderCounts(int Woman, int Man, int OtherOrUnknown)
{
    public int Total => Woman + Man + OtherOrUnknown;

    public static GenderCounts operator -(GenderCounts all, GenderCounts part) =>
        new(all.Woman - part.Woman, all.Man - part.Man, all.OtherOrUnknown - part.OtherOrUnknown);

    /// <summary>Counts those for whom the condition holds.</summary>
    public static GenderCounts Of(IEnumerable<Participation> participations, Func<Participation, bool> counts)
    {
        int woman = 0, man = 0, otherOrUnknown = 0;
        foreach (var participation in participations.Where(counts))
        {
            switch (participation.Gender)
            {
                case Gender.Woman:
                    woman++;
                    break;
                case Gender.Man:
                    man++;
                    break;
                default:
                    otherOrUnknown++;
                    break;
            }
        }

        return new GenderCounts(woman, man, otherOrUnknown);
    }
}

/// <summary>A row of a table whose cells are counts.</summary>
public sealed record CountRow(string Key, GenderCounts Counts);
